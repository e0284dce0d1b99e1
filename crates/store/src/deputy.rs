//! Officers who stand in for others, by day.

use jiff::civil::Date;
use registry::{AccountId, Deputy, DeputyId, Period};

use crate::error::{ReadError, SaveError};
use crate::store::Store;
use crate::unit::{Stale, Table, Unit};
use crate::value::Fields;

const TABLE: &str = "deputy";
pub(crate) const COLUMNS: &[&str] =
    &["id", "account_id", "stands_for", "valid_from", "valid_until", "made_by", "made_at"];

pub(crate) fn insert(unit: &mut Unit, deputy: &Deputy) -> Result<(), SaveError> {
    if deputy.account == deputy.stands_for {
        return Err(SaveError::Invalid {
            field: TABLE,
            found: deputy.account.to_string(),
            expected: "an officer other than the one for whom they stand in",
        });
    }
    unit.row(
        Table::Deputy,
        vec![
            deputy.id.as_bytes().into(),
            deputy.account.as_bytes().into(),
            deputy.stands_for.as_bytes().into(),
            deputy.valid.first().into(),
            deputy.valid.last().into(),
            deputy.made_by.as_bytes().into(),
            deputy.made_at.into(),
        ],
    );
    Ok(())
}

/// Ends it with a day, or, where that lies before its first, altogether.
pub(crate) fn end(unit: &mut Unit, deputy: DeputyId, last_day: Date) {
    unit.guarded(
        "UPDATE deputy SET valid_until = $1 WHERE id = $2 AND (valid_until IS NULL OR valid_until > $1)",
        vec![last_day.into(), deputy.as_bytes().into()],
        Stale { table: TABLE, id: deputy.to_string(), expected: 1 },
    );
    unit.statement(
        "DELETE FROM deputy WHERE id = $1 AND valid_until < valid_from",
        vec![deputy.as_bytes().into()],
    );
}

fn from_row(fields: &Fields) -> Result<Deputy, ReadError> {
    Ok(Deputy {
        id: fields.id("id")?,
        account: fields.id("account_id")?,
        stands_for: fields.id("stands_for")?,
        valid: Period::new(fields.parsed("valid_from")?, fields.maybe_parsed("valid_until")?)
            .map_err(|_| fields.wrong("valid_until", "a day not before valid_from"))?,
        made_by: fields.id("made_by")?,
        made_at: fields.time("made_at")?,
    })
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, account_id, stands_for, valid_from, valid_until, made_by, made_at FROM deputy \
             WHERE valid_from <= $2 AND (valid_until IS NULL OR valid_until >= $2) AND ",
            $rest,
            " ORDER BY valid_from, id"
        )
    };
}

impl Store {
    /// For whom an officer stands in on a day.
    pub async fn deputy_list_of(&self, account: AccountId, on: Date) -> Result<Vec<Deputy>, ReadError> {
        self.deputy_rows(select!("account_id = $1"), account, on).await
    }

    /// Who stands in for an officer on a day.
    pub async fn deputy_list_for(&self, account: AccountId, on: Date) -> Result<Vec<Deputy>, ReadError> {
        self.deputy_rows(select!("stands_for = $1"), account, on).await
    }

    async fn deputy_rows(
        &self,
        sql: &'static str,
        account: AccountId,
        on: Date,
    ) -> Result<Vec<Deputy>, ReadError> {
        let rows = self.db().all(TABLE, sql, &[account.as_bytes().into(), on.into()]).await?;
        rows.iter().map(from_row).collect()
    }
}
