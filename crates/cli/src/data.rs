//! The data folder of an installation and the application over it: keys, database, policies, services,
//! and the real sources of time, ids and randomness. Made on the first start.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use app::registry::{Account, AccountId, PasswordHash, Rank, Role};
use app::service::Library;
use app::store::{Keys, Store, sqlite_url};
use app::{App, Clock, Config, Ids, Random, Sources, Viewer};
use clap::Args;
use jiff::Timestamp;
use uuid::Uuid;

use crate::policies;

/// Where an installation keeps what it has.
#[derive(Debug, Clone, Args)]
pub struct Installation {
    /// The folder of keys and data; made on the first start. 数据目录。
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub data: PathBuf,
    /// Another database than the SQLite file in the folder: `postgres://…`. 数据库地址。
    #[arg(long, value_name = "URL", env = "LINGHUO_DATABASE_URL", hide_env_values = true)]
    pub database: Option<String>,
}

/// The application over an installation.
pub async fn open(installation: &Installation, config: Config) -> Result<App> {
    let folder = &installation.data;
    make_folder(folder).with_context(|| format!("the data folder {}", folder.display()))?;
    let keys = Keys::open_or_create(&folder.join("keys"))?;
    let url = match &installation.database {
        Some(url) => url.clone(),
        None => sqlite_url(&folder.join("linghuo.db")),
    };
    let store = Store::open(&url, keys).await.context("the database")?;
    let policy = policies::load(None, &[])?;
    let library = Library::embedded().map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        anyhow!("the services have errors:\n{}", lines.join("\n"))
    })?;
    Ok(App::start(policy, library, store, sources(), config).await?)
}

/// The folder holds personal data, encrypted as they are: a new one is its owner's alone.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// The address of a machine of one's own, where none is configured.
pub fn local_url(listen: &str) -> String {
    format!("http://{listen}/")
}

/// Whether there is an installation in a folder: commands that only look must not make one.
pub fn must_exist(folder: &Path) -> Result<()> {
    if folder.join("keys").is_dir() {
        return Ok(());
    }
    Err(anyhow!(
        "--data {}: no installation here; expected a folder made by `linghuo serve`",
        folder.display()
    ))
}

fn sources() -> Sources {
    Sources { clock: Arc::new(RealClock), ids: Arc::new(RealIds), random: Arc::new(RealRandom) }
}

struct RealClock;

impl Clock for RealClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the clock; all others are handed it"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

struct RealIds;

impl Ids for RealIds {
    #[expect(clippy::disallowed_methods, reason = "the one place that makes ids; all others are handed them")]
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}

struct RealRandom;

impl Random for RealRandom {
    fn fill(&self, bytes: &mut [u8]) {
        fill(bytes);
    }
}

/// Thirty-two random bytes, for cookies and masks of the pages.
pub fn random() -> [u8; 32] {
    let mut bytes = [0; 32];
    fill(&mut bytes);
    bytes
}

/// Without randomness no token is safe, so there is nothing to go on with.
fn fill(bytes: &mut [u8]) {
    if let Err(error) = getrandom::fill(bytes) {
        tracing::error!(%error, "the system gives no random bytes");
        std::process::abort();
    }
}

/// Runs a command over an installation that is there, without serving it.
pub fn with_app<F>(installation: &Installation, command: impl FnOnce(App) -> F) -> Result<ExitCode>
where
    F: Future<Output = Result<ExitCode>>,
{
    must_exist(&installation.data)?;
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().context("the runtime")?;
    runtime.block_on(async {
        // The address stands in certificates alone, and none is issued here.
        let config = Config { public_url: local_url("localhost"), demo: false };
        let app = open(installation, config).await?;
        let done = command(app.clone()).await;
        app.close().await;
        done
    })
}

/// Who works on the machine itself. Whoever holds the data folder and its keys can read all that is in
/// it, so the use cases take them for an officer of the city; commands that would leave a name in the
/// journal are not offered here.
pub fn operator() -> Viewer {
    Viewer::Officer(Arc::new(Account {
        id: AccountId(Uuid::nil()),
        version: 1,
        name: "operator".to_owned(),
        display_name: "operator".to_owned(),
        role: Role::City,
        rank: Rank::Clerk,
        password: PasswordHash::new(String::new()),
        created_at: Timestamp::UNIX_EPOCH,
        disabled_at: None,
    }))
}

/// The moment, for commands that verify without an installation.
pub fn now() -> Timestamp {
    RealClock.now()
}
