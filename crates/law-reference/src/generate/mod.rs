//! Random policies in the surface syntax, and random inputs for any policy. One seed is one policy with its inputs,
//! on every machine.

mod condition;
mod draw;
mod field;
pub mod input;
mod program;
mod sketch;
mod vocabulary;

pub use draw::Draw;
pub use sketch::Sketch;

/// The policy of a seed.
pub fn sketch(seed: u64) -> Sketch {
    program::sketch(&mut Draw::new(seed))
}
