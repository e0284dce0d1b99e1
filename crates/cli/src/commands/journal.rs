//! `linghuo journal verify`: looks through the whole journal of an installation.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::json;

use crate::data::{self, Installation};

/// Arguments of `journal`.
#[derive(Debug, Args)]
pub struct JournalCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Recompute every hash and check every seal; status 1 at the first that does not hold. 逐条核验。
    Verify(Installation),
}

/// Runs the command.
pub fn run(command: &JournalCommand) -> Result<ExitCode> {
    match &command.verb {
        Verb::Verify(installation) => data::with_app(installation, async |app| {
            let found = app.journal_verify(&data::operator()).await?;
            let report = json!({
                "entries": found.entries,
                "cases": found.cases,
                "checkpoints": found.checkpoints,
                "fault": found.fault.as_ref().map(ToString::to_string),
            });
            println!("{report}");
            Ok(if found.fault.is_none() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }),
    }
}
