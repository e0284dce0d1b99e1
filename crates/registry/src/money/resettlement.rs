//! 结算: bounds that are published in September act from July. The months already charged get the
//! amounts that the law now gives; what was paid then leaves a difference, month by month, to be
//! collected or refunded. Done again with the same amounts it finds nothing.

use crate::form::coded;
use crate::money::fen::Fen;
use crate::money::ledger::{LedgerCommands, LedgerError, LedgerEvent, MonthLedger};
use crate::money::month::Month;
use crate::money::record::Stamp;
use crate::money::source::Reference;

/// What the law gives for a month now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewAmount {
    /// Which month.
    pub month: Month,
    /// The amount.
    pub amount: Fen,
    /// The base, raised or lowered to the bounds where they overtook it.
    pub base: Option<Fen>,
}

coded! {
    /// What a difference asks for.
    DifferenceKind, "difference", {
        /// 应补: the person pays more.
        Collect = "collect",
        /// 应退: the person gets back.
        Refund = "refund",
        /// Not paid yet: only the amount due is another one.
        Due = "due",
    }
}

/// The difference of one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    /// Which month.
    pub month: Month,
    /// What it was.
    pub old: Fen,
    /// What it is.
    pub new: Fen,
    /// What it asks for.
    pub kind: DifferenceKind,
}

impl Difference {
    /// New less old.
    pub fn amount_fen(&self) -> i64 {
        self.new.0 - self.old.0
    }
}

/// What a re-settlement comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resettlement {
    /// The events, one for each month that changes; each makes a posting of its own.
    pub events: LedgerCommands,
    /// The differences, in the order of the amounts given.
    pub differences: Vec<Difference>,
}

/// Settles the months anew. Months of which nothing is charged, and those that keep their amount and
/// base, are passed over.
pub fn resettle(
    ledger: &MonthLedger,
    version: &Reference,
    amounts: &[NewAmount],
    stamp: &Stamp,
) -> Result<Resettlement, LedgerError> {
    let mut differences = Vec::new();
    let mut events = Vec::new();
    for new in amounts {
        let Some(entry) = ledger.month(new.month) else { continue };
        let Some(old) = entry.amount else { continue };
        if old == new.amount && entry.base == new.base {
            continue;
        }
        let kind = match (entry.counts(), new.amount > old) {
            (false, _) => DifferenceKind::Due,
            (true, true) => DifferenceKind::Collect,
            (true, false) => DifferenceKind::Refund,
        };
        if new.amount != old {
            differences.push(Difference { month: new.month, old, new: new.amount, kind });
        }
        events.push(LedgerEvent::Resettled {
            month: new.month,
            amount: new.amount,
            base: new.base,
            version: version.clone(),
        });
    }
    Ok(Resettlement { events: ledger.record(events, stamp)?, differences })
}
