//! The money of the demonstration: what is filed, granted, collected and paid, each on its own day through the very use
//! cases, with a simulated bank. Begun and broken off it can be begun again: each step is one that has no second effect.

use std::collections::BTreeMap;

use exchange::bank::simulator::{BankSimulator, Rules};
use jiff::civil::Date;
use registry::IdNumber;
use registry::money::cycle::CycleState;
use registry::money::{Fen, Insurance, Month, MonthRange};
use serde::Deserialize;

use super::people::{People, Person};
use super::seed::{at_fault, channel};
use crate::{ActRequest, App, ApplyRequest, CaseError, CollectedLine, Fault, PayerSet, PaymentError, Viewer};

/// One step, in the order of the file.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case", tag = "do", deny_unknown_fields)]
pub(super) enum Step {
    /// A person files a case, and all that is done to it on the following days.
    File {
        person: String,
        service: String,
        day: Date,
        channel: String,
        fields: BTreeMap<String, String>,
        #[serde(default)]
        then: Vec<Act>,
    },
    /// What is done later to a case of a person.
    Act { person: String, service: String, then: Vec<Act> },
    /// Who collects contributions sends a batch: one person's months, one after another.
    Collected {
        day: Date,
        by: String,
        batch: String,
        person: String,
        insurance: Insurance,
        first: Month,
        last: Month,
        amount_fen: i64,
        base_fen: i64,
    },
    /// The month's contributions become due.
    Charges { day: Date },
    /// Who pays is set down.
    Payer { day: Date, by: String, payer: PayerSet },
    /// A payment cycle, as far as it is said.
    Cycle {
        month: Month,
        day: Date,
        computed_by: String,
        #[serde(default)]
        approved_by: Option<String>,
        /// The day by which the bank has answered everything, and the cycle is closed.
        #[serde(default)]
        answered_on: Option<Date>,
    },
}

/// What is done to a case.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Act {
    day: Date,
    by: String,
    action: String,
    #[serde(default)]
    form: BTreeMap<String, String>,
}

/// The officers of the demonstration by name.
type Officers = BTreeMap<String, Viewer>;

fn person<'a>(people: &'a People, id: &str) -> Result<&'a Person, Fault> {
    let mut found = people.persons.iter().filter(|person| person.id == id);
    found.next().ok_or_else(|| Fault::internal(format!("demonstration: no person `{id}`")))
}

fn officer<'a>(officers: &'a Officers, name: &str) -> Result<&'a Viewer, Fault> {
    officers.get(name).ok_or_else(|| Fault::internal(format!("demonstration: no officer `{name}`")))
}

impl App {
    pub(super) async fn seed_money(&self, people: &People, officers: &Officers) -> Result<(), Fault> {
        for (at, step) in people.money.iter().enumerate() {
            let purpose = format!("money.{at}");
            match step {
                Step::File { person: id, service, day, channel: by, fields, then } => {
                    let person = person(people, id)?;
                    let filed = self.demo_day(*day, &purpose);
                    let number = filed.seed_case(person, service, by, fields, &purpose).await?;
                    self.seed_acts(officers, &number, then, &purpose).await?;
                }
                Step::Act { person: id, service, then } => {
                    let person = self.demo_person(id).await.map_err(|e| at_fault(id, &e))?;
                    let cases = self.parts.store.case_list_by_person(person).await?;
                    let case = cases.into_iter().find(|case| case.service == *service);
                    let number = case.map(|case| case.number).ok_or_else(|| {
                        Fault::internal(format!("demonstration, {purpose}: no case of `{service}`"))
                    })?;
                    self.seed_acts(officers, &number, then, &purpose).await?;
                }
                Step::Charges { day } => {
                    self.demo_day(*day, &purpose).charges_run().await?;
                }
                Step::Payer { day, by, payer } => {
                    let set = self.demo_day(*day, &purpose).payer_set(officer(officers, by)?, payer).await;
                    set.map_err(|error| of_payments(&purpose, error))?;
                }
                Step::Collected { .. } => self.seed_collected(people, officers, step, &purpose).await?,
                Step::Cycle { .. } => self.seed_cycle(officers, step, &purpose).await?,
            }
        }
        Ok(())
    }

    /// Files a case as its person, who is on record, and gives its number.
    async fn seed_case(
        &self,
        person: &Person,
        service: &str,
        by: &str,
        fields: &BTreeMap<String, String>,
        key: &str,
    ) -> Result<String, Fault> {
        let own = Viewer::Person(self.demo_person(&person.id).await.map_err(|e| at_fault(&person.id, &e))?);
        let known = ["name", "id_number", "phone"];
        let mut all: BTreeMap<String, String> = known
            .iter()
            .filter_map(|field| person.fields.get_key_value(*field))
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect();
        all.extend(fields.clone());
        let request = ApplyRequest {
            service: service.to_owned(),
            channel: channel(by)?,
            fields: all,
            commitment: None,
            papers_seen: BTreeMap::new(),
            idempotency_key: Some(format!("demo.{key}")),
        };
        match self.apply(&own, request).await {
            Ok(made) => Ok(made.number),
            Err(crate::ApplyError::Fault(fault)) => Err(fault),
            Err(crate::ApplyError::Fields(faults)) => {
                let all: Vec<String> = faults.iter().map(|f| format!("{}: {}", f.field, f.code)).collect();
                Err(Fault::internal(format!("demonstration, `{}`: {}", person.id, all.join("; "))))
            }
            Err(error) => Err(at_fault(&person.id, &error)),
        }
    }

    async fn seed_acts(
        &self,
        officers: &Officers,
        number: &str,
        acts: &[Act],
        purpose: &str,
    ) -> Result<(), Fault> {
        for (act, nth) in acts.iter().zip(1_u32..) {
            let key = format!("{purpose}.{nth}");
            let by = officer(officers, &act.by)?;
            self.demo_day(act.day, &key).seed_act(number, by, act, &key).await?;
        }
        Ok(())
    }

    async fn seed_act(&self, number: &str, by: &Viewer, act: &Act, key: &str) -> Result<(), Fault> {
        let failed = |error: CaseError| match error {
            CaseError::Fault(fault) => fault,
            other => Fault::internal(format!("demonstration, {key}: {}: {other:?}", act.action)),
        };
        let view = self.case_see(by, number).await.map_err(failed)?;
        let request = ActRequest {
            action: act.action.clone(),
            version: view.version,
            form: act.form.clone(),
            idempotency_key: Some(format!("demo.{key}")),
            ..ActRequest::default()
        };
        self.case_act(by, number, request).await.map(|_| ()).map_err(failed)
    }

    async fn seed_collected(
        &self,
        people: &People,
        officers: &Officers,
        step: &Step,
        purpose: &str,
    ) -> Result<(), Fault> {
        let Step::Collected { day, by, batch, person: id, insurance, first, last, amount_fen, base_fen } =
            step
        else {
            return Ok(());
        };
        let fields = &person(people, id)?.fields;
        let id_number = fields.get("id_number").and_then(|number| IdNumber::parse(number).ok());
        let id_number = id_number.ok_or_else(|| Fault::internal("a person without an identity number"))?;
        let months = MonthRange::new(*first, *last).map_err(|e| Fault::because("a batch's months", e))?;
        let reference = |text: String| text.parse().map_err(|e| Fault::because("a reference", e));
        let lines = months.months().map(|month| {
            Ok(CollectedLine {
                receipt: reference(format!("{batch}-{month}"))?,
                id_number: id_number.clone(),
                insurance: *insurance,
                month,
                amount: Fen(*amount_fen),
                base: Some(Fen(*base_fen)),
                paid_on: month.last_day(),
            })
        });
        let lines = lines.collect::<Result<Vec<_>, Fault>>()?;
        let by = officer(officers, by)?;
        let taken =
            self.demo_day(*day, purpose).contributions_take(by, reference(batch.clone())?, &lines).await;
        taken.map(|_| ()).map_err(|error| of_payments(purpose, error))
    }

    async fn seed_cycle(&self, officers: &Officers, step: &Step, purpose: &str) -> Result<(), Fault> {
        let Step::Cycle { month, day, computed_by, approved_by, answered_on } = step else { return Ok(()) };
        let one = officer(officers, computed_by)?;
        let failed = |error| of_payments(purpose, error);
        let here = self.demo_day(*day, purpose);
        let known = here.payment_cycles(one).await.map_err(failed)?;
        let known = known.into_iter().find(|row| row.month == *month);
        let cycle = match &known {
            Some(row) => row.cycle,
            None => here.cycle_open(one, *month).await.map_err(failed)?,
        };
        // As far as it got the last time, and on from there.
        let mut state = known.map_or(CycleState::Open, |row| row.state);
        if state == CycleState::Open {
            here.cycle_compute(one, cycle).await.map_err(failed)?;
            state = CycleState::Computed;
        }
        let Some(approved_by) = approved_by else { return Ok(()) };
        let two = officer(officers, approved_by)?;
        if state == CycleState::Computed {
            here.cycle_approve(two, cycle).await.map_err(failed)?;
        }
        if state == CycleState::Closed {
            return Ok(());
        }
        let file = here.cycle_file(two, cycle).await.map_err(failed)?;
        let Some(answered_on) = answered_on else { return Ok(()) };
        let mut bank = BankSimulator::new(1, Rules::default());
        let sent = bank.receive(&file.xml, day.at(9, 0, 0, 0));
        sent.map_err(|e| Fault::because("the simulated bank", e))?;
        let then = self.demo_day(*answered_on, &format!("{purpose}.answers"));
        for message in bank.fetch(*answered_on) {
            then.bank_answers(two, &message.xml).await.map_err(failed)?;
        }
        then.cycle_close(two, cycle).await.map_err(failed)
    }
}

fn of_payments(purpose: &str, error: PaymentError) -> Fault {
    match error {
        PaymentError::Fault(fault) => fault,
        other => at_fault(purpose, &other),
    }
}
