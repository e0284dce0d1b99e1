//! What a receiver keeps so that a webhook that comes twice has one effect: the ids of the last messages, for as long
//! as their time would still be accepted. A store with a unique column does the same over a restart.

use std::collections::{BTreeMap, BTreeSet};

use super::verify::Verified;
use jiff::Timestamp;

/// The ids seen within the tolerance.
#[derive(Debug, Clone)]
pub struct ReplayGuard {
    tolerance_s: u32,
    ids_max: usize,
    seen: BTreeMap<String, i64>,
    by_time: BTreeSet<(i64, String)>,
}

impl ReplayGuard {
    /// A guard for a tolerance. `ids_max` bounds its memory: when it is full, nothing new is let in until the oldest
    /// are past, since forgetting one would let it in twice.
    pub fn new(tolerance_s: u32, ids_max: usize) -> Self {
        Self { tolerance_s, ids_max, seen: BTreeMap::new(), by_time: BTreeSet::new() }
    }

    /// Whether this is the first time that the message comes. Ask only with one that was verified.
    pub fn admit(&mut self, message: &Verified, now: Timestamp) -> bool {
        self.forget(now);
        if self.seen.contains_key(&message.id) || self.seen.len() >= self.ids_max {
            return false;
        }
        self.seen.insert(message.id.clone(), message.timestamp);
        self.by_time.insert((message.timestamp, message.id.clone()));
        true
    }

    /// How many ids are kept.
    pub fn len(&self) -> usize {
        self.seen.len()
    }

    /// Whether no id is kept.
    pub fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }

    fn forget(&mut self, now: Timestamp) {
        let oldest = now.as_second().saturating_sub(i64::from(self.tolerance_s));
        while let Some((time, id)) = self.by_time.first().cloned() {
            if time >= oldest {
                break;
            }
            self.by_time.remove(&(time, id.clone()));
            self.seen.remove(&id);
        }
    }
}
