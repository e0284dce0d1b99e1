//! One answer: status, missing, fields and what would change it, each by trying everything
//! (`docs/language/meaning.md`, 一次认定的含义).

use crate::day::{self, Day, Leap, plus_years};
use crate::input::Input;
use crate::meaning::completion::{self, Given, Pieces, every, pieces, turns};
use crate::meaning::truth::World;
use crate::meaning::{comparisons_of, facts_of_all, field};
use crate::program::{Comparison, DayBase, DayTerm, FactId, Program, Relation, Value};
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

impl<'a> Answerer<'a> {
    /// For a program.
    pub fn new(program: &'a Program) -> Self {
        let conclusions = (0..program.rules.len()).filter(|id| program.rules[*id].is_conclusion);
        let asked = conclusions.map(|id| Asked { id, comparisons: comparisons_of(program, id) }).collect();
        Self { program, asked }
    }

    /// The outcomes of an input, by key.
    pub fn answer(&self, input: &Input) -> Json {
        let world = World::new(self.program, input.as_of, input.known_on, &input.tried);
        let mut outcomes = Map::new();
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
                    outcome.insert(of.key.clone(), field_value(&world, asked.id, at, &input.facts));
                }
            }
            outcome.insert("status".to_owned(), json!(status));
            outcome.insert("missing".to_owned(), json!(missing));
            outcome.insert("would_change".to_owned(), json!(changes));
            outcomes.insert(rule.key.clone(), Json::Object(outcome));
        }
        Json::Object(outcomes)
    }

    /// How many completions a status of an input tries, over all conclusions; what a generator keeps small.
    pub fn effort(&self, input: &Input) -> usize {
        let world = World::new(self.program, input.as_of, input.known_on, &input.tried);
        let count = |asked: &Asked| {
            let completions = asked.completions(&world, &input.facts);
            completions.iter().fold(1_usize, |product, (_, values)| product.saturating_mul(values.len()))
        };
        self.asked.iter().map(count).max().unwrap_or(0)
    }
}

/// The outcomes of an input, by key.
pub fn answer(program: &Program, input: &Input) -> Json {
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
struct Asked {
    id: usize,
    comparisons: Vec<Comparison>,
}

impl Asked {
    fn completions(&self, world: &World<'_>, given: &[Given]) -> Pieces {
        pieces(world, &self.comparisons, given, &absent(&self.comparisons, given), &[])
    }

    /// Whether some completion gives yes, and whether some gives no.
    fn tried(&self, world: &World<'_>, input: &Input, completions: &Pieces) -> (bool, bool) {
        let (mut yes, mut no) = (false, false);
        every(completions, &mut start(&input.facts), &mut |facts| {
            if world.rule_holds(self.id, facts) {
                yes = true;
            } else {
                no = true;
            }
            !(yes && no)
        });
        (yes, no)
    }

    /// The absent facts of which two values differ in the answer, all else being held.
    fn missing(&self, world: &World<'_>, input: &Input, pieces: &Pieces) -> Vec<String> {
        let decides = |(fact, values): &(FactId, Vec<Value>)| {
            let others: Pieces = pieces.iter().filter(|(other, _)| other != fact).cloned().collect();
            !every(&others, &mut start(&input.facts), &mut |facts| {
                let mut facts = facts.to_vec();
                let mut said = values.iter().map(|value| {
                    facts[*fact] = *value;
                    world.rule_holds(self.id, &facts)
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
            if !every(&on.completions, &mut trial, &mut |facts| on.world.rule_holds(self.id, facts)) {
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
        let term = |base| DayTerm { base, years: 0, leap: Leap::Clamp };
        let today = |fact: &FactId| {
            Comparison::Days(term(DayBase::Fact(*fact)), Relation::AtMost, term(DayBase::Today))
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
                    let is_open = match mine.base {
                        DayBase::Today => true,
                        DayBase::Fixed(_) => false,
                        DayBase::Fact(fact) => free(fact),
                    };
                    for (_, day) in fresh.iter().filter(|(base, _)| is_open && *base == other.base) {
                        let other = plus_years(*day, other.years, other.leap);
                        more.extend(turns(mine, other, comparison).into_iter().map(|day| (mine.base, day)));
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
        let limit = plus_years(world.today, YEARS_AHEAD, Leap::Clamp).unwrap_or(day::LAST).min(day::LAST);
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

/// A field's value, if all completions agree; null if not.
fn field_value(world: &World<'_>, id: usize, at: usize, given: &[Given]) -> Json {
    let rule = &world.program.rules[id];
    let (comparisons, shown) = field::reads(world.program, rule, at);
    let mut free = absent(&comparisons, given);
    free.extend(shown.iter().copied().filter(|fact| given[*fact].is_none()));
    free.sort_unstable();
    free.dedup();
    let pieces = completion::pieces(world, &comparisons, given, &free, &shown);
    let mut seen: Option<field::Shown> = None;
    let same = every(&pieces, &mut start(given), &mut |facts| {
        let value = field::value(world, rule, at, facts);
        seen.get_or_insert_with(|| value.clone()) == &value
    });
    if same { seen.unwrap_or_default().json } else { Json::Null }
}
