//! Where a run is: what was done, what differs, and where the time went.

use std::collections::BTreeSet;
use std::io::{IsTerminal as _, Write as _};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Time spent on one thing.
#[derive(Default)]
pub struct Spent(Duration);

impl Spent {
    /// Does it.
    pub fn of<T>(&mut self, what: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let made = what();
        self.0 += start.elapsed();
        made
    }
}

/// Of one policy, or of several.
#[derive(Default)]
pub struct Part {
    /// Pairs that were compared.
    pub pairs: u64,
    /// Reading, checking, compiling.
    pub loading: Spent,
    /// Drawing inputs.
    pub drawing: Spent,
    /// The reference's answers.
    pub reference: Spent,
    /// The engine's answers and comparing them.
    pub engine: Spent,
}

#[derive(Default)]
struct State {
    first: u64,
    next: u64,
    policies: u64,
    all: Part,
    stopped: bool,
    differ: BTreeSet<u64>,
    /// Seeds that workers are at.
    open: BTreeSet<u64>,
}

/// A run.
pub struct Run(Mutex<State>);

impl Run {
    /// From a seed on.
    pub fn new(first: u64) -> Self {
        Self(Mutex::new(State { first, next: first, ..State::default() }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next seed, while there are too few pairs.
    pub fn next(&self, pairs: u64) -> Option<u64> {
        let mut state = self.state();
        if state.stopped || state.all.pairs >= pairs {
            return None;
        }
        let seed = state.next;
        state.next += 1;
        state.open.insert(seed);
        Some(seed)
    }

    /// No policy is begun any more.
    pub fn stop(&self) {
        self.state().stopped = true;
    }

    /// A policy of which a pair differs.
    pub fn differs(&self, seed: u64, stops: bool) {
        let mut state = self.state();
        state.differ.insert(seed);
        state.stopped |= stops;
    }

    /// A policy is through.
    pub fn done(&self, seed: u64, part: &Part) {
        let mut state = self.state();
        state.open.remove(&seed);
        state.policies += 1;
        let all = &mut state.all;
        all.pairs += part.pairs;
        for (all, one) in [
            (&mut all.loading, &part.loading),
            (&mut all.drawing, &part.drawing),
            (&mut all.reference, &part.reference),
            (&mut all.engine, &part.engine),
        ] {
            all.0 += one.0;
        }
    }

    /// A bar, where somebody looks.
    pub fn progress(&self, of: u64, elapsed: Duration) {
        const WIDTH: u64 = 40;
        if !std::io::stdout().is_terminal() {
            return;
        }
        let state = self.state();
        let done = state.all.pairs;
        let full = (done.saturating_mul(WIDTH) / of.max(1)).min(WIDTH);
        let bar = (0..WIDTH).map(|at| if at < full { '#' } else { '.' }).collect::<String>();
        let a_second = u128::from(done) * 1000 / elapsed.as_millis().max(1);
        let seed = state.open.first().copied().unwrap_or_default();
        print!("\r[{bar}] {done} of {of}, {a_second} a second, {} s, seed {seed} ", elapsed.as_secs());
        // A bar that cannot be drawn is no reason to stop.
        drop(std::io::stdout().flush());
    }

    /// What came of it; whether nothing differs.
    pub fn summary(&self, elapsed: Duration) -> bool {
        let state = self.state();
        let seconds = elapsed.as_secs();
        // What a stopped worker had begun is through too; nothing is left open.
        println!(
            "\n{} pairs of {} policies, seeds {} to {}, {seconds} seconds, {} a second; go on with --from {}",
            state.all.pairs,
            state.policies,
            state.first,
            state.next.saturating_sub(1),
            state.all.pairs / seconds.max(1),
            state.next,
        );
        let all = &state.all;
        let tenths = |of: &Spent| of.0.as_millis() / 100;
        let [loading, drawing, reference, engine] =
            [&all.loading, &all.drawing, &all.reference, &all.engine].map(tenths);
        println!(
            "time in tenths of a second: loading {loading}, drawing {drawing}, reference {reference}, engine {engine}"
        );
        if state.differ.is_empty() {
            println!("no difference");
        } else {
            println!("{} policies differ: {:?}", state.differ.len(), state.differ);
        }
        state.differ.is_empty()
    }
}
