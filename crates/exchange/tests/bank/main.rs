//! The banks' files: held to the published schemas, read back, and sent to the simulated bank.

mod made_up;
mod messages;
mod robustness;
mod round;
mod schema;
