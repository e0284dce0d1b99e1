//! The words that rules may use: names and phrases of facts, labels, rules,
//! parameters and fields, found by longest match. Nothing else is understood.

use crate::condition::RuleId;
use crate::fact::{Fact, FactId, Kind};
use crate::parameter::ParameterId;
use crate::region::Regions;
use crate::rule::Field;
use crate::value::Sort;
use std::collections::BTreeMap;

/// What a phrase names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// A fact's name.
    Fact(FactId),
    /// A flag's phrase and what it says.
    Flag(FactId, bool),
    /// The phrase that says a fact is none.
    None(FactId),
    /// A value of a choice.
    Label(FactId, usize),
    /// `毕业离校之日`, for the fact 毕业离校日期.
    DayOf(FactId),
    /// A rule's name, and whether it holds.
    Rule(RuleId, bool),
    /// A parameter's name.
    Parameter(ParameterId),
    /// The phrase that says that a 是否 matter is not so.
    NotParameter(ParameterId),
    /// A field of the rule that is being read.
    Field(usize),
    /// A district of the city, by its code.
    Place(i64),
    /// 业务日期
    Today,
}

/// All phrases, white space left out.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    words: BTreeMap<String, Vec<Term>>,
    longest: usize,
    /// The kinds of the fields read so far, of those that can be reckoned with.
    field_sorts: BTreeMap<usize, Sort>,
}

impl Lexicon {
    /// The words of the catalogue of facts.
    pub fn of_facts(facts: &[Fact]) -> Self {
        let mut lexicon = Self::default();
        lexicon.add("业务日期", Term::Today);
        for (id, fact) in facts.iter().enumerate() {
            match &fact.kind {
                Kind::Flag => {
                    lexicon.add(&fact.name, Term::Flag(id, true));
                    if let Some(negative) = &fact.negative {
                        lexicon.add(negative, Term::Flag(id, false));
                    }
                }
                Kind::Choice(choices) => {
                    lexicon.add(&fact.name, Term::Fact(id));
                    for (index, choice) in choices.iter().enumerate() {
                        lexicon.add(&choice.label, Term::Label(id, index));
                    }
                }
                Kind::Date => {
                    lexicon.add(&fact.name, Term::Fact(id));
                    if let Some(stem) = fact.name.strip_suffix("日期") {
                        lexicon.add(&format!("{stem}之日"), Term::DayOf(id));
                    }
                }
                Kind::Region | Kind::Integer { .. } | Kind::Money { .. } => {
                    lexicon.add(&fact.name, Term::Fact(id));
                }
            }
            if let Some(none) = &fact.none {
                lexicon.add(none, Term::None(id));
            }
        }
        lexicon
    }

    /// The same with the names of the city's districts.
    #[must_use]
    pub fn with_places(mut self, regions: &Regions) -> Self {
        for district in &regions.districts {
            if let Ok(code) = district.code.parse() {
                self.add(&district.zh, Term::Place(code));
            }
        }
        self
    }

    /// Adds a phrase.
    pub fn add(&mut self, phrase: &str, term: Term) {
        let compact: String = phrase.chars().filter(|c| !c.is_whitespace()).collect();
        self.longest = self.longest.max(compact.chars().count());
        let terms = self.words.entry(compact).or_default();
        if !terms.contains(&term) {
            terms.push(term);
        }
    }

    /// Adds a rule's name and its negation (属于 → 不属于).
    pub fn add_rule(&mut self, name: &str, rule: RuleId) {
        self.add(name, Term::Rule(rule, true));
        self.add(&format!("不{name}"), Term::Rule(rule, false));
    }

    /// The kind of a field of the rule that is being read.
    pub fn field_sort(&self, field: usize) -> Option<&Sort> {
        self.field_sorts.get(&field)
    }

    /// Adds a field of the rule that is being read, with its kind if it has one.
    /// One that is neither a condition nor an amount is nothing that can be named.
    pub fn add_field(&mut self, field: &Field, index: usize) {
        if field.is_flag() || field.sort.is_some() {
            self.add(&field.name, Term::Field(index));
        }
        self.field_sorts.extend(field.sort.clone().map(|sort| (index, sort)));
    }

    /// Forgets the fields of the rule read before.
    pub fn drop_fields(&mut self) {
        self.field_sorts.clear();
        self.words.retain(|_, terms| {
            terms.retain(|term| !matches!(term, Term::Field(_)));
            !terms.is_empty()
        });
    }

    /// The longest phrase at the head of `chars` that names something `wanted`.
    pub fn longest<T>(
        &self,
        chars: &[(usize, char)],
        wanted: impl Fn(Term) -> Option<T>,
    ) -> Option<(usize, T)> {
        let mut head: String = chars.iter().take(self.longest).map(|(_, c)| *c).collect();
        let mut count = chars.len().min(self.longest);
        while let Some(last) = head.pop() {
            head.push(last);
            if let Some(found) = self.words.get(&head).and_then(|terms| terms.iter().find_map(|t| wanted(*t)))
            {
                return Some((count, found));
            }
            head.pop();
            count -= 1;
        }
        None
    }

    /// The declared phrase nearest to `text`, if any is near.
    pub fn nearest(&self, text: &str) -> Option<&str> {
        let near = self.words.keys().map(|word| (distance(word, text), word));
        near.filter(|(d, word)| *d > 0 && *d * 2 < word.chars().count()).min().map(|(_, word)| word.as_str())
    }
}

/// Edit distance, where `b` may go on after the match.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row.into_iter().min().unwrap_or(usize::MAX)
}
