//! What a step brings about beside the case itself, each kind once, in the transaction of the step. What is a paper is
//! not kept: it follows from the event that issued it. What says only what happened is in the event already.

mod linked;
pub(crate) mod record;
mod standing;

use registry::money::{Source, Stamp};
use registry::{Action, Person};
use service::Pack;
use service::case::event::Acted;
use service::case::{Actor, Case, EffectToDo, Event, Grounds, Recorded};
use service::effect::EffectKind;
use store::Changes;

use super::grounds::GroundsError;
use crate::money::MoneyWork;
use crate::money::back_payment::Back;
use crate::money::contribution::Contribution;
use crate::money::subsidy::Subsidy;
use crate::{App, Fault, Viewer};

/// What carries an effect out.
#[derive(Debug, Clone, Copy)]
enum Carried {
    /// The event of the step says it, with all that was said; papers, lists and the linked case follow from there.
    ByEvent,
    /// What was said is kept.
    Record,
    /// What hangs on the case is decided anew.
    Review,
    /// What the person is registered as.
    Standing(Standing),
    /// The ledger of months.
    Contribution(Contribution),
    /// The back payment.
    Back(Back),
    /// The entitlement.
    Subsidy(Subsidy),
}

/// What happens to what a person is registered as.
#[derive(Debug, Clone, Copy)]
enum Standing {
    OpenUnemployment,
    CloseUnemployment,
    OpenEnrolment,
    CloseEnrolment,
    CloseEmployment,
}

impl Carried {
    /// What carries out the effects of a kind; none for a kind that the house cannot carry out in a case.
    fn of(kind: EffectKind) -> Option<Self> {
        use EffectKind as K;
        match kind {
            K::KeepRecord | K::CorrectRecord => Some(Self::Record),
            K::ReviewEntitlements => Some(Self::Review),
            K::OpenUnemployment => Some(Self::Standing(Standing::OpenUnemployment)),
            K::CloseUnemployment => Some(Self::Standing(Standing::CloseUnemployment)),
            K::OpenEnrolment => Some(Self::Standing(Standing::OpenEnrolment)),
            K::CloseEnrolment => Some(Self::Standing(Standing::CloseEnrolment)),
            K::ClosePeriod => Some(Self::Standing(Standing::CloseEmployment)),
            K::RecordCommitment
            | K::OpenLinkedCase
            | K::CloseLinkedCase
            | K::IssueCertificate
            | K::ReissueCertificate
            | K::RevokeCertificate
            | K::IssueLetter
            | K::RevokeLetter
            | K::Notify
            | K::HandOver
            | K::TakeBack
            | K::RecordOutcome
            | K::Publish
            | K::Unpublish
            | K::OfferService
            // A payment that a person makes is ordered by the quote that they agreed to, and taken back with it.
            | K::CreatePaymentOrder
            | K::CancelPaymentOrder => Some(Self::ByEvent),
            K::ChooseBase => Some(Self::Contribution(Contribution::ChooseBase)),
            K::DeferMonths => Some(Self::Contribution(Contribution::Defer)),
            K::WithdrawDeferral => Some(Self::Contribution(Contribution::WithdrawDeferral)),
            K::ResumeContributions => Some(Self::Contribution(Contribution::Resume)),
            K::QuoteBackPayment => Some(Self::Back(Back::Quote)),
            K::ConfirmBackPayment => Some(Self::Back(Back::Confirm)),
            K::CancelBackPayment => Some(Self::Back(Back::Cancel)),
            K::ReceiveBackPayment => Some(Self::Back(Back::Receive)),
            K::ReturnBackPayment => Some(Self::Back(Back::Return)),
            K::CreditMonths => Some(Self::Back(Back::Credit)),
            K::OpenSubsidy => Some(Self::Subsidy(Subsidy::Open)),
            K::GrantSubsidyMonths => Some(Self::Subsidy(Subsidy::Grant)),
            K::ExtendSubsidy => Some(Self::Subsidy(Subsidy::Extend)),
            K::SuspendSubsidy => Some(Self::Subsidy(Subsidy::Suspend)),
            K::ResumeSubsidy => Some(Self::Subsidy(Subsidy::Resume)),
            K::StopSubsidy => Some(Self::Subsidy(Subsidy::Stop)),
            K::RecoverSubsidy => Some(Self::Subsidy(Subsidy::Recover)),
            // Employment is registered and changed by use cases of its own; a claim that was wrong is an objection's.
            K::OpenPeriod | K::SplitPeriod | K::CancelRecovery => None,
        }
    }
}

/// Whether the house can carry out an effect of this kind. A service with another one is not offered.
pub(super) fn is_carried_out(kind: EffectKind) -> bool {
    Carried::of(kind).is_some()
}

/// Whether an effect of this kind changes what conditions read from the ledgers.
pub(super) fn is_of_ledgers(kind: EffectKind) -> bool {
    matches!(Carried::of(kind), Some(Carried::Contribution(_) | Carried::Back(_) | Carried::Subsidy(_)))
}

/// What an effect is brought about on.
pub(crate) struct About<'a> {
    pub(crate) pack: &'a Pack,
    pub(crate) case: &'a Case,
    pub(crate) person: &'a Person,
    pub(crate) viewer: &'a Viewer,
    /// What the conditions of the step were answered from.
    pub(crate) grounds: &'a Grounds<'a>,
    /// The step that brings it about.
    pub(crate) step: Option<&'a Recorded>,
}

impl About<'_> {
    /// The action that brings it about.
    pub(crate) fn acted(&self) -> Option<&Acted> {
        let Event::Acted(acted) = &self.step?.event else { return None };
        Some(acted)
    }
}

impl App {
    /// When, by whom and on what grounds money is recorded with a step.
    pub(crate) fn stamp(&self, about: &About<'_>) -> Stamp {
        let by_itself = about.step.is_some_and(|step| step.by == Actor::System);
        let by = if by_itself {
            registry::Actor::System(Action::from_static("case"))
        } else {
            crate::viewer::actor(about.viewer, about.person.id)
        };
        Stamp { on: self.today(), at: self.moment(), by, source: Source::Case(about.case.id) }
    }

    /// Adds to the changes what an effect brings about.
    pub(super) async fn bring_about(
        &self,
        changes: Changes,
        work: &mut MoneyWork,
        about: &About<'_>,
        effect: EffectToDo,
    ) -> Result<Changes, GroundsError> {
        let kind = effect.effect.kind;
        let carried = Carried::of(kind);
        let carried =
            carried.ok_or_else(|| Fault::internal(format!("no way to carry out `{}`", effect.effect.id)))?;
        match carried {
            Carried::ByEvent => {}
            Carried::Record => {
                let changes = self.keep_record(changes, about, &effect)?;
                return self.keep_payee(changes, work, about, &effect).await;
            }
            Carried::Review => return Ok(changes.job(self.review_job(about.case))),
            Carried::Standing(what) => return Ok(self.stand(changes, about, &effect, what).await?),
            Carried::Contribution(what) => self.contribute(work, about, &effect, what).await?,
            Carried::Back(what) => self.back_pay(work, about, &effect, what).await?,
            Carried::Subsidy(what) => self.subsidise(work, about, &effect, what).await?,
        }
        Ok(changes)
    }

    async fn stand(
        &self,
        changes: Changes,
        about: &About<'_>,
        effect: &EffectToDo,
        what: Standing,
    ) -> Result<Changes, Fault> {
        match what {
            Standing::OpenUnemployment => Ok(self.open_unemployment(changes, about, effect)),
            Standing::CloseUnemployment => self.close_unemployment(changes, about).await,
            Standing::OpenEnrolment => self.open_enrolment(changes, about, effect).await,
            Standing::CloseEnrolment => self.close_enrolment(changes, about, effect).await,
            Standing::CloseEmployment => self.close_period(changes, about, effect).await,
        }
    }
}
