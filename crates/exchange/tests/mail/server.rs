//! The SMTP server of a test, in a process of its own that ends with the test.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// How the server keeps its connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// TLS from the first byte.
    Tls,
    /// Plain, then TLS.
    Starttls,
    /// Plain all along, and no offer of TLS.
    Plain,
}

/// A server.
pub struct Server {
    /// Its port.
    pub port: u16,
    /// Its certificate, which signed itself.
    pub certificate: Option<String>,
    lines: Lines<BufReader<ChildStdout>>,
    _process: Child,
    _folder: tempfile::TempDir,
}

impl Server {
    /// Starts one on a free port.
    pub async fn start(mode: Mode) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let pair = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let (certificate, key) = (folder.path().join("certificate.pem"), folder.path().join("key.pem"));
        std::fs::write(&certificate, pair.cert.pem()).unwrap();
        std::fs::write(&key, pair.signing_key.serialize_pem()).unwrap();
        let name = match mode {
            Mode::Tls => "tls",
            Mode::Starttls => "starttls",
            Mode::Plain => "plain",
        };
        // Debian's own interpreter: it is the one that Debian's aiosmtpd is installed for.
        let mut process = Command::new("/usr/bin/python3")
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mail/smtpd.py"))
            .arg(name)
            .args([&certificate, &key])
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let first = lines.next_line().await.unwrap();
        let port = first.as_deref().and_then(|line| line.strip_prefix("port "));
        let port = port.unwrap_or_else(|| panic!("no SMTP server: `./scripts/need smtpd` installs it"));
        let certificate = (mode != Mode::Plain).then(|| pair.cert.pem());
        Self { port: port.parse().unwrap(), certificate, lines, _process: process, _folder: folder }
    }

    /// The next mail that the server took.
    pub async fn next_mail(&mut self) -> serde_json::Value {
        let line = tokio::time::timeout(Duration::from_secs(10), self.lines.next_line()).await.unwrap();
        serde_json::from_str(&line.unwrap().unwrap()).unwrap()
    }
}
