//! `linghuo keys`: a new key for one of the keyrings. The new one takes over with the next start.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use app::store::{Keyring, Keys};
use clap::{Args, Subcommand, ValueEnum};

use crate::data;

/// Arguments of `keys`.
#[derive(Debug, Args)]
pub struct KeysCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Add a new key; the older ones stay, to decrypt and verify. 更换密钥。
    Rotate(Rotate),
}

#[derive(Debug, Args)]
struct Rotate {
    /// Which keyring.
    #[arg(value_enum)]
    ring: Ring,
    /// The folder of keys and data.
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Ring {
    /// Encryption at rest.
    Data,
    /// Certificates.
    Certificate,
    /// Checkpoints of the journal.
    Journal,
}

/// Runs the command.
pub fn run(command: &KeysCommand) -> Result<ExitCode> {
    let Verb::Rotate(arguments) = &command.verb;
    data::must_exist(&arguments.data)?;
    let ring = match arguments.ring {
        Ring::Data => Keyring::Data,
        Ring::Certificate => Keyring::Certificate,
        Ring::Journal => Keyring::Journal,
    };
    Keys::rotate(&arguments.data.join("keys"), ring)?;
    println!("a new key is there; restart the service to use it / 新密钥已生成，重启后启用");
    Ok(ExitCode::SUCCESS)
}
