//! Holds the engine against the reference on random policies and inputs: `make differential`.
//!
//!   differential [PAIRS] [FIRST SEED]     how many pairs of a policy and an input, from which seed
//!
//! Prints where it is and how fast; a case that differs is made smaller, printed with its seed, and ends the run.

#[path = "../tests/both/pair.rs"]
#[expect(dead_code, reason = "inputs that are refused are looked at by the tests")]
mod pair;

use law_reference::generate::input::Source;
use law_reference::generate::{self, Draw};
use pair::{Pair, report, smallest};
use std::io::Write as _;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Inputs of one policy.
const INPUTS: u64 = 50;
/// How many completions an input may have; a few have more.
const EFFORT_MAX: [usize; 4] = [200, 200, 500, 3_000];

fn main() -> ExitCode {
    let numbers: Vec<u64> =
        std::env::args().skip(1).filter_map(|text| text.replace('_', "").parse().ok()).collect();
    let pairs = numbers.first().copied().unwrap_or(10_000_000);
    let first = numbers.get(1).copied().unwrap_or(0);
    let policies = pairs.div_ceil(INPUTS);
    let (next, done, stopped) = (AtomicU64::new(first), AtomicU64::new(0), AtomicBool::new(false));
    let start = Instant::now();
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while !stopped.load(Ordering::Relaxed) {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= first + policies {
                        break;
                    }
                    if let Err(found) = policy(seed) {
                        stopped.store(true, Ordering::Relaxed);
                        println!("\n{found}");
                    }
                    done.fetch_add(INPUTS, Ordering::Relaxed);
                }
            });
        }
        while done.load(Ordering::Relaxed) < policies * INPUTS && !stopped.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(500));
            progress(done.load(Ordering::Relaxed), policies * INPUTS, start.elapsed());
        }
    });
    println!();
    if stopped.load(Ordering::Relaxed) {
        return ExitCode::FAILURE;
    }
    println!(
        "{} pairs of {policies} policies from seed {first}, {} seconds, no difference",
        policies * INPUTS,
        start.elapsed().as_secs()
    );
    ExitCode::SUCCESS
}

/// All inputs of one policy.
fn policy(seed: u64) -> Result<(), String> {
    let sketch = generate::sketch(seed);
    let pair = Pair::load(&sketch.files()).map_err(|fault| {
        let text: Vec<String> = sketch.files().into_iter().map(|(_, text)| text).collect();
        format!("seed {seed}: {fault}\n{}\n{}", text[0], text[2])
    })?;
    let source = Source::new(&pair.program);
    let mut draw = Draw::new(!seed);
    for _ in 0..INPUTS {
        let effort = *draw.one(&EFFORT_MAX);
        let written = source.draw(&mut draw, effort);
        if let Some(difference) = pair.difference(&written) {
            let (sketch, written, difference) = smallest(sketch, written, difference);
            return Err(report(seed, &sketch, &written, &difference));
        }
    }
    Ok(())
}

fn progress(done: u64, of: u64, elapsed: Duration) {
    const WIDTH: u64 = 40;
    let full = (done * WIDTH / of.max(1)).min(WIDTH);
    let bar = (0..WIDTH).map(|at| if at < full { '#' } else { '.' }).collect::<String>();
    let a_second = u128::from(done) * 1000 / elapsed.as_millis().max(1);
    print!("\r[{bar}] {done} of {of}, {a_second} a second, {} s ", elapsed.as_secs());
    // A bar that cannot be drawn is no reason to stop.
    drop(std::io::stdout().flush());
}
