//! What stands behind a label: one value, several, a table, or a blank that is filled in by hand.

use ciborium::Value as Cbor;
use serde::{Deserialize, Serialize};

use super::{
    scalar::Scalar,
    table::{ROWS_MAX, Table},
};
use crate::{
    FieldError,
    canonical::{read_all, read_array, read_unsigned},
};

/// Most values of one list: a letter that asks for more is not read.
const ITEMS_MAX: usize = 60;

/// What stands behind a label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// One value.
    One(Scalar),
    /// Several, each on its own line.
    List(Vec<Scalar>),
    /// A table.
    Table(Table),
    /// Left blank when the paper was made, to be written by hand.
    Blank,
}

const _: () = assert!(ITEMS_MAX < ROWS_MAX, "what has more items than a list may have is a table");

impl Value {
    pub(super) fn check(&self, field: &str) -> Result<(), FieldError> {
        match self {
            Self::One(scalar) => scalar.check(field),
            Self::List(items) => {
                if !(1..=ITEMS_MAX).contains(&items.len()) {
                    let (found, expected) = (format!("{} items", items.len()), format!("1 to {ITEMS_MAX}"));
                    return Err(FieldError::new(field.to_owned(), found, expected));
                }
                items.iter().enumerate().try_for_each(|(at, item)| item.check(&format!("{field}[{at}]")))
            }
            Self::Table(table) => table.check(field),
            Self::Blank => Ok(()),
        }
    }

    pub(super) fn to_cbor(&self) -> Cbor {
        let tagged = |tag: u8, value: Cbor| Cbor::Array(vec![Cbor::from(tag), value]);
        match self {
            Self::One(scalar) => tagged(0, scalar.to_cbor()),
            Self::List(items) => tagged(1, Cbor::Array(items.iter().map(Scalar::to_cbor).collect())),
            Self::Table(table) => tagged(2, table.to_cbor()),
            Self::Blank => tagged(3, Cbor::Null),
        }
    }

    pub(super) fn from_cbor(value: Cbor) -> Option<Self> {
        let [tag, value] = read_array(value)?;
        match read_unsigned(tag)? {
            0 => Scalar::from_cbor(value).map(Self::One),
            1 => read_all(value, Scalar::from_cbor).map(Self::List),
            2 => Table::from_cbor(value).map(Self::Table),
            3 => value.is_null().then_some(Self::Blank),
            4.. => None,
        }
    }
}
