//! A paper made of typed values by its template: labels and order come from the template, values from the caller.
//! What is missing, unknown or of the wrong kind is named; nothing is left out in silence.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    body::PaperBody,
    ground::{DecisionRef, Objection, Provision, Reason},
    head::{Holder, PaperHead},
    line::{Line, Section},
    scalar::Scalar,
    signed::Paper,
    table::{Column, Rows, Table},
    template::{ColumnTemplate, LineKind, LineTemplate, Need, PaperTemplate, SectionTemplate},
    value::Value,
};
use crate::{Bilingual, FieldError};

/// What a caller gives for a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// One value.
    One(Scalar),
    /// Several.
    List(Vec<Scalar>),
    /// The rows of a table; its columns are the template's.
    Table(Rows),
}

/// All that a paper of any kind is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperDraft {
    /// Its own number.
    pub number: String,
    /// The day of issue.
    pub issued_on: Date,
    /// The office that issues it.
    pub office: Bilingual,
    /// Whose it is.
    pub holder: Holder,
    /// The values, by the ids of the template's lines.
    pub lines: BTreeMap<String, Entry>,
    /// The reasons of a refusal.
    pub reasons: Vec<Reason>,
    /// The provisions that the whole rests on.
    pub provisions: Vec<Provision>,
    /// The kept decision.
    pub decision: Option<DecisionRef>,
    /// The ways against it.
    pub objections: Vec<Objection>,
}

/// Why a paper cannot be made of what was given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComposeError {
    /// Something that the template expects was not given.
    #[error("paper `{kind}`: `{field}` is missing; expected {expected}")]
    Missing {
        /// The kind of paper.
        kind: String,
        /// The field.
        field: String,
        /// What was expected.
        expected: String,
    },
    /// Something was given that no line of the template prints.
    #[error("paper `{kind}`: `{field}` is not a line of it; expected one of: {expected}")]
    Unknown {
        /// The kind of paper.
        kind: String,
        /// The field.
        field: String,
        /// The lines that there are.
        expected: String,
    },
    /// A value of another kind than the line's.
    #[error("paper `{kind}`: `{field}` is {found}; expected {expected}")]
    WrongKind {
        /// The kind of paper.
        kind: String,
        /// The field.
        field: String,
        /// The kind found.
        found: &'static str,
        /// The kind expected.
        expected: &'static str,
    },
    /// A value that cannot be printed as it stands.
    #[error("paper `{kind}`: {fault}")]
    Field {
        /// The kind of paper.
        kind: String,
        /// What is wrong.
        #[source]
        fault: FieldError,
    },
}

impl PaperTemplate {
    /// Makes a paper of this kind.
    pub fn compose(&self, mut draft: PaperDraft) -> Result<Paper, ComposeError> {
        self.check_needs(&draft)?;
        if let Some(unknown) = draft.lines.keys().find(|id| !self.takes(id)) {
            let ids: Vec<&str> =
                self.lines().filter(|it| self.takes(&it.id)).map(|it| it.id.as_str()).collect();
            let (kind, field, expected) = (self.id.clone(), format!("lines.{unknown}"), ids.join(", "));
            return Err(ComposeError::Unknown { kind, field, expected });
        }
        let mut sections = Vec::new();
        for section in &self.sections {
            sections.extend(self.section(section, &mut draft.lines)?);
        }
        if sections.is_empty() {
            let ids: Vec<&str> = self.sections.iter().map(|it| it.id.as_str()).collect();
            return Err(self.missing("lines".into(), format!("those of one of: {}", ids.join(", "))));
        }
        let PaperDraft {
            number, issued_on, office, holder, reasons, provisions, decision, objections, ..
        } = draft;
        let (kind, wording, title) = (self.id.clone(), self.wording(), self.title.clone());
        let head = PaperHead { kind, wording, title, number, issued_on, office, holder };
        let body = PaperBody { sections, reasons, provisions, decision, objections };
        let field = |fault| ComposeError::Field { kind: self.id.clone(), fault };
        head.check().map_err(field)?;
        body.check().map_err(field)?;
        Ok(Paper { head, body })
    }

    fn takes(&self, id: &str) -> bool {
        self.lines().any(|line| line.id == id && line.kind != LineKind::Blank)
    }

    fn check_needs(&self, draft: &PaperDraft) -> Result<(), ComposeError> {
        for need in &self.needs {
            let (is_there, field, expected) = match need {
                Need::Reasons => {
                    (!draft.reasons.is_empty(), "reasons", "one coded reason or more, each with its article")
                }
                Need::Provisions => {
                    (!draft.provisions.is_empty(), "provisions", "one provision or more with its words")
                }
                Need::Decision => {
                    (draft.decision.is_some(), "decision", "the kept decision and its policy version")
                }
                Need::Objections => (!draft.objections.is_empty(), "objections", "one way to object or more"),
                Need::IdNumber => {
                    (draft.holder.id_masked.is_some(), "holder.id_masked", "the holder's masked number")
                }
            };
            if !is_there {
                return Err(self.missing(field.into(), expected.into()));
            }
        }
        Ok(())
    }

    fn section(
        &self,
        section: &SectionTemplate,
        given: &mut BTreeMap<String, Entry>,
    ) -> Result<Option<Section>, ComposeError> {
        if section.is_optional && !section.lines.iter().any(|line| given.contains_key(&line.id)) {
            return Ok(None);
        }
        let mut lines = Vec::new();
        for template in &section.lines {
            let value = match given.remove(&template.id) {
                Some(entry) => self.value(template, entry)?,
                None if template.kind == LineKind::Blank => Value::Blank,
                None if !template.required => continue,
                None => {
                    let field = format!("lines.{}", template.id);
                    return Err(self.missing(field, template.kind.name().to_owned()));
                }
            };
            lines.push(Line { id: template.id.clone(), label: template.label.clone(), value });
        }
        Ok((!lines.is_empty()).then(|| Section { title: section.title.clone(), lines }))
    }

    fn value(&self, template: &LineTemplate, entry: Entry) -> Result<Value, ComposeError> {
        let field = format!("lines.{}", template.id);
        let wrong = |found| self.wrong(field.clone(), found, template.kind);
        match entry {
            Entry::One(scalar) => {
                let found = LineKind::of(&scalar);
                if found == template.kind { Ok(Value::One(scalar)) } else { Err(wrong(found)) }
            }
            Entry::List(items) if template.kind == LineKind::List => Ok(Value::List(items)),
            Entry::List(_) => Err(wrong(LineKind::List)),
            Entry::Table(rows) if template.kind == LineKind::Table => {
                self.check_cells(&field, &template.columns, &rows)?;
                let column = |it: &ColumnTemplate| Column { id: it.id.clone(), label: it.label.clone() };
                Ok(Value::Table(Table { columns: template.columns.iter().map(column).collect(), rows }))
            }
            Entry::Table(_) => Err(wrong(LineKind::Table)),
        }
    }

    fn check_cells(&self, field: &str, columns: &[ColumnTemplate], rows: &Rows) -> Result<(), ComposeError> {
        for (group_at, group) in rows.groups.iter().enumerate() {
            for (row_at, row) in group.rows.iter().enumerate() {
                for (column, cell) in columns.iter().zip(row) {
                    if let Some(found) = cell.as_ref().map(LineKind::of).filter(|kind| *kind != column.kind) {
                        let field = format!("{field}.groups[{group_at}].rows[{row_at}].{}", column.id);
                        return Err(self.wrong(field, found, column.kind));
                    }
                }
            }
        }
        Ok(())
    }

    fn missing(&self, field: String, expected: String) -> ComposeError {
        ComposeError::Missing { kind: self.id.clone(), field, expected }
    }

    fn wrong(&self, field: String, found: LineKind, expected: LineKind) -> ComposeError {
        ComposeError::WrongKind {
            kind: self.id.clone(),
            field,
            found: found.name(),
            expected: expected.name(),
        }
    }
}
