//! Holds the engine against the reference on random policies and inputs: `make differential`.
//!
//!   differential [PAIRS] [--from SEED] [--seconds S] [--inputs N] [--workers N] [--keep-going]
//!
//! A pair is a policy with an input; no input of a policy is asked twice. A policy is read and compiled once and asked
//! up to N inputs, fewer where they are dear, so that one slow policy does not take the hour. It prints where it is and
//! how fast, and at the end the seed from which to go on (`--from`). A pair that differs is made smaller, printed with
//! its seed, and ends the run (`--keep-going`: it only counts, and names the seeds).

#[path = "differential/asked.rs"]
mod asked;
#[path = "../tests/both/pair.rs"]
#[expect(dead_code, reason = "inputs that are refused are looked at by the tests")]
mod pair;
#[path = "differential/run.rs"]
mod run;

use asked::Asked;
use law_reference::generate::Draw;
use law_reference::generate::input::Source;
use pair::{of_seed, report, smallest};
use run::{Part, Run};
use std::collections::HashSet;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// How many completions an input may have; a few have more.
const EFFORT_MAX: [usize; 8] = [40, 40, 100, 100, 100, 200, 500, 2_000];
/// How much the reference may look at for one policy before its last input.
const STEPS_MAX: u64 = 2_000_000;
/// After so many inputs that were there already a policy has no more.
const AGAIN_MAX: usize = 50;

fn main() -> ExitCode {
    let Some(asked) = Asked::read(std::env::args().skip(1)) else {
        eprintln!("{}", asked::USAGE);
        return ExitCode::FAILURE;
    };
    let run = Run::new(asked.first);
    let start = Instant::now();
    std::thread::scope(|scope| {
        let handles: Vec<_> = (0..asked.workers).map(|_| scope.spawn(|| work(&asked, &run))).collect();
        while !handles.iter().all(std::thread::ScopedJoinHandle::is_finished) {
            std::thread::sleep(Duration::from_millis(200));
            if start.elapsed().as_secs() >= asked.seconds {
                run.stop();
            }
            run.progress(asked.pairs, start.elapsed());
        }
    });
    if run.summary(start.elapsed()) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Policies one after another, until there are enough pairs or somebody says stop.
fn work(asked: &Asked, run: &Run) {
    while let Some(seed) = run.next(asked.pairs) {
        let mut part = Part::default();
        if let Err(found) = policy(seed, asked, &mut part) {
            println!("\n{found}");
            run.differs(seed, !asked.keeps_going);
        }
        run.done(seed, &part);
    }
}

/// All inputs of one policy.
fn policy(seed: u64, asked: &Asked, part: &mut Part) -> Result<(), String> {
    let (sketch, pair) = part.loading.of(|| of_seed(seed))?;
    let source = Source::new(&pair.program);
    let mut draw = Draw::new(!seed);
    let (mut drawn, mut again) = (HashSet::new(), 0);
    while drawn.len() < asked.inputs && again < AGAIN_MAX && pair.program.calendar.steps() < STEPS_MAX {
        let effort = *draw.one(&EFFORT_MAX);
        let (written, input) = part.drawing.of(|| source.draw(&mut draw, effort));
        if !drawn.insert((written.json.to_string(), written.known_on)) {
            again += 1;
            continue;
        }
        let answer = part.reference.of(|| source.answerer().answer(&input));
        part.pairs += 1;
        if let Some(difference) = part.engine.of(|| pair.differs(&written, &answer)) {
            if asked.keeps_going {
                return Err(format!("seed {seed}: {difference}"));
            }
            let (sketch, written, difference) = smallest(sketch, written, difference);
            return Err(report(seed, &sketch, &written, &difference));
        }
    }
    Ok(())
}
