//! A difference as JSON; its schema is `docs/schemas/policy-diff-1.json`.

use super::Difference;
use super::catalogue::{FactChange, FactDifference};
use super::meaning::{Case, Change, ConclusionMeaning, FieldMeaning, Verdict};
use super::parameters::ParameterChange;
use super::person::{Answer, Person, facts_json, given_json};
use super::population::Population;
use super::text::{PartChange, Provision};
use super::touched::Touched;
use crate::value::Datum;
use serde_json::{Value, json};

/// The version of the form.
pub const VERSION: u32 = 1;

/// A difference as its published form.
pub fn difference(of: &Difference<'_>, population: Option<&Population<'_, '_>>) -> Value {
    let meaning = &of.meaning;
    let policies = meaning.merged.policies;
    let side = |at: usize| {
        let instruments: Vec<&str> = policies[at].instruments.iter().map(|of| of.id.as_str()).collect();
        json!({ "version": policies[at].version, "instruments": instruments })
    };
    let mut out = json!({
        "form": VERSION,
        "before": side(0),
        "after": side(1),
        "equal": of.is_equal(),
        "meaning": {
            "equal": meaning.is_equal(),
            "conclusions": meaning.conclusions.iter().map(|one| conclusion(of, one)).collect::<Value>(),
            "facts": meaning.merged.catalogue.changes.iter().map(fact).collect::<Value>(),
            "parameters": of.parameters.iter().map(parameter).collect::<Value>(),
        },
        "text": {
            "equal": of.text.is_empty(),
            "provisions": of.text.provisions.iter().map(provision).collect::<Value>(),
            "parts": of.text.parts.iter().map(part).collect::<Value>(),
        },
        "touched": of.touched.iter().map(touched).collect::<Value>(),
    });
    if let Some(population) = population {
        out["population"] = json!({
            "persons": population.persons,
            "differ": population.differ,
            "refused": { "before": population.refused[0], "after": population.refused[1] },
            "conclusions": population.conclusions,
        });
    }
    out
}

const fn verdict(of: Verdict) -> &'static str {
    match of {
        Verdict::Identical => "identical",
        Verdict::Equal => "equal",
        Verdict::Differs => "differs",
        Verdict::Added => "added",
        Verdict::Removed => "removed",
    }
}

fn conclusion(of: &Difference<'_>, one: &ConclusionMeaning) -> Value {
    json!({
        "id": one.key,
        "name": one.name,
        "verdict": verdict(one.verdict),
        "complete": one.complete,
        "cases": one.cases.iter().map(|case| self::case(of, case)).collect::<Value>(),
        "fields": one.fields.iter().map(|field| self::field(of, field)).collect::<Value>(),
    })
}

fn field(of: &Difference<'_>, field: &FieldMeaning) -> Value {
    json!({
        "id": field.key,
        "name": field.name,
        "verdict": verdict(field.verdict),
        "complete": field.complete,
        "cases": field.cases.iter().map(|case| self::case(of, case)).collect::<Value>(),
    })
}

fn case(of: &Difference<'_>, case: &Case) -> Value {
    let (change, among) = match &case.change {
        Change::Gain => ("gain", "yes_after"),
        Change::Loss => ("loss", "yes_before"),
        Change::Value { .. } => ("value", "yes_on_both_sides"),
    };
    let mut out = json!({
        "change": change,
        "among": among,
        "conditions": case.clauses,
        "example": case.person.as_ref().map(|person| self::person(of, person)),
    });
    if let Change::Value { before, after, everywhere } = &case.change {
        out["values"] = json!({ "before": before, "after": after, "everywhere": everywhere });
    }
    out
}

fn person(of: &Difference<'_>, person: &Person) -> Value {
    let merged = &of.meaning.merged;
    let mut input = json!({ "as_of": person.as_of.to_string(), "facts": facts_json(merged, person) });
    if !person.given.is_empty() {
        input["parameters"] = given_json(merged, &person.given);
    }
    let [before, after] = [0, 1].map(|side: usize| answer(&person.answers[side]));
    json!({ "input": input, "before": before, "after": after })
}

fn answer(answer: &Answer) -> Value {
    let mut out = json!({ "status": answer.status.map(super::super::decide::Status::code) });
    if let Some(field) = &answer.field {
        out["value"] = Datum::json(field);
    }
    out
}

fn fact(change: &FactChange) -> Value {
    let what = |what: &FactDifference| match what {
        FactDifference::Added => json!({ "what": "added" }),
        FactDifference::Removed => json!({ "what": "removed" }),
        FactDifference::Type => json!({ "what": "type" }),
        FactDifference::Value(code, true) => json!({ "what": "value_added", "value": code }),
        FactDifference::Value(code, false) => json!({ "what": "value_removed", "value": code }),
        FactDifference::Bounds => json!({ "what": "bounds" }),
        FactDifference::Nullable => json!({ "what": "nullable" }),
        FactDifference::Name => json!({ "what": "name" }),
        FactDifference::Changeable => json!({ "what": "changeable" }),
        FactDifference::Origin => json!({ "what": "origin" }),
    };
    json!({ "id": change.key, "name": change.name, "changes": change.what.iter().map(what).collect::<Value>() })
}

fn parameter(change: &ParameterChange) -> Value {
    json!({
        "id": change.key,
        "name": change.name,
        "periods": change.periods.iter().map(|period| json!({
            "from": period.from.map(|day| day.to_string()),
            "to": period.to.map(|day| day.to_string()),
            "before": period.before,
            "after": period.after,
        })).collect::<Value>(),
    })
}

fn provision(of: &Provision) -> Value {
    json!({
        "instrument": of.instrument,
        "anchor": of.anchor,
        "provision": { "zh": of.anchor.to_string(), "en": of.anchor.english() },
        "fate": of.fate,
        "words": of.words,
    })
}

fn part(of: &PartChange) -> Value {
    json!({
        "kind": of.kind,
        "article": of.article,
        "name": of.name,
        "fate": of.fate,
        "words": of.words(),
    })
}

fn touched(of: &Touched) -> Value {
    let mut out = json!(of);
    out["examples"] = json!({ "rows": of.examples.0, "answered_otherwise": of.examples.1 });
    out
}
