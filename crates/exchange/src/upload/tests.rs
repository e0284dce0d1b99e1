//! Files as people and attackers send them.

use proptest::prelude::*;

use super::{Allowed, FileKind, Refusal, inspect};

fn allowed() -> Allowed {
    Allowed {
        kinds: [FileKind::Jpeg, FileKind::Png, FileKind::Pdf].into(),
        bytes_max: 100_000,
        pixels_max: 1_000_000,
    }
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |name: &[u8], data: &[u8]| {
        file.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        file.extend(name);
        file.extend(data);
        file.extend([0; 4]);
    };
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes()[..], &[8, 2, 0, 0, 0]].concat();
    chunk(b"IHDR", &header);
    chunk(b"IDAT", &[1; 50]);
    chunk(b"IEND", &[]);
    file
}

fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut file = vec![0xff, 0xd8, 0xff, 0xe0, 0, 16];
    file.extend(b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    file.extend([0xff, 0xc0, 0, 11, 8]);
    file.extend(height.to_be_bytes());
    file.extend(width.to_be_bytes());
    file.extend([1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 1, 2, 3, 0xff, 0xd9]);
    file
}

fn pdf(body: &str) -> Vec<u8> {
    format!("%PDF-1.7\n1 0 obj\n<< /Type /Catalog {body} >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n")
        .into_bytes()
}

fn zip_tail() -> Vec<u8> {
    let mut record = b"PK\x05\x06\0\0\0\0\x01\0\x01\0".to_vec();
    record.extend([0; 10]);
    record
}

#[test]
fn pictures_and_documents_are_taken_for_what_they_are() {
    let kind = |file: &[u8]| inspect(file, &allowed()).map(|inspected| (inspected.kind, inspected.size));
    assert_eq!(kind(&png(300, 200)), Ok((FileKind::Png, Some((300, 200)))));
    assert_eq!(kind(&jpeg(640, 480)), Ok((FileKind::Jpeg, Some((640, 480)))));
    assert_eq!(kind(&pdf("")), Ok((FileKind::Pdf, None)));
    // A telephone's photograph with a film behind it.
    assert!(kind(&[jpeg(640, 480), b"....ftypmp42....".to_vec()].concat()).is_ok());
}

#[test]
fn other_kinds_are_named() {
    let found = |file: &[u8]| inspect(file, &allowed()).unwrap_err();
    assert_eq!(found(b""), Refusal::Empty);
    let program = b"MZ\x90\0\x03\0\0\0";
    assert!(
        matches!(found(program), Refusal::Kind { found, .. } if found.contains("executable")),
        "{}",
        found(program)
    );
    assert!(matches!(found(b"PK\x03\x04\x14\0"), Refusal::Kind { found: "application/zip", .. }));
    assert!(matches!(found(b"just words"), Refusal::Kind { found: "unknown", .. }));
    // Space before the beginning is what many readers allow, and what hides a second kind.
    assert!(matches!(found(&[b"   ".to_vec(), pdf("")].concat()), Refusal::Kind { .. }));
    let only_pdf = Allowed { kinds: [FileKind::Pdf].into(), ..allowed() };
    let refused = inspect(&png(1, 1), &only_pdf).unwrap_err();
    assert_eq!(refused.to_string(), "file: expected one of PDF, found image/png");
}

#[test]
fn size_and_pixels_are_held_to_the_last_one() {
    let file = png(1000, 1000);
    assert!(inspect(&file, &Allowed { bytes_max: file.len(), ..allowed() }).is_ok());
    let (bytes, bytes_max) = (file.len(), file.len() - 1);
    assert_eq!(
        inspect(&file, &Allowed { bytes_max, ..allowed() }),
        Err(Refusal::TooLarge { bytes, bytes_max })
    );
    let many = Refusal::TooManyPixels { width: 1001, height: 1000, pixels_max: 1_000_000 };
    assert_eq!(inspect(&png(1001, 1000), &allowed()), Err(many));
    assert!(matches!(inspect(&jpeg(65_535, 65_535), &allowed()), Err(Refusal::TooManyPixels { .. })));
    assert_eq!(inspect(&png(0, 10), &allowed()), Err(Refusal::Broken(FileKind::Png)));
}

#[test]
fn files_that_are_cut_off_are_refused() {
    let cut = |file: Vec<u8>, by: usize| inspect(&file[..file.len() - by], &allowed()).unwrap_err();
    assert_eq!(cut(png(10, 10), 1), Refusal::Broken(FileKind::Png));
    assert_eq!(cut(jpeg(10, 10), 1), Refusal::Broken(FileKind::Jpeg));
    assert_eq!(cut(pdf(""), 7), Refusal::Broken(FileKind::Pdf));
}

#[test]
fn two_kinds_in_one_file_are_refused() {
    for (file, kind) in [(png(9, 9), FileKind::Png), (jpeg(9, 9), FileKind::Jpeg), (pdf(""), FileKind::Pdf)] {
        for behind in [vec![], b"a comment".to_vec()] {
            let both = [file.clone(), zip_tail(), behind].concat();
            assert_eq!(inspect(&both, &allowed()), Err(Refusal::TwoInOne { kind, other: "a ZIP archive" }));
        }
    }
    let mut head = jpeg(9, 9);
    head.splice(2..2, [&[0xff, 0xfe, 0, 11][..], b"%PDF-1.4\n"].concat());
    let other = "a PDF";
    assert_eq!(inspect(&head, &allowed()), Err(Refusal::TwoInOne { kind: FileKind::Jpeg, other }));
    let more = [png(9, 9), b"<script>".to_vec()].concat();
    assert!(matches!(inspect(&more, &allowed()), Err(Refusal::TwoInOne { kind: FileKind::Png, .. })));
}

#[test]
fn a_pdf_that_does_something_is_refused_however_it_is_spelt() {
    for body in [
        "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
        "/S/J#61vaScript/JS()",
        "/S /#4a#61vaScript>>",
    ] {
        assert_eq!(inspect(&pdf(body), &allowed()), Err(Refusal::Active("JavaScript")), "{body}");
    }
    assert_eq!(inspect(&pdf("/S /Launch"), &allowed()), Err(Refusal::Active("Launch")));
    assert_eq!(
        inspect(&pdf("/Names << /EmbeddedFiles 3 0 R >>"), &allowed()),
        Err(Refusal::Active("EmbeddedFiles"))
    );
    assert_eq!(inspect(&pdf("/Encrypt 5 0 R"), &allowed()), Err(Refusal::Encrypted));
    for body in [
        "/OpenAction [3 0 R /Fit]",
        "/JavaScripts 1",
        "/EncryptMetadata false",
        "(JavaScript)",
        "/#zz /#",
        "/Launch#",
    ] {
        assert!(inspect(&pdf(body), &allowed()).is_ok(), "{body}");
    }
}

proptest! {
    #[test]
    fn nothing_makes_it_stumble(start in 0..3_usize, bytes in prop::collection::vec(any::<u8>(), 0..300), cut in any::<prop::sample::Index>()) {
        let whole = [png(9, 9), jpeg(9, 9), pdf("")][start].clone();
        let mut file = whole[..cut.index(whole.len())].to_vec();
        file.extend(bytes);
        let _answer = inspect(&file, &allowed());
    }
}
