//! The seal of a paper: what is sealed is what is read, no bit can be turned, the code is never too fine to scan, and
//! a paper that was taken back is told.

use documents::{
    Bilingual, FieldError, MaskedId, NumberHash, Qr, ReadError, Standing, StandingEntry, StatusList, Verdict,
    VerifyAddress,
    paper::{
        BODY_BYTES_MAX, CODE_BYTES_MAX, CodeVerdict, Entry, Holder, PaperDraft, PaperLibrary, PaperStanding,
        PaperVerdict, Scalar, SignedPaper, verify_code, verify_paper,
    },
};
use jiff::Timestamp;

use crate::{
    drafts,
    samples::{date, key, keys, payload},
};

fn now() -> Timestamp {
    "2020-12-01T00:00:00Z".parse().unwrap()
}

pub(crate) fn sealed(kind: &str, draft: PaperDraft) -> SignedPaper {
    let library = PaperLibrary::embedded().unwrap();
    let (key, id) = key(7);
    SignedPaper::sign(library.get(kind).unwrap().compose(draft).unwrap(), &key, &id).unwrap()
}

fn all() -> Vec<SignedPaper> {
    vec![
        sealed("startup-loan-qualification", drafts::qualification()),
        sealed("decision-refused", drafts::refusal()),
        sealed("corrections-wanted", drafts::corrections(3)),
        sealed("acceptance-receipt", drafts::receipt()),
        sealed("startup-loan-application", drafts::application()),
        sealed("employment-unemployment", drafts::unemployment()),
        sealed("title-recommendation", drafts::recommendation()),
        sealed("contribution-statement", drafts::statement(1)),
    ]
}

fn verdict(bytes: &[u8], file: Option<&[u8]>) -> PaperVerdict {
    verify_paper(bytes, file, &keys(&[(7, "2020-10-01", None)]), None, now())
}

/// Verifies the text of a code, and says whether the body came with it.
fn of_code(text: &str) -> (bool, PaperStanding) {
    match verify_code(text, &keys(&[(7, "2020-10-01", None)]), None, now()) {
        CodeVerdict::Paper(PaperVerdict::Issued { paper, standing }) => (paper.body.is_some(), standing),
        other => panic!("{other:?}"),
    }
}

fn address() -> VerifyAddress {
    VerifyAddress::new("https://linghuo.example/verify#").unwrap()
}

#[test]
fn what_is_sealed_is_what_is_read() {
    for signed in all() {
        let bytes = signed.to_bytes();
        let read = SignedPaper::from_bytes(&bytes).unwrap();
        assert_eq!(read.paper(), signed.paper());
        assert_eq!(read.to_bytes(), bytes);
        let PaperVerdict::Issued { paper, standing } = verdict(&bytes, None) else { panic!("{signed:?}") };
        assert_eq!(standing, PaperStanding::NotLookedUp);
        assert_eq!(paper.head, signed.paper().head);
        assert_eq!(paper.body.as_ref(), Some(&signed.paper().body));
        assert_eq!(of_code(&address().text_of_paper(&signed)), (signed.is_whole_in_code(), standing));
    }
}

#[test]
fn a_turned_bit_fails_wherever_it_is() {
    for signed in
        [sealed("acceptance-receipt", drafts::receipt()), sealed("decision-refused", drafts::refusal())]
    {
        let bytes = signed.to_bytes();
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1 << (at % 8);
            let verdict = verdict(&damaged, None);
            assert!(!matches!(verdict, PaperVerdict::Issued { .. }), "byte {at}: {verdict:?}");
        }
    }
}

#[test]
fn a_code_without_the_body_is_completed_by_the_file_of_the_same_seal_only() {
    let signed = sealed("decision-refused", drafts::refusal());
    assert!(!signed.is_whole_in_code());
    let code = data_encoding::BASE32_NOPAD.decode(signed.to_code().as_bytes()).unwrap();
    let PaperVerdict::Issued { paper, .. } = verdict(&code, None) else { panic!("not issued") };
    assert_eq!((paper.head, paper.body), (signed.paper().head.clone(), None));
    let PaperVerdict::Issued { paper, .. } = verdict(&code, Some(&signed.to_bytes())) else {
        panic!("not issued")
    };
    assert_eq!(paper.body.as_ref(), Some(&signed.paper().body));
    // The same office, number and day, other contents: good by itself, but not what this code seals.
    let mut draft = drafts::refusal();
    draft.reasons.truncate(1);
    let other = sealed("decision-refused", draft).to_bytes();
    assert!(verdict(&other, None).is_valid());
    assert_eq!(verdict(&code, Some(&other)), PaperVerdict::OtherPaper);
    assert_eq!(verdict(&code, Some(b"")), PaperVerdict::Unreadable(ReadError::Envelope));
    assert_eq!(SignedPaper::from_bytes(&code), Err(ReadError::Contents));
}

#[test]
fn a_body_under_the_seal_of_another_paper_is_refused() {
    let seal_of = |bytes: &[u8]| -> Vec<Vec<u8>> {
        let parts: ciborium::Value = ciborium::from_reader(&bytes[1..]).unwrap();
        parts.into_array().unwrap().into_iter().map(|part| part.into_bytes().unwrap()).collect()
    };
    let (one, other) = (all()[0].to_bytes(), all()[3].to_bytes());
    let mixed = ciborium::Value::Array(vec![
        ciborium::Value::Bytes(seal_of(&one)[0].clone()),
        ciborium::Value::Bytes(seal_of(&other)[1].clone()),
    ]);
    let mut bytes = vec![2];
    ciborium::into_writer(&mixed, &mut bytes).unwrap();
    assert_eq!(verdict(&bytes, None), PaperVerdict::Unreadable(ReadError::Digest));
    assert_eq!(SignedPaper::from_bytes(&bytes), Err(ReadError::Digest));
}

#[test]
fn a_paper_that_was_taken_back_is_told() {
    let signed = sealed("startup-loan-qualification", drafts::qualification());
    let set = keys(&[(7, "2020-10-01", None)]);
    let list = |hash, standing| StatusList {
        sequence: 1,
        issued_at: "2020-12-01T00:00:00Z".parse().unwrap(),
        next_update: "2020-12-02T00:00:00Z".parse().unwrap(),
        entries: [(hash, StandingEntry { standing, on: date("2020-11-20") })].into(),
    };
    let stands = |list: &StatusList, at: &str| {
        // Through the signed bytes, as someone without a network has them.
        let (key, id) = key(7);
        let list = StatusList::open(&list.sign(&key, &id).unwrap(), &set).unwrap();
        let verdict = verify_paper(&signed.to_bytes(), None, &set, Some(&list), at.parse().unwrap());
        let PaperVerdict::Issued { standing, .. } = &verdict else { panic!("{verdict:?}") };
        (*standing, verdict.is_valid())
    };
    let number = &signed.paper().head.number;
    let (noon, later) = ("2020-12-01T12:00:00Z", "2020-12-03T00:00:00Z");
    let on = date("2020-11-20");
    let own = NumberHash::of_paper(number);
    assert_eq!(stands(&list(own, Standing::Revoked), noon), (PaperStanding::Revoked { on }, false));
    assert_eq!(stands(&list(own, Standing::Ended), later), (PaperStanding::Ended { on }, false));
    assert_eq!(stands(&list(own, Standing::Replaced), noon), (PaperStanding::Replaced { on }, false));
    // A certificate of the same number is another matter.
    let other = list(NumberHash::of(number), Standing::Revoked);
    assert!(matches!(stands(&other, noon), (PaperStanding::InForce { .. }, true)));
    assert!(matches!(stands(&other, later), (PaperStanding::ListStale { .. }, false)));
    let early = "2020-11-14T15:59:59Z";
    assert_eq!(stands(&list(own, Standing::Revoked), early), (PaperStanding::IssuedInFuture, false));
}

#[test]
fn a_seal_needs_a_key_of_its_day() {
    let bytes = sealed("acceptance-receipt", drafts::receipt()).to_bytes();
    let (_, id) = key(7);
    let of =
        |not_before, not_after| verify_paper(&bytes, None, &keys(&[(7, not_before, not_after)]), None, now());
    assert!(of("2020-11-15", Some("2020-11-15")).is_valid());
    let (first, last) = (date("2020-11-16"), date("2020-11-14"));
    assert_eq!(
        of("2020-11-16", None),
        PaperVerdict::KeyNotYetValid { key_id: id.clone(), not_before: first }
    );
    let expired = PaperVerdict::KeyExpired { key_id: id.clone(), not_after: last };
    assert_eq!(of("2020-10-01", Some("2020-11-14")), expired);
    let unknown = verify_paper(&bytes, None, &keys(&[(8, "2020-10-01", None)]), None, now());
    assert_eq!(unknown, PaperVerdict::UnknownKey { key_id: id.clone() });
    let (other, _) = key(8);
    let paper = sealed("acceptance-receipt", drafts::receipt()).paper().clone();
    let forged = SignedPaper::sign(paper, &other, &id).unwrap();
    assert_eq!(verdict(&forged.to_bytes(), None), PaperVerdict::SignatureBad { key_id: id });
}

#[test]
fn the_same_command_verifies_certificates_and_papers_and_neither_passes_as_the_other() {
    let set = keys(&[(7, "2020-10-01", None)]);
    let (signing, id) = key(7);
    let certificate = documents::SignedCertificate::sign(payload(), &signing, &id).unwrap();
    let verdict = verify_code(&certificate.to_code(), &set, None, now());
    assert!(matches!(verdict, CodeVerdict::Certificate(Verdict::Valid { .. })), "{verdict:?}");
    let paper = sealed("acceptance-receipt", drafts::receipt());
    assert!(
        matches!(verify_code(&paper.to_code(), &set, None, now()), CodeVerdict::Paper(it) if it.is_valid())
    );
    let as_certificate = documents::verify(&paper.to_code(), &set, None, now());
    assert_eq!(as_certificate, Verdict::Unreadable(ReadError::UnknownVersion { found: 2 }));
    // A certificate's envelope in the frame of a paper.
    let mut bytes = vec![2];
    let frame = ciborium::Value::Array(vec![ciborium::Value::Bytes(certificate.as_bytes().to_vec())]);
    ciborium::into_writer(&frame, &mut bytes).unwrap();
    let framed = verify_paper(&bytes, None, &set, None, now());
    assert_eq!(framed, PaperVerdict::SignatureBad { key_id: id });
    let noise = verify_code("NOT-A-CODE!", &set, None, now());
    assert_eq!(noise, CodeVerdict::Certificate(Verdict::Unreadable(ReadError::NotBase32)));
}

/// Every field of the head as long as it may be.
fn longest_head() -> SignedPaper {
    let mut paper = sealed("acceptance-receipt", drafts::receipt()).paper().clone();
    let long = |text: &str, bytes: usize| -> String {
        let mut text = text.repeat(bytes / text.len());
        text.extend(std::iter::repeat_n('x', bytes - text.len()));
        text
    };
    paper.head.kind = "k".repeat(40);
    paper.head.title = Bilingual::new(long("题", 120), long("t", 120));
    paper.head.number = "ABCDEFGH-JKLMNPQR-STUVWXYZ-12345".into();
    paper.head.office = Bilingual::new(long("局", 120), long("o", 120));
    paper.head.holder =
        Holder { name: long("名", 120), id_masked: Some(MaskedId::of("ABCDEFGHJKLMNPQRSTUVWX12").unwrap()) };
    let (key, _) = key(7);
    SignedPaper::sign(paper, &key, &documents::KeyId::new("sixteen-letters_").unwrap()).unwrap()
}

#[test]
fn the_code_is_never_too_fine_to_scan() {
    let longest = VerifyAddress::new(&format!("https://{}/verify#", "h".repeat(64))).unwrap();
    let version = |signed: &SignedPaper| Qr::of(&longest.text_of_paper(signed)).unwrap().version();
    let head = longest_head();
    assert!(!head.is_whole_in_code());
    assert!(verify_paper(&head.to_bytes(), None, &keys(&[]), None, now()) != PaperVerdict::OtherPaper);
    let seal = head.to_code().len();
    assert!(seal <= CODE_BYTES_MAX.div_ceil(5) * 8, "a seal alone is longer than a code may be: {seal}");
    assert_eq!(version(&head), 26);
    for signed in all() {
        assert!(version(&signed) <= 26, "{signed:?}");
    }
}

#[test]
fn both_sides_of_the_longest_code() {
    let with = |letters: usize| {
        let mut draft = drafts::receipt();
        let item = Entry::List(vec![Scalar::Text("x".repeat(letters))]);
        draft.lines.insert("handed_in".into(), item);
        sealed("acceptance-receipt", draft)
    };
    let spare = CODE_BYTES_MAX + 100 - with(100).to_bytes().len();
    let (fits, too_long) = (with(spare), with(spare + 1));
    assert_eq!((fits.to_bytes().len(), fits.is_whole_in_code()), (CODE_BYTES_MAX, true));
    assert!(!too_long.is_whole_in_code());
    assert!(of_code(&fits.to_code()).0);
    assert!(!of_code(&too_long.to_code()).0);
}

#[test]
fn a_body_has_an_end() {
    let row = drafts::statement(40);
    let library = PaperLibrary::embedded().unwrap();
    let paper = library.get("contribution-statement").unwrap().compose(row).unwrap();
    let (key, id) = key(7);
    let size = SignedPaper::sign(paper, &key, &id).unwrap().to_bytes().len();
    assert!(size < BODY_BYTES_MAX, "forty years of two insurances fit: {size}");
    let long = SignedPaper::from_bytes(&vec![2; BODY_BYTES_MAX * 2]);
    assert!(matches!(long, Err(ReadError::TooLong { .. })), "{long:?}");
}

#[test]
fn what_could_not_be_printed_is_not_sealed() {
    let library = PaperLibrary::embedded().unwrap();
    let template = library.get("acceptance-receipt").unwrap();
    let (key, id) = key(7);
    let fault = |change: fn(&mut documents::paper::Paper)| -> FieldError {
        let mut paper = template.compose(drafts::receipt()).unwrap();
        change(&mut paper);
        SignedPaper::sign(paper, &key, &id).unwrap_err()
    };
    let told = fault(|paper| paper.head.number = "lower".into());
    assert_eq!(told.field, "number");
    let told = fault(|paper| paper.head.holder.name = "王\u{202E}明".into());
    assert_eq!(told.field, "holder.name");
    assert!(!told.to_string().contains('王'), "{told}");
    let told = fault(|paper| paper.body.sections.clear());
    assert!(told.field.contains("lines"), "{told}");
    let told = fault(|paper| {
        let twice = paper.body.sections.clone();
        paper.body.sections.extend(twice);
    });
    assert_eq!(told.to_string(), "`lines.service` has two values; expected each line once");
    let told = fault(|paper| paper.head.kind = "../kind".into());
    assert_eq!(told.field, "kind");
}

#[test]
fn debug_output_names_nobody() {
    for signed in all() {
        let verdict = verdict(&signed.to_bytes(), None);
        for shown in [format!("{signed:?}"), format!("{:?}", signed.paper()), format!("{verdict:?}")] {
            for secret in ["刘洋", "123X", "LH-110101-2020-000042-1", "92110101", "直播", "138****"] {
                assert!(!shown.contains(secret), "{secret}: {shown}");
            }
        }
    }
}
