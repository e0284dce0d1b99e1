//! The dated register of bodies outside the administration to which a case can be handed: guarantors, banks,
//! associations, evaluation offices. Which kinds there are is data; a record is closed, never deleted.

use serde::{Deserialize, Serialize};

use crate::id::AccountId;
use crate::period::Period;
use crate::region::Region;

/// A body, as one entry of the register says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Its id, by which cases name it.
    pub id: String,
    /// The code of its kind, such as `guarantor`.
    pub kind: String,
    /// 中文名.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// The authority that recognised it or contracted with it.
    pub recognised_by: String,
    /// The field for which it is recognised; none where it serves every one.
    pub specialty: Option<String>,
    /// The districts that it serves; empty for the whole city.
    pub districts: Vec<Region>,
    /// The days on which it serves under this entry.
    pub valid: Period,
    /// Where the entry was taken from.
    pub source: String,
}

impl Body {
    /// Whether it serves a district.
    pub fn serves(&self, district: &Region) -> bool {
        self.districts.is_empty() || self.districts.contains(district)
    }
}

/// An entry with who made it. One from a data file has neither; one that an officer proposed holds only once another
/// has approved it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyEntry {
    /// The entry.
    pub body: Body,
    /// The officer who proposed it.
    pub proposed_by: Option<AccountId>,
    /// The officer who approved it.
    pub approved_by: Option<AccountId>,
}

impl BodyEntry {
    /// Whether it holds.
    pub fn is_in_force(&self) -> bool {
        self.proposed_by.is_none() || self.approved_by.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use uuid::Uuid;

    #[test]
    fn a_proposed_entry_waits_for_a_second_officer() {
        let body = Body {
            id: "jingan".to_owned(),
            kind: "guarantor".to_owned(),
            name_zh: "京安".to_owned(),
            name_en: "Jing'an".to_owned(),
            recognised_by: "市人社局".to_owned(),
            specialty: None,
            districts: vec!["110101".parse().unwrap()],
            valid: Period::from_day(date(2020, 10, 1)),
            source: "made up".to_owned(),
        };
        assert!(body.serves(&"110101".parse().unwrap()) && !body.serves(&"110105".parse().unwrap()));
        let entry = BodyEntry { body, proposed_by: None, approved_by: None };
        assert!(entry.is_in_force());
        let (one, two) = (AccountId(Uuid::from_u128(1)), AccountId(Uuid::from_u128(2)));
        let proposed = BodyEntry { proposed_by: Some(one), ..entry };
        assert!(!proposed.is_in_force());
        assert!(BodyEntry { approved_by: Some(two), ..proposed }.is_in_force());
    }
}
