//! The declared phrases and what each means; a phrase is read by longest match, and one that several facts declare
//! means the first of them (`docs/language/facts.md`).

use super::statement::Statement;
use crate::program::{FactId, Kind, ParameterId, Program, RuleId, SettingKind};

/// What a declared phrase means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// 业务日期
    Today,
    /// A fact that is no flag.
    Fact(FactId),
    /// A flag's name, or its negation.
    Flag(FactId, bool),
    /// The phrase for none.
    IsNone(FactId),
    /// A choice, by its place.
    Label(FactId, usize),
    /// …之日
    Since(FactId),
    /// A parameter or an authorised matter.
    Parameter(ParameterId),
    /// An authorised matter of 是否, or its negation.
    Settled(ParameterId, bool),
    /// A rule's name, or 不 and its name.
    Rule(RuleId, bool),
    /// An earlier field.
    Field(usize),
    /// 原 and the name of a field of what an exception departs from.
    Before(usize),
}

/// All phrases, the longest first.
#[derive(Debug, Clone, Default)]
pub struct Words {
    words: Vec<(String, Word)>,
    /// The units of all facts, the longest first.
    pub units: Vec<String>,
}

impl Words {
    /// The phrases of a program whose rules are `rules`, in order.
    pub fn new(program: &Program, rules: &[&Statement]) -> Self {
        let mut words = vec![("业务日期".to_owned(), Word::Today)];
        let mut units = Vec::new();
        for (id, fact) in program.facts.iter().enumerate() {
            let is_flag = fact.kind == Kind::Flag;
            words.push((fact.name.clone(), if is_flag { Word::Flag(id, true) } else { Word::Fact(id) }));
            words.extend(fact.negation.iter().map(|phrase| (phrase.clone(), Word::Flag(id, false))));
            words.extend(fact.none.iter().map(|phrase| (phrase.clone(), Word::IsNone(id))));
            match &fact.kind {
                Kind::Date => {
                    let stem = fact.name.strip_suffix("日期");
                    words.extend(stem.map(|stem| (format!("{stem}之日"), Word::Since(id))));
                }
                Kind::Choice(choices) => {
                    let labels = choices.iter().enumerate();
                    words.extend(labels.map(|(at, (label, _))| (label.clone(), Word::Label(id, at))));
                }
                Kind::Integer(_, _, unit) => units.push(unit.clone()),
                Kind::Region | Kind::Flag | Kind::Money(..) => {}
            }
        }
        for (id, parameter) in program.parameters.iter().enumerate() {
            let is_flag = parameter.kind == SettingKind::Flag;
            let word = if is_flag { Word::Settled(id, true) } else { Word::Parameter(id) };
            words.push((parameter.name.clone(), word));
            let negation = parameter.authorised.as_ref().and_then(|matter| matter.negation.clone());
            words.extend(negation.map(|phrase| (phrase, Word::Settled(id, false))));
            if let SettingKind::Number(unit) = &parameter.kind {
                units.push(unit.clone());
            }
        }
        for (id, rule) in rules.iter().enumerate() {
            words.push((rule.name.clone(), Word::Rule(id, true)));
            words.push((format!("不{}", rule.name), Word::Rule(id, false)));
        }
        units.sort_by_key(|unit| std::cmp::Reverse(unit.len()));
        let mut all = Self { words, units };
        all.sort();
        all
    }

    /// The same with some of a conclusion's fields.
    pub fn with_fields(&self, fields: impl Iterator<Item = (String, Word)>) -> Self {
        let mut all = self.clone();
        all.words.extend(fields);
        all.sort();
        all
    }

    // Stable, so that of equal phrases the first declared stays first.
    fn sort(&mut self) {
        self.words.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
    }

    /// The longest phrase at the beginning of a text, and what follows it.
    pub fn longest<'t>(&self, text: &'t str) -> Option<(Word, &'t str)> {
        self.words.iter().find_map(|(phrase, word)| Some((*word, text.strip_prefix(phrase.as_str())?)))
    }

    /// The unit at the beginning of a text, and what follows it.
    pub fn unit<'t>(&self, text: &'t str) -> Option<(&str, &'t str)> {
        self.units.iter().find_map(|unit| Some((unit.as_str(), text.strip_prefix(unit.as_str())?)))
    }
}
