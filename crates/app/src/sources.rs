//! Where time, ids and randomness come from. They are handed in, so that a test or the demonstration
//! can be repeated to the byte; the binary gives the real ones.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use uuid::Uuid;

/// The clock on the wall.
pub trait Clock: Send + Sync {
    /// The moment.
    fn now(&self) -> Timestamp;
}

/// A maker of ids.
pub trait Ids: Send + Sync {
    /// A new id; version 7 keeps neighbours together on disk.
    fn next(&self) -> Uuid;
}

/// Random bytes that nobody can foretell.
pub trait Random: Send + Sync {
    /// Fills the buffer.
    fn fill(&self, bytes: &mut [u8]);
}

/// All three.
#[derive(Clone)]
pub struct Sources {
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
    /// Randomness.
    pub random: Arc<dyn Random>,
}

/// Hours by which Beijing is ahead of UTC, the whole year.
const BEIJING_HOURS: i8 = 8;

/// The day in Beijing at a moment.
pub fn beijing_date(at: Timestamp) -> Date {
    beijing_time(at).date()
}

/// Day and time in Beijing at a moment.
pub(crate) fn beijing_time(at: Timestamp) -> DateTime {
    Offset::constant(BEIJING_HOURS).to_datetime(at)
}

/// Noon in Beijing on a day.
pub(crate) fn beijing_noon(day: Date) -> Timestamp {
    Offset::constant(BEIJING_HOURS).to_timestamp(day.at(12, 0, 0, 0)).unwrap_or(Timestamp::MAX)
}
