//! An input of the decision contract: what is given of the facts on which day, under which tried values. A fault
//! gives the contract's code.

use crate::day::{self, Day};
use crate::fraction::Fraction;
use crate::meaning::completion::Given;
use crate::program::{Fact, Judge, Kind, ParameterId, Program, Setting, SettingKind};
use serde_json::{Map, Value as Json};

/// The greatest amount that a parameter may be tried with, in fen (the contract's bound).
const MONEY_MAX: i64 = 1_000_000_000_000;
/// The greatest number that a parameter may be tried with.
const NUMBER_MAX: i64 = 1_000_000;

/// One input.
#[derive(Debug, Clone)]
pub struct Input {
    /// 业务日期
    pub as_of: Day,
    /// What was known on this day; all, if `None`.
    pub known_on: Option<Day>,
    /// For each fact what is given of it.
    pub facts: Vec<Given>,
    /// Parameters that are tried.
    pub tried: Vec<(ParameterId, Setting)>,
}

/// Reads an input; a fault gives its code.
pub fn read(program: &Program, text: &str) -> Result<Input, &'static str> {
    let json: Json = serde_json::from_str(text).map_err(|_| "malformed")?;
    let object = json.as_object().ok_or("wrong_type")?;
    if object.keys().any(|key| !["as_of", "facts", "parameters"].contains(&key.as_str())) {
        return Err("unknown_key");
    }
    let as_of = match object.get("as_of").ok_or("missing_key")? {
        Json::Null => return Err("null_not_allowed"),
        other => day::parse(other.as_str().ok_or("wrong_type")?).ok_or("bad_date")?,
    };
    let facts = object.get("facts").ok_or("missing_key")?.as_object().ok_or("wrong_type")?;
    let mut given = vec![None; program.facts.len()];
    for (key, json) in facts {
        let id = program.fact(key).ok_or("unknown_key")?;
        given[id] = Some(fact(program, &program.facts[id], json)?);
    }
    let empty = Map::new();
    let parameters = match object.get("parameters") {
        None => &empty,
        Some(json) => json.as_object().ok_or("wrong_type")?,
    };
    let mut tried = Vec::new();
    for (key, json) in parameters {
        let id = program.parameter(key).filter(|id| program.parameters[*id].what_if).ok_or("unknown_key")?;
        tried.push((id, setting(program, &program.parameters[id].kind, json)?));
    }
    let input = Input { as_of, known_on: None, facts: given, tried };
    contradictions(program, &input)?;
    Ok(input)
}

fn fact(program: &Program, fact: &Fact, json: &Json) -> Result<Option<i64>, &'static str> {
    let text = || json.as_str().ok_or("wrong_type");
    let value = match (&fact.kind, json) {
        (_, Json::Null) => return if fact.none.is_some() { Ok(None) } else { Err("null_not_allowed") },
        (Kind::Date, _) => day::parse(text()?).ok_or("bad_date")?,
        (Kind::Region, _) => region(program, text()?)?,
        (Kind::Flag, _) => match fact.judge.as_ref().filter(|judge| judge.by.is_some()) {
            Some(judge) => judgement(judge, json)?,
            None => i64::from(json.as_bool().ok_or("wrong_type")?),
        },
        (Kind::Integer(least, most, _) | Kind::Money(least, most), _) => number(json, *least, *most)?,
        (Kind::Choice(choices), _) => {
            let code = text()?;
            let at = choices.iter().position(|(_, c)| c == code).ok_or("unknown_value")?;
            i64::try_from(at).unwrap_or_default()
        }
    };
    Ok(Some(value))
}

/// `{"value": true, "by": "…", "reason": "…"}`
fn judgement(judge: &Judge, json: &Json) -> Result<i64, &'static str> {
    let object = json.as_object().ok_or("wrong_type")?;
    if object.keys().any(|key| !["value", "by", "reason"].contains(&key.as_str())) {
        return Err("unknown_key");
    }
    let by = object.get("by").ok_or("missing_key")?.as_str().ok_or("wrong_type")?;
    if judge.by.as_deref() != Some(by) {
        return Err("unknown_value");
    }
    let reason = match object.get("reason") {
        None => "",
        Some(reason) => reason.as_str().ok_or("wrong_type")?.trim(),
    };
    if judge.with_reason && reason.is_empty() {
        return Err("missing_key");
    }
    match object.get("value").ok_or("missing_key")?.as_bool().ok_or("wrong_type")? {
        false if judge.only_recognised => Err("unknown_value"),
        value => Ok(i64::from(value)),
    }
}

fn number(json: &Json, least: i64, most: i64) -> Result<i64, &'static str> {
    if !json.is_number() || json.is_f64() {
        return Err("wrong_type");
    }
    json.as_i64().filter(|number| (least..=most).contains(number)).ok_or("out_of_range")
}

fn region(program: &Program, text: &str) -> Result<i64, &'static str> {
    let six = text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit());
    let code: i64 = text.parse().ok().filter(|_| six).ok_or("bad_region")?;
    if program.in_city(code) && !program.districts.contains(&code) { Err("bad_region") } else { Ok(code) }
}

fn setting(program: &Program, kind: &SettingKind, json: &Json) -> Result<Setting, &'static str> {
    if json.is_null() {
        return Err("null_not_allowed");
    }
    match kind {
        SettingKind::Money(_) => number(json, 0, MONEY_MAX).map(Setting::Money),
        SettingKind::Number(_) => number(json, 0, NUMBER_MAX).map(Setting::Number),
        SettingKind::Flag => Ok(Setting::Flag(json.as_bool().ok_or("wrong_type")?)),
        SettingKind::Table(_) => Err("unknown_key"),
        SettingKind::Choices(fact) => {
            let Kind::Choice(choices) = &program.facts[*fact].kind else { return Err("wrong_type") };
            let mut places = Vec::new();
            for json in json.as_array().ok_or("wrong_type")? {
                let code = json.as_str().ok_or("wrong_type")?;
                let at = choices.iter().position(|(_, c)| c == code).ok_or("unknown_value")?;
                places.push(i64::try_from(at).unwrap_or_default());
            }
            Ok(Setting::Choices(places))
        }
        SettingKind::Rate => {
            let rate = Fraction::decimal(json.as_str().ok_or("wrong_type")?).ok_or("wrong_type")?;
            if rate.is_at_most_one() { Ok(Setting::Rate(rate)) } else { Err("out_of_range") }
        }
        SettingKind::Regions => {
            let mut codes = Vec::new();
            for json in json.as_array().ok_or("wrong_type")? {
                let code = region(program, json.as_str().ok_or("wrong_type")?)?;
                if !program.in_city(code) {
                    return Err("bad_region");
                }
                codes.push(code);
            }
            Ok(Setting::Regions(codes))
        }
    }
}

fn contradictions(program: &Program, input: &Input) -> Result<(), &'static str> {
    let named = |name: &Option<String>| {
        let id = program.facts.iter().position(|fact| Some(&fact.name) == name.as_ref())?;
        input.facts[id]
    };
    for (fact, given) in program.facts.iter().zip(&input.facts) {
        let Some(value) = given else { continue };
        let late = fact.until_today && value.is_some_and(|day| day > input.as_of);
        let early =
            matches!((value, named(&fact.not_before)), (Some(day), Some(Some(least))) if *day < least);
        let torn = named(&fact.paired_with).is_some_and(|other| other.is_none() != value.is_none());
        if late || early || torn {
            return Err("contradiction");
        }
    }
    Ok(())
}
