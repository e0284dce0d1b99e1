//! Numbers drawn from a seed, the same on every machine (the generator of Steele, Lea and Flood, SplitMix).

/// A source of draws.
#[derive(Debug, Clone)]
pub struct Draw(u64);

impl Draw {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Sixty-four bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to below a bound; 0 if the bound is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.bits() % u64::try_from(bound.max(1)).unwrap_or(1)).unwrap_or_default()
    }

    /// Both ends included.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        let width = u64::try_from(most - least).unwrap_or_default().saturating_add(1);
        least + i64::try_from(self.bits() % width).unwrap_or_default()
    }

    /// Yes, so many times out of a hundred.
    pub fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of a list that is not empty.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// Some of a list, in its order: each with this chance, at least one.
    pub fn some<T: Clone>(&mut self, of: &[T], percent: usize) -> Vec<T> {
        let kept: Vec<T> = of.iter().filter(|_| self.percent(percent)).cloned().collect();
        if kept.is_empty() { vec![self.one(of).clone()] } else { kept }
    }
}
