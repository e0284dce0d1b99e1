//! One page of a worklist, by its number or from where another ended, and the next case after one.

use std::fmt;
use std::str::FromStr;

use super::amounts::{narrow, unheld};
use super::{Holder, Where, WorklistFilter, order};
use crate::case::CaseOverview;
use crate::case::row::{overview, overview_columns};
use crate::error::ReadError;
use crate::registration::PAGE_ROWS_MAX;
use crate::store::Store;

/// The place of a case in its worklist, as it stands in an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorklistKey {
    due_day: i64,
    number: String,
}

/// A text that is no place in a worklist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("after: {0:?}; expected a mark that a page of the worklist gave")]
pub struct UnknownKey(String);

impl WorklistKey {
    /// The place of a case.
    pub fn of(case: &CaseOverview) -> Self {
        Self { due_day: case.due_day, number: case.number.clone() }
    }
}

impl fmt::Display for WorklistKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.due_day, self.number)
    }
}

impl FromStr for WorklistKey {
    type Err = UnknownKey;

    fn from_str(text: &str) -> Result<Self, UnknownKey> {
        text.split_once('.')
            .filter(|(_, number)| !number.is_empty())
            .and_then(|(day, number)| Some(Self { due_day: day.parse().ok()?, number: number.to_owned() }))
            .ok_or_else(|| UnknownKey(text.chars().take(64).collect()))
    }
}

/// Where a page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorklistAt {
    /// The page of this number; the first is 1.
    Page(u64),
    /// After a case.
    After(WorklistKey),
}

/// One page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorklistPage {
    /// The cases, the ones due first in front.
    pub rows: Vec<CaseOverview>,
    /// How many cases the filter leaves on all pages.
    pub total: u64,
    /// Where to go on; none on the last page.
    pub next: Option<WorklistKey>,
}

/// Where reading begins: from a day on, or after a case, and how many to skip from there.
enum Begin {
    Day(i64),
    After(WorklistKey),
}

impl Store {
    /// A page of a worklist.
    pub async fn worklist_page(
        &self,
        filter: &WorklistFilter,
        at: WorklistAt,
        rows_max: u32,
    ) -> Result<WorklistPage, ReadError> {
        let rows_max = rows_max.clamp(1, PAGE_ROWS_MAX);
        let (total, from, skip) = match at {
            WorklistAt::After(key) => (self.worklist_amount(filter).await?, Begin::After(key), 0),
            WorklistAt::Page(page) => {
                let skip = page.max(1).saturating_sub(1).saturating_mul(u64::from(rows_max));
                self.worklist_begin(filter, skip).await?
            }
        };
        if matches!(&from, Begin::Day(i64::MAX)) {
            return Ok(WorklistPage { rows: Vec::new(), total, next: None });
        }
        // One more than asked for says whether there is a next page.
        let mut rows = self.worklist_rows(filter, from, skip, rows_max + 1).await?;
        let more = rows.len() > rows_max as usize;
        rows.truncate(rows_max as usize);
        let next = rows.last().filter(|_| more).map(WorklistKey::of);
        Ok(WorklistPage { rows, total, next })
    }

    /// The next case of a worklist after one, or the first.
    pub async fn worklist_next(
        &self,
        filter: &WorklistFilter,
        after: Option<WorklistKey>,
    ) -> Result<Option<CaseOverview>, ReadError> {
        let from = after.map_or(Begin::Day(i64::MIN), Begin::After);
        Ok(self.worklist_rows(filter, from, 0, 1).await?.pop())
    }

    /// How many cases there are, the day on which the case after so many lies, and how many of that day come before it.
    async fn worklist_begin(
        &self,
        filter: &WorklistFilter,
        skip: u64,
    ) -> Result<(u64, Begin, u64), ReadError> {
        if matches!(filter.holder, Holder::Account(_)) {
            return Ok((self.worklist_amount(filter).await?, Begin::Day(i64::MIN), skip));
        }
        let (mut before, mut begin) = (0, None);
        for day in self.worklist_days(filter).await? {
            if begin.is_none() && before + day.amount > skip {
                begin = Some((Begin::Day(day.due_day), skip - before));
            }
            before += day.amount;
        }
        let (from, skip) = begin.unwrap_or((Begin::Day(i64::MAX), 0));
        Ok((before, from, skip))
    }

    /// The inner query names no column that its index does not hold, so that skipping touches the index alone.
    async fn worklist_rows(
        &self,
        filter: &WorklistFilter,
        from: Begin,
        skip: u64,
        rows: u32,
    ) -> Result<Vec<CaseOverview>, ReadError> {
        let mut condition = match filter.holder {
            Holder::Account(account) => {
                let mut condition = Where::new("holder_id", account.as_bytes().into());
                condition.and("desk =", filter.desk.to_string().into());
                condition
            }
            Holder::Any | Holder::Nobody => Where::new("desk", filter.desk.to_string().into()),
        };
        narrow(&mut condition, filter);
        unheld(&mut condition, filter);
        match from {
            Begin::Day(day) => condition.and("due_day >=", day.into()),
            Begin::After(key) => {
                let (day, number) = (condition.mark(key.due_day.into()), condition.mark(key.number.into()));
                condition.conditions.push(format!("(due_day, number) > ({day}, {number})"));
            }
        }
        condition.and("due_day <", order::before(filter.due_before).into());
        let (limit, offset) = (condition.mark(rows.into()), condition.mark(skip.into()));
        let sql = format!(
            concat!(
                "SELECT ",
                overview_columns!(),
                " FROM (SELECT number FROM service_case {} ORDER BY due_day, number LIMIT {} OFFSET {}) AS page \
                 JOIN service_case AS c ON c.number = page.number ORDER BY c.due_day, c.number"
            ),
            condition.sql(),
            limit,
            offset
        );
        self.db().all_built("service_case", sql, &condition.values).await?.iter().map(overview).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_reads_back_and_a_wrong_one_is_named() {
        let key = WorklistKey { due_day: 18_571, number: "S03-2020.7".to_owned() };
        assert_eq!(key.to_string().parse(), Ok(key));
        for wrong in ["", "18571", "x.S03", "18571."] {
            assert_eq!(wrong.parse::<WorklistKey>(), Err(UnknownKey(wrong.to_owned())));
        }
    }
}
