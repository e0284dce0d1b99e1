//! The words of facts and conclusions: one set for each that the law has, complete in both languages.

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, wording::empty};
use crate::library::Library;
use crate::problem::{Problem, ProblemCode};
use crate::questions::{AnswerKind, ConclusionWords, FILE, FactWords};
use crate::words::Words;

pub(super) fn check(library: &Library, context: &Context, found: &mut Vec<Problem>) {
    let questions = &library.questions;
    pair("facts", &questions.facts, &context.facts, ProblemCode::UnknownFact, found);
    pair("conclusions", &questions.conclusions, &context.conclusions, ProblemCode::UnknownConclusion, found);
    for (id, fact) in &questions.facts {
        fact_words(&format!("facts.{id}"), fact, found);
    }
    for (id, conclusion) in &questions.conclusions {
        conclusion_words(&format!("conclusions.{id}"), conclusion, found);
    }
}

fn pair<T>(
    table: &str,
    words: &BTreeMap<String, T>,
    law: &BTreeSet<String>,
    unknown: ProblemCode,
    found: &mut Vec<Problem>,
) {
    for id in law.iter().filter(|id| !words.contains_key(*id)) {
        found.push(Problem::new(
            FILE,
            format!("{table}.{id}"),
            ProblemCode::MissingWords,
            "its words, found none",
        ));
    }
    for id in words.keys().filter(|id| !law.contains(*id)) {
        found.push(Problem::new(FILE, format!("{table}.{id}"), unknown, "one that the law has"));
    }
}

fn fact_words(key: &str, fact: &FactWords, found: &mut Vec<Problem>) {
    let named = [("name", &fact.name), ("question", &fact.question), ("help", &fact.help)];
    let optional = [("unit", &fact.unit), ("null", &fact.null)];
    let optional = optional.into_iter().filter_map(|(name, words)| words.as_ref().map(|words| (name, words)));
    complete(key, named.into_iter().chain(optional), found);
    for (value, words) in &fact.values {
        if words.zh.trim().is_empty() || words.en.trim().is_empty() {
            let key = format!("{key}.values.{value}");
            found.push(Problem::new(FILE, key, ProblemCode::MissingWords, "a label in both languages"));
        }
        if words.hint_zh.is_some() != words.hint_en.is_some() {
            let key = format!("{key}.values.{value}.hint");
            found.push(Problem::new(
                FILE,
                key,
                ProblemCode::MissingWords,
                "help in both languages or in none",
            ));
        }
    }
    let values: Vec<_> = fact.values.keys().map(String::as_str).collect();
    let fits = match fact.kind {
        AnswerKind::YesNo => values == ["false", "true"],
        AnswerKind::Choice => !values.is_empty(),
        AnswerKind::Date | AnswerKind::Region | AnswerKind::Integer | AnswerKind::Money => values.is_empty(),
    };
    if !fits {
        let said = format!("the labels of a {:?}, found {values:?}", fact.kind);
        found.push(Problem::new(FILE, format!("{key}.values"), ProblemCode::WrongKind, said));
    }
}

fn conclusion_words(key: &str, conclusion: &ConclusionWords, found: &mut Vec<Problem>) {
    let named = [
        ("title", &conclusion.title),
        ("plain", &conclusion.plain),
        ("when_yes", &conclusion.when_yes),
        ("when_no", &conclusion.when_no),
    ];
    let promised = conclusion.not_promised.iter().map(|words| ("not_promised", words));
    complete(key, named.into_iter().chain(promised), found);
    if conclusion.when_no_source.trim().is_empty() {
        let key = format!("{key}.when_no_source");
        found.push(Problem::new(FILE, key, ProblemCode::MissingWords, "a source"));
    }
}

fn complete<'a>(key: &str, all: impl Iterator<Item = (&'a str, &'a Words)>, found: &mut Vec<Problem>) {
    for (name, words) in all {
        for lang in empty(words) {
            let key = format!("{key}.{name}.{lang}");
            found.push(Problem::new(FILE, key, ProblemCode::MissingWords, "words, found none"));
        }
    }
}
