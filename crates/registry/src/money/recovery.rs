//! 追回: what was granted wrongly is claimed back. The entitlement, the month ledger and the book follow
//! together; an order that is not paid yet is cancelled and set off, so that nothing is paid out only
//! to be asked for again.

use crate::money::book::{BookError, Transaction};
use crate::money::code::Code;
use crate::money::ledger::{LedgerError, LedgerEvent, MonthLedger};
use crate::money::month::Month;
use crate::money::order::{OrderError, OrderEvent, OrderState, PaymentOrder};
use crate::money::posting::{MoneyMoved, of_ledger, of_order};
use crate::money::record::{Recorded, Stamp};
use crate::money::subsidy::{SubsidyError, SubsidyEvent, SubsidyLedger};

/// Why it cannot be claimed back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryError {
    /// The order is on its way: its answer is to be waited for.
    #[error("order is {found}; expected the bank's answer before the subsidy is claimed back")]
    UnderWay {
        /// How it stands.
        found: OrderState,
    },
    /// The entitlement.
    #[error(transparent)]
    Subsidy(#[from] SubsidyError),
    /// The month ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The order.
    #[error(transparent)]
    Order(#[from] OrderError),
    /// A posting.
    #[error(transparent)]
    Book(#[from] BookError),
}

/// What a claim comes to. Nothing is changed until the events are applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// For the entitlement.
    pub subsidy: Recorded<SubsidyEvent>,
    /// For the ledger.
    pub ledger: Recorded<LedgerEvent>,
    /// For the order, where it was not paid.
    pub order: Option<Recorded<OrderEvent>>,
    /// The claim, and the set-off where there is one.
    pub postings: Vec<Transaction>,
}

/// Claims one insurance of a month back. `counts_again` is the law's answer: whether the month can be
/// granted once more in number.
pub fn recover(
    subsidy: &SubsidyLedger,
    ledger: &MonthLedger,
    order: &PaymentOrder,
    reason: Code,
    counts_again: bool,
    stamp: &Stamp,
) -> Result<Recovery, RecoveryError> {
    let (month, insurance): (Month, _) = (order.line().month, ledger.insurance());
    let event = SubsidyEvent::Recovered { month, insurance, reason, counts_again };
    let told = subsidy.record(event, stamp)?;
    let mut recorded = ledger.record([LedgerEvent::SubsidyRecovered { month, reason }], stamp)?;
    let Some(recorded) = recorded.pop() else { return Err(LedgerError::NoMonths.into()) };
    let mut postings: Vec<Transaction> = of_ledger(ledger, &recorded)?.into_iter().collect();
    let is_paid = match order.state() {
        OrderState::Paid => true,
        OrderState::AwaitingAmount
        | OrderState::Ready
        | OrderState::Held
        | OrderState::Rejected
        | OrderState::Returned => false,
        // A cancelled order was never owed any more, so there is no claim to make.
        found @ (OrderState::InCycle | OrderState::Sent | OrderState::Accepted | OrderState::Cancelled) => {
            return Err(RecoveryError::UnderWay { found });
        }
    };
    let cancelled = if is_paid {
        None
    } else {
        if let Some(amount) = order.amount().payable() {
            postings.push(of_order(order, amount, MoneyMoved::SetOff, stamp)?);
        }
        Some(order.record(OrderEvent::Cancelled { reason }, stamp)?)
    };
    Ok(Recovery { subsidy: told, ledger: recorded, order: cancelled, postings })
}
