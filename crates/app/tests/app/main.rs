//! The use cases in process: real policies and packs, a database of its own for each test, a clock that
//! stands still.

#![expect(clippy::unwrap_used, reason = "what a test builds by hand is there")]

mod behalf;
mod budget;
mod cases;
mod certificate;
mod change;
mod check;
mod decisions;
mod demo;
mod enrolment;
mod evidence;
mod house;
mod journal;
mod life;
mod mail;
mod money;
mod money_papers;
mod officer;
mod outbox;
mod papers;
mod privacy;
mod proactive;
mod publish;
mod rating;
mod register;
mod sessions;
mod subsidy;
mod told;
