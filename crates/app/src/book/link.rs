//! Conclusions and definitions by name, with what they rest on, so that a page can lead from one to the
//! other in both directions.

use std::collections::BTreeSet;

use jiff::civil::Date;
use law::Policy;
use law::condition::{Condition, Day, DayBase, Form, Test};
use law::rule::Rule;
use service::Library;

use super::{Place, day};
use crate::text::Text;

/// A link with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it leads to.
    pub name: Text,
    /// Where that is.
    pub place: Place,
}

/// A rule as other pages name it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its key in the contract.
    pub key: String,
    /// A conclusion, rather than a definition.
    pub is_conclusion: bool,
    /// Its name in the policy, with its modality.
    pub name: Text,
    /// Its title in plain words, as the check shows it.
    pub title: Text,
    /// Where it stands.
    pub place: Place,
    /// The first day on which it can hold.
    pub from: Option<Date>,
    /// The last day on which it can hold.
    pub until: Option<Date>,
    /// The rules that it rests on.
    pub(crate) rests_on: BTreeSet<usize>,
    /// The parameters that it reads.
    pub(crate) figures: BTreeSet<usize>,
}

impl Entry {
    pub(crate) fn link(&self) -> Link {
        Link { name: self.name.clone(), place: self.place.clone() }
    }
}

/// The instrument in whose file a rule stands.
pub(crate) fn home<'a>(policy: &'a Policy, path: &str) -> &'a str {
    let found = policy.instruments.iter().find(|i| *i.document.source.path == *path);
    found.or(policy.instruments.first()).map_or("", |instrument| instrument.id.as_str())
}

pub(super) fn entries(policy: &Policy, library: &Library) -> Vec<Entry> {
    policy.rules.iter().map(|rule| entry(policy, library, rule)).collect()
}

fn entry(policy: &Policy, library: &Library, rule: &Rule) -> Entry {
    let mut entry = Entry {
        key: rule.key.clone(),
        is_conclusion: rule.is_conclusion,
        name: Text::new(&rule.name, &rule.en),
        title: library.questions.conclusions.get(&rule.key).map_or_else(Text::default, |w| (&w.title).into()),
        place: Place::article(home(policy, &rule.source.path), rule.anchor.article, block_id(&rule.key)),
        from: None,
        until: None,
        rests_on: BTreeSet::new(),
        figures: BTreeSet::new(),
    };
    reads(&rule.root, &mut entry);
    for case in rule.fields.iter().flat_map(|field| &field.cases) {
        if let Some(when) = &case.when {
            reads(when, &mut entry);
        }
        let mut parameters = Vec::new();
        case.value.parameters(&mut parameters);
        entry.figures.extend(parameters);
    }
    if let Form::All(parts) = &rule.root.form {
        for part in parts {
            window(part, &mut entry);
        }
    }
    entry
}

/// The id of a rule on the page of its article.
pub(super) fn block_id(key: &str) -> String {
    format!("rule-{key}")
}

fn reads(condition: &Condition, entry: &mut Entry) {
    match &condition.form {
        Form::Test(test) => entry.figures.extend(test.parameters()),
        Form::All(parts) | Form::Any(parts) => parts.iter().for_each(|part| reads(part, entry)),
        Form::Rule { rule, .. } | Form::Item { rule, .. } => {
            entry.rests_on.insert(*rule);
        }
        Form::Field(_) => {}
    }
}

/// `自……起` and `至……止` of the whole rule, and the entry into force.
fn window(part: &Condition, entry: &mut Entry) {
    let Form::Test(Test::Days { left, right, strict: false }) = &part.form else { return };
    if let (Some(from), DayBase::Today) = (fixed(left), right.base) {
        entry.from = entry.from.max(Some(day(from)));
    }
    if let (DayBase::Today, Some(until)) = (left.base, fixed(right)) {
        let until = day(until);
        entry.until = Some(entry.until.map_or(until, |known| known.min(until)));
    }
}

fn fixed(day: &Day) -> Option<law::Date> {
    match day.base {
        DayBase::Fixed(date) if *day == Day::plain(day.base) => Some(date),
        DayBase::Fixed(_) | DayBase::Today | DayBase::Fact(_) => None,
    }
}
