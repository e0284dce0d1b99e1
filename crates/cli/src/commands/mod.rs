//! One file a command.

pub mod decide;
pub mod policy;
pub mod serve;
