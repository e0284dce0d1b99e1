//! The decision contract: inputs and answers as JSON, the same for the command
//! line, the API and any test.

pub mod error;
pub mod input;
mod judgement;
pub mod output;

pub use error::{BadInput, Code};
