//! The certificate's bytes: their only form, what damage does to them, and on which days each key may sign. The
//! golden bytes stand in `docs/certificate.md`, see `example`.

use crate::samples::{date, key, keys, longest, payload};
use documents::{
    CertificatePayload, EmploymentKind, KeyId, ListCheck, MaskedId, Qr, ReadError, SignedCertificate,
    Verdict, VerifyAddress, verify,
};
use jiff::Timestamp;
use proptest::prelude::*;

fn now() -> Timestamp {
    "2020-12-01T00:00:00Z".parse().unwrap()
}

fn signed(payload: CertificatePayload, seed: u8) -> SignedCertificate {
    let (key, id) = key(seed);
    SignedCertificate::sign(payload, &key, &id).unwrap()
}

fn base32(bytes: &[u8]) -> String {
    data_encoding::BASE32_NOPAD.encode(bytes)
}

#[test]
fn a_code_is_valid_wherever_it_is_read() {
    let certificate = signed(payload(), 7);
    let set = keys(&[(7, "2020-10-01", None)]);
    let expected = Verdict::Valid { certificate: payload(), list: ListCheck::None };
    for address in ["https://linghuo.example/verify#", "https://linghuo.example/v/"] {
        let text = VerifyAddress::new(address).unwrap().text_of(&certificate);
        assert_eq!(verify(&text, &set, None, now()), expected);
        assert_eq!(verify(&text.to_lowercase(), &set, None, now()), expected);
    }
    assert_eq!(verify(&certificate.to_code(), &set, None, now()), expected);
    assert_eq!(SignedCertificate::from_bytes(certificate.as_bytes()).as_ref(), Ok(&certificate));
}

#[test]
fn no_byte_can_be_changed() {
    let certificate = signed(payload(), 7);
    let set = keys(&[(7, "2020-10-01", None), (8, "2020-10-01", None)]);
    let good = certificate.as_bytes();
    for at in 0..good.len() {
        for bit in 0..8 {
            let mut bytes = good.to_vec();
            bytes[at] ^= 1 << bit;
            let verdict = verify(&base32(&bytes), &set, None, now());
            let refused = matches!(
                verdict,
                Verdict::Unreadable(_) | Verdict::UnknownKey { .. } | Verdict::SignatureBad { .. }
            );
            assert!(refused, "bit {bit} of byte {at}: {verdict:?}");
        }
    }
}

/// One place for each class of bytes, and what is said of damage there.
#[test]
fn damage_is_told_by_its_place() {
    let certificate = signed(payload(), 7);
    let set = keys(&[(7, "2020-10-01", None)]);
    let good = certificate.as_bytes();
    let (_, id) = key(7);
    let find = |part: &[u8]| good.windows(part.len()).position(|window| window == part).unwrap();
    let damaged = |at: usize, byte: u8| {
        let mut bytes = good.to_vec();
        bytes[at] = byte;
        verify(&base32(&bytes), &set, None, now())
    };
    let signature_bad = Verdict::SignatureBad { key_id: id.clone() };
    let envelope_bad = Verdict::Unreadable(ReadError::Envelope);

    assert_eq!(damaged(0, 2), Verdict::Unreadable(ReadError::UnknownVersion { found: 2 }));
    assert_eq!(damaged(1, 0xD3), envelope_bad, "the COSE tag");
    assert_eq!(damaged(2, 0x83), envelope_bad, "the array's length");
    assert_eq!(damaged(find(&[0x01, 0x27]) + 1, 0x26), envelope_bad, "the algorithm");
    let unknown = damaged(find(id.as_str().as_bytes()), b'X');
    assert!(matches!(unknown, Verdict::UnknownKey { .. }), "the key's id: {unknown:?}");
    assert_eq!(damaged(find("王".as_bytes()) + 2, 0x8C), signature_bad, "the name");
    assert_eq!(damaged(find(b"123X") + 3, b'1'), signature_bad, "the identity number");
    assert_eq!(damaged(find(b"1101174200000018"), b'2'), signature_bad, "the number");
    assert_eq!(damaged(good.len() - 1, good[good.len() - 1] ^ 1), signature_bad, "the signature");

    let cut = &good[..good.len() - 1];
    assert_eq!(verify(&base32(cut), &set, None, now()), envelope_bad);
    let mut longer = good.to_vec();
    longer.push(0);
    assert_eq!(verify(&base32(&longer), &set, None, now()), envelope_bad);
    let huge = vec![1; 2000];
    assert!(matches!(
        verify(&base32(&huge), &set, None, now()),
        Verdict::Unreadable(ReadError::TooLong { .. })
    ));
    for text in ["", "https://linghuo.example/verify#", "1189", "王", "A=B"] {
        let verdict = verify(text, &set, None, now());
        assert!(matches!(verdict, Verdict::Unreadable(_)), "{text}: {verdict:?}");
    }
    // The last character of base32 has spare bits; they may not be used to write the same certificate twice.
    let code = certificate.to_code();
    let spare = format!("{}{}", &code[..code.len() - 1], "7");
    assert_eq!(verify(&spare, &set, None, now()), Verdict::Unreadable(ReadError::NotBase32));
}

#[test]
fn a_signature_of_another_key_or_another_certificate_does_not_fit() {
    let set = keys(&[(7, "2020-10-01", None), (8, "2020-10-01", None)]);
    let (_, id) = key(7);
    let (other_key, _) = key(8);
    let forged = SignedCertificate::sign(payload(), &other_key, &id).unwrap();
    assert_eq!(verify(&forged.to_code(), &set, None, now()), Verdict::SignatureBad { key_id: id.clone() });

    let mine = signed(payload(), 7);
    let other = signed(CertificatePayload { holder_name: "李小红".into(), ..payload() }, 7);
    let mut mixed = other.as_bytes().to_vec();
    let at = mixed.len() - 64;
    mixed[at..].copy_from_slice(&mine.as_bytes()[at..]);
    assert_eq!(verify(&base32(&mixed), &set, None, now()), Verdict::SignatureBad { key_id: id });
}

#[test]
fn each_key_signs_on_its_own_days() {
    // Key 7 signs until 2020-12-31, key 8 from 2020-12-15: for two weeks both do.
    let set = keys(&[(7, "2020-10-01", Some("2020-12-31")), (8, "2020-12-15", None)]);
    let later: Timestamp = "2030-01-01T00:00:00Z".parse().unwrap();
    let check = |seed, day: &str| {
        let certificate = signed(CertificatePayload { issued_on: date(day), ..payload() }, seed);
        verify(&certificate.to_code(), &set, None, later)
    };
    let (id_7, id_8, id_9) = (key(7).1, key(8).1, key(9).1);
    for (seed, day) in [(7, "2020-10-01"), (7, "2020-12-31"), (8, "2020-12-15"), (8, "2029-12-31")] {
        assert!(matches!(check(seed, day), Verdict::Valid { .. }), "key {seed} on {day}");
    }
    let not_yet =
        |key_id: &KeyId, day| Verdict::KeyNotYetValid { key_id: key_id.clone(), not_before: date(day) };
    assert_eq!(check(7, "2020-09-30"), not_yet(&id_7, "2020-10-01"));
    assert_eq!(check(8, "2020-12-14"), not_yet(&id_8, "2020-12-15"));
    assert_eq!(check(7, "2021-01-01"), Verdict::KeyExpired { key_id: id_7, not_after: date("2020-12-31") });
    assert_eq!(check(9, "2020-12-20"), Verdict::UnknownKey { key_id: id_9 });
}

#[test]
fn a_certificate_of_tomorrow_is_not_valid_today() {
    let set = keys(&[(7, "2020-10-01", None)]);
    let certificate = signed(payload(), 7);
    let at = |text: &str| verify(&certificate.to_code(), &set, None, text.parse().unwrap());
    // In Beijing 2020-11-15 begins at 16:00 UTC of the day before.
    assert_eq!(at("2020-11-14T15:59:59Z"), Verdict::IssuedInFuture { certificate: payload() });
    assert!(matches!(at("2020-11-14T16:00:00Z"), Verdict::Valid { .. }));
}

#[test]
fn what_could_not_be_printed_is_not_signed() {
    let (key, id) = key(7);
    let refused = |payload| SignedCertificate::sign(payload, &key, &id).unwrap_err().field;
    assert_eq!(refused(CertificatePayload { number: "1101 74".into(), ..payload() }), "number");
    assert_eq!(refused(CertificatePayload { holder_name: String::new(), ..payload() }), "holder_name");
    assert_eq!(refused(CertificatePayload { occupation: "a\nb".into(), ..payload() }), "occupation");
    assert_eq!(refused(CertificatePayload { district_code: "011011".into(), ..payload() }), "district_code");
    assert_eq!(refused(CertificatePayload { district_code: "11011".into(), ..payload() }), "district_code");
    assert_eq!(refused(CertificatePayload { district: " 平谷区".into(), ..payload() }), "district");
    assert_eq!(refused(CertificatePayload { office: "中".repeat(41), ..payload() }), "office");
    assert_eq!(
        refused(CertificatePayload { registration_number: "无".into(), ..payload() }),
        "registration_number"
    );
    let year_0 = jiff::civil::date(0, 1, 1);
    assert_eq!(refused(CertificatePayload { first_day: year_0, ..payload() }), "first_day");
}

#[test]
fn the_longest_certificate_can_be_read_back() {
    let certificate = signed(longest(), 7);
    let set = keys(&[(7, "2020-10-01", None)]);
    assert!(matches!(verify(&certificate.to_code(), &set, None, now()), Verdict::Valid { .. }));
}

#[test]
fn the_code_stays_modest_whatever_the_fields_hold() {
    let largest = CertificatePayload {
        holder_name: "王".repeat(40),
        occupation: "送".repeat(30),
        district: "平".repeat(20),
        office: "京".repeat(40),
        ..longest()
    };
    let (key, _) = key(7);
    let id = KeyId::new("sixteen-letters_").unwrap();
    let certificate = SignedCertificate::sign(largest, &key, &id).unwrap();
    let address = VerifyAddress::new(&format!("https://{}/verify#", "h".repeat(64))).unwrap();
    assert_eq!(Qr::of(&address.text_of(&certificate)).unwrap().version(), 22);
}

#[test]
fn debug_output_names_nobody() {
    let certificate = signed(payload(), 7);
    let set = keys(&[(7, "2020-10-01", None)]);
    let verdict = verify(&certificate.to_code(), &set, None, now());
    for text in [format!("{certificate:?}"), format!("{:?}", payload()), format!("{verdict:?}")] {
        for secret in ["王小明", "123X", "1101174200000018", "网约", "LH-1101"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}

fn payloads() -> impl Strategy<Value = CertificatePayload> {
    let text =
        |chars| proptest::collection::vec("[\\p{Han}A-Za-z·（）]", 1..chars).prop_map(|parts| parts.concat());
    let number = "[A-Z0-9][A-Z0-9-]{2,30}[A-Z0-9]";
    let day = || (1_i16..=9999, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| jiff::civil::date(y, m, d));
    let kind = proptest::sample::select(EmploymentKind::ALL.to_vec());
    let words = (text(25), text(20), text(12), text(28));
    let numbers = (number, number, "[A-Z0-9]{11,24}", 100_000_u32..=999_999);
    (words, numbers, kind, day(), day()).prop_map(
        |(words, numbers, employment_kind, first_day, issued_on)| CertificatePayload {
            number: numbers.0,
            holder_name: words.0,
            id_masked: MaskedId::of(&numbers.2).unwrap(),
            registration_number: numbers.1,
            employment_kind,
            occupation: words.1,
            district_code: numbers.3.to_string(),
            district: words.2,
            office: words.3,
            first_day,
            issued_on,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn what_is_signed_is_what_is_read(payload in payloads()) {
        let certificate = signed(payload.clone(), 7);
        let read = SignedCertificate::from_bytes(certificate.as_bytes()).unwrap();
        prop_assert_eq!(read.payload(), &payload);
        prop_assert_eq!(read.as_bytes(), certificate.as_bytes());
    }

    /// Cut, stretched, overwritten: what is still read is spelled as the program would spell it, and what
    /// verifies is the certificate itself.
    #[test]
    fn no_other_spelling_is_read(edits in proptest::collection::vec((0_usize..252, 0_usize..4, any::<[u8; 3]>()), 1..4)) {
        let good = signed(payload(), 7);
        let mut bytes = good.as_bytes().to_vec();
        for (at, removed, written) in edits {
            let from = at.min(bytes.len());
            let to = (from + removed).min(bytes.len());
            bytes.splice(from..to, written);
        }
        if let Ok(read) = SignedCertificate::from_bytes(&bytes) {
            prop_assert_eq!(read.as_bytes(), &bytes[..]);
        }
        let verdict = verify(&base32(&bytes), &keys(&[(7, "2020-10-01", None)]), None, now());
        let is_valid = matches!(verdict, Verdict::Valid { .. });
        prop_assert_eq!(is_valid, bytes == good.as_bytes());
    }

    #[test]
    fn noise_is_never_a_certificate(text in "[A-Z2-7]{0,700}") {
        let set = keys(&[(7, "2020-10-01", None)]);
        prop_assert!(matches!(verify(&text, &set, None, now()), Verdict::Unreadable(_)));
    }
}
