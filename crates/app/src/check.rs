//! The guided check: what to ask next, and what the answers decide. Nothing is kept but the draft.

use jiff::civil::Date;
use law::contract::error::BadInput;

use crate::conclusion::Conclusion;
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
        todo!()
    }

    /// The words of a question, for a page on which an earlier answer is changed.
    pub fn question(&self, fact: &str) -> Option<Question> {
        todo!()
    }

    /// Whether a JSON value is an answer to a question.
    pub fn check_answer(&self, fact: &str, value: &serde_json::Value) -> Result<(), CheckError> {
        todo!()
    }

    /// Questions and answers in words: the label is the question, the key the fact.
    pub fn answered(&self, answers: &Answers) -> Vec<Labelled> {
        todo!()
    }

    /// What the answers decide on a day.
    pub fn results(&self, answers: &Answers, as_of: Date) -> Result<Results, CheckError> {
        todo!()
    }
}
