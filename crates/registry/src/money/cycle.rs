//! A payment cycle: open, computed and frozen, approved by a second officer, sent, answered, closed.
//! What comes after the freeze belongs to the next cycle. The file can be sent, and the bank can
//! answer, more than once; each order is paid once all the same.

mod command;
mod event;

use std::collections::BTreeMap;

pub use command::{Computation, order_events};
pub use event::{CycleEntry, CycleError, CycleEvent, CycleState, HeldEntry};

use crate::hash::Hash;
use crate::id::{AccountId, CycleId};
use crate::money::derived::OrderId;
use crate::money::fen::{Fen, FenOverflow};
use crate::money::month::Month;
use crate::money::order::OrderState;

/// A cycle as it stands after its latest event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentCycle {
    id: CycleId,
    month: Month,
    version: u32,
    state: CycleState,
    entries: BTreeMap<OrderId, CycleEntry>,
    held: Vec<HeldEntry>,
    answers: BTreeMap<OrderId, OrderState>,
    computed_by: Option<AccountId>,
    approved_by: Option<AccountId>,
    message: Option<String>,
}

impl PaymentCycle {
    /// An open cycle, in which the orders of a month and what is left of earlier ones are paid.
    pub fn open(id: CycleId, month: Month) -> Self {
        Self {
            id,
            month,
            version: 0,
            state: CycleState::Open,
            entries: BTreeMap::new(),
            held: Vec::new(),
            answers: BTreeMap::new(),
            computed_by: None,
            approved_by: None,
            message: None,
        }
    }

    /// The id.
    pub fn id(&self) -> CycleId {
        self.id
    }

    /// Whose month it pays.
    pub fn month(&self) -> Month {
        self.month
    }

    /// How many events it has.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// How it stands.
    pub fn state(&self) -> CycleState {
        self.state
    }

    /// What is paid, in the order of the ids.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = &CycleEntry> {
        self.entries.values()
    }

    /// What is held, each with its reason, in the order in which it was looked at.
    pub fn held(&self) -> &[HeldEntry] {
        &self.held
    }

    /// What the bank last said of an order.
    pub fn answer(&self, order: OrderId) -> Option<OrderState> {
        self.answers.get(&order).copied()
    }

    /// Who computed it.
    pub fn computed_by(&self) -> Option<AccountId> {
        self.computed_by
    }

    /// Who approved it.
    pub fn approved_by(&self) -> Option<AccountId> {
        self.approved_by
    }

    /// The control sum: all amounts together.
    pub fn total(&self) -> Result<Fen, FenOverflow> {
        Fen::sum(self.entries.values().map(|entry| entry.amount))
    }

    /// The id of the file's message: from the cycle and what is in it, so that the file of a frozen
    /// cycle has the same id whenever it is written. 32 characters.
    pub fn message_id(&self) -> String {
        let mut parts: Vec<Vec<u8>> = vec![self.id.as_bytes().to_vec()];
        for entry in self.entries.values() {
            parts.push(entry.reference.to_string().into_bytes());
            parts.push(entry.amount.0.to_be_bytes().to_vec());
        }
        let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        let text = Hash::of_parts("linghuo.money.message.1", &parts).to_string();
        text.chars().take(32).collect()
    }

    /// How many orders have no final answer yet.
    pub fn unanswered(&self) -> usize {
        self.entries
            .keys()
            .filter(|order| !self.answers.get(*order).is_some_and(|state| is_final(*state)))
            .count()
    }
}

fn is_final(state: OrderState) -> bool {
    match state {
        OrderState::Paid | OrderState::Rejected | OrderState::Returned => true,
        OrderState::AwaitingAmount
        | OrderState::Ready
        | OrderState::Held
        | OrderState::InCycle
        | OrderState::Sent
        | OrderState::Accepted
        | OrderState::Cancelled => false,
    }
}
