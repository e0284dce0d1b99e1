//! One file a command.

pub mod bank_simulator;
pub mod certificate;
pub mod decide;
pub mod decision;
pub mod journal;
pub mod keys;
mod paper;
pub mod policy;
pub mod policy_diff;
pub mod publish;
pub mod resettle;
pub mod serve;
pub mod sms_simulator;
