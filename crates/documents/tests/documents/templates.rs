//! Templates of papers: those built in, new ones as data alone, and a clear word for each fault of a template or of
//! what it was given.

use std::collections::BTreeMap;

use documents::paper::{ComposeError, Entry, PaperDraft, PaperLibrary, PrintedBlock, Scalar, Value};

use crate::drafts;

fn library() -> PaperLibrary {
    PaperLibrary::embedded().unwrap()
}

fn with(file: &str, text: &str) -> Result<PaperLibrary, String> {
    let files = BTreeMap::from([(file.to_owned(), text.to_owned())]);
    library().with(files).map_err(|error| error.to_string())
}

fn refused(kind: &str, draft: PaperDraft) -> ComposeError {
    library().get(kind).unwrap().compose(draft).unwrap_err()
}

#[test]
fn every_paper_that_a_service_names_has_a_template() {
    let services = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../services");
    let library = library();
    let mut named = 0;
    for folder in std::fs::read_dir(services).unwrap() {
        let Ok(text) = std::fs::read_to_string(folder.unwrap().path().join("service.toml")) else { continue };
        let service: toml::Table = text.parse().unwrap();
        for effect in service.get("effects").and_then(toml::Value::as_array).into_iter().flatten() {
            if let Some(template) = effect.get("template").and_then(toml::Value::as_str) {
                named += 1;
                assert!(library.get(template).is_some(), "{template} has no template");
            }
        }
    }
    assert!(named >= 3, "only {named} effects name a template");
}

#[test]
fn every_wording_says_where_it_is_from_and_is_its_own() {
    let library = library();
    let mut wordings = BTreeMap::new();
    for template in library.iter() {
        assert!(!template.source.trim().is_empty(), "{}", template.id);
        let before = wordings.insert(template.wording(), template.id.clone());
        assert_eq!(before, None, "{} has the wording of another", template.id);
    }
    assert!(wordings.len() >= 15);
}

#[test]
fn a_new_paper_is_a_file() {
    let text = r#"
extends = "decision-granted"
source = "made up"
confidence = "low"
title = { zh = "试点资格通知书", en = "Pilot notice" }
"#;
    let library = with("pilot-notice.toml", text).unwrap();
    let template = library.get("pilot-notice").unwrap();
    let paper = template
        .compose(drafts::draft([
            ("service", drafts::words("试点", "Pilot")),
            ("case_number", drafts::text("LH-1")),
            ("effective_on", drafts::day("2020-12-01")),
        ]))
        .unwrap();
    assert_eq!(paper.head.title.zh, "试点资格通知书");
    let printed = template.print(&paper);
    let opening = "您申请的“试点”（办件编号 LH-1），经审查，符合规定的条件，决定予以通过。";
    assert_eq!(printed.opening[0].zh, opening);
    assert_eq!(printed.closing[0].en, "This decision takes effect on 2020-12-01.");
    let order: Vec<&str> = paper.body.sections[0].lines.iter().map(|line| line.id.as_str()).collect();
    assert_eq!(order, ["service", "case_number", "effective_on"]);
}

#[test]
fn a_text_that_depends_on_a_line_goes_with_it() {
    let mut draft = drafts::receipt();
    draft.lines.remove("promised_on");
    let library = library();
    let template = library.get("acceptance-receipt").unwrap();
    let without = template.print(&template.compose(draft).unwrap());
    assert!(without.closing.is_empty());
    let with = template.print(&template.compose(drafts::receipt()).unwrap());
    assert!(with.closing[0].zh.contains("2020 年 11 月 16 日"), "{:?}", with.closing[0]);
}

#[test]
fn the_certificate_holds_employment_unemployment_or_both_but_not_neither() {
    let library = library();
    let template = library.get("employment-unemployment").unwrap();
    let only = template.compose(drafts::unemployment()).unwrap();
    assert_eq!(only.body.sections.len(), 1);
    let mut both = drafts::unemployment();
    let Some(district) = both.lines.get("unemployment_district").cloned() else { panic!("no district") };
    for (id, entry) in [
        ("registration_number", drafts::text("LH-110105-2020-000007")),
        ("employment_kind", drafts::words("新就业形态", "New form of employment")),
        ("occupation", drafts::text("网约配送员")),
        ("district", district),
        ("first_day", drafts::day("2020-10-08")),
        ("last_day", drafts::day("2021-03-01")),
    ] {
        both.lines.insert(id.into(), entry);
    }
    assert_eq!(template.compose(both.clone()).unwrap().body.sections.len(), 2);
    both.lines.remove("occupation");
    let told = template.compose(both).unwrap_err().to_string();
    assert_eq!(told, "paper `employment-unemployment`: `lines.occupation` is missing; expected text");
    let told = refused("employment-unemployment", drafts::draft([])).to_string();
    assert!(told.contains("`lines` is missing") && told.contains("employment, unemployment"), "{told}");
}

#[test]
fn what_is_missing_unknown_or_of_another_kind_is_named() {
    let told = |change: fn(&mut PaperDraft)| {
        let mut draft = drafts::refusal();
        change(&mut draft);
        refused("decision-refused", draft).to_string()
    };
    let cases = [
        (
            told(|draft| drop(draft.lines.remove("case_number"))),
            "paper `decision-refused`: `lines.case_number` is missing; expected text",
        ),
        (
            told(|draft| drop(draft.lines.insert("salary".into(), drafts::text("1")))),
            "paper `decision-refused`: `lines.salary` is not a line of it; expected one of: service, case_number, submitted_on, facts_found",
        ),
        (
            told(|draft| drop(draft.lines.insert("submitted_on".into(), drafts::text("昨天")))),
            "paper `decision-refused`: `lines.submitted_on` is text; expected date",
        ),
        (
            told(|draft| draft.reasons.clear()),
            "paper `decision-refused`: `reasons` is missing; expected one coded reason or more, each with its article",
        ),
        (
            told(|draft| draft.objections.clear()),
            "paper `decision-refused`: `objections` is missing; expected one way to object or more",
        ),
        (
            told(|draft| draft.reasons[1].provisions.clear()),
            "paper `decision-refused`: `reasons[1].provisions` has no provision; expected the article that the reason rests on",
        ),
    ];
    for (found, expected) in cases {
        assert_eq!(found, expected);
    }
    let mut nobody = drafts::qualification();
    nobody.holder.id_masked = None;
    let told = refused("startup-loan-qualification", nobody).to_string();
    assert!(told.contains("`holder.id_masked` is missing"), "{told}");
}

#[test]
fn a_blank_is_left_blank() {
    let library = library();
    let template = library.get("startup-loan-application").unwrap();
    let paper = template.compose(drafts::application()).unwrap();
    assert_eq!(paper.body.line("term"), Some(&Value::Blank));
    let mut filled = drafts::application();
    filled.lines.insert("term".into(), drafts::text("三年"));
    let told = template.compose(filled).unwrap_err();
    assert!(matches!(told, ComposeError::Unknown { .. }), "what is written by hand is not printed: {told}");
    let printed = template.print(&paper);
    assert!(printed.opening[0].zh.contains("样式以主管部门公布的为准"));
    let blanks = printed.sections.iter().flat_map(|section| &section.lines);
    assert_eq!(blanks.filter(|line| line.block == PrintedBlock::Blank).count(), 5);
}

#[test]
fn a_total_that_is_not_the_sum_is_refused() {
    let told = |change: fn(&mut documents::paper::Rows)| {
        let mut draft = drafts::statement(2);
        let Some(Entry::Table(rows)) = draft.lines.get_mut("months") else { panic!("no table") };
        change(rows);
        refused("contribution-statement", draft).to_string()
    };
    let cases = [
        (told(|rows| rows.groups[1].totals[4] = Some(1)), "`lines.months.groups[1].totals.paid`"),
        (told(|rows| rows.totals[3] = Some(1)), "`lines.months.totals.due`"),
        (told(|rows| rows.totals[0] = Some(0)), "`lines.months.totals.month`"),
        (told(|rows| rows.groups[0].rows[5][3] = Some(Scalar::Money(i64::MAX))), "groups[0].totals.due`"),
        (told(|rows| drop(rows.groups[0].rows[2].pop())), "groups[0].rows[2]` has 6 cells; expected 7"),
        (told(|rows| rows.totals.truncate(6)), "totals` has 6 cells; expected 7"),
        (
            told(|rows| rows.groups[0].rows[0][2] = Some(Scalar::Number(3))),
            "`lines.months.groups[0].rows[0].base` is number; expected money",
        ),
    ];
    for (found, expected) in cases {
        assert!(found.contains(expected), "{expected}: {found}");
    }
}

#[test]
fn a_fault_of_a_template_is_told_with_file_and_key() {
    let head =
        "source = \"x\"\nconfidence = \"low\"\nlayout = \"letter\"\ntitle = { zh = \"题\", en = \"T\" }\n";
    let line = "[[lines]]\nid = \"a\"\nkind = \"text\"\nlabel = { zh = \"甲\", en = \"A\" }\n";
    let of = |more: &str| with("new.toml", &format!("{head}{more}")).unwrap_err();
    let cases = [
        (of("[[lines]"), "templates/papers/new.toml: `` is no TOML"),
        (of("colour = 1"), "colour"),
        (of(&format!("{line}{line}")), "`lines.a` stands twice"),
        (of(&line.replace("\"a\"", "\"holder\"")), "`lines.holder` is what every paper has"),
        (of(&line.replace("\"text\"", "\"float\"")), "lines[0].kind"),
        (of(&line.replace("\"text\"", "\"table\"")), "`lines.a.columns`"),
        (of(&format!("{line}section = \"b\"")), "`lines.a.section` names `b`"),
        (of("[[sections]]\nid = \"s\"\ntitle = { zh = \"部\", en = \"S\" }"), "`sections.s` has no line"),
        (of("[[opening]]\nzh = \"{b}\"\nen = \"x\""), "`opening[0]` has `{b}`"),
        (
            of(&format!("{line}required = false\n[[closing]]\nzh = \"{{a}}\"\nen = \"x\"")),
            "`closing[0]` has `{a}`",
        ),
        (of("[[notes]]\nzh = \"x\"\nen = \"x\"\nwhen = \"b\""), "`notes[0]` depends on `b`"),
        (with("new.toml", &head.replace("letter", "poster")).unwrap_err(), "`layout` names a page"),
        (with("new.toml", &head.replace("title", "# title")).unwrap_err(), "`title` is missing"),
        (with("New.toml", head).unwrap_err(), "`kind` has"),
        (with("new.toml", &format!("extends = \"gone\"\n{head}")).unwrap_err(), "names `gone`"),
        (with("new.toml", &format!("extends = \"new\"\n{head}")).unwrap_err(), "more than 4 templates"),
    ];
    for (found, expected) in cases {
        assert!(found.contains(expected), "{expected}: {found}");
    }
    let when = format!("{head}{line}required = false\n[[closing]]\nzh = \"{{a}}\"\nen = \"x\"\nwhen = \"a\"");
    assert!(with("new.toml", &when).is_ok());
}
