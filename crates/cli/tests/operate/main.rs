//! What operators rely on, seen from outside: the binary itself, on folders and databases of its own.
//!
//! Data is put in place through the fixture or through the running server; what is looked at is the exit
//! status, the output and the log of the binary.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop there")]

mod bank;
mod binary;
mod browser;
mod certificate;
mod copied;
mod decide;
mod journal;
mod keys;
mod log;
mod place;
mod policy;
mod replay;
mod serve;
mod simulator;
