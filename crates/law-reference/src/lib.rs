//! A second implementation of the law language: slow, obvious, and apart.
//!
//! It is written from `docs/language/*.md` and shares nothing with the engine: its own reader, its own calendar, its
//! own fractions. Where the engine reads answers from a diagram, this tries every completion of the absent facts.
//! No room depends on it; tests hold the two against each other (`docs/language/reference.md`).

pub mod answer;
pub mod calendar;
pub mod constructs;
pub mod day;
pub mod fraction;
pub mod generate;
pub mod input;
pub mod meaning;
pub mod program;
pub mod read;

pub use answer::{Answerer, answer};
pub use input::Input;
pub use program::Program;
pub use read::Refusal;
