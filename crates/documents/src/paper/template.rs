//! What a paper of one kind holds: its title, its lines with their labels and kinds, and its fixed texts. Data: a new
//! paper is a new file in `templates/papers/`, with no change here.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{fixed::FixedText, head::WORDING_BYTES, scalar::Scalar};
use crate::Bilingual;

/// A kind of paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperTemplate {
    /// Its id: what services name in `effect.template`.
    pub id: String,
    /// The page it is set on: `<layout>.typ`.
    pub layout: String,
    /// Its title.
    pub title: Bilingual,
    /// Where its wording is from, and how sure that is.
    pub source: String,
    /// How sure the source is.
    pub confidence: Confidence,
    /// What it must have beside its lines.
    pub needs: Vec<Need>,
    /// Paragraphs before the lines.
    pub opening: Vec<FixedText>,
    /// Paragraphs after the lines.
    pub closing: Vec<FixedText>,
    /// Small print at the end.
    pub notes: Vec<FixedText>,
    /// Where someone signs by hand.
    pub signatures: Vec<Bilingual>,
    /// The lines under their headings, in the order in which they are printed.
    pub sections: Vec<SectionTemplate>,
}

/// How sure a wording is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// From the published instrument or form.
    High,
    /// From a secondary source.
    Medium,
    /// Proposed: no published form was found.
    Low,
}

/// What a paper must have beside its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// One coded reason or more.
    Reasons,
    /// One provision or more.
    Provisions,
    /// The kept decision.
    Decision,
    /// One way to object or more.
    Objections,
    /// The holder's masked number.
    IdNumber,
}

/// Lines under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionTemplate {
    /// Its id.
    pub id: String,
    /// The heading.
    pub title: Option<Bilingual>,
    /// Whether it may be left out as a whole.
    pub is_optional: bool,
    /// The lines.
    pub lines: Vec<LineTemplate>,
}

/// A line that a template expects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineTemplate {
    /// Its id.
    pub id: String,
    /// Its label.
    pub label: Bilingual,
    /// What stands behind it.
    pub kind: LineKind,
    /// Whether it must be there.
    #[serde(default = "yes")]
    pub required: bool,
    /// The heading that it stands under.
    #[serde(default)]
    pub section: Option<String>,
    /// The columns of a table.
    #[serde(default)]
    pub columns: Vec<ColumnTemplate>,
}

/// A column that a table has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnTemplate {
    /// Its id.
    pub id: String,
    /// Its heading.
    pub label: Bilingual,
    /// What its cells are.
    pub kind: LineKind,
}

/// What stands behind a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// A text, in one language or both.
    Text,
    /// A day.
    Date,
    /// A month.
    Month,
    /// Money.
    Money,
    /// A count.
    Number,
    /// A district.
    District,
    /// Several values.
    List,
    /// A table.
    Table,
    /// Nothing: written by hand.
    Blank,
}

impl LineKind {
    /// The name in templates.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Date => "date",
            Self::Month => "month",
            Self::Money => "money",
            Self::Number => "number",
            Self::District => "district",
            Self::List => "list",
            Self::Table => "table",
            Self::Blank => "blank",
        }
    }

    /// Whether it is one value.
    pub(super) fn is_single(self) -> bool {
        match self {
            Self::Text | Self::Date | Self::Month | Self::Money | Self::Number | Self::District => true,
            Self::List | Self::Table | Self::Blank => false,
        }
    }

    pub(super) fn of(scalar: &Scalar) -> Self {
        match scalar {
            Scalar::Text(_) | Scalar::Words(_) => Self::Text,
            Scalar::Date(_) => Self::Date,
            Scalar::Month(_) => Self::Month,
            Scalar::Money(_) => Self::Money,
            Scalar::Number(_) => Self::Number,
            Scalar::District { .. } => Self::District,
        }
    }
}

impl PaperTemplate {
    /// The hash that binds the fixed texts: the first 16 bytes of SHA-256 over `linghuo:paper-wording:1`, a zero byte
    /// and the texts as JSON. Labels and headings are not among them, for they stand in the body.
    pub fn wording(&self) -> [u8; WORDING_BYTES] {
        let texts = serde_json::json!([self.title, self.opening, self.closing, self.notes, self.signatures]);
        let digest = Sha256::new()
            .chain_update(b"linghuo:paper-wording:1\0")
            .chain_update(texts.to_string())
            .finalize();
        let mut hash = [0; WORDING_BYTES];
        hash.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        hash
    }

    /// Every line, in the order in which they are printed.
    pub fn lines(&self) -> impl Iterator<Item = &LineTemplate> {
        self.sections.iter().flat_map(|section| &section.lines)
    }

    /// Whether a line is on every paper of this kind.
    pub(super) fn is_always_there(&self, id: &str) -> bool {
        let lines =
            |section: &SectionTemplate| section.lines.iter().any(|line| line.id == id && line.required);
        self.sections.iter().any(|section| !section.is_optional && lines(section))
    }
}

fn yes() -> bool {
    true
}
