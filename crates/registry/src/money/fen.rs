//! An amount of money in whole fen. It is added, subtracted and multiplied by whole numbers, each
//! checked; there is nothing here to multiply by a rate, which is the law's business.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Whole fen; negative where something is taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fen(pub i64);

/// A sum that no longer fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("amount: {left} fen and {right} together pass what can be counted; expected a sum within 64 bits")]
pub struct FenOverflow {
    /// The one.
    pub left: i64,
    /// The other.
    pub right: i64,
}

/// A text that is no amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "amount: {found:?} is no amount in yuan; expected digits with at most two after the point, such as 2400.00"
)]
pub struct FenError {
    /// The text, cut.
    pub found: String,
}

impl Fen {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Together.
    pub fn plus(self, other: Self) -> Result<Self, FenOverflow> {
        self.0.checked_add(other.0).map(Self).ok_or(FenOverflow { left: self.0, right: other.0 })
    }

    /// Less the other.
    pub fn minus(self, other: Self) -> Result<Self, FenOverflow> {
        self.0.checked_sub(other.0).map(Self).ok_or(FenOverflow { left: self.0, right: other.0 })
    }

    /// So many times: months of a monthly amount.
    pub fn times(self, count: u32) -> Result<Self, FenOverflow> {
        let count = i64::from(count);
        self.0.checked_mul(count).map(Self).ok_or(FenOverflow { left: self.0, right: count })
    }

    /// The other way round.
    pub fn negated(self) -> Result<Self, FenOverflow> {
        Self::ZERO.minus(self)
    }

    /// All together.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Result<Self, FenOverflow> {
        amounts.into_iter().try_fold(Self::ZERO, Self::plus)
    }

    /// Whether it is more than nothing.
    pub fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// Whether it is nothing.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }
}

/// In yuan with two decimals, as files and letters have it: `2400.00`.
impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", fen / 100, fen % 100)
    }
}

/// Reads yuan with at most two decimals. What has more is refused, never rounded.
impl FromStr for Fen {
    type Err = FenError;

    fn from_str(text: &str) -> Result<Self, FenError> {
        let wrong = || FenError { found: text.chars().take(32).collect() };
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (yuan, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
        let only_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !only_digits(yuan) || !only_digits(decimals) || decimals.len() > 2 {
            return Err(wrong());
        }
        let yuan: i64 = yuan.parse().map_err(|_| wrong())?;
        let tenths = if decimals.len() == 1 { 10 } else { 1 };
        let fen: i64 = decimals.parse::<i64>().map_err(|_| wrong())? * tenths;
        let total = yuan.checked_mul(100).and_then(|whole| whole.checked_add(fen)).ok_or_else(wrong)?;
        Ok(Self(if negative { -total } else { total }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn yuan_are_read_exactly_and_never_rounded() {
        assert_eq!("2400.00".parse(), Ok(Fen(240_000)));
        assert_eq!("0.5".parse(), Ok(Fen(50)));
        assert_eq!("-12".parse(), Ok(Fen(-1200)));
        for wrong in ["", ".5", "1.", "1.005", "1,000", "１", "+1", "1e3", "99999999999999999999"] {
            assert!(wrong.parse::<Fen>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_sum_that_does_not_fit_is_an_error() {
        assert!(Fen(i64::MAX).plus(Fen(1)).is_err() && Fen(i64::MAX).times(2).is_err());
        assert!(Fen(i64::MIN).negated().is_err());
    }

    proptest! {
        #[test]
        fn every_amount_reads_back(fen in (i64::MIN + 1)..=i64::MAX) {
            prop_assert_eq!(Fen(fen).to_string().parse::<Fen>(), Ok(Fen(fen)));
        }
    }
}
