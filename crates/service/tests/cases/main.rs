//! Cases and their clocks: what is done, what is recorded, and why a day is the last one.

mod assigning;
mod common;
mod deadlines;
mod moving;
mod replaying;
mod supplementing;
