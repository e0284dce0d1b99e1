//! The one binary, `linghuo`: commands, configuration and wiring, no logic.

mod commands;
mod data;
mod policies;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Linghuo (灵活): the law on flexible employment as a running service.
#[derive(Debug, Parser)]
#[command(name = "linghuo", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Decide what holds for a person on a date. 对一个人作出认定。
    Decide(commands::decide::Decide),
    /// Work on the policies: check, test, fmt, coverage. 政策文件的检查和试验。
    Policy(commands::policy::PolicyCommand),
    /// Serve pages and API; makes the data folder on its first start. 启动服务。
    Serve(commands::serve::Serve),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Decide(command) => commands::decide::run(&command),
        Command::Policy(command) => commands::policy::run(&command),
        Command::Serve(command) => commands::serve::run(&command),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("linghuo: {error:#}");
            ExitCode::FAILURE
        }
    }
}
