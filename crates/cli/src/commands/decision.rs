//! `linghuo decision replay | receipt | check`: a kept decision again, with the policy of its time, byte for
//! byte; where it was made, or anywhere by its receipt.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use app::registry::DecisionId;
use app::{Replay, ReplayError};
use clap::{Args, Subcommand};
use law::Policy;
use law::contract::output::Writer;
use law::receipt::{Receipt, Replayed};
use serde_json::json;

use crate::data::{self, Installation};
use crate::policies;

/// Arguments of `decision`.
#[derive(Debug, Args)]
pub struct DecisionCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Decide a kept decision again and compare; status 1 where they differ. 重算并比对。
    Replay(ReplayArguments),
    /// Print the receipt of a kept decision, by which anyone can decide it again. 认定凭据。
    Receipt(ReplayArguments),
    /// Decide again by a receipt, without an installation; status 1 where they differ. 按凭据重算。
    Check(Check),
}

#[derive(Debug, Args)]
struct Check {
    /// A receipt.
    receipt: PathBuf,
    /// The policies by which it was made, as `policy bundle` prints them; the built-in ones if absent.
    #[arg(long, value_name = "FILE")]
    bundle: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct ReplayArguments {
    /// The id of the decision.
    id: uuid::Uuid,
    #[command(flatten)]
    installation: Installation,
}

/// Runs the command.
pub fn run(command: &DecisionCommand) -> Result<ExitCode> {
    match &command.verb {
        Verb::Replay(arguments) => replay(arguments),
        Verb::Receipt(arguments) => receipt(arguments),
        Verb::Check(arguments) => check(arguments),
    }
}

fn replay(arguments: &ReplayArguments) -> Result<ExitCode> {
    data::with_app(&arguments.installation, async |app| {
        let (report, is_good) = match app.replay(&data::operator(), DecisionId(arguments.id)).await {
            Ok(Replay::Same { policy_version, bytes }) => {
                (json!({ "replay": "same", "policy": policy_version, "bytes": bytes }), true)
            }
            Ok(Replay::Erased { at }) => (json!({ "replay": "erased", "at": at.to_string() }), true),
            Err(ReplayError::Differs { at }) => (json!({ "replay": "differs", "at_byte": at }), false),
            Err(error) => {
                return Err(anyhow::Error::from(error).context(format!("decision {}", arguments.id)));
            }
        };
        println!("{report}");
        Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    })
}

fn receipt(arguments: &ReplayArguments) -> Result<ExitCode> {
    data::with_app(&arguments.installation, async |app| {
        let found = app.receipt(&data::operator(), DecisionId(arguments.id)).await?;
        let found = found.context("the contents of this decision were erased / 内容已经依法清除")?;
        println!("{}", serde_json::to_string(&found)?);
        Ok(ExitCode::SUCCESS)
    })
}

fn check(arguments: &Check) -> Result<ExitCode> {
    let read = |path: &Path| std::fs::read_to_string(path).with_context(|| path.display().to_string());
    let receipt: Receipt = serde_json::from_str(&read(&arguments.receipt)?)
        .with_context(|| format!("{}: expected a receipt", arguments.receipt.display()))?;
    let policy = match &arguments.bundle {
        None => policies::load(None, &[])?,
        Some(path) => {
            let bundle = serde_json::from_str(&read(path)?)
                .with_context(|| format!("{}: expected a bundle of policies", path.display()))?;
            Policy::load(bundle).0.with_context(|| format!("{}: policies with errors", path.display()))?
        }
    };
    let (report, is_good) = match receipt.replay(&policy, &Writer::new(&policy))? {
        Replayed::Same { bytes } => {
            (json!({ "replay": "same", "policy": policy.version, "bytes": bytes }), true)
        }
        Replayed::Differs { at } => (json!({ "replay": "differs", "at_byte": at }), false),
    };
    println!("{report}");
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
