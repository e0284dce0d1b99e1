//! `linghuo serve`: pages and API on one address, jobs behind them, until SIGTERM or Ctrl-C.
//!
//! Whatever takes long waits until the address answers: the demonstration's people and the fonts.

use std::net::SocketAddr;
use std::process::ExitCode;

use anyhow::{Context, Result};
use app::{App, Config};
use clap::{Args, ValueEnum};
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use web::{Web, WebConfig, server};

use crate::data::{self, Installation};

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    installation: Installation,
    /// Where to listen. 监听地址。
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:8080")]
    listen: String,
    /// The address under which the public reaches it; it stands in every QR code. 对外网址。
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// A real office: no made-up people, no sign-in as anyone, no business date to set. 正式使用。
    #[arg(long)]
    no_demo: bool,
    /// Settings of what it reaches outside: tables `[scan]`, `[sms]`, `[sms_receipts]` and `[mail]`. 对外连接的配置文件。
    #[arg(long, value_name = "FILE")]
    outward: Option<std::path::PathBuf>,
    /// The form of the log on standard error.
    #[arg(long, value_enum, default_value = "text")]
    log_format: LogFormat,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LogFormat {
    Text,
    Json,
}

/// Runs the command.
pub fn run(command: &Serve) -> Result<ExitCode> {
    log(command.log_format);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("the runtime")?;
    runtime.block_on(serve(command))?;
    Ok(ExitCode::SUCCESS)
}

fn log(format: LogFormat) {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
}

async fn serve(command: &Serve) -> Result<()> {
    // First of all: a supervisor may change its mind before the address is printed.
    let mut signals = Signals::heard()?;
    let listener = TcpListener::bind(&command.listen)
        .await
        .with_context(|| format!("--listen {}: expected a free HOST:PORT", command.listen))?;
    let address: SocketAddr = listener.local_addr().context("the address that was bound")?;
    let public_url = match &command.public_url {
        Some(url) => url.clone(),
        None => data::local_url(&address.to_string()),
    };
    let is_https = public_url.starts_with("https://");
    let config = Config { public_url, demo: !command.no_demo };
    let app = data::open(&command.installation, config).await?;
    let app = match &command.outward {
        Some(file) => {
            let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
            let outward =
                app::Outward::parse(&text).with_context(|| format!("--outward {}", file.display()))?;
            app.with_outward(outward)
        }
        None => app,
    };
    let web = Web::new(WebConfig { key: data::random(), is_https, random: data::random })?;

    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn({
        let app = app.clone();
        async move { Box::pin(app.work(told(stopped))).await }
    });
    let prepared = tokio::spawn(prepare(app.clone()));
    // The line that a supervisor and a test wait for; the log has it with the rest.
    println!("http://{address}");
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        policy = app.policy().version,
        demo = app.config().demo,
        "listening on {address}"
    );
    axum::serve(listener, server(app.clone(), &web))
        .with_graceful_shutdown(async move { signals.asked_to_stop().await })
        .await
        .context("the server")?;

    // What was acknowledged is saved; the journal's heads are sealed before the database closes.
    prepared.abort();
    stop.send_replace(true);
    if let Err(error) = worker.await {
        tracing::error!(%error, "the worker did not end well");
    }
    app.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// What takes seconds and nobody has to wait for.
async fn prepare(app: App) {
    if app.config().demo {
        match app.demo_seed().await {
            Ok(true) => tracing::info!("the demonstration has its people"),
            Ok(false) => {}
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "the demonstration has not all its people"
                );
            }
        }
    }
    let warm = move || {
        app.book();
        app.typesetter_warm();
    };
    if let Err(error) = tokio::task::spawn_blocking(warm).await {
        tracing::error!(%error, "the book of the law and the typesetter could not be made ready");
    }
}

/// Ready once told to stop, or once nobody is left to tell.
async fn told(mut stopped: watch::Receiver<bool>) {
    // An error means that the sender is gone, which is the same.
    let _ = stopped.wait_for(|is_told| *is_told).await;
}

/// SIGTERM and Ctrl-C, kept from the moment on which they are first listened for.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn heard() -> Result<Self> {
        let kept = |kind| signal(kind).context("the signals of the system");
        Ok(Self { terminate: kept(SignalKind::terminate())?, interrupt: kept(SignalKind::interrupt())? })
    }

    /// Ready once one of them has come.
    async fn asked_to_stop(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
        tracing::info!("asked to stop");
    }
}
