//! Fields: each gives facts that are declared, in a kind that can give them, and each is used.

use std::collections::BTreeSet;

use super::{Context, Findings};
use crate::date;
use crate::field::{Field, FieldKind};
use crate::flow::Guard;
use crate::library::Library;
use crate::problem::ProblemCode;
use crate::questions::{AnswerKind, FactWords};

pub(super) fn check(library: &Library, context: &Context, findings: &mut Findings<'_>) {
    let definition = &findings.pack.definition;
    let used = used(findings);
    let mut earlier: Vec<&Field> = Vec::new();
    let forms = findings.pack.tracks().flat_map(|(_, flow)| &flow.actions).map(|action| &action.form);
    for form in forms {
        let mut earlier: Vec<&Field> = Vec::new();
        for field in form {
            shape(field, findings);
            condition(field, &earlier, findings);
            earlier.push(field);
        }
    }
    for field in &definition.fields {
        facts(field, library, context, findings);
        shape(field, findings);
        condition(field, &earlier, findings);
        if !used.contains(field.id.as_str()) {
            let said = "a fact, the route or an effect that uses it, found none: it must not be asked";
            findings.main(key(field), ProblemCode::UnusedField, said);
        }
        earlier.push(field);
    }
    named_fields(findings);
}

fn key(field: &Field) -> String {
    format!("fields.{}", field.id)
}

fn facts(field: &Field, library: &Library, context: &Context, findings: &mut Findings<'_>) {
    for fact in &field.facts {
        let words = library.questions.facts.get(fact).filter(|_| context.facts.contains(fact));
        let Some(words) = words else {
            let said = format!("found `{fact}`, expected a fact of the law");
            findings.main(format!("{}.facts", key(field)), ProblemCode::UnknownFact, said);
            continue;
        };
        if !gives(field.kind, fact, words) {
            let said = format!("a kind that gives `{fact}` ({:?}), found {:?}", words.kind, field.kind);
            findings.main(format!("{}.kind", key(field)), ProblemCode::WrongKind, said);
        }
        let foreign = field.values.iter().filter(|value| !words.values.contains_key(&value.id));
        for value in foreign {
            let said = format!("one of the values of `{fact}`");
            findings.main(format!("{}.values.{}", key(field), value.id), ProblemCode::WrongKind, said);
        }
    }
}

/// An ID number holds a date of birth and a sex, and no more than that.
fn gives(kind: FieldKind, fact: &str, words: &FactWords) -> bool {
    match kind {
        FieldKind::IdNumber => matches!(fact, "birth_date" | "sex"),
        FieldKind::Choice => words.kind == AnswerKind::Choice,
        FieldKind::YesNo => words.kind == AnswerKind::YesNo,
        FieldKind::District | FieldKind::Region => words.kind == AnswerKind::Region,
        FieldKind::Money => words.kind == AnswerKind::Money,
        // Months that are picked give how many they are.
        FieldKind::Integer | FieldKind::Months => words.kind == AnswerKind::Integer,
        FieldKind::Date => words.kind == AnswerKind::Date,
        FieldKind::PersonName
        | FieldKind::Phone
        | FieldKind::Occupation
        | FieldKind::Street
        | FieldKind::OtherKind
        | FieldKind::ShortText
        | FieldKind::Month
        | FieldKind::RegistrationNumber => false,
    }
}

fn shape(field: &Field, findings: &mut Findings<'_>) {
    let is_choice = field.kind == FieldKind::Choice;
    if is_choice == field.values.is_empty() {
        let said = if is_choice { "values to choose from" } else { "no values: this kind has none" };
        findings.main(format!("{}.values", key(field)), ProblemCode::WrongKind, said);
    }
    let is_text = matches!(field.kind, FieldKind::ShortText | FieldKind::Occupation | FieldKind::OtherKind);
    if is_text != field.chars_max.is_some() {
        let said =
            if is_text { "the most characters of the text" } else { "none: this kind has its own length" };
        findings.main(format!("{}.chars_max", key(field)), ProblemCode::WrongKind, said);
    }
    let is_number = matches!(field.kind, FieldKind::Money | FieldKind::Integer);
    let is_bounded = field.least.is_some() || field.most.is_some();
    if is_bounded && (!is_number || field.least > field.most.or(Some(u64::MAX))) {
        let said = "bounds of a number or an amount, the least first";
        findings.main(format!("{}.least", key(field)), ProblemCode::WrongKind, said);
    }
    span(field, findings);
    if let Some(place) = &field.lies_in
        && !(field.kind == FieldKind::Street && findings.pack.field(place).is_some())
    {
        let said = format!("a street, and `{place}` among the fields of the pack");
        findings.main(format!("{}.lies_in", key(field)), ProblemCode::UnknownField, said);
    }
    if field.not_after_business_date && field.kind != FieldKind::Date {
        let said = "a field of kind date";
        findings.main(format!("{}.not_after_business_date", key(field)), ProblemCode::WrongKind, said);
    }
}

/// The bounds of a day or a month: written as its kind is, in order, with their source.
fn span(field: &Field, findings: &mut Findings<'_>) {
    let bounds: Vec<&String> = field.earliest.iter().chain(&field.latest).collect();
    if bounds.is_empty() && field.bounds_source.is_none() {
        return;
    }
    let reads = |bound: &&String| match field.kind {
        FieldKind::Date => date::parse(bound).is_some(),
        FieldKind::Month | FieldKind::Months => date::is_month(bound),
        FieldKind::PersonName
        | FieldKind::IdNumber
        | FieldKind::Phone
        | FieldKind::Choice
        | FieldKind::YesNo
        | FieldKind::Occupation
        | FieldKind::District
        | FieldKind::Street
        | FieldKind::OtherKind
        | FieldKind::ShortText
        | FieldKind::RegistrationNumber
        | FieldKind::Region
        | FieldKind::Money
        | FieldKind::Integer => false,
    };
    let has_source = field.bounds_source.as_ref().is_some_and(|source| !source.trim().is_empty());
    if bounds.is_empty() || !bounds.iter().all(reads) || !bounds.is_sorted() || !has_source {
        let said = "bounds of a day or a month, written like it, the earliest first, with `bounds_source`";
        findings.main(format!("{}.earliest", key(field)), ProblemCode::WrongKind, said);
    }
}

fn condition(field: &Field, earlier: &[&Field], findings: &mut Findings<'_>) {
    let Some(when) = &field.when else { return };
    let Some(other) = earlier.iter().find(|other| other.id == when.field) else {
        let said = format!("found `{}`, expected a field that stands earlier", when.field);
        findings.main(format!("{}.when.field", key(field)), ProblemCode::UnknownField, said);
        return;
    };
    for value in &when.is {
        let known = match other.kind {
            FieldKind::Choice => other.values.iter().any(|choice| choice.id == *value),
            FieldKind::YesNo => matches!(value.as_str(), "true" | "false"),
            _ => false,
        };
        if !known {
            let said = format!("found `{value}`, expected a value of `{}`", other.id);
            findings.main(format!("{}.when.is", key(field)), ProblemCode::UnknownField, said);
        }
    }
}

fn used<'a>(findings: &Findings<'a>) -> BTreeSet<&'a str> {
    let definition = &findings.pack.definition;
    let giving =
        definition.fields.iter().filter(|field| !field.facts.is_empty()).map(|field| field.id.as_str());
    let effects = definition.effects.iter().flat_map(|effect| effect.fields.iter().map(String::as_str));
    let flows = findings.pack.tracks().flat_map(|(_, flow)| &flow.actions).flat_map(|action| &action.guards);
    let guards = flows.chain(&definition.eligibility).flat_map(Guard::fields);
    giving.chain(effects).chain(definition.route.fields()).chain(guards).collect()
}

fn named_fields(findings: &mut Findings<'_>) {
    let pack = findings.pack;
    let definition = &pack.definition;
    let route = definition.route.fields().into_iter().map(|field| ("route.field".to_owned(), field));
    let reasons = definition
        .return_reasons
        .iter()
        .map(|reason| (format!("return_reasons.{}.field", reason.code), reason.field.as_str()));
    let effects = definition.effects.iter().flat_map(|effect| {
        effect.fields.iter().map(|field| (format!("effects.{}.fields", effect.id), field.as_str()))
    });
    let asked_by_actions = |field: &str| {
        let mut forms = pack.tracks().flat_map(|(_, flow)| &flow.actions).flat_map(|action| &action.form);
        forms.any(|asked| asked.id == field)
    };
    for (key, field) in route.chain(reasons).chain(effects) {
        let is_effect = key.starts_with("effects.");
        if pack.field(field).is_none() && !(is_effect && asked_by_actions(field)) {
            let said = format!("found `{field}`, expected a field of the pack");
            findings.main(key, ProblemCode::UnknownField, said);
        }
    }
}
