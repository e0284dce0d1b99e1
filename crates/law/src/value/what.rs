//! What can be reckoned with: like with like, in one unit. Months are not years,
//! yuan a month are not yuan a day; a rate has no unit.

use std::fmt;

/// Kind and unit of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A number of units.
    Number(String),
    /// An amount, or an amount for each of a unit (元/月).
    Money(Option<String>),
    /// A rate.
    Ratio,
    /// A day.
    Day,
    /// Nothing that is reckoned with.
    Other,
}

impl What {
    /// `元`, `元/月` or another unit.
    pub fn of_unit(unit: &str) -> Self {
        match unit.strip_prefix('元') {
            Some("") => Self::Money(None),
            Some(each) if each.starts_with('/') => Self::Money(Some(bare(&each[1..]).to_owned())),
            _ => Self::Number(unit.to_owned()),
        }
    }

    /// The kind of two that are added, subtracted or compared. A plain amount goes
    /// with an amount for each of some unit; two such units must be one.
    pub fn with(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Money(one), Self::Money(None)) => Some(Self::Money(one.clone())),
            (Self::Money(None), Self::Money(other)) => Some(Self::Money(other.clone())),
            (Self::Number(_) | Self::Money(_) | Self::Ratio, _) if self == other => Some(self.clone()),
            _ => None,
        }
    }

    /// The kind of a product.
    pub fn times(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Ratio, other @ (Self::Number(_) | Self::Money(_) | Self::Ratio)) => Some(other.clone()),
            (this @ (Self::Number(_) | Self::Money(_)), Self::Ratio) => Some(this.clone()),
            // Yuan a month times months are yuan; times days they are nothing.
            (Self::Money(Some(each)), Self::Number(unit)) => {
                (bare(unit) == each).then_some(Self::Money(None))
            }
            (Self::Money(None), Self::Number(_)) => Some(Self::Money(None)),
            (Self::Number(unit), Self::Number(other)) => {
                (!is_mixed(unit, other)).then(|| Self::Number(unit.clone()))
            }
            _ => None,
        }
    }

    /// The kind of a quotient.
    pub fn over(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (this @ (Self::Number(_) | Self::Money(_) | Self::Ratio), Self::Ratio) => Some(this.clone()),
            (Self::Money(None), Self::Number(unit)) => Some(Self::Money(Some(bare(unit).to_owned()))),
            (Self::Money(one), Self::Money(other)) if one == other => Some(Self::Ratio),
            (Self::Number(one), Self::Number(other)) if one == other => Some(Self::Ratio),
            (Self::Number(unit), Self::Number(other)) => {
                (!is_mixed(unit, other)).then(|| Self::Number(unit.clone()))
            }
            _ => None,
        }
    }
}

/// Lengths of time, which do not multiply or divide each other.
const LENGTHS: [&str; 8] = ["年", "个月", "月", "周", "日", "天", "个工作日", "小时"];

fn is_mixed(one: &str, other: &str) -> bool {
    one != other && LENGTHS.contains(&one) && LENGTHS.contains(&other)
}

/// 个月 and 月 are one unit behind 元/.
fn bare(unit: &str) -> &str {
    unit.trim().trim_start_matches('个')
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(unit) => f.write_str(unit),
            Self::Money(None) => f.write_str("元"),
            Self::Money(Some(each)) => write!(f, "元/{each}"),
            Self::Ratio => f.write_str("比例"),
            Self::Day => f.write_str("日期"),
            Self::Other => f.write_str("其他"),
        }
    }
}

/// Kind of an expression, and whether it still has to be rounded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// The kind.
    pub what: What,
    /// A whole number of fen or of units.
    pub whole: bool,
}

/// The unit of a rate that was brought to a whole number.
const TIMES: &str = "倍";

impl Sort {
    /// What it is once it is rounded.
    #[must_use]
    pub fn rounded(self) -> Self {
        match self.what {
            What::Ratio => Self::whole(What::Number(TIMES.to_owned())),
            what => Self::whole(what),
        }
    }

    /// A kind whose values are whole.
    pub const fn whole(what: What) -> Self {
        Self { what, whole: true }
    }
}
