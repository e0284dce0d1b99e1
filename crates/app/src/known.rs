//! What is known of a person: what the identity number says, what the registrations say, and what was
//! said in the check and kept. The registry's own word goes before what was said; nothing is stored twice.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use registry::fact::in_force;
use registry::form::Sex;
use registry::registration::{EmploymentDetails, RegistrationState};
use registry::{Fact, FlexibleKind, IdNumber, Registration};
use serde_json::{Value, json};

use crate::cases::OnRecord;
use crate::deciding::Facts;

/// The reason of an end with which the person went over to an employer.
pub(crate) const END_EMPLOYEE: &str = "employee";
/// The reason of an end with which the person was without work.
pub(crate) const END_NONE: &str = "none";

/// What the identity number says.
pub(crate) fn of_id_number(number: &IdNumber) -> Facts {
    let sex = match number.sex() {
        Sex::Male => "male",
        Sex::Female => "female",
    };
    BTreeMap::from([
        ("birth_date".to_owned(), json!(number.birth_date().to_string())),
        ("sex".to_owned(), json!(sex)),
    ])
}

/// What employment in force says.
pub(crate) fn of_details(details: &EmploymentDetails) -> Facts {
    let mut facts = BTreeMap::from([
        ("employment_form".to_owned(), json!(details.kind.code())),
        ("employment_region".to_owned(), json!(details.district.as_str())),
    ]);
    match (details.kind, details.platform_labour_relation) {
        (FlexibleKind::Platform, Some(relation)) => {
            facts.insert("platform_labour_relation".to_owned(), json!(relation));
        }
        (FlexibleKind::Platform, None)
        | (FlexibleKind::SelfEmployed | FlexibleKind::PartTime | FlexibleKind::OtherFlexible, _) => {}
    }
    facts
}

/// Keys about present employment, on which a registration in force has the last word.
const PRESENT: [&str; 3] = ["employment_form", "employment_region", "platform_labour_relation"];

/// All that is known of a person on a day, with the moment up to which it was recorded.
pub(crate) fn of_person(
    number: Option<&IdNumber>,
    registrations: &[Registration],
    kept: &[Fact],
    on: Date,
    known_at: Timestamp,
) -> Facts {
    let mut facts: Facts = in_force(kept, on, known_at)
        .into_iter()
        .map(|(key, fact)| (key.as_str().to_owned(), fact.value.clone()))
        .collect();
    let kept_from =
        |key: &str| kept.iter().filter(|fact| fact.key.as_str() == key).map(|fact| fact.valid_from).max();
    match latest(registrations) {
        Some(active) if active.is_active() => {
            facts.retain(|key, _| !PRESENT.contains(&key.as_str()));
            facts.extend(of_details(&active.details));
            facts.insert("employment_registered".to_owned(), json!(true));
        }
        Some(ended) => after_end(ended, kept_from("employment_form"), &mut facts),
        None => {
            facts.insert("employment_registered".to_owned(), json!(false));
        }
    }
    facts.extend(number.map(of_id_number).unwrap_or_default());
    facts
}

/// All that is known of a person: the registrations, what was said, and what they are registered as.
pub(crate) fn of_record(record: &OnRecord, on: Date, known_at: Timestamp) -> Facts {
    let OnRecord { id_number, registrations, facts, periods, .. } = record;
    let mut known = of_person(id_number.as_ref(), registrations, facts, on, known_at);
    let open = |period: &&registry::StandingPeriod| {
        period.opened_on <= on && period.closed_on.is_none_or(|last| on <= last)
    };
    let is_unemployed =
        periods.iter().filter(open).any(|period| period.kind == registry::PeriodKind::Unemployment);
    if is_unemployed {
        known.insert("employment_form".to_owned(), json!(END_NONE));
        known.insert("employment_region".to_owned(), Value::Null);
        known.remove("platform_labour_relation");
    }
    known.insert("unemployment_registered".to_owned(), json!(is_unemployed));
    known
}

/// The registration in force, else the one that ended last.
fn latest(registrations: &[Registration]) -> Option<&Registration> {
    let active = registrations.iter().find(|registration| registration.is_active());
    active.or_else(|| registrations.iter().max_by_key(|registration| registration.effective_on))
}

fn after_end(ended: &Registration, form_said_from: Option<Date>, facts: &mut Facts) {
    let RegistrationState::Ended { last_day, reason } = &ended.state else { return };
    let is_newer = form_said_from.is_some_and(|from| from > *last_day);
    if !is_newer {
        facts.retain(|key, _| !PRESENT.contains(&key.as_str()));
        match reason.as_str() {
            END_EMPLOYEE => {
                facts.insert("employment_form".to_owned(), json!("employee"));
            }
            END_NONE => {
                facts.insert("employment_form".to_owned(), json!("none"));
                facts.insert("employment_region".to_owned(), Value::Null);
            }
            _ => {}
        }
    }
    // An employer registers an employee elsewhere, of which nothing is known here.
    if facts.get("employment_form") == Some(&json!("employee")) {
        facts.remove("employment_registered");
    } else {
        facts.insert("employment_registered".to_owned(), json!(false));
    }
    facts.insert("last_employment_form".to_owned(), json!(ended.details.kind.code()));
    facts.insert("last_employment_region".to_owned(), json!(ended.details.district.as_str()));
}
