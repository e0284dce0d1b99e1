//! The dated directory: districts, streets and towns, and the offices that serve them. What was in
//! force on a day can be asked for any day; a record is closed, never deleted.

use serde::{Deserialize, Serialize};

use crate::id::OfficeId;
use crate::period::Period;
use crate::region::{Region, StreetCode};

/// A district.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct District {
    /// Its code.
    pub code: Region,
    /// 中文名.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// When it is (or was) in force under this code and name.
    pub valid: Period,
    /// The code that took its place, for a retired one.
    pub replaced_by: Option<Region>,
}

/// A street or town.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Street {
    /// Its code.
    pub code: StreetCode,
    /// The district in which it lies.
    pub district: Region,
    /// 中文名.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// When it is in force.
    pub valid: Period,
}

/// A public office. Its kind is a code of the service packs, such as `district_employment` or
/// `government_service_centre`, so that a new kind needs no release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Office {
    /// The id.
    pub id: OfficeId,
    /// The code of its kind.
    pub kind: String,
    /// The district that it serves.
    pub district: Region,
    /// The street or town that it serves, if not the whole district.
    pub street: Option<StreetCode>,
    /// 中文名.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// 地址.
    pub address_zh: String,
    /// The public telephone number.
    pub phone: Option<String>,
    /// Where the entry was taken from.
    pub source: String,
    /// When it is open under this entry.
    pub valid: Period,
}
