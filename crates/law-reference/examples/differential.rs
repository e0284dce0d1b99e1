//! Holds the engine against the reference on random policies and inputs: `make differential`.
//!
//!   differential [PAIRS] [--from SEED] [--seconds S] [--inputs N] [--keep-going]
//!
//! A pair is a policy with an input. It prints where it is and how fast, and at the end the seed from which to go on
//! (`--from`). A pair that differs is made smaller, printed with its seed, and ends the run (`--keep-going`: it only
//! counts, and names the seeds).

#[path = "../tests/both/pair.rs"]
#[expect(dead_code, reason = "inputs that are refused are looked at by the tests")]
mod pair;

use law_reference::generate::Draw;
use law_reference::generate::input::Source;
use pair::{of_seed, report, smallest};
use std::collections::BTreeSet;
use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How many completions an input may have; a few have more.
const EFFORT_MAX: [usize; 8] = [40, 40, 100, 100, 100, 200, 500, 2_000];

/// What is asked for.
struct Asked {
    pairs: u64,
    first: u64,
    seconds: u64,
    inputs: u64,
    keeps_going: bool,
}

fn asked() -> Option<Asked> {
    let mut asked = Asked { pairs: 10_000_000, first: 0, seconds: u64::MAX, inputs: 100, keeps_going: false };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut number = || words.next().and_then(|text| text.replace('_', "").parse().ok());
        match word.as_str() {
            "--from" => asked.first = number()?,
            "--seconds" => asked.seconds = number()?,
            "--inputs" => asked.inputs = number().filter(|inputs| *inputs > 0)?,
            "--keep-going" => asked.keeps_going = true,
            other => asked.pairs = other.replace('_', "").parse().ok()?,
        }
    }
    Some(asked)
}

/// Where a run is.
struct Run {
    next: AtomicU64,
    done: AtomicU64,
    stopped: AtomicBool,
    /// Seeds that differ.
    differ: Mutex<BTreeSet<u64>>,
    /// Seeds that workers are at.
    open: Mutex<BTreeSet<u64>>,
}

fn main() -> ExitCode {
    let Some(asked) = asked() else {
        eprintln!("differential [PAIRS] [--from SEED] [--seconds S] [--inputs N] [--keep-going]");
        return ExitCode::FAILURE;
    };
    let policies = asked.pairs.div_ceil(asked.inputs);
    let last = asked.first.saturating_add(policies);
    let run = Run {
        next: AtomicU64::new(asked.first),
        done: AtomicU64::new(0),
        stopped: AtomicBool::new(false),
        differ: Mutex::default(),
        open: Mutex::default(),
    };
    let start = Instant::now();
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        let handles: Vec<_> = (0..workers).map(|_| scope.spawn(|| work(&asked, &run, last))).collect();
        while !handles.iter().all(std::thread::ScopedJoinHandle::is_finished) {
            std::thread::sleep(Duration::from_millis(200));
            if start.elapsed().as_secs() >= asked.seconds {
                run.stopped.store(true, Ordering::Relaxed);
            }
            progress(run.done.load(Ordering::Relaxed), policies * asked.inputs, start.elapsed(), &run);
        }
    });
    let (done, seconds) = (run.done.load(Ordering::Relaxed), start.elapsed().as_secs());
    let next = run.next.load(Ordering::Relaxed).min(last);
    let differ = run.differ.lock().map(|seeds| seeds.clone()).unwrap_or_default();
    println!(
        "\n{done} pairs of {} policies, seeds {} to {}, {seconds} seconds, {} a second; go on with --from {next}",
        done / asked.inputs,
        asked.first,
        next.saturating_sub(1),
        done / seconds.max(1),
    );
    if differ.is_empty() {
        println!("no difference");
        return ExitCode::SUCCESS;
    }
    println!("{} policies differ: {differ:?}", differ.len());
    ExitCode::FAILURE
}

/// Policies one after another, until there are no more or somebody says stop.
fn work(asked: &Asked, run: &Run, last: u64) {
    while !run.stopped.load(Ordering::Relaxed) {
        let seed = run.next.fetch_add(1, Ordering::Relaxed);
        if seed >= last {
            return;
        }
        mark(&run.open, seed, true);
        let found = policy(seed, asked);
        mark(&run.open, seed, false);
        if let Err(found) = found {
            mark(&run.differ, seed, true);
            run.stopped.fetch_or(!asked.keeps_going, Ordering::Relaxed);
            println!("\n{found}");
        }
        run.done.fetch_add(asked.inputs, Ordering::Relaxed);
    }
}

fn mark(seeds: &Mutex<BTreeSet<u64>>, seed: u64, is_in: bool) {
    if let Ok(mut seeds) = seeds.lock() {
        if is_in {
            seeds.insert(seed)
        } else {
            seeds.remove(&seed)
        };
    }
}

/// All inputs of one policy.
fn policy(seed: u64, asked: &Asked) -> Result<(), String> {
    let (sketch, pair) = of_seed(seed)?;
    let source = Source::new(&pair.program);
    let mut draw = Draw::new(!seed);
    for _ in 0..asked.inputs {
        let effort = *draw.one(&EFFORT_MAX);
        let (written, input) = source.draw(&mut draw, effort);
        if let Some(difference) = pair.differs(&written, &source.answerer().answer(&input)) {
            if asked.keeps_going {
                return Err(format!("seed {seed}: {difference}"));
            }
            let (sketch, written, difference) = smallest(sketch, written, difference);
            return Err(report(seed, &sketch, &written, &difference));
        }
    }
    Ok(())
}

fn progress(done: u64, of: u64, elapsed: Duration, run: &Run) {
    const WIDTH: u64 = 40;
    if !std::io::stdout().is_terminal() {
        return;
    }
    let full = (done * WIDTH / of.max(1)).min(WIDTH);
    let bar = (0..WIDTH).map(|at| if at < full { '#' } else { '.' }).collect::<String>();
    let a_second = u128::from(done) * 1000 / elapsed.as_millis().max(1);
    let seed = run.open.lock().ok().and_then(|open| open.first().copied()).unwrap_or_default();
    print!("\r[{bar}] {done} of {of}, {a_second} a second, {} s, seed {seed} ", elapsed.as_secs());
    // A bar that cannot be drawn is no reason to stop.
    drop(std::io::stdout().flush());
}
