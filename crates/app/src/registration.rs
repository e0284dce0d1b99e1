//! A registration as its owner or an officer sees it: what holds, what held before and since when, who
//! looked. An officer's look is in the journal before they see anything.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use registry::registration::EmploymentDetails;
use registry::{PersonId, RegistrationId, RegistrationNumber};

use crate::Fault;
use crate::register::CommitmentShown;
use crate::shown::{Labelled, OfficeShown};
use crate::text::Text;

mod show;

/// Why a registration cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum RegistrationError {
    /// There is none, or none that this viewer may know of.
    #[error("no such registration for this viewer")]
    NotFound,
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// How a registration stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// In force.
    InForce,
    /// Over.
    Ended {
        /// The last day of the employment.
        last_day: Date,
        /// Why, in words.
        reason: Text,
    },
}

/// A registration.
#[derive(Clone, PartialEq)]
pub struct RegistrationShown {
    /// Its id.
    pub id: RegistrationId,
    /// Its number.
    pub number: RegistrationNumber,
    /// Whose it is.
    pub person: PersonShown,
    /// How it stands.
    pub standing: Standing,
    /// What is registered, in words.
    pub rows: Vec<Labelled>,
    /// The same as data.
    pub details: EmploymentDetails,
    /// The office in charge.
    pub office: OfficeShown,
    /// By which channel it came, in words.
    pub channel: Text,
    /// When it was made.
    pub registered_at: Timestamp,
    /// The day from which the latest version holds.
    pub effective_on: Date,
    /// Every version, the latest first.
    pub versions: Vec<VersionShown>,
    /// Its certificates, the newest first.
    pub certificates: Vec<CertificateLine>,
    /// The promise that was made: text, version.
    pub commitment: CommitmentShown,
    /// When it was accepted.
    pub commitment_at: Timestamp,
    /// Who looked at the person, oldest first; for the person, not for officers.
    pub looks: Vec<LookShown>,
}

impl fmt::Debug for RegistrationShown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegistrationShown").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A person with what may be shown of them.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonShown {
    /// The id.
    pub id: PersonId,
    /// The name; empty after erasure.
    pub name: String,
    /// The identity number, its middle masked.
    pub id_number: String,
    /// The telephone, its middle masked.
    pub phone: String,
}

impl fmt::Debug for PersonShown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PersonShown").field("id", &self.id).finish_non_exhaustive()
    }
}

/// One version of a registration.
#[derive(Clone, PartialEq, Eq)]
pub struct VersionShown {
    /// 1, 2, 3 …
    pub version: u32,
    /// The code of what happened: `registered`, `changed`, `ended`.
    pub event: &'static str,
    /// What happened, in words.
    pub title: Text,
    /// The day from which it holds.
    pub effective_on: Date,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// By whom, in words.
    pub by: Text,
    /// By which channel, in words.
    pub channel: Text,
    /// What held from then on.
    pub rows: Vec<Labelled>,
}

impl fmt::Debug for VersionShown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VersionShown").field("version", &self.version).finish_non_exhaustive()
    }
}

/// A certificate in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateLine {
    /// Its number.
    pub number: String,
    /// `valid`, `ended` or `revoked`.
    pub state: &'static str,
    /// Why it is no longer valid, as a code.
    pub reason: Option<String>,
    /// When it was issued.
    pub issued_at: Timestamp,
}

/// A look of an officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookShown {
    /// When.
    pub at: Timestamp,
    /// Who: the officer's display name.
    pub officer: String,
    /// Why, as a code.
    pub reason: String,
}
