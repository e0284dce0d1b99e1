//! Short messages through a gateway behind a small HTTP interface that this house defines (`docs/exchange/sms.md`): an
//! operator puts a provider's own interface behind it in a page of code. With a simulator of such a gateway.

mod client;
mod number;
mod receipt;
mod signature;
mod simulator;
mod text;

pub use client::{ConfigError, SmsClient, SmsConfig, SmsMessage};
pub use number::{NumberError, PhoneNumber};
pub use receipt::{Receipt, ReceiptError, ReceiptState};
pub use signature::{HEADER_APP, HEADER_KEY, HEADER_SIGNATURE, HEADER_TIMESTAMP, RequestSigner};
pub use simulator::{Gateway, Sent, Weather};
pub use text::{Alphabet, SmsText, TextFault};
