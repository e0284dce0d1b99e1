//! The use cases in process: real policies and packs, a database of its own for each test, a clock that
//! stands still.

mod certificate;
mod change;
mod check;
mod decisions;
mod demo;
mod house;
mod journal;
mod officer;
mod register;
mod sessions;
