//! The scanner over real sockets, against the simulator; and against ClamAV's own daemon where it is installed.

#![expect(clippy::unwrap_used, reason = "what a test sets up must be there")]

use exchange::scan::{Behaviour, Daemon, EICAR_SIGNATURE, ScanConfig, Scanner, Unavailable, Verdict, eicar};

fn config(socket: &str) -> ScanConfig {
    ScanConfig { socket: socket.to_owned(), bytes_max: 1_000_000, timeout_ms: 1_000 }
}

fn scanner(socket: &str) -> Scanner {
    Scanner::new(&config(socket)).unwrap()
}

fn infected() -> Verdict {
    Verdict::Infected { signature: EICAR_SIGNATURE.to_owned() }
}

async fn finds_what_there_is(scanner: &Scanner) {
    scanner.ping().await.unwrap();
    assert!(scanner.version().await.unwrap().starts_with("ClamAV "));
    assert_eq!(scanner.scan(b"").await, Verdict::Clean);
    // Around the size of a chunk, where a mistake in cutting would show.
    for bytes in [1, 65_535, 65_536, 65_537, 500_000] {
        let mut file = vec![b'a'; bytes];
        assert_eq!(scanner.scan(&file).await, Verdict::Clean, "{bytes}");
        file.extend(eicar());
        assert_eq!(scanner.scan(&file).await, infected(), "{bytes}");
    }
}

#[tokio::test]
async fn a_virus_is_found_over_tcp_and_over_a_unix_socket() {
    let tcp = Daemon::start_tcp(Behaviour::default()).await.unwrap();
    finds_what_there_is(&scanner(tcp.socket())).await;
    let folder = tempfile::tempdir().unwrap();
    let unix = Daemon::start_unix(&folder.path().join("clamd.ctl"), Behaviour::default()).unwrap();
    finds_what_there_is(&scanner(unix.socket())).await;
}

#[tokio::test]
async fn what_was_not_looked_at_is_not_called_clean() {
    let unavailable = |why| Verdict::Unavailable(why);
    let gone = Daemon::start_tcp(Behaviour::default()).await.unwrap().socket().to_owned();
    assert_eq!(scanner(&gone).scan(b"x").await, unavailable(Unavailable::NoConnection));
    assert_eq!(scanner("unix:/nowhere/clamd.ctl").ping().await, Err(Unavailable::NoConnection));
    let late = Daemon::start_tcp(Behaviour { delay_ms: 5_000, ..Behaviour::default() }).await.unwrap();
    assert_eq!(scanner(late.socket()).scan(b"x").await, unavailable(Unavailable::Timeout));
    let rude = Daemon::start_tcp(Behaviour { hangs_up: true, ..Behaviour::default() }).await.unwrap();
    assert_eq!(scanner(rude.socket()).scan(b"x").await, unavailable(Unavailable::BadAnswer));
    assert_eq!(scanner(rude.socket()).version().await, Err(Unavailable::BadAnswer));
}

#[tokio::test]
async fn a_file_that_is_too_large_is_told_by_us_or_by_the_daemon() {
    let small = Daemon::start_tcp(Behaviour { stream_max: 100_000, ..Behaviour::default() }).await.unwrap();
    let scanner = scanner(small.socket());
    let too_large = Verdict::Unavailable(Unavailable::TooLarge);
    assert_eq!(scanner.scan(&vec![0; 100_000]).await, Verdict::Clean);
    // The daemon answers and hangs up while most of the file is still to be written.
    assert_eq!(scanner.scan(&vec![0; 999_999]).await, too_large);
    assert_eq!(scanner.scan(&vec![0; 1_000_001]).await, too_large);
}

#[test]
fn a_wrong_configuration_is_named() {
    for socket in ["", "clamd", "tcp:localhost", "tcp:clamd:3310", "unix:clamd.ctl", "http://127.0.0.1:3310"]
    {
        let error = Scanner::new(&config(socket)).unwrap_err().to_string();
        assert!(error.starts_with(&format!("scan: socket: found `{socket}`, expected `unix:`")), "{error}");
    }
    let none = ScanConfig { timeout_ms: 0, ..config("tcp:127.0.0.1:3310") };
    assert_eq!(Scanner::new(&none).unwrap_err().to_string(), "scan: timeout_ms: expected at least 1");
}
