//! The list of certificates that are no longer in force: what it says, when it is too old to say it, and that
//! no byte of it can be changed.

use crate::samples::{date, key, keys, payload};
use documents::{
    ListCheck, ListError, NumberHash, ReadError, SignedCertificate, Standing, StandingEntry, StatusList,
    Verdict, verify,
};
use jiff::Timestamp;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn list(entries: &[(&str, Standing, &str)]) -> StatusList {
    StatusList {
        sequence: 42,
        issued_at: at("2020-12-01T00:00:00Z"),
        next_update: at("2020-12-02T00:00:00Z"),
        entries: (entries.iter())
            .map(|(number, standing, on)| {
                (NumberHash::of(number), StandingEntry { standing: *standing, on: date(on) })
            })
            .collect(),
    }
}

fn verdict(list: &StatusList, now: &str) -> Verdict {
    let (key, id) = key(7);
    let certificate = SignedCertificate::sign(payload(), &key, &id).unwrap();
    verify(&certificate.to_code(), &keys(&[(7, "2020-10-01", None)]), Some(list), at(now))
}

#[test]
fn the_list_says_how_a_certificate_stands() {
    let noon = "2020-12-01T12:00:00Z";
    let number = payload().number;
    let (issued_at, next_update) = (at("2020-12-01T00:00:00Z"), at("2020-12-02T00:00:00Z"));
    let fresh = ListCheck::Fresh { issued_at, next_update };
    let (certificate, on) = (payload(), date("2020-11-20"));
    assert_eq!(
        verdict(&list(&[("another", Standing::Revoked, "2020-11-20")]), noon),
        Verdict::Valid { certificate: certificate.clone(), list: fresh }
    );
    let listed = |standing| {
        verdict(&list(&[(&number, standing, "2020-11-20"), ("another", Standing::Ended, "2020-11-01")]), noon)
    };
    assert_eq!(listed(Standing::Ended), Verdict::Ended { certificate: certificate.clone(), on });
    assert_eq!(listed(Standing::Revoked), Verdict::Revoked { certificate: certificate.clone(), on });
    assert_eq!(listed(Standing::Replaced), Verdict::Replaced { certificate, on });
}

#[test]
fn an_end_holds_from_its_day() {
    let list = list(&[(&payload().number, Standing::Ended, "2020-12-02")]);
    assert!(matches!(verdict(&list, "2020-12-01T15:59:59Z"), Verdict::Valid { .. }));
    assert!(matches!(verdict(&list, "2020-12-01T16:00:00Z"), Verdict::Ended { .. }));
}

#[test]
fn an_old_list_no_longer_says_in_force_but_still_says_revoked() {
    let empty = list(&[]);
    let (issued_at, next_update) = (empty.issued_at, empty.next_update);
    assert!(matches!(verdict(&empty, "2020-12-02T00:00:00Z"), Verdict::Valid { .. }));
    assert_eq!(
        verdict(&empty, "2020-12-02T00:00:01Z"),
        Verdict::ListStale { certificate: payload(), issued_at, next_update }
    );
    let revoked = list(&[(&payload().number, Standing::Revoked, "2020-11-20")]);
    assert!(matches!(verdict(&revoked, "2025-01-01T00:00:00Z"), Verdict::Revoked { .. }));
}

#[test]
fn a_signed_list_comes_back_and_no_byte_of_it_can_be_changed() {
    let (key, id) = key(7);
    let set = keys(&[(7, "2020-10-01", None)]);
    let list = list(&[
        ("A", Standing::Ended, "2020-11-20"),
        ("B", Standing::Revoked, "2020-11-21"),
        ("C", Standing::Replaced, "2020-11-22"),
    ]);
    let bytes = list.sign(&key, &id).unwrap();
    assert_eq!(StatusList::open(&bytes, &set).unwrap(), list);
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1 << bit;
            assert!(StatusList::open(&damaged, &set).is_err(), "bit {bit} of byte {at}");
        }
    }
}

#[test]
fn a_list_needs_a_key_of_its_day() {
    let (signing, id) = key(7);
    let bytes = list(&[]).sign(&signing, &id).unwrap();
    let open = |not_before, not_after| StatusList::open(&bytes, &keys(&[(7, not_before, not_after)]));
    assert!(open("2020-12-01", Some("2020-12-01")).is_ok());
    assert_eq!(open("2020-12-02", None), Err(ListError::KeyNotInUse(id.clone())));
    assert_eq!(open("2020-10-01", Some("2020-11-30")), Err(ListError::KeyNotInUse(id.clone())));
    assert_eq!(
        StatusList::open(&bytes, &keys(&[(8, "2020-10-01", None)])),
        Err(ListError::UnknownKey(id.clone()))
    );
    let (other, _) = key(8);
    let forged = list(&[]).sign(&other, &id).unwrap();
    assert_eq!(
        StatusList::open(&forged, &keys(&[(7, "2020-10-01", None)])),
        Err(ListError::SignatureBad(id))
    );
}

#[test]
fn a_certificate_is_no_list_and_a_list_no_certificate() {
    let (signing, id) = key(7);
    let set = keys(&[(7, "2020-10-01", None)]);
    let certificate = SignedCertificate::sign(payload(), &signing, &id).unwrap();
    assert_eq!(StatusList::open(certificate.as_bytes(), &set), Err(ListError::SignatureBad(id.clone())));
    let code = data_encoding::BASE32_NOPAD.encode(&list(&[]).sign(&signing, &id).unwrap());
    assert_eq!(verify(&code, &set, None, at("2020-12-01T00:00:00Z")), Verdict::SignatureBad { key_id: id });
}

#[test]
fn a_list_that_ends_before_it_begins_is_refused() {
    let (key, id) = key(7);
    let mut list = list(&[]);
    list.next_update = list.issued_at;
    assert!(matches!(list.sign(&key, &id), Err(ListError::NextBeforeIssued { .. })));
    assert_eq!(StatusList::open(&[], &keys(&[])), Err(ListError::Read(ReadError::Envelope)));
}

#[test]
fn a_list_names_nobody() {
    let (key, id) = key(7);
    let number = payload().number;
    let bytes = list(&[(&number, Standing::Ended, "2020-11-20")]).sign(&key, &id).unwrap();
    assert!(!bytes.windows(number.len()).any(|window| window == number.as_bytes()));
}
