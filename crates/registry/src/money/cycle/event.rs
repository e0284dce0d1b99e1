//! What can happen to a cycle, and why it cannot.

use serde::{Deserialize, Serialize};

use crate::form::coded;
use crate::id::{AccountId, CycleId};
use crate::money::budget::HoldReason;
use crate::money::code::Code;
use crate::money::derived::OrderId;
use crate::money::fen::{Fen, FenOverflow};
use crate::money::order::{BankAnswer, OrderError, PaymentReference};
use crate::money::record::OutOfOrder;

coded! {
    /// How a cycle stands.
    CycleState, "cycle_state", {
        /// Orders come and go.
        Open = "open",
        /// Frozen, and not approved.
        Computed = "computed",
        /// A second officer approved it.
        Approved = "approved",
        /// The file went to the bank.
        Sent = "sent",
        /// Every order has its answer.
        Closed = "closed",
    }
}

/// One order of a frozen cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CycleEntry {
    /// Which order and attempt.
    #[serde(with = "reference")]
    pub reference: PaymentReference,
    /// How much.
    pub amount: Fen,
}

mod reference {
    //! The reference as the bank has it.
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use crate::money::order::PaymentReference;

    pub(super) fn serialize<S: Serializer>(reference: &PaymentReference, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(reference)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<PaymentReference, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

/// One order that was held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldEntry {
    /// Which.
    pub order: OrderId,
    /// Why.
    pub reason: HoldReason,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum CycleEvent {
    /// Computed and frozen.
    Computed {
        /// By whom.
        by: AccountId,
        /// What is paid.
        entries: Vec<CycleEntry>,
        /// What is held.
        held: Vec<HeldEntry>,
    },
    /// The second officer found something: it is open again.
    SentBack {
        /// By whom.
        by: AccountId,
        /// Why.
        reason: Code,
    },
    /// Approved by a second officer.
    Approved {
        /// By whom.
        by: AccountId,
    },
    /// The file went to the bank.
    FileSent {
        /// The id of its message.
        message: String,
    },
    /// The bank answered on one order.
    Answered {
        /// Which order and attempt.
        #[serde(with = "reference")]
        reference: PaymentReference,
        /// What it said.
        answer: BankAnswer,
    },
    /// Every order has its answer.
    Closed,
}

impl CycleEvent {
    /// The code in the store and in the journal.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Computed { .. } => "computed",
            Self::SentBack { .. } => "sent_back",
            Self::Approved { .. } => "approved",
            Self::FileSent { .. } => "file_sent",
            Self::Answered { .. } => "answered",
            Self::Closed => "closed",
        }
    }
}

/// Why a cycle cannot go on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CycleError {
    /// It does not stand so that this could follow.
    #[error("cycle {cycle} is {found}; expected {expected} for `{event}`")]
    State {
        /// Which.
        cycle: CycleId,
        /// How it stands.
        found: CycleState,
        /// What was to happen.
        event: &'static str,
        /// From where it can.
        expected: &'static str,
    },
    /// Four eyes: not the one who computed it.
    #[error("by: the officer who computed cycle {cycle}; expected another one")]
    SameOfficer {
        /// Which.
        cycle: CycleId,
    },
    /// There is nothing to pay.
    #[error("cycle {cycle}: no order can be paid; expected at least one")]
    NothingToPay {
        /// Which.
        cycle: CycleId,
    },
    /// The same order twice.
    #[error("cycle {cycle}: order {order} stands twice; expected each once")]
    OrderTwice {
        /// Which.
        cycle: CycleId,
        /// The order.
        order: OrderId,
    },
    /// Another file than the cycle's.
    #[error("cycle {cycle}: file {found}; expected {message}")]
    OtherFile {
        /// Which.
        cycle: CycleId,
        /// The message that was named.
        found: String,
        /// The cycle's own.
        message: String,
    },
    /// An answer to an order that is not in it.
    #[error("cycle {cycle}: order {order} is not in it")]
    NotInCycle {
        /// Which.
        cycle: CycleId,
        /// The order.
        order: OrderId,
    },
    /// Orders without a final answer.
    #[error("cycle {cycle}: {open} orders have no answer; expected none")]
    Unanswered {
        /// Which.
        cycle: CycleId,
        /// How many.
        open: usize,
    },
    /// What the bank says of an order cannot be.
    #[error(transparent)]
    Order(#[from] OrderError),
    /// A sum that does not fit.
    #[error(transparent)]
    Overflow(#[from] FenOverflow),
    /// An event is missing or doubled.
    #[error(transparent)]
    OutOfOrder(#[from] OutOfOrder),
}
