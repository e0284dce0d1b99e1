//! What is asked of a cycle, and what its events mean for its orders.

use super::event::{CycleEntry, CycleError, CycleEvent, CycleState, HeldEntry};
use super::{PaymentCycle, is_final};
use crate::id::AccountId;
use crate::money::budget::{Budget, allocate};
use crate::money::code::Code;
use crate::money::derived::OrderId;
use crate::money::order::{BankAnswer, OrderEvent, OrderState, PaymentOrder, PaymentReference};
use crate::money::record::{Recorded, Stamp, in_order};

/// A cycle computed: its event, and the budgets with what it commits of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Computation {
    /// To be recorded.
    pub event: Recorded<CycleEvent>,
    /// The budgets after it.
    pub budgets: Vec<Budget>,
}

impl PaymentCycle {
    /// Computes and freezes the cycle from the orders that can be paid. Those without an amount stay
    /// where they are; those over a cap are held.
    pub fn compute<'a>(
        &self,
        orders: impl IntoIterator<Item = &'a PaymentOrder>,
        mut budgets: Vec<Budget>,
        by: AccountId,
        stamp: &Stamp,
    ) -> Result<Computation, CycleError> {
        let mut claims = Vec::new();
        let mut attempts = std::collections::BTreeMap::new();
        for order in orders {
            if let Some(claim) = order.claim() {
                if attempts.insert(claim.order, order.reference()).is_some() {
                    return Err(CycleError::OrderTwice { cycle: self.id, order: claim.order });
                }
                claims.push(claim);
            }
        }
        let allocation = allocate(claims, &mut budgets)?;
        let entry = |claim: &crate::money::budget::Claim| {
            let reference = attempts.get(&claim.order).copied()?;
            Some(CycleEntry { reference, amount: claim.amount })
        };
        let entries: Vec<CycleEntry> = allocation.met.iter().filter_map(entry).collect();
        let held = allocation.held.into_iter().map(|(order, reason)| HeldEntry { order, reason }).collect();
        let event = self.record(CycleEvent::Computed { by, entries, held }, stamp)?;
        Ok(Computation { event, budgets })
    }

    /// Opens it again, for the second officer found something.
    pub fn send_back(
        &self,
        by: AccountId,
        reason: Code,
        stamp: &Stamp,
    ) -> Result<Recorded<CycleEvent>, CycleError> {
        self.record(CycleEvent::SentBack { by, reason }, stamp)
    }

    /// Approves it.
    pub fn approve(&self, by: AccountId, stamp: &Stamp) -> Result<Recorded<CycleEvent>, CycleError> {
        self.record(CycleEvent::Approved { by }, stamp)
    }

    /// The file went to the bank. A second time, with the same message, has no effect.
    pub fn file_sent(
        &self,
        message: &str,
        stamp: &Stamp,
    ) -> Result<Option<Recorded<CycleEvent>>, CycleError> {
        if self.message.as_deref() == Some(message) {
            return Ok(None);
        }
        self.record(CycleEvent::FileSent { message: message.to_owned() }, stamp).map(Some)
    }

    /// The bank answered on one of its orders. `order` is that order as it stands; where the answer
    /// changes nothing there is no event.
    pub fn answered(
        &self,
        order: &PaymentOrder,
        attempt: u16,
        answer: BankAnswer,
        stamp: &Stamp,
    ) -> Result<Option<Recorded<CycleEvent>>, CycleError> {
        let reference = PaymentReference { order: order.id(), attempt };
        self.require_entry(reference)?;
        if order.answer(attempt, answer)?.is_none() {
            return Ok(None);
        }
        self.record(CycleEvent::Answered { reference, answer }, stamp).map(Some)
    }

    /// Closes it, once every order has its answer. A return can still come later.
    pub fn close(&self, stamp: &Stamp) -> Result<Recorded<CycleEvent>, CycleError> {
        self.record(CycleEvent::Closed, stamp)
    }

    fn record(&self, event: CycleEvent, stamp: &Stamp) -> Result<Recorded<CycleEvent>, CycleError> {
        self.check(&event)?;
        Ok(Recorded { version: self.version.saturating_add(1), stamp: stamp.clone(), event })
    }

    fn require_entry(&self, reference: PaymentReference) -> Result<(), CycleError> {
        match self.entries.get(&reference.order) {
            Some(entry) if entry.reference == reference => Ok(()),
            Some(_) | None => Err(CycleError::NotInCycle { cycle: self.id, order: reference.order }),
        }
    }

    fn require(
        &self,
        allowed: &[CycleState],
        event: &CycleEvent,
        expected: &'static str,
    ) -> Result<(), CycleError> {
        if allowed.contains(&self.state) {
            return Ok(());
        }
        Err(CycleError::State { cycle: self.id, found: self.state, event: event.code(), expected })
    }

    fn check(&self, event: &CycleEvent) -> Result<(), CycleError> {
        use CycleState as S;
        match event {
            CycleEvent::Computed { entries, .. } => {
                self.require(&[S::Open], event, "open")?;
                if entries.is_empty() {
                    return Err(CycleError::NothingToPay { cycle: self.id });
                }
                let mut seen = std::collections::BTreeSet::new();
                match entries.iter().find(|entry| !seen.insert(entry.reference.order)) {
                    Some(entry) => {
                        Err(CycleError::OrderTwice { cycle: self.id, order: entry.reference.order })
                    }
                    None => Ok(()),
                }
            }
            CycleEvent::SentBack { by, .. } | CycleEvent::Approved { by } => {
                self.require(&[S::Computed], event, "computed")?;
                if self.computed_by == Some(*by) {
                    return Err(CycleError::SameOfficer { cycle: self.id });
                }
                Ok(())
            }
            CycleEvent::FileSent { message } => {
                let own = self.message_id();
                if *message != own {
                    return Err(CycleError::OtherFile {
                        cycle: self.id,
                        found: message.clone(),
                        message: own,
                    });
                }
                self.require(&[S::Approved], event, "approved")
            }
            CycleEvent::Answered { reference, .. } => {
                self.require_entry(*reference)?;
                self.require(&[S::Sent, S::Closed], event, "sent or closed")
            }
            CycleEvent::Closed => {
                self.require(&[S::Sent], event, "sent")?;
                match self.unanswered() {
                    0 => Ok(()),
                    open => Err(CycleError::Unanswered { cycle: self.id, open }),
                }
            }
        }
    }

    /// Takes the next event, if it may stand there.
    pub fn apply(&mut self, recorded: &Recorded<CycleEvent>) -> Result<(), CycleError> {
        in_order(self.version, recorded.version)?;
        self.check(&recorded.event)?;
        match &recorded.event {
            CycleEvent::Computed { by, entries, held } => {
                self.entries = entries.iter().map(|entry| (entry.reference.order, *entry)).collect();
                self.held.clone_from(held);
                (self.state, self.computed_by) = (CycleState::Computed, Some(*by));
            }
            CycleEvent::SentBack { .. } => {
                self.entries.clear();
                self.held.clear();
                (self.state, self.computed_by) = (CycleState::Open, None);
            }
            CycleEvent::Approved { by } => {
                (self.state, self.approved_by) = (CycleState::Approved, Some(*by));
            }
            CycleEvent::FileSent { message } => {
                (self.state, self.message) = (CycleState::Sent, Some(message.clone()));
            }
            CycleEvent::Answered { reference, answer } => {
                let held = self.answers.entry(reference.order).or_insert(OrderState::Sent);
                // A late word of acceptance takes nothing back.
                if !is_final(*held) || is_final(answer.state()) {
                    *held = answer.state();
                }
            }
            CycleEvent::Closed => self.state = CycleState::Closed,
        }
        self.version = recorded.version;
        Ok(())
    }
}

/// What a cycle's event means for its orders; `before` is the cycle before it.
pub fn order_events(before: &PaymentCycle, event: &CycleEvent) -> Vec<(OrderId, OrderEvent)> {
    let each = |event: OrderEvent| before.entries.keys().map(|order| (*order, event.clone())).collect();
    match event {
        CycleEvent::Computed { entries, held, .. } => {
            let included = OrderEvent::Included { cycle: before.id };
            let included = entries.iter().map(|entry| (entry.reference.order, included.clone()));
            let held = held.iter().map(|held| (held.order, OrderEvent::Held { reason: held.reason.clone() }));
            included.chain(held).collect()
        }
        CycleEvent::SentBack { .. } => each(OrderEvent::Released),
        CycleEvent::FileSent { .. } => each(OrderEvent::Sent),
        CycleEvent::Answered { reference, answer } => {
            vec![(reference.order, OrderEvent::Answered { answer: *answer })]
        }
        CycleEvent::Approved { .. } | CycleEvent::Closed => Vec::new(),
    }
}
