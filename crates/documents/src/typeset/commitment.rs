//! A person's written commitment as it was given: its words with their version, the moment, the person with
//! the number masked as on the certificate. The words come from the service, in the little Markdown that
//! services write: paragraphs and lists.

use jiff::civil::DateTime;
use serde::Serialize;

use super::{Bilingual, RenderError, Typesetter, page::Page};
use crate::MaskedId;

const TEMPLATE: &str = "/commitment.typ";
/// A commitment that needs more was not meant to be read before it is given.
const PAGES_MAX: usize = 4;

/// A commitment.
#[derive(Clone, PartialEq, Eq)]
pub struct Commitment {
    /// What it is: "书面承诺书".
    pub title: Bilingual,
    /// The service with which it was given.
    pub service: Bilingual,
    /// Number of this paper.
    pub reference: String,
    /// Number of the registration.
    pub registration_number: String,
    /// The version of the text.
    pub text_version: String,
    /// The text, in Markdown.
    pub text: Bilingual,
    /// Who gave it.
    pub name: String,
    /// The person's number, masked.
    pub id_masked: MaskedId,
    /// When it was given, in Beijing.
    pub given_at: DateTime,
    /// By which way, and who typed it in.
    pub way: Bilingual,
}

// Name and number are personal.
impl std::fmt::Debug for Commitment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Commitment").field("reference", &self.reference).finish_non_exhaustive()
    }
}

/// The data of the template.
#[derive(Serialize)]
struct Data<'a> {
    title: &'a Bilingual,
    service: &'a Bilingual,
    reference: &'a str,
    registration_number: &'a str,
    text_version: &'a str,
    zh: Vec<Block>,
    en: Vec<Block>,
    name: &'a str,
    id_masked: &'a MaskedId,
    given_on: jiff::civil::Date,
    given_time: String,
    way: &'a Bilingual,
}

/// A part of the text between two blank lines.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Block {
    kind: Kind,
    lines: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Paragraph,
    Numbered,
    Bulleted,
}

impl Typesetter {
    /// Sets a commitment on A4.
    pub fn commitment_pdf(&self, commitment: &Commitment) -> Result<Vec<u8>, RenderError> {
        for (field, text) in commitment.printed() {
            self.fonts.check(field, text)?;
        }
        let Commitment { title, service, reference, registration_number, text_version, .. } = commitment;
        let data = Data {
            title,
            service,
            reference,
            registration_number,
            text_version,
            zh: blocks(&commitment.text.zh),
            en: blocks(&commitment.text.en),
            name: &commitment.name,
            id_masked: &commitment.id_masked,
            given_on: commitment.given_at.date(),
            given_time: commitment.given_at.strftime("%H:%M:%S").to_string(),
            way: &commitment.way,
        };
        self.pdf(TEMPLATE, &Page::new(self, TEMPLATE, &data)?, reference, PAGES_MAX)
    }
}

impl Commitment {
    fn printed(&self) -> impl Iterator<Item = (&'static str, &str)> {
        (self.title.named("title").into_iter())
            .chain(self.service.named("service"))
            .chain([
                ("reference", self.reference.as_str()),
                ("registration_number", self.registration_number.as_str()),
                ("text_version", self.text_version.as_str()),
                ("name", self.name.as_str()),
            ])
            .chain(self.way.named("way"))
            .chain(
                [("text", &self.text.zh), ("text", &self.text.en)]
                    .into_iter()
                    .flat_map(|(field, text)| text.lines().map(move |line| (field, line))),
            )
    }
}

/// The parts of a text; a list is one whose every line begins as one.
fn blocks(text: &str) -> Vec<Block> {
    let parts = text.split("\n\n").map(|part| part.lines().map(str::trim).filter(|line| !line.is_empty()));
    let block = |lines: Vec<&str>| {
        let all =
            |item: fn(&str) -> Option<&str>| lines.iter().map(|line| item(line)).collect::<Option<Vec<_>>>();
        let (kind, lines) = match (all(numbered), all(bulleted)) {
            (Some(items), _) => (Kind::Numbered, items),
            (None, Some(items)) => (Kind::Bulleted, items),
            (None, None) => (Kind::Paragraph, lines),
        };
        Block { kind, lines: lines.into_iter().map(str::to_owned).collect() }
    };
    parts.map(Iterator::collect::<Vec<_>>).filter(|lines| !lines.is_empty()).map(block).collect()
}

fn numbered(line: &str) -> Option<&str> {
    let (number, rest) = line.split_once(". ")?;
    (!number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())).then(|| rest.trim())
}

fn bulleted(line: &str) -> Option<&str> {
    line.strip_prefix("- ").map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::{Kind, blocks};

    #[test]
    fn paragraphs_and_lists_are_told_apart_and_nothing_is_lost() {
        let text = "我承诺：\n\n1. 真实。\n2. 及时。\n\n我知道：\n\n- 一\n- 二\n\n2020. 年";
        let found: Vec<_> =
            blocks(text).into_iter().map(|block| (block.kind, block.lines.join("|"))).collect();
        let expected = [
            (Kind::Paragraph, "我承诺："),
            (Kind::Numbered, "真实。|及时。"),
            (Kind::Paragraph, "我知道："),
            (Kind::Bulleted, "一|二"),
            (Kind::Numbered, "年"),
        ];
        assert_eq!(found, expected.map(|(kind, lines)| (kind, lines.to_owned())));
        let mixed = blocks("1. 一\n不是项");
        assert_eq!((mixed.len(), mixed[0].kind, mixed[0].lines.len()), (1, Kind::Paragraph, 2));
    }
}
