//! `certificate verify`: with the installation at hand, and off line with published keys and list.

use crate::binary::{Ran, Server, run};
use crate::browser::get;
use crate::place::{Filled, Place};

/// The installation, and what it publishes, as files that a verifier without a network would carry.
struct Carried {
    place: Place,
    filled: Filled,
    keys: String,
    list: String,
}

/// Filled, served for a moment, and its public files fetched as anyone would.
async fn carried() -> Carried {
    let place = Place::new();
    let filled = place.fill().await;
    let server = Server::start(&place.data(), None);
    let published = |path: &str| get(&server.address, &format!("/.well-known/{path}")).bytes;
    let keys = place.write("keys.json", published("linghuo-certificate-keys.json"));
    let list = place.write("list.bin", published("linghuo-certificate-status"));
    server.stop();
    Carried { place, filled, keys, list }
}

impl Carried {
    /// Off line: only the public files.
    fn off_line(&self, code: &str) -> Ran {
        run(["certificate", "verify", code, "--keys", &self.keys, "--list", &self.list])
    }
}

fn state(ran: &Ran) -> (Option<i32>, String) {
    (ran.status, ran.json()["state"].as_str().unwrap_or_default().to_owned())
}

fn is(status: i32, state: &str) -> (Option<i32>, String) {
    (Some(status), state.to_owned())
}

#[tokio::test]
async fn off_line_a_code_is_valid_ended_or_revoked() {
    let carried = carried().await;
    let [valid, ended, revoked] = &carried.filled.codes;
    let ran = carried.off_line(valid);
    assert_eq!(state(&ran), is(0, "valid"), "{ran:?}");
    let report = ran.json();
    assert_eq!(report["number"], carried.filled.wang.certificate_number);
    assert_eq!(report["holder_name"], "王磊");
    assert!(report["list"]["next_update"].is_string(), "it says how old the list is: {report}");
    let ran = carried.off_line(ended);
    assert_eq!(state(&ran), is(1, "ended"), "{ran:?}");
    assert_eq!(ran.json()["on"], "2020-11-15");
    let ran = carried.off_line(revoked);
    assert_eq!(state(&ran), is(1, "revoked"), "{ran:?}");

    // Without the list it can only be said who signed, and that is said.
    let ran = run(["certificate", "verify", ended, "--keys", &carried.keys]);
    assert_eq!(state(&ran), is(0, "valid"), "{ran:?}");
    assert!(ran.json()["list"].is_null());
    // The code alone, and a file with it, are as good as the address.
    let alone = valid.rsplit('/').next().unwrap();
    assert_eq!(state(&carried.off_line(alone)), is(0, "valid"));
    let file = carried.place.write("code.txt", format!("{valid}\n"));
    assert_eq!(state(&carried.off_line(&file)), is(0, "valid"));
}

#[tokio::test]
async fn with_the_installation_at_hand_its_own_list_is_used() {
    let carried = carried().await;
    let [valid, ended, revoked] = &carried.filled.codes;
    for (code, expected) in [(valid, is(0, "valid")), (ended, is(1, "ended")), (revoked, is(1, "revoked"))] {
        let ran = run(carried.place.words(&["certificate", "verify", code]));
        assert_eq!(state(&ran), expected, "{ran:?}");
    }
}

#[tokio::test]
async fn a_certificate_of_another_installation_is_signed_by_an_unknown_key() {
    let (carried, other) = (carried().await, Place::new());
    let elsewhere = other.fill().await;
    let ran = carried.off_line(&elsewhere.codes[0]);
    assert_eq!(state(&ran), is(1, "unknown_key"), "{ran:?}");
    assert!(!ran.output.contains("王磊"), "what nobody we know has signed is not repeated: {ran:?}");
    assert_ne!(carried.filled.codes[0], elsewhere.codes[0]);
}

/// Every bit of the code's letters counts: none can be turned and the certificate stay good.
#[tokio::test]
async fn a_bit_turned_anywhere_makes_it_no_certificate() {
    let carried = carried().await;
    let code = carried.filled.codes[0].rsplit('/').next().unwrap().to_owned();
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    // A process for each place would take minutes: every thirteenth, and both ends.
    let places = (0..code.len()).step_by(13).chain([code.len() - 1]);
    for at in places {
        let mut bytes = code.clone().into_bytes();
        let value = letters.iter().position(|letter| *letter == bytes[at]).unwrap();
        bytes[at] = letters[value ^ 1];
        let ran = carried.off_line(&String::from_utf8(bytes).unwrap());
        assert_eq!(ran.status, Some(1), "letter {at}: {ran:?}");
        let state = state(&ran).1;
        assert!(["signature_bad", "unreadable", "unknown_key"].contains(&&*state), "letter {at}: {state}");
        assert!(!ran.output.contains("王磊"), "letter {at}: {ran:?}");
    }
}

#[tokio::test]
async fn a_list_or_a_key_set_that_is_not_one_is_named() {
    let carried = carried().await;
    let code = &carried.filled.codes[0];
    let mut list = std::fs::read(&carried.list).unwrap();
    *list.last_mut().unwrap() ^= 1;
    let forged = carried.place.write("forged.bin", list);
    let ran = run(["certificate", "verify", code, "--keys", &carried.keys, "--list", &forged]);
    assert_eq!((ran.status, ran.output.as_str()), (Some(1), ""));
    assert!(ran.errors.contains("--list") && ran.errors.contains("forged.bin"), "{ran:?}");
    let no_keys = carried.place.write("none.json", "{}");
    let ran = run(["certificate", "verify", code, "--keys", &no_keys]);
    assert!(ran.status == Some(1) && ran.errors.contains("--keys"), "{ran:?}");
    let pdf = carried.place.write("paper.pdf", b"%PDF-1.7\n\xff\xfe");
    let ran = run(["certificate", "verify", &pdf, "--keys", &carried.keys]);
    assert_eq!((ran.status, ran.output.as_str()), (Some(1), ""));
    assert!(ran.errors.contains("paper.pdf") && ran.errors.contains("QR code"), "{ran:?}");
}
