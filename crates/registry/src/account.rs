//! Accounts of officers and what their role lets them see.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::form::coded;
use crate::id::AccountId;
use crate::region::{Region, StreetCode};

/// The reach of an officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "level", content = "code")]
pub enum Role {
    /// All of the city.
    City,
    /// One district.
    District(Region),
    /// One street or town.
    Street(StreetCode),
    /// One body outside the administration, such as a guarantor: the cases that were handed to it, no place.
    Body {
        /// Its kind, one of those that the services know.
        kind: String,
        /// Its id in the register of bodies.
        body: String,
    },
}

coded! {
    /// What an officer is in their office. For the city's officers and those of a body it says nothing.
    Rank, "rank", {
        /// Works on cases.
        Clerk = "clerk",
        /// Stands above the clerks.
        Supervisor = "supervisor",
    }
}

impl Role {
    /// Whether the role reaches the whole of a district: its registrations, lists and counts.
    /// A street's officer does not, not even in the own district.
    pub fn may_see(&self, district: &Region) -> bool {
        match self {
            Self::City => true,
            Self::District(own) => own == district,
            Self::Street(_) | Self::Body { .. } => false,
        }
    }

    /// Whether the role reaches what belongs to this street of this district; a matter without a
    /// street belongs to the district.
    pub fn may_see_street(&self, district: &Region, street: Option<&StreetCode>) -> bool {
        match self {
            Self::City | Self::District(_) => self.may_see(district),
            Self::Street(own) => street == Some(own),
            Self::Body { .. } => false,
        }
    }

    /// The district to which the role is bound; none for the city, and none for a body, which has no place at all.
    pub fn district(&self) -> Option<Region> {
        match self {
            Self::City | Self::Body { .. } => None,
            Self::District(code) => Some(code.clone()),
            Self::Street(code) => Some(code.district()),
        }
    }
}

/// The hash of a password in PHC form (`$argon2id$…`). It is made and checked elsewhere.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Takes the text as it is.
    pub fn new(phc: String) -> Self {
        Self(phc)
    }

    /// The text, for the check.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// The account of an officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The id.
    pub id: AccountId,
    /// 1 for an account just made.
    pub version: u32,
    /// The name used to sign in, unique.
    pub name: String,
    /// What colleagues read.
    pub display_name: String,
    /// The reach.
    pub role: Role,
    /// What they are in their office.
    pub rank: Rank,
    /// The password's hash.
    pub password: PasswordHash,
    /// When it was made.
    pub created_at: Timestamp,
    /// Since when it can no longer be used.
    pub disabled_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_reaches_its_own_place_only() {
        let chaoyang: Region = "110105".parse().unwrap();
        let dongcheng: Region = "110101".parse().unwrap();
        let street: StreetCode = "110105001".parse().unwrap();
        let other: StreetCode = "110105002".parse().unwrap();
        let role = Role::District(chaoyang.clone());
        assert!(role.may_see(&chaoyang) && !role.may_see(&dongcheng));
        assert!(role.may_see_street(&chaoyang, Some(&street)));
        assert!(Role::City.may_see(&dongcheng));
        let role = Role::Street(street.clone());
        assert!(!role.may_see(&chaoyang));
        assert!(role.may_see_street(&chaoyang, Some(&street)));
        assert!(!role.may_see_street(&chaoyang, Some(&other)) && !role.may_see_street(&chaoyang, None));
        assert_eq!(role.district(), Some(chaoyang.clone()));
        let bank = Role::Body { kind: "bank".to_owned(), body: "huimin".to_owned() };
        assert!(!bank.may_see(&chaoyang) && !bank.may_see_street(&chaoyang, Some(&street)));
        assert_eq!(bank.district(), None);
        let written = serde_json::to_string(&bank).unwrap();
        assert_eq!(written, r#"{"level":"body","code":{"kind":"bank","body":"huimin"}}"#);
        assert_eq!(serde_json::from_str::<Role>(&written).unwrap(), bank);
    }

    #[test]
    fn a_password_hash_stays_out_of_debug() {
        assert!(!format!("{:?}", PasswordHash::new("$argon2id$v=19$abc".into())).contains("argon2"));
    }
}
