//! Holding a submission against a pack: what is missing, what is not asked, what cannot be.
//!
//! The forms of names, ID numbers and telephones are the registry's business; here they are only there or not.
//! What was typed into a personal field is never repeated.

mod answer;
mod figure;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::civil::Date;
use serde::Deserialize;

use crate::definition::Channel;
use crate::field::Field;
use crate::library::Library;
use crate::pack::Pack;
use answer::answer_fault;

/// What a person, or an officer with them, hands in.
#[derive(Clone, PartialEq, Eq)]
pub struct Submission {
    /// The channel by which it came.
    pub channel: Channel,
    /// The answers by field; an empty one counts as none.
    pub answers: BTreeMap<String, String>,
    /// The version of the commitment that was accepted.
    pub commitment: Option<String>,
    /// The district of the registration as it stands, for a service that changes one.
    pub registered_district: Option<String>,
}

impl Submission {
    /// The answer to a field, trimmed; an empty one counts as none.
    pub fn answer(&self, field: &str) -> Option<&str> {
        self.answers.get(field).map(|answer| answer.trim()).filter(|answer| !answer.is_empty())
    }
}

impl fmt::Debug for Submission {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields: Vec<_> = self.answers.keys().collect();
        out.debug_struct("Submission")
            .field("channel", &self.channel)
            .field("answered", &fields)
            .field("commitment", &self.commitment)
            .finish_non_exhaustive()
    }
}

/// A fault of one field of a submission.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {}{}; expected {expected}", code.as_str(), found.as_ref().map(|found| format!(", found `{found}`")).unwrap_or_default())]
pub struct FieldError {
    /// The field; `commitment`, `channel` or `as_of` where it is one of these.
    pub field: String,
    /// Its fault.
    pub code: FieldErrorCode,
    /// What was found; never given for a personal field.
    pub found: Option<String>,
    /// What was expected.
    pub expected: String,
}

/// The faults of a field. Pages have their words for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldErrorCode {
    /// The service is not open on the business date.
    NotInForce,
    /// It must be answered.
    Missing,
    /// The pack does not ask it, or not of this person.
    NotAsked,
    /// It is none of the values.
    UnknownValue,
    /// It is no day `YYYY-MM-DD`.
    BadDate,
    /// It lies after the business date.
    AfterBusinessDate,
    /// It is no place.
    BadRegion,
    /// It is a place, but not one of Beijing's districts.
    OutsideBeijing,
    /// It is not a street of the district.
    StreetElsewhere,
    /// It has too many characters.
    TooLong,
    /// It is no whole number, or no amount in whole fen.
    BadNumber,
    /// It is less or more than allowed.
    OutOfBounds,
    /// It is no month `YYYY-MM`.
    BadMonth,
    /// There is no commitment.
    CommitmentMissing,
    /// The commitment is to a text that is not in force.
    CommitmentOutdated,
}

impl FieldErrorCode {
    /// The name of the code in data and in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotInForce => "not_in_force",
            Self::Missing => "missing",
            Self::NotAsked => "not_asked",
            Self::UnknownValue => "unknown_value",
            Self::BadDate => "bad_date",
            Self::AfterBusinessDate => "after_business_date",
            Self::BadRegion => "bad_region",
            Self::OutsideBeijing => "outside_beijing",
            Self::StreetElsewhere => "street_elsewhere",
            Self::TooLong => "too_long",
            Self::BadNumber => "bad_number",
            Self::OutOfBounds => "out_of_bounds",
            Self::BadMonth => "bad_month",
            Self::CommitmentMissing => "commitment_missing",
            Self::CommitmentOutdated => "commitment_outdated",
        }
    }
}

/// The longest piece of a value that an error repeats.
const FOUND_CHARS_MAX: usize = 40;

/// Every fault of a submission, in the order of the fields; none if it can be decided.
pub fn review(pack: &Pack, submission: &Submission, as_of: Date, library: &Library) -> Vec<FieldError> {
    let definition = &pack.definition;
    let mut faults = Vec::new();
    if !definition.is_open_on(as_of) {
        let expected = format!("a day from {} on which the service is open", definition.effective_from);
        faults.push(fault("as_of", FieldErrorCode::NotInForce, Some(&as_of.to_string()), expected));
    }
    if !definition.channels.contains(&submission.channel) {
        let expected = names(definition.channels.iter().map(|channel| channel.as_str()));
        faults.push(fault(
            "channel",
            FieldErrorCode::UnknownValue,
            Some(submission.channel.as_str()),
            expected,
        ));
    }
    faults.extend(answers(&definition.fields, submission, as_of, library));
    faults.extend(commitment_fault(pack, submission, as_of));
    faults
}

/// Every fault of what is said with an action, held against the fields that it asks.
pub fn fields(
    fields: &[Field],
    said: &BTreeMap<String, String>,
    as_of: Date,
    library: &Library,
) -> Vec<FieldError> {
    let submission = Submission {
        channel: Channel::Website,
        answers: said.clone(),
        commitment: None,
        registered_district: None,
    };
    answers(fields, &submission, as_of, library)
}

fn answers(fields: &[Field], submission: &Submission, as_of: Date, library: &Library) -> Vec<FieldError> {
    let mut faults = Vec::new();
    let asked = asked(fields, submission);
    for field in fields {
        match submission.answer(&field.id) {
            Some(_) if !asked.contains(field.id.as_str()) => {
                faults.push(fault(
                    &field.id,
                    FieldErrorCode::NotAsked,
                    None,
                    "no answer: this is not asked here",
                ));
            }
            Some(answer) => faults.extend(answer_fault(field, answer, submission, as_of, library)),
            None if field.required && asked.contains(field.id.as_str()) => {
                faults.push(fault(&field.id, FieldErrorCode::Missing, None, "an answer"));
            }
            None => {}
        }
    }
    let known: BTreeSet<&str> = fields.iter().map(|field| field.id.as_str()).collect();
    for id in submission.answers.keys().filter(|id| !known.contains(id.as_str())) {
        faults.push(fault(&cut(id), FieldErrorCode::NotAsked, None, "only the fields of the service"));
    }
    faults
}

/// The fields that are asked with these answers. A condition looks at earlier fields only, and an answer counts only
/// where its own field is asked.
pub fn asked<'a>(fields: &'a [Field], submission: &Submission) -> BTreeSet<&'a str> {
    let mut asked = BTreeSet::new();
    for field in fields {
        let holds = field.when.as_ref().is_none_or(|when| {
            let answer = submission.answer(&when.field);
            asked.contains(when.field.as_str())
                && answer.is_some_and(|answer| when.is.iter().any(|value| value == answer))
        });
        if holds {
            asked.insert(field.id.as_str());
        }
    }
    asked
}

fn commitment_fault(pack: &Pack, submission: &Submission, as_of: Date) -> Option<FieldError> {
    let commitment = pack.commitment(as_of)?;
    let expected = format!("the accepted commitment `{}`", commitment.version);
    match submission.commitment.as_deref() {
        None => Some(fault("commitment", FieldErrorCode::CommitmentMissing, None, expected)),
        Some(version) if version == commitment.version => None,
        Some(other) => Some(fault("commitment", FieldErrorCode::CommitmentOutdated, Some(other), expected)),
    }
}

fn fault(field: &str, code: FieldErrorCode, found: Option<&str>, expected: impl Into<String>) -> FieldError {
    FieldError { field: field.to_owned(), code, found: found.map(cut), expected: expected.into() }
}

fn cut(value: &str) -> String {
    value.chars().take(FOUND_CHARS_MAX).collect()
}

fn names<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    format!("one of {}", ids.collect::<Vec<_>>().join(", "))
}
