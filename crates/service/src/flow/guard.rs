//! The conditions of an action, as a closed vocabulary. They are answered from what is handed in with the command
//! ([`Grounds`](crate::case::Grounds)) and from the case itself; nothing is looked up here.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::state::End;
use crate::case::Grounds;
use crate::date;

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Guard {
    /// What the law concluded.
    Conclusion(ConclusionIs),
    /// A field of a conclusion has a value, or holds it among others.
    Outcome(OutcomeHas),
    /// A fact that the registry knows has one of these values.
    Fact(FactIs),
    /// An answer of the case is one of these.
    Answer(AnswerIs),
    /// What is said with this action is one of these.
    Form(AnswerIs),
    /// A clock of the case has run out.
    Elapsed(String),
    /// No linked case of a kind is open.
    NoOpenCase(String),
    /// A linked case of a kind ended so.
    Linked(LinkedEnded),
    /// The business date lies within days, both included.
    Within(Days),
    /// The ledger has months left.
    MonthsLeft(MonthsLeft),
    /// Every month that is said with this action, or else answered in a field, is one that the ledger offers.
    MonthsOffered(MonthsOffered),
    /// An action was done in this case.
    Done(String),
    /// The draw took this case for a check.
    Drawn(DrawnIs),
    /// The answers as they stand are complete and without a fault.
    AnswersComplete(bool),
    /// The conclusion that opens the service holds, and the pack's own conditions with it.
    Eligible(bool),
    /// The opposite.
    Not(Box<Guard>),
}

/// What the law concluded.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConclusionIs {
    /// The conclusion.
    pub id: String,
    /// What it must be.
    pub is: Concluded,
}

/// The three things that a conclusion can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Concluded {
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// Something is not known.
    Unknown,
}

/// A field of a conclusion has a value.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutcomeHas {
    /// The conclusion.
    pub id: String,
    /// Its field.
    pub field: String,
    /// The value.
    pub has: String,
}

/// A fact has one of these values.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactIs {
    /// The fact.
    pub id: String,
    /// The values.
    pub is: Vec<String>,
}

/// An answer is one of these.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerIs {
    /// The field.
    pub field: String,
    /// The values.
    pub is: Vec<String>,
}

/// A linked case ended so.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkedEnded {
    /// The kind of link.
    pub kind: String,
    /// How it ended, one of these.
    pub ended: Vec<End>,
}

/// Days, both included; one of them may be open.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Days {
    /// The first day.
    #[serde(default, deserialize_with = "date::read_option")]
    pub from: Option<Date>,
    /// The last day.
    #[serde(default, deserialize_with = "date::read_option")]
    pub to: Option<Date>,
    /// Where the days come from.
    pub source: String,
}

/// The ledger has months left. Where nothing is known of the ledger it does not hold, whatever the bounds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonthsLeft {
    /// Which ledger.
    pub ledger: String,
    /// How many at least.
    #[serde(default)]
    pub at_least: u32,
    /// How many at most, where that matters.
    #[serde(default)]
    pub at_most: Option<u32>,
}

impl MonthsLeft {
    fn holds(&self, left: Option<&u32>) -> bool {
        left.is_some_and(|left| *left >= self.at_least && self.at_most.is_none_or(|most| *left <= most))
    }
}

/// Every month of a field is one that the ledger offers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonthsOffered {
    /// The field of the months: of the action's form, or else of the service.
    pub field: String,
    /// Which ledger: a name for months in one standing, such as those that are unpaid.
    pub ledger: String,
}

/// The draw took this case.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawnIs {
    /// How many of ten thousand cases are taken.
    pub per_ten_thousand: u16,
    /// Where the rate comes from.
    pub source: String,
}

impl Guard {
    /// The condition in short, for whom it stops.
    pub fn described(&self) -> String {
        match self {
            Self::Conclusion(wanted) => format!("conclusion {} is {:?}", wanted.id, wanted.is).to_lowercase(),
            Self::Outcome(wanted) => format!("{}.{} has {}", wanted.id, wanted.field, wanted.has),
            Self::Fact(wanted) => format!("fact {} is one of {}", wanted.id, wanted.is.join(", ")),
            Self::Answer(wanted) => format!("answer {} is one of {}", wanted.field, wanted.is.join(", ")),
            Self::Form(wanted) => format!("form {} is one of {}", wanted.field, wanted.is.join(", ")),
            Self::Elapsed(clock) => format!("clock {clock} has run out"),
            Self::NoOpenCase(kind) => format!("no case {kind} is open"),
            Self::Linked(wanted) => {
                let ends: Vec<_> = wanted.ended.iter().map(|end| end.as_str()).collect();
                format!("case {} ended {}", wanted.kind, ends.join(" or "))
            }
            Self::Within(days) => {
                let day = |day: Option<Date>| day.map_or_else(|| "…".to_owned(), |day| day.to_string());
                format!("within {} to {}", day(days.from), day(days.to))
            }
            Self::MonthsLeft(MonthsLeft { ledger, at_least, at_most }) => {
                let most = at_most.map_or_else(String::new, |most| most.to_string());
                format!("{at_least}..{most} months left in {ledger}")
            }
            Self::MonthsOffered(wanted) => format!("months of {} are among {}", wanted.field, wanted.ledger),
            Self::Done(action) => format!("{action} was done"),
            Self::Drawn(_) => "drawn for a check".to_owned(),
            Self::AnswersComplete(wanted) => format!("answers complete: {wanted}"),
            Self::Eligible(wanted) => format!("eligible: {wanted}"),
            Self::Not(other) => format!("not: {}", other.described()),
        }
    }

    /// The fields of the service that it looks at.
    pub fn fields(&self) -> Vec<&str> {
        match self {
            Self::Answer(wanted) => vec![&wanted.field],
            Self::Not(other) => other.fields(),
            Self::Conclusion(_)
            | Self::Outcome(_)
            | Self::Fact(_)
            | Self::Form(_)
            | Self::Elapsed(_)
            | Self::NoOpenCase(_)
            | Self::Linked(_)
            | Self::Within(_)
            | Self::MonthsLeft(_)
            | Self::MonthsOffered(_)
            | Self::Done(_)
            | Self::Drawn(_)
            | Self::AnswersComplete(_)
            | Self::Eligible(_) => Vec::new(),
        }
    }

    /// The fields of its action's own form that it looks at.
    pub fn form_fields(&self) -> Vec<&str> {
        match self {
            Self::Form(wanted) => vec![&wanted.field],
            Self::MonthsOffered(wanted) => vec![&wanted.field],
            Self::Not(other) => other.form_fields(),
            Self::Conclusion(_)
            | Self::Outcome(_)
            | Self::Fact(_)
            | Self::Answer(_)
            | Self::Elapsed(_)
            | Self::NoOpenCase(_)
            | Self::Linked(_)
            | Self::Within(_)
            | Self::MonthsLeft(_)
            | Self::Done(_)
            | Self::Drawn(_)
            | Self::AnswersComplete(_)
            | Self::Eligible(_) => Vec::new(),
        }
    }

    /// The rate of a draw.
    pub fn draw(&self) -> Option<u16> {
        match self {
            Self::Drawn(rate) => Some(rate.per_ten_thousand),
            Self::Not(other) => other.draw(),
            Self::Conclusion(_)
            | Self::Outcome(_)
            | Self::Fact(_)
            | Self::Answer(_)
            | Self::Form(_)
            | Self::Elapsed(_)
            | Self::NoOpenCase(_)
            | Self::Linked(_)
            | Self::Within(_)
            | Self::MonthsLeft(_)
            | Self::MonthsOffered(_)
            | Self::Done(_)
            | Self::AnswersComplete(_)
            | Self::Eligible(_) => None,
        }
    }

    /// Whether it asks only for what is known without a case, so that a route or the eligibility can use it.
    pub fn is_known_before_a_case(&self) -> bool {
        match self {
            Self::Conclusion(_)
            | Self::Outcome(_)
            | Self::Fact(_)
            | Self::Answer(_)
            | Self::Within(_)
            | Self::MonthsLeft(_) => true,
            Self::Not(other) => other.is_known_before_a_case(),
            Self::Form(_)
            | Self::Elapsed(_)
            | Self::NoOpenCase(_)
            | Self::Linked(_)
            | Self::MonthsOffered(_)
            | Self::Done(_)
            | Self::Drawn(_)
            | Self::AnswersComplete(_)
            | Self::Eligible(_) => false,
        }
    }

    /// Whether it holds, from the answers and what is handed in alone; what needs a case does not.
    pub(crate) fn holds_before_a_case<'a>(
        &self,
        answer: &dyn Fn(&str) -> Option<&'a str>,
        grounds: &Grounds<'_>,
        on: Date,
    ) -> bool {
        match self {
            Self::Conclusion(wanted) => {
                grounds.conclusions.get(&wanted.id).is_some_and(|decided| decided.is == wanted.is)
            }
            Self::Outcome(wanted) => grounds.outcome(&wanted.id, &wanted.field).contains(&wanted.has),
            Self::Fact(wanted) => grounds.facts.get(&wanted.id).is_some_and(|fact| wanted.is.contains(fact)),
            Self::Answer(wanted) => {
                answer(&wanted.field).is_some_and(|answer| wanted.is.iter().any(|value| value == answer))
            }
            Self::Within(days) => {
                days.from.is_none_or(|from| from <= on) && days.to.is_none_or(|to| on <= to)
            }
            Self::MonthsLeft(wanted) => wanted.holds(grounds.months_left.get(&wanted.ledger)),
            Self::Not(other) => {
                other.is_known_before_a_case() && !other.holds_before_a_case(answer, grounds, on)
            }
            Self::Form(_)
            | Self::Elapsed(_)
            | Self::NoOpenCase(_)
            | Self::Linked(_)
            | Self::MonthsOffered(_)
            | Self::Done(_)
            | Self::Drawn(_)
            | Self::AnswersComplete(_)
            | Self::Eligible(_) => false,
        }
    }
}
