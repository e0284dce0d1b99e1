//! What a difference in meaning touches: the rule and its provision, readings,
//! parameters, examples, questions, and of the services the forms and letters.

use super::catalogue::SIDES;
use super::meaning::{Case, ConclusionMeaning, Meaning};
use super::text::{PartChange, TextDifference};
use crate::bundle::Bundle;
use crate::condition::{Condition, Form};
use crate::decide::{Decider, Options};
use crate::example;
use crate::policy::Policy;
use serde::Serialize;
use std::collections::BTreeSet;

/// What the difference of one conclusion touches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Touched {
    /// The conclusion.
    pub conclusion: String,
    /// The provisions that its rule cites, in Chinese.
    pub provisions: Vec<String>,
    /// Rules that it rests on and whose words changed, by key.
    pub rules: Vec<String>,
    /// The readings that its rule takes.
    pub readings: Vec<String>,
    /// The parameters that its conditions and fields read, of those that changed.
    pub parameters: Vec<String>,
    /// Examples under the earlier rule, and how many the later policy answers otherwise.
    pub examples: (usize, usize),
    /// Facts that the cases speak of and that people are asked for.
    pub questions: Vec<String>,
    /// Services.
    pub services: Vec<ServiceTouched>,
}

/// A service that carries the conclusion, leads on to it or asks for its facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ServiceTouched {
    /// Its identifier.
    pub service: String,
    /// Whether it carries the conclusion out.
    pub carries: bool,
    /// Whether one of its next steps is for those who have the conclusion.
    pub next_step: bool,
    /// The fields of its form that give one of the facts.
    pub form: Vec<String>,
    /// Its letters and messages, `event/channel`, if it carries the conclusion out.
    pub letters: Vec<String>,
}

/// What each difference touches; `services` are the service folders' files by path.
pub fn touched(meaning: &Meaning<'_>, text: &TextDifference, services: &Bundle) -> Vec<Touched> {
    let differ = meaning.conclusions.iter().filter(|of| !of.is_equal());
    differ.map(|of| one(meaning, of, text, services)).collect()
}

fn one(meaning: &Meaning<'_>, of: &ConclusionMeaning, text: &TextDifference, services: &Bundle) -> Touched {
    let policies = meaning.merged.policies;
    let mut read = Read::default();
    for policy in policies {
        if let Some(plan) = policy.plan(&of.key) {
            read.rule(policy, policy.plans[plan].rule);
        }
    }
    let cases: Vec<&Case> = of.cases.iter().chain(of.fields.iter().flat_map(|field| &field.cases)).collect();
    let facts: BTreeSet<String> =
        cases.iter().flat_map(|case| &case.clauses).flat_map(|clause| clause.facts.clone()).collect();
    let changed = |kinds: &[&str], names: &BTreeSet<String>| -> Vec<String> {
        let of_kind = |part: &&PartChange| kinds.contains(&part.kind.as_str()) && names.contains(&part.name);
        let found: BTreeSet<String> =
            text.parts.iter().filter(of_kind).map(|part| part.name.clone()).collect();
        found.into_iter().collect()
    };
    let asked = |fact: &&String| policies.iter().any(|policy| has_question(policy, fact));
    Touched {
        conclusion: of.key.clone(),
        provisions: read.provisions.into_iter().map(|anchor| anchor.to_string()).collect(),
        rules: changed(&["规则"], &read.rules),
        readings: read.readings.into_iter().collect(),
        parameters: changed(&["参数", "确定", "规则"], &read.parameters),
        examples: examples(meaning, &of.key),
        questions: facts.iter().filter(asked).cloned().collect(),
        services: services_touched(services, &of.key, &facts),
    }
}

/// What a rule and the rules below it read.
#[derive(Default)]
struct Read {
    rules: BTreeSet<String>,
    readings: BTreeSet<String>,
    parameters: BTreeSet<String>,
    provisions: BTreeSet<law_syntax::Anchor>,
}

impl Read {
    fn rule(&mut self, policy: &Policy, id: usize) {
        let rule = &policy.rules[id];
        self.rules.insert(rule.key.clone());
        self.provisions.insert(rule.anchor);
        self.condition(policy, &rule.root, true);
        for field in &rule.fields {
            self.readings.extend(field.readings.iter().cloned());
            self.provisions.insert(field.anchor);
            for case in &field.cases {
                let mut parameters = Vec::new();
                case.value.parameters(&mut parameters);
                self.parameters(policy, parameters);
                case.when.iter().for_each(|condition| self.condition(policy, condition, true));
            }
        }
    }

    fn parameters(&mut self, policy: &Policy, list: Vec<usize>) {
        self.parameters.extend(list.into_iter().map(|id| policy.parameters[id].key.clone()));
    }

    /// Readings and provisions of the rule's own lines; rules and parameters of all below it.
    fn condition(&mut self, policy: &Policy, condition: &Condition, own: bool) {
        if own {
            self.readings.extend(condition.readings.iter().cloned());
            self.provisions.insert(condition.anchor);
        }
        match &condition.form {
            Form::Test(test) => self.parameters(policy, test.parameters().collect()),
            Form::All(parts) | Form::Any(parts) => {
                for part in parts {
                    self.condition(policy, part, own);
                }
            }
            Form::Rule { rule, .. } => {
                self.rules.insert(policy.rules[*rule].key.clone());
                self.condition(policy, &policy.rules[*rule].root, false);
            }
            Form::Item { rule, item } => {
                self.rules.insert(policy.rules[*rule].key.clone());
                self.condition(policy, &policy.rules[*rule].items[*item], false);
            }
            Form::Field(_) => {}
        }
    }
}

fn has_question(policy: &Policy, fact: &str) -> bool {
    let table = policy.bundle.get("questions.toml").and_then(|text| text.parse::<toml::Table>().ok());
    table.is_some_and(|table| table.get("facts").and_then(|facts| facts.get(fact)).is_some())
}

/// The examples under the earlier rule, and how many the later policy answers otherwise.
fn examples(meaning: &Meaning<'_>, key: &str) -> (usize, usize) {
    let policies = meaning.merged.policies;
    let [Some(plan), Some(other)] = policies.map(|policy| policy.plan(key)) else { return (0, 0) };
    let plans = [plan, other];
    let mut deciders = [Decider::default(), Decider::default()];
    let (mut all, mut otherwise) = (0, 0);
    for example in example::read(policies[0], &mut Vec::new()).iter().filter(|example| example.plan == plan) {
        all += 1;
        let Some(request) = meaning.merged.other_side(&example.request) else { continue };
        let requests = [&example.request, &request];
        let [before, after] = SIDES.map(|side| {
            let options =
                Options { only: Some(vec![plans[side]]), without_because: true, without_changes: true };
            let outcome = deciders[side].decide(policies[side], requests[side], &options).outcomes.pop();
            outcome.map(|outcome| {
                let names = policies[side].rule(plans[side]).fields.iter().map(|field| field.key.clone());
                let fields: Vec<_> =
                    names.zip(outcome.fields.iter().map(|(datum, _)| datum.json())).collect();
                (outcome.status, fields)
            })
        });
        otherwise += usize::from(before != after);
    }
    (all, otherwise)
}

fn services_touched(services: &Bundle, conclusion: &str, facts: &BTreeSet<String>) -> Vec<ServiceTouched> {
    let mut found = Vec::new();
    for (path, text) in services.iter() {
        let Some(folder) = path.strip_suffix("service.toml") else { continue };
        let Ok(pack) = text.parse::<toml::Table>() else { continue };
        let is = |value: Option<&toml::Value>| value.and_then(toml::Value::as_str) == Some(conclusion);
        let carries = is(pack.get("conclusion"));
        let next_step = tables(&pack, "next_steps").any(|step| is(step.get("conclusion")));
        let gives = |field: &&toml::Table| {
            let list = field.get("facts").and_then(toml::Value::as_array);
            list.into_iter().flatten().filter_map(toml::Value::as_str).any(|fact| facts.contains(fact))
        };
        let form: Vec<String> =
            tables(&pack, "fields").filter(gives).map(|field| word(field, "id")).collect();
        if !carries && !next_step && form.is_empty() {
            continue;
        }
        let notices = services.get(&format!("{folder}notices.toml")).filter(|_| carries);
        let notices = notices.and_then(|text| text.parse::<toml::Table>().ok()).unwrap_or_default();
        let letter = |notice: &toml::Table| format!("{}/{}", word(notice, "event"), word(notice, "channel"));
        let letters = tables(&notices, "notices").map(letter).collect();
        found.push(ServiceTouched { service: word(&pack, "id"), carries, next_step, form, letters });
    }
    found
}

fn tables<'a>(table: &'a toml::Table, key: &str) -> impl Iterator<Item = &'a toml::Table> {
    table.get(key).and_then(toml::Value::as_array).into_iter().flatten().filter_map(toml::Value::as_table)
}

fn word(table: &toml::Table, key: &str) -> String {
    table.get(key).and_then(toml::Value::as_str).unwrap_or_default().to_owned()
}
