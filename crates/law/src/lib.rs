//! Runs the law: reads a policy folder, checks it, and decides for a person on
//! a date what holds, why, what is missing and what would change it.
//!
//! No clock, no files, no database, no floating point; it builds for the browser.

pub mod authorised;
pub mod binding;
pub mod bundle;
pub mod calendar;
pub mod carrier;
pub mod cases;
pub mod cells;
pub mod change;
pub mod condition;
pub mod contract;
pub mod coverage;
pub mod date;
pub mod decide;
pub mod diagram;
pub mod diff;
pub mod doubt;
pub mod exact;
pub mod example;
pub mod fact;
pub mod fields;
pub mod glossary;
pub mod layer;
pub mod lexicon;
pub mod load;
pub mod origin;
pub mod parameter;
pub mod period;
pub mod phrase;
pub mod plan;
pub mod policy;
pub mod prose;
pub mod provisional;
pub mod publish;
pub mod question;
pub mod ratio;
pub mod receipt;
pub mod reduced;
pub mod region;
pub mod resettle;
pub mod rule;
pub mod scale;
#[cfg(test)]
mod testing;
pub mod value;

pub use bundle::Bundle;
pub use date::Date;
pub use decide::{Decider, Decision, Options, Request, Status};
pub use law_syntax::document::Article;
pub use law_syntax::{Anchor, Diagnostic, Document, FenceKind};
pub use policy::Policy;
