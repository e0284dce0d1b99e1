//! The guided check: what to ask next, and what the answers decide. Nothing is kept but the draft.

use jiff::civil::Date;
use law::Options;
use law::contract::error::{BadInput, Code};
use law::contract::input;
use law::fact::{ABSENT, Kind};
use law::prose;
use serde_json::Value;
use service::questions::FactWords;

use crate::conclusion::{Conclusion, both};
use crate::deciding::{canonical_input, fact_value};
use crate::shown::{Labelled, Provision};
use crate::text::Text;
use crate::{Answers, App};

pub use service::questions::AnswerKind;

/// Why a check could not go on.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// An answer is no answer to its question: ask it again.
    #[error(transparent)]
    Answer(#[from] BadInput),
}

/// A question with its words and values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The fact's key.
    pub fact: String,
    /// The form of its answer.
    pub kind: AnswerKind,
    /// Its name in a list.
    pub name: Text,
    /// The question.
    pub question: Text,
    /// Where the answer stands.
    pub help: Text,
    /// An example of an answer.
    pub example: String,
    /// The unit of a number.
    pub unit: Option<Text>,
    /// The label of "known to be none", where that is allowed.
    pub none: Option<Text>,
    /// The values of a choice: code, label, hint.
    pub values: Vec<ChoiceShown>,
    /// The label of "I don't know".
    pub dont_know: Text,
}

/// One value of a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceShown {
    /// Its code.
    pub code: String,
    /// Its label.
    pub label: Text,
    /// Help beneath it.
    pub hint: Option<Text>,
}

/// The next question and why it is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextQuestion {
    /// The question.
    pub question: Question,
    /// The titles of the conclusions that it can decide.
    pub decides: Vec<Text>,
    /// The provisions for which it is asked.
    pub why: Vec<Provision>,
    /// The most questions that can still come, this one included.
    pub at_most: usize,
}

/// What the answers decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Results {
    /// The day of the decision.
    pub as_of: Date,
    /// The policy's version.
    pub policy_version: String,
    /// The conclusions in the order of the measures.
    pub conclusions: Vec<Conclusion>,
    /// What was answered.
    pub answered: Vec<Labelled>,
}

impl App {
    /// The next question that can still change something, or none.
    pub fn next_question(&self, answers: &Answers, as_of: Date) -> Result<Option<NextQuestion>, CheckError> {
        let policy = self.policy();
        let request = input::read(policy, &canonical_input(as_of, &answers.facts))?;
        let dont_know: Vec<_> = answers.dont_know.iter().filter_map(|key| policy.fact_by_key(key)).collect();
        let Some(next) = law::question::next(policy, &request, &dont_know) else { return Ok(None) };
        let Some(question) = self.question(&policy.facts[next.fact].key) else { return Ok(None) };
        let mut why: Vec<Provision> = Vec::new();
        for plan in &next.conclusions {
            let provision = self.law.provisions.get(policy.rule(*plan).anchor);
            if !why.contains(&provision) {
                why.push(provision);
            }
        }
        let decides = next.conclusions.iter().map(|plan| self.conclusion_title(*plan)).collect();
        Ok(Some(NextQuestion { question, decides, why, at_most: next.at_most }))
    }

    /// The words of a question, for a page on which an earlier answer is changed.
    pub fn question(&self, fact: &str) -> Option<Question> {
        let questions = &self.library().questions;
        let words = questions.facts.get(fact)?;
        let values = match words.kind {
            AnswerKind::Choice | AnswerKind::YesNo => self.choices(fact, words),
            AnswerKind::Date | AnswerKind::Region | AnswerKind::Integer | AnswerKind::Money => Vec::new(),
        };
        Some(Question {
            fact: fact.to_owned(),
            kind: words.kind,
            name: Text::from(&words.name),
            question: Text::from(&words.question),
            help: Text::from(&words.help),
            example: words.example.clone(),
            unit: words.unit.as_ref().map(Text::from),
            none: words.null.as_ref().map(Text::from),
            values,
            dont_know: Text::from(&questions.general.unknown),
        })
    }

    /// The values of a choice in the order of the law's catalogue.
    fn choices(&self, fact: &str, words: &FactWords) -> Vec<ChoiceShown> {
        let policy = self.policy();
        let shown = |code: &str, chinese: &str| {
            let label = words.values.get(code);
            let hint =
                label.and_then(|label| Some(Text::new(label.hint_zh.as_deref()?, label.hint_en.as_deref()?)));
            ChoiceShown {
                code: code.to_owned(),
                label: label.map_or_else(|| Text::same(chinese), |label| Text::new(&label.zh, &label.en)),
                hint,
            }
        };
        match policy.fact_by_key(fact).map(|id| &policy.facts[id].kind) {
            Some(Kind::Choice(choices)) => choices.iter().map(|c| shown(&c.code, &c.label)).collect(),
            // Yes and no in the fact's own words ("there is one", "there is none"), where it has them.
            Some(Kind::Flag) if !words.values.is_empty() => {
                ["true", "false"].map(|code| shown(code, code)).into()
            }
            _ => Vec::new(),
        }
    }

    /// Whether a JSON value is an answer to a question.
    pub fn check_answer(&self, fact: &str, value: &Value) -> Result<(), CheckError> {
        let policy = self.policy();
        let text = value.to_string();
        let Some(id) = policy.fact_by_key(fact) else {
            return Err(BadInput::new(Code::UnknownKey, Some(fact), &text, "a fact of the contract").into());
        };
        input::fact(policy, &policy.facts[id], &text)?;
        Ok(())
    }

    /// Questions and answers in words, in the order of the law's catalogue: the label is the question,
    /// the key the fact.
    pub fn answered(&self, answers: &Answers) -> Vec<Labelled> {
        let policy = self.policy();
        let questions = &self.library().questions;
        let mut rows = Vec::new();
        for fact in &policy.facts {
            let Some(words) = questions.facts.get(&fact.key) else { continue };
            let value = if answers.dont_know.contains(&fact.key) {
                Text::from(&questions.general.unknown)
            } else if let Some(value) = answers.facts.get(&fact.key) {
                self.answer_in_words(&fact.key, value)
            } else {
                continue;
            };
            rows.push(Labelled::new(&fact.key, Text::from(&words.question), value));
        }
        rows
    }

    /// An answer in the words of its question.
    pub(crate) fn answer_in_words(&self, fact: &str, value: &Value) -> Text {
        let policy = self.policy();
        let questions = &self.library().questions;
        let Some(id) = policy.fact_by_key(fact) else { return Text::default() };
        let of_law = || {
            let given = fact_value(policy, id, value);
            if given == ABSENT {
                return Text::default();
            }
            both(|language| prose::fact_value(policy, &policy.facts[id], given, language))
        };
        let Some(words) = questions.facts.get(fact) else { return of_law() };
        match (value, words.kind) {
            (Value::Null, _) => words.null.as_ref().map_or_else(of_law, Text::from),
            (Value::Bool(true), _) => Text::from(&questions.general.yes),
            (Value::Bool(false), _) => Text::from(&questions.general.no),
            (Value::String(code), AnswerKind::Choice) => {
                words.values.get(code).map_or_else(of_law, |label| Text::new(&label.zh, &label.en))
            }
            (Value::String(code), AnswerKind::Region) => self.place_name(code),
            _ => of_law(),
        }
    }

    /// A place in words: a district of Beijing, else its province.
    pub(crate) fn place_name(&self, code: &str) -> Text {
        let regions = &self.library().regions;
        if let Some(district) = regions.district_now(code) {
            return Text::new(&district.zh, &district.en);
        }
        match regions.province_of(code) {
            Some(province) => {
                Text::new(format!("{}（{code}）", province.zh), format!("{} ({code})", province.en))
            }
            None => Text::same(code),
        }
    }

    /// The title of a conclusion.
    pub(crate) fn conclusion_title(&self, plan: usize) -> Text {
        let rule = self.policy().rule(plan);
        let words = self.library().questions.conclusions.get(&rule.key);
        words.map_or_else(|| Text::new(&rule.name, &rule.en), |words| Text::from(&words.title))
    }

    /// What the answers decide on a day.
    pub fn results(&self, answers: &Answers, as_of: Date) -> Result<Results, CheckError> {
        let decided = self.decide_facts(&answers.facts, as_of, &Options::default())?;
        Ok(Results {
            as_of,
            policy_version: self.policy().version.clone(),
            conclusions: self.conclusions(&decided.request, &decided.decision),
            answered: self.answered(answers),
        })
    }
}
