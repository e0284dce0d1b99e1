//! `linghuo sms-simulator` as an operator runs it: it says where it listens, takes nothing that is not signed, and a
//! wrong file is named without the key that stands in it.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::json;

use crate::binary::run;
use crate::browser::post_json;
use crate::place::Place;

const SETTINGS: &str =
    "app = \"linghuo\"\nkey = \"a key of at least 32 bytes, shared\"\n[weather]\nbusy = 100\n";

struct Stopped(Child);

impl Drop for Stopped {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_simulator_says_where_it_is_and_takes_signed_requests_alone() {
    let place = Place::new();
    let file = place.write("sms.toml", SETTINGS);
    let child = Command::new(env!("CARGO_BIN_EXE_linghuo"))
        .args(["sms-simulator", "--listen", "127.0.0.1:0", "--settings", &file])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut child = Stopped(child);
    let mut line = String::new();
    BufReader::new(child.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("http://").expect("an address").to_owned();
    let got = post_json(&address, "/v1/messages", &json!({ "to": "+8613900000001", "text": "x" })).unwrap();
    assert_eq!((got.status, got.json()["error"].as_str()), (401, Some("unauthorised")));
}

#[test]
fn a_wrong_file_of_the_simulator_is_named_without_its_key() {
    let place = Place::new();
    for (from, to, said) in [
        ("busy", "weatherly", "weatherly"),
        ("app = \"linghuo\"\n", "", "app"),
        (
            "[weather]",
            "[receipts]\nurl = \"x\"\nkeys = { current = \"whsec_c2VjcmV0\" }\n[weather]",
            "found 6",
        ),
    ] {
        let file = place.write("sms.toml", SETTINGS.replacen(from, to, 1));
        let ran = run(["sms-simulator", "--listen", "127.0.0.1:0", "--settings", &file]);
        assert_eq!(ran.status, Some(1), "{ran:?}");
        assert!(ran.errors.contains(said) && ran.errors.contains("sms.toml"), "{said}: {}", ran.errors);
        assert!(
            !ran.errors.contains("at least 32 bytes, shared") && !ran.errors.contains("c2VjcmV0"),
            "{ran:?}"
        );
    }
}
