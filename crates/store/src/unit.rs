//! A `Changes` made ready for the writer: encrypted, as rows and statements, so that the one task
//! that writes does nothing but write.

use std::collections::BTreeMap;

use jiff::Timestamp;
use registry::{CaseId, EntryDraft, Salt};
use sha2::{Digest, Sha256};

use crate::changes::Changes;
use crate::error::SaveError;
use crate::seal::{Place, Sealer, random};
pub(crate) use crate::statement::{Demand, Refusal, Stale, Statement};
pub(crate) use crate::table::Table;
use crate::value::Value;
use crate::write::Write;
use crate::{
    account, body, case, certificate, decision, deputy, directory, draft, evidence, fact, job, mandate,
    money, notice, outbox, payee, period, person, policy, rating, registration, session, token, webhook,
};

/// District, state and kind, of which the store keeps the number of registrations.
pub(crate) type CountKey = (String, &'static str, &'static str);

/// Where a waiting case is counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct WorklistKey {
    pub(crate) desk: String,
    pub(crate) service: String,
    pub(crate) state: String,
    pub(crate) is_held: bool,
    pub(crate) due_day: i64,
}

/// An event of a case before its position among all events is known.
pub(crate) struct EventRow {
    pub(crate) case: CaseId,
    pub(crate) version: u32,
    pub(crate) at: Timestamp,
    pub(crate) actor: String,
    pub(crate) code: &'static str,
    pub(crate) sealed: Value,
    pub(crate) state: String,
    /// The organisations to which the case was handed.
    pub(crate) organisations: Vec<String>,
}

/// A journal entry before its place is known.
pub(crate) struct SealedDraft {
    pub(crate) draft: EntryDraft,
    pub(crate) salt: Salt,
    pub(crate) sealed: Vec<u8>,
}

/// One `Changes`, ready.
#[derive(Default)]
pub(crate) struct Unit {
    pub(crate) statements: Vec<Statement>,
    /// Run after the statements, whatever the order in which they were given.
    checks: Vec<Statement>,
    pub(crate) rows: Vec<(Table, Vec<Value>)>,
    pub(crate) counts: BTreeMap<CountKey, i64>,
    pub(crate) waiting: BTreeMap<WorklistKey, i64>,
    pub(crate) events: Vec<EventRow>,
    pub(crate) journal: Vec<SealedDraft>,
    pub(crate) idempotency: Option<Vec<u8>>,
}

impl Unit {
    pub(crate) fn row(&mut self, table: Table, values: Vec<Value>) {
        self.rows.push((table, values));
    }

    pub(crate) fn statement(&mut self, sql: &'static str, values: Vec<Value>) {
        self.statements.push(Statement { sql, values, demand: Demand::Nothing });
    }

    /// A statement that must run before those that were given earlier.
    pub(crate) fn first(&mut self, sql: &'static str, values: Vec<Value>) {
        self.statements.insert(0, Statement { sql, values, demand: Demand::Nothing });
    }

    pub(crate) fn guarded(&mut self, sql: &'static str, values: Vec<Value>, stale: Stale) {
        self.required(sql, values, Refusal::Stale(stale));
    }

    /// A statement that must touch a row, with what it means if it does not.
    pub(crate) fn required(&mut self, sql: &'static str, values: Vec<Value>, refusal: Refusal) {
        self.statements.push(Statement { sql, values, demand: Demand::Touch(refusal) });
    }

    /// A question that must find a row once all statements have run, with what it means if it does not.
    pub(crate) fn check(&mut self, sql: &'static str, values: Vec<Value>, refusal: Refusal) {
        self.checks.push(Statement { sql, values, demand: Demand::Find(refusal) });
    }

    /// A guarded statement that moves a case and gives back where it was counted.
    pub(crate) fn moving(&mut self, sql: &'static str, values: Vec<Value>, stale: Stale) {
        self.statements.push(Statement { sql, values, demand: Demand::MoveCase(stale) });
    }

    /// A statement that takes cases off their desks, and gives back where they were counted.
    pub(crate) fn moving_all(&mut self, sql: &'static str, values: Vec<Value>) {
        self.statements.push(Statement { sql, values, demand: Demand::MoveCases });
    }

    /// Counts a case where it waits now.
    pub(crate) fn wait(&mut self, key: Option<WorklistKey>) {
        if let Some(key) = key {
            *self.waiting.entry(key).or_default() += 1;
        }
    }

    pub(crate) fn count(&mut self, key: CountKey, by: i64) {
        *self.counts.entry(key).or_default() += by;
    }

    pub(crate) fn new(changes: Changes, sealer: &Sealer) -> Result<Self, SaveError> {
        let mut unit = Self::default();
        for write in changes.writes {
            unit.add(write, sealer)?;
        }
        unit.statements.append(&mut unit.checks);
        for decision in &changes.decisions {
            decision::insert(&mut unit, sealer, decision)?;
        }
        for new in &changes.jobs {
            job::insert(&mut unit, sealer, new)?;
        }
        for draft in changes.journal {
            let salt = Salt(random()?);
            let content = seal_content(sealer, draft.case, &salt, &draft.payload)?;
            unit.journal.push(SealedDraft { draft, salt, sealed: content });
        }
        if let Some(once) = changes.idempotency {
            let key = idempotency_key(&once.key);
            let result = sealer.seal(&Place { table: "idempotency", row: &key }, &once.result)?;
            unit.row(Table::Idempotency, vec![key.clone().into(), result.into(), once.at.into()]);
            unit.idempotency = Some(key);
        }
        Ok(unit)
    }

    fn add(&mut self, write: Write, sealer: &Sealer) -> Result<(), SaveError> {
        match write {
            Write::PersonInsert(person) => person::insert(self, sealer, &person)?,
            Write::PersonUpdate(person) => person::update(self, sealer, &person)?,
            Write::PersonErase { person, at } => person::erase(self, person, at),
            Write::FactInsert(fact) => fact::insert(self, sealer, &fact)?,
            Write::RegistrationInsert(registration, recorded) => {
                registration::insert(self, &registration, &recorded)?;
            }
            Write::RegistrationUpdate { before, after, recorded } => {
                registration::update(self, &before, &after, &recorded)?;
            }
            Write::CertificateInsert(certificate) => certificate::insert(self, sealer, &certificate)?,
            Write::CertificateClose(certificate) => certificate::close(self, &certificate)?,
            Write::NoticeInsert(new) => notice::insert(self, sealer, &new)?,
            Write::NoticeRead { notice, person, at } => notice::read(self, notice, person, at),
            Write::AccountInsert(account) => account::insert(self, &account)?,
            Write::AccountUpdate(account) => account::update(self, &account)?,
            Write::DistrictPut(district) => directory::district_put(self, &district),
            Write::StreetPut(street) => directory::street_put(self, &street),
            Write::OfficePut(office) => directory::office_put(self, &office),
            Write::PolicyPut(policy) => policy::put(self, policy),
            Write::PackPut(pack) => crate::pack::put(self, pack),
            Write::DraftPut(new) => draft::put(self, sealer, &new)?,
            Write::DraftDelete { id } => draft::delete(self, id),
            Write::SessionPut(new) => session::put(self, sealer, &new)?,
            Write::SessionDelete { id } => session::delete(self, &id),
            Write::SettingPut { name, value, at } => crate::setting::put(self, &name, &value, at),
            Write::DecisionErase { decision, at } => decision::erase(self, decision, at),
            Write::JournalErase { case, sequence } => crate::journal::erase(self, case, sequence),
            Write::JobComplete { job, lease, at } => job::complete(self, job, lease, at),
            Write::CaseInsert { case, recorded, row } => case::insert(self, sealer, &case, &recorded, &row)?,
            Write::CaseUpdate { before, after, recorded, row } => {
                case::update(self, sealer, before, &after, &recorded, &row)?;
            }
            Write::CaseDays { case, row } => case::replace_days(self, &case, &row),
            Write::EvidenceInsert(new) => evidence::insert(self, sealer, &new)?,
            Write::EvidenceLooked { file, is_clean, at } => evidence::looked(self, file, is_clean, at),
            Write::EvidenceAttach { draft, case } => evidence::attach(self, draft, case),
            Write::EvidenceDelete { file, draft } => evidence::delete(self, file, draft),
            Write::MandateInsert(new) => mandate::insert(self, &new)?,
            Write::MandateEnd { mandate, by, at } => mandate::end(self, mandate, by, at),
            Write::BodyPut(body) => body::put(self, &body)?,
            Write::BodyPropose { body, by } => body::propose(self, &body, by)?,
            Write::BodyApprove { id, valid_from, by } => body::approve(self, &id, valid_from, by),
            Write::BodyClose { id, valid_from, last_day } => body::close(self, &id, valid_from, last_day),
            Write::BodyDiscard { id, valid_from } => body::discard(self, &id, valid_from),
            Write::DeputyInsert(new) => deputy::insert(self, &new)?,
            Write::DeputyEnd { deputy, last_day } => deputy::end(self, deputy, last_day),
            Write::OutboxInsert(message) => outbox::insert(self, sealer, &message)?,
            Write::OutboxReceipt(receipt) => outbox::put_receipt(self, &receipt),
            Write::RatingInsert(new) => rating::insert(self, sealer, &new)?,
            Write::RatingFollow { case, by, at } => rating::follow(self, case, by, at),
            Write::TokenInsert { token, secret } => token::insert(self, sealer, &token, &secret)?,
            Write::TokenRevoke { token, at } => token::revoke(self, token, at),
            Write::WebhookInsert(new) => webhook::insert(self, sealer, &new)?,
            Write::WebhookEnd { webhook, at } => webhook::end(self, webhook, at),
            Write::MoneyAppend(append) => money::append(self, &append)?,
            Write::MoneyMonth(row) => money::put_month(self, &row),
            Write::MoneyOrder(row) => money::put_order(self, &row),
            Write::MoneyCycle(row) => money::put_cycle(self, &row),
            Write::MoneyPosting(transaction) => money::post(self, &transaction)?,
            Write::PayeePut(payee) => payee::put(self, sealer, &payee)?,
            Write::PaperClose(closed) => crate::paper::close(self, &closed),
            Write::MailPut(contact) => crate::mail_address::put(self, sealer, &contact)?,
            Write::MailConfirm { person, at } => crate::mail_address::confirm(self, person, at),
            Write::MailRemove { person } => crate::mail_address::remove(self, person),
            Write::PeriodInsert(new) => period::insert(self, sealer, &new)?,
            Write::PeriodClose { period, person, last_day } => period::close(self, period, person, last_day),
        }
        Ok(())
    }
}

/// Salt and payload are sealed together, bound to the case; the hash in the chain binds the place.
fn seal_content(sealer: &Sealer, case: CaseId, salt: &Salt, payload: &[u8]) -> Result<Vec<u8>, SaveError> {
    let mut content = Vec::with_capacity(salt.0.len() + payload.len());
    content.extend_from_slice(&salt.0);
    content.extend_from_slice(payload);
    Ok(sealer.seal(&Place { table: "journal", row: case.as_bytes() }, &content)?)
}

/// Keys are kept as a hash: a sender may put anything into one.
pub(crate) fn idempotency_key(key: &str) -> Vec<u8> {
    Sha256::digest(key.as_bytes()).to_vec()
}

/// A value as JSON text; what is saved is always writable as JSON.
pub(crate) fn json(value: &impl serde::Serialize, field: &'static str) -> Result<Value, SaveError> {
    serde_json::to_string(value).map(Value::Text).map_err(|error| SaveError::Invalid {
        field,
        found: error.classify_text(),
        expected: "a value that can be written as JSON",
    })
}

trait ClassifyText {
    fn classify_text(&self) -> String;
}

impl ClassifyText for serde_json::Error {
    /// The kind of the fault and never the value.
    fn classify_text(&self) -> String {
        format!("{:?} fault", self.classify())
    }
}
