//! The banks' files: held to the published schemas, read back, and sent to the simulated bank.

#![expect(clippy::unwrap_used, reason = "what a test builds by hand is there")]

mod made_up;
mod messages;
mod robustness;
mod round;
mod schema;
