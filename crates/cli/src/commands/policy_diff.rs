//! `linghuo policy diff`: what differs between two policies, in meaning and in
//! words. Exit status 0: equal, 1: they differ, 2: an error.

use crate::policies;
use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use law::diff::{self, Difference, Population, json, tell};
use law::prose::Language;
use law::{Bundle, Policy};
use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Arguments of `policy diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// The earlier folder of policies.
    before: PathBuf,
    /// The later folder of policies.
    after: PathBuf,
    /// Lay an overlay on both sides; several are laid on in their order.
    #[arg(long, value_name = "FILE")]
    with: Vec<PathBuf>,
    /// Lay an overlay on the earlier side, above those of both.
    #[arg(long, value_name = "FILE")]
    with_a: Vec<PathBuf>,
    /// Lay an overlay on the later side, above those of both.
    #[arg(long, value_name = "FILE")]
    with_b: Vec<PathBuf>,
    /// Count over persons, one input a line.
    #[arg(long, value_name = "FILE")]
    population: Option<PathBuf>,
    /// The folder of services; the one beside the later policies if absent.
    #[arg(long, value_name = "DIR")]
    services: Option<PathBuf>,
    /// Print JSON (docs/schemas/policy-diff-1.json).
    #[arg(long, conflicts_with = "explain")]
    json: bool,
    /// Print prose in this language.
    #[arg(long, value_enum, default_value = "zh")]
    explain: Explain,
    /// Let the exit status speak of the meaning alone.
    #[arg(long)]
    meaning: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Explain {
    Zh,
    En,
}

/// Exit status of an error, as `diff` has it: 1 says that something differs.
const ERROR: u8 = 2;

/// Runs the command.
pub fn run(arguments: &Diff) -> ExitCode {
    compared(arguments).unwrap_or_else(|error| {
        eprintln!("linghuo policy diff: {error:#}");
        ExitCode::from(ERROR)
    })
}

fn compared(arguments: &Diff) -> Result<ExitCode> {
    let load = |folder: &Path, own: &[PathBuf]| -> Result<Policy> {
        let with: Vec<PathBuf> = arguments.with.iter().chain(own).cloned().collect();
        policies::load(Some(folder), &with).with_context(|| folder.display().to_string())
    };
    let before = load(&arguments.before, &arguments.with_a)?;
    let after = load(&arguments.after, &arguments.with_b)?;
    let services = services(arguments)?;
    let difference = diff::compare(&before, &after, &services)?;
    let mut population = None;
    if let Some(file) = &arguments.population {
        population = Some(counted(&difference, file).with_context(|| file.display().to_string())?);
    }
    let text = if arguments.json {
        let mut text = serde_json::to_string_pretty(&json::difference(&difference, population.as_ref()))?;
        text.push('\n');
        text
    } else {
        let language = match arguments.explain {
            Explain::Zh => Language::Chinese,
            Explain::En => Language::English,
        };
        tell::difference(&difference, population.as_ref(), language)
    };
    match io::stdout().lock().write_all(text.as_bytes()) {
        // A reader that has gone away is no fault of ours.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(error.into()),
        _ => {}
    }
    let equal = if arguments.meaning { difference.meaning.is_equal() } else { difference.is_equal() };
    Ok(if equal { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The files of the service folders; nothing is touched where there are none.
fn services(arguments: &Diff) -> Result<Bundle> {
    if let Some(folder) = &arguments.services {
        return policies::bundle(Some(folder));
    }
    let beside =
        arguments.after.canonicalize().ok().and_then(|folder| Some(folder.parent()?.join("services")));
    match beside.filter(|folder| folder.is_dir()) {
        Some(folder) => policies::bundle(Some(&folder)),
        None => Ok(Bundle::default()),
    }
}

fn counted<'m, 'p>(difference: &'m Difference<'p>, file: &Path) -> Result<Population<'m, 'p>> {
    let open = File::open(file)?;
    let mut bar = Bar::new(open.metadata()?.len());
    let mut input = BufReader::with_capacity(1 << 16, open);
    let mut population = Population::new(&difference.meaning);
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        bar.advance(line.len(), population.persons);
        if line.last() == Some(&b'\n') {
            line.pop();
        }
        population.add(&line);
        line.clear();
    }
    bar.clear();
    Ok(population)
}

/// A bar on standard error, for whoever has waited two seconds before a terminal.
struct Bar {
    all: u64,
    done: u64,
    start: Instant,
    drawn: Option<Instant>,
}

const PATIENCE: Duration = Duration::from_secs(2);
const REDRAW: Duration = Duration::from_millis(100);
const WIDTH: u64 = 40;

impl Bar {
    fn new(all: u64) -> Self {
        Self { all, done: 0, start: Instant::now(), drawn: None }
    }

    fn advance(&mut self, bytes: usize, persons: u64) {
        self.done += bytes as u64;
        // The clock is looked at now and then only.
        if !persons.is_multiple_of(256) || self.start.elapsed() < PATIENCE || !io::stderr().is_terminal() {
            return;
        }
        if self.drawn.is_none_or(|drawn| drawn.elapsed() >= REDRAW) {
            self.drawn = Some(Instant::now());
            let full = (self.done * WIDTH / self.all.max(1)).min(WIDTH);
            let (full, left) = ("█".repeat(usize::try_from(full).unwrap_or(0)), WIDTH - full);
            let left = "░".repeat(usize::try_from(left).unwrap_or(0));
            eprint!("\r{full}{left} {}% {persons} 人", (self.done * 100 / self.all.max(1)).min(100));
        }
    }

    fn clear(&self) {
        if self.drawn.is_some() {
            eprint!("\r\x1b[K");
        }
    }
}
