//! A throw-away PostgreSQL for tests: a cluster in a temporary folder on a free loopback port, with a
//! fresh schema for each case, stopped and removed when dropped.
//!
//! `LINGHUO_TEST_POSTGRES_URL` names a database to use instead (without `?`; its user must be able to
//! create schemas, which are left behind). `LINGHUO_SKIP_POSTGRES=1` leaves PostgreSQL out; without it, absent binaries are a
//! failure, so that a run that tested one database never looks like one that tested both.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};
use tempfile::TempDir;
use uuid::Uuid;

/// Where Debian puts the server's binaries.
const BINARIES: &str = "/usr/lib/postgresql/15/bin";

/// A server to make databases on.
pub struct Cluster {
    /// The address of the database in which the schemas are made.
    base: String,
    /// Present when the server is ours.
    own: Option<(TempDir, u16)>,
}

impl Cluster {
    /// The server for tests, started if none was named; `None` where PostgreSQL was left out on purpose.
    pub fn start() -> Option<Self> {
        let setting = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        if setting("LINGHUO_SKIP_POSTGRES").as_deref() == Some("1") {
            return None;
        }
        if let Some(url) = setting("LINGHUO_TEST_POSTGRES_URL") {
            return Some(Self { base: url.trim_end_matches('/').to_owned(), own: None });
        }
        let binaries = Path::new(BINARIES);
        assert!(
            binaries.join("initdb").exists(),
            "PostgreSQL is not at {BINARIES}: install postgresql-15, set LINGHUO_TEST_POSTGRES_URL, \
             or leave it out with LINGHUO_SKIP_POSTGRES=1"
        );
        let home = tempfile::tempdir().expect("a temporary folder");
        // The server runs as another user, who must be able to reach and own its folder.
        run(Command::new("chmod").arg("755").arg(home.path()));
        let data = home.path().join("data");
        std::fs::create_dir(&data).expect("a folder for the cluster");
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(&data));
        }
        run(as_server(&binaries.join("initdb"))
            .args([
                "--auth=trust",
                "--username=linghuo",
                "--encoding=UTF8",
                "--no-locale",
                "--no-sync",
                "--pgdata",
            ])
            .arg(&data));
        let port = free_port();
        let cluster =
            Self { base: format!("postgres://linghuo@127.0.0.1:{port}/postgres"), own: Some((home, port)) };
        cluster.resume();
        Some(cluster)
    }

    /// Makes an empty place of its own for a store and gives its address. It is a schema: a database
    /// would be seconds of copying and syncing for each case, and names in a schema are as far apart.
    pub async fn database(&self) -> String {
        sqlx::any::install_default_drivers();
        let name = format!("linghuo_{}", Uuid::new_v4().simple());
        let mut connection = AnyConnection::connect(&self.base).await.expect("the test server");
        let sql = AssertSqlSafe(format!("CREATE SCHEMA {name}"));
        connection.execute(sql).await.expect("the right to create schemas");
        connection.close().await.expect("a connection that closes");
        format!("{}?options[search_path]={name}", self.base)
    }

    /// Kills the server as a power cut would: no checkpoint, no farewell. Only one that is ours.
    pub fn crash(&self) {
        self.control(&["stop", "--mode=immediate"]);
    }

    /// Starts our server again after a crash.
    pub fn resume(&self) {
        if let Some((_, port)) = &self.own {
            let options = format!("-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''");
            self.control(&["start", "--wait", "--log=/dev/null", &format!("--options={options}")]);
        }
    }

    /// Whether the server is ours to crash.
    pub fn is_own(&self) -> bool {
        self.own.is_some()
    }

    fn data(&self) -> Option<PathBuf> {
        self.own.as_ref().map(|(home, _)| home.path().join("data"))
    }

    fn control(&self, arguments: &[&str]) {
        if let Some(data) = self.data() {
            run(as_server(&Path::new(BINARIES).join("pg_ctl")).args(arguments).arg("--pgdata").arg(data));
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(data) = self.data() {
            // Not `run`: a panic while a failed test unwinds would hide that test's own message.
            let _ = as_server(&Path::new(BINARIES).join("pg_ctl"))
                .args(["stop", "--mode=immediate", "--pgdata"])
                .arg(data)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
        }
    }
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().expect("the program id");
    id.stdout.trim_ascii() == b"0"
}

/// PostgreSQL refuses to run as root.
fn as_server(program: &Path) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir("/").stdin(Stdio::null());
    command
}

fn run(command: &mut Command) {
    let output = command.stdout(Stdio::null()).stderr(Stdio::piped());
    // The server that pg_ctl starts keeps the pipe open, so its output is not waited for.
    let status = output.spawn().and_then(|mut child| child.wait()).expect("a program that starts");
    assert!(status.success(), "{command:?} failed with {status}");
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port");
    listener.local_addr().expect("its address").port()
}
