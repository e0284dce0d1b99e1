//! Dated periods of a person beside their employment: registered as unemployed, enrolled in an insurance. One of a kind is
//! in force at a time, and nobody is registered as employed and as unemployed at once.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use crate::id::{CaseId, PeriodId, PersonId};

/// A text that names no kind of period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("period: {found:?} is no kind; expected `unemployment` or `enrolment:` with an insurance")]
pub struct PeriodKindError {
    /// The text, cut.
    pub found: String,
}

/// What a period is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PeriodKind {
    /// Registered as unemployed.
    Unemployment,
    /// Enrolled in an insurance, by its code.
    Enrolment(String),
}

impl fmt::Display for PeriodKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unemployment => f.write_str("unemployment"),
            Self::Enrolment(insurance) => write!(f, "enrolment:{insurance}"),
        }
    }
}

impl FromStr for PeriodKind {
    type Err = PeriodKindError;

    fn from_str(text: &str) -> Result<Self, PeriodKindError> {
        match (text, text.strip_prefix("enrolment:")) {
            ("unemployment", _) => Ok(Self::Unemployment),
            (_, Some(insurance)) if !insurance.is_empty() => Ok(Self::Enrolment(insurance.to_owned())),
            _ => Err(PeriodKindError { found: text.chars().take(64).collect() }),
        }
    }
}

/// One period of a person.
#[derive(Clone, PartialEq)]
pub struct StandingPeriod {
    /// The id.
    pub id: PeriodId,
    /// Whose.
    pub person: PersonId,
    /// Of what.
    pub kind: PeriodKind,
    /// The first day.
    pub opened_on: Date,
    /// The last day, once it is closed.
    pub closed_on: Option<Date>,
    /// The case that opened it.
    pub case: Option<CaseId>,
    /// The particulars: reason of unemployment, base chosen, category.
    pub payload: serde_json::Value,
}

// The particulars are personal.
impl fmt::Debug for StandingPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StandingPeriod")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("opened_on", &self.opened_on)
            .field("closed_on", &self.closed_on)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_reads_back_and_a_wrong_one_is_named() {
        for kind in [PeriodKind::Unemployment, PeriodKind::Enrolment("pension".to_owned())] {
            assert_eq!(kind.to_string().parse(), Ok(kind));
        }
        for wrong in ["", "enrolment:", "employed"] {
            assert!(wrong.parse::<PeriodKind>().unwrap_err().to_string().contains(&format!("{wrong:?}")));
        }
    }
}
