//! What a step brings about beside the case itself, each kind once, in the transaction of the step. What is a paper is
//! not kept: it follows from the event that issued it. What says only what happened is in the event already.

mod linked;
pub(crate) mod record;
mod standing;

use registry::Person;
use service::Pack;
use service::case::{Case, EffectToDo, Grounds};
use service::effect::EffectKind;
use store::Changes;

use crate::{App, Fault, Viewer};

/// Whether the house can carry out an effect of this kind. A service with another one is not offered.
pub(super) fn is_carried_out(kind: EffectKind) -> bool {
    match kind {
        EffectKind::KeepRecord
        | EffectKind::CorrectRecord
        | EffectKind::RecordCommitment
        | EffectKind::ClosePeriod
        | EffectKind::OpenUnemployment
        | EffectKind::CloseUnemployment
        | EffectKind::OpenEnrolment
        | EffectKind::CloseEnrolment
        | EffectKind::IssueCertificate
        | EffectKind::ReissueCertificate
        | EffectKind::RevokeCertificate
        | EffectKind::IssueLetter
        | EffectKind::RevokeLetter
        | EffectKind::ReviewEntitlements
        | EffectKind::Notify
        | EffectKind::OpenLinkedCase
        | EffectKind::CloseLinkedCase
        | EffectKind::HandOver
        | EffectKind::TakeBack
        | EffectKind::RecordOutcome
        | EffectKind::Publish
        | EffectKind::Unpublish
        | EffectKind::OfferService => true,
        EffectKind::OpenPeriod
        | EffectKind::SplitPeriod
        | EffectKind::ChooseBase
        | EffectKind::DeferMonths
        | EffectKind::WithdrawDeferral
        | EffectKind::ResumeContributions
        | EffectKind::QuoteBackPayment
        | EffectKind::ConfirmBackPayment
        | EffectKind::CancelBackPayment
        | EffectKind::ReceiveBackPayment
        | EffectKind::ReturnBackPayment
        | EffectKind::CreditMonths
        | EffectKind::OpenSubsidy
        | EffectKind::GrantSubsidyMonths
        | EffectKind::ExtendSubsidy
        | EffectKind::SuspendSubsidy
        | EffectKind::ResumeSubsidy
        | EffectKind::StopSubsidy
        | EffectKind::RecoverSubsidy
        | EffectKind::CancelRecovery
        | EffectKind::CreatePaymentOrder
        | EffectKind::CancelPaymentOrder => false,
    }
}

/// What an effect is brought about on.
pub(super) struct About<'a> {
    pub(super) pack: &'a Pack,
    pub(super) case: &'a Case,
    pub(super) person: &'a Person,
    pub(super) viewer: &'a Viewer,
    /// What the conditions of the step were answered from.
    pub(super) grounds: &'a Grounds<'a>,
}

impl App {
    /// Adds to the changes what an effect brings about.
    pub(super) async fn bring_about(
        &self,
        changes: Changes,
        about: &About<'_>,
        effect: EffectToDo,
    ) -> Result<Changes, Fault> {
        match effect.effect.kind {
            EffectKind::KeepRecord | EffectKind::CorrectRecord => self.keep_record(changes, about, &effect),
            EffectKind::ReviewEntitlements => Ok(changes.job(self.review_job(about.case))),
            EffectKind::OpenUnemployment => Ok(self.open_unemployment(changes, about, &effect)),
            EffectKind::CloseUnemployment => self.close_unemployment(changes, about).await,
            EffectKind::OpenEnrolment => Ok(self.open_enrolment(changes, about, &effect)),
            EffectKind::CloseEnrolment => self.close_enrolment(changes, about).await,
            EffectKind::ClosePeriod => self.close_period(changes, about, &effect).await,
            // The event of the step says it, with all that was said; papers and lists follow from there. A linked case
            // was opened with the step.
            EffectKind::RecordCommitment
            | EffectKind::OpenLinkedCase
            | EffectKind::IssueCertificate
            | EffectKind::ReissueCertificate
            | EffectKind::RevokeCertificate
            | EffectKind::IssueLetter
            | EffectKind::RevokeLetter
            | EffectKind::Notify
            | EffectKind::CloseLinkedCase
            | EffectKind::HandOver
            | EffectKind::TakeBack
            | EffectKind::RecordOutcome
            | EffectKind::Publish
            | EffectKind::Unpublish
            | EffectKind::OfferService => Ok(changes),
            EffectKind::OpenPeriod
            | EffectKind::SplitPeriod
            | EffectKind::ChooseBase
            | EffectKind::DeferMonths
            | EffectKind::WithdrawDeferral
            | EffectKind::ResumeContributions
            | EffectKind::QuoteBackPayment
            | EffectKind::ConfirmBackPayment
            | EffectKind::CancelBackPayment
            | EffectKind::ReceiveBackPayment
            | EffectKind::ReturnBackPayment
            | EffectKind::CreditMonths
            | EffectKind::OpenSubsidy
            | EffectKind::GrantSubsidyMonths
            | EffectKind::ExtendSubsidy
            | EffectKind::SuspendSubsidy
            | EffectKind::ResumeSubsidy
            | EffectKind::StopSubsidy
            | EffectKind::RecoverSubsidy
            | EffectKind::CancelRecovery
            | EffectKind::CreatePaymentOrder
            | EffectKind::CancelPaymentOrder => {
                Err(Fault::internal(format!("no way to carry out `{}`", effect.effect.id)))
            }
        }
    }
}
