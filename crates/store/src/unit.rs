//! A `Changes` made ready for the writer: encrypted, as rows and statements, so that the one task
//! that writes does nothing but write.

use std::collections::BTreeMap;

use registry::{CaseId, EntryDraft, Salt};
use sha2::{Digest, Sha256};

use crate::changes::{Changes, Write};
use crate::error::SaveError;
use crate::seal::{Place, Sealer, random};
use crate::value::Value;
use crate::{
    account, certificate, decision, directory, draft, fact, job, notice, person, policy, registration,
    session,
};

/// The tables into which rows are inserted in bulk, in the order in which they refer to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Table {
    Account,
    Person,
    Fact,
    Registration,
    RegistrationVersion,
    Decision,
    Certificate,
    Notice,
    Job,
    Idempotency,
    Journal,
    CheckpointHead,
}

impl Table {
    /// Name, columns, and what to do with a row that is there already.
    pub(crate) fn insert(self) -> (&'static str, &'static [&'static str], &'static str) {
        match self {
            Self::Account => ("account", account::COLUMNS, ""),
            Self::Person => ("person", person::COLUMNS, ""),
            Self::Fact => ("fact", fact::COLUMNS, ""),
            Self::Registration => ("registration", registration::COLUMNS, ""),
            Self::RegistrationVersion => ("registration_version", registration::VERSION_COLUMNS, ""),
            Self::Decision => ("decision", decision::COLUMNS, ""),
            Self::Certificate => ("certificate", certificate::COLUMNS, ""),
            Self::Notice => ("notice", notice::COLUMNS, ""),
            // A job that is in the queue under its key need not be there twice.
            Self::Job => ("job", job::COLUMNS, " ON CONFLICT (unique_key) DO NOTHING"),
            Self::Idempotency => ("idempotency", &["key_hash", "sealed_result", "created_at"], ""),
            Self::Journal => ("journal", crate::journal::COLUMNS, ""),
            Self::CheckpointHead => ("checkpoint_head", &["number", "case_id", "sequence", "hash"], ""),
        }
    }
}

/// A statement on rows that exist.
pub(crate) struct Statement {
    pub(crate) sql: &'static str,
    pub(crate) values: Vec<Value>,
    /// What to say when it touches no row, if it must.
    pub(crate) stale: Option<Stale>,
}

/// Whose version is not the expected one.
#[derive(Debug, Clone)]
pub(crate) struct Stale {
    pub(crate) table: &'static str,
    pub(crate) id: String,
    pub(crate) expected: u32,
}

/// District, state and kind, of which the store keeps the number of registrations.
pub(crate) type CountKey = (String, &'static str, &'static str);

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
    pub(crate) rows: Vec<(Table, Vec<Value>)>,
    pub(crate) counts: BTreeMap<CountKey, i64>,
    pub(crate) journal: Vec<SealedDraft>,
    pub(crate) idempotency: Option<Vec<u8>>,
}

impl Unit {
    pub(crate) fn row(&mut self, table: Table, values: Vec<Value>) {
        self.rows.push((table, values));
    }

    pub(crate) fn statement(&mut self, sql: &'static str, values: Vec<Value>) {
        self.statements.push(Statement { sql, values, stale: None });
    }

    pub(crate) fn guarded(&mut self, sql: &'static str, values: Vec<Value>, stale: Stale) {
        self.statements.push(Statement { sql, values, stale: Some(stale) });
    }

    pub(crate) fn count(&mut self, key: CountKey, by: i64) {
        *self.counts.entry(key).or_default() += by;
    }

    pub(crate) fn new(changes: Changes, sealer: &Sealer) -> Result<Self, SaveError> {
        let mut unit = Self::default();
        for write in changes.writes {
            unit.add(write, sealer)?;
        }
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
            Write::DraftPut(new) => draft::put(self, sealer, &new)?,
            Write::DraftDelete { id } => draft::delete(self, id),
            Write::SessionPut(new) => session::put(self, sealer, &new)?,
            Write::SessionDelete { id } => session::delete(self, &id),
            Write::SettingPut { name, value, at } => crate::setting::put(self, &name, &value, at),
            Write::DecisionErase { decision, at } => decision::erase(self, decision, at),
            Write::JournalErase { case, sequence } => crate::journal::erase(self, case, sequence),
            Write::JobComplete { job, lease, at } => job::complete(self, job, lease, at),
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
