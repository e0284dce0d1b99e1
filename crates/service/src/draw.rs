//! The draw for random checks: by a seed that is handed in, so that it can be held again, and nobody can steer it.

use registry::{CaseId, Hash};

/// The whole that a rate is a part of.
const WHOLE: u64 = 10_000;

/// Whether the draw with this seed takes a case, at a rate of so many in ten thousand.
pub fn takes(per_ten_thousand: u16, seed: &[u8; 32], case: CaseId) -> bool {
    let hash = Hash::of_parts("draw", &[seed, case.as_bytes()]);
    // Sixty-four of the bits are enough: the bias of the remainder is below one in a hundred million million.
    let number = hash.0.iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    number % WHOLE < u64::from(per_ten_thousand)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_kept_and_the_same_seed_draws_the_same() {
        let cases = (0..20_000_u128).map(|number| CaseId(uuid::Uuid::from_u128(number)));
        let drawn: Vec<_> = cases.clone().filter(|case| takes(500, &[7; 32], *case)).collect();
        assert!((900..=1100).contains(&drawn.len()), "{}", drawn.len());
        assert!(drawn.iter().all(|case| takes(500, &[7; 32], *case)));
        assert_ne!(drawn, cases.clone().filter(|case| takes(500, &[8; 32], *case)).collect::<Vec<_>>());
        assert!(cases.clone().all(|case| takes(10_000, &[7; 32], case) && !takes(0, &[7; 32], case)));
    }
}
