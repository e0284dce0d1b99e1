//! Exact rates and the one rounding that the measures name: half up to a fen.

use crate::exact::Exact;
use num_bigint::BigUint;
use std::fmt;

/// A rate from 0 upwards as a fraction, exactly as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ratio {
    text: String,
    value: Fraction,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Fraction {
    Small {
        above: u64,
        below: u64,
    },
    /// More digits than 64 bits hold; a what-if may give any number of them.
    Big {
        above: BigUint,
        below: BigUint,
    },
}

impl Ratio {
    /// Reads a plain decimal such as `0.20`.
    pub fn decimal(text: &str) -> Option<Self> {
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(part) {
            return None;
        }
        let part = part.trim_end_matches('0');
        let above = format!("{whole}{part}");
        let value = match (above.parse::<u64>(), 10_u64.checked_pow(u32::try_from(part.len()).ok()?)) {
            (Ok(above), Some(below)) => Fraction::Small { above, below },
            _ => Fraction::Big {
                above: above.parse().ok()?,
                below: BigUint::from(10_u8).pow(u32::try_from(part.len()).ok()?),
            },
        };
        Some(Self { text: text.to_owned(), value })
    }

    /// Reads what a policy file writes: `20%`, `0.20` or `2/3`.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(percent) = text.strip_suffix('%') {
            let Self { value, .. } = Self::decimal(percent)?;
            let value = match value {
                Fraction::Small { above, below } => Fraction::Small { above, below: below.checked_mul(100)? },
                Fraction::Big { above, below } => Fraction::Big { above, below: below * 100_u8 },
            };
            return Some(Self { text: text.to_owned(), value });
        }
        if let Some((above, below)) = text.split_once('/') {
            let (above, below) = (above.trim().parse().ok()?, below.trim().parse().ok()?);
            return (below > 0)
                .then(|| Self { text: text.to_owned(), value: Fraction::Small { above, below } });
        }
        Self::decimal(text)
    }

    /// The fraction that it is.
    pub fn exact(&self) -> Exact {
        let of = |above: BigUint, below: BigUint| Exact::fraction(above, below);
        let made = match &self.value {
            Fraction::Small { above, below } => of((*above).into(), (*below).into()),
            Fraction::Big { above, below } => of(above.clone(), below.clone()),
        };
        // What stands below is never zero (see `parse`).
        made.unwrap_or_else(|| Exact::whole(0))
    }

    /// Whether it is at most 1.
    pub fn is_at_most_one(&self) -> bool {
        match &self.value {
            Fraction::Small { above, below } => above <= below,
            Fraction::Big { above, below } => above <= below,
        }
    }

    /// Whether it is the same rate, however it was written: `1%` and `0.01`.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.lowest_terms() == other.lowest_terms()
    }

    /// The rate as a fraction in lowest terms, `1/100`: one text for each rate.
    pub fn lowest_terms(&self) -> String {
        let (above, below) = match &self.value {
            Fraction::Small { above, below } => (BigUint::from(*above), BigUint::from(*below)),
            Fraction::Big { above, below } => (above.clone(), below.clone()),
        };
        let nought = BigUint::ZERO;
        let (mut divisor, mut rest) = (below.clone(), above.clone());
        while rest != nought {
            let next = &divisor % &rest;
            divisor = std::mem::replace(&mut rest, next);
        }
        format!("{}/{}", above / &divisor, below / &divisor)
    }

    /// `amount` × this rate to the nearest fen, half away from zero; `None` past 64 bits.
    pub fn of_rounded_half_up(&self, amount_fen: i64) -> Option<i64> {
        // The size is rounded and the sign put back, as GB/T 8170 has it.
        let amount = amount_fen.unsigned_abs();
        let size: i128 = match &self.value {
            Fraction::Small { above, below } => {
                let twice = u128::from(amount).checked_mul(u128::from(*above))?.checked_mul(2)?;
                let below = u128::from(*below);
                (twice.checked_add(below)? / (2 * below)).try_into().ok()?
            }
            Fraction::Big { above, below } => {
                let rounded: BigUint = (above * amount * 2_u8 + below) / (below * 2_u8);
                rounded.try_into().ok()?
            }
        };
        i64::try_from(if amount_fen < 0 { -size } else { size }).ok()
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_fen_rounds_up() {
        let one_percent = Ratio::parse("1%").expect("rate");
        assert_eq!(one_percent.of_rounded_half_up(400_050), Some(4001));
        assert_eq!(one_percent.of_rounded_half_up(400_049), Some(4000));
        assert_eq!(Ratio::parse("2/3").expect("rate").of_rounded_half_up(100), Some(67));
    }

    #[test]
    fn half_a_fen_rounds_away_from_zero() {
        let half = Ratio::parse("50%").expect("rate");
        let rounded: Vec<Option<i64>> = (-4..=4).map(|fen| half.of_rounded_half_up(fen)).collect();
        assert_eq!(rounded, [-2, -2, -1, -1, 0, 1, 1, 2, 2].map(Some));
        let long = Ratio::decimal(&format!("0.50{}1", "0".repeat(60))).expect("rate");
        assert_eq!(long.of_rounded_half_up(-1), Some(-1), "more than half below zero");
        assert_eq!(Ratio::parse("200%").expect("rate").of_rounded_half_up(i64::MIN), None);
    }

    #[test]
    fn a_rate_is_the_same_however_it_is_written() {
        let rate = |text| Ratio::parse(text).expect("rate");
        assert!(rate("1%").is_same_as(&rate("0.010")));
        assert!(rate("2/4").is_same_as(&rate("50%")));
        assert!(!rate("1%").is_same_as(&rate("0.1")));
    }

    #[test]
    fn a_rate_of_any_length_is_exact() {
        let below_half = Ratio::decimal(&format!("0.4{}", "9".repeat(60))).expect("rate");
        assert_eq!(below_half.of_rounded_half_up(1), Some(0));
        let half = Ratio::decimal(&format!("0.5{}", "0".repeat(60))).expect("rate");
        assert_eq!(half.of_rounded_half_up(1), Some(1));
        let above = Ratio::decimal(&format!("1.{}1", "0".repeat(60))).expect("rate");
        assert!(!above.is_at_most_one());
    }

    #[test]
    fn only_plain_decimals_are_read() {
        for bad in ["", ".5", "1.", "-0.1", "+0.1", "1e-1", "0,1", " 0.1", "１"] {
            assert_eq!(Ratio::decimal(bad), None, "{bad}");
        }
        assert!(Ratio::decimal("1.0").expect("one").is_at_most_one());
    }
}
