//! Money: what each person owes, has paid and is due, month by month, and how it reaches them.
//!
//! Amounts come from decisions of the law; nothing here knows a rate. What is added up here is added
//! up in whole fen with checked arithmetic. Each aggregate is the sum of its events: a command is
//! judged against what is there and gives events; `apply` takes them, and takes no others.
//!
//! Entitlement (`subsidy`, `ledger`) and payment (`order`, `cycle`) are separate; `book` proves both
//! by double entry; `reconciliation` compares them with what the collecting agencies say.

pub mod account;
pub mod audit;
pub mod back_payment;
pub mod base;
pub mod book;
pub mod budget;
pub mod budget_plan;
pub mod code;
pub mod cycle;
pub mod derived;
pub mod extension;
pub mod fen;
pub mod figure;
pub mod ledger;
pub mod mismatch;
pub mod month;
pub mod monthly_run;
pub mod order;
pub mod posting;
pub mod reason;
pub mod reconciliation;
pub mod record;
pub mod recovery;
pub mod resettlement;
pub mod source;
pub mod statement;
pub mod subsidy;

pub use account::{AccountCode, Chart};
pub use base::{Bounds, ChosenBase};
pub use book::{Book, Transaction};
pub use code::{Code, Insurance, Programme};
pub use cycle::PaymentCycle;
pub use derived::{MismatchId, OrderId, TransactionId};
pub use fen::Fen;
pub use ledger::MonthLedger;
pub use month::{Month, MonthRange};
pub use order::PaymentOrder;
pub use reason::ReasonCode;
pub use record::{Recorded, Stamp};
pub use source::{Reference, Source};
pub use subsidy::SubsidyLedger;
