//! Keys: rotation as an operator does it, and folders that are refused.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use serde_json::Value;

use crate::binary::{Server, run};
use crate::browser::{Browser, get};
use crate::place::Place;
use crate::serve::{body, register};

fn published(server: &Server) -> Vec<String> {
    let set = get(&server.address, "/.well-known/linghuo-certificate-keys.json").json();
    let ids = set["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap().to_owned());
    ids.collect()
}

/// Signs in as the person and gives the text of the certificate's QR code.
fn code_of(server: &Server, registered: &Value) -> String {
    let mut browser = Browser::new(&server.address);
    let text = |key: &str| registered[key].as_str().unwrap();
    browser.open("/sign-in");
    browser.send("/sign-in", &[("number", text("number")), ("access_code", text("access_code"))]);
    assert_eq!(browser.path, "/registration", "{}", browser.page);
    assert!(browser.page.contains(text("number")));
    browser.open("/certificate");
    let start = browser.page.find("/verify/").unwrap();
    let code: String = browser.page[start + 8..].chars().take_while(char::is_ascii_alphanumeric).collect();
    assert!(code.len() > 100, "{}", browser.page);
    code
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn after_a_rotation_the_newest_key_signs_and_the_old_ones_still_read_and_verify() {
    let place = Place::new();
    let server = Server::start(&place.data(), None);
    let first = register(&server.address, &body(1));
    let old_code = code_of(&server, &first);
    let before = published(&server);
    assert_eq!(before.len(), 1);
    server.stop();

    for ring in ["certificate", "data", "journal"] {
        let ran = run(place.words(&["keys", "rotate", ring]));
        assert_eq!(ran.status, Some(0), "{ran:?}");
    }
    let server = Server::start(&place.data(), None);
    let after = published(&server);
    assert!(after.len() == 2 && after.contains(&before[0]), "both are published: {after:?}");
    let newest = after.iter().find(|id| **id != before[0]).unwrap();
    let second = register(&server.address, &body(2));
    let new_code = code_of(&server, &second);
    // What the old data key encrypted is read: the person comes in and sees the same certificate.
    assert_eq!(code_of(&server, &first), old_code);
    let keys =
        place.write("keys.json", get(&server.address, "/.well-known/linghuo-certificate-keys.json").bytes);
    let list = place.write("list.bin", get(&server.address, "/.well-known/linghuo-certificate-status").bytes);
    server.stop();

    for code in [&old_code, &new_code] {
        let ran = run(["certificate", "verify", code, "--keys", &keys, "--list", &list]);
        assert_eq!((ran.status, &ran.json()["state"]), (Some(0), &"valid".into()), "{ran:?}");
    }
    // A verifier that has not fetched the new key knows the old certificate and not the new one.
    let text = fs::read_to_string(&keys).unwrap();
    let mut set: Value = serde_json::from_str(&text).unwrap();
    set["keys"].as_array_mut().unwrap().retain(|key| key["kid"] == before[0].as_str());
    let old_keys = place.write("old.json", set.to_string());
    let ran = run(["certificate", "verify", &old_code, "--keys", &old_keys]);
    assert_eq!(ran.json()["state"], "valid", "{ran:?}");
    let ran = run(["certificate", "verify", &new_code, "--keys", &old_keys]);
    assert_eq!((&ran.json()["state"], &ran.json()["key"]), (&"unknown_key".into(), &newest.as_str().into()));
    // Checkpoints of both journal keys hold.
    let ran = run(place.words(&["journal", "verify"]));
    assert!(ran.status == Some(0) && ran.json()["checkpoints"].as_u64() >= Some(2), "{ran:?}");
}

#[tokio::test]
async fn a_stolen_key_that_is_taken_out_verifies_nothing_any_more() {
    let place = Place::new();
    let filled = place.fill().await;
    assert_eq!(run(place.words(&["keys", "rotate", "certificate"])).status, Some(0));
    let file = place.data().join("keys/certificate.toml");
    let text = fs::read_to_string(&file).unwrap();
    let newest = text.rfind("[[key]]").unwrap();
    assert!(newest > 0, "two keys");
    fs::write(&file, &text[newest..]).unwrap();
    let ran = run(place.words(&["certificate", "verify", &filled.codes[0]]));
    assert_eq!((ran.status, &ran.json()["state"]), (Some(1), &"unknown_key".into()), "{ran:?}");
}

#[tokio::test]
async fn keys_that_others_can_read_are_refused_with_the_command_that_helps() {
    let place = Place::new();
    place.fill().await;
    let keys = place.data().join("keys");
    for (path, found, help) in
        [(keys.clone(), 0o755, "chmod 700"), (keys.join("data.toml"), 0o644, "chmod 600")]
    {
        let good = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        mode(&path, found);
        for words in [
            vec!["serve", "--listen", "127.0.0.1:0"],
            vec!["journal", "verify"],
            vec!["keys", "rotate", "data"],
        ] {
            let ran = run(place.words(&words));
            assert_eq!(ran.status, Some(1), "{words:?}: {ran:?}");
            assert!(ran.errors.contains(help) && ran.errors.contains(&*path.to_string_lossy()), "{ran:?}");
        }
        mode(&path, good);
    }
    assert_eq!(run(place.words(&["journal", "verify"])).status, Some(0));
}

#[test]
fn a_first_start_cut_off_between_two_keys_goes_on() {
    let place = Place::new();
    Server::start(&place.data(), None).stop();
    let keys = place.data().join("keys");
    let files = ["index.toml", "certificate.toml", "journal.toml", "data.toml"];
    let held: Vec<Vec<u8>> = files.iter().map(|name| fs::read(keys.join(name)).unwrap()).collect();
    // As a crash after the first rename leaves it; the data key is the last to take its place.
    for name in &files[1..] {
        fs::rename(keys.join(name), keys.join(format!("{name}.new"))).unwrap();
    }
    Server::start(&place.data(), None).stop();
    let again: Vec<Vec<u8>> = files.iter().map(|name| fs::read(keys.join(name)).unwrap()).collect();
    assert_eq!(again, held, "the same keys");
}

#[tokio::test]
async fn a_lost_key_is_refused_and_the_message_says_what_to_do() {
    let place = Place::new();
    place.fill().await;
    fs::remove_file(place.data().join("keys/journal.toml")).unwrap();
    let ran = run(place.words(&["serve", "--listen", "127.0.0.1:0"]));
    assert_eq!((ran.status, ran.output.as_str()), (Some(1), ""));
    for word in ["journal.toml", "back-up", "move the whole folder away"] {
        assert!(ran.errors.contains(word), "{word}: {ran:?}");
    }
    assert!(!place.data().join("keys/journal.toml").exists(), "none was made in its place");
}
