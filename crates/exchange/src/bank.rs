//! The bank: payment files in ISO 20022 and its answers, and a bank that is none, for tests and trial.
//!
//! Written is pain.001.001.09, the version of the 2019 edition that payment systems world-wide moved
//! to; .03 of 2009 is being withdrawn. Read are pain.002 (versions 03 to 15) and camt.054 (02 to 14):
//! what is read of them is the same in all. `docs/bank-files.md` says which element carries what.

pub mod account;
pub mod answers;
pub mod camt054;
pub mod charset;
pub mod pain001;
pub mod pain002;
pub mod reasons;
pub mod simulator;
pub mod xml;

pub use account::{BankAccount, ClearingNumber, Party};
pub use answers::Answer;
pub use pain001::{Payment, PaymentFile};
