//! Keeps the registry in SQLite or PostgreSQL: repositories, migrations, journal, queue, keys.
//!
//! Reads are methods of [`Store`], named noun first. Writes go through one door: a use case works out
//! a plain [`Changes`], and [`Store::save`] applies it in one transaction, state, journal and jobs
//! together or not at all; what it acknowledged is on disk.
//!
//! Both databases run the same text of queries (`docs/decisions/001-store.md`), held to that by one
//! suite (`conformance`). What is personal is encrypted before it reaches the writer.

mod account;
mod body;
mod case;
mod certificate;
mod changes;
mod checkpoint;
mod db;
mod decision;
mod deputy;
mod directory;
mod draft;
mod error;
mod evidence;
mod fact;
mod job;
mod journal;
mod kept;
mod keys;
mod look;
mod mail_address;
mod mandate;
mod migrate;
mod money;
mod notice;
mod number;
mod outbox;
mod pack;
mod paper;
mod payee;
mod period;
mod person;
mod policy;
mod rating;
mod registration;
mod seal;
mod session;
mod setting;
mod statement;
mod store;
mod table;
mod token;
mod unit;
mod value;
mod verify;
mod webhook;
mod worklist;
mod write;
mod writer;

#[cfg(feature = "conformance")]
#[doc(hidden)]
#[expect(clippy::disallowed_methods, reason = "tests make their own ids and times")]
pub mod conformance;

pub use case::{
    CaseClock, CaseFilter, CaseOverview, CaseRow, DueClock, FEED_EVENTS_MAX, FeedEvent, HolderCount,
};
pub use certificate::ClosedCertificate;
pub use changes::{Changes, Idempotency, Saved, entry};
pub use checkpoint::HEADS_MAX;
pub use db::{DatabaseKind, sqlite_url};
pub use decision::Decision;
pub use draft::Draft;
pub use error::{Double, OpenError, ReadError, SaveError, WrongData};
pub use evidence::{
    EvidenceContent, EvidenceFile, EvidenceOf, EvidenceReading, EvidenceState, EvidenceUsage, NewEvidence,
};
pub use job::{CLAIM_JOBS_MAX, ERROR_CHARS_MAX, Job, JobCount, JobLease, NewJob};
pub use kept::Kept;
pub use keys::{Keyring, Keys, KeysError, NamedSigningKey};
pub use look::{LOOK_ACTION, Look};
pub use mail_address::MailContact;
pub use money::{
    CYCLES_MAX, CycleRow, MoneyAppend, MoneyKey, MoneyKind, MoneyStream, MonthRow, ORDERS_MAX, OrderFilter,
    OrderRow,
};
pub use notice::Notice;
pub use outbox::{
    CLAIM_MESSAGES_MAX, ClaimedMessage, MessageBody, MessageChannel, MessageLease, MessageOverview,
    MessageState, NewMessage, Receipt,
};
pub use pack::PackVersion;
pub use paper::{ClosedPaper, PaperEnd};
pub use payee::Payee;
pub use policy::PolicyVersion;
pub use rating::{FollowUp, Rating, RatingCount, STARS_MAX};
pub use registration::{Cursor, PAGE_ROWS_MAX, RegistrationCount, RegistrationFilter, RegistrationPage};
pub use seal::SealError;
pub use session::Session;
pub use store::Store;
pub use token::{ApiSecret, ApiToken};
pub use verify::{JournalFault, Verification};
pub use webhook::Webhook;
pub use worklist::{
    Desk, Holder, UnknownDesk, WorklistAt, WorklistCount, WorklistFilter, WorklistKey, WorklistPage,
};
pub use write::Write;
