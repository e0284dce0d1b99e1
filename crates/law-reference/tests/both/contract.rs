//! The cases of the decision contract (`tests/contract/cases.ndjson`), whose answers come from a third hand: the
//! engine and the reference both give them.

use crate::pair::Pair;
use crate::policies::{law, text};
use law_reference::generate::input::Written;
use law_reference::{Answerer, day};
use serde_json::Value as Json;

const EFFORT_MAX: usize = 5_000;

#[test]
fn both_answer_the_cases_of_the_contract() {
    let pair = Pair::load(&law()).unwrap_or_else(|fault| panic!("{fault}"));
    let answerer = Answerer::new(&pair.program);
    let mut run = [0, 0];
    for line in text("tests/contract/cases.ndjson").lines() {
        let case: Json = serde_json::from_str(line).expect("JSON");
        // What is no input at all is a matter of the contract, not of the language.
        let (json @ Json::Object(_), Some(wanted)) = (&case["input"], case["answer"].get("outcomes")) else {
            continue;
        };
        let known_on = case.get("known_on").and_then(Json::as_str).and_then(day::parse);
        let written = Written { json: json.clone(), known_on };
        assert_eq!(pair.engine(&written).as_ref(), Ok(wanted), "the engine: {json}");
        run[0] += 1;
        let given = match written.read(&pair.program) {
            Ok(given) => given,
            Err(code) => panic!("{code}: {json}"),
        };
        // With nearly nothing given there are more completions than can be tried.
        if answerer.effort(&given) <= EFFORT_MAX {
            assert_eq!(answerer.answer(&given).outcomes, *wanted, "the reference: {json}");
            run[1] += 1;
        }
    }
    assert!(run[0] > 900 && run[1] > 450, "{run:?} cases");
}
