//! What is proven of exceptions before a policy is used: each can hold, each
//! leaves something to its target, and where two can meet with different
//! results somebody has said which prevails. Of a field's cases likewise.

use super::proof::{Person, Prover};
use super::{Effect, Exception};
use crate::condition::{Condition, Form, RuleId};
use crate::diagram::NodeId;
use crate::phrase::unnamed;
use crate::policy::Policy;
use crate::prose::Language;
use crate::rule::{FieldCase, Rule};
use law_syntax::Diagnostic;

/// All findings.
pub fn exceptions(policy: &Policy, out: &mut Vec<Diagnostic>) {
    for rule in policy.rules.iter().filter(|rule| rule.is_conclusion) {
        cases(policy, rule, out);
    }
    if policy.exceptions.is_empty() {
        return;
    }
    let mut prover = Prover::new(policy, &[]);
    for (index, exception) in policy.exceptions.iter().enumerate() {
        if fires(policy, exception, &mut prover, out) {
            for other in &policy.exceptions[..index] {
                ordered(policy, exception, other, &mut prover, out);
            }
        }
    }
}

fn holds(rule: RuleId) -> Condition {
    unnamed(Form::Rule { rule, wanted: true })
}

/// The entry into force, which opens every rule.
fn in_force(root: &Condition) -> Condition {
    match &root.form {
        Form::All(parts) => parts.first().cloned().unwrap_or_else(|| root.clone()),
        _ => root.clone(),
    }
}

/// Whether an exception can hold, and not always.
fn fires(policy: &Policy, exception: &Exception, prover: &mut Prover<'_>, out: &mut Vec<Diagnostic>) -> bool {
    let (before, after) = (prover.node(&exception.before), prover.node(&exception.after));
    let own = prover.node(&holds(exception.rule));
    let target = &policy.rules[exception.target];
    let mut finding = |code: &'static str, zh: String, en: String, hint: (&str, &str)| {
        out.push(Diagnostic::error(code, &exception.source, exception.span, zh, en).hint(hint.0, hint.1));
    };
    if prover.find(own).is_none() {
        finding(
            "E0281",
            format!("例外“{}”不可能成立：没有一个人、没有一天符合它的条件", exception.name),
            format!("the exception `{}` can never hold: nobody meets it on any day", exception.key),
            ("改正它的条件，或者删去", "mend its conditions or drop it"),
        );
        return false;
    }
    let (gone, come) = (prover.and_not(before, after), prover.and_not(after, before));
    let meets = prover.both(after, own);
    let valued = !exception.fields.is_empty() && prover.find(meets).is_some();
    if !valued && prover.find(gone).is_none() && prover.find(come).is_none() {
        finding(
            "E0281",
            format!("例外“{}”不改变“{}”的任何结果", exception.name, target.name),
            format!("the exception `{}` changes no answer of `{}`", exception.key, target.key),
            ("它的条件已经包含在规则里；改正或者删去", "the rule says so already: mend it or drop it"),
        );
        return false;
    }
    let reach =
        if exception.effect == Effect::Lift { prover.node(&in_force(&exception.before)) } else { before };
    let spared = prover.and_not(reach, own);
    if prover.find(spared).is_none() {
        finding(
            "E0282",
            format!("例外“{}”总是成立：“{}”没有一般情形了", exception.name, target.name),
            format!("the exception `{}` always holds: nothing is left of `{}`", exception.key, target.key),
            ("总是这样的，修改规则本身", "what is always so is an amendment of the rule"),
        );
        return false;
    }
    true
}

/// Two exceptions of one rule that can meet with different results need an order.
fn ordered(
    policy: &Policy,
    one: &Exception,
    other: &Exception,
    prover: &mut Prover<'_>,
    out: &mut Vec<Diagnostic>,
) {
    if one.target != other.target || prevails(policy, one, other) || prevails(policy, other, one) {
        return;
    }
    let Some(person) = meet(one, other, prover) else { return };
    let (zh, en) = (person.said(policy, Language::Chinese), person.said(policy, Language::English));
    let first = &other.source;
    let (line, _) = first.line_column(other.span.start);
    out.push(
        Diagnostic::error(
            "E0280",
            &one.source,
            one.span,
            format!(
                "例外“{}”与“{}”（{} 第 {line} 行）可能同时成立而结果不同，没有说明谁优先。例如：{zh}",
                one.name, other.name, first.path
            ),
            format!(
                "`{}` and `{}` ({} line {line}) can both hold with different results, and no order is stated; for example: {en}",
                one.key, other.key, first.path
            ),
        )
        .hint(
            format!("在优先的一个后面写“，优先于“{}””", other.name),
            format!("write `，优先于“{}”` behind the one that prevails", other.name),
        ),
    );
}

/// Somebody whom both meet and for whom the order of the two matters.
fn meet(one: &Exception, other: &Exception, prover: &mut Prover<'_>) -> Option<Person> {
    let (a, b) = (prover.node(&holds(one.rule)), prover.node(&holds(other.rule)));
    let both = prover.both(a, b);
    let shares_field = one.fields.iter().any(|field| other.fields.contains(field));
    let takes_out = (one.effect.takes_out(), other.effect.takes_out());
    let kinds_differ = one.effect != other.effect || one.period != other.period;
    let mut nodes: Vec<NodeId> = Vec::new();
    let force = prover.node(&in_force(&one.before));
    let granted = [prover.node(&one.before), prover.node(&other.before)];
    if shares_field || (takes_out == (true, true) && kinds_differ) {
        nodes.extend(granted.map(|node| prover.both(node, both)));
    }
    let demands = [&one.instead, &other.instead].map(|d| d.as_ref().map(|d| prover.node(d)));
    let met = prover.both(force, both);
    match (demands, takes_out) {
        ([Some(r), Some(s)], _) => {
            let (only_r, only_s) = (prover.and_not(r, s), prover.and_not(s, r));
            nodes.extend([only_r, only_s].map(|node| prover.both(met, node)));
        }
        ([Some(r), None], (_, true)) | ([None, Some(r)], (true, _)) => nodes.push(prover.both(met, r)),
        _ => {}
    }
    nodes.into_iter().find_map(|node| prover.find(node))
}

/// Whether an order is stated, by way of any others.
fn prevails(policy: &Policy, one: &Exception, other: &Exception) -> bool {
    let mut stack: Vec<usize> = one.over.clone();
    let mut seen = vec![false; policy.exceptions.len()];
    while let Some(at) = stack.pop() {
        if policy.exceptions[at].key == other.key {
            return true;
        }
        if !std::mem::replace(&mut seen[at], true) {
            stack.extend(&policy.exceptions[at].over);
        }
    }
    false
}

/// Two cases of a field that can both hold and give different values, where
/// nothing says that the second holds only where the first does not.
fn cases(policy: &Policy, rule: &Rule, out: &mut Vec<Diagnostic>) {
    for field in &rule.fields {
        let own = |case: &&FieldCase| case.restated.is_none() && case.when.as_ref().is_some_and(is_plain);
        let conditioned: Vec<&FieldCase> = field.cases.iter().filter(own).collect();
        // Cases of versions and exceptions come in the order of their days and their precedence.
        if conditioned.len() < 2 || field.cases.iter().any(|case| case.restated.is_some()) {
            continue;
        }
        let besides: Vec<&Condition> = conditioned.iter().filter_map(|case| case.when.as_ref()).collect();
        let mut prover = Prover::new(policy, &besides);
        let root = prover.node(&rule.root);
        for (at, later) in conditioned.iter().enumerate().filter(|(_, case)| !case.ordered) {
            for (index, _) in conditioned[..at].iter().enumerate().filter(|(_, c)| c.value != later.value) {
                let (one, two) = (prover.node(besides[index]), prover.node(besides[at]));
                let met = prover.both(one, two);
                let met = prover.both(root, met);
                let Some(person) = prover.find(met) else { continue };
                let (zh, en) =
                    (person.said(policy, Language::Chinese), person.said(policy, Language::English));
                let (first, second) = (&besides[index].zh, &besides[at].zh);
                out.push(
                    Diagnostic::error(
                        "E0284",
                        &rule.source,
                        besides[at].span,
                        format!(
                            "字段“{}”的两种情形“{first}”“{second}”可能同时成立而取值不同。例如：{zh}",
                            field.name
                        ),
                        format!(
                            "two cases of `{}` can both hold with different values; for example: {en}",
                            field.key
                        ),
                    )
                    .hint(
                        "在后一种情形前面写“除前列情形外，”，或者改成不会同时成立",
                        "write 除前列情形外， before the later one, or make them exclude each other",
                    )
                    .warning(),
                );
            }
        }
    }
}

/// Whether the diagram knows all of a condition.
fn is_plain(condition: &Condition) -> bool {
    match &condition.form {
        Form::Field(_) => false,
        Form::All(parts) | Form::Any(parts) => parts.iter().all(is_plain),
        Form::Test(_) | Form::Rule { .. } | Form::Item { .. } => true,
    }
}
