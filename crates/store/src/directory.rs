//! The dated directory of districts, streets and offices: asked for a day, it says what was in force.

use jiff::civil::Date;
use registry::{District, Office, OfficeId, Period, Region, Street, StreetCode};

use crate::error::ReadError;
use crate::store::Store;
use crate::unit::Unit;
use crate::value::{Fields, Value};

pub(crate) fn district_put(unit: &mut Unit, district: &District) {
    unit.statement(
        "INSERT INTO district (code, valid_from, valid_until, name_zh, name_en, replaced_by) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (code, valid_from) DO UPDATE SET \
         valid_until = excluded.valid_until, name_zh = excluded.name_zh, name_en = excluded.name_en, \
         replaced_by = excluded.replaced_by",
        vec![
            district.code.as_str().into(),
            district.valid.first().into(),
            district.valid.last().into(),
            district.name_zh.as_str().into(),
            district.name_en.as_str().into(),
            district.replaced_by.as_ref().map(Region::as_str).into(),
        ],
    );
}

pub(crate) fn street_put(unit: &mut Unit, street: &Street) {
    unit.statement(
        "INSERT INTO street (code, valid_from, valid_until, district, name_zh, name_en) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (code, valid_from) DO UPDATE SET \
         valid_until = excluded.valid_until, district = excluded.district, name_zh = excluded.name_zh, \
         name_en = excluded.name_en",
        vec![
            street.code.as_str().into(),
            street.valid.first().into(),
            street.valid.last().into(),
            street.district.as_str().into(),
            street.name_zh.as_str().into(),
            street.name_en.as_str().into(),
        ],
    );
}

pub(crate) fn office_put(unit: &mut Unit, office: &Office) {
    unit.statement(
        "INSERT INTO office (id, valid_from, valid_until, kind, district, street, name_zh, name_en, \
         address_zh, phone, source) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
         ON CONFLICT (id, valid_from) DO UPDATE SET valid_until = excluded.valid_until, \
         kind = excluded.kind, district = excluded.district, street = excluded.street, \
         name_zh = excluded.name_zh, name_en = excluded.name_en, address_zh = excluded.address_zh, \
         phone = excluded.phone, source = excluded.source",
        vec![
            office.id.as_bytes().into(),
            office.valid.first().into(),
            office.valid.last().into(),
            office.kind.as_str().into(),
            office.district.as_str().into(),
            office.street.as_ref().map(StreetCode::as_str).into(),
            office.name_zh.as_str().into(),
            office.name_en.as_str().into(),
            office.address_zh.as_str().into(),
            office.phone.as_deref().into(),
            office.source.as_str().into(),
        ],
    );
}

fn period(fields: &Fields) -> Result<Period, ReadError> {
    Period::new(fields.parsed("valid_from")?, fields.maybe_parsed("valid_until")?)
        .map_err(|_| fields.wrong("valid_until", "a day not before valid_from"))
}

fn office(fields: &Fields) -> Result<Office, ReadError> {
    Ok(Office {
        id: fields.id("id")?,
        kind: fields.text("kind")?,
        district: fields.parsed("district")?,
        street: fields.maybe_parsed("street")?,
        name_zh: fields.text("name_zh")?,
        name_en: fields.text("name_en")?,
        address_zh: fields.text("address_zh")?,
        phone: fields.maybe_text("phone")?,
        source: fields.text("source")?,
        valid: period(fields)?,
    })
}

/// Days are compared as texts: YYYY-MM-DD sorts as the calendar does.
macro_rules! on_day {
    ($select:literal, $rest:literal) => {
        concat!($select, " WHERE valid_from <= $1 AND (valid_until IS NULL OR valid_until >= $1) ", $rest)
    };
}

impl Store {
    /// The districts in force on a day, by code.
    pub async fn district_list(&self, on: Date) -> Result<Vec<District>, ReadError> {
        let sql = on_day!(
            "SELECT code, valid_from, valid_until, name_zh, name_en, replaced_by FROM district",
            "ORDER BY code"
        );
        self.district_rows(sql, &[on.into()]).await
    }

    /// All entries of a code, retired ones too, oldest first.
    pub async fn district_history(&self, code: &Region) -> Result<Vec<District>, ReadError> {
        let sql = "SELECT code, valid_from, valid_until, name_zh, name_en, replaced_by FROM district \
                   WHERE code = $1 ORDER BY valid_from";
        self.district_rows(sql, &[code.as_str().into()]).await
    }

    async fn district_rows(&self, sql: &'static str, values: &[Value]) -> Result<Vec<District>, ReadError> {
        let rows = self.db().all("district", sql, values).await?;
        rows.iter()
            .map(|fields| {
                Ok(District {
                    code: fields.parsed("code")?,
                    name_zh: fields.text("name_zh")?,
                    name_en: fields.text("name_en")?,
                    valid: period(fields)?,
                    replaced_by: fields.maybe_parsed("replaced_by")?,
                })
            })
            .collect()
    }

    /// The streets and towns of a district in force on a day, by code.
    pub async fn street_list(&self, district: &Region, on: Date) -> Result<Vec<Street>, ReadError> {
        let sql = on_day!(
            "SELECT code, valid_from, valid_until, district, name_zh, name_en FROM street",
            "AND district = $2 ORDER BY code"
        );
        let rows = self.db().all("street", sql, &[on.into(), district.as_str().into()]).await?;
        rows.iter()
            .map(|fields| {
                Ok(Street {
                    code: fields.parsed("code")?,
                    district: fields.parsed("district")?,
                    name_zh: fields.text("name_zh")?,
                    name_en: fields.text("name_en")?,
                    valid: period(fields)?,
                })
            })
            .collect()
    }

    /// The offices of a kind in a district, open on a day, by name.
    pub async fn office_list(
        &self,
        district: &Region,
        kind: &str,
        on: Date,
    ) -> Result<Vec<Office>, ReadError> {
        let sql = on_day!(
            "SELECT id, valid_from, valid_until, kind, district, street, name_zh, name_en, address_zh, \
             phone, source FROM office",
            "AND district = $2 AND kind = $3 ORDER BY name_zh, id"
        );
        let rows = self.db().all("office", sql, &[on.into(), district.as_str().into(), kind.into()]).await?;
        rows.iter().map(office).collect()
    }

    /// An office as it was on a day.
    pub async fn office_find(&self, id: OfficeId, on: Date) -> Result<Option<Office>, ReadError> {
        let sql = on_day!(
            "SELECT id, valid_from, valid_until, kind, district, street, name_zh, name_en, address_zh, \
             phone, source FROM office",
            "AND id = $2"
        );
        let row = self.db().one("office", sql, &[on.into(), id.as_bytes().into()]).await?;
        row.as_ref().map(office).transpose()
    }
}
