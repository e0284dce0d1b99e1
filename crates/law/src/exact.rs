//! Exact numbers between two roundings: fractions of any length, so that nothing
//! is lost before the article says how to round.

use num_bigint::{BigInt, Sign};
use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Mul, Sub};

/// A fraction; what stands below is more than zero.
#[derive(Debug, Clone)]
pub struct Exact {
    above: BigInt,
    below: BigInt,
}

/// How an exact number becomes a whole one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// 四舍五入: to the nearest, half away from zero (GB/T 8170: the absolute value is rounded, the sign put back).
    HalfUp,
    /// 舍去: towards zero.
    Down,
    /// 进一: away from zero.
    Up,
}

/// A rounding as an article names it: to what, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rounding {
    /// The step: 1, 10 or 100 fen; 1 of any other unit.
    pub step: i64,
    /// The way.
    pub way: Way,
}

impl fmt::Display for Exact {
    /// In lowest terms; a percentage where it is one of hundredths of a percent.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(whole) = self.as_whole() {
            return write!(f, "{whole}");
        }
        let parts = Self { above: &self.above * 10_000, below: self.below.clone() };
        match parts.as_whole() {
            Some(parts) if parts % 100 == 0 => write!(f, "{}%", parts / 100),
            Some(parts) => {
                let sign = if parts < 0 { "-" } else { "" };
                let (whole, rest) = (parts.unsigned_abs() / 100, parts.unsigned_abs() % 100);
                write!(f, "{sign}{}%", format!("{whole}.{rest:02}").trim_end_matches('0'))
            }
            None => write!(f, "{}/{}", self.above, self.below),
        }
    }
}

impl Exact {
    /// A whole number.
    pub fn whole(value: i64) -> Self {
        Self { above: value.into(), below: 1.into() }
    }

    /// `above` / `below`; `None` where that is no number.
    pub fn fraction(above: impl Into<BigInt>, below: impl Into<BigInt>) -> Option<Self> {
        let (above, below) = (above.into(), below.into());
        match below.sign() {
            Sign::NoSign => None,
            Sign::Plus => Some(Self { above, below }),
            Sign::Minus => Some(Self { above: -above, below: -below }),
        }
    }

    /// This divided by another; `None` by zero.
    pub fn over(&self, other: &Self) -> Option<Self> {
        Self::fraction(&self.above * &other.below, &self.below * &other.above)
    }

    /// The multiple of the step that the rounding names; `None` past 64 bits.
    pub fn rounded(&self, rounding: Rounding) -> Option<i64> {
        let below = &self.below * rounding.step;
        let (steps, rest) = (&self.above / &below, &self.above % &below);
        let away = match rounding.way {
            Way::Down => false,
            Way::Up => rest.sign() != Sign::NoSign,
            Way::HalfUp => match (rest.magnitude() * 2_u8).cmp(below.magnitude()) {
                Ordering::Less => false,
                Ordering::Equal | Ordering::Greater => true,
            },
        };
        let away = if away { i64::from(self.above.sign() == Sign::Plus) * 2 - 1 } else { 0 };
        i64::try_from((steps + away) * rounding.step).ok()
    }

    /// The whole number that it is, if it is one of 64 bits.
    pub fn as_whole(&self) -> Option<i64> {
        let (whole, rest) = (&self.above / &self.below, &self.above % &self.below);
        (rest.sign() == Sign::NoSign).then(|| i64::try_from(whole).ok()).flatten()
    }
}

impl Add<&Exact> for Exact {
    type Output = Self;
    fn add(self, other: &Self) -> Self {
        Self {
            above: self.above * &other.below + &other.above * &self.below,
            below: self.below * &other.below,
        }
    }
}

impl Sub<&Exact> for Exact {
    type Output = Self;
    fn sub(self, other: &Self) -> Self {
        Self {
            above: self.above * &other.below - &other.above * &self.below,
            below: self.below * &other.below,
        }
    }
}

impl Mul<&Exact> for Exact {
    type Output = Self;
    fn mul(self, other: &Self) -> Self {
        Self { above: self.above * &other.above, below: self.below * &other.below }
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Exact {}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        (&self.above * &other.below).cmp(&(&other.above * &self.below))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tenths(value: i64) -> Exact {
        Exact::fraction(value, 10).expect("a fraction")
    }

    #[test]
    fn each_way_of_rounding_is_the_same_on_both_sides_of_zero() {
        let by = |way| move |value: i64| tenths(value).rounded(Rounding { step: 1, way }).expect("whole");
        let (half, down, up) = (by(Way::HalfUp), by(Way::Down), by(Way::Up));
        // The same of a number and of its opposite.
        assert_eq!([-56, -55, -54, -50, -1].map(&half), [-6, -6, -5, -5, 0]);
        for (value, rounded, cut, raised) in [(54, 5, 5, 6), (55, 6, 5, 6), (50, 5, 5, 5), (1, 0, 0, 1)] {
            assert_eq!((half(value), down(value), up(value)), (rounded, cut, raised), "{value}");
            assert_eq!((down(-value), up(-value)), (-cut, -raised), "-{value}");
        }
    }

    #[test]
    fn nothing_is_divided_by_zero_and_nothing_runs_over() {
        assert!(Exact::whole(1).over(&Exact::whole(0)).is_none());
        let much = Exact::whole(i64::MAX) * &Exact::whole(2);
        assert_eq!(much.rounded(Rounding { step: 1, way: Way::Down }), None);
        assert_eq!(Exact::whole(1).over(&Exact::whole(-2)), Exact::fraction(-1, 2));
    }

    proptest! {
        /// A rounded number is a multiple of the step and less than one step away, half a step if to the nearest.
        #[test]
        fn a_rounding_stays_within_a_step(above in -1_000_000_i64..1_000_000, below in 1_i64..1000, power in 0_u32..3) {
            let step = 10_i64.pow(power);
            let exact = Exact::fraction(above, below).expect("a fraction");
            for way in [Way::HalfUp, Way::Down, Way::Up] {
                let rounded = exact.rounded(Rounding { step, way }).expect("whole");
                prop_assert_eq!(rounded % step, 0);
                let distance = (rounded * below - above).abs();
                prop_assert!(distance < step * below);
                prop_assert!(way != Way::HalfUp || distance * 2 <= step * below);
                prop_assert!(way != Way::Down || (rounded * below).abs() <= above.abs());
                prop_assert!(way != Way::Up || (rounded * below).abs() >= above.abs());
            }
        }
    }
}
