//! Webhooks as Standard Webhooks 1.0 has them: signing, sending, and what a receiver needs to check one. Described for
//! those who receive them in `docs/exchange/webhooks.md`.

mod key;
mod replay;
mod sender;
mod signature;
mod simulator;
mod verify;

pub use key::{KeyError, SigningKey, SigningKeys};
pub use replay::ReplayGuard;
pub use sender::{Delivery, Sender};
pub use signature::{HEADER_ID, HEADER_SIGNATURE, HEADER_TIMESTAMP, Signed, sign};
pub use simulator::{Behaviour, Receiver, Seen};
pub use verify::{Verified, Verifier, VerifyError};
