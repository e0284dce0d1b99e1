//! Lists of registrations, page by page, the newest first, and how many there are. A page is found by
//! where the last one ended, so page 1,000 costs what page 1 costs; numbers are kept, not counted.

use jiff::Timestamp;
use registry::{FlexibleKind, Region, Registration, RegistrationId, StreetCode};

use super::{TABLE, from_row, select};
use crate::error::ReadError;
use crate::store::Store;
use crate::value::Value;

/// The largest page.
pub const PAGE_ROWS_MAX: u32 = 500;

/// Which registrations to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegistrationFilter {
    /// In this state, such as `registry::registration::STATE_ACTIVE`.
    pub state: Option<String>,
    /// Of this kind.
    pub kind: Option<FlexibleKind>,
    /// In this street or town.
    pub street: Option<StreetCode>,
}

/// Where a page ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// When the last registration on it was made.
    pub registered_at: Timestamp,
    /// Its id.
    pub id: RegistrationId,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrationPage {
    /// The registrations, the newest first.
    pub rows: Vec<Registration>,
    /// Where to go on; `None` on the last page.
    pub next: Option<Cursor>,
}

/// How many registrations there are of one kind and state in one district.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrationCount {
    /// The district.
    pub district: Region,
    /// The state's code.
    pub state: String,
    /// The kind.
    pub kind: FlexibleKind,
    /// How many.
    pub amount: u64,
}

macro_rules! page {
    ($place:literal) => {
        select!($place
            "AND ($2 IS NULL OR state = $2) AND ($3 IS NULL OR kind = $3) AND ($4 IS NULL OR street = $4) \
             AND (registered_at, id) < ($5, $6) ORDER BY registered_at DESC, id DESC LIMIT $7")
    };
}

impl Store {
    /// A page of a district's registrations.
    pub async fn registration_list_by_district(
        &self,
        district: &Region,
        filter: &RegistrationFilter,
        after: Option<Cursor>,
        rows_max: u32,
    ) -> Result<RegistrationPage, ReadError> {
        let sql = page!("WHERE district = $1 ");
        self.registration_page(sql, district.as_str().into(), filter, after, rows_max).await
    }

    /// A page of the whole city's registrations.
    pub async fn registration_list(
        &self,
        filter: &RegistrationFilter,
        after: Option<Cursor>,
        rows_max: u32,
    ) -> Result<RegistrationPage, ReadError> {
        let sql = page!("WHERE $1 IS NULL ");
        self.registration_page(sql, Value::NoText, filter, after, rows_max).await
    }

    async fn registration_page(
        &self,
        sql: &'static str,
        place: Value,
        filter: &RegistrationFilter,
        after: Option<Cursor>,
        rows_max: u32,
    ) -> Result<RegistrationPage, ReadError> {
        let rows_max = rows_max.clamp(1, PAGE_ROWS_MAX);
        let (at, id) = after.map_or((i64::MAX, vec![0xff; 16]), |cursor| {
            (cursor.registered_at.as_microsecond(), cursor.id.as_bytes().to_vec())
        });
        let values = [
            place,
            filter.state.as_deref().into(),
            filter.kind.map(FlexibleKind::code).into(),
            filter.street.as_ref().map(StreetCode::as_str).into(),
            at.into(),
            id.into(),
            // One more than asked for says whether there is a next page.
            (rows_max + 1).into(),
        ];
        let rows = self.db().all(TABLE, sql, &values).await?;
        let mut rows: Vec<Registration> = rows.iter().map(from_row).collect::<Result<_, _>>()?;
        let more = rows.len() > rows_max as usize;
        rows.truncate(rows_max as usize);
        let next = rows.last().filter(|_| more);
        let next = next.map(|last| Cursor { registered_at: last.registered_at, id: last.id });
        Ok(RegistrationPage { rows, next })
    }

    /// The numbers of a district, or of each district of the city.
    pub async fn registration_counts(
        &self,
        district: Option<&Region>,
    ) -> Result<Vec<RegistrationCount>, ReadError> {
        let sql = "SELECT district, state, kind, amount FROM registration_count \
                   WHERE ($1 IS NULL OR district = $1) AND amount <> 0 ORDER BY district, state, kind";
        let place = district.map(Region::as_str).into();
        let rows = self.db().all("registration_count", sql, &[place]).await?;
        rows.iter()
            .map(|fields| {
                Ok(RegistrationCount {
                    district: fields.parsed("district")?,
                    state: fields.text("state")?,
                    kind: fields.parsed("kind")?,
                    amount: fields.count("amount")?,
                })
            })
            .collect()
    }
}
