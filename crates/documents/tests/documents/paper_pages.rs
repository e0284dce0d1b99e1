//! Finished papers, looked at from outside: their text as golden files, their code, the file they carry, their tags,
//! and that nothing runs off the page.

use std::sync::LazyLock;

use documents::{
    RenderError, Typesetter, VerifyAddress,
    paper::{
        CodeVerdict, Entry, PaperDraft, PaperLibrary, PaperVerdict, Scalar, SignedPaper, verify_code,
        verify_paper,
    },
};
use jiff::Timestamp;

use crate::{
    drafts,
    samples::{key, keys},
    sealing::sealed,
    tools::Paper,
};

static TYPESETTER: LazyLock<Typesetter> = LazyLock::new(|| Typesetter::new().unwrap());

fn address() -> VerifyAddress {
    VerifyAddress::new("https://linghuo.example/verify#").unwrap()
}

fn page(signed: &SignedPaper) -> Paper {
    Paper::new(&TYPESETTER.paper_pdf(signed, &address()).unwrap())
}

fn refused(kind: &str, draft: PaperDraft) -> RenderError {
    TYPESETTER.paper_pdf(&sealed(kind, draft), &address()).unwrap_err()
}

fn now() -> Timestamp {
    "2020-12-01T00:00:00Z".parse().unwrap()
}

fn all() -> Vec<(&'static str, PaperDraft)> {
    vec![
        ("startup-loan-qualification", drafts::qualification()),
        ("decision-refused", drafts::refusal()),
        ("corrections-wanted", drafts::corrections(3)),
        ("acceptance-receipt", drafts::receipt()),
        ("startup-loan-application", drafts::application()),
        ("employment-unemployment", drafts::unemployment()),
        ("title-recommendation", drafts::recommendation()),
        ("contribution-statement", drafts::statement(1)),
    ]
}

#[test]
fn each_paper_reads_as_it_did() {
    for (kind, draft) in all() {
        let text = page(&sealed(kind, draft)).text();
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let read = lines.iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        insta::assert_snapshot!(kind, read.collect::<Vec<_>>().join("\n"));
    }
}

#[test]
fn the_code_on_the_page_verifies_and_the_file_in_it_completes_it() {
    let set = keys(&[(7, "2020-10-01", None)]);
    for (kind, draft) in [
        ("acceptance-receipt", drafts::receipt()),
        ("decision-refused", drafts::refusal()),
        ("contribution-statement", drafts::statement(1)),
    ] {
        let signed = sealed(kind, draft);
        let paper = page(&signed);
        for dpi in ["200", "300"] {
            let scanned = paper.scanned_last(dpi);
            assert_eq!(scanned, address().text_of_paper(&signed), "{kind} at {dpi} dpi");
            let CodeVerdict::Paper(PaperVerdict::Issued { paper, .. }) =
                verify_code(&scanned, &set, None, now())
            else {
                panic!("{kind} at {dpi} dpi")
            };
            assert_eq!(paper.head, signed.paper().head);
            assert_eq!(paper.body.is_some(), signed.is_whole_in_code());
        }
        let attached = paper.attached("paper.cbor");
        assert_eq!(attached, signed.to_bytes(), "{kind}");
        let code = data_encoding::BASE32_NOPAD.decode(signed.to_code().as_bytes()).unwrap();
        let PaperVerdict::Issued { paper, .. } = verify_paper(&code, Some(&attached), &set, None, now())
        else {
            panic!("{kind}")
        };
        assert_eq!(paper.body.as_ref(), Some(&signed.paper().body));
    }
}

#[test]
fn a_paper_is_for_the_archive_and_can_be_read_aloud() {
    let paper = page(&sealed("contribution-statement", drafts::statement(1)));
    let metadata = paper.info(&["-meta"]);
    for part in
        ["<pdfaid:part>3</pdfaid:part>", "<pdfaid:conformance>A<", "<pdfuaid:part>1</pdfuaid:part>", "zh-CN"]
    {
        assert!(metadata.contains(part), "{part}: {metadata}");
    }
    assert!(paper.info(&[]).contains("Tagged:          yes"));
    let structure = paper.info(&["-struct-text"]);
    for part in ["H1", "H2", "Table", "TH", "THead", "Figure", "扫码核验"] {
        assert!(structure.contains(part), "{part} is not among the tags:\n{structure}");
    }
    for row in paper.fonts().lines().skip(2) {
        assert!(row.contains("Noto") && row.contains("yes yes yes"), "embedded, subset, with Unicode: {row}");
    }
}

#[test]
fn long_names_and_values_wrap_and_nothing_runs_off_the_page() {
    let mut draft = drafts::qualification();
    draft.holder.name = "买买提艾力·阿卜杜热合曼江·图尔迪麦麦提·阿不都克里木·艾合买提江·依".into();
    draft.lines.insert("purpose".into(), drafts::text(&"直播设备、样品和房租".repeat(45)));
    draft.lines.insert("business_number".into(), drafts::text(&"A1".repeat(200)));
    let mut statement = drafts::statement(1);
    if let Some(Entry::Table(rows)) = statement.lines.get_mut("months") {
        rows.groups[0].rows[0][6] = Some(Scalar::Text("X9".repeat(40)));
        rows.groups[0].rows[1][1] = Some(Scalar::Text("补充养老保险和补充医疗保险合并缴费项目".into()));
    }
    for (kind, draft, digits) in [
        ("startup-loan-qualification", draft, "A1".repeat(200)),
        ("contribution-statement", statement, "X9".repeat(40)),
    ] {
        let paper = page(&sealed(kind, draft));
        let words: String = paper.words().replace('\u{200B}', "");
        assert!(
            words.contains(&digits)
                || words.matches("A1").count() >= 200
                || words.matches("X9").count() >= 40
        );
        let (width, boxes) = paper.word_boxes();
        assert!(boxes.len() > 50);
        for (text, left, right) in boxes {
            assert!(left >= 30.0 && right <= width - 30.0, "`{text}` runs from {left} to {right} of {width}");
        }
    }
}

#[test]
fn a_character_that_no_font_has_is_told_with_its_field() {
    let missing = |field: &str| RenderError::MissingGlyphs { field: field.into(), characters: vec!['𠮷'] };
    let mut draft = drafts::qualification();
    draft.holder.name = "王𠮷".into();
    assert_eq!(refused("startup-loan-qualification", draft), missing("holder.name"));
    let mut draft = drafts::qualification();
    draft.lines.insert("purpose".into(), drafts::text("开𠮷野家"));
    assert_eq!(refused("startup-loan-qualification", draft), missing("lines.purpose"));
    let mut draft = drafts::refusal();
    draft.reasons[0].provisions[0].words.push('𠮷');
    assert_eq!(refused("decision-refused", draft), missing("provisions"));
    let mut draft = drafts::refusal();
    draft.objections[0].office.zh.push('𠮷');
    assert_eq!(refused("decision-refused", draft), missing("objections"));
    let mut draft = drafts::statement(1);
    if let Some(Entry::Table(rows)) = draft.lines.get_mut("months") {
        rows.groups[0].rows[3][6] = Some(Scalar::Text("𠮷".into()));
    }
    assert_eq!(refused("contribution-statement", draft), missing("lines.months"));
}

#[test]
fn the_same_paper_is_the_same_file() {
    let (one, other) =
        (sealed("decision-refused", drafts::refusal()), sealed("acceptance-receipt", drafts::receipt()));
    let first = TYPESETTER.paper_pdf(&one, &address()).unwrap();
    assert_ne!(TYPESETTER.paper_pdf(&other, &address()).unwrap(), first);
    assert_eq!(TYPESETTER.paper_pdf(&one, &address()).unwrap(), first);
    assert_eq!(Typesetter::new().unwrap().paper_pdf(&one, &address()).unwrap(), first);
}

#[test]
fn a_statement_of_many_years_repeats_its_heading() {
    let paper = page(&sealed("contribution-statement", drafts::statement(4)));
    let text = paper.text();
    let pages = text.matches('\u{C}').count();
    assert!(pages >= 5, "{pages}");
    assert!(text.matches("缴费基数").count() >= pages - 1, "the heading is not on each page");
}

#[test]
fn a_paper_ends_somewhere() {
    let mut draft = drafts::statement(2);
    let Some(Entry::Table(rows)) = draft.lines.get_mut("months") else { panic!("no table") };
    for row in rows.groups.iter_mut().flat_map(|group| &mut group.rows) {
        row[6] = Some(Scalar::Text("这个月的情况要说很多话。".repeat(40)));
    }
    let endless = refused("contribution-statement", draft);
    assert!(matches!(endless, RenderError::TooLong { max: 40, .. }), "{endless}");
}

#[test]
fn a_paper_of_another_wording_or_of_none_is_not_printed() {
    let (key, id) = key(7);
    let mut paper = sealed("acceptance-receipt", drafts::receipt()).paper().clone();
    paper.head.wording[0] ^= 1;
    let changed = SignedPaper::sign(paper.clone(), &key, &id).unwrap();
    let kind = String::from("acceptance-receipt");
    assert_eq!(TYPESETTER.paper_pdf(&changed, &address()), Err(RenderError::OtherWording { kind }));
    paper.head.kind = "poster".into();
    let unknown = SignedPaper::sign(paper, &key, &id).unwrap();
    let kind = String::from("poster");
    assert_eq!(TYPESETTER.paper_pdf(&unknown, &address()), Err(RenderError::UnknownPaper { kind }));
}

#[test]
fn a_page_of_its_own_is_a_file_too() {
    let page = "#import \"frame.typ\": *\n#show: paper\n= #head.title.zh\n本页自有版式\n#verify()\n";
    let template = "extends = \"acceptance-receipt\"\nlayout = \"slip\"\nsource = \"made up\"\nconfidence = \"low\"\ntitle = { zh = \"小票\", en = \"Slip\" }\n";
    let files = [("slip.typ", page), ("slip.toml", template)].map(|(name, text)| (name.into(), text.into()));
    let library = PaperLibrary::embedded().unwrap().with(files.into()).unwrap();
    let typesetter = Typesetter::with(Vec::new(), library).unwrap();
    let (key, id) = key(7);
    let paper = typesetter.papers().get("slip").unwrap().compose(drafts::receipt()).unwrap();
    let signed = SignedPaper::sign(paper, &key, &id).unwrap();
    let words = Paper::new(&typesetter.paper_pdf(&signed, &address()).unwrap()).words();
    assert!(words.contains("小票") && words.contains("本页自有版式"), "{words}");
}

#[test]
fn markup_in_a_value_is_only_text() {
    let mut draft = drafts::receipt();
    let typed = r#"#panic("x") *a* {holder}"#;
    draft.lines.insert("case_number".into(), drafts::text(typed));
    let text = page(&sealed("acceptance-receipt", draft)).text();
    assert!(text.contains(r#"#panic("x") *a* {holder}"#), "{text}");
}
