//! A rule in its versions: what it says from which day on. The versions become
//! one rule whose conditions ask for the business date, or, under a transition,
//! for an event of the case; both versions stand in the diagram.

use super::{Layer, Window, stamp};
use crate::condition::{Condition, Day, DayBase, Form, RuleId, Test};
use crate::date::Date;
use crate::phrase::unnamed;
use crate::rule::{Field, FieldCase, Link, Rule};
use crate::value::Expression;

/// What a rule says from a day on.
#[derive(Debug, Clone)]
pub struct Version {
    /// First day; of the first version, none.
    pub from: Option<Date>,
    /// The instrument that amended it, by index.
    pub by: Option<usize>,
    /// The conditions behind the entry into force.
    pub conditions: Vec<Condition>,
    /// The items by index.
    pub items: Vec<Condition>,
    /// The fields.
    pub fields: Vec<Field>,
    /// What it leans on in other provisions.
    pub links: Vec<Link>,
}

impl Version {
    /// What a rule says as it was first read.
    pub fn first(rule: &Rule) -> Self {
        let conditions = match &rule.root.form {
            Form::All(parts) => parts.iter().skip(1).cloned().collect(),
            _ => Vec::new(),
        };
        Self {
            from: None,
            by: None,
            conditions,
            items: rule.items.clone(),
            fields: rule.fields.clone(),
            links: rule.links.clone(),
        }
    }
}

/// Cases to which an earlier version goes on applying.
#[derive(Debug, Clone)]
pub struct Transition {
    /// The rule that says which cases.
    pub rule: RuleId,
    /// Its key.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// Its English name.
    pub en: String,
    /// The amended rule.
    pub target: RuleId,
    /// First day of the version that does not apply to them.
    pub boundary: Date,
    /// Where its lines come from.
    pub layer: Layer,
    /// The rule that says which cases, for its lines.
    pub line: Condition,
}

/// Makes one rule of its versions.
pub fn compose(rule: &mut Rule, versions: &[Version], transitions: &[Transition]) {
    let Form::All(parts) = &mut rule.root.form else { return };
    parts.truncate(1);
    let mut groups = Vec::new();
    let mut items: Vec<Vec<Condition>> = Vec::new();
    let mut fields: Vec<Field> = Vec::new();
    for version in versions {
        for field in &version.fields {
            if !fields.iter().any(|other| other.key == field.key) {
                fields.push(Field { cases: Vec::new(), ..field.clone() });
            }
        }
        items.resize(items.len().max(version.items.len()), Vec::new());
    }
    for (at, version) in versions.iter().enumerate() {
        let until = versions.get(at + 1).and_then(|next| next.from);
        let window = Window { from: version.from, until };
        let guards = guards(window);
        let mut body = version.conditions.clone();
        let mut of_version = version.items.clone();
        for transition in transitions.iter().filter(|t| version.from.is_some_and(|from| t.boundary <= from)) {
            let Some(old) =
                versions.iter().rev().find(|old| old.from.is_none_or(|from| from < transition.boundary))
            else {
                continue;
            };
            body = vec![either(transition, &old.conditions, body)];
            // A reference to an item means the item as it stands for the case.
            of_version.resize(of_version.len().max(old.items.len()), never());
            for (index, item) in of_version.iter_mut().enumerate() {
                let before = old.items.get(index).cloned().unwrap_or_else(never);
                *item = either(transition, &[before], vec![std::mem::replace(item, never())]);
            }
            cases(&mut fields, old, &guards, Some(transition));
        }
        cases(&mut fields, version, &guards, None);
        for (of_item, item) in items.iter_mut().zip(of_version) {
            let mut parts = guards.clone();
            parts.push(item);
            of_item.push(unnamed(Form::All(parts)));
        }
        for condition in &mut body {
            stamp(condition, &|layer: &mut Layer| layer.window = layer.window.within(window));
        }
        let mut all = guards;
        all.extend(body);
        groups.push(unnamed(Form::All(all)));
    }
    match groups.len() {
        1 => parts.extend(versions[0].conditions.iter().cloned()),
        _ => parts.push(unnamed(Form::Any(groups))),
    }
    rule.items = items.into_iter().zip(0..).map(|(parts, index)| of_item(versions, index, parts)).collect();
    rule.fields = fields;
    rule.links = versions.iter().flat_map(|version| version.links.clone()).collect();
}

/// An item in all its versions, under the words of the first.
fn of_item(versions: &[Version], index: usize, parts: Vec<Condition>) -> Condition {
    let first = versions.iter().find_map(|version| version.items.get(index)).cloned();
    let first = first.unwrap_or_else(never);
    if versions.len() == 1 { first } else { Condition { form: Form::Any(parts), ..first } }
}

/// What no case meets.
fn never() -> Condition {
    unnamed(Form::Any(Vec::new()))
}

/// The tests of the business date.
pub fn guards(window: Window) -> Vec<Condition> {
    let today = Day::plain(DayBase::Today);
    let fixed = |day| Day::plain(DayBase::Fixed(day));
    let test = |left, right, strict| unnamed(Form::Test(Test::Days { left, right, strict }));
    let from = window.from.map(|day| test(fixed(day), today, false));
    let until = window.until.map(|day| test(today, fixed(day), true));
    from.into_iter().chain(until).collect()
}

/// The old rule for the cases of a transition, the new one for all others.
fn either(transition: &Transition, old: &[Condition], new: Vec<Condition>) -> Condition {
    let line = |form: Form, zh: String, en: String| Condition {
        shown: true,
        zh,
        en,
        anchor: transition.line.anchor,
        span: transition.line.span,
        layer: transition.layer,
        ..unnamed(form)
    };
    let holds = line(
        Form::Rule { rule: transition.rule, wanted: true },
        format!("属于“{}”（过渡）", transition.name),
        format!("transition: {}", transition.en),
    );
    let not = line(
        Form::Rule { rule: transition.rule, wanted: false },
        format!("不属于“{}”（过渡）", transition.name),
        format!("not under the transition: {}", transition.en),
    );
    let mut before: Vec<Condition> = std::iter::once(holds).chain(old.iter().cloned()).collect();
    for condition in before.iter_mut().skip(1) {
        stamp(condition, &|layer: &mut Layer| layer.words_before = Some(transition.boundary));
    }
    let after = std::iter::once(not).chain(new).collect();
    let before = line(
        Form::All(before),
        "按照修改前的规定执行".to_owned(),
        "under the provisions before the amendment".to_owned(),
    );
    let after = line(
        Form::All(after),
        "按照修改后的规定执行".to_owned(),
        "under the provisions as amended".to_owned(),
    );
    unnamed(Form::Any(vec![before, after]))
}

/// Adds the cases of a version to the fields of the whole rule.
fn cases(fields: &mut [Field], version: &Version, guards: &[Condition], transition: Option<&Transition>) {
    let keys: Vec<String> = fields.iter().map(|field| field.key.clone()).collect();
    let guards: Vec<Condition> = guards
        .iter()
        .cloned()
        .chain(transition.map(|t| unnamed(Form::Rule { rule: t.rule, wanted: true })))
        .collect();
    let guarded = |when: Option<Condition>| {
        let all: Vec<Condition> = guards.iter().cloned().chain(when).collect();
        (!all.is_empty()).then(|| unnamed(Form::All(all)))
    };
    for field in fields {
        let Some(own) = version.fields.iter().find(|own| own.key == field.key) else {
            // The field is one of another version.
            let none = FieldCase {
                when: guarded(None),
                value: Expression::None,
                anchor: field.anchor,
                layer: field.layer,
                ordered: false,
                restated: None,
            };
            field.cases.push(none);
            continue;
        };
        for case in &own.cases {
            let when = case.when.clone().map(|mut when| {
                renumber(&mut when, &version.fields, &keys);
                when
            });
            let restated = (own.layer.file != field.layer.file || own.span != field.span)
                .then(|| (own.span, own.readings.clone()));
            let mut layer = case.layer;
            layer.words_before = transition.map(|t| t.boundary);
            let value = moved(&case.value, &version.fields, &keys);
            field.cases.push(FieldCase { when: guarded(when), value, layer, restated, ..case.clone() });
        }
    }
}

/// The same of an expression.
fn moved(value: &Expression, own: &[Field], keys: &[String]) -> Expression {
    let Expression::Field(index) = value else { return value.with_parts(&|part| moved(part, own, keys)) };
    let key = own.get(*index).map(|field| &field.key);
    Expression::Field(keys.iter().position(|other| Some(other) == key).unwrap_or(*index))
}

/// A field is named by its place in the version; now by its place in the whole rule.
fn renumber(condition: &mut Condition, own: &[Field], keys: &[String]) {
    match &mut condition.form {
        Form::Field(index) => {
            let key = own.get(*index).map(|field| &field.key);
            if let Some(at) = keys.iter().position(|other| Some(other) == key) {
                *index = at;
            }
        }
        Form::All(parts) | Form::Any(parts) => {
            for part in parts {
                renumber(part, own, keys);
            }
        }
        Form::Test(_) | Form::Rule { .. } | Form::Item { .. } => {}
    }
}
