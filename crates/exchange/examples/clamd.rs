//! Holds the scanner against ClamAV's own daemon, which it starts with one signature: that of the EICAR test file.
//! By hand, after `apt-get install clamav-daemon`: `cargo run -p exchange --example clamd`.

#![expect(
    clippy::unwrap_used,
    reason = "a check that is run by hand stops at the first thing that is not there"
)]

use std::fmt::Write as _;
use std::fs;
use std::time::Duration;

use exchange::scan::{EICAR_SIGNATURE, ScanConfig, Scanner, Unavailable, Verdict, eicar};
use tokio::process::Command;

const STREAM_MAX: usize = 2 * 1024 * 1024;

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    fs::create_dir(path("signatures")).unwrap();
    let hex = hex::encode(eicar());
    // clamd adds `.UNOFFICIAL` to the names of signatures that its makers have not signed.
    fs::write(path("signatures/own.ndb"), format!("{EICAR_SIGNATURE}:0:*:{hex}\n")).unwrap();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut config = format!("Foreground yes\nDatabaseDirectory {}\n", path("signatures"));
    write!(config, "LocalSocket {}\nTCPSocket {port}\nTCPAddr 127.0.0.1\n", path("clamd.ctl")).unwrap();
    write!(config, "StreamMaxLength {STREAM_MAX}\nUser {}\n", user()).unwrap();
    fs::write(path("clamd.conf"), config).unwrap();
    let config_file = format!("--config-file={}", path("clamd.conf"));
    let _daemon = Command::new("clamd").arg(config_file).kill_on_drop(true).spawn().unwrap();

    for socket in [format!("unix:{}", path("clamd.ctl")), format!("tcp:127.0.0.1:{port}")] {
        let config = ScanConfig { socket, bytes_max: 10 * STREAM_MAX, timeout_ms: 10_000 };
        let scanner = Scanner::new(&config).unwrap();
        let mut waited = 0;
        while scanner.ping().await.is_err() {
            waited += 1;
            assert!(waited < 100, "clamd did not start");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert!(scanner.version().await.unwrap().starts_with("ClamAV "));
        assert_eq!(scanner.scan(b"").await, Verdict::Clean);
        assert_eq!(scanner.scan(&vec![b'a'; 500_000]).await, Verdict::Clean);
        let signature = format!("{EICAR_SIGNATURE}.UNOFFICIAL");
        assert_eq!(scanner.scan(&eicar()).await, Verdict::Infected { signature });
        let large = vec![b'a'; 10 * STREAM_MAX];
        assert_eq!(scanner.scan(&large).await, Verdict::Unavailable(Unavailable::TooLarge));
        println!("{}: understood", scanner.version().await.unwrap());
    }
}

fn user() -> String {
    let said = std::process::Command::new("id").arg("-un").output().unwrap();
    String::from_utf8(said.stdout).unwrap().trim().to_owned()
}
