//! Files from outside: what is broken, hostile or cut off is refused, never a crash, and no error
//! repeats what is in it.

use exchange::bank::camt054::Notification;
use exchange::bank::pain001;
use exchange::bank::pain002::StatusReport;
use exchange::bank::xml::{DEPTH_MAX, ReadError};
use proptest::prelude::*;

use crate::made_up::{Desk, order, party};

#[test]
fn entities_and_document_types_are_refused() {
    let bomb = "<!DOCTYPE x [<!ENTITY a 'aaaa'>]><Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.002.001.12'>&a;</Document>";
    assert!(matches!(StatusReport::read(bomb), Err(ReadError::Refused { what: "a document type", .. })));
    let outside = "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.002.001.12'><a>&b;</a></Document>";
    assert!(matches!(StatusReport::read(outside), Err(ReadError::Refused { what: "an entity", .. })));
}

#[test]
fn too_deep_a_nesting_is_refused() {
    let deep = format!(
        "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.054.001.08'>{}{}</Document>",
        "<a>".repeat(DEPTH_MAX + 1),
        "</a>".repeat(DEPTH_MAX + 1)
    );
    assert!(matches!(Notification::read(&deep), Err(ReadError::Refused { .. })));
}

#[test]
fn an_error_repeats_nothing_personal() {
    let xml = Desk::approved([order(1, 84_347)]).file().write().unwrap();
    let number = party(1).account.expose().to_owned();
    let broken = xml.replace(&number, &format!("{number}!"));
    let error = pain001::read(&broken).unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(matches!(error, ReadError::Value { .. }) && !shown.contains(&number[4..]), "{shown}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    // Cut anywhere, or with a piece taken out, it is an error or reads as a file: never a panic.
    #[test]
    fn a_mangled_file_is_no_crash(from in 0_usize..3000, length in 0_usize..200) {
        let xml = Desk::approved([order(1, 84_347), order(2, 10)]).file().write().unwrap();
        let kept: String = xml.chars().enumerate().filter(|(at, _)| *at < from || *at >= from + length).map(|(_, c)| c).collect();
        let _ = pain001::read(&kept);
        let cut: String = xml.chars().take(from).collect();
        prop_assert!(from >= xml.chars().count() - 1 || pain001::read(&cut).is_err());
        let _ = StatusReport::read(&kept);
        let _ = Notification::read(&kept);
    }
}
