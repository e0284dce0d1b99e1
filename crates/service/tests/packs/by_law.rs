//! What the examples of a pack say that the law concludes, it does conclude, from what they answer.

use std::path::Path;

use law::contract::input;
use law::contract::output::{Form, Writer};
use law::{Bundle, Decider, Options, Policy};
use serde_json::{Map, Value, json};
use service::example::Example;
use service::field::FieldKind;
use service::flow::guard::Concluded;
use service::{Pack, review};

use crate::common::library;

fn policy() -> Policy {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    let files = std::fs::read_dir(folder).expect("policies").filter_map(|entry| {
        let path = entry.expect("entry").path();
        let name = path.file_name()?.to_string_lossy().into_owned();
        path.is_file().then(|| (name, std::fs::read_to_string(&path).expect("text")))
    });
    Policy::load(Bundle::new(files)).0.expect("policy")
}

/// The facts that the answers of an example give.
fn facts(pack: &Pack, example: &Example) -> Map<String, Value> {
    let submission = example.submission();
    let asked = review::asked(pack.fields(), &submission);
    let mut facts = Map::new();
    for field in pack.fields().iter().filter(|field| asked.contains(field.id.as_str())) {
        let Some(answer) = submission.answer(&field.id).filter(|_| field.kind != FieldKind::IdNumber) else {
            continue;
        };
        let value = if field.kind == FieldKind::YesNo { json!(answer == "true") } else { json!(answer) };
        facts.extend(field.facts.iter().map(|fact| (fact.clone(), value.clone())));
    }
    facts
}

#[test]
fn what_examples_say_of_the_law_is_what_it_concludes() {
    let policy = policy();
    let (writer, mut decider) = (Writer::new(&policy), Decider::default());
    let mut compared = 0;
    for id in ["unemployment-registration", "startup-loan"] {
        let pack = library().pack(id).expect("a pack").clone();
        let conclusion = &pack.definition.conclusion;
        for example in &pack.examples {
            let given = &example.grounds.conclusions[conclusion];
            let asked = json!({ "as_of": example.as_of.to_string(), "facts": facts(&pack, example) });
            let request = input::read(&policy, asked.to_string().as_bytes()).expect("a request");
            let decision = decider.decide(&policy, &request, &Options::default());
            let mut text = String::new();
            writer.write(&policy, &request, &decision, Form { because: false }, &mut text);
            let answer: Value = serde_json::from_str(&text).expect("an answer");
            let found = &answer["outcomes"][conclusion];
            let status = match given.is {
                Concluded::Yes => "yes",
                Concluded::No => "no",
                Concluded::Unknown => "unknown",
            };
            assert_eq!(found["status"], json!(status), "{id}/{}: {found}", example.id);
            for (field, values) in &given.fields {
                let expected = if found[field].is_array() { json!(values) } else { json!(values[0]) };
                assert_eq!(found[field], expected, "{id}/{}: {field}", example.id);
            }
            compared += 1;
        }
    }
    assert!(compared > 25, "{compared}");
}
