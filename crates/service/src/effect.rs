//! What a service does once it is decided, what comes next, and how long its records are kept.

use serde::Deserialize;

use crate::words::Words;

/// One effect, with the one that undoes it or the reason why nothing does.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Effect {
    /// Its name.
    pub id: String,
    /// What is done.
    pub kind: EffectKind,
    /// The fields that it uses.
    #[serde(default)]
    pub fields: Vec<String>,
    /// What undoes it.
    #[serde(default)]
    pub undo: Option<EffectKind>,
    /// Why it cannot be undone.
    #[serde(default)]
    pub irreversible: Option<Words>,
}

/// The kinds of effect that the app knows how to carry out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EffectKind {
    /// Write what was given about the person.
    KeepRecord,
    /// Correct what was written.
    CorrectRecord,
    /// Keep which text was committed to, and when.
    RecordCommitment,
    /// Open a period of employment.
    OpenPeriod,
    /// Begin a new version of a period on a day.
    SplitPeriod,
    /// Close a period.
    ClosePeriod,
    /// Issue a certificate.
    IssueCertificate,
    /// Issue it anew with the changed contents.
    ReissueCertificate,
    /// Revoke a certificate.
    RevokeCertificate,
    /// Decide again what hangs on the changed facts, and tell the person.
    ReviewEntitlements,
}

/// Something to do after an event.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NextStep {
    /// The event after which it is shown.
    pub event: String,
    /// A conclusion to look at.
    #[serde(default)]
    pub conclusion: Option<String>,
    /// Another service to go to.
    #[serde(default)]
    pub service: Option<String>,
    /// Its title.
    pub title: Words,
    /// One line more.
    pub text: Words,
}

/// How long a class of records is kept.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// The class of records.
    pub data: String,
    /// Whether the term is settled.
    pub status: RetentionStatus,
    /// The term in years after the end, once settled.
    #[serde(default)]
    pub years: Option<u16>,
    /// Who is to settle it.
    #[serde(default)]
    pub owner: Option<Words>,
    /// Where it comes from.
    pub source: String,
    /// The same in plain words.
    pub note: Words,
}

/// Whether a retention term is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RetentionStatus {
    /// A term with a source.
    Settled,
    /// No text sets it; an owner is named.
    NotSettled,
}
