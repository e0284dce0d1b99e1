//! 对账: differences between the ledgers and what collecting agencies say are kept until they are resolved. An officer
//! takes one up and proposes how to resolve it; a second one agrees, and only then the ledger follows, by events of its
//! own. Found again in the same batch, a difference is the same one.

use registry::money::ledger::{ContributionState, LedgerEvent};
use registry::money::mismatch::{Mismatch, MismatchError, MismatchEvent, MismatchState, Resolution};
use registry::money::reconciliation::Difference;
use registry::money::{
    Code, Fen, Insurance, MismatchId, Month, MonthLedger, Recorded, Reference, Source, Stamp,
};
use registry::{AccountId, Actor, CaseId, PersonId};
use serde::{Deserialize, Serialize};
use store::{Changes, MoneyKind};

use super::aggregate::{Aggregate, insurance_key};
use super::cycle::{PaymentError, paymaster};
use super::work::{MoneyWork, Open};
use crate::{App, Fault, Viewer};

/// What a difference is about: nothing by which one would know whose it is but the person's own id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MismatchHead {
    id: MismatchId,
    batch: Reference,
    line: Option<u32>,
    kind: String,
    person: Option<PersonId>,
    insurance: Insurance,
    here: Option<Side>,
    there: Option<Side>,
}

/// What one register has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// Which month.
    pub month: Month,
    /// How much.
    pub amount: Fen,
    /// On which base.
    pub base: Option<Fen>,
    /// The agency's receipt, with its day.
    pub receipt: Option<(Reference, jiff::civil::Date)>,
}

/// A difference with what it is about.
#[derive(Debug, Clone)]
pub(crate) struct KeptMismatch {
    head: MismatchHead,
    now: Mismatch,
    version: u32,
}

impl Aggregate for KeptMismatch {
    type Head = MismatchHead;
    type Event = MismatchEvent;
    const KIND: MoneyKind = MoneyKind::Mismatch;

    fn begin(head: MismatchHead) -> Self {
        Self { now: Mismatch::new(head.id), head, version: 0 }
    }

    fn head(&self) -> MismatchHead {
        self.head.clone()
    }

    fn key(&self) -> String {
        self.head.id.to_string()
    }

    fn person(&self) -> Option<PersonId> {
        self.head.person
    }

    fn version(&self) -> u32 {
        self.version
    }

    fn take(&mut self, recorded: &Recorded<MismatchEvent>) -> Result<(), Fault> {
        self.now
            .apply(recorded)
            .map_err(|e| Fault::because("an event of a difference that does not follow", e))?;
        self.version = recorded.version;
        Ok(())
    }
}

/// A difference as the officers who pay see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MismatchShown {
    /// Which.
    pub id: String,
    /// The batch.
    pub batch: Reference,
    /// The line in it, from 1.
    pub line: Option<u32>,
    /// In what the registers differ, as a code.
    pub kind: String,
    /// Which insurance.
    pub insurance: Insurance,
    /// What the ledger has.
    pub here: Option<Side>,
    /// What the agency has.
    pub there: Option<Side>,
    /// How it stands.
    pub state: MismatchState,
    /// What is proposed, as a code.
    pub proposed: Option<&'static str>,
    /// Whether the viewer may agree: another officer proposed it.
    pub may_agree: bool,
}

/// What is done to a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MismatchDeed {
    /// Take it up.
    TakeUp,
    /// Propose that the agency is right: the ledger follows.
    ProposeTheirs,
    /// Propose that the ledger is right: the agency corrects its register.
    ProposeOurs,
    /// Propose that it concerns nobody here.
    ProposeNotOurs,
    /// Agree, as the second officer.
    Agree,
    /// Do not agree.
    SendBack,
}

/// The code of a resolution.
fn code(resolution: &Resolution) -> &'static str {
    match resolution {
        Resolution::TakeTheirs => "theirs",
        Resolution::KeepOurs => "ours",
        Resolution::BelongsTo { .. } => "belongs_to",
        Resolution::DuplicateOf { .. } => "duplicate",
        Resolution::NotOurs { .. } => "not_ours",
    }
}

fn not_done(error: &MismatchError) -> PaymentError {
    PaymentError::File(error.to_string())
}

/// What a batch left that is not on record yet, to be kept with it.
pub(super) fn kept(batch: &Reference, difference: &Difference) -> Option<KeptMismatch> {
    let here = difference.here.as_ref();
    let there = difference.there.as_ref();
    let person = here.map(|here| here.person).or(there.and_then(|there| there.person));
    let insurance = here.map(|here| here.insurance).or(there.map(|there| there.insurance))?;
    Some(KeptMismatch::begin(MismatchHead {
        id: difference.id,
        batch: batch.clone(),
        line: there.map(|there| there.line),
        kind: difference.kind.code().to_owned(),
        person,
        insurance,
        here: here.map(|here| Side {
            month: here.month,
            amount: here.amount,
            base: here.base,
            receipt: None,
        }),
        there: there.map(|there| Side {
            month: there.month,
            amount: there.amount,
            base: there.base,
            receipt: Some((there.receipt.clone(), there.paid_on)),
        }),
    }))
}

impl App {
    /// The differences that are not resolved, and, where asked for, those that are.
    pub async fn mismatches_shown(
        &self,
        viewer: &Viewer,
        with_resolved: bool,
    ) -> Result<Vec<MismatchShown>, PaymentError> {
        let officer = paymaster(viewer)?.id;
        let streams = self.parts.store.money_stream_all(MoneyKind::Mismatch).await.map_err(Fault::from)?;
        let mut shown = Vec::with_capacity(streams.len());
        for stream in streams {
            let events = stream.events.clone();
            let kept = Open::<KeptMismatch>::read(stream)?.now;
            if kept.now.state() == MismatchState::Resolved && !with_resolved {
                continue;
            }
            let proposer = events.iter().rev().find_map(|recorded| {
                match serde_json::from_value(recorded.event.clone()) {
                    Ok(MismatchEvent::Proposed { by, .. }) => Some(by),
                    Ok(_) | Err(_) => None,
                }
            });
            shown.push(MismatchShown {
                id: kept.key(),
                batch: kept.head.batch,
                line: kept.head.line,
                kind: kept.head.kind,
                insurance: kept.head.insurance,
                here: kept.head.here,
                there: kept.head.there,
                state: kept.now.state(),
                proposed: kept.now.resolution().map(code),
                may_agree: kept.now.state() == MismatchState::Proposed && proposer != Some(officer),
            });
        }
        Ok(shown)
    }

    /// Works on a difference.
    pub async fn mismatch_act(
        &self,
        viewer: &Viewer,
        id: &str,
        deed: MismatchDeed,
    ) -> Result<(), PaymentError> {
        let by = paymaster(viewer)?.id;
        let mut open = self.money_find::<KeptMismatch>(id).await?.ok_or(PaymentError::NotFound)?;
        let stamp = self.mismatch_stamp(by, &open.now.head.batch);
        let event = match deed {
            MismatchDeed::TakeUp => MismatchEvent::TakenUp { by },
            MismatchDeed::ProposeTheirs => MismatchEvent::Proposed { by, resolution: Resolution::TakeTheirs },
            MismatchDeed::ProposeOurs => MismatchEvent::Proposed { by, resolution: Resolution::KeepOurs },
            MismatchDeed::ProposeNotOurs => MismatchEvent::Proposed {
                by,
                resolution: Resolution::NotOurs { reason: Code::from_static("unknown_here") },
            },
            MismatchDeed::Agree => MismatchEvent::Resolved { by },
            MismatchDeed::SendBack => MismatchEvent::SentBack { by, reason: Code::from_static("not_agreed") },
        };
        let action = format!("payment.difference_{}", event.code());
        let recorded = open.now.now.record(event, &stamp).map_err(|error| not_done(&error))?;
        let mut work = MoneyWork::default();
        if deed == MismatchDeed::Agree && open.now.now.resolution() == Some(&Resolution::TakeTheirs) {
            self.follow_agency(&mut work, &open.now.head, by).await?;
        }
        open.take(recorded)?;
        work.mismatches.insert(open.now.key(), open);
        self.prove(&work).await?;
        let payload = serde_json::json!({ "difference": id, "postings": work.postings.len() });
        let entry = store::entry(CaseId(self.id()), self.moment(), Actor::Officer(by), &action, &payload);
        let changes = Changes::new().entry(entry.map_err(Fault::from)?);
        let changes = work.write(changes, None, self.moment())?;
        self.parts.store.save(changes).await.map_err(Fault::from)?;
        Ok(())
    }

    fn mismatch_stamp(&self, by: AccountId, batch: &Reference) -> Stamp {
        let source = Source::Document(batch.clone());
        Stamp { on: self.today(), at: self.moment(), by: Actor::Officer(by), source }
    }

    /// The agency is right: the ledger takes on what the agency has.
    async fn follow_agency(
        &self,
        work: &mut MoneyWork,
        head: &MismatchHead,
        by: AccountId,
    ) -> Result<(), PaymentError> {
        let nobody = || {
            let expected = "expected a difference about a person on record";
            PaymentError::File(format!("difference {}: {expected}", head.id))
        };
        let person = head.person.ok_or_else(nobody)?;
        let stamp = self.mismatch_stamp(by, &head.batch);
        let ledger = MonthLedger::new(person, head.insurance);
        let ledger = self.money_open(&mut work.ledgers, ledger).await?.now.clone();
        let (events, stamp) = match (&head.here, &head.there) {
            (Some(here), None) => (vec![reversed(here.month)], stamp),
            (_, Some(there)) => {
                let (receipt, on) = there.receipt.clone().ok_or_else(nobody)?;
                let stamp = Stamp { on, source: Source::Receipt(receipt.clone()), ..stamp };
                (taken_on(&ledger, there, receipt)?, stamp)
            }
            (None, None) => return Err(nobody()),
        };
        let recorded = ledger.record(events, &stamp);
        let key = insurance_key(person, head.insurance);
        for event in recorded.map_err(|error| PaymentError::File(error.to_string()))? {
            work.book(&key, event)?;
        }
        Ok(())
    }
}

fn reversed(month: Month) -> LedgerEvent {
    LedgerEvent::PaymentReversed { month, reason: Code::from_static("not_at_agency") }
}

/// What lets a month stand as the agency has it.
fn taken_on(
    ledger: &MonthLedger,
    there: &Side,
    receipt: Reference,
) -> Result<Vec<LedgerEvent>, PaymentError> {
    let Side { month, amount, base, .. } = *there;
    let entry = ledger.month(month);
    let resettled = LedgerEvent::Resettled { month, amount, base, version: receipt.clone() };
    let paid = [LedgerEvent::Paid { month, amount, base, receipt }, LedgerEvent::Credited { month }];
    let has_another = entry.is_some_and(|entry| entry.amount.is_some_and(|held| held != amount));
    let mut events = Vec::new();
    match ledger.contribution(month) {
        ContributionState::Open | ContributionState::Due => {
            events.extend(has_another.then_some(resettled));
            events.extend(paid);
        }
        // Put off and paid all the same.
        ContributionState::Deferred => {
            events.push(LedgerEvent::DeferralWithdrawn { month });
            events.extend(has_another.then_some(resettled));
            events.extend(paid);
        }
        ContributionState::Paid | ContributionState::Credited => {
            events.push(resettled);
            let old = entry.and_then(|entry| entry.amount).unwrap_or_default();
            let difference = amount.minus(old).map_err(|error| PaymentError::File(error.to_string()))?;
            // The agency has it already: nothing is left to collect or refund.
            if difference != Fen::ZERO {
                events.push(LedgerEvent::DifferenceSettled { month, amount: difference });
            }
        }
    }
    Ok(events)
}
