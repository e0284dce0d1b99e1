//! A question of the law as a form, and the answer as the fact that the decision contract takes.

use app::{AnswerKind, App};
use jiff::civil::Date;
use law::fact::Kind;
use serde_json::Value;

use super::choices;
use crate::forms::{Answer, Choice, Question, QuestionKind};
use crate::i18n::Text;
use crate::views::Problem;

/// The question as the page asks it on a business date.
pub(crate) fn asked(app: &App, question: &app::Question, today: Date) -> Result<Question, Problem> {
    let policy = app.policy();
    let fact = policy.fact_by_key(&question.fact).and_then(|id| policy.facts.get(id));
    let fact = fact.ok_or(Problem::NotFound)?;
    let kind = match question.kind {
        AnswerKind::Date => QuestionKind::Day {
            earliest: None,
            latest: fact.until_today.then_some(today),
            is_birthday: fact.counts_age,
        },
        // Words of its own ("registered", "not registered") say more than yes and no.
        AnswerKind::YesNo if question.values.is_empty() => QuestionKind::YesNo,
        AnswerKind::YesNo | AnswerKind::Choice => QuestionKind::Choice(values(question)),
        AnswerKind::Region => {
            QuestionKind::Region { districts: choices::districts(app), provinces: choices::provinces(app) }
        }
        AnswerKind::Integer => match &fact.kind {
            Kind::Integer { min, max, .. } => QuestionKind::Integer {
                min: *min,
                max: *max,
                unit: question.unit.as_ref().map(Text::from).unwrap_or_default(),
            },
            _ => return Err(Problem::Internal),
        },
        AnswerKind::Money => match &fact.kind {
            Kind::Money { max, .. } => QuestionKind::Money { fen_max: *max },
            _ => return Err(Problem::Internal),
        },
    };
    Ok(Question {
        fact: question.fact.clone(),
        text: (&question.question).into(),
        hint: Some(Text::from(&question.help)).filter(|help| !help.zh.is_empty()),
        kind,
        none: question.none.as_ref().map(Text::from),
    })
}

fn values(question: &app::Question) -> Vec<Choice> {
    let choice = |value: &app::ChoiceShown| {
        let choice = Choice::new(&value.code, (&value.label).into());
        match &value.hint {
            Some(hint) => choice.hint(hint.into()),
            None => choice,
        }
    };
    question.values.iter().map(choice).collect()
}

/// What the answer says of the fact; `None` where it says nothing.
pub(crate) fn fact(kind: AnswerKind, answer: &Answer) -> Option<Value> {
    Some(match answer {
        Answer::Unknown => return None,
        Answer::None => Value::Null,
        Answer::Bool(yes) => Value::Bool(*yes),
        Answer::Choice(code) if kind == AnswerKind::YesNo => Value::Bool(code == TRUE),
        Answer::Choice(code) | Answer::Region(code) => Value::String(code.clone()),
        Answer::Day(day) => Value::String(day.to_string()),
        Answer::Integer(n) | Answer::Fen(n) => Value::from(*n),
    })
}

const TRUE: &str = "true";
const FALSE: &str = "false";

/// An earlier answer, to stand in the form.
pub(crate) fn earlier(question: &app::Question, fact: &Value) -> Option<Answer> {
    Some(match (question.kind, fact) {
        (_, Value::Null) => Answer::None,
        (AnswerKind::YesNo, Value::Bool(yes)) if question.values.is_empty() => Answer::Bool(*yes),
        (AnswerKind::YesNo, Value::Bool(yes)) => Answer::Choice(if *yes { TRUE } else { FALSE }.to_owned()),
        (AnswerKind::Choice, Value::String(code)) => Answer::Choice(code.clone()),
        (AnswerKind::Region, Value::String(code)) => Answer::Region(code.clone()),
        (AnswerKind::Date, Value::String(day)) => Answer::Day(day.parse().ok()?),
        (AnswerKind::Integer, Value::Number(n)) => Answer::Integer(n.as_i64()?),
        (AnswerKind::Money, Value::Number(n)) => Answer::Fen(n.as_i64()?),
        _ => return None,
    })
}
