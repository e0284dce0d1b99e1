//! Fills in what rules apply by analogy (参照), once all rules are read and the
//! layers are laid on: the other rule as it is then, with the written replacements.

use super::substitute::{Into, rewritten};
use crate::condition::{Condition, Form, RuleId};
use crate::layer::Exception;
use crate::rule::{Link, Rule};

/// Fills the lines of all rules, and those that exceptions keep of their targets.
pub(super) fn apply(rules: &mut [Rule], exceptions: &mut [Exception]) {
    let mut done = vec![false; rules.len()];
    for id in 0..rules.len() {
        of_rule(id, rules, &mut done);
    }
    for exception in exceptions {
        for link in &rules[exception.target].links {
            fill(&mut exception.before, link, rules);
            fill(&mut exception.after, link, rules);
        }
    }
}

/// What a rule applies is filled before the rule; of a circle one is left open.
fn of_rule(id: RuleId, rules: &mut [Rule], done: &mut [bool]) {
    if std::mem::replace(&mut done[id], true) {
        return;
    }
    for link in rules[id].links.clone() {
        let Link::Analogy { rule, .. } = link else { continue };
        of_rule(rule, rules, done);
        let mut root = rules[id].root.clone();
        fill(&mut root, &link, rules);
        rules[id].root = root;
    }
}

fn fill(condition: &mut Condition, link: &Link, rules: &[Rule]) {
    let Link::Analogy { rule, replacements, words, line } = link else { return };
    let (Form::All(parts) | Form::Any(parts)) = &mut condition.form else { return };
    if parts.is_empty() && condition.span == line.span && condition.zh == line.zh {
        let mut applied = rules[*rule].root.clone();
        for replacement in replacements {
            applied = rewritten(&applied, replacement.from, &Into::Fact(replacement.to));
        }
        reworded(&mut applied, words);
        // Its own lines stand below the line that names it.
        condition.form = applied.form;
        return;
    }
    for part in parts {
        fill(part, link, rules);
    }
}

fn reworded(condition: &mut Condition, words: &[(String, String)]) {
    for (from, to) in words {
        condition.zh = condition.zh.replace(from, to);
    }
    if let Form::All(parts) | Form::Any(parts) = &mut condition.form {
        for part in parts {
            reworded(part, words);
        }
    }
}
