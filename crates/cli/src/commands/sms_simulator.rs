//! `linghuo sms-simulator`: a gateway of short messages that speaks `docs/exchange/sms.md`, for a demonstration or for
//! whoever puts a provider behind that interface. It sends nothing to anybody: it takes messages, refuses and delays some
//! of them, and reports what would have become of them. No number and no text is printed.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use app::exchange::http::{HttpClient, HttpOptions, Reach, Target};
use app::exchange::secret::Secret;
use app::exchange::sms::{Gateway, RequestSigner, Weather};
use app::exchange::webhook::{Sender, SigningKeys};
use clap::Args;
use serde::Deserialize;

use crate::data;

/// Arguments of `sms-simulator`.
#[derive(Debug, Args)]
pub struct SmsSimulator {
    /// Where to listen. 监听地址。
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
    /// `app` and `key` as in `[sms]` of the server; `[receipts]` with `url` and `[receipts.keys]`; `[weather]`.
    /// 配置文件。
    #[arg(long, value_name = "FILE")]
    settings: PathBuf,
    /// Seconds between two rounds of receipts. 回执间隔（秒）。
    #[arg(long, value_name = "SECONDS", default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=3600))]
    receipts_every: u64,
}

/// The settings as they are written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    app: String,
    key: Secret,
    #[serde(default)]
    receipts: Option<Receipts>,
    #[serde(default)]
    weather: Weather,
}

/// Where receipts are called, and with which keys.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Receipts {
    url: String,
    keys: SigningKeys,
}

/// Runs the command, until it is stopped.
pub fn run(command: &SmsSimulator) -> Result<ExitCode> {
    let named = || format!("--settings {}", command.settings.display());
    let text = std::fs::read_to_string(&command.settings).with_context(named)?;
    // Only what is wrong, never the line itself: it may be a key.
    let settings: Settings = toml::from_str(&text)
        .map_err(|error| anyhow::anyhow!(error.message().to_owned()))
        .with_context(named)?;
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().context("the runtime")?;
    runtime.block_on(simulate(command, settings))?;
    Ok(ExitCode::SUCCESS)
}

async fn simulate(command: &SmsSimulator, settings: Settings) -> Result<()> {
    let Settings { app, key, receipts, weather } = settings;
    let signer = RequestSigner::new(app, key);
    let gateway = Gateway::start_at(command.listen, weather, signer, Arc::new(data::now))
        .await
        .with_context(|| format!("--listen {}: expected a free HOST:PORT", command.listen))?;
    let reports = receipts.map(Reports::of).transpose()?;
    // The line that a supervisor and a test wait for.
    println!("{}", gateway.url());
    let mut every = tokio::time::interval(Duration::from_secs(command.receipts_every));
    loop {
        tokio::select! {
            stopped = tokio::signal::ctrl_c() => {
                stopped.context("the signals of the system")?;
                println!("{} taken / 已接收 {} 条", gateway.sent().len(), gateway.sent().len());
                return Ok(());
            }
            _ = every.tick() => {
                if let Some(reports) = &reports {
                    reports.send(&gateway).await;
                }
            }
        }
    }
}

/// What is needed to call with receipts.
struct Reports {
    sender: Sender,
    target: Target,
    keys: SigningKeys,
}

impl Reports {
    fn of(receipts: Receipts) -> Result<Self> {
        // Whoever runs the simulator names the address: it may lie on the same machine.
        let options = HttpOptions { reach: Reach::Operator, ..HttpOptions::default() };
        let sender = Sender::new(HttpClient::new(&options).context("the client of receipts")?);
        let target = Target::parse(&receipts.url, Reach::Operator).context("[receipts]")?;
        Ok(Self { sender, target, keys: receipts.keys })
    }

    async fn send(&self, gateway: &Gateway) {
        match gateway.send_receipts(&self.sender, &self.target, &self.keys).await {
            Ok(0) => {}
            Ok(calls) => println!("{calls} receipts / 回执 {calls} 次，已接收 {} 条", gateway.sent().len()),
            Err(fault) => eprintln!("a receipt was not taken, and is sent again: {}", fault.kind.code()),
        }
    }
}
