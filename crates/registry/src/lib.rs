//! The registry of persons: who someone is, what is known of them and since when, how they work,
//! which certificate they hold, who may see it and what was done.
//!
//! Everything here is pure. Times, ids, sequence numbers and salts are handed in; nothing reads a
//! clock, a file or a database. The `store` room keeps these values and gives them back unchanged.

pub mod account;
pub mod body;
pub mod certificate;
pub mod checkpoint;
pub mod deputy;
pub mod directory;
pub mod fact;
pub mod form;
pub mod hash;
pub mod id;
pub mod id_number;
pub mod journal;
pub mod mandate;
pub mod mask;
pub mod money;
pub mod period;
pub mod person;
pub mod region;
pub mod registration;
pub mod standing;

pub use account::{Account, PasswordHash, Rank, Role};
pub use body::{Body, BodyEntry};
pub use certificate::{Certificate, CertificateState};
pub use deputy::Deputy;
pub use directory::{District, Office, Street};
pub use fact::{Fact, FactKey, FactSource};
pub use form::{EmploymentForm, FlexibleKind};
pub use hash::Hash;
pub use id::{
    AccountId, CaseId, CertificateId, CycleId, DecisionId, DeputyId, EvidenceId, FactId, JobId, MandateId,
    MessageId, NoticeId, OfficeId, PeriodId, PersonId, QuoteId, RegistrationId, TokenId, WebhookId,
};
pub use id_number::IdNumber;
pub use journal::{Action, Actor, Entry, EntryDraft, Head, Salt};
pub use mandate::Mandate;
pub use period::Period;
pub use person::{Person, PersonName, Phone};
pub use region::{Region, StreetCode};
pub use registration::{Registration, RegistrationNumber};
pub use standing::{PeriodKind, StandingPeriod};
