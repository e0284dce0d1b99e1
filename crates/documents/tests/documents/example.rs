//! The worked example of `docs/certificate.md` is what this program makes, and verifies as the page says.

use documents::{
    NumberHash, PublicKeySet, SignedCertificate, Standing, StandingEntry, StatusList, Verdict, VerifyAddress,
    verify,
};
use jiff::Timestamp;

use crate::samples::{date, key, payload};

const PAGE: &str = include_str!("../../../../docs/certificate.md");

fn block(kind: &str) -> &'static str {
    let start = format!("```{kind}\n");
    let (_, rest) =
        PAGE.split_once(&start).unwrap_or_else(|| panic!("no block `{kind}` in docs/certificate.md"));
    rest.split("```").next().unwrap()
}

fn bytes(block: &str) -> Vec<u8> {
    block.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn the_page_shows_what_the_program_makes() {
    let (key, id) = key(7);
    let certificate = SignedCertificate::sign(payload(), &key, &id).unwrap();
    assert_eq!(block("hex certificate"), hex(certificate.as_bytes()));
    let address = VerifyAddress::new("https://linghuo.example/verify#").unwrap();
    let text: String = block("text qr").split_whitespace().collect();
    assert_eq!(text, address.text_of(&certificate));
    let entry = StandingEntry { standing: Standing::Ended, on: date("2020-11-20") };
    let list = StatusList {
        sequence: 42,
        issued_at: at("2020-12-01T00:00:00Z"),
        next_update: at("2020-12-02T00:00:00Z"),
        entries: [(NumberHash::of(&payload().number), entry)].into(),
    };
    assert_eq!(block("hex list"), hex(&list.sign(&key, &id).unwrap()));
}

#[test]
fn the_page_verifies_as_it_says() {
    let keys = PublicKeySet::from_jwks(block("json")).unwrap();
    let list = StatusList::open(&bytes(block("hex list")), &keys).unwrap();
    let text: String = block("text qr").split_whitespace().collect();
    let noon = at("2020-12-01T12:00:00Z");
    assert!(matches!(verify(&text, &keys, None, noon), Verdict::Valid { .. }));
    let ended = Verdict::Ended { certificate: payload(), on: date("2020-11-20") };
    assert_eq!(verify(&text, &keys, Some(&list), noon), ended);
}

/// Bytes as they stand in the documentation: sixteen a line.
fn hex(bytes: &[u8]) -> String {
    let row = |row: &[u8]| row.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ");
    bytes.chunks(16).map(|bytes| row(bytes) + "\n").collect()
}
