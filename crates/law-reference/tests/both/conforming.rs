//! Both answer the cases of conformance as expected, and the pages say what the cases hold to.

use crate::conformance::{Case, Expected, agrees, cases, root};
use crate::pair::{Pair, hashed, refusals};
use law_reference::constructs::REFUSALS_NOT_HERE;
use law_reference::generate::input::Written;
use law_reference::{answer, day, input, read};
use serde_json::Value as Json;
use std::collections::BTreeSet;

fn all(check: impl Fn(&Case) -> Result<(), String>) {
    let said: Vec<String> = cases()
        .iter()
        .filter_map(|case| check(case).err().map(|what| format!("{}: {what}", case.id)))
        .collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
}

fn same(expect: &Json, outcomes: &Json) -> Result<(), String> {
    if agrees(expect, outcomes) { Ok(()) } else { Err(format!("{expect} expected, {outcomes}")) }
}

fn engine(case: &Case) -> Result<(), String> {
    let Some(json) = &case.input else {
        let said: Vec<String> = refusals(&case.files).into_iter().map(|(code, _)| code).collect();
        return match &case.expect {
            Expected::Folder(code) if said.contains(code) => Ok(()),
            expect => Err(format!("{expect:?} expected, {said:?}")),
        };
    };
    let pair = Pair::load(&case.files)?;
    match &case.expect {
        Expected::Outcomes(expect) => {
            let known_on = case.known_on.as_deref().and_then(day::parse);
            same(expect, &pair.engine(&Written { json: json.clone(), known_on })?)
        }
        expect => match pair.refusal(json) {
            Some(code) if *expect == Expected::Input(code.clone()) => Ok(()),
            said => Err(format!("{expect:?} expected, {said:?}")),
        },
    }
}

fn reference(case: &Case) -> Result<(), String> {
    let program = read::read(&hashed(&case.files));
    let Some(json) = &case.input else {
        let said = program.err().map(|refusal| refusal.code.to_owned());
        return match &case.expect {
            Expected::Folder(code) if said.as_ref() == Some(code) => Ok(()),
            Expected::Folder(code) if REFUSALS_NOT_HERE.contains(&code.as_str()) => Ok(()),
            expect => Err(format!("{expect:?} expected, {said:?}")),
        };
    };
    let program = program.map_err(|refusal| refusal.to_string())?;
    let given = input::read(&program, &json.to_string());
    match (&case.expect, given) {
        (Expected::Outcomes(expect), Ok(mut given)) => {
            given.known_on = case.known_on.as_deref().and_then(day::parse);
            same(expect, &answer(&program, &given).outcomes)
        }
        (Expected::Input(code), Err(said)) if code == said => Ok(()),
        (expect, given) => Err(format!("{expect:?} expected, {:?}", given.err())),
    }
}

#[test]
fn the_engine_conforms() {
    all(engine);
}

#[test]
fn the_reference_conforms() {
    all(reference);
}

#[test]
fn every_case_holds_to_words_of_its_page() {
    let cases = cases();
    for case in &cases {
        let (page, says) = &case.says;
        let text = std::fs::read_to_string(root(&format!("docs/language/{page}"))).expect("page");
        assert!(text.contains(says.as_str()), "{}: {page} does not say: {says}", case.id);
    }
    assert!(cases.len() >= 150, "{} cases", cases.len());
    let pages: BTreeSet<&str> = cases.iter().map(|case| case.says.0.as_str()).collect();
    for page in law_reference::constructs::PAGES {
        assert!(pages.contains(page), "no case holds to {page}");
    }
}

/// A page of the language is in the reference, or it is named as not being there.
#[test]
fn every_page_is_in_the_reference_or_named() {
    use law_reference::constructs::{PAGES, PAGES_NOT_HERE, PAGES_WITHOUT_MEANING};
    let mut pages = crate::policies::names("docs/language", ".md");
    let mut listed: Vec<String> =
        [PAGES, PAGES_NOT_HERE, PAGES_WITHOUT_MEANING].concat().into_iter().map(str::to_owned).collect();
    pages.sort();
    listed.sort();
    assert_eq!(pages, listed, "add the page to a list of crates/law-reference/src/constructs.rs");
}
