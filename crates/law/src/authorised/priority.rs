//! Which of two fillings prevails where both are in time, in scope and made by
//! someone competent: a stated priority, then the special before the general,
//! the higher before the lower, and of one author the later. No other order.

use crate::date::Date;
use crate::parameter::Row;
use crate::region::Regions;
use std::cmp::Ordering;

/// The rank of whoever speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Level {
    /// 区
    District,
    /// 市
    #[default]
    City,
    /// 国家
    Nation,
}

/// For whom a filling speaks; the narrower comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Scope {
    /// One district.
    District(i64),
    /// The city.
    City,
    /// Everyone.
    #[default]
    All,
}

impl Scope {
    /// Whether it covers a district of the city.
    pub fn covers(self, district: i64) -> bool {
        match self {
            Self::District(code) => code == district,
            Self::City | Self::All => true,
        }
    }

    const fn width(self) -> u8 {
        match self {
            Self::District(_) => 0,
            Self::City => 1,
            Self::All => 2,
        }
    }
}

/// The author of an instrument, from its front matter.
#[derive(Debug, Clone, Default)]
pub struct Office {
    /// The instrument.
    pub id: String,
    /// 制定机关
    pub issuer: String,
    /// 适用地区
    pub region: Option<i64>,
    /// 级别, else by the place for which it speaks.
    pub level: Level,
    /// 公布
    pub published: Option<Date>,
    /// 施行
    pub force: Option<Date>,
}

impl Office {
    /// The level of a place, where the front matter names none.
    pub fn level_of(region: Option<i64>, regions: &Regions) -> Level {
        match region {
            Some(code) if regions.district_codes().contains(&code) => Level::District,
            Some(code) if !regions.is_city(code) => Level::Nation,
            _ => Level::City,
        }
    }

    /// `国家`, `市` or `区`.
    pub fn named_level(word: &str) -> Option<Level> {
        match word {
            "国家" => Some(Level::Nation),
            "市" => Some(Level::City),
            "区" => Some(Level::District),
            _ => None,
        }
    }
}

/// How one filling stands to another; `Equal` where the law gives no order.
pub fn prevails(one: &Row, other: &Row, offices: &[Office]) -> Ordering {
    if one.layer == other.layer {
        // A later publication of the same instrument corrects the earlier.
        return one.known.cmp(&other.known);
    }
    let (Some(mine), Some(yours)) = (offices.get(one.layer), offices.get(other.layer)) else {
        return Ordering::Equal;
    };
    match (one.over.contains(&yours.id), other.over.contains(&mine.id)) {
        (true, false) => return Ordering::Greater,
        (false, true) => return Ordering::Less,
        _ => {}
    }
    let special = other.scope.width().cmp(&one.scope.width());
    let higher = mine.level.cmp(&yours.level);
    let later = if mine.issuer == yours.issuer { one.known.cmp(&other.known) } else { Ordering::Equal };
    special.then(higher).then(later)
}
