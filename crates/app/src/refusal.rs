//! One conclusion that must be yes, and how a refusal of the law or of the registry is told: as a fault
//! of the field that it is about, or as the conclusion with its reasons.

use law::Options;
use law::contract::error::BadInput;
use registry::registration::{DetailsError, RegistrationError};

use crate::App;
use crate::conclusion::{Conclusion, Status};
use crate::deciding::{Decided, Facts};
use crate::field_fault::FieldFault;

/// Why one conclusion did not come out as yes.
pub(crate) enum DecideOneError {
    /// A fact is at fault.
    Input(BadInput),
    /// It is no, or cannot be told.
    Refused(Box<Conclusion>),
}

impl App {
    /// Decides one conclusion that must be yes, from the facts that it reads.
    pub(crate) fn decide_one(&self, plan: usize, facts: &Facts) -> Result<Decided, DecideOneError> {
        let (today, facts) = (self.today(), self.facts_read(plan, facts));
        let options = Options { only: Some(vec![plan]), without_changes: true, ..Options::default() };
        let decided = self.decide_facts(&facts, today, &options).map_err(DecideOneError::Input)?;
        if decided.outcome(plan).is_some_and(|outcome| outcome.status == Status::Yes) {
            return Ok(decided);
        }
        let options = Options { without_changes: false, ..options };
        let decided = self.decide_facts(&facts, today, &options).map_err(DecideOneError::Input)?;
        let mut conclusions = self.conclusions(&decided.request, &decided.decision);
        // One plan was asked, so there is one.
        Err(DecideOneError::Refused(Box::new(conclusions.swap_remove(0))))
    }
}

/// A fact at fault as a fault of the field that gives it. The value stays out: it is personal.
pub(crate) fn fact_fault(bad: &BadInput) -> FieldFault {
    let field = match bad.key.as_deref() {
        Some("birth_date" | "sex") => "id_number",
        Some("employment_region") => "district",
        Some(other) => other,
        None => "facts",
    };
    FieldFault::new(field, bad.code.text(), bad.expected.clone())
}

/// What the registry refuses, as a fault of the field that it is about.
pub(crate) fn registration_fault(error: &RegistrationError) -> FieldFault {
    match error {
        RegistrationError::AlreadyActive { .. } => {
            FieldFault::new("person", "registered", "no registration in force")
        }
        RegistrationError::Ended { .. } => {
            FieldFault::new("registration_number", "ended", "a registration in force")
        }
        RegistrationError::Unchanged => FieldFault::new("change", "unchanged", "at least one difference"),
        RegistrationError::TooEarly { field, earliest, .. } => {
            FieldFault::new(field, "before_current", format!("{earliest} or later"))
        }
        RegistrationError::TooLate { field, today, .. } => {
            FieldFault::new(field, "after_business_date", format!("{today} or earlier"))
        }
        RegistrationError::Details(error) => match error {
            DetailsError::Empty { field, expected } => FieldFault::new(field, "missing", *expected),
            DetailsError::TooLong { field, .. } => FieldFault::new(field, "too_long", "a shorter text"),
            DetailsError::StreetElsewhere { .. } => {
                FieldFault::new("street", "street_elsewhere", "a street of the district that is given")
            }
            DetailsError::NotBegun { today, .. } => {
                FieldFault::new("start_date", "after_business_date", format!("{today} or earlier"))
            }
            DetailsError::NoPlatform { field, .. } => {
                FieldFault::new(field, "not_asked", "no answer: this is not asked here")
            }
            DetailsError::NotOther { .. } => {
                FieldFault::new("other_kind", "not_asked", "no answer: this is not asked here")
            }
        },
    }
}
