//! The whole server in process: real policies and services, a database of its own for each test, a clock
//! that stands still.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop there")]

mod api;
mod behalf;
mod browser;
mod cases;
mod clerk;
mod house;
mod law;
mod log;
mod mail;
mod money;
mod openapi;
mod pages;
mod papers;
mod payments;
mod permissions;
mod promises;
mod rating;
mod receipts;
mod told;
