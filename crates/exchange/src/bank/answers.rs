//! What the bank said of one payment, whichever message said it.

use registry::money::order::{BankAnswer, PaymentReference};

/// One answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// Which order and attempt.
    pub reference: PaymentReference,
    /// What was said.
    pub answer: BankAnswer,
}
