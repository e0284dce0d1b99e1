//! Money as the acceptance rows tell it, and the laws that hold whatever is done.

#![expect(clippy::unwrap_used, reason = "what a test builds by hand is there")]

mod back_payment;
mod cycle;
mod ledger;
mod made_up;
mod monthly_run;
mod properties;
mod reconciliation;
mod subsidy;
