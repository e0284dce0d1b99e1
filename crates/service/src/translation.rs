//! The English translation of the instrument, piece by piece beside the Chinese: one English piece for each Chinese.
//!
//! Articles are headed `## Article N`, the last clause `## Entry into force`; pieces of a paragraph are parted by ` ¦ `;
//! an item begins with `(1)` and goes on with the count of the paragraph before it, as anchors do.

use crate::anchor::{Anchor, Outline};
use crate::problem::{Problem, ProblemCode};
use crate::read;
use crate::texts::Texts;

/// Where the translation stands in the folder of policies.
pub const FILE: &str = "translations/beijing-flexible-employment-2020.en.md";

const PARTED_BY: &str = " ¦ ";
const LAST_CLAUSE: &str = "Entry into force";

/// The translation of an instrument. It is unofficial; pages say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translation {
    /// The title of the instrument.
    pub title: String,
    /// Its articles, in their order.
    pub articles: Vec<Article>,
}

/// An article; number 0 is the clause on entry into force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Its number.
    pub number: u16,
    /// Its heading.
    pub heading: String,
    /// Its paragraphs.
    pub paragraphs: Vec<Vec<Piece>>,
}

/// What stands between two marks 。 or ； of the Chinese.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its words.
    pub text: String,
    /// Whether it is an item, which stands on a line of its own.
    pub is_item: bool,
}

impl Translation {
    /// Reads the translation from the folder of policies.
    pub fn read(policies: &Texts) -> Result<Self, Problem> {
        let text = read::text(policies, FILE)?;
        Self::parse(text).map_err(|fault| Problem::new(FILE, "", ProblemCode::Malformed, fault))
    }

    /// Reads a translation, or says what stands where it should not.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut title = None;
        let mut articles: Vec<Article> = Vec::new();
        let body = text
            .strip_prefix("---\n")
            .and_then(|text| text.split_once("\n---\n"))
            .map_or(text, |(_, body)| body);
        for line in body.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if let Some(heading) = line.strip_prefix("## ") {
                let number = article_number(heading).ok_or_else(|| {
                    format!("found `{line}`, expected `## Article N` or `## {LAST_CLAUSE}`")
                })?;
                if articles.iter().any(|article| article.number == number) {
                    return Err(format!("found `{line}` twice"));
                }
                articles.push(Article { number, heading: heading.to_owned(), paragraphs: Vec::new() });
            } else if let Some(found) = line.strip_prefix("# ") {
                title = Some(found.to_owned());
            } else {
                let article =
                    articles.last_mut().ok_or_else(|| format!("found `{line}` before any article"))?;
                put(article, line)?;
            }
        }
        let title = title.ok_or("expected a line `# …` with the title")?;
        Ok(Self { title, articles })
    }

    /// An article by its number.
    pub fn article(&self, number: u16) -> Option<&Article> {
        self.articles.iter().find(|article| article.number == number)
    }

    /// The words at an anchor: a piece, or a paragraph or article joined by blanks.
    pub fn words(&self, anchor: Anchor) -> Option<String> {
        let article = self.article(anchor.article)?;
        let at = |number: u16| usize::from(number).checked_sub(1);
        let join =
            |pieces: &[Piece]| pieces.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(" ");
        let Some(paragraph) = anchor.paragraph else {
            return Some(article.paragraphs.iter().map(|pieces| join(pieces)).collect::<Vec<_>>().join(" "));
        };
        let pieces = article.paragraphs.get(at(paragraph)?)?;
        match anchor.piece {
            Some(piece) => pieces.get(at(piece)?).map(|piece| piece.text.clone()),
            None => Some(join(pieces)),
        }
    }

    /// How many pieces each paragraph has, to be held against the Chinese and against anchors.
    pub fn outline(&self) -> Outline {
        let count = |pieces: &Vec<Piece>| u16::try_from(pieces.len()).unwrap_or(u16::MAX);
        Outline::new(
            self.articles
                .iter()
                .map(|article| (article.number, article.paragraphs.iter().map(count).collect())),
        )
    }
}

fn article_number(heading: &str) -> Option<u16> {
    match heading.strip_prefix("Article ") {
        Some(number) => number.parse().ok().filter(|number| *number > 0),
        None => (heading == LAST_CLAUSE).then_some(0),
    }
}

fn put(article: &mut Article, line: &str) -> Result<(), String> {
    let is_item =
        line.strip_prefix('(').is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()));
    let pieces: Vec<_> =
        line.split(PARTED_BY).map(|text| Piece { text: text.trim().to_owned(), is_item }).collect();
    if pieces.iter().any(|piece| piece.text.is_empty() || piece.text.contains('¦')) {
        return Err(format!("found `{line}`, expected words on both sides of each `{PARTED_BY}`"));
    }
    match article.paragraphs.last_mut() {
        Some(paragraph) if is_item => paragraph.extend(pieces),
        _ => article.paragraphs.push(pieces),
    }
    Ok(())
}
