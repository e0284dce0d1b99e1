//! How long it is from one day to another: 日数, 足月数, 足年数. The first day is
//! not counted (Civil Code 201); a month is whole when the same day of a later
//! month has come.

use crate::date::Date;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// 日数
    Days,
    /// 足月数
    Months,
    /// 足年数
    Years,
}

impl Count {
    /// How each reads.
    pub const ALL: [(&'static str, Self); 3] =
        [("的日数", Self::Days), ("的足月数", Self::Months), ("的足年数", Self::Years)];

    /// The unit of what is counted.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Days => "日",
            Self::Months => "个月",
            Self::Years => "年",
        }
    }

    /// From a day to another; less than none if that is earlier.
    pub fn between(self, from: Date, to: Date) -> i64 {
        match self {
            Self::Days => to.number() - from.number(),
            Self::Months => from.months_to(to),
            Self::Years => from.months_to(to) / 12,
        }
    }
}
