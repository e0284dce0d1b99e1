//! Exact fractions of any size. Rates, quotients and amounts are these until something rounds them.

use crate::program::Rounding;
use num_bigint::BigInt;
use std::cmp::Ordering;

/// Numerator over denominator, which is above zero.
#[derive(Debug, Clone)]
pub struct Fraction {
    top: BigInt,
    bottom: BigInt,
}

impl Fraction {
    /// A whole number.
    pub fn whole(number: i64) -> Self {
        Self { top: number.into(), bottom: 1.into() }
    }

    /// Reads `20%`, `0.20` or `2/3`.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((top, bottom)) = text.split_once('/') {
            let (top, bottom) = (digits(top)?, digits(bottom)?);
            return (bottom > 0.into()).then_some(Self { top, bottom });
        }
        if let Some(percent) = text.strip_suffix('%') {
            let rate = Self::decimal(percent)?;
            return Some(Self { bottom: rate.bottom * 100, top: rate.top });
        }
        Self::decimal(text)
    }

    /// Reads `0.20`.
    pub fn decimal(text: &str) -> Option<Self> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        if text.ends_with('.') {
            return None;
        }
        let bottom = BigInt::from(10).pow(u32::try_from(part.len()).ok()?);
        let part = if part.is_empty() { 0.into() } else { digits(part)? };
        Some(Self { top: digits(whole)? * &bottom + part, bottom })
    }

    /// Sum.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            top: &self.top * &other.bottom + &other.top * &self.bottom,
            bottom: &self.bottom * &other.bottom,
        }
    }

    /// Difference.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.plus(&Self { top: -&other.top, bottom: other.bottom.clone() })
    }

    /// Product.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        Self { top: &self.top * &other.top, bottom: &self.bottom * &other.bottom }
    }

    /// Quotient; none by zero.
    pub fn over(&self, other: &Self) -> Option<Self> {
        let (top, bottom) = (&self.top * &other.bottom, &self.bottom * &other.top);
        match bottom.cmp(&0.into()) {
            Ordering::Equal => None,
            Ordering::Greater => Some(Self { top, bottom }),
            Ordering::Less => Some(Self { top: -top, bottom: -bottom }),
        }
    }

    /// Brought to a multiple: the size is rounded and the sign put back.
    #[must_use]
    pub fn rounded(&self, grid: i64, how: Rounding) -> Self {
        let negative = self.top < 0.into();
        let size = if negative { -&self.top } else { self.top.clone() };
        let unit = &self.bottom * grid;
        let steps = match how {
            Rounding::Down => size / unit,
            Rounding::Up => (size + &unit - 1) / unit,
            Rounding::Half => (size * 2 + &unit) / (unit * 2),
        };
        let whole = steps * grid;
        Self { top: if negative { -whole } else { whole }, bottom: 1.into() }
    }

    /// Itself as a whole number of 64 bits, if it is one.
    pub fn as_whole(&self) -> Option<i64> {
        if &self.top % &self.bottom != 0.into() {
            return None;
        }
        i64::try_from(&self.top / &self.bottom).ok()
    }

    /// Whether it is no more than the whole.
    pub fn is_at_most_one(&self) -> bool {
        self.top <= self.bottom
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Fraction {}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        (&self.top * &other.bottom).cmp(&(&other.top * &self.bottom))
    }
}

fn digits(text: &str) -> Option<BigInt> {
    let good = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    good.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::Fraction;
    use crate::program::Rounding::{Down, Half, Up};

    #[test]
    fn the_size_is_rounded_and_the_sign_put_back() {
        let of = |rate: &str, amount: i64| Fraction::parse(rate).unwrap().times(&Fraction::whole(amount));
        let whole = |fraction: Fraction| fraction.as_whole().unwrap();
        assert_eq!(whole(of("1%", 400_050).rounded(1, Half)), 4_001, "4000.5 fen");
        assert_eq!(whole(of("0.01", 400_049).rounded(1, Half)), 4_000);
        assert_eq!(whole(of("1%", -50).rounded(1, Half)), -1, "−0.5");
        assert_eq!(whole(of("1%", -49).rounded(1, Half)), 0, "−0.49");
        assert_eq!(whole(of("1%", -49).rounded(1, Up)), -1);
        assert_eq!(whole(of("1%", -199).rounded(1, Down)), -1);
        assert_eq!(whole(of("2/3", 100).rounded(100, Up)), 100);
        assert_eq!(whole(of("2/3", 100).rounded(10, Down)), 60);
        assert_eq!(of("2/3", 1).as_whole(), None);
        assert_eq!(of("200%", i64::MAX).as_whole(), None, "past 64 bits");
    }
}
