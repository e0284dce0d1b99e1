//! Both answer the cases of conformance as expected, and the pages say what the cases hold to.

use crate::conformance::{Expected, agrees, cases, root};
use crate::pair::{Pair, hashed, refusals};
use law_reference::constructs::REFUSALS_NOT_HERE;
use law_reference::generate::input::Written;
use law_reference::{Program, answer, day, input, read};
use std::collections::BTreeSet;

#[test]
fn the_engine_conforms() {
    for case in cases() {
        match (&case.expect, &case.input) {
            (Expected::Folder(code), _) => {
                let codes: Vec<String> = refusals(&case.files).into_iter().map(|(code, _)| code).collect();
                assert!(codes.contains(code), "{}: {code} expected, the engine says {codes:?}", case.id);
            }
            (expect, Some(json)) => {
                let pair = Pair::load(&case.files).unwrap_or_else(|fault| panic!("{}: {fault}", case.id));
                let known_on = case.known_on.as_deref().and_then(day::parse);
                let said = pair.engine(&Written { json: json.clone(), known_on });
                match expect {
                    Expected::Outcomes(expect) => {
                        let outcomes = said.unwrap_or_else(|fault| panic!("{}: {fault}", case.id));
                        assert!(agrees(expect, &outcomes), "{}: {json}\n{expect} expected\n{outcomes}", case.id);
                    }
                    Expected::Input(code) => {
                        assert_eq!(pair.refusal(json), Some(code.clone()), "{}", case.id);
                    }
                    Expected::Folder(_) => unreachable!("looked at above"),
                }
            }
            (_, None) => panic!("{}: no input", case.id),
        }
    }
}

#[test]
fn the_reference_conforms() {
    for case in cases() {
        let read: Result<Program, read::Refusal> = read::read(&hashed(&case.files));
        match (&case.expect, &case.input) {
            (Expected::Folder(code), _) if REFUSALS_NOT_HERE.contains(&code.as_str()) => {}
            (Expected::Folder(code), _) => {
                assert_eq!(read.as_ref().err().map(|refusal| refusal.code), Some(code.as_str()), "{}: {read:?}", case.id);
            }
            (expect, Some(json)) => {
                let program = read.unwrap_or_else(|refusal| panic!("{}: {refusal}", case.id));
                let given = input::read(&program, &json.to_string());
                match expect {
                    Expected::Outcomes(expect) => {
                        let mut given = given.unwrap_or_else(|code| panic!("{}: {code}", case.id));
                        given.known_on = case.known_on.as_deref().and_then(day::parse);
                        let outcomes = answer(&program, &given);
                        assert!(agrees(expect, &outcomes), "{}: {json}\n{expect} expected\n{outcomes}", case.id);
                    }
                    Expected::Input(code) => assert_eq!(given.err(), Some(code.as_str()), "{}", case.id),
                    Expected::Folder(_) => unreachable!("looked at above"),
                }
            }
            (_, None) => panic!("{}: no input", case.id),
        }
    }
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
