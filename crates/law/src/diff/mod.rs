//! What differs between two policies, in meaning and in words. The meaning is
//! proven on one diagram of both (see [`space`]): equal, or exactly the cases.

pub mod catalogue;
pub mod clause;
pub mod cover;
pub mod formula;
pub mod graph;
pub mod meaning;
pub mod merged;
pub mod moments;
pub mod patterns;
pub mod person;
pub mod shape;
pub mod space;
pub mod words;
