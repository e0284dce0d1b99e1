//! What happened to cases, as codes in the order in which it was saved: for an organisation, those that were handed to it.
//! Positions are taken inside the writing transaction, so that nothing turns up later before a position already read.

use jiff::Timestamp;
use registry::CaseId;

use crate::error::ReadError;
use crate::store::Store;
use crate::value::{Fields, Value};

pub(crate) const COLUMNS: &[&str] =
    &["organisation", "position", "case_id", "version", "code", "state", "recorded_at"];

/// The most events that one reading gives.
pub const FEED_EVENTS_MAX: u32 = 500;

/// An event of a case, without its contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedEvent {
    /// Its place in the order of saving; gaps are normal.
    pub position: u64,
    /// The case.
    pub case: CaseId,
    /// The case's number.
    pub number: String,
    /// The service.
    pub service: String,
    /// The event's version in its case.
    pub version: u32,
    /// Its code, such as `acted`.
    pub code: String,
    /// The state in which the save left the case.
    pub state: String,
    /// When it was recorded.
    pub at: Timestamp,
}

fn event(fields: &Fields) -> Result<FeedEvent, ReadError> {
    Ok(FeedEvent {
        position: fields.count("position")?,
        case: fields.id("case_id")?,
        number: fields.text("number")?,
        service: fields.text("service")?,
        version: fields.version("version")?,
        code: fields.text("code")?,
        state: fields.text("state")?,
        at: fields.time("recorded_at")?,
    })
}

impl Store {
    /// The events that concern an organisation after a position (0: from the first), oldest first.
    pub async fn case_feed(
        &self,
        organisation: &str,
        after: u64,
        events_max: u32,
    ) -> Result<Vec<FeedEvent>, ReadError> {
        let sql = "SELECT f.position, f.case_id, c.number, c.service, f.version, f.code, f.state, f.recorded_at \
                   FROM case_feed AS f JOIN service_case AS c ON c.id = f.case_id \
                   WHERE f.organisation = $1 AND f.position > $2 ORDER BY f.position LIMIT $3";
        let values: [Value; 3] =
            [organisation.into(), after.into(), events_max.clamp(1, FEED_EVENTS_MAX).into()];
        self.db().all("case_feed", sql, &values).await?.iter().map(event).collect()
    }
}
