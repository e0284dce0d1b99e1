//! Finished pages, looked at from outside: their text, their fonts, their code, and that they never change.

use std::sync::LazyLock;

use documents::{
    Bilingual, CertificatePayload, Letter, ListCheck, Qr, RenderError, SignatureLine, SignedCertificate,
    Typesetter, Verdict, VerifyAddress, verify,
};
use jiff::Timestamp;

use crate::{
    papers,
    samples::{key, keys, longest, payload},
    tools::Paper,
};

static TYPESETTER: LazyLock<Typesetter> = LazyLock::new(|| Typesetter::new().unwrap());

fn address() -> VerifyAddress {
    VerifyAddress::new("https://linghuo.example/verify#").unwrap()
}

fn signed(payload: CertificatePayload) -> SignedCertificate {
    let (key, id) = key(7);
    SignedCertificate::sign(payload, &key, &id).unwrap()
}

fn certificate(payload: CertificatePayload) -> Paper {
    Paper::new(&TYPESETTER.certificate_pdf(&signed(payload), &address()).unwrap())
}

fn verdict(text: &str) -> Verdict {
    let now: Timestamp = "2020-12-01T00:00:00Z".parse().unwrap();
    verify(text, &keys(&[(7, "2020-10-01", None)]), None, now)
}

#[test]
fn everything_that_is_signed_is_printed() {
    let words = certificate(payload()).words();
    for part in [
        "就业失业登记证",
        "Employment and Unemployment Registration Certificate",
        "1101174200000018",
        "王小明",
        "110***********123X",
        "LH-110117-2020-000001",
        "新就业形态",
        "New form of employment",
        "网约配送员",
        "平谷区",
        "110117",
        "2020 年 10 月 8 日",
        "北京市平谷区公共就业服务中心",
        "2020 年 11 月 15 日",
        "第十一条",
        "免费",
        "Free of charge",
        "https://linghuo.example/verify",
        "7PXIQM4Z",
    ] {
        assert!(words.contains(&part.replace(' ', "")), "{part} is not on the page: {words}");
    }
    assert!(!words.contains("19900307"), "the birth date is on the page");
}

#[test]
fn the_code_on_the_page_verifies() {
    let paper = certificate(payload());
    for dpi in ["96", "150", "300"] {
        let scanned = paper.scanned(dpi);
        assert!(scanned.starts_with("https://linghuo.example/verify#"), "{scanned}");
        assert_eq!(
            verdict(&scanned),
            Verdict::Valid { certificate: payload(), list: ListCheck::None },
            "at {dpi} dpi"
        );
    }
}

#[test]
fn the_longest_certificate_still_fits_and_scans() {
    let paper = certificate(longest());
    assert!(paper.info(&[]).contains("Pages:           1"));
    assert_eq!(
        verdict(&paper.scanned("200")),
        Verdict::Valid { certificate: longest(), list: ListCheck::None }
    );
    let code = |payload| Qr::of(&address().text_of(&signed(payload))).unwrap().version();
    assert_eq!((code(payload()), code(longest())), (13, 21));
}

#[test]
fn fonts_are_embedded_and_the_text_can_be_read_aloud() {
    let paper = certificate(payload());
    let fonts = paper.fonts();
    let rows: Vec<&str> = fonts.lines().skip(2).collect();
    assert_eq!(rows.len(), 2, "{fonts}");
    for row in rows {
        assert!(row.contains("Noto") && row.contains("yes yes yes"), "embedded, subset, with Unicode: {row}");
    }
    let info = paper.info(&[]);
    assert!(info.contains("Tagged:          yes"), "{info}");
    assert!(info.contains("Title:           就业失业登记证 1101174200000018"), "{info}");
    let metadata = paper.info(&["-meta"]);
    assert!(metadata.contains("<pdfuaid:part>1</pdfuaid:part>"), "{metadata}");
    assert!(metadata.contains("<pdfaid:part>2</pdfaid:part>"), "{metadata}");
    assert!(metadata.contains("zh-CN"), "{metadata}");
    let structure = paper.info(&["-struct-text"]);
    for part in ["H1", "Table", "TH", "Figure", "扫码核验"] {
        assert!(structure.contains(part), "{part} is not among the tags:\n{structure}");
    }
}

#[test]
fn the_same_certificate_is_the_same_file() {
    let (one, other) = (signed(payload()), signed(longest()));
    let first = TYPESETTER.certificate_pdf(&one, &address()).unwrap();
    let between = TYPESETTER.certificate_pdf(&other, &address()).unwrap();
    assert_eq!(TYPESETTER.certificate_pdf(&one, &address()).unwrap(), first);
    assert_ne!(between, first);
    let fresh = Typesetter::new().unwrap();
    assert_eq!(fresh.certificate_pdf(&one, &address()).unwrap(), first);
    let letter = papers::confirmation();
    assert_eq!(TYPESETTER.letter_pdf(&letter).unwrap(), fresh.letter_pdf(&letter).unwrap());
    assert_eq!(
        TYPESETTER.summary_png(&papers::summary()).unwrap(),
        fresh.summary_png(&papers::summary()).unwrap()
    );
}

#[test]
fn rare_characters_of_names_are_printed() {
    let paper = certificate(CertificatePayload { holder_name: "㐂䶮𬭎𫘝𬱖".into(), ..payload() });
    assert!(paper.text().contains("㐂䶮𬭎𫘝𬱖"));
}

#[test]
fn a_character_that_no_font_has_is_told_by_its_code_point() {
    let certificate = signed(CertificatePayload { holder_name: "王𠮷".into(), ..payload() });
    let error = TYPESETTER.certificate_pdf(&certificate, &address()).unwrap_err();
    assert_eq!(error, RenderError::MissingGlyphs { field: "holder_name".into(), characters: vec!['𠮷'] });
    assert!(error.to_string().contains("𠮷 (U+20BB7)"), "{error}");
    assert!(!error.to_string().contains('王'), "the rest of the name is told: {error}");
}

#[test]
fn markup_in_a_name_is_only_text() {
    let name = r#"#panic("x") *a* $b$ \ @c <d> "e""#;
    let paper = certificate(CertificatePayload { holder_name: name.into(), ..payload() });
    assert!(paper.text().contains(r#"#panic("x") *a* $b$ \ @c <d>"#), "{}", paper.text());
}

#[test]
fn a_font_that_is_none_is_refused() {
    let refused = Typesetter::with_fonts(vec![b"not a font".to_vec()]).err();
    assert_eq!(refused, Some(RenderError::BadFont(1)));
}

#[test]
fn a_letter_says_what_it_was_given() {
    let paper = Paper::new(&TYPESETTER.letter_pdf(&papers::confirmation()).unwrap());
    let words = paper.words();
    for part in [
        "灵活就业登记确认书",
        "王小明：",
        "LH-110117-2020-000001",
        "网约配送员",
        "不收取任何费用",
        "free of charge",
        "1 / 1",
    ] {
        assert!(words.contains(&part.replace(' ', "")), "{part} is not in the letter: {words}");
    }
    assert!(paper.info(&[]).contains("Pages:           1"));
    let words = |letter: &Letter| Paper::new(&TYPESETTER.letter_pdf(letter).unwrap()).words();
    let label = Bilingual::new("签收人", "Received by");
    let line = SignatureLine { label, signed_by: None, signed_on: None };
    let unsigned = Letter { signature: Some(line), sender: None, ..papers::confirmation() };
    assert!(words(&unsigned).contains("签收人"), "who signs has a line");
}

#[test]
fn a_commitment_is_printed_as_it_was_given() {
    let given = papers::commitment();
    let first = TYPESETTER.commitment_pdf(&given).unwrap();
    let paper = Paper::new(&first);
    let words = paper.words();
    for part in [
        "书面承诺书",
        "我填报的信息真实。",
        "情况变了，及时来改。",
        "What I have filled in is true.",
        "王小明",
        "110***********123X",
        "2020 年 11 月 15 日 10:00:07",
        "truth-v1",
        "LH-110117-2020-000001",
        "服务窗口",
        "灵活就业登记",
        "1 / 1",
    ] {
        assert!(words.contains(&part.replace(' ', "")), "{part} is not on the page: {words}");
    }
    assert!(!words.contains("19900307"), "the birth date is on the page");
    assert!(!words.contains("- ") && !words.contains("1. 1."), "marks of lists are left: {words}");
    let info = paper.info(&[]);
    assert!(info.contains("Tagged:          yes") && info.contains("Pages:           1"), "{info}");
    assert_eq!(Typesetter::new().unwrap().commitment_pdf(&given).unwrap(), first, "the same file each time");
    let nobody = documents::Commitment { name: "王𠮷".into(), ..given };
    let error = TYPESETTER.commitment_pdf(&nobody).unwrap_err();
    assert_eq!(error, RenderError::MissingGlyphs { field: "name".into(), characters: vec!['𠮷'] });
}

#[test]
fn a_letter_ends_somewhere() {
    let one = papers::confirmation();
    let long =
        |times: usize| Letter { paragraphs: vec![one.paragraphs.clone(); times].concat(), ..one.clone() };
    let paper = Paper::new(&TYPESETTER.letter_pdf(&long(12)).unwrap());
    assert!(paper.info(&[]).contains("Pages:           3"), "{}", paper.info(&[]));
    let refused = TYPESETTER.letter_pdf(&long(60)).unwrap_err();
    assert!(matches!(refused, RenderError::TooLong { max: 4, .. }), "{refused}");
}

#[test]
fn a_summary_is_a_picture_as_wide_as_a_phone() {
    let png = TYPESETTER.summary_png(&papers::summary()).unwrap();
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    let (width, height) = (number(16), number(20));
    assert_eq!(width, 750);
    assert!((1200..1700).contains(&height), "{height}");
    let refused = TYPESETTER.summary_png(&documents::Summary {
        items: vec![papers::summary().items; 7].concat(),
        ..papers::summary()
    });
    assert!(matches!(refused, Err(RenderError::Field(_))));
}
