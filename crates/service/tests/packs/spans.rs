//! Months and bounds of days in fields, the street of another field's place, and what a faulty pack says of them.

use service::{FieldErrorCode, ProblemCode as Code, Texts, review};

use crate::common::{faults, library};

const PACK: &str = "pension-back-payment";
const MAIN: &str = "pension-back-payment/service.toml";

fn fault_of_months(answer: &str) -> Option<FieldErrorCode> {
    let library = library();
    let pack = library.pack(PACK).expect("a pack");
    let mut submission = pack.examples.first().expect("an example").submission();
    submission.answers.insert("months".into(), answer.into());
    let found = review::review(pack, &submission, pack.definition.effective_from, &library);
    assert!(found.iter().all(|fault| fault.field == "months") && found.len() < 2, "{found:?}");
    found.first().map(|fault| fault.code)
}

#[test]
fn months_are_in_order_each_once_and_within_their_bounds() {
    for right in ["2020-01", "2020-12", "2020-01,2020-12", "2020-01, 2020-02,2020-03"] {
        assert_eq!(fault_of_months(right), None, "{right}");
    }
    for wrong in ["2020-13", "2020-1", "202001", "2020-02,2020-01", "2020-01,2020-01", "2020-01,", "all"] {
        assert_eq!(fault_of_months(wrong), Some(FieldErrorCode::BadMonth), "{wrong}");
    }
    for outside in ["2019-12", "2021-01", "2019-12,2020-01", "2020-12,2021-01"] {
        assert_eq!(fault_of_months(outside), Some(FieldErrorCode::OutOfBounds), "{outside}");
    }
    assert_eq!(fault_of_months(""), Some(FieldErrorCode::Missing));
}

/// The faults of the built-in packs with one text changed.
fn changed(file: &str, old: &str, new: &str) -> Vec<(Code, String)> {
    let mut services = Texts::embedded_services();
    let text = services.get(file).expect("a file").to_owned();
    assert!(text.contains(old), "{old}");
    services.insert(file, &text.replacen(old, new, 1));
    let found = faults(&services, &Texts::embedded_policies());
    found.into_iter().map(|fault| (fault.code, fault.key)).collect()
}

#[test]
fn bounds_need_their_source_their_order_and_the_form_of_their_kind() {
    let source = "bounds_source = \"第七条第三句：对2020年未缴费月度\"\n";
    for (old, new) in [
        (source, ""),
        (source, "bounds_source = \" \"\n"),
        ("latest = \"2020-12\"", "latest = \"2019-12\""),
        ("latest = \"2020-12\"", "latest = \"2020-13\""),
        ("latest = \"2020-12\"", "latest = \"2020-12-31\""),
    ] {
        let found = changed(MAIN, old, new);
        assert!(found.contains(&(Code::WrongKind, "fields.months.earliest".into())), "{new}: {found:?}");
    }
    let found = changed(MAIN, "kind = \"money\"\n", "kind = \"money\"\nearliest = \"2020-01\"\n");
    assert!(found.contains(&(Code::WrongKind, "fields.base.earliest".into())), "{found:?}");
}

#[test]
fn a_condition_on_months_names_a_field_of_months() {
    let found =
        changed(MAIN, "{ months_offered = { field = \"months\"", "{ months_offered = { field = \"base\"");
    assert!(
        found.iter().any(|(code, key)| *code == Code::UnknownField && key.contains("guards")),
        "{found:?}"
    );
}

#[test]
fn a_street_lies_in_a_place_that_is_asked() {
    let file = "insurance-enrolment/service.toml";
    let found = changed(file, "lies_in = \"hukou\"", "lies_in = \"nowhere\"");
    assert!(found.contains(&(Code::UnknownField, "fields.street.lies_in".into())), "{found:?}");
}
