//! `linghuo decision replay`: a kept decision again, with the policy of its time, byte for byte.

use std::process::ExitCode;

use anyhow::Result;
use app::registry::DecisionId;
use app::{Replay, ReplayError};
use clap::{Args, Subcommand};
use serde_json::json;

use crate::data::{self, Installation};

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
    let Verb::Replay(arguments) = &command.verb;
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
