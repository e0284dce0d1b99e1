//! Checks of the house itself, run by hand (`cargo xtask tidy`) and as a test.
//!
//! Nothing here knows a rule of the law, and the rules of the house that have a page of their own are read from
//! that page: the arrows between the rooms stand in `docs/ARCHITECTURE.md` and nowhere else.

pub mod tidy;
pub mod tree;
