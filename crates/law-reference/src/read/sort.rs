//! What a value comes to, and what may be done with what: like is added to like, in one unit
//! (`docs/language/values.md`, 同类、同单位).

use super::{Reading, refuse};
use crate::program::{Kind, SettingKind};

/// What an operand is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sort {
    /// Of this unit; none of a plain number.
    Number(String),
    /// Yuan, or yuan by something.
    Money(String),
    /// A rate, or a number of times.
    Rate,
    /// A day.
    Date,
    /// A choice, a region.
    Other,
}

const TIMES: [&str; 5] = ["年", "个月", "日", "天", "小时"];

impl Sort {
    /// Of a fact.
    pub fn of_fact(kind: &Kind) -> Self {
        match kind {
            Kind::Integer(_, _, unit) => Self::Number(unit.clone()),
            Kind::Money(..) => Self::Money(String::new()),
            Kind::Date => Self::Date,
            Kind::Choice(_) | Kind::Flag | Kind::Region => Self::Other,
        }
    }

    /// Of a parameter that is no list.
    pub fn of_setting(kind: &SettingKind) -> Option<Self> {
        match kind {
            SettingKind::Money(per) => Some(Self::Money(per.clone())),
            SettingKind::Number(unit) => Some(Self::Number(unit.clone())),
            SettingKind::Rate => Some(Self::Rate),
            SettingKind::Regions | SettingKind::Choices(_) | SettingKind::Flag | SettingKind::Table(_) => {
                None
            }
        }
    }

    /// What two that are added, or compared, come to.
    pub fn alike(self, other: &Self, text: &str) -> Reading<Self> {
        match (&self, other) {
            (Self::Number(one), Self::Number(two)) if one == two => Ok(self),
            (Self::Money(one), Self::Money(two)) if one == two || two.is_empty() => Ok(self),
            (Self::Money(one), Self::Money(_)) if one.is_empty() => Ok(other.clone()),
            (Self::Rate, Self::Rate) => Ok(self),
            _ => refuse("E0215", text),
        }
    }

    /// What two that are multiplied come to.
    pub fn product(self, other: &Self, text: &str) -> Reading<Self> {
        match (&self, other) {
            (Self::Number(_) | Self::Money(_) | Self::Rate, Self::Rate) => Ok(self),
            (Self::Rate, Self::Number(_) | Self::Money(_)) => Ok(other.clone()),
            (Self::Money(per), Self::Number(unit)) | (Self::Number(unit), Self::Money(per)) => {
                let fits = per.is_empty() || unit.is_empty() || unit.ends_with(per.as_str());
                match (fits, unit.is_empty()) {
                    (false, _) => refuse("E0215", text),
                    (true, true) => Ok(Self::Money(per.clone())),
                    (true, false) => Ok(Self::Money(String::new())),
                }
            }
            (Self::Number(one), Self::Number(two)) => {
                let both = one != two && [one, two].iter().all(|unit| TIMES.contains(&unit.as_str()));
                match (both, two.is_empty(), one.is_empty()) {
                    (true, ..) => refuse("E0215", text),
                    (false, false, true) => Ok(other.clone()),
                    (false, ..) => Ok(self),
                }
            }
            _ => refuse("E0215", text),
        }
    }

    /// What one divided by the other comes to.
    pub fn quotient(self, other: &Self, text: &str) -> Reading<Self> {
        match (&self, other) {
            (Self::Number(one), Self::Number(two)) if one == two => Ok(Self::Rate),
            (Self::Number(one), Self::Number(two)) => {
                let both = [one, two].iter().all(|unit| TIMES.contains(&unit.as_str()));
                if both { refuse("E0215", text) } else { Ok(self) }
            }
            (Self::Money(one), Self::Money(two)) if one == two => Ok(Self::Rate),
            (Self::Money(_) | Self::Rate, Self::Number(_) | Self::Rate) | (Self::Number(_), Self::Rate) => {
                Ok(self)
            }
            _ => refuse("E0215", text),
        }
    }
}
