//! Rates as fractions. Eighteen decimals are enough for every rate that anybody has set; more are refused by name.

/// A rate, numerator over denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fraction {
    top: i128,
    bottom: i128,
}

/// The most decimals of a rate that this reads.
pub const DECIMALS_MAX: usize = 18;

impl Fraction {
    /// Reads `20%`, `0.20` or `2/3`.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((top, bottom)) = text.split_once('/') {
            let (top, bottom) = (digits(top)?, digits(bottom)?);
            return (bottom > 0).then_some(Self { top, bottom });
        }
        if let Some(percent) = text.strip_suffix('%') {
            let rate = Self::decimal(percent)?;
            return Some(Self { bottom: rate.bottom * 100, ..rate });
        }
        Self::decimal(text)
    }

    /// Reads `0.20`.
    pub fn decimal(text: &str) -> Option<Self> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        if text.ends_with('.') || part.len() > DECIMALS_MAX || whole.len() > DECIMALS_MAX {
            return None;
        }
        let bottom = 10_i128.pow(u32::try_from(part.len()).ok()?);
        let part = if part.is_empty() { 0 } else { digits(part)? };
        Some(Self { top: digits(whole)? * bottom + part, bottom })
    }

    /// Whether it is no more than the whole.
    pub fn is_at_most_one(self) -> bool {
        self.top <= self.bottom
    }

    /// amount × rate, to the nearest, half away from zero; none past 64 bits.
    pub fn of(self, amount: i64) -> Option<i64> {
        let twice = (i128::from(amount) * 2).checked_mul(self.top)?;
        let half = self.bottom * i128::from(amount.signum());
        i64::try_from(twice.checked_add(half)? / (self.bottom * 2)).ok()
    }
}

fn digits(text: &str) -> Option<i128> {
    let good = (1..=DECIMALS_MAX).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    good.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::Fraction;

    #[test]
    fn half_a_fen_goes_away_from_zero() {
        let rate = |text| Fraction::parse(text).unwrap();
        assert_eq!(rate("1%").of(400_050), Some(4_001), "4000.5 fen");
        assert_eq!(rate("0.01").of(400_049), Some(4_000));
        assert_eq!(rate("1%").of(-50), Some(-1), "−0.5");
        assert_eq!(rate("1%").of(-51), Some(-1), "−0.51");
        assert_eq!(rate("1%").of(-49), Some(0), "−0.49");
        assert_eq!(rate("2/3").of(1), Some(1));
        assert_eq!(rate("200%").of(i64::MAX), None);
    }
}
