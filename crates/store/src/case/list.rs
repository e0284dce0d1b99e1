//! All cases of a place, also those that wait for the person or have ended, the newest first; and how many each officer of a
//! desk holds.

use jiff::civil::Date;
use registry::{AccountId, Region, StreetCode};

use super::row::{overview, overview_columns};
use super::{CaseOverview, TABLE};
use crate::error::ReadError;
use crate::registration::PAGE_ROWS_MAX;
use crate::store::Store;
use crate::value::Value;
use crate::worklist::Desk;

/// Which cases of a district to list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFilter {
    /// The district.
    pub district: Region,
    /// Of an office of this street or town.
    pub street: Option<StreetCode>,
    /// Of this office.
    pub office: Option<String>,
    /// Of this service.
    pub service: Option<String>,
    /// In this state.
    pub state: Option<String>,
}

impl CaseFilter {
    /// Every case of a district.
    pub fn all(district: Region) -> Self {
        Self { district, street: None, office: None, service: None, state: None }
    }
}

/// How much an officer holds at a desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HolderCount {
    /// The officer.
    pub account: AccountId,
    /// How many cases.
    pub amount: u64,
    /// How many of them were due before the day that was asked for.
    pub overdue: u64,
}

impl Store {
    /// A page of a district's cases, after the last one seen.
    pub async fn case_list(
        &self,
        filter: &CaseFilter,
        after: Option<&CaseOverview>,
        rows_max: u32,
    ) -> Result<Vec<CaseOverview>, ReadError> {
        let sql = concat!(
            "SELECT ",
            overview_columns!(),
            " FROM service_case AS c WHERE c.district = $1 AND ($2 IS NULL OR c.street = $2) \
             AND ($3 IS NULL OR c.office = $3) AND ($4 IS NULL OR c.service = $4) \
             AND ($5 IS NULL OR c.state = $5) AND (c.opened_on, c.number) < ($6, $7) \
             ORDER BY c.opened_on DESC, c.number DESC LIMIT $8"
        );
        // No case is opened on the last day of the calendar, so from there every one is earlier.
        let (opened_on, number) =
            after.map_or((Date::MAX, ""), |last| (last.opened_on, last.number.as_str()));
        let values: [Value; 8] = [
            filter.district.as_str().into(),
            filter.street.as_ref().map(StreetCode::as_str).into(),
            filter.office.as_deref().into(),
            filter.service.as_deref().into(),
            filter.state.as_deref().into(),
            opened_on.into(),
            number.into(),
            rows_max.clamp(1, PAGE_ROWS_MAX).into(),
        ];
        self.db().all(TABLE, sql, &values).await?.iter().map(overview).collect()
    }

    /// How many cases each officer holds at a desk, and how many of those were due before a day; the busiest first.
    pub async fn worklist_holders(&self, desk: &Desk, today: Date) -> Result<Vec<HolderCount>, ReadError> {
        let sql = "SELECT holder_id, COUNT(*) AS amount, \
                   CAST(SUM(CASE WHEN due_day < $2 THEN 1 ELSE 0 END) AS BIGINT) AS overdue FROM service_case \
                   WHERE desk = $1 AND is_held = 1 GROUP BY holder_id ORDER BY amount DESC, holder_id";
        let before = crate::worklist::order::before(Some(today));
        let rows = self.db().all(TABLE, sql, &[desk.to_string().into(), before.into()]).await?;
        rows.iter()
            .map(|fields| {
                Ok(HolderCount {
                    account: fields.id("holder_id")?,
                    amount: fields.count("amount")?,
                    overdue: fields.count("overdue")?,
                })
            })
            .collect()
    }
}
