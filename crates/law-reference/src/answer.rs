//! One answer: status, missing, fields and what would change it, each by trying everything
//! (`docs/language/meaning.md`, 一次认定的含义).

use crate::day::{self, Day, plus_years};
use crate::input::Input;
use crate::meaning::completion::{self, Given, Pieces, every, pieces, turns};
use crate::meaning::shown::{self, Rests};
use crate::meaning::truth::World;
use crate::meaning::{choice, comparisons_of, facts_of_all, field, today_terms};
use crate::program::{Comparison, DayBase, DayTerm, Effect, FactId, MonthEnd, Program, Relation, Value};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;

/// How far the business date may move.
const YEARS_AHEAD: i64 = 20;

/// Answers for one program; what does not hang on the input is made once.
#[derive(Debug)]
pub struct Answerer<'a> {
    program: &'a Program,
    asked: Vec<Asked>,
}

/// An answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// By the key of conclusions.
    pub outcomes: Json,
    /// By the key of 至多一项.
    pub at_most_one: Json,
    /// Conclusions with fields that another engine may take to be null, being careful where it cannot be sure.
    pub careful: Vec<(String, String)>,
    /// 至多一项 that compare such a field: of these another engine may say that more is missing.
    pub careful_choices: Vec<String>,
}

impl<'a> Answerer<'a> {
    /// For a program.
    pub fn new(program: &'a Program) -> Self {
        let conclusions = (0..program.rules.len()).filter(|id| program.rules[*id].is_conclusion);
        let asked = conclusions.map(|id| Asked::new(program, id)).collect();
        Self { program, asked }
    }

    /// The answer to an input.
    pub fn answer(&self, input: &Input) -> Answer {
        let world = World::new(self.program, input.as_of, input.known_on, &input.tried);
        let mut outcomes = Map::new();
        let mut careful = Vec::new();
        for asked in &self.asked {
            let rule = &self.program.rules[asked.id];
            let completions = asked.completions(&world, &input.facts);
            let (yes, no) = asked.tried(&world, input, &completions);
            let status = match (yes, no) {
                (true, false) => "yes",
                (false, _) => "no",
                (true, true) => "unknown",
            };
            let missing =
                if status == "unknown" { asked.missing(&world, input, &completions) } else { Vec::new() };
            let changes = if status == "no" { asked.would_change(&world, input) } else { Vec::new() };
            let mut outcome = Map::new();
            if status == "yes" {
                for (at, of) in rule.fields.iter().enumerate() {
                    let known = asked.field(&world, at, &input.facts);
                    if known.is_careful {
                        careful.push((rule.key.clone(), of.key.clone()));
                    }
                    outcome.insert(of.key.clone(), known.value.unwrap_or_default().json);
                }
            }
            if status == "no"
                && let Some(effect) = asked.effect(&world, input, &completions)
            {
                outcome.insert("effect".to_owned(), effect);
            }
            outcome.insert("status".to_owned(), json!(status));
            outcome.insert("missing".to_owned(), json!(missing));
            outcome.insert("would_change".to_owned(), json!(changes));
            outcomes.insert(rule.key.clone(), Json::Object(outcome));
        }
        let outcomes = Json::Object(outcomes);
        let (at_most_one, careful_choices) = choice::of_all(&world, &self.asked, &outcomes, &input.facts);
        Answer { outcomes, at_most_one, careful, careful_choices }
    }

    /// How many completions an input has, over all conclusions and fields; what a generator keeps small.
    pub fn effort(&self, input: &Input) -> usize {
        let world = World::new(self.program, input.as_of, input.known_on, &input.tried);
        let count = |pieces: Pieces| {
            pieces.iter().fold(1_usize, |product, (_, values)| product.saturating_mul(values.len()))
        };
        let of = |asked: &Asked| {
            let fields = 0..asked.rests.len();
            let fields = fields.map(|at| count(asked.of_field(&world, at, &input.facts))).max().unwrap_or(0);
            count(asked.completions(&world, &input.facts)).max(fields)
        };
        self.asked.iter().map(of).max().unwrap_or(0)
    }
}

/// The answer to an input.
pub fn answer(program: &Program, input: &Input) -> Answer {
    Answerer::new(program).answer(input)
}

fn absent(comparisons: &[Comparison], given: &[Given]) -> Vec<FactId> {
    facts_of_all(comparisons).into_iter().filter(|fact| given[*fact].is_none()).collect()
}

fn start(given: &[Given]) -> Vec<Value> {
    given.iter().map(|given| given.flatten()).collect()
}

/// A business date with what the facts may be on it.
struct OnDay<'a> {
    world: World<'a>,
    /// Of what is absent.
    completions: Pieces,
    /// Of what may be otherwise.
    choices: Pieces,
}

/// A conclusion with all that it compares.
#[derive(Debug)]
pub struct Asked {
    /// Which.
    pub id: usize,
    comparisons: Vec<Comparison>,
    /// What its fields rest on.
    rests: Vec<Rests>,
}

/// What is known of a field.
#[derive(Debug)]
pub struct Known {
    /// Its value, if all completions agree.
    pub value: Option<field::Shown>,
    /// Whether another engine may take it to differ.
    pub is_careful: bool,
}

impl Asked {
    fn new(program: &Program, id: usize) -> Self {
        let fields = 0..program.rules[id].fields.len();
        Self {
            id,
            comparisons: comparisons_of(program, id),
            rests: fields.map(|field| shown::rests(program, id, field)).collect(),
        }
    }

    fn completions(&self, world: &World<'_>, given: &[Given]) -> Pieces {
        pieces(world, &self.comparisons, given, &absent(&self.comparisons, given), &[])
    }

    /// Whether it holds for facts as they are given.
    fn holds(&self, world: &World<'_>, facts: &[Value]) -> bool {
        world.rule_holds(self.id, &world.seen(facts))
    }

    /// Whether some completion gives yes, and whether some gives no.
    fn tried(&self, world: &World<'_>, input: &Input, completions: &Pieces) -> (bool, bool) {
        let (mut yes, mut no) = (false, false);
        every(completions, &mut start(&input.facts), &mut |facts| {
            if self.holds(world, facts) {
                yes = true;
            } else {
                no = true;
            }
            !(yes && no)
        });
        (yes, no)
    }

    /// What stands for the absent facts of a field.
    fn of_field(&self, world: &World<'_>, at: usize, given: &[Given]) -> Pieces {
        let rests = &self.rests[at];
        let mut free = absent(&rests.comparisons, given);
        free.extend(rests.shown.iter().copied().filter(|fact| given[*fact].is_none()));
        free.sort_unstable();
        free.dedup();
        let mut pieces = completion::pieces(world, &rests.comparisons, given, &free, &rests.shown);
        for (fact, values) in pieces.iter_mut().filter(|(fact, _)| rests.tangled.contains(fact)) {
            if let Some(all) = shown::one_by_one(world.program, *fact) {
                values.retain(Option::is_none);
                values.splice(0..0, all.into_iter().map(Some));
            }
        }
        pieces
    }

    /// A field's value, if all completions agree.
    pub fn field(&self, world: &World<'_>, at: usize, given: &[Given]) -> Known {
        let pieces = self.of_field(world, at, given);
        let tangled = |fact: &FactId| {
            self.rests[at].tangled.contains(fact) && shown::one_by_one(world.program, *fact).is_none()
        };
        let is_careful = pieces.iter().any(|(fact, _)| tangled(fact));
        let mut seen: Option<field::Shown> = None;
        let same = every(&pieces, &mut start(given), &mut |facts| {
            let value = field::value(world, self.id, at, facts);
            seen.get_or_insert_with(|| value.clone()) == &value
        });
        Known { value: seen.filter(|_| same), is_careful }
    }

    /// The absent facts that a field still hangs on.
    pub fn missing_of_field(&self, world: &World<'_>, at: usize, given: &[Given]) -> Vec<String> {
        let of = |facts: &[Value]| field::value(world, self.id, at, facts);
        deciding(world, given, &self.of_field(world, at, given), &of)
    }

    /// What an exception does to who would have a yes without it (例外的 effect).
    fn effect(&self, world: &World<'_>, input: &Input, completions: &Pieces) -> Option<Json> {
        let program = world.program;
        let rule = &program.rules[self.id];
        let takes = |id: usize| {
            matches!(program.exceptions[id].effect, Effect::Except | Effect::Stop(_) | Effect::Revoke)
        };
        if !rule.exceptions.iter().any(|id| takes(*id)) {
            return None;
        }
        // Of those that hold whatever is absent, the one that prevails.
        let mut holding: Vec<usize> = rule.exceptions.iter().copied().filter(|id| takes(*id)).collect();
        let would_be_yes = every(completions, &mut start(&input.facts), &mut |facts| {
            let seen = world.seen(facts);
            holding.retain(|id| world.exception_holds(*id, &seen));
            world.rule_without(self.id, &takes, &seen)
        });
        let exception = &program.exceptions[*holding.last().filter(|_| would_be_yes)?];
        let (kind, period, recover) = match exception.effect {
            Effect::Stop(period) => ("stop", period, false),
            Effect::Revoke => ("revoke", None, true),
            _ => ("except", None, false),
        };
        Some(json!({ "exception": exception.key, "kind": kind, "period": period, "recover": recover }))
    }

    /// The absent facts of which two values differ in the answer, all else being held.
    fn missing(&self, world: &World<'_>, input: &Input, pieces: &Pieces) -> Vec<String> {
        deciding(world, &input.facts, pieces, &|facts| self.holds(world, facts))
    }

    /// All least sets of changes, each with its first values.
    fn would_change(&self, world: &World<'_>, input: &Input) -> Vec<Json> {
        let members: Vec<FactId> = facts_of_all(&self.comparisons)
            .into_iter()
            .filter(|fact| world.program.facts[*fact].changeable && input.facts[*fact].is_some())
            .collect();
        let on = |day: Day| {
            let world = World::new(world.program, day, input.known_on, &input.tried);
            // Nothing that may be otherwise is bound to another fact, so each has its values by itself.
            let choices = pieces(&world, &self.comparisons, &input.facts, &members, &[]);
            OnDay { completions: self.completions(&world, &input.facts), choices, world }
        };
        let now = [on(world.today)];
        let later: Vec<OnDay<'_>> = self.later_days(world, input, &members).into_iter().map(on).collect();
        for size in 1..=members.len() + 1 {
            let mut found = Vec::new();
            // Sets with the business date stand before those without, and then by the catalogue's order.
            for (days, count) in [(later.as_slice(), size - 1), (&now, size)] {
                for set in subsets(&members, count) {
                    let moved = count < size;
                    found.extend(days.iter().find_map(|day| self.first_change(day, moved, input, &set)));
                }
            }
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// The first values of these facts that give a yes on a day under every completion.
    fn first_change(&self, on: &OnDay<'_>, moved: bool, input: &Input, set: &[FactId]) -> Option<Json> {
        let choices: Pieces = on.choices.iter().filter(|(fact, _)| set.contains(fact)).cloned().collect();
        let mut found = None;
        every(&choices, &mut start(&input.facts), &mut |facts| {
            let mut trial = facts.to_vec();
            if !every(&on.completions, &mut trial, &mut |facts| self.holds(&on.world, facts)) {
                return true;
            }
            let program = on.world.program;
            let mut members = Map::new();
            if moved {
                members.insert("as_of".to_owned(), json!(day::write(on.world.today)));
            }
            for fact in set {
                let key = program.facts[*fact].key.clone();
                members.insert(key, field::fact_json(program, *fact, facts[*fact]));
            }
            found = Some(Json::Object(members));
            false
        });
        found
    }

    /// Later business dates on which a comparison or a parameter may turn. Facts that are absent or may be otherwise
    /// are days too, whose cuts are carried over to the business date.
    fn later_days(&self, world: &World<'_>, input: &Input, members: &[FactId]) -> Vec<Day> {
        let free = |fact: FactId| input.facts[fact].is_none() || members.contains(&fact);
        // What is never later than the business date turns with it, though no comparison says so.
        let today = |fact: &FactId| {
            let (fact, today) = today_terms(*fact);
            Comparison::Days(fact, Relation::AtMost, today)
        };
        let until = members.iter().filter(|fact| world.program.facts[**fact].until_today).map(today);
        let comparisons: Vec<Comparison> = self.comparisons.iter().cloned().chain(until).collect();
        let mut cuts: BTreeSet<(DayBase, Day)> = BTreeSet::new();
        for term in comparisons.iter().filter_map(sides).flatten() {
            match term.base {
                DayBase::Today => {}
                DayBase::Fixed(day) => drop(cuts.insert((term.base, day))),
                DayBase::Fact(fact) => {
                    // What may be otherwise may also stay as it is.
                    cuts.extend(input.facts[fact].flatten().map(|day| (term.base, day)));
                    let ends = [day::FIRST, day::LAST].into_iter().filter(|_| free(fact));
                    cuts.extend(ends.map(|day| (term.base, day)));
                }
            }
        }
        let mut fresh: Vec<(DayBase, Day)> = cuts.iter().copied().collect();
        for _ in 0..4 {
            let mut more = Vec::new();
            for comparison in &comparisons {
                let Some([left, right]) = sides(comparison) else { continue };
                for (mine, other) in [(left, right), (right, left)] {
                    // The business dates alone are wanted: where a line meets one of them is that date already.
                    let is_open = other.base != DayBase::Today
                        && match mine.base {
                            DayBase::Today => true,
                            DayBase::Fixed(_) => false,
                            DayBase::Fact(fact) => free(fact),
                        };
                    for (_, day) in fresh.iter().filter(|(base, _)| is_open && *base == other.base) {
                        let other = match other.period.count {
                            0 => Some(*day),
                            _ => world.program.calendar.away(*day, other.period),
                        };
                        let turns = turns(world, mine, other, comparison);
                        more.extend(turns.into_iter().map(|day| (mine.base, day)));
                    }
                }
            }
            more.retain(|cut| cuts.insert(*cut));
            fresh = more;
        }
        let mut days: Vec<Day> =
            cuts.into_iter().filter(|(base, _)| *base == DayBase::Today).map(|(_, day)| day).collect();
        for row in world.program.parameters.iter().flat_map(|parameter| &parameter.rows) {
            days.extend([row.from]);
            days.extend(row.to.map(day::next));
        }
        let limit = plus_years(world.today, YEARS_AHEAD, MonthEnd::Clamp).unwrap_or(day::LAST).min(day::LAST);
        days.retain(|day| *day > world.today && *day <= limit);
        days.sort_unstable();
        days.dedup();
        days
    }
}

/// Both sides of a comparison of days.
fn sides(comparison: &Comparison) -> Option<[DayTerm; 2]> {
    if let Comparison::Days(left, _, right) = comparison { Some([*left, *right]) } else { None }
}

/// All subsets of a size, in order.
fn subsets(members: &[FactId], size: usize) -> Vec<Vec<FactId>> {
    if size == 0 {
        return vec![Vec::new()];
    }
    let mut found = Vec::new();
    for (at, first) in members.iter().enumerate() {
        for mut rest in subsets(&members[at + 1..], size - 1) {
            rest.insert(0, *first);
            found.push(rest);
        }
    }
    found
}

/// The facts of which two values differ in what comes of them, all else being held.
fn deciding<T: PartialEq>(
    world: &World<'_>,
    given: &[Given],
    pieces: &Pieces,
    of: &dyn Fn(&[Value]) -> T,
) -> Vec<String> {
    let decides = |(fact, values): &(FactId, Vec<Value>)| {
        let others: Pieces = pieces.iter().filter(|(other, _)| other != fact).cloned().collect();
        !every(&others, &mut start(given), &mut |facts| {
            let mut facts = facts.to_vec();
            let mut said = values.iter().map(|value| {
                facts[*fact] = *value;
                of(&facts)
            });
            let first = said.next();
            said.all(|other| Some(other) == first)
        })
    };
    let mut keys: Vec<String> = pieces
        .iter()
        .filter(|piece| decides(piece))
        .map(|(fact, _)| world.program.facts[*fact].key.clone())
        .collect();
    keys.sort();
    keys
}
