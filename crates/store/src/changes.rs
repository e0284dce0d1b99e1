//! What one use case wants saved: a plain value, worked out before anything is written. All of it is
//! saved in one transaction with its journal entries and jobs, or nothing is.

use std::fmt;

use jiff::Timestamp;
use registry::registration::Recorded;
use registry::{
    Account, Action, Actor, CaseId, Certificate, DecisionId, District, EntryDraft, Fact, JobId, NoticeId,
    Office, Person, PersonId, Registration, Street,
};

use crate::decision::Decision;
use crate::draft::Draft;
use crate::error::SaveError;
use crate::job::{JobLease, NewJob};
use crate::look::Look;
use crate::notice::Notice;
use crate::policy::PolicyVersion;
use crate::session::Session;

/// One row operation. Operations on rows that exist are carried out before new rows are inserted, in
/// the order given: so ending a registration and making its successor fit into one `Changes`. A row
/// cannot be inserted and updated in the same `Changes`; insert it as it is to be.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Write {
    /// A new person.
    PersonInsert(Person),
    /// A person changed; `version` is the new one, its predecessor must be on record.
    PersonUpdate(Person),
    /// Erases who the person is and the contents of their facts, notices, drafts, decisions and
    /// certificates. Registrations stay, of nobody; the journal is erased case by case.
    PersonErase {
        /// Whom.
        person: PersonId,
        /// When.
        at: Timestamp,
    },
    /// A fact learned.
    FactInsert(Fact),
    /// A new registration with its first event.
    RegistrationInsert(Box<Registration>, Box<Recorded>),
    /// A registration after one more event.
    RegistrationUpdate {
        /// As it was read.
        before: Box<Registration>,
        /// As it is now.
        after: Box<Registration>,
        /// The event between the two.
        recorded: Box<Recorded>,
    },
    /// A new certificate.
    CertificateInsert(Certificate),
    /// A certificate ended or revoked.
    CertificateClose(Certificate),
    /// A notice to a person.
    NoticeInsert(Notice),
    /// A notice that its person has read.
    NoticeRead {
        /// Which.
        notice: NoticeId,
        /// Whose.
        person: PersonId,
        /// When.
        at: Timestamp,
    },
    /// A new account.
    AccountInsert(Account),
    /// An account changed; `version` is the new one.
    AccountUpdate(Account),
    /// A district's entry, new or corrected (same code and first day).
    DistrictPut(District),
    /// A street's entry, new or corrected (same code and first day).
    StreetPut(Street),
    /// An office's entry, new or corrected (same id and first day).
    OfficePut(Office),
    /// A policy's bundle, kept under its version for good.
    PolicyPut(PolicyVersion),
    /// Answers not yet sent.
    DraftPut(Draft),
    /// Answers no longer needed.
    DraftDelete {
        /// Which.
        id: uuid::Uuid,
    },
    /// A session, new or changed.
    SessionPut(Session),
    /// A session that is over.
    SessionDelete {
        /// The secret id in the visitor's cookie.
        id: Vec<u8>,
    },
    /// A setting of the installation, new or changed.
    SettingPut {
        /// Its name.
        name: String,
        /// Its value; nothing personal.
        value: String,
        /// When.
        at: Timestamp,
    },
    /// Erases a decision's input and answer.
    DecisionErase {
        /// Which.
        decision: DecisionId,
        /// When.
        at: Timestamp,
    },
    /// Erases the contents of a journal entry; its hashes stay.
    JournalErase {
        /// In which case.
        case: CaseId,
        /// Which entry.
        sequence: u64,
    },
    /// Marks a job as done together with its effects: whoever lost the lease saves nothing.
    JobComplete {
        /// Which.
        job: JobId,
        /// The lease under which it was worked on.
        lease: JobLease,
        /// When.
        at: Timestamp,
    },
}

impl Write {
    /// A new registration, as `Registration::register` gave it.
    pub fn registration_insert(registration: Registration, recorded: Recorded) -> Self {
        Self::RegistrationInsert(Box::new(registration), Box::new(recorded))
    }

    /// A registration after one more event, as `change` or `end` gave it.
    pub fn registration_update(before: Registration, after: Registration, recorded: Recorded) -> Self {
        Self::RegistrationUpdate {
            before: Box::new(before),
            after: Box::new(after),
            recorded: Box::new(recorded),
        }
    }
}

/// Makes a submission that is sent twice have one effect.
#[derive(Clone, PartialEq, Eq)]
pub struct Idempotency {
    /// Chosen by the sender, the same for each sending; scope it with who sends.
    pub key: String,
    /// What the first sending answers, and so every later one.
    pub result: Vec<u8>,
    /// When it was sent.
    pub at: Timestamp,
}

// The result may name the person.
impl fmt::Debug for Idempotency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Idempotency").field("at", &self.at).finish_non_exhaustive()
    }
}

/// Everything to be saved together.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// Row operations.
    pub writes: Vec<Write>,
    /// Decisions of the law.
    pub decisions: Vec<Decision>,
    /// Journal entries; the store chains them.
    pub journal: Vec<EntryDraft>,
    /// Jobs to be done once this is saved.
    pub jobs: Vec<NewJob>,
    /// Against double sending.
    pub idempotency: Option<Idempotency>,
}

impl Changes {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a row operation.
    #[must_use]
    pub fn write(mut self, write: Write) -> Self {
        self.writes.push(write);
        self
    }

    /// Adds a decision.
    #[must_use]
    pub fn decision(mut self, decision: Decision) -> Self {
        self.decisions.push(decision);
        self
    }

    /// Adds a journal entry.
    #[must_use]
    pub fn entry(mut self, entry: EntryDraft) -> Self {
        self.journal.push(entry);
        self
    }

    /// Adds the entry that an officer looked at a person.
    #[must_use]
    pub fn look(self, look: &Look) -> Self {
        self.entry(look.entry())
    }

    /// Adds a job.
    #[must_use]
    pub fn job(mut self, job: NewJob) -> Self {
        self.jobs.push(job);
        self
    }

    /// Makes double sending harmless.
    #[must_use]
    pub fn once(mut self, idempotency: Idempotency) -> Self {
        self.idempotency = Some(idempotency);
        self
    }
}

/// A journal entry with its particulars as JSON; the action must be a code.
pub fn entry(
    case: CaseId,
    at: Timestamp,
    actor: Actor,
    action: &str,
    payload: &serde_json::Value,
) -> Result<EntryDraft, SaveError> {
    let action: Action = action.parse().map_err(|_| SaveError::Invalid {
        field: "action",
        found: action.chars().take(64).collect(),
        expected: "a code of a–z, 0–9, _ and .",
    })?;
    Ok(EntryDraft { case, at, actor, action, payload: payload.to_string().into_bytes() })
}

/// What became of a `Changes` that was saved.
#[derive(Clone, PartialEq, Eq)]
pub enum Saved {
    /// It was saved now.
    New,
    /// It had been saved before under the same key; this is what was answered then.
    Repeated(Vec<u8>),
}

impl fmt::Debug for Saved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::New => "New",
            Self::Repeated(_) => "Repeated(…)",
        })
    }
}
