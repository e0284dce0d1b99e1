//! The clocks at which something must be done, by the day on which to do it: a job finds them without reading any case.

use jiff::civil::Date;
use registry::CaseId;

use crate::error::ReadError;
use crate::registration::PAGE_ROWS_MAX;
use crate::store::Store;
use crate::value::Value;

/// A clock on which to act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueClock {
    /// Of which case.
    pub case: CaseId,
    /// Its id in the case's pack.
    pub clock: String,
    /// Its last day.
    pub due: Date,
    /// The day on which to act.
    pub act_on: Date,
}

impl Store {
    /// The clocks to act on up to and with a day, those of the earliest day first, after the last one seen. Acting changes
    /// the case, and with it the clock, so a job that asks anew from the start sees only what is left.
    pub async fn clock_due(
        &self,
        until: Date,
        rows_max: u32,
        after: Option<&DueClock>,
    ) -> Result<Vec<DueClock>, ReadError> {
        let sql = "SELECT case_id, clock, due_on, act_on FROM case_clock \
                   WHERE act_on <= $1 AND (act_on, case_id, clock) > ($2, $3, $4) \
                   ORDER BY act_on, case_id, clock LIMIT $5";
        let (day, case, clock): (Value, Value, &str) = after
            .map_or(("".into(), Vec::new().into(), ""), |last| {
                (last.act_on.into(), last.case.as_bytes().into(), &last.clock)
            });
        let values = [until.into(), day, case, clock.into(), rows_max.clamp(1, PAGE_ROWS_MAX).into()];
        let rows = self.db().all("case_clock", sql, &values).await?;
        rows.iter()
            .map(|fields| {
                Ok(DueClock {
                    case: fields.id("case_id")?,
                    clock: fields.text("clock")?,
                    due: fields.parsed("due_on")?,
                    act_on: fields.parsed("act_on")?,
                })
            })
            .collect()
    }
}
