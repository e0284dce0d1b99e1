//! `linghuo bank-simulator`: a bank that is none. It reads payment files (pain.001) and writes what a bank would answer
//! (pain.002, camt.054), by a small scenario: refused, late, twice, sent back. For trying out and for teaching.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use app::exchange::bank::simulator::{Kind, Scenario};
use clap::Args;
use jiff::civil::{Date, DateTime};

use crate::data;

/// Arguments of `bank-simulator`.
#[derive(Debug, Args)]
pub struct BankSimulator {
    /// Payment files, in the order in which the bank gets them; one named twice comes twice. 付款文件（pain.001）。
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// How the bank behaves; without it everything is paid at once. 情景文件。
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    /// The day on which the files come in; today, if it is not said. 收到付款文件的日期。
    #[arg(long, value_name = "DATE")]
    day: Option<Date>,
    /// Answers due by this day alone; all of them, if it is not said. 到哪一天为止的回执。
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Where the answers are written. 回执写到哪个目录。
    #[arg(long, value_name = "DIR", default_value = "bank-answers")]
    out: PathBuf,
}

/// At which hour files come in.
const HOUR: i8 = 9;

/// Runs the command.
pub fn run(command: &BankSimulator) -> Result<ExitCode> {
    let scenario = match &command.scenario {
        Some(file) => std::fs::read_to_string(file).with_context(|| file.display().to_string())?,
        None => String::new(),
    };
    let scenario = Scenario::read(&scenario).with_context(|| match &command.scenario {
        Some(file) => file.display().to_string(),
        None => "no scenario".to_owned(),
    })?;
    let mut bank = scenario.bank();
    let day = command.day.unwrap_or_else(|| app::beijing_date(data::now()));
    let now: DateTime = day.at(HOUR, 0, 0, 0);
    for file in &command.files {
        let xml = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
        bank.receive(&xml, now).with_context(|| file.display().to_string())?;
    }
    std::fs::create_dir_all(&command.out).with_context(|| command.out.display().to_string())?;
    let messages = bank.fetch(command.until.unwrap_or(Date::MAX));
    for (message, number) in messages.iter().zip(1_u32..) {
        let kind = match message.kind {
            Kind::StatusReport => "pain002",
            Kind::Notification => "camt054",
        };
        // What comes twice comes as two files.
        let name = format!("{number:04}-{}-{kind}-{}.xml", message.due, message.name);
        write(&command.out.join(&name), &message.xml)?;
        println!("{}", command.out.join(name).display());
    }
    let paid: i64 = bank.payments().map(|(_, amount)| amount.0).sum();
    eprintln!(
        "{} payments left the account, {}.{:02} yuan; {} answers written, {} still to come / 已付 {} 笔",
        bank.payments().count(),
        paid / 100,
        paid % 100,
        messages.len(),
        bank.waiting(),
        bank.payments().count(),
    );
    Ok(ExitCode::SUCCESS)
}

/// Never over a file that is there: an answer is kept as it came.
fn write(file: &Path, xml: &str) -> Result<()> {
    match std::fs::read_to_string(file) {
        Ok(kept) if kept == xml => return Ok(()),
        Ok(_) => bail!("{}: another answer is there already; expected an empty --out", file.display()),
        Err(_) => {}
    }
    std::fs::write(file, xml).with_context(|| file.display().to_string())
}
