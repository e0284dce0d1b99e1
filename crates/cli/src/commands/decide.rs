//! `linghuo decide`: one decision, or one a line, as the decision contract says.

use crate::policies;
use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use law::contract::BadInput;
use law::contract::input;
use law::contract::output::{Form, Writer};
use law::prose::{self, Language};
use law::{Date, Decider, Options, Policy};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `decide`.
#[derive(Debug, Args)]
pub struct Decide {
    /// Input; standard input if absent or `-`.
    file: Option<PathBuf>,
    /// One input a line, one answer a line, in order.
    #[arg(long)]
    ndjson: bool,
    /// Print prose instead of JSON.
    #[arg(long, value_enum)]
    explain: Option<Explain>,
    /// Decide with what was known on this day.
    #[arg(long, value_name = "DATE", value_parser = date)]
    known_on: Option<Date>,
    /// These outcomes alone.
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    only: Option<Vec<String>>,
    /// Leave the explanations out.
    #[arg(long)]
    no_because: bool,
    /// A folder of policies instead of the built-in ones.
    #[arg(long, value_name = "DIR")]
    policies: Option<PathBuf>,
    /// Lay an overlay on; several are laid on in their order.
    #[arg(long, value_name = "FILE")]
    with: Vec<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Explain {
    Zh,
    En,
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "an existing day YYYY-MM-DD is expected".to_owned())
}

/// Exit status of a bad input.
const BAD_INPUT: u8 = 2;

/// Runs the command.
pub fn run(command: &Decide) -> Result<ExitCode> {
    let policy = policies::load(command.policies.as_deref(), &command.with)?;
    let only = match &command.only {
        None => None,
        Some(keys) => Some(plans(&policy, keys)?),
    };
    let language = command.explain.map(|explain| match explain {
        Explain::Zh => Language::Chinese,
        Explain::En => Language::English,
    });
    let mut engine = Engine {
        writer: Writer::new(&policy),
        policy: &policy,
        decider: Decider::default(),
        options: Options { only, ..Options::default() },
        form: Form { because: !command.no_because },
        known_on: command.known_on,
        language,
    };
    let input = open(command.file.as_deref())?;
    if command.ndjson { lines(&mut engine, input) } else { single(&mut engine, input) }
}

struct Engine<'a> {
    policy: &'a Policy,
    writer: Writer,
    decider: Decider,
    options: Options,
    form: Form,
    known_on: Option<Date>,
    language: Option<Language>,
}

impl Engine<'_> {
    fn answer(&mut self, bytes: &[u8], out: &mut String) -> Result<(), BadInput> {
        let mut request = input::read(self.policy, bytes)?;
        request.known_on = self.known_on;
        let decision = self.decider.decide(self.policy, &request, &self.options);
        match self.language {
            Some(language) => out.push_str(&prose::decision(self.policy, &request, &decision, language)),
            None => self.writer.write(self.policy, &request, &decision, self.form, out),
        }
        Ok(())
    }
}

fn plans(policy: &Policy, keys: &[String]) -> Result<Vec<usize>> {
    let known = || policy.plans.iter().map(|plan| policy.rules[plan.rule].key.as_str()).collect::<Vec<_>>();
    keys.iter()
        .map(|key| match policy.plan(key) {
            Some(plan) => Ok(plan),
            None => bail!("--only: `{key}` is no outcome; expected {}", known().join(", ")),
        })
        .collect()
}

fn open(file: Option<&Path>) -> Result<Box<dyn Read>> {
    match file {
        None => Ok(Box::new(io::stdin().lock())),
        Some(path) if path == Path::new("-") => Ok(Box::new(io::stdin().lock())),
        Some(path) => {
            let file = std::fs::File::open(path).with_context(|| path.display().to_string())?;
            Ok(Box::new(file))
        }
    }
}

fn single(engine: &mut Engine<'_>, mut input: Box<dyn Read>) -> Result<ExitCode> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let mut out = String::new();
    let result = engine.answer(&bytes, &mut out);
    let mut stdout = io::stdout().lock();
    match result {
        Ok(()) => {
            out.push('\n');
            finish(stdout.write_all(out.as_bytes()), ExitCode::SUCCESS)
        }
        Err(error) => {
            eprintln!("linghuo decide: {error}");
            finish(writeln!(stdout, "{}", error.json()), ExitCode::from(BAD_INPUT))
        }
    }
}

/// How much is read and written at once.
const BUFFER_BYTES: usize = 1 << 16;

fn lines(engine: &mut Engine<'_>, input: Box<dyn Read>) -> Result<ExitCode> {
    let mut input = BufReader::with_capacity(BUFFER_BYTES, input);
    let mut output = BufWriter::with_capacity(BUFFER_BYTES, io::stdout().lock());
    let mut line = Vec::new();
    let mut answer = String::new();
    let mut status = ExitCode::SUCCESS;
    while input.read_until(b'\n', &mut line)? > 0 {
        if line.last() == Some(&b'\n') {
            line.pop();
        }
        answer.clear();
        if let Err(error) = engine.answer(&line, &mut answer) {
            answer.clear();
            answer.push_str(&error.json().to_string());
            status = ExitCode::FAILURE;
        }
        answer.push('\n');
        let mut written = output.write_all(answer.as_bytes());
        // Whoever waits for an answer gets it before the next line is waited for.
        if input.buffer().is_empty() {
            written = written.and_then(|()| output.flush());
        }
        if written.is_err() {
            return finish(written, status);
        }
        line.clear();
    }
    finish(output.flush(), status)
}

/// A reader that has gone away is no fault of ours.
fn finish(written: io::Result<()>, status: ExitCode) -> Result<ExitCode> {
    match written {
        Ok(()) => Ok(status),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(status),
        Err(error) => Err(error.into()),
    }
}
