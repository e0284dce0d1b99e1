//! What came of each 至多一项; there is nothing of it in an answer unless a policy
//! has one whose members were all asked for.

use super::json::{push_list, push_quoted};
use super::text::provision;
use crate::decide::Decision;
use crate::layer::one::{AtMostOne, Taken};
use crate::policy::Policy;
use serde_json::json;

#[derive(Debug, Clone)]
pub(super) struct GroupText {
    key: String,
    /// Comparison and members.
    head: String,
    /// Name and provision.
    rest: String,
    members: Vec<String>,
}

pub(super) fn group_text(policy: &Policy, one: &AtMostOne) -> GroupText {
    let members: Vec<String> = one.members.iter().map(|m| policy.rules[m.rule].key.clone()).collect();
    let member = |m: &crate::layer::one::Member| {
        let rule = &policy.rules[m.rule];
        json!({ "field": m.field.map(|at| rule.fields[at].key.as_str()), "outcome": rule.key })
    };
    let all: Vec<_> = one.members.iter().map(member).collect();
    let head = format!("\"comparison\":\"{}\",\"members\":{}", one.comparison.code(), json!(all));
    let provision = provision(policy, one.instrument, one.anchor);
    let rest = format!("\"name\":{},\"provision\":{provision}", json!({ "en": one.en, "zh": one.name }));
    GroupText { key: one.key.clone(), head, rest, members }
}

pub(super) fn at_most_one(policy: &Policy, groups: &[GroupText], decision: &Decision, out: &mut String) {
    if decision.at_most_one.is_empty() {
        return;
    }
    let mut order: Vec<&(usize, Taken)> = decision.at_most_one.iter().collect();
    order.sort_by_key(|(at, _)| &groups[*at].key);
    out.push_str(",\"at_most_one\":{");
    for (index, (at, taken)) in order.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        let group = &groups[*at];
        push_quoted(out, &group.key);
        out.push(':');
        write(policy, group, taken, out);
    }
    out.push('}');
}

/// Keys in order: choose, comparison, members, missing, name, provision, status, taken.
fn write(policy: &Policy, group: &GroupText, taken: &Taken, out: &mut String) {
    let none = Vec::new();
    let (status, choose, missing, one) = match taken {
        Taken::None => ("none", &none, &none, None),
        Taken::One(member) => ("taken", &none, &none, Some(*member)),
        Taken::Choose(members) => ("choose", members, &none, None),
        Taken::Unknown(facts) => ("unknown", &none, facts, None),
        Taken::NoValue(members) => ("no_value", members, &none, None),
    };
    out.push_str("{\"choose\":");
    push_list(out, choose.iter(), |member, out| push_quoted(out, &group.members[*member]));
    out.push(',');
    out.push_str(&group.head);
    out.push_str(",\"missing\":");
    let mut keys: Vec<&str> = missing.iter().map(|fact| policy.facts[*fact].key.as_str()).collect();
    keys.sort_unstable();
    push_list(out, keys.into_iter(), |key, out| push_quoted(out, key));
    out.push(',');
    out.push_str(&group.rest);
    out.push_str(",\"status\":");
    push_quoted(out, status);
    out.push_str(",\"taken\":");
    match one {
        Some(member) => push_quoted(out, &group.members[member]),
        None => out.push_str("null"),
    }
    out.push('}');
}
