//! What an exception makes of its target: conditions of the present forms, with
//! a line that names the exception and cites its provision.
//!
//! | effect | target afterwards |
//! | --- | --- |
//! | replace | (A and not e) or (e and r); a field: the new value where e |
//! | except, stop, revoke | A and not e |
//! | lift | the named item holds, or e |

use super::version::guards;
use super::{Effect, Layer, Window, stamp};
use crate::condition::{Condition, Form, RuleId};
use crate::phrase::unnamed;
use crate::rule::{FieldCase, Rule};
use law_syntax::Span;

/// What is applied: an exception with its names.
pub struct Applied<'a> {
    /// What it does.
    pub effect: Effect,
    /// The rule that holds where the exception does.
    pub rule: RuleId,
    /// That rule.
    pub of: &'a Rule,
    /// Where its lines come from.
    pub layer: Layer,
    /// The place of the item that it lifts.
    pub lifted: Option<Span>,
    /// What it demands instead; nothing if only fields are replaced.
    pub instead: Option<Vec<Condition>>,
}

impl Applied<'_> {
    /// A line of the explanation that speaks of the exception.
    pub fn line(&self, form: Form, zh: String, en: String) -> Condition {
        Condition {
            shown: true,
            zh,
            en,
            anchor: self.of.anchor,
            span: self.of.span,
            layer: Layer { effect: Some(self.effect), ..self.layer },
            ..unnamed(form)
        }
    }

    /// The exception holds.
    pub fn holds(&self) -> Condition {
        let (zh, en) = (format!("例外“{}”（{}）", self.of.name, self.effect.chinese()), &self.of.en);
        let en = format!("exception: {en} ({})", self.effect.english());
        self.line(Form::Rule { rule: self.rule, wanted: true }, zh, en)
    }

    /// The exception does not hold.
    pub fn not(&self) -> Condition {
        let zh = format!("不适用例外“{}”（{}）", self.of.name, self.effect.chinese());
        let en = format!("the exception does not apply: {} ({})", self.of.en, self.effect.english());
        self.line(Form::Rule { rule: self.rule, wanted: false }, zh, en)
    }

    /// Changes the conditions of the target.
    pub fn to(&self, target: &mut Rule) {
        let Form::All(parts) = &mut target.root.form else { return };
        match self.effect {
            Effect::Except | Effect::Stop | Effect::Revoke => parts.push(self.not()),
            Effect::Lift => {
                if let Some(span) = self.lifted {
                    let (file, exception) = (target.root.layer.file, self.holds());
                    for part in parts.iter_mut() {
                        lift(part, span, file, &exception);
                    }
                }
            }
            Effect::Replace => {
                let Some(instead) = &self.instead else { return };
                // The entry into force stays in front of both.
                let general: Vec<Condition> = std::iter::once(self.not()).chain(parts.drain(1..)).collect();
                let special = std::iter::once(self.holds()).chain(instead.iter().cloned()).collect();
                let general = Condition {
                    shown: true,
                    zh: format!("一般规定：{}", target.name),
                    en: format!("the general rule: {}", target.en),
                    anchor: target.anchor,
                    span: target.span,
                    layer: target.root.layer,
                    ..unnamed(Form::All(general))
                };
                let special = self.line(
                    Form::All(special),
                    format!("按照例外“{}”执行", self.of.name),
                    format!("under the exception: {}", self.of.en),
                );
                parts.push(unnamed(Form::Any(vec![general, special])));
            }
        }
    }

    /// The cases of a field with the exception's own before them. `given` are the
    /// exception's cases for each of the target's: they may read its value.
    pub fn cases(&self, old: &[FieldCase], given: &[Vec<FieldCase>], reads_old: bool) -> Vec<FieldCase> {
        let mut cases = Vec::new();
        for (was, news) in old.iter().zip(given) {
            for new in news {
                let mut all = vec![unnamed(Form::Rule { rule: self.rule, wanted: true })];
                if reads_old {
                    all.extend(was.when.clone());
                }
                all.extend(new.when.clone());
                cases.push(FieldCase { when: Some(unnamed(Form::All(all))), ..new.clone() });
            }
            if !reads_old {
                break;
            }
        }
        cases.extend(old.iter().cloned());
        cases
    }
}

/// Puts `or the exception` into the condition that stands at a place. Before the
/// first day of an exception that an overlay makes, the condition stands alone.
fn lift(condition: &mut Condition, span: Span, file: usize, exception: &Condition) {
    if condition.label.is_some() && condition.span == span && condition.layer.file == file {
        let was = condition.clone();
        let plain = Condition { label: None, ..was.clone() };
        let lifted = Condition {
            zh: format!("{}，或者不受此限制", was.zh),
            en: format!("{}, or the limit is lifted", was.en),
            form: Form::Any(vec![plain, exception.clone()]),
            ..was.clone()
        };
        *condition = match exception.layer.window.from {
            None => lifted,
            Some(day) => {
                let (before, after) =
                    (Window { from: None, until: Some(day) }, Window { from: Some(day), until: None });
                unnamed(Form::Any(vec![during(before, was), during(after, lifted)]))
            }
        };
        return;
    }
    if let Form::All(parts) | Form::Any(parts) = &mut condition.form {
        for part in parts {
            lift(part, span, file, exception);
        }
    }
}

/// A condition that holds, and is shown, on the days of a window alone.
fn during(window: Window, mut condition: Condition) -> Condition {
    stamp(&mut condition, &|layer: &mut Layer| layer.window = layer.window.within(window));
    let mut parts = guards(window);
    parts.push(condition);
    unnamed(Form::All(parts))
}
