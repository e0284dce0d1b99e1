//! Limits on guessing: after a few failures under one name each further attempt has to wait longer. Held
//! in memory by each process; a restart forgets, which costs an attacker more than it gives.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// Failures that cost nothing: everyone mistypes.
const FREE_MAX: u32 = 5;
/// The longest wait.
const WAIT_SECONDS_MAX: u64 = 900;
/// Names remembered at once; beyond it those that failed longest ago are forgotten.
const NAMES_MAX: usize = 10_000;
/// Failures are forgotten after so long without another.
const FORGET: SignedDuration = SignedDuration::from_hours(24);

/// The failures under each name.
#[derive(Debug, Default)]
pub(crate) struct Attempts(Mutex<HashMap<String, Failures>>);

#[derive(Debug, Clone, Copy)]
struct Failures {
    amount: u32,
    last: Timestamp,
}

impl Failures {
    fn wait_seconds(self) -> u64 {
        let over = self.amount.saturating_sub(FREE_MAX);
        if over == 0 { 0 } else { (1 << over.min(20)).min(WAIT_SECONDS_MAX) }
    }
}

impl Attempts {
    /// Begins an attempt, which counts as failed until [`Attempts::succeed`]: so a hundred at once are not
    /// one. `Err` says how many seconds to wait instead.
    pub(crate) fn begin(&self, name: &str, now: Timestamp) -> Result<(), u64> {
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = names.get(name).copied().filter(|failures| now.duration_since(failures.last) < FORGET);
        if let Some(failures) = known {
            let passed = u64::try_from(now.duration_since(failures.last).as_secs()).unwrap_or(0);
            let left = failures.wait_seconds().saturating_sub(passed);
            if left > 0 {
                return Err(left);
            }
        }
        if names.len() >= NAMES_MAX && !names.contains_key(name) {
            let oldest = names.iter().min_by_key(|(_, failures)| failures.last).map(|(name, _)| name.clone());
            oldest.and_then(|oldest| names.remove(&oldest));
        }
        let amount = known.map_or(0, |failures| failures.amount) + 1;
        names.insert(name.to_owned(), Failures { amount, last: now });
        Ok(())
    }

    /// The attempt succeeded: its name starts afresh.
    pub(crate) fn succeed(&self, name: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_further_failure_waits_longer_and_success_forgets() {
        let attempts = Attempts::default();
        let at = |second| Timestamp::from_second(second).unwrap();
        for _ in 0..=FREE_MAX {
            assert_eq!(attempts.begin("city", at(0)), Ok(()));
        }
        assert_eq!(attempts.begin("city", at(0)), Err(2));
        assert_eq!(attempts.begin("city", at(2)), Ok(()));
        assert_eq!(attempts.begin("city", at(3)), Err(3));
        assert_eq!(attempts.begin("other", at(3)), Ok(()), "one name does not lock another out");
        assert_eq!(attempts.begin("city", at(6)), Ok(()));
        attempts.succeed("city");
        assert_eq!(attempts.begin("city", at(6)), Ok(()));
    }

    #[test]
    fn the_wait_has_an_end_and_so_has_the_memory() {
        let longest = Failures { amount: 1_000, last: Timestamp::UNIX_EPOCH };
        assert_eq!(longest.wait_seconds(), WAIT_SECONDS_MAX);
        let attempts = Attempts::default();
        for number in 0..NAMES_MAX + 5 {
            let at = Timestamp::from_second(i64::try_from(number).unwrap()).unwrap();
            assert_eq!(attempts.begin(&number.to_string(), at), Ok(()));
        }
        assert_eq!(attempts.0.lock().unwrap().len(), NAMES_MAX);
    }
}
