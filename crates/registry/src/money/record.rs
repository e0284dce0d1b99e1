//! An event as it is kept: its place among the events of its aggregate, its day, who did it and on
//! what it rests. All of it is handed in.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::journal::Actor;
use crate::money::source::Source;

/// When, by whom and on what grounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The business date from which it holds.
    pub on: Date,
    /// The moment of recording.
    pub at: Timestamp,
    /// Who.
    pub by: Actor,
    /// On what it rests.
    pub source: Source,
}

/// An event with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded<E> {
    /// 1, 2, 3 … among the events of one aggregate.
    pub version: u32,
    /// When, by whom and on what grounds.
    pub stamp: Stamp,
    /// What happened.
    pub event: E,
}

/// An event that does not follow the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("version {found} follows version {before}; expected the next one")]
pub struct OutOfOrder {
    /// The version met.
    pub found: u32,
    /// The version that stood.
    pub before: u32,
}

/// Whether an event is the next one.
pub(crate) fn in_order(before: u32, found: u32) -> Result<(), OutOfOrder> {
    if before.checked_add(1) == Some(found) { Ok(()) } else { Err(OutOfOrder { found, before }) }
}
