//! One article: its words with an address for every sentence, and below them all that carries it out.

use app::Book;
use app::book::{
    Article, Bearer, Bearing, Confidence, Figure, FigureRow, Instrument, Mark, MarkKind, Paragraph,
    RuleBlock, RuleKind, RuleLine, Sentence,
};
use askama::Template;
use jiff::civil::Date;

use super::chart::Chart;
use super::escaped;
use crate::ui::Ui;
use crate::views::Page;
use crate::views::layout::{Head, render};
use crate::views::parts::Html;

/// An article in its book.
#[derive(Debug, Clone, Copy)]
pub struct ArticleView<'a> {
    /// The book.
    pub book: &'a Book,
    /// The instrument.
    pub instrument: &'a Instrument,
    /// The article.
    pub article: &'a Article,
    /// The business date, for which the figures of the day are marked.
    pub today: Date,
}

#[derive(Template)]
#[template(path = "law/article.html")]
struct Body<'a> {
    ui: &'a Ui,
    view: &'a ArticleView<'a>,
    article: &'a Article,
}

#[derive(Template)]
#[template(path = "law/figure.html")]
pub(super) struct FigurePart<'a> {
    ui: &'a Ui,
    figure: &'a Figure,
    rows: Vec<FigureLine<'a>>,
    chart: Option<Html<Chart<'a>>>,
}

/// A row of a figure's table.
struct FigureLine<'a> {
    row: &'a FigureRow,
    /// Whether it holds today.
    is_now: bool,
    confidence: String,
}

/// Makes the page of an article.
pub fn article(ui: &Ui, view: &ArticleView<'_>) -> Page {
    let (instrument, article) = (view.instrument, view.article);
    let title = format!("{} – {}", ui.said(&article.label), ui.said(&instrument.title));
    let canonical = format!("/law/{}/{}", instrument.id, article.number);
    let back = format!("/law/{}", instrument.id);
    let head = Head::new(&title, super::AREA).back(Some(&back)).canonical(&canonical).wide();
    render(ui, &head, &Body { ui, view, article })
}

impl<'a> Body<'a> {
    /// The articles before and after.
    fn neighbours(&self) -> [Option<&Article>; 2] {
        let articles = &self.view.instrument.articles;
        let at = articles.iter().position(|article| article.number == self.article.number);
        let before = at.and_then(|at| at.checked_sub(1)).and_then(|at| articles.get(at));
        [before, at.and_then(|at| articles.get(at + 1))]
    }

    fn figures(&self) -> impl Iterator<Item = Html<FigurePart<'a>>> {
        let figures = self.article.figures.iter().filter_map(|at| self.view.book.figures.get(*at));
        figures.map(|figure| {
            let now = figure.row_on(self.view.today, None);
            let line = |(at, row): (usize, &'a FigureRow)| FigureLine {
                row,
                is_now: now == Some(at),
                confidence: self.ui.s(confidence(row.confidence)),
            };
            Html(FigurePart {
                ui: self.ui,
                figure,
                rows: figure.rows.iter().enumerate().map(line).collect(),
                chart: Chart::new(self.ui, figure, self.view.today).map(Html),
            })
        })
    }

    /// What stands on the page, for the list at its top: id and words.
    fn parts(&self) -> Vec<(&'static str, String)> {
        let article = self.article;
        let has_links =
            !(article.rests_on.is_empty() && article.carries.is_empty() && article.reads.is_empty());
        let has_bearing = article.paragraphs.iter().flat_map(|p| &p.sentences).any(|s| s.bearing.is_some());
        let parts = [
            (has_bearing, "carried", "law.coverage"),
            (!article.rules.is_empty(), "rules", "law.rules"),
            (!article.readings.is_empty(), "readings", "law.readings"),
            (!article.doubts.is_empty(), "doubts", "law.doubt"),
            (!(article.figures.is_empty() && article.determines.is_empty()), "figures", "law.parameter"),
            (!article.examples.is_empty(), "examples", "law.examples"),
            (!article.bearers.is_empty(), "services", "law.carriers"),
            (has_links, "links", "law.links"),
        ];
        parts
            .into_iter()
            .filter(|(is_there, ..)| *is_there)
            .map(|(_, id, key)| (id, self.ui.s(key)))
            .collect()
    }

    fn has(&self, id: &str) -> bool {
        self.parts().iter().any(|(part, _)| *part == id)
    }

    fn number_of_examples(&self) -> usize {
        self.article.examples.iter().map(|table| table.rows.len()).sum()
    }

    fn rule_kind(&self, rule: &RuleBlock) -> String {
        self.ui.s(match rule.kind {
            RuleKind::Conclusion => "law.rule_conclusion",
            RuleKind::Definition => "law.rule_definition",
            RuleKind::Authorised => "law.rule_authorised",
            RuleKind::Exception => "law.rule_exception",
            RuleKind::AtMostOne => "law.rule_at_most_one",
            RuleKind::Transition => "law.rule_transition",
            RuleKind::Deemed => "law.rule_deemed",
            RuleKind::Presumed => "law.rule_presumed",
        })
    }

    /// A line of a rule with its pieces marked.
    fn line(&self, line: &RuleLine) -> Html<String> {
        Html(line.marks.iter().map(|mark| self.mark(mark)).collect())
    }

    fn mark(&self, mark: &Mark) -> String {
        let words = escaped(&mark.words);
        let class = match mark.kind {
            MarkKind::Plain => "",
            MarkKind::Keyword => "lh-k",
            MarkKind::Label => "lh-l",
            MarkKind::Key => "lh-i",
            MarkKind::Number => "lh-n",
            MarkKind::Word => "lh-w",
            MarkKind::Note => "lh-o",
        };
        match &mark.place {
            Some(place) => {
                format!("<a class=\"{class}\" href=\"{}\">{words}</a>", escaped(&self.ui.at(place)))
            }
            None if class.is_empty() => words,
            None => format!("<span class=\"{class}\">{words}</span>"),
        }
    }
}

const fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "law.confidence_high",
        Confidence::Medium => "law.confidence_medium",
        Confidence::Low => "law.confidence_low",
    }
}

/// A paragraph's sentences that run on, and its items, each on a line of its own.
trait Blocks {
    fn blocks(&self) -> impl Iterator<Item = &[Sentence]>;
    fn translation(&self, block: &[Sentence]) -> String;
}

impl Blocks for Paragraph {
    fn blocks(&self) -> impl Iterator<Item = &[Sentence]> {
        self.sentences.chunk_by(|a, b| !a.is_item && !b.is_item)
    }

    fn translation(&self, block: &[Sentence]) -> String {
        let parts = block.iter().map(|sentence| sentence.translation.as_str());
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// Where a service begins for a person; none for one that has no page.
trait Start {
    fn start(&self) -> Option<&'static str>;
}

impl Start for Bearer {
    fn start(&self) -> Option<&'static str> {
        match self.service.as_deref() {
            Some(app::SERVICE_REGISTER) => Some("/register"),
            Some(app::SERVICE_CHANGE) => Some("/registration/change"),
            _ => None,
        }
    }
}

/// Whether nothing but a declaration is made of a sentence.
trait Told {
    fn is_told(&self) -> bool;
}

impl Told for Bearing {
    fn is_told(&self) -> bool {
        self.executed.is_empty() && self.carried.is_empty() && !self.by_entry_into_force
    }
}
