//! What a service does once it is decided, what comes next, and how long its records are kept.

use serde::{Deserialize, Serialize};

use crate::flow::BodyKind;
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
    /// The template of a certificate or letter.
    #[serde(default)]
    pub template: Option<String>,
    /// The kind of body it is about.
    #[serde(default)]
    pub body: Option<BodyKind>,
    /// The kind of linked case, the ledger, or the service that it is about.
    #[serde(default)]
    pub about: Option<String>,
    /// The clock that says how long, for what is published for a time.
    #[serde(default)]
    pub clock: Option<String>,
}

/// The kinds of effect that the app knows how to carry out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EffectKind {
    /// Write what was given about the person, as facts.
    KeepRecord,
    /// Correct what was written.
    CorrectRecord,
    /// Keep which text was committed to, and when.
    RecordCommitment,
    /// Open a period of employment.
    OpenPeriod,
    /// Begin a new version of a period on a day.
    SplitPeriod,
    /// Close a period of employment.
    ClosePeriod,
    /// Open a period of unemployment.
    OpenUnemployment,
    /// Close a period of unemployment.
    CloseUnemployment,
    /// Open an enrolment in insurance.
    OpenEnrolment,
    /// Close an enrolment in insurance.
    CloseEnrolment,
    /// Keep the contribution base that was chosen, from a day.
    ChooseBase,
    /// Put off the contributions of months.
    DeferMonths,
    /// Take back that months were put off.
    WithdrawDeferral,
    /// Go on contributing after a deferral.
    ResumeContributions,
    /// Reckon what making up months costs.
    QuoteBackPayment,
    /// Order what was quoted.
    ConfirmBackPayment,
    /// Take a quote or an order back.
    CancelBackPayment,
    /// Open the term of a subsidy.
    OpenSubsidy,
    /// Record that what was ordered was received.
    ReceiveBackPayment,
    /// Give back what was received.
    ReturnBackPayment,
    /// Let the months stand as paid on the person's account.
    CreditMonths,
    /// Grant months of a subsidy.
    GrantSubsidyMonths,
    /// Extend the term of a subsidy.
    ExtendSubsidy,
    /// Suspend a subsidy.
    SuspendSubsidy,
    /// Go on with a suspended subsidy.
    ResumeSubsidy,
    /// Stop a subsidy.
    StopSubsidy,
    /// Claim back what was paid without right.
    RecoverSubsidy,
    /// Take a claim back.
    CancelRecovery,
    /// Order a payment.
    CreatePaymentOrder,
    /// Take an order back that was not yet paid.
    CancelPaymentOrder,
    /// Issue a certificate.
    IssueCertificate,
    /// Issue it anew with the changed contents.
    ReissueCertificate,
    /// Revoke a certificate.
    RevokeCertificate,
    /// Issue a letter.
    IssueLetter,
    /// Revoke a letter.
    RevokeLetter,
    /// Decide again what hangs on the changed facts, and tell the person.
    ReviewEntitlements,
    /// Send a notice beside those of the action.
    Notify,
    /// Publish for a period.
    Publish,
    /// Take a publication back.
    Unpublish,
    /// Open a linked case.
    OpenLinkedCase,
    /// Close a linked case.
    CloseLinkedCase,
    /// Hand the case to a body.
    HandOver,
    /// Take the case back from a body.
    TakeBack,
    /// Record what a body did.
    RecordOutcome,
    /// Offer another service as the next.
    OfferService,
}

impl EffectKind {
    /// The kind that undoes it; none where it only keeps or says what happened.
    pub fn inverse(self) -> Option<Self> {
        match self {
            Self::KeepRecord | Self::CorrectRecord => Some(Self::CorrectRecord),
            Self::RecordCommitment | Self::Notify | Self::OfferService | Self::CreditMonths => None,
            Self::OpenPeriod => Some(Self::ClosePeriod),
            Self::SplitPeriod => Some(Self::SplitPeriod),
            Self::ClosePeriod => Some(Self::OpenPeriod),
            Self::OpenUnemployment => Some(Self::CloseUnemployment),
            Self::CloseUnemployment => Some(Self::OpenUnemployment),
            Self::OpenEnrolment => Some(Self::CloseEnrolment),
            Self::CloseEnrolment => Some(Self::OpenEnrolment),
            Self::ChooseBase => Some(Self::ChooseBase),
            Self::DeferMonths => Some(Self::WithdrawDeferral),
            Self::WithdrawDeferral | Self::ResumeContributions => Some(Self::DeferMonths),
            Self::QuoteBackPayment | Self::ConfirmBackPayment => Some(Self::CancelBackPayment),
            Self::CancelBackPayment => Some(Self::QuoteBackPayment),
            Self::OpenSubsidy | Self::ExtendSubsidy => Some(Self::StopSubsidy),
            Self::ReceiveBackPayment => Some(Self::ReturnBackPayment),
            Self::ReturnBackPayment => Some(Self::ReceiveBackPayment),
            Self::SuspendSubsidy => Some(Self::ResumeSubsidy),
            Self::ResumeSubsidy => Some(Self::SuspendSubsidy),
            Self::StopSubsidy => Some(Self::OpenSubsidy),
            Self::RecoverSubsidy => Some(Self::CancelRecovery),
            // A month that was granted is taken back by claiming it back.
            Self::GrantSubsidyMonths | Self::CancelRecovery => Some(Self::RecoverSubsidy),
            Self::CreatePaymentOrder => Some(Self::CancelPaymentOrder),
            Self::CancelPaymentOrder => Some(Self::CreatePaymentOrder),
            Self::IssueCertificate => Some(Self::RevokeCertificate),
            Self::ReissueCertificate => Some(Self::ReissueCertificate),
            Self::RevokeCertificate => Some(Self::IssueCertificate),
            Self::IssueLetter => Some(Self::RevokeLetter),
            Self::RevokeLetter => Some(Self::IssueLetter),
            Self::ReviewEntitlements => Some(Self::ReviewEntitlements),
            Self::Publish => Some(Self::Unpublish),
            Self::Unpublish => Some(Self::Publish),
            Self::OpenLinkedCase => Some(Self::CloseLinkedCase),
            Self::CloseLinkedCase => Some(Self::OpenLinkedCase),
            Self::HandOver => Some(Self::TakeBack),
            Self::TakeBack => Some(Self::HandOver),
            Self::RecordOutcome => Some(Self::RecordOutcome),
        }
    }
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
