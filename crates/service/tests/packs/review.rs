//! Holding submissions against the packs.

use std::sync::LazyLock;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use service::definition::Channel;
use service::review::{asked, review};
use service::{FieldErrorCode, Library, Submission};

use crate::common::library;

const DAY: Date = date(2020, 11, 15);

fn rider() -> Submission {
    let answers = [
        ("name", "王磊"),
        ("id_number", "110199199403020113"),
        ("phone", "13900000001"),
        ("employment_form", "platform"),
        ("platform_labour_relation", "false"),
        ("occupation", "外卖骑手"),
        ("district", "110105"),
        ("start_date", "2020-09-01"),
    ];
    Submission {
        channel: Channel::Wechat,
        answers: answers.into_iter().map(|(field, answer)| (field.to_owned(), answer.to_owned())).collect(),
        commitment: Some("truth-v1".to_owned()),
        registered_district: None,
    }
}

/// The faults of a rider's submission with some answers otherwise.
fn faults(changes: &[(&str, &str)]) -> Vec<(String, FieldErrorCode)> {
    let library = library();
    let mut submission = rider();
    for (field, answer) in changes {
        submission.answers.insert((*field).to_owned(), (*answer).to_owned());
    }
    let pack = library.packs.get("flex-registration").expect("the pack is built in");
    let found = review(pack, &submission, DAY, &library);
    found.into_iter().map(|fault| (fault.field, fault.code)).collect()
}

#[test]
fn the_rider_is_in_order_and_each_fault_is_named() {
    use FieldErrorCode as Code;
    assert_eq!(faults(&[]), []);
    let long = "速".repeat(41);
    let table = [
        ("name", "  ", Code::Missing),
        ("platform_labour_relation", "", Code::Missing),
        ("employment_form", "employee", Code::UnknownValue),
        ("platform_labour_relation", "maybe", Code::UnknownValue),
        ("district", "131082", Code::OutsideBeijing),
        ("district", "110103", Code::BadRegion),
        ("district", "朝阳", Code::BadRegion),
        ("street", "110108001", Code::StreetElsewhere),
        ("street", "110105999", Code::BadRegion),
        ("start_date", "2020-11-16", Code::AfterBusinessDate),
        ("start_date", "2020-02-30", Code::BadDate),
        ("start_date", "2020-9-1", Code::BadDate),
        ("start_date", "0000-01-01", Code::BadDate),
        ("start_date", "20200901", Code::BadDate),
        ("platform_name", long.as_str(), Code::TooLong),
        ("evidence", "scan.pdf", Code::NotAsked),
    ];
    for (field, answer, code) in table {
        let found = faults(&[(field, answer)]);
        assert!(found.contains(&(field.to_owned(), code)), "{field} `{answer}`: {found:?}");
    }
}

#[test]
fn limits_are_met_from_both_sides() {
    assert_eq!(faults(&[("start_date", "2020-11-15")]), []);
    assert_eq!(faults(&[("platform_name", &"速".repeat(40))]), []);
    assert_eq!(faults(&[("street", "110105001")]), []);
}

#[test]
fn what_is_not_asked_of_this_person_is_not_taken() {
    let found = faults(&[("employment_form", "self_employed")]);
    assert_eq!(found, [("platform_labour_relation".to_owned(), FieldErrorCode::NotAsked)]);
    assert_eq!(faults(&[("employment_form", "self_employed"), ("platform_labour_relation", "")]), []);
}

#[test]
fn a_field_behind_two_conditions_is_asked_only_when_both_hold() {
    let library = library();
    let pack = library.pack("flex-change").unwrap();
    let mut submission = rider();
    submission.answers.insert("change".to_owned(), "amend".to_owned());
    assert!(asked(pack.fields(), &submission).contains("platform_labour_relation"));
    submission.answers.insert("change".to_owned(), "end".to_owned());
    let asked = asked(pack.fields(), &submission);
    assert!(!asked.contains("platform_labour_relation") && !asked.contains("employment_form"));
    assert!(asked.contains("after"));
}

#[test]
fn a_fault_says_field_value_and_what_was_expected_but_repeats_nothing_personal() {
    let library = library();
    let pack = library.pack("flex-registration").unwrap();
    let mut submission = rider();
    submission.answers.insert("district".to_owned(), "131082".to_owned());
    let said = review(pack, &submission, DAY, &library).first().unwrap().to_string();
    assert!(said.contains("district") && said.contains("131082") && said.contains("expected"), "{said}");

    let long = "速".repeat(41);
    submission.answers.insert("platform_name".to_owned(), long.clone());
    let found = review(pack, &submission, DAY, &library);
    let fault = found.iter().find(|fault| fault.code == FieldErrorCode::TooLong).unwrap();
    assert_eq!(fault.found, None);
    assert!(!format!("{fault} {fault:?}").contains('速'), "{fault}");
    let shown = format!("{submission:?}");
    assert!(
        !shown.contains("王磊") && !shown.contains("110199") && !shown.contains("13900000001"),
        "{shown}"
    );
}

#[test]
fn a_service_is_closed_to_channels_it_does_not_name() {
    let mut library = library();
    let pack = library.packs.get_mut("flex-registration").unwrap();
    pack.definition.channels.retain(|channel| *channel != Channel::Window);
    let pack = library.pack("flex-registration").unwrap();
    let mut submission = rider();
    submission.channel = Channel::Window;
    let found = review(pack, &submission, DAY, &library);
    assert_eq!(found.first().map(|fault| fault.field.as_str()), Some("channel"));
}

proptest! {
    /// Whatever is typed, a review answers, names only short fields, and repeats at most forty characters.
    #[test]
    fn a_review_survives_any_answer(field in ".{0,60}", answer in ".{0,80}", known in 0usize..10) {
        static LIBRARY: LazyLock<Library> = LazyLock::new(library);
        let pack = LIBRARY.pack("flex-registration").unwrap();
        let mut submission = rider();
        let known = pack.fields().get(known).map(|field| field.id.clone()).unwrap_or_default();
        submission.answers.insert(field, answer.clone());
        submission.answers.insert(known, answer);
        for fault in review(pack, &submission, DAY, &LIBRARY) {
            prop_assert!(fault.field.chars().count() <= 40);
            prop_assert!(fault.found.is_none_or(|found| found.chars().count() <= 40));
        }
    }
}

/// Row 6: what is recognised is picked and nothing else; where nothing is, it is said in words.
#[test]
fn other_kinds_are_those_of_the_list_on_the_day_and_words_while_there_is_none() {
    let mut library = library();
    let found = |library: &Library, kind: &str| {
        let mut submission = rider();
        submission.answers.remove("platform_labour_relation");
        submission.answers.insert("employment_form".to_owned(), "other_flexible".to_owned());
        submission.answers.insert("other_kind".to_owned(), kind.to_owned());
        review(&library.packs["flex-registration"], &submission, DAY, library)
    };
    assert!(library.other_kinds.kinds.is_empty() && library.other_kinds.anchor.to_string() == "2.1.5");
    assert_eq!(found(&library, "个体演出"), []);
    assert_eq!(found(&library, "")[0].code, FieldErrorCode::Missing);
    assert_eq!(found(&library, &"演".repeat(61))[0].code, FieldErrorCode::TooLong);

    let words = |text: &str| service::Words { zh: text.to_owned(), en: text.to_owned() };
    let kind = |id: &str, from: Date, to: Option<Date>| service::OtherKind {
        id: id.to_owned(),
        name: words("甲"),
        source: words("某条例第九条"),
        from,
        to,
    };
    let first = date(2020, 11, 15);
    library.other_kinds.kinds = vec![
        kind("stage", first, None),
        kind("late", first.tomorrow().unwrap(), None),
        kind("past", date(2020, 10, 1), first.yesterday().ok()),
    ];
    assert_eq!(found(&library, "stage"), []);
    for wrong in ["个体演出", "late", "past"] {
        let fault = found(&library, wrong).remove(0);
        assert_eq!((fault.code, fault.expected.as_str()), (FieldErrorCode::UnknownValue, "one of stage"));
        assert_eq!(fault.found, None, "what was typed is the person's");
    }
}

#[test]
fn a_list_of_other_kinds_with_faults_is_refused_with_the_key() {
    let entry = "\n[[kind]]\nid = \"a\"\nname = { zh = \"甲\", en = \"a\" }\nsource = { zh = \"乙\", en = \"b\" }\nfrom = \"2020-10-01\"\n";
    let read = |more: &str| {
        let mut policies = service::Texts::embedded_policies();
        let text = policies.get("other-kinds.toml").unwrap().to_owned();
        policies.insert("other-kinds.toml", &(text + more));
        service::OtherKinds::read(&policies).map_err(|problem| problem.to_string())
    };
    assert_eq!(read(entry).unwrap().kinds.len(), 1);
    for (more, key) in [
        (entry.replace("id = \"a\"", "id = \"A 1\""), "kind[0].id"),
        (format!("{entry}{entry}"), "kind[1].id"),
        (entry.replace("zh = \"乙\"", "zh = \" \""), "kind[0].source"),
        (entry.replace("2020-10-01", "2020-02-30"), "kind[0].from"),
    ] {
        let fault = read(&more).unwrap_err();
        assert!(fault.contains(&format!("other-kinds.toml: {key}")), "{fault}");
    }
}
