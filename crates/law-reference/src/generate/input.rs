//! Random inputs: values at the cuts of a policy's comparisons and on both sides of them, gaps, tried parameters,
//! days of knowledge.

use super::Draw;
use crate::answer::Answerer;
use crate::day::{self, Day, next, previous};
use crate::input::{Input, read};
use crate::meaning::completion::pieces;
use crate::meaning::shown::rests;
use crate::meaning::truth::World;
use crate::meaning::{comparisons_of, facts_of_all, field};
use crate::program::{Comparison, Fact, FactId, Kind, Program, SettingKind, Stretch};
use serde_json::{Map, Value as Json, json};

/// An input as a caller writes it.
#[derive(Debug, Clone)]
pub struct Written {
    /// The object of the decision contract.
    pub json: Json,
    /// `--known-on`
    pub known_on: Option<Day>,
}

impl Written {
    /// The same, read.
    pub fn read(&self, program: &Program) -> Result<Input, &'static str> {
        let input = read(program, &self.json.to_string())?;
        Ok(Input { known_on: self.known_on, ..input })
    }

    /// The input with one thing less.
    pub fn smaller(&self) -> Vec<Self> {
        let mut all = Vec::new();
        for part in ["facts", "parameters"] {
            for key in self.json[part].as_object().into_iter().flat_map(Map::keys) {
                let mut less = self.clone();
                less.json[part].as_object_mut().and_then(|members| members.remove(key));
                all.push(less);
            }
        }
        if self.known_on.is_some() {
            all.push(Self { known_on: None, ..self.clone() });
        }
        all
    }
}

/// What inputs of a policy are drawn from; made once for many.
#[derive(Debug)]
pub struct Source<'a> {
    program: &'a Program,
    answerer: Answerer<'a>,
    comparisons: Vec<Comparison>,
    read: Vec<FactId>,
    days: Vec<Day>,
}

impl<'a> Source<'a> {
    /// For a policy.
    pub fn new(program: &'a Program) -> Self {
        let mut comparisons = Vec::new();
        let mut shown = Vec::new();
        for (id, rule) in program.rules.iter().enumerate() {
            comparisons.extend(comparisons_of(program, id));
            for at in 0..rule.fields.len() {
                let rests = rests(program, id, at);
                comparisons.extend(rests.comparisons);
                shown.extend(rests.shown);
            }
        }
        comparisons.sort();
        comparisons.dedup();
        let mut read = facts_of_all(&comparisons);
        read.extend(shown);
        read.sort_unstable();
        read.dedup();
        let mut days = vec![20_200_229, 20_210_228, 20_211_231, 20_220_701];
        for row in program.parameters.iter().flat_map(|parameter| &parameter.rows) {
            days.extend([Some(row.from), row.to, row.published].into_iter().flatten());
        }
        for rule in &program.rules {
            let Stretch { from, to } = rule.body.days;
            days.extend([Some(rule.force), from, to, rule.published].into_iter().flatten());
            days.extend(rule.amendments.iter().map(|amendment| amendment.from));
        }
        for exception in &program.exceptions {
            let Stretch { from, to } = exception.body.days;
            days.extend([Some(exception.force), from, to].into_iter().flatten());
        }
        Self { program, answerer: Answerer::new(program), comparisons, read, days }
    }

    /// The reference's answers for this policy.
    pub fn answerer(&self) -> &Answerer<'a> {
        &self.answerer
    }

    fn day(&self, draw: &mut Draw) -> Day {
        let near = *draw.one(&self.days);
        match draw.below(10) {
            0 => near,
            1 => next(near),
            2 => previous(near).unwrap_or(near),
            3 => *draw.one(&[day::FIRST, day::LAST, 99_900_228]),
            _ => {
                day::make(draw.between(2017, 2030), draw.between(1, 12), draw.between(1, 28)).unwrap_or(near)
            }
        }
    }

    /// An input whose completions are at most so many.
    pub fn draw(&self, draw: &mut Draw, effort_max: usize) -> (Written, Input) {
        loop {
            if let Some(drawn) = self.try_draw(draw, effort_max) {
                return drawn;
            }
        }
    }

    fn try_draw(&self, draw: &mut Draw, effort_max: usize) -> Option<(Written, Input)> {
        let today = self.day(draw);
        let program = self.program;
        let world = World::new(program, today, None, &[]);
        let nothing = vec![None; program.facts.len()];
        let gaps = *draw.one(&[0, 10, 30, 60, 90]);
        let mut facts = Map::new();
        let mut values = Vec::new();
        for fact in &self.read {
            let choices = pieces(&world, &self.comparisons, &nothing, &[*fact], &[*fact]);
            let key = &program.facts[*fact].key;
            let value = choices.first().map(|(_, values)| *draw.one(values));
            let json = field::fact_json(program, *fact, value.flatten());
            let json = judged(&program.facts[*fact], json);
            // The cuts hold codes that stand for places outside the city and no district's; all are good codes.
            values.push((key.clone(), json.clone()));
            if !draw.percent(gaps) {
                facts.insert(key.clone(), json);
            }
        }
        let mut parameters = Map::new();
        for parameter in program.parameters.iter().filter(|parameter| parameter.what_if) {
            if draw.percent(20) {
                parameters.insert(parameter.key.clone(), tried(draw, program, &parameter.kind));
            }
        }
        let known_on = draw.percent(30).then(|| self.day(draw));
        let mut object = json!({ "as_of": day::write(today), "facts": facts });
        if !parameters.is_empty() {
            object["parameters"] = Json::Object(parameters);
        }
        let mut written = Written { json: object, known_on };
        loop {
            let input = written.read(program).ok()?;
            if self.answerer.effort(&input) <= effort_max {
                return Some((written, input));
            }
            let is_absent = |key: &str| written.json["facts"].get(key).is_none();
            let absent: Vec<(String, Json)> =
                values.iter().filter(|(key, _)| is_absent(key)).cloned().collect();
            for _ in 0..absent.len().div_ceil(6) {
                let (key, json) = draw.one(&absent);
                written.json["facts"][key] = json.clone();
            }
        }
    }
}

/// A judgement says who judged.
fn judged(fact: &Fact, json: Json) -> Json {
    match fact.judge.as_ref().and_then(|judge| judge.by.as_ref().map(|by| (judge, by))) {
        Some((judge, by)) if !json.is_null() => {
            let value = judge.only_recognised || json == json!(true);
            json!({ "value": value, "by": by, "reason": "理由" })
        }
        _ => json,
    }
}

fn tried(draw: &mut Draw, program: &Program, kind: &SettingKind) -> Json {
    match kind {
        SettingKind::Number(_) => json!(*draw.one(&[0, 1, 6, 12, 40])),
        SettingKind::Flag => json!(draw.percent(50)),
        SettingKind::Table(_) => Json::Null,
        SettingKind::Choices(fact) => match &program.facts[*fact].kind {
            Kind::Choice(choices) => {
                let codes: Vec<&str> = choices.iter().map(|(_, code)| code.as_str()).collect();
                json!(if draw.percent(20) { Vec::new() } else { draw.some(&codes, 50) })
            }
            _ => Json::Null,
        },
        SettingKind::Money(_) => json!(*draw.one(&[0, 1, 99_999, 400_050, 1_000_000_000_000_i64])),
        SettingKind::Rate => json!(*draw.one(&["0", "1", "0.2", "0.000000000000000001", "0.015"])),
        SettingKind::Regions => {
            let codes = draw.some(&program.districts, 30);
            let codes = if draw.percent(20) { Vec::new() } else { codes };
            json!(codes.iter().map(|code| format!("{code:06}")).collect::<Vec<_>>())
        }
    }
}
