//! Values on their way into the database and rows on their way out. Only three types exist, alike in
//! both databases: text, 64-bit integers, bytes. What a row gives is looked at before it is believed.

use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use registry::Hash;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::{Arguments, Row};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::error::{ReadError, WrongData};
use crate::seal::{Place, Sealer};

/// One value to be bound. The three nulls are apart because PostgreSQL wants to know the type.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
    NoInt,
    NoText,
    NoBytes,
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<u32> for Value {
    fn from(value: u32) -> Self {
        Self::Int(i64::from(value))
    }
}

impl From<u64> for Value {
    /// Counts and sequences stay far below 2^63; one that did not would be refused by its constraint.
    fn from(value: u64) -> Self {
        Self::Int(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl From<Timestamp> for Value {
    fn from(at: Timestamp) -> Self {
        Self::Int(at.as_microsecond())
    }
}

impl From<Option<Timestamp>> for Value {
    fn from(at: Option<Timestamp>) -> Self {
        at.map_or(Self::NoInt, Self::from)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Self {
        text.map_or(Self::NoText, Self::from)
    }
}

impl From<Date> for Value {
    fn from(day: Date) -> Self {
        Self::Text(day.to_string())
    }
}

impl From<Option<Date>> for Value {
    fn from(day: Option<Date>) -> Self {
        day.map_or(Self::NoText, Self::from)
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl From<&[u8; 16]> for Value {
    fn from(bytes: &[u8; 16]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl From<Hash> for Value {
    fn from(hash: Hash) -> Self {
        Self::Bytes(hash.0.to_vec())
    }
}

impl From<Option<&[u8; 16]>> for Value {
    fn from(bytes: Option<&[u8; 16]>) -> Self {
        bytes.map_or(Self::NoBytes, Self::from)
    }
}

/// Binds values in order.
pub(crate) fn arguments<'a>(
    values: impl IntoIterator<Item = &'a Value>,
) -> Result<AnyArguments, sqlx::Error> {
    let mut arguments = AnyArguments::default();
    for value in values {
        match value {
            Value::Int(value) => arguments.add(*value),
            Value::Text(value) => arguments.add(value.as_str()),
            Value::Bytes(value) => arguments.add(value.as_slice()),
            Value::NoInt => arguments.add(None::<i64>),
            Value::NoText => arguments.add(None::<String>),
            Value::NoBytes => arguments.add(None::<Vec<u8>>),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

/// A row with the name of its table, so that wrong data can be pointed at.
pub(crate) struct Fields {
    pub(crate) table: &'static str,
    row: AnyRow,
}

impl Fields {
    pub(crate) fn new(table: &'static str, row: AnyRow) -> Self {
        Self { table, row }
    }

    /// The row's key for messages: its first column, which is never personal.
    pub(crate) fn key(&self) -> String {
        if let Ok(bytes) = self.row.try_get::<Vec<u8>, _>(0) {
            return Uuid::from_slice(&bytes).map_or_else(|_| hex::encode(&bytes), |id| id.to_string());
        }
        self.row
            .try_get::<String, _>(0)
            .or_else(|_| self.row.try_get::<i64, _>(0).map(|number| number.to_string()))
            .unwrap_or_else(|_| "?".to_owned())
    }

    pub(crate) fn wrong(&self, column: &'static str, expected: &'static str) -> ReadError {
        WrongData { table: self.table, column, row: self.key(), expected }.into()
    }

    fn get<T>(&self, column: &'static str, expected: &'static str) -> Result<T, ReadError>
    where
        T: for<'r> sqlx::Decode<'r, sqlx::Any> + sqlx::Type<sqlx::Any>,
    {
        self.row.try_get::<T, _>(column).map_err(|_| self.wrong(column, expected))
    }

    pub(crate) fn int(&self, column: &'static str) -> Result<i64, ReadError> {
        self.get(column, "a number")
    }

    pub(crate) fn maybe_int(&self, column: &'static str) -> Result<Option<i64>, ReadError> {
        self.get(column, "a number or nothing")
    }

    pub(crate) fn count(&self, column: &'static str) -> Result<u64, ReadError> {
        u64::try_from(self.int(column)?).map_err(|_| self.wrong(column, "a number of 0 or more"))
    }

    pub(crate) fn version(&self, column: &'static str) -> Result<u32, ReadError> {
        u32::try_from(self.int(column)?).map_err(|_| self.wrong(column, "a number from 0 to 2^32-1"))
    }

    pub(crate) fn text(&self, column: &'static str) -> Result<String, ReadError> {
        self.get(column, "a text")
    }

    pub(crate) fn maybe_text(&self, column: &'static str) -> Result<Option<String>, ReadError> {
        self.get(column, "a text or nothing")
    }

    pub(crate) fn bytes(&self, column: &'static str) -> Result<Vec<u8>, ReadError> {
        self.get(column, "bytes")
    }

    pub(crate) fn maybe_bytes(&self, column: &'static str) -> Result<Option<Vec<u8>>, ReadError> {
        self.get(column, "bytes or nothing")
    }

    pub(crate) fn time(&self, column: &'static str) -> Result<Timestamp, ReadError> {
        Timestamp::from_microsecond(self.int(column)?).map_err(|_| self.wrong(column, "a moment"))
    }

    pub(crate) fn maybe_time(&self, column: &'static str) -> Result<Option<Timestamp>, ReadError> {
        let Some(micros) = self.maybe_int(column)? else { return Ok(None) };
        Timestamp::from_microsecond(micros).map(Some).map_err(|_| self.wrong(column, "a moment"))
    }

    /// A text that reads as `T`: a day, a code, a number.
    pub(crate) fn parsed<T: FromStr>(&self, column: &'static str) -> Result<T, ReadError> {
        self.text(column)?.parse().map_err(|_| self.wrong(column, std::any::type_name::<T>()))
    }

    pub(crate) fn maybe_parsed<T: FromStr>(&self, column: &'static str) -> Result<Option<T>, ReadError> {
        let Some(text) = self.maybe_text(column)? else { return Ok(None) };
        text.parse().map(Some).map_err(|_| self.wrong(column, std::any::type_name::<T>()))
    }

    pub(crate) fn id<T: From<Uuid>>(&self, column: &'static str) -> Result<T, ReadError> {
        let id = Uuid::from_slice(&self.bytes(column)?);
        id.map(T::from).map_err(|_| self.wrong(column, "sixteen bytes"))
    }

    pub(crate) fn maybe_id<T: From<Uuid>>(&self, column: &'static str) -> Result<Option<T>, ReadError> {
        let Some(bytes) = self.maybe_bytes(column)? else { return Ok(None) };
        Uuid::from_slice(&bytes).map(|id| Some(T::from(id))).map_err(|_| self.wrong(column, "sixteen bytes"))
    }

    pub(crate) fn hash(&self, column: &'static str) -> Result<Hash, ReadError> {
        Hash::from_bytes(&self.bytes(column)?).ok_or_else(|| self.wrong(column, "thirty-two bytes"))
    }

    pub(crate) fn json<T: serde::de::DeserializeOwned>(&self, column: &'static str) -> Result<T, ReadError> {
        serde_json::from_str(&self.text(column)?)
            .map_err(|_| self.wrong(column, "JSON of the form that this program writes"))
    }

    /// Opens a sealed column; `None` where the contents were erased. `place` is the row's key bytes.
    pub(crate) fn maybe_open(
        &self,
        column: &'static str,
        sealer: &Sealer,
        place: &[u8],
    ) -> Result<Option<Zeroizing<Vec<u8>>>, ReadError> {
        let Some(bytes) = self.maybe_bytes(column)? else { return Ok(None) };
        let place = Place { table: self.table, row: place };
        sealer.open(&place, &bytes).map(Some).map_err(|source| ReadError::Sealed {
            table: self.table,
            row: self.key(),
            source,
        })
    }

    /// Opens a sealed column that must be there.
    pub(crate) fn open(
        &self,
        column: &'static str,
        sealer: &Sealer,
        place: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, ReadError> {
        self.maybe_open(column, sealer, place)?.ok_or_else(|| self.wrong(column, "bytes"))
    }
}
