//! What the conditions of a case are answered from: the law's decision on all that is known of the person, with what
//! the case's own answers say in front of it. Who applies says under their commitment how things stand now; the
//! register follows when the case takes effect.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use law::Options;
use law::contract::error::BadInput;
use law::contract::output::Form;
use registry::fact::FactSource;
use registry::money::Month;
use registry::{CaseId, Fact, IdNumber, Registration, StandingPeriod};
use serde_json::Value;
use service::case::{Decided as Concluded, Grounds};
use service::field::{Field, FieldKind};
use service::flow::guard;
use service::pack::MAIN_TRACK;
use service::review::asked;
use service::{Pack, Submission};
use sha2::{Digest, Sha256};

use crate::deciding::{Decided, Facts};
use crate::field_fault::FieldFault;
use crate::money::MoneyOnRecord;
use crate::money::budgets::{BudgetLeft, DISTRICT_BUDGET};
use crate::{App, Fault, known};

/// What is on record of the person whose matter it is.
#[derive(Debug, Clone, Default)]
pub(crate) struct OnRecord {
    pub(crate) id_number: Option<IdNumber>,
    pub(crate) registrations: Vec<Registration>,
    pub(crate) facts: Vec<Fact>,
    pub(crate) periods: Vec<StandingPeriod>,
    /// Kinds of case that are open for them.
    pub(crate) open_cases: BTreeSet<String>,
    /// Their ledgers.
    pub(crate) money: MoneyOnRecord,
    /// The districts' budgets that are in force.
    pub(crate) budgets: Vec<BudgetLeft>,
}

/// Grounds, with the decision that they rest on.
pub(crate) struct Gathered<'a> {
    pub(crate) grounds: Grounds<'a>,
    pub(crate) decided: Decided,
}

/// Why nothing could be decided.
#[derive(Debug, thiserror::Error)]
pub(crate) enum GroundsError {
    /// What was answered contradicts itself or what is on record.
    #[error("{}: {}", .0.field, .0.code)]
    Field(FieldFault),
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl App {
    /// What is on record of a person.
    pub(crate) async fn on_record(&self, person: &registry::Person) -> Result<OnRecord, Fault> {
        let store = &self.parts.store;
        Ok(OnRecord {
            id_number: Some(person.id_number.clone()),
            registrations: store.registration_list_by_person(person.id).await?,
            facts: store.facts_by_person(person.id).await?,
            open_cases: open_services(&store.case_list_by_person(person.id).await?),
            periods: store.period_list_by_person(person.id).await?,
            money: self.money_on_record(person.id).await?,
            budgets: self.budgets_left().await?,
        })
    }

    /// Decides, as of a day, on what is known and what a submission says, and gathers all that conditions ask.
    pub(crate) fn gather(
        &self,
        pack: &Pack,
        submission: &Submission,
        record: &OnRecord,
        as_of: Date,
    ) -> Result<Gathered<'_>, GroundsError> {
        let number = match (&record.id_number, submission.answer("id_number")) {
            (None, Some(text)) => crate::form::id_number(text, self.today()).ok(),
            (known, _) => known.clone(),
        };
        let (today, moment) = (self.today(), self.moment());
        let record = &OnRecord { id_number: number, ..record.clone() };
        let mut on_record = known::of_record(record, today, moment);
        MoneyOnRecord::complete(pack, &mut on_record);
        let fresh = fresh(&on_record, record);
        let mut facts = on_record;
        facts.extend(said(pack, submission));
        let options = Options { without_changes: true, ..Options::default() };
        let decided = self
            .decide_facts(&facts, as_of, &options)
            .map_err(|bad| GroundsError::Field(at_field(pack, &bad)))?;
        let conclusions = self.concluded(&decided)?;
        let mut months_left = record.money.months_left(pack, today);
        let answering = conclusions.get(&pack.definition.conclusion);
        let answering = answering.and_then(|decided: &Concluded| decided.fields.get(BudgetLeft::field()));
        let answering = answering.map(Vec::as_slice).unwrap_or_default();
        let left = BudgetLeft::months(&record.budgets, pack, answering, Month::of(today));
        months_left.extend(left.map(|left| (DISTRICT_BUDGET.to_owned(), left)));
        let grounds = Grounds {
            conclusions,
            facts: facts.iter().filter_map(|(key, value)| Some((key.clone(), word(value)?))).collect(),
            fresh,
            open_cases: record.open_cases.clone(),
            months_left,
            months: record.money.months(pack),
            ..Grounds::new(self.library())
        };
        Ok(Gathered { grounds, decided })
    }

    /// The outcomes of a decision as conditions look at them, read from the answer itself.
    fn concluded(&self, decided: &Decided) -> Result<BTreeMap<String, Concluded>, Fault> {
        let mut answer = String::new();
        let form = Form { because: false };
        self.law.writer.write(self.policy(), &decided.request, &decided.decision, form, &mut answer);
        let answer: Value = serde_json::from_str(&answer).map_err(|e| Fault::because("an answer", e))?;
        let outcomes = answer.get("outcomes").and_then(Value::as_object).into_iter().flatten();
        Ok(outcomes.map(|(key, outcome)| (key.clone(), concluded(outcome))).collect())
    }
}

/// The seed of the draw for a random check: the same for a case whenever it is looked at, or a case that is looked at
/// often would be drawn at last. The id is given when it is filed, so nobody can file by it.
pub(crate) fn draw_seed(case: CaseId) -> [u8; 32] {
    Sha256::new().chain_update(b"linghuo:draw:1\0").chain_update(case.as_bytes()).finalize().into()
}

fn concluded(outcome: &Value) -> Concluded {
    let is = match outcome.get("status").and_then(Value::as_str) {
        Some("yes") => guard::Concluded::Yes,
        Some("no") => guard::Concluded::No,
        Some(_) | None => guard::Concluded::Unknown,
    };
    let fields = outcome.as_object().into_iter().flatten().filter_map(|(key, value)| {
        let values = match value {
            Value::Array(all) => all.iter().filter_map(word).collect(),
            one => vec![word(one)?],
        };
        Some((key.clone(), values))
    });
    Concluded { is, fields: fields.collect() }
}

/// A value as conditions write it; none, for none and for what has parts.
fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// What the answers say of the law's facts, of the fields that are asked.
pub(crate) fn said(pack: &Pack, submission: &Submission) -> Facts {
    let asked = asked(pack.fields(), submission);
    let mut facts = Facts::new();
    for field in pack.fields().iter().filter(|field| asked.contains(field.id.as_str())) {
        // What an identity number says is read off the number itself.
        if field.kind == FieldKind::IdNumber {
            continue;
        }
        let Some(value) = submission.answer(&field.id).and_then(|answer| value(field, answer)) else {
            continue;
        };
        facts.extend(field.facts.iter().map(|fact| (fact.clone(), value.clone())));
    }
    facts
}

/// An answer as the value of a fact.
fn value(field: &Field, answer: &str) -> Option<Value> {
    match field.kind {
        FieldKind::YesNo => answer.parse::<bool>().ok().map(Value::from),
        FieldKind::Money | FieldKind::Integer => answer.parse::<i64>().ok().map(Value::from),
        FieldKind::Months => Some(Value::from(service::field::months(answer).count())),
        FieldKind::PersonName
        | FieldKind::IdNumber
        | FieldKind::Phone
        | FieldKind::Choice
        | FieldKind::Occupation
        | FieldKind::District
        | FieldKind::Street
        | FieldKind::Date
        | FieldKind::OtherKind
        | FieldKind::ShortText
        | FieldKind::RegistrationNumber
        | FieldKind::Region
        | FieldKind::Month => Some(Value::from(answer)),
    }
}

/// The facts that are known from a register or from an officer who saw the proof, and not only from the person.
fn fresh(known: &Facts, record: &OnRecord) -> BTreeSet<String> {
    let said: BTreeSet<&str> = record
        .facts
        .iter()
        .filter(|fact| matches!(fact.source, FactSource::Person))
        .map(|fact| fact.key.as_str())
        .collect();
    let sworn: BTreeSet<&str> = record
        .facts
        .iter()
        .filter(|fact| !matches!(fact.source, FactSource::Person))
        .map(|fact| fact.key.as_str())
        .collect();
    let from_register = |key: &&String| sworn.contains(key.as_str()) || !said.contains(key.as_str());
    known.keys().filter(from_register).cloned().collect()
}

/// A fact at fault, as a fault of the field that gives it.
fn at_field(pack: &Pack, bad: &BadInput) -> FieldFault {
    let mut fault = crate::refusal::fact_fault(bad);
    let gives = |field: &&Field| bad.key.as_ref().is_some_and(|key| field.facts.contains(key));
    if let Some(field) = pack.fields().iter().find(gives) {
        fault.field.clone_from(&field.id);
    }
    fault
}

/// The services of which a case is open, and the kinds of linked cases.
fn open_services(cases: &[store::CaseOverview]) -> BTreeSet<String> {
    let open = cases.iter().filter(|case| case.ended.is_none());
    open.map(|case| if case.track == MAIN_TRACK { case.service.clone() } else { case.track.clone() })
        .collect()
}
