//! What the examples of Articles 3, 6 and 7 say that the law concludes, it does conclude: of their answers at the
//! beginning, and at each step that says it anew; what a register knows counts before what was answered.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;
use law::contract::input;
use law::contract::output::{Form, Writer};
use law::{Bundle, Decider, Options, Policy};
use serde_json::{Map, Value, json};
use service::definition::{Channel, DecidesAsOf};
use service::example::Given;
use service::field::{FieldKind, months};
use service::flow::guard::Concluded;
use service::{Pack, Submission, review};

use crate::common::library;

const PACKS: [&str; 4] =
    ["insurance-enrolment", "pension-back-payment", "pension-deferral", "unemployment-contribution"];

struct Law {
    policy: Policy,
    decider: Decider,
    compared: usize,
}

impl Law {
    fn new() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
        let files = std::fs::read_dir(folder).expect("policies").filter_map(|entry| {
            let path = entry.expect("entry").path();
            let name = path.file_name()?.to_string_lossy().into_owned();
            path.is_file().then(|| (name, std::fs::read_to_string(&path).expect("text")))
        });
        let policy = Policy::load(Bundle::new(files)).0.expect("policy");
        Self { policy, decider: Decider::default(), compared: 0 }
    }

    /// Holds what is given of the pack's conclusion against what the law says of the facts on the day.
    fn compare(&mut self, at: &str, conclusion: &str, given: &Given, facts: &Map<String, Value>, day: Date) {
        let Some(said) = given.conclusions.get(conclusion) else { return };
        let asked = json!({ "as_of": day.to_string(), "facts": facts }).to_string();
        let request = input::read(&self.policy, asked.as_bytes()).expect("a request");
        let decision = self.decider.decide(&self.policy, &request, &Options::default());
        let mut text = String::new();
        let form = Form { because: false };
        Writer::new(&self.policy).write(&self.policy, &request, &decision, form, &mut text);
        let answer: Value = serde_json::from_str(&text).expect("an answer");
        let found = &answer["outcomes"][conclusion];
        let status = match said.is {
            Concluded::Yes => "yes",
            Concluded::No => "no",
            Concluded::Unknown => "unknown",
        };
        assert_eq!(found["status"], json!(status), "{at}: {asked} {found}");
        for (field, values) in &said.fields {
            let found: Vec<String> = match &found[field] {
                Value::Array(all) => all.iter().map(word).collect(),
                one => vec![word(one)],
            };
            assert_eq!(&found, values, "{at}: {field}");
        }
        for field in ["base_valid", "route"].into_iter().filter(|field| !said.fields.contains_key(*field)) {
            let is_open = found.get(field).is_none_or(Value::is_null);
            assert!(is_open, "{at}: {field} is {}, the example leaves it out", found[field]);
        }
        self.compared += 1;
    }
}

fn word(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The facts that the answers give, and over them those that are given as known.
fn facts(pack: &Pack, answers: &BTreeMap<String, String>, given: &Given) -> Map<String, Value> {
    let channel = Channel::Website;
    let submission =
        Submission { channel, answers: answers.clone(), commitment: None, registered_district: None };
    let asked = review::asked(pack.fields(), &submission);
    let mut facts = Map::new();
    for field in pack.fields().iter().filter(|field| asked.contains(field.id.as_str())) {
        let Some(answer) = submission.answer(&field.id) else { continue };
        let value = match field.kind {
            FieldKind::IdNumber => {
                let (born, order) = (&answer[6..14], answer.as_bytes()[16] - b'0');
                let day = format!("{}-{}-{}", &born[..4], &born[4..6], &born[6..]);
                facts.insert("birth_date".into(), json!(day));
                facts.insert("sex".into(), json!(if order % 2 == 1 { "male" } else { "female" }));
                continue;
            }
            FieldKind::YesNo => json!(answer == "true"),
            FieldKind::Money => json!(answer.parse::<u64>().expect("an amount")),
            FieldKind::Months => json!(months(answer).count()),
            _ => json!(answer),
        };
        facts.extend(field.facts.iter().map(|fact| (fact.clone(), value.clone())));
    }
    for (fact, value) in &given.facts {
        facts.insert(fact.clone(), value.parse::<bool>().map_or_else(|_| json!(value), |flag| json!(flag)));
    }
    facts
}

#[test]
fn what_examples_of_contributions_say_of_the_law_is_what_it_concludes() {
    let mut law = Law::new();
    let library = library();
    for id in PACKS {
        let pack = library.pack(id).expect("a pack");
        let conclusion = &pack.definition.conclusion;
        for example in &pack.examples {
            let mut answers = example.answers.clone();
            if example.grounds.conclusions.contains_key(conclusion) {
                let said = facts(pack, &answers, &example.grounds);
                let at = format!("{id}/{}", example.id);
                law.compare(&at, conclusion, &example.grounds, &said, example.as_of);
            }
            for (place, step) in example.history.iter().enumerate() {
                let mut now = answers.clone();
                now.extend(step.answers.clone());
                if let Some(given) = &step.grounds {
                    let at = format!("{id}/{} step {}", example.id, place + 1);
                    let day = match pack.definition.decides_as_of {
                        DecidesAsOf::Decision => step.on,
                        DecidesAsOf::Filing => example.as_of,
                    };
                    let passed = step.on > day && given.conclusions[conclusion].is == Concluded::No;
                    let said = facts(pack, &now, given);
                    law.compare(&at, conclusion, given, &said, if passed { step.on } else { day });
                }
                if step.error.is_none() {
                    answers = now;
                }
            }
        }
    }
    assert!(law.compared > 90, "{}", law.compared);
}

#[test]
fn nothing_is_asked_for_as_proof_and_every_id_number_belongs_to_nobody() {
    let library = library();
    for id in PACKS {
        let pack = library.pack(id).expect("a pack");
        assert!(pack.definition.evidence.items.is_empty(), "{id}");
        assert_eq!(pack.definition.fee_fen, 0, "{id}");
        for example in &pack.examples {
            let number = &example.answers["id_number"];
            assert!(number.starts_with("110199"), "{id}/{}", example.id);
            assert!(registry::IdNumber::parse(number).is_ok(), "{id}/{}: {number}", example.id);
        }
    }
}

#[test]
fn enrolment_goes_to_the_street_of_the_hukou_for_every_street() {
    let library = library();
    let pack = library.pack("insurance-enrolment").expect("a pack");
    let zhao = pack.examples.iter().find(|example| example.id == "zhao-enrols").expect("Zhao");
    let first = pack.definition.effective_from;
    let offices = library.directory.offices.iter().filter(|office| office.street.is_some());
    let mut seen = 0;
    for office in offices.filter(|office| office.kind == service::OfficeKind::StreetEmploymentService) {
        let mut submission = zhao.submission();
        let street = office.street.clone().expect("a street");
        submission.answers.insert("hukou".into(), office.district.clone());
        submission.answers.insert("street".into(), street);
        assert_eq!(review::review(pack, &submission, first, &library), []);
        let grounds = service::Grounds::new(&library);
        assert_eq!(pack.office(&submission, &grounds, first).expect("an office").id, office.id);
        seen += 1;
    }
    assert!(seen > 300, "{seen}");
}
