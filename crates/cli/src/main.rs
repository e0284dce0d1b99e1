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
    /// Work on the policies: check, test, fmt, coverage, diff. 政策文件的检查和试验。
    Policy(commands::policy::PolicyCommand),
    /// Serve pages and API; makes the data folder on its first start. 启动服务。
    Serve(commands::serve::Serve),
    /// Replay kept decisions. 已作认定的重算。
    Decision(commands::decision::DecisionCommand),
    /// Verify the journal. 流水核验。
    Journal(commands::journal::JournalCommand),
    /// Verify certificates without a network. 离线核验证书。
    Certificate(commands::certificate::CertificateCommand),
    /// Answer payment files as a bank would. 模拟银行：读付款文件，写回执。
    BankSimulator(commands::bank_simulator::BankSimulator),
    /// Rotate keys. 密钥。
    Keys(commands::keys::KeysCommand),
    /// A simulated gateway of short messages, for trying out. 短信网关模拟器。
    SmsSimulator(commands::sms_simulator::SmsSimulator),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Decide(command) => commands::decide::run(&command),
        Command::Policy(command) => commands::policy::run(&command),
        Command::Serve(command) => commands::serve::run(&command),
        Command::Decision(command) => commands::decision::run(&command),
        Command::Journal(command) => commands::journal::run(&command),
        Command::Certificate(command) => commands::certificate::run(&command),
        Command::BankSimulator(command) => commands::bank_simulator::run(&command),
        Command::Keys(command) => commands::keys::run(&command),
        Command::SmsSimulator(command) => commands::sms_simulator::run(&command),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("linghuo: {error:#}");
            ExitCode::FAILURE
        }
    }
}
