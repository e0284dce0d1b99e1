//! What can happen to an order, and what the bank's answers make of it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{ATTEMPT_MAX, PaymentOrder};
use crate::form::coded;
use crate::id::{AccountId, CycleId};
use crate::money::budget::HoldReason;
use crate::money::code::Code;
use crate::money::derived::OrderId;
use crate::money::figure::{Figure, FigureError};
use crate::money::reason::ReasonCode;
use crate::money::record::{OutOfOrder, Recorded, Stamp, in_order};

coded! {
    /// How an order stands.
    OrderState, "order_state", {
        /// The amount is not known.
        AwaitingAmount = "awaiting_amount",
        /// To be paid with the next cycle.
        Ready = "ready",
        /// A budget holds it.
        Held = "held",
        /// Frozen in a cycle.
        InCycle = "in_cycle",
        /// In a file that went to the bank.
        Sent = "sent",
        /// The bank took it on.
        Accepted = "accepted",
        /// The bank paid it.
        Paid = "paid",
        /// The bank refused it.
        Rejected = "rejected",
        /// It came back after it was paid.
        Returned = "returned",
        /// It is not to be paid any more.
        Cancelled = "cancelled",
    }
}

/// What a bank says of one payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "answer")]
pub enum BankAnswer {
    /// It took it on.
    Accepted,
    /// It paid it.
    Paid {
        /// On which day.
        on: Date,
    },
    /// It refused it.
    Rejected {
        /// Why.
        reason: ReasonCode,
    },
    /// It came back.
    Returned {
        /// On which day.
        on: Date,
        /// Why.
        reason: ReasonCode,
    },
}

impl BankAnswer {
    /// The state to which it leads.
    pub fn state(&self) -> OrderState {
        match self {
            Self::Accepted => OrderState::Accepted,
            Self::Paid { .. } => OrderState::Paid,
            Self::Rejected { .. } => OrderState::Rejected,
            Self::Returned { .. } => OrderState::Returned,
        }
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum OrderEvent {
    /// An officer entered the amount.
    FigureProposed {
        /// It.
        figure: Figure,
    },
    /// A second officer approved it.
    FigureApproved {
        /// Who.
        by: AccountId,
    },
    /// A cycle was computed with it.
    Included {
        /// Which.
        cycle: CycleId,
    },
    /// A cycle was computed without it.
    Held {
        /// Why.
        reason: HoldReason,
    },
    /// The cycle was sent back before approval.
    Released,
    /// It went to the bank.
    Sent,
    /// The bank answered.
    Answered {
        /// What.
        answer: BankAnswer,
    },
    /// What the bank minded was put right: it can be tried again.
    Corrected {
        /// What was put right, such as `account`.
        what: Code,
    },
    /// It is not to be paid any more.
    Cancelled {
        /// Why.
        reason: Code,
    },
}

impl OrderEvent {
    /// The code in the store and in the journal.
    pub fn code(&self) -> &'static str {
        match self {
            Self::FigureProposed { .. } => "figure_proposed",
            Self::FigureApproved { .. } => "figure_approved",
            Self::Included { .. } => "included",
            Self::Held { .. } => "held",
            Self::Released => "released",
            Self::Sent => "sent",
            Self::Answered { .. } => "answered",
            Self::Corrected { .. } => "corrected",
            Self::Cancelled { .. } => "cancelled",
        }
    }
}

/// Why an event cannot stand where it would.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OrderError {
    /// The order does not stand so that this could follow.
    #[error("order {order} is {found}; expected {expected} for `{event}`")]
    State {
        /// Which.
        order: OrderId,
        /// How it stands.
        found: OrderState,
        /// What was to happen.
        event: &'static str,
        /// From where it can.
        expected: &'static str,
    },
    /// The bank says something that cannot be with what it said before.
    #[error("order {order}: the bank answered {found} after {held}; expected no contradiction")]
    Contradiction {
        /// Which.
        order: OrderId,
        /// What it said before.
        held: OrderState,
        /// What it says now.
        found: OrderState,
    },
    /// An attempt that was never made.
    #[error("order {order}: answer to attempt {found}; expected at most {made}")]
    Attempt {
        /// Which.
        order: OrderId,
        /// The attempt named.
        found: u16,
        /// The latest one made.
        made: u16,
    },
    /// No number is left for another attempt.
    #[error("order {order}: {ATTEMPT_MAX} attempts were made; expected it to be paid otherwise")]
    TooManyAttempts {
        /// Which.
        order: OrderId,
    },
    /// The amount.
    #[error(transparent)]
    Figure(#[from] FigureError),
    /// An event is missing or doubled.
    #[error(transparent)]
    OutOfOrder(#[from] OutOfOrder),
}

impl PaymentOrder {
    /// Records an event without changing the order.
    pub fn record(&self, event: OrderEvent, stamp: &Stamp) -> Result<Recorded<OrderEvent>, OrderError> {
        let recorded = Recorded { version: self.version.saturating_add(1), stamp: stamp.clone(), event };
        self.clone().apply(&recorded)?;
        Ok(recorded)
    }

    /// What the bank's answer to an attempt changes. `None` where it says what is known, comes late, or
    /// belongs to an attempt that is over.
    pub fn answer(&self, attempt: u16, answer: BankAnswer) -> Result<Option<OrderEvent>, OrderError> {
        use OrderState as S;
        if attempt > self.attempt {
            return Err(OrderError::Attempt { order: self.id, found: attempt, made: self.attempt });
        }
        if attempt < self.attempt {
            return Ok(None);
        }
        let found = answer.state();
        let contradiction = || OrderError::Contradiction { order: self.id, held: self.state, found };
        let known = match (self.state, &answer) {
            (S::Sent, _)
            | (
                S::Accepted,
                BankAnswer::Paid { .. } | BankAnswer::Rejected { .. } | BankAnswer::Returned { .. },
            )
            | (S::Paid, BankAnswer::Returned { .. }) => false,
            (S::Accepted | S::Paid | S::Returned, BankAnswer::Accepted)
            | (S::Paid | S::Returned, BankAnswer::Paid { .. })
            | (S::Rejected, BankAnswer::Rejected { .. } | BankAnswer::Accepted)
            | (S::Returned, BankAnswer::Returned { .. }) => true,
            (S::Paid | S::Returned, BankAnswer::Rejected { .. })
            | (S::Rejected, BankAnswer::Paid { .. } | BankAnswer::Returned { .. }) => {
                return Err(contradiction());
            }
            (S::AwaitingAmount | S::Ready | S::Held | S::InCycle | S::Cancelled, _) => {
                return Err(self.wrong("answered", "sent"));
            }
        };
        Ok((!known).then_some(OrderEvent::Answered { answer }))
    }

    fn wrong(&self, event: &'static str, expected: &'static str) -> OrderError {
        OrderError::State { order: self.id, found: self.state, event, expected }
    }

    /// Takes the next event, if it may stand there.
    pub fn apply(&mut self, recorded: &Recorded<OrderEvent>) -> Result<(), OrderError> {
        use OrderState as S;
        in_order(self.version, recorded.version)?;
        let event = &recorded.event;
        let from = |allowed: &[S], expected| {
            if allowed.contains(&self.state) { Ok(()) } else { Err(self.wrong(event.code(), expected)) }
        };
        match event {
            OrderEvent::FigureProposed { figure } => {
                from(&[S::AwaitingAmount], "awaiting_amount")?;
                self.amount = self.amount.propose(figure.clone())?;
            }
            OrderEvent::FigureApproved { by } => {
                from(&[S::AwaitingAmount], "awaiting_amount")?;
                self.amount = self.amount.approve(*by)?;
                self.state = S::Ready;
            }
            OrderEvent::Included { cycle } => {
                from(&[S::Ready, S::Held], "ready or held")?;
                (self.state, self.cycle, self.hold) = (S::InCycle, Some(*cycle), None);
            }
            OrderEvent::Held { reason } => {
                from(&[S::Ready, S::Held], "ready or held")?;
                (self.state, self.hold) = (S::Held, Some(reason.clone()));
            }
            OrderEvent::Released => {
                from(&[S::InCycle], "in_cycle")?;
                (self.state, self.cycle) = (S::Ready, None);
            }
            OrderEvent::Sent => {
                from(&[S::InCycle], "in_cycle")?;
                self.state = S::Sent;
            }
            OrderEvent::Answered { answer } => {
                if self.answer(self.attempt, *answer)?.is_none() {
                    return Err(self.wrong("answered", "an answer that is not known yet"));
                }
                self.state = answer.state();
                self.reason = match answer {
                    BankAnswer::Accepted | BankAnswer::Paid { .. } => None,
                    BankAnswer::Rejected { reason } | BankAnswer::Returned { reason, .. } => Some(*reason),
                };
            }
            OrderEvent::Corrected { .. } => {
                from(&[S::Rejected, S::Returned], "rejected or returned")?;
                if self.attempt >= ATTEMPT_MAX {
                    return Err(OrderError::TooManyAttempts { order: self.id });
                }
                (self.state, self.cycle, self.reason) = (S::Ready, None, None);
                self.attempt += 1;
            }
            OrderEvent::Cancelled { .. } => {
                from(
                    &[S::AwaitingAmount, S::Ready, S::Held, S::Rejected, S::Returned],
                    "awaiting_amount, ready, held, rejected or returned",
                )?;
                self.state = S::Cancelled;
            }
        }
        self.version = recorded.version;
        Ok(())
    }
}
