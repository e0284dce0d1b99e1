//! Random policies in the surface syntax, and random inputs for any policy. One seed is one policy with its inputs,
//! on every machine.

mod condition;
mod departures;
mod draw;
mod field;
pub mod input;
mod parameters;
mod program;
mod sketch;
mod vocabulary;

pub use draw::Draw;
pub use sketch::Sketch;

/// The policy of a seed.
pub fn sketch(seed: u64) -> Sketch {
    program::sketch(&mut Draw::new(seed))
}

/// The same without its exceptions, of which some may never hold or change nothing (E0280 to E0282).
pub fn without_exceptions(sketch: &Sketch) -> Sketch {
    let mut less = sketch.clone();
    let keeps = |rule: &sketch::RuleSketch| !rule.opening.starts_with("例外 ");
    less.rules.retain(keeps);
    for overlay in &mut less.overlays {
        overlay.rules.retain(keeps);
    }
    less
}
