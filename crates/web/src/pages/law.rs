//! The measures to read: the table of contents, and each article with its sentences, their translation,
//! and the rules that carry them out, all from the policy in force.

use app::App;
use axum::Router;
use axum::extract::Path;
use axum::response::IntoResponse as _;
use axum::routing::get;
use law::{Document, FenceKind};

use super::{Answer, Call, shown};
use crate::desk::Desk;
use crate::i18n::Text;
use crate::views::{self, Article, ArticleLink, Clause, LawView, Paragraph, Problem, Sentence};

pub(crate) fn routes() -> Router<Desk> {
    Router::new().route("/law", get(contents)).route("/law/{article}", get(article))
}

async fn contents(call: Call) -> Answer {
    let view = view(&call.app, None)?;
    Ok(views::law(&call.ui, &view).into_response())
}

async fn article(call: Call, Path(number): Path<String>) -> Answer {
    let number: u16 = number.parse().map_err(|_| Problem::NotFound)?;
    let view = view(&call.app, Some(number))?;
    Ok(views::law(&call.ui, &view).into_response())
}

fn view(app: &App, wanted: Option<u16>) -> Result<LawView, Problem> {
    let policy = app.policy();
    let base = policy.instruments.first().ok_or(Problem::Internal)?;
    let document = &base.document;
    let articles: Vec<_> = document.articles.iter().filter_map(|a| Some((a.number?, a))).collect();
    let place = match wanted {
        Some(number) => Some(articles.iter().position(|(n, _)| *n == number).ok_or(Problem::NotFound)?),
        None => None,
    };
    let link = |at: Option<usize>| {
        let (number, found) = articles.get(at?)?;
        Some(ArticleLink {
            label: label(app, *number, &found.heading.value),
            about: about(app, *number, found),
            href: format!("/law/{number}"),
        })
    };
    let shown = place.and_then(|at| articles.get(at)).map(|(number, found)| Article {
        id: format!("a{number}"),
        label: label(app, *number, &found.heading.value),
        paragraphs: paragraphs(app, *number, found),
        clauses: clauses(document, found),
    });
    Ok(LawView {
        title: shown::title(app),
        in_force_from: shown::day(base.force)?,
        version: policy.version.clone(),
        basis: Text::zh(document.front("依据").map_or("", |basis| basis.value.as_str())),
        contents: (0..articles.len()).filter_map(|at| link(Some(at))).collect(),
        previous: link(place.and_then(|at| at.checked_sub(1))),
        next: link(place.map(|at| at + 1)),
        articles: shown.into_iter().collect(),
    })
}

fn label(app: &App, number: u16, heading: &str) -> Text {
    let english = app.library().translation.articles.iter().find(|a| a.number == number);
    Text::new(heading, english.map_or("", |a| a.heading.as_str()))
}

/// What an article is about: the conclusions that it makes, else the beginning of its words.
fn about(app: &App, number: u16, article: &law::Article) -> Text {
    let titles: Vec<Text> = app
        .library()
        .questions
        .conclusions
        .values()
        .filter(|words| words.article == number)
        .map(|words| shown::words(&words.title))
        .collect();
    if titles.is_empty() {
        let english = app.library().translation.articles.iter().find(|a| a.number == number);
        let english = english.and_then(|a| a.paragraphs.first()?.first()).map_or("", |p| p.text.as_str());
        let chinese = article.pieces.first().map_or("", |piece| piece.text.value.as_str());
        return Text::new(beginning(chinese, ABOUT_CHARS_ZH), beginning(english, ABOUT_CHARS_EN));
    }
    let join = |parts: Vec<&str>, between: &str| parts.join(between);
    Text::new(
        join(titles.iter().map(|t| t.zh.as_str()).collect(), "；"),
        join(titles.iter().map(|t| t.en.as_str()).collect(), "; "),
    )
}

const ABOUT_CHARS_ZH: usize = 24;
const ABOUT_CHARS_EN: usize = 60;

fn beginning(words: &str, chars_max: usize) -> String {
    if words.chars().count() <= chars_max {
        return words.to_owned();
    }
    let cut: String = words.chars().take(chars_max).collect();
    format!("{cut}…")
}

/// The sentences by paragraph and item, each with the piece of the translation that stands in the same
/// place.
fn paragraphs(app: &App, number: u16, article: &law::Article) -> Vec<Paragraph> {
    let english = app.library().translation.articles.iter().find(|a| a.number == number);
    let mut english = english.into_iter().flat_map(|a| a.paragraphs.iter().flatten());
    let groups = article
        .pieces
        .chunk_by(|a, b| (a.anchor.paragraph, a.anchor.item) == (b.anchor.paragraph, b.anchor.item));
    groups
        .map(|pieces| {
            let sentences = pieces
                .iter()
                .map(|piece| Sentence {
                    id: piece.anchor.id(),
                    words: piece.text.value.clone(),
                    translation: english.next().map_or_else(String::new, |piece| piece.text.clone()),
                })
                .collect();
            Paragraph { sentences, is_item: pieces.iter().any(|piece| piece.anchor.item.is_some()) }
        })
        .collect()
}

/// What stands below the words: rules, figures, readings, who carries it out. The examples are for
/// those who write rules and are left out.
fn clauses(document: &Document, article: &law::Article) -> Vec<Clause> {
    let named = article.fences.iter().filter_map(|fence| {
        let title = match fence.kind {
            FenceKind::Rules => "law.rules",
            FenceKind::Parameter | FenceKind::Determined => "law.parameter",
            FenceKind::Readings => "law.readings",
            FenceKind::Doubt => "law.doubt",
            FenceKind::Carriers => "law.carriers",
            FenceKind::Examples | FenceKind::Facts | FenceKind::Suppliers => return None,
        };
        let words = document.source.slice(fence.body).trim_end().to_owned();
        Some(Clause { title: Text::message(title), words })
    });
    named.collect()
}
