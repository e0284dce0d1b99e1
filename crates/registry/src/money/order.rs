//! A payment order: what is to be paid for one line of entitlement. Its id follows from that line, so
//! computing a month twice gives the same orders, and each is paid once: what the bank says a second
//! time, or late, has no effect, and what contradicts an earlier answer is an error to be looked at.

mod event;

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

pub use event::{BankAnswer, OrderError, OrderEvent, OrderState};

use crate::id::{CycleId, PersonId};
use crate::money::budget::{Claim, HoldReason};
use crate::money::code::{Insurance, Programme};
use crate::money::derived::{DerivedIdError, OrderId};
use crate::money::figure::Amount;
use crate::money::month::Month;
use crate::money::reason::ReasonCode;
use crate::region::Region;

/// The highest number of an attempt: three digits of the payment's reference.
pub const ATTEMPT_MAX: u16 = 999;

/// The line of entitlement that an order pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntitlementLine {
    /// Who.
    pub person: PersonId,
    /// Under which programme.
    pub programme: Programme,
    /// Which insurance.
    pub insurance: Insurance,
    /// Which month.
    pub month: Month,
}

impl EntitlementLine {
    /// The id of its order.
    pub fn order_id(&self) -> OrderId {
        OrderId::of(&[
            self.person.as_bytes(),
            self.programme.as_str().as_bytes(),
            self.insurance.as_str().as_bytes(),
            self.month.to_string().as_bytes(),
        ])
    }
}

/// An order and the attempt to pay it: the reference that goes to the bank and comes back with each of
/// its answers, 35 characters long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PaymentReference {
    /// Which order.
    pub order: OrderId,
    /// 1 for the first, up to [`ATTEMPT_MAX`].
    pub attempt: u16,
}

impl fmt::Display for PaymentReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{:03}", self.order, self.attempt)
    }
}

/// A text that is no payment's reference.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("payment reference: {found:?}; expected 32 hexadecimal digits and three of the attempt")]
pub struct PaymentReferenceError {
    /// The text, cut.
    pub found: String,
}

impl FromStr for PaymentReference {
    type Err = PaymentReferenceError;

    fn from_str(text: &str) -> Result<Self, PaymentReferenceError> {
        let wrong = || PaymentReferenceError { found: text.chars().take(40).collect() };
        let (order, attempt) = text.split_at_checked(32).ok_or_else(wrong)?;
        let three = attempt.len() == 3 && attempt.bytes().all(|b| b.is_ascii_digit());
        let attempt: u16 = attempt.parse().map_err(|_| wrong())?;
        if !three || attempt == 0 {
            return Err(wrong());
        }
        let order = order.parse().map_err(|_: DerivedIdError| wrong())?;
        Ok(Self { order, attempt })
    }
}

/// An order as it stands after its latest event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentOrder {
    id: OrderId,
    line: EntitlementLine,
    district: Region,
    approved_at: Timestamp,
    amount: Amount,
    state: OrderState,
    attempt: u16,
    cycle: Option<CycleId>,
    reason: Option<ReasonCode>,
    hold: Option<HoldReason>,
    version: u32,
}

impl PaymentOrder {
    /// The order of a line. Where the amount is not known it waits for an officer's figure.
    pub fn new(line: EntitlementLine, district: Region, approved_at: Timestamp, amount: Amount) -> Self {
        let state = if amount.payable().is_some() { OrderState::Ready } else { OrderState::AwaitingAmount };
        Self {
            id: line.order_id(),
            line,
            district,
            approved_at,
            amount,
            state,
            attempt: 1,
            cycle: None,
            reason: None,
            hold: None,
            version: 0,
        }
    }

    /// The id.
    pub fn id(&self) -> OrderId {
        self.id
    }

    /// What it pays.
    pub fn line(&self) -> EntitlementLine {
        self.line
    }

    /// Which district's budget it burdens.
    pub fn district(&self) -> &Region {
        &self.district
    }

    /// When the entitlement was approved.
    pub fn approved_at(&self) -> Timestamp {
        self.approved_at
    }

    /// How much.
    pub fn amount(&self) -> &Amount {
        &self.amount
    }

    /// How it stands.
    pub fn state(&self) -> OrderState {
        self.state
    }

    /// Which attempt this is.
    pub fn reference(&self) -> PaymentReference {
        PaymentReference { order: self.id, attempt: self.attempt }
    }

    /// In which cycle it is or was last.
    pub fn cycle(&self) -> Option<CycleId> {
        self.cycle
    }

    /// Why the bank refused or returned it.
    pub fn reason(&self) -> Option<ReasonCode> {
        self.reason
    }

    /// Why it is held.
    pub fn hold(&self) -> Option<&HoldReason> {
        self.hold.as_ref()
    }

    /// How many events it has.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// What a budget looks at; `None` where it cannot be paid now.
    pub fn claim(&self) -> Option<Claim> {
        let amount = self.amount.payable()?;
        matches!(self.state, OrderState::Ready | OrderState::Held).then(|| Claim {
            order: self.id,
            district: self.district.clone(),
            programme: self.line.programme,
            month: self.line.month,
            amount,
            approved_at: self.approved_at,
        })
    }
}
