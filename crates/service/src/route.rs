//! Where a matter goes: from a place to the one office that is in charge of it.

use jiff::civil::Date;
use serde::Deserialize;

use crate::anchor::Anchor;
use crate::directory::{Directory, Office, OfficeKind};
use crate::words::Words;

/// The rule that finds the office.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// The place that decides, as a fact of the law.
    pub place: String,
    /// The field in which it is given.
    pub field: String,
    /// The place to take when the field is not answered.
    #[serde(default)]
    pub otherwise: Option<Otherwise>,
    /// The kind of office.
    pub office_kind: OfficeKind,
    /// The provision that says so.
    pub anchor: Anchor,
    /// What a person is told whose place is not in Beijing.
    pub outside: Words,
}

/// The place to take when the field is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Otherwise {
    /// The district of the registration as it stands.
    RegisteredDistrict,
}

impl Route {
    /// The office in charge of a district on a day.
    pub fn office<'a>(
        &self,
        district: &str,
        on: Date,
        directory: &'a Directory,
    ) -> Result<&'a Office, RouteError> {
        directory.in_charge(self.office_kind, district, on)
    }
}

/// Why no single office was found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RouteError {
    /// The directory has no such office: the place is not in Beijing, or the directory has a hole.
    #[error("no office of kind `{kind}` for district `{district}` on {on}")]
    None {
        /// The kind looked for.
        kind: OfficeKind,
        /// The district looked for.
        district: String,
        /// The day.
        on: Date,
    },
    /// The directory has more than one: its data is at fault.
    #[error("more than one office of kind `{kind}` for district `{district}` on {on}")]
    Several {
        /// The kind looked for.
        kind: OfficeKind,
        /// The district looked for.
        district: String,
        /// The day.
        on: Date,
    },
}
