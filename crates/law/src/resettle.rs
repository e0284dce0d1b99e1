//! Re-settlement: what became known between two days and acts on earlier ones,
//! and what it changes for whom. A notice that is published in September and
//! holds from July alters the months that were already decided.

use crate::date::Date;
use crate::decide::{Decider, Decision, Options, Outcome, Request, Status};
use crate::parameter::ParameterId;
use crate::plan::Plan;
use crate::policy::Policy;
use crate::rule::FieldCase;
use crate::value::{Datum, Expression};
use law_syntax::Anchor;
use std::collections::BTreeMap;

/// A row that became known after a day on which it already held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct News {
    /// Its parameter.
    pub parameter: ParameterId,
    /// Its index among the parameter's rows.
    pub row: usize,
}

/// What became known after `from`, up to and on `to`, and acts on days before it was published.
pub fn news(policy: &Policy, from: Date, to: Date) -> Vec<News> {
    let mut found = Vec::new();
    for (parameter, declared) in policy.parameters.iter().enumerate() {
        for (row, given) in declared.rows.iter().enumerate() {
            let known = given.known.filter(|known| from < *known && *known <= to);
            if known.is_some_and(|known| given.from < known) && given.broken.is_none() {
                found.push(News { parameter, row });
            }
        }
    }
    found
}

/// One thing that is otherwise than it was known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The conclusion.
    pub plan: usize,
    /// The day that was decided.
    pub as_of: Date,
    /// What is otherwise.
    pub change: Change,
    /// The instrument of the provision.
    pub instrument: usize,
    /// The provision that gives it.
    pub provision: Anchor,
    /// The news on which it rests.
    pub news: Vec<News>,
    /// The field only repeats a figure of the policy, of which a sum says nothing.
    pub is_figure: bool,
}

/// What is otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The answer itself.
    Status(Status, Status),
    /// A field of a yes, by index; none before where the answer was no yes.
    Field(usize, Datum, Datum),
}

impl Change {
    /// New less old, in fen, where both are amounts.
    pub fn difference_fen(&self) -> Option<i64> {
        match self {
            Self::Field(_, Datum::Money(old), Datum::Money(new)) => new.checked_sub(*old),
            Self::Status(..) | Self::Field(..) => None,
        }
    }
}

/// What a request's answer is otherwise with what was known on `to` than with
/// what was known on `from`.
pub fn differences(
    policy: &Policy,
    decider: &mut Decider,
    request: &Request,
    from: Date,
    to: Date,
) -> Vec<Difference> {
    let options = Options { without_because: true, without_changes: true, ..Options::default() };
    let mut known = |day: Date| -> Decision {
        let request = Request { known_on: Some(day), ..request.clone() };
        decider.decide(policy, &request, &options)
    };
    let (before, after) = (known(from), known(to));
    let fresh = news(policy, from, to);
    let mut found = Vec::new();
    for (old, new) in before.outcomes.iter().zip(&after.outcomes) {
        let plan = &policy.plans[new.plan];
        let rule = &policy.rules[plan.rule];
        let at = policy.file_of(&rule.source);
        let mut push = |change, provision, read: &[ParameterId], is_figure| {
            let rests = |news: &&News| {
                let held = policy.parameters[news.parameter].rows_on(request.as_of, Some(to));
                // A changed answer carries its fields with it.
                let read = read.contains(&news.parameter)
                    || old.status != new.status && plan.dated_parameters.contains(&news.parameter);
                held.contains(&news.row) && read
            };
            let news = fresh.iter().filter(rests).copied().collect();
            found.push(Difference {
                plan: new.plan,
                as_of: request.as_of,
                change,
                instrument: at,
                provision,
                news,
                is_figure,
            });
        };
        if old.status != new.status {
            push(Change::Status(old.status, new.status), rule.anchor, &[], false);
        }
        for index in 0..plan.fields.len() {
            let (was, is) = (field(old, index), field(new, index));
            if was != is {
                let case = taken(policy, plan, new, index).or_else(|| taken(policy, plan, old, index));
                let provision = case.map_or(rule.fields[index].anchor, |case| case.anchor);
                let is_figure = case.is_some_and(|case| matches!(case.value, Expression::Parameter(_)));
                push(Change::Field(index, was, is), provision, &plan.fields[index].parameters, is_figure);
            }
        }
    }
    found
}

fn field(outcome: &Outcome, index: usize) -> Datum {
    outcome.fields.get(index).map_or(Datum::None, |(datum, _)| datum.clone())
}

/// The case that gave a field.
fn taken<'p>(policy: &'p Policy, plan: &Plan, outcome: &Outcome, index: usize) -> Option<&'p FieldCase> {
    let case = outcome.fields.get(index)?.1?;
    policy.rules[plan.rule].fields[index].cases.get(case)
}

/// Sums over many differences, by conclusion and field.
#[derive(Debug, Clone, Default)]
pub struct Totals {
    sums: BTreeMap<(usize, Option<usize>), Total>,
}

/// The sum of one field, or the count of one conclusion's changed answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Total {
    /// How many are otherwise.
    pub count: u64,
    /// New less old over those that had an amount before and have one now, in fen.
    pub difference_fen: i128,
    /// Amounts where there was none before, in fen.
    pub settled_fen: i128,
    /// Amounts that are no more, in fen.
    pub withdrawn_fen: i128,
}

impl Totals {
    /// Adds one.
    pub fn add(&mut self, difference: &Difference) {
        let field = match &difference.change {
            Change::Status(..) => None,
            Change::Field(index, ..) => Some(*index),
        };
        let total = self.sums.entry((difference.plan, field)).or_default();
        total.count += 1;
        if difference.is_figure {
            return;
        }
        total.difference_fen += i128::from(difference.change.difference_fen().unwrap_or(0));
        match &difference.change {
            Change::Field(_, Datum::None, Datum::Money(new)) => total.settled_fen += i128::from(*new),
            Change::Field(_, Datum::Money(old), Datum::None) => total.withdrawn_fen += i128::from(*old),
            Change::Status(..) | Change::Field(..) => {}
        }
    }

    /// By conclusion, its answers first, then field by field.
    pub fn iter(&self) -> impl Iterator<Item = (usize, Option<usize>, &Total)> {
        self.sums.iter().map(|((plan, field), total)| (*plan, *field, total))
    }
}

/// The same day of each month from `first` to `last`; a month that lacks the day
/// is taken on its last.
pub fn months(first: Date, last: Date) -> Vec<Date> {
    let (mut year, mut month, wanted) = first.parts();
    let mut found = Vec::new();
    loop {
        let day = (1..=wanted).rev().find_map(|day| Date::new(year, month, day));
        let Some(day) = day.filter(|day| *day <= last) else { return found };
        found.push(day);
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{policy, request};

    fn day(text: &str) -> Date {
        Date::parse(text).expect("day")
    }

    #[test]
    fn the_bounds_of_july_that_were_published_in_september_are_settled_again() {
        let policy = policy();
        let (from, to) = (day("2025-09-17"), day("2025-09-18"));
        let fresh = news(&policy, from, to);
        let keys: Vec<&str> = fresh.iter().map(|n| policy.parameters[n.parameter].key.as_str()).collect();
        assert_eq!(keys, ["pension_base_min", "pension_base_max"]);
        assert_eq!(news(&policy, to, to), []);
        let facts = r#"{"employment_form":"self_employed","insured_region":"110108","archive_entrusted":true,
            "contribution_base_fen":800000}"#;
        let plan = policy.plan("unemployment_contribution").expect("plan");
        let found = |as_of: &str| -> Vec<(String, Datum, Datum)> {
            let request = request(&policy, as_of, facts);
            let all = differences(&policy, &mut Decider::default(), &request, from, to);
            all.into_iter()
                .filter(|difference| difference.plan == plan)
                .map(|difference| {
                    assert!(!difference.news.is_empty() && difference.provision.article == 6);
                    let Change::Field(index, old, new) = difference.change else { panic!("status") };
                    (policy.rule(plan).fields[index].key.clone(), old, new)
                })
                .collect()
        };
        let none = || Datum::None;
        assert_eq!(
            found("2025-07-01"),
            [
                ("base_min_fen".to_owned(), none(), Datum::Money(716_200)),
                ("base_max_fen".to_owned(), none(), Datum::Money(3_581_100)),
                ("base_valid".to_owned(), none(), Datum::Flag(true)),
                ("monthly_premium_fen".to_owned(), none(), Datum::Money(8_000)),
            ]
        );
        assert_eq!(found("2025-06-30"), []);
    }

    #[test]
    fn totals_keep_apart_what_was_otherwise_and_what_was_not_settled() {
        let mut totals = Totals::default();
        for (old, new) in [
            (Datum::Money(100), Datum::Money(130)),
            (Datum::Money(100), Datum::Money(80)),
            (Datum::None, Datum::Money(50)),
            (Datum::Money(7), Datum::None),
        ] {
            totals.add(&Difference {
                plan: 0,
                as_of: day("2025-07-01"),
                change: Change::Field(0, old, new),
                instrument: 0,
                provision: Anchor::article(6),
                news: Vec::new(),
                is_figure: false,
            });
        }
        let all: Vec<_> = totals.iter().map(|(.., total)| *total).collect();
        assert_eq!(all, [Total { count: 4, difference_fen: 10, settled_fen: 50, withdrawn_fen: 7 }]);
    }

    #[test]
    fn a_month_without_the_day_is_taken_on_its_last() {
        let days: Vec<String> =
            months(day("2024-01-31"), day("2024-04-29")).iter().map(Date::to_string).collect();
        assert_eq!(days, ["2024-01-31", "2024-02-29", "2024-03-31"]);
    }
}
