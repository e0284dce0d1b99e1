//! Builds what rules lean on (另有规定、按照、参照) into their conditions, once all
//! rules are read.

use super::substitute::{Into, rewritten};
use crate::condition::{Condition, Form};
use crate::phrase::unnamed;
use crate::rule::{Link, Rule};

pub(super) fn apply(rules: &mut [Rule]) {
    for id in 0..rules.len() {
        for link in rules[id].links.clone() {
            let root = std::mem::replace(&mut rules[id].root, unnamed(Form::All(Vec::new())));
            rules[id].root = match link {
                Link::Except(_, line) | Link::Also(line) => and(root, line),
                Link::Instead(_, line) => instead(root, line),
                Link::Analogy { rule, replacements, words, line } => {
                    let mut applied = rules[rule].root.clone();
                    for replacement in &replacements {
                        applied = rewritten(&applied, replacement.from, &Into::Fact(replacement.to));
                    }
                    reworded(&mut applied, &words);
                    // Its own lines stand below the line that names it.
                    and(root, Condition { form: applied.form, ..line })
                }
            };
        }
    }
}

fn and(mut root: Condition, line: Condition) -> Condition {
    if let Form::All(parts) = &mut root.form {
        parts.push(line);
    }
    root
}

/// The entry into force stays; what the rule says itself gives way.
fn instead(mut root: Condition, line: Condition) -> Condition {
    if let Form::All(parts) = &mut root.form {
        parts.truncate(1);
        parts.push(line);
    }
    root
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
