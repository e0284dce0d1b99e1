//! Money in the application: what a step of a case does to ledgers, entitlements, quotes and orders, what conditions
//! read from them, how orders are paid in cycles, and what a person sees of all that.
//!
//! Each aggregate is a stream in the store (`aggregate`); one request works on them in memory (`work`) and saves what
//! came of it, events, copies for lists and postings, in the transaction of the step. Amounts come from the law's answer
//! or from an officer's figure with its source and a second officer; nothing here knows a rate.

mod aggregate;
pub(crate) mod back_payment;
mod bank;
mod book;
mod bounds;
pub(crate) mod budgets;
mod charges;
mod collected;
pub(crate) mod contribution;
mod cycle;
mod cycle_shown;
pub(crate) mod grounds;
mod ledgers_run;
mod mismatches;
mod payee;
mod statement;
pub(crate) mod subsidy;
mod values;
pub(crate) mod work;

pub use bank::{AnswersTaken, BankFile, PayerSet};
pub use book::AccountShown;
pub use budgets::{BudgetShown, BudgetWord};
pub use charges::ChargesRun;
pub use collected::{COLLECTED_LINES_MAX, CollectedLine, CollectedTaken};
pub use cycle::{PaymentError, PaymentsWaiting};
pub use cycle_shown::{BankReason, CycleLine, CycleShown, DistrictTotal, HeldLine};
pub(crate) use grounds::MoneyOnRecord;
pub use ledgers_run::LedgersRun;
pub use mismatches::{MismatchDeed, MismatchShown, Side as MismatchSide};
pub use statement::{
    BaseShown, InsuranceShown, MoneyShown, MonthShown, RestsOn, StatementError, SubsidyShown,
};
pub(crate) use work::MoneyWork;
