//! The contract of the outbox: what a message is, when it is tried again, and how it ends. Pure: the queue is the
//! store's, the worker is the app's, and time is handed in. A message is sent at least once and has one effect: each
//! attempt carries the same key, and two messages for one cause have the same key from the start.

mod decide;
mod key;
mod message;
mod policy;
mod progress;

pub use decide::{Attempts, GiveUp, Next, next};
pub use key::DedupKey;
pub use message::{Channel, Language, Message, MessageId, SealedAddress, SealedValues};
pub use policy::{Policies, Policy, PolicyError};
pub use progress::{Event, Outcome, Progress, ProviderId, State};
