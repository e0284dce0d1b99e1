//! The engine and the reference over one policy folder, and where they differ.

use law::contract::output::{Form, Writer};
use law::{Bundle, Date, Decider, Options, Policy};
use law_reference::answer::Answer;
use law_reference::generate::input::Written;
use law_reference::generate::{self, Sketch};
use law_reference::{Program, answer, read};
use law_syntax::Source;
use serde_json::{Map, Value as Json};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// One folder, read by both.
pub struct Pair {
    /// As the reference reads it.
    pub program: Program,
    policy: Policy,
    writer: Writer,
    decider: RefCell<Decider>,
}

/// Files with the hash of the law's words where a `-` stands for it.
pub fn hashed(files: &[(String, String)]) -> Vec<(String, String)> {
    let hash = |path: &str, text: &str| {
        law_syntax::Document::read(&Source::new(path, text), &mut Vec::new()).text_hash
    };
    let with = |(path, text): &(String, String)| {
        let text = if text.contains("原文校验: -\n") {
            text.replacen("原文校验: -\n", &format!("原文校验: {}\n", hash(path, text)), 1)
        } else {
            text.clone()
        };
        (path.clone(), text)
    };
    files.iter().map(with).collect()
}

/// The engine's errors, by code.
pub fn refusals(files: &[(String, String)]) -> Vec<(String, String)> {
    let bundle = Bundle::new(hashed(files));
    let (_, findings) = Policy::load(bundle.clone());
    let errors = findings.iter().filter(|finding| finding.severity == law_syntax::Severity::Error);
    let shown = |finding: &law::Diagnostic| {
        finding.render(&Source::new(&finding.path, bundle.get(&finding.path).unwrap_or("")))
    };
    errors.map(|finding| (finding.code.to_owned(), shown(finding))).collect()
}

/// The policy of a seed, read by both; without exceptions where the engine proves that some can never hold, always
/// hold, or change nothing.
pub fn of_seed(seed: u64) -> Result<(Sketch, Pair), String> {
    const PROVEN: [&str; 3] = ["E0280", "E0281", "E0282"];
    let sketch = generate::sketch(seed);
    let text = |sketch: &Sketch| {
        let files = sketch.files();
        files
            .iter()
            .filter(|(path, _)| path.contains(".md"))
            .map(|(_, text)| text.as_str())
            .collect::<String>()
    };
    match Pair::load(&sketch.files()) {
        Ok(pair) => Ok((sketch, pair)),
        Err(fault) => {
            let codes: Vec<String> = refusals(&sketch.files()).into_iter().map(|(code, _)| code).collect();
            if codes.is_empty() || !codes.iter().all(|code| PROVEN.contains(&code.as_str())) {
                return Err(format!("seed {seed}: {fault}\n{}", text(&sketch)));
            }
            let less = generate::without_exceptions(&sketch);
            let pair = Pair::load(&less.files());
            pair.map(|pair| (less.clone(), pair))
                .map_err(|fault| format!("seed {seed}: {fault}\n{}", text(&less)))
        }
    }
}

impl Pair {
    /// Both must read it.
    pub fn load(files: &[(String, String)]) -> Result<Self, String> {
        let files = hashed(files);
        let program = read::read(&files).map_err(|refusal| format!("the reference refuses: {refusal}"))?;
        let (policy, _) = Policy::load(Bundle::new(files.clone()));
        let Some(policy) = policy else {
            let shown: Vec<String> = refusals(&files).into_iter().map(|(_, shown)| shown).collect();
            return Err(format!("the engine refuses:\n{}", shown.join("\n")));
        };
        let writer = Writer::new(&policy);
        Ok(Self { program, policy, writer, decider: RefCell::default() })
    }

    /// The code with which the engine refuses an input.
    pub fn refusal(&self, json: &Json) -> Option<String> {
        let fault = law::contract::input::read(&self.policy, json.to_string().as_bytes()).err()?;
        fault.json()["error"]["code"].as_str().map(str::to_owned)
    }

    /// The engine's outcomes, without what the reference has no word for.
    pub fn engine(&self, written: &Written) -> Result<Json, String> {
        self.engine_whole(written).map(|(outcomes, _)| outcomes)
    }

    /// The engine's outcomes, and what came of 至多一项.
    pub fn engine_whole(&self, written: &Written) -> Result<(Json, Json), String> {
        let text = written.json.to_string();
        let mut request = law::contract::input::read(&self.policy, text.as_bytes())
            .map_err(|fault| format!("the engine refuses the input: {fault:?}"))?;
        request.known_on = written.known_on.and_then(|day| Date::parse(&law_reference::day::write(day)));
        let options = Options { without_because: true, ..Options::default() };
        let decision = self.decider.borrow_mut().decide(&self.policy, &request, &options);
        let mut out = String::new();
        self.writer.write(&self.policy, &request, &decision, Form { because: false }, &mut out);
        let mut json: Json = serde_json::from_str(&out).map_err(|error| error.to_string())?;
        let mut outcomes = json["outcomes"].take();
        for outcome in outcomes.as_object_mut().into_iter().flat_map(|all| all.values_mut()) {
            let members = outcome.as_object_mut().ok_or("an outcome is no object")?;
            members.remove("citations");
            members.remove("because");
            // Which years have no published calendar yet is said beside an answer; it changes none.
            members.remove("provisional");
            if let Some(effect) = members.get_mut("effect").and_then(Json::as_object_mut) {
                effect.remove("provision");
                effect.remove("from");
            }
        }
        let mut choices = json["at_most_one"].take();
        for choice in choices.as_object_mut().into_iter().flat_map(|all| all.values_mut()) {
            let members = choice.as_object_mut().ok_or("a choice is no object")?;
            members.retain(|key, _| ["status", "taken", "choose", "missing"].contains(&key.as_str()));
        }
        Ok((outcomes, if choices.is_null() { Json::Object(serde_json::Map::new()) } else { choices }))
    }

    /// What differs, if anything.
    pub fn difference(&self, written: &Written) -> Option<String> {
        let input = match written.read(&self.program) {
            Ok(input) => input,
            Err(code) => return Some(format!("the reference refuses the input: {code}")),
        };
        self.differs(written, &answer(&self.program, &input))
    }

    /// What differs from the reference's answer, if anything.
    pub fn differs(&self, written: &Written, reference: &Answer) -> Option<String> {
        match self.engine_whole(written) {
            Ok((outcomes, choices)) => compared(outcomes, &choices, reference),
            Err(fault) => Some(fault),
        }
    }
}

/// What differs between an engine's answer, with what came of 至多一项, and the reference's, if anything.
pub fn compared(mut engine: Json, choices: &Json, reference: &Answer) -> Option<String> {
    // Where many values of a fact would have to be tried, the engine may be too careful (values.md).
    for (outcome, field) in &reference.careful {
        if engine[outcome][field].is_null() {
            engine[outcome][field] = reference.outcomes[outcome][field].clone();
        }
    }
    let mut choices = choices.clone();
    for key in &reference.careful_choices {
        let missing = |of: &Json| -> BTreeSet<String> {
            let all = of[key]["missing"].as_array().into_iter().flatten();
            all.filter_map(Json::as_str).map(str::to_owned).collect()
        };
        let is_more = missing(&choices).is_superset(&missing(&reference.at_most_one));
        if choices[key]["status"] == "unknown" && is_more {
            choices[key] = reference.at_most_one[key].clone();
        }
    }
    let mut shown = Vec::new();
    for (said, wanted) in [(&engine, &reference.outcomes), (&choices, &reference.at_most_one)] {
        if said == wanted {
            continue;
        }
        let keys =
            |of: &Json| of.as_object().into_iter().flat_map(Map::keys).cloned().collect::<BTreeSet<_>>();
        for key in keys(said).union(&keys(wanted)).filter(|key| said.get(key) != wanted.get(key)) {
            shown.push(format!("{key}\n  engine    {}\n  reference {}", said[key], wanted[key]));
        }
        if shown.is_empty() {
            shown.push(format!("an answer is no object: {said}"));
        }
    }
    if shown.is_empty() { None } else { Some(shown.join("\n")) }
}

/// A sketch and an input as small as they can be made while both still differ, and what they differ in.
pub fn smallest(
    mut sketch: Sketch,
    mut written: Written,
    mut difference: String,
) -> (Sketch, Written, String) {
    let differs = |sketch: &Sketch, written: &Written| Pair::load(&sketch.files()).ok()?.difference(written);
    'again: loop {
        for less in sketch.smaller() {
            // A fact that is gone is gone from the input too.
            let mut input = written.clone();
            if let (Ok(program), Some(facts)) =
                (read::read(&hashed(&less.files())), input.json["facts"].as_object_mut())
            {
                facts.retain(|key, _| program.fact(key).is_some());
                if let Some(tried) = input.json.get_mut("parameters").and_then(Json::as_object_mut) {
                    tried.retain(|key, _| program.parameter(key).is_some());
                }
            }
            if let Some(found) = differs(&less, &input) {
                (sketch, written, difference) = (less, input, found);
                continue 'again;
            }
        }
        for less in written.smaller() {
            if let Some(found) = differs(&sketch, &less) {
                (written, difference) = (less, found);
                continue 'again;
            }
        }
        return (sketch, written, difference);
    }
}

/// A case as it is reported.
pub fn report(seed: u64, sketch: &Sketch, written: &Written, difference: &str) -> String {
    let files: Vec<String> = sketch
        .files()
        .into_iter()
        .filter(|(path, _)| path.strip_suffix(".md").is_some())
        .map(|(path, text)| format!("== {path}\n{text}"))
        .collect();
    let known_on = written.known_on.map(law_reference::day::write).unwrap_or_default();
    format!(
        "seed {seed}\n{}\n== input {}\n{} known on {known_on}\n{difference}",
        files.join("\n"),
        seed,
        written.json
    )
}
