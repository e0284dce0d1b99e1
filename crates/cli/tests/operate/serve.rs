//! `linghuo serve` as an operator runs it, on SQLite and on PostgreSQL: registrations by the API, a stop by
//! SIGTERM and one by `kill -9` in the middle, and afterwards everything that was acknowledged, once.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};
use sqlx::{AnyConnection, Connection as _, Row as _};

use crate::binary::{Server, run};
use crate::browser::{get, post_json};
use crate::place::Place;

/// The body of the n-th person's registration.
pub fn body(n: u32) -> Value {
    json!({
        "name": "王磊", "id_number": fixture::id_number(n), "phone": "13900000001",
        "employment_form": "platform", "platform_labour_relation": "false", "platform_name": "速达",
        "occupation": "外卖骑手", "district": "110105", "start_date": "2020-10-08",
        "commitment_version": "truth-v1", "channel": "website", "idempotency_key": format!("key-{n}"),
    })
}

/// Registers someone and gives the answer.
pub fn register(address: &str, body: &Value) -> Value {
    let got = post_json(address, "/api/v1/registrations", body).unwrap();
    assert_eq!(got.status, 201, "{}", got.text());
    got.json()
}

/// Sends until the server goes away; gives what was acknowledged.
fn hammer(address: &str, numbers: &AtomicU32, done: &AtomicU32) -> Vec<(u32, Value)> {
    let mut acknowledged = Vec::new();
    loop {
        let n = numbers.fetch_add(1, Ordering::Relaxed);
        // None at all: it is gone. Another status would be a registration refused.
        let Ok(got) = post_json(address, "/api/v1/registrations", &body(n)) else { return acknowledged };
        assert_eq!(got.status, 201, "{}", got.text());
        acknowledged.push((n, got.json()));
        done.fetch_add(1, Ordering::Relaxed);
    }
}

/// How many registrations are acknowledged before the stop.
const ENOUGH: u32 = 24;
/// Senders side by side.
const SENDERS: usize = 4;

/// Registers from several senders at once, ends the server in the middle, and gives what it acknowledged.
fn interrupted(server: Server, numbers: &AtomicU32, end: impl FnOnce(Server) + Send) -> Vec<(u32, Value)> {
    let done = AtomicU32::new(0);
    let address = server.address.clone();
    std::thread::scope(|scope| {
        let senders: Vec<_> =
            (0..SENDERS).map(|_| scope.spawn(|| hammer(&address, numbers, &done))).collect();
        while done.load(Ordering::Relaxed) < ENOUGH {
            assert!(!senders.iter().all(std::thread::ScopedJoinHandle::is_finished), "{}", server.log());
            std::thread::yield_now();
        }
        end(server);
        senders.into_iter().flat_map(|sender| sender.join().unwrap()).collect()
    })
}

fn life(database: Option<&str>) {
    let place = Place::new();
    let numbers = AtomicU32::new(1);
    let words = |words: &[&str]| {
        let mut words = place.words(words);
        words.extend(database.map(|url| format!("--database={url}")));
        words
    };

    let server = Server::start(&place.data(), database);
    let mut acknowledged = interrupted(server, &numbers, |server| {
        let log = server.stop();
        assert!(log.contains("asked to stop") && log.contains("stopped"), "{log}");
    });
    let server = Server::start(&place.data(), database);
    acknowledged.extend(interrupted(server, &numbers, Server::kill));

    let server = Server::start(&place.data(), database);
    let mut seen = std::collections::BTreeSet::new();
    for (n, before) in &acknowledged {
        let again = register(&server.address, &body(*n));
        assert_eq!(again["is_repeated"], true, "{again}");
        for key in ["number", "access_code", "certificate_number"] {
            assert_eq!(again[key], before[key], "{key} of registration {n}");
        }
        let number = before["number"].as_str().unwrap();
        assert!(seen.insert(number.to_owned()), "{number} was given twice");
        let certificate = before["certificate_number"].as_str().unwrap();
        let standing = get(&server.address, &format!("/api/v1/certificates/{certificate}/status")).json();
        assert_eq!(standing["state"], "valid", "{standing}");
        // The same person with another key is another sending of nothing: refused.
        let mut other = body(*n);
        other["idempotency_key"] = Value::Null;
        let refused = post_json(&server.address, "/api/v1/registrations", &other).unwrap();
        assert_eq!(refused.status, 409, "{}", refused.text());
    }
    assert!(seen.len() >= 2 * ENOUGH as usize);
    server.stop();

    let ran = run(words(&["journal", "verify"]));
    assert_eq!((ran.status, ran.json()["fault"].is_null()), (Some(0), true), "{ran:?}");
    assert!(ran.json()["cases"].as_u64() >= Some(seen.len() as u64), "{ran:?}");
    for id in decisions(&place, database) {
        let ran = run(words(&["decision", "replay", &id]));
        assert_eq!((ran.status, &ran.json()["replay"]), (Some(0), &"same".into()), "{ran:?}");
    }
}

/// The ids of three kept decisions, read beside the program.
fn decisions(place: &Place, database: Option<&str>) -> Vec<String> {
    let url = database
        .map_or_else(|| format!("sqlite://{}", place.data().join("linghuo.db").display()), str::to_owned);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let rows = runtime.block_on(async {
        sqlx::any::install_default_drivers();
        let mut connection = AnyConnection::connect(&url).await.unwrap();
        let rows = sqlx::query("SELECT id FROM decision LIMIT 3").fetch_all(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        rows
    });
    assert_eq!(rows.len(), 3);
    rows.iter().map(|row| uuid::Uuid::from_slice(&row.get::<Vec<u8>, _>(0)).unwrap().to_string()).collect()
}

#[test]
fn on_sqlite_what_was_acknowledged_survives_term_and_kill() {
    life(None);
}

/// A throw-away cluster by the script that operators use; it stops when its input is closed.
struct Cluster {
    script: Child,
    url: String,
}

impl Cluster {
    fn start() -> Self {
        let mut script = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../scripts/with-postgres"))
            .args(["sh", "-c", "echo \"$LINGHUO_DATABASE_URL\"; exec cat"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(script.stdout.take().unwrap()).lines();
        let url = lines.map(Result::unwrap).find(|line| line.starts_with("postgres://"));
        Self { url: url.expect("scripts/with-postgres gives an address"), script }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.script.stdin.take());
        let _ = self.script.wait();
    }
}

#[test]
fn on_postgresql_what_was_acknowledged_survives_term_and_kill() {
    if std::env::var("LINGHUO_SKIP_POSTGRES").as_deref() == Ok("1") {
        return;
    }
    let cluster = Cluster::start();
    life(Some(&cluster.url));
}

#[test]
fn it_listens_on_loopback_unless_told_otherwise() {
    let help = run(["serve", "--help"]);
    assert_eq!(help.status, Some(0));
    assert!(help.output.contains("[default: 127.0.0.1:8080]"), "{}", help.output);
}

#[test]
fn a_database_that_is_not_there_is_said_without_its_password() {
    let place = Place::new();
    let url = "postgres://linghuo:topsecret@127.0.0.1:1/linghuo";
    let mut words = place.words(&["serve", "--listen", "127.0.0.1:0"]);
    words.push(format!("--database={url}"));
    let ran = run(words);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.errors.contains("database") && !ran.errors.contains("topsecret"), "{ran:?}");
}
