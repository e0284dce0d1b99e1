//! A line of a paper: a label in both languages and what stands behind it; and the parts that lines stand in.

use ciborium::Value as Cbor;
use serde::{Deserialize, Serialize};

use super::{table::ID_BYTES_MAX, value::Value};
use crate::{
    Bilingual, FieldError,
    canonical::{read_all, read_array, read_text},
    field::check_text,
};

const LABEL_BYTES_MAX: usize = 240;
const LINES_MAX: usize = 80;

/// A line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its name for programs; each once on a paper.
    pub id: String,
    /// What it is.
    pub label: Bilingual,
    /// How it stands.
    pub value: Value,
}

/// Lines under one heading; the first part of most papers has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The heading.
    pub title: Option<Bilingual>,
    /// The lines.
    pub lines: Vec<Line>,
}

impl Section {
    pub(super) fn to_cbor(&self) -> Cbor {
        let title = self.title.as_ref().map_or_else(Vec::new, |title| {
            vec![Cbor::from(title.zh.as_str()), Cbor::from(title.en.as_str())]
        });
        let line = |line: &Line| {
            Cbor::Array(vec![
                line.id.as_str().into(),
                line.label.zh.as_str().into(),
                line.label.en.as_str().into(),
                line.value.to_cbor(),
            ])
        };
        Cbor::Array(vec![Cbor::Array(title), Cbor::Array(self.lines.iter().map(line).collect())])
    }

    pub(super) fn from_cbor(value: Cbor) -> Option<Self> {
        let [title, lines] = read_array(value)?;
        let title = if title.as_array().is_some_and(Vec::is_empty) {
            None
        } else {
            let [zh, en] = read_array(title)?;
            Some(Bilingual { zh: read_text(zh)?, en: read_text(en)? })
        };
        let lines = read_all(lines, |line| {
            let [id, zh, en, value] = read_array(line)?;
            let label = Bilingual { zh: read_text(zh)?, en: read_text(en)? };
            Some(Line { id: read_text(id)?, label, value: Value::from_cbor(value)? })
        })?;
        Some(Self { title, lines })
    }
}

/// Checks all lines of a paper.
pub(super) fn check(sections: &[Section]) -> Result<(), FieldError> {
    if sections.is_empty() {
        return Err(FieldError::new("lines", "no line", "one or more"));
    }
    let mut ids = std::collections::BTreeSet::new();
    for section in sections {
        if let Some(title) = &section.title {
            title.check("sections.title", LABEL_BYTES_MAX)?;
        }
        if section.lines.is_empty() {
            return Err(FieldError::new("sections.lines", "no line", "one or more"));
        }
        for line in &section.lines {
            check_text("lines.id", &line.id, ID_BYTES_MAX)?;
            let field = format!("lines.{}", line.id);
            if !ids.insert(line.id.as_str()) {
                return Err(FieldError::new(field, "two values", "each line once"));
            }
            line.label.check(&format!("{field}.label"), LABEL_BYTES_MAX)?;
            line.value.check(&field)?;
        }
    }
    if ids.len() > LINES_MAX {
        return Err(FieldError::new("lines", format!("{} lines", ids.len()), format!("at most {LINES_MAX}")));
    }
    Ok(())
}
