//! What differs between two policies, in meaning and in words. The meaning is
//! proven on one diagram of both (see [`space`]): equal, or exactly the cases,
//! each with the smallest person and both answers. Whatever a policy can say is
//! compared, for it is taken from the loaded policies alone.

mod asked;
pub mod catalogue;
pub mod clause;
mod computed;
pub mod cover;
pub mod formula;
pub mod graph;
pub mod json;
pub mod letters;
pub mod meaning;
pub mod merged;
pub mod moments;
pub mod parameters;
pub mod patterns;
pub mod person;
pub mod population;
pub mod shape;
pub mod space;
pub mod tell;
mod tell_words;
pub mod text;
mod timeline;
pub mod touched;
mod values;
pub mod words;

pub use meaning::Meaning;
pub use merged::Incomparable;
pub use population::Population;

use crate::bundle::Bundle;
use crate::policy::Policy;
use parameters::ParameterChange;
use text::TextDifference;
use touched::Touched;

/// Everything that differs between two policies.
#[derive(Debug, Clone)]
pub struct Difference<'p> {
    /// In meaning.
    pub meaning: Meaning<'p>,
    /// Parameters that hold other values.
    pub parameters: Vec<ParameterChange>,
    /// In words.
    pub text: TextDifference,
    /// What each difference in meaning touches.
    pub touched: Vec<Touched>,
}

impl Difference<'_> {
    /// Whether neither meaning nor words differ.
    pub fn is_equal(&self) -> bool {
        self.meaning.is_equal() && self.text.is_empty()
    }
}

/// Compares two policies; `services` are the files of the service folders.
pub fn compare<'p>(
    before: &'p Policy,
    after: &'p Policy,
    services: &Bundle,
) -> Result<Difference<'p>, Incomparable> {
    let meaning = meaning::compare(before, after)?;
    let text = text::compare(before, after);
    let touched = touched::touched(&meaning, &text, services);
    Ok(Difference { meaning, parameters: parameters::compare(before, after), text, touched })
}
