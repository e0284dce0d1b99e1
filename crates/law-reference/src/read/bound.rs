//! What the checker proves of references and bindings: no rule leads back to itself (E0240), and comparisons bind no
//! more facts to each other than can be decided exactly (E0241, `docs/language/time.md`).

use super::{Reading, refuse};
use crate::meaning::comparisons_of;
use crate::program::{
    Body, Comparison, Condition, DayBase, FactId, Item, Link, MonthEnd, NumberTerm, Program, Unit,
};

/// No rule refers to itself, through whatever.
pub fn no_circles(program: &Program) -> Reading<()> {
    (0..program.rules.len()).try_for_each(|rule| no_circle(program, rule, &mut Vec::new()))
}

fn no_circle(program: &Program, rule: usize, above: &mut Vec<usize>) -> Reading<()> {
    if above.contains(&rule) {
        return refuse("E0240", &program.rules[rule].name);
    }
    above.push(rule);
    let of = &program.rules[rule];
    let mut cited = Vec::new();
    let bodies = of.amendments.iter().map(|amendment| &amendment.body).chain([&of.body]);
    bodies.for_each(|body| of_body(body, &mut cited));
    of.transitions.iter().for_each(|transition| of_body(&transition.body, &mut cited));
    for link in &of.links {
        match link {
            Link::Unless(other) | Link::YieldsTo(other) | Link::Analogy(other, _) => cited.push(*other),
            Link::Also(condition) => cites(condition, &mut cited),
        }
    }
    of.exceptions.iter().for_each(|id| of_exception(program, *id, &mut cited));
    cited.into_iter().try_for_each(|other| no_circle(program, other, above))?;
    above.pop();
    Ok(())
}

fn of_exception(program: &Program, id: usize, found: &mut Vec<usize>) {
    let exception = &program.exceptions[id];
    of_body(&exception.body, found);
    exception.instead.iter().for_each(|body| of_body(body, found));
    exception.exceptions.iter().for_each(|other| of_exception(program, *other, found));
}

fn of_body(body: &Body, found: &mut Vec<usize>) {
    body.only.iter().for_each(|only| cites(only, found));
    of_items(&body.items, found);
}

fn of_items(items: &[Item], found: &mut Vec<usize>) {
    for item in items {
        item.own.iter().for_each(|own| cites(own, found));
        item.below.iter().for_each(|(_, below)| of_items(below, found));
    }
}

fn cites(condition: &Condition, found: &mut Vec<usize>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| cites(part, found)),
        Condition::Rule(rule, _) | Condition::Item(rule, _) => found.push(*rule),
        Condition::Is(_) | Condition::Field(_) => {}
    }
}

/// A moved day that binds two facts: which is moved, and how.
type Line = (FactId, Unit, MonthEnd, Option<i64>);

/// At most two facts are bound to each other, neither of them changeable, days by periods of one kind.
pub fn bound(program: &Program) -> Reading<()> {
    let mut pairs: Vec<([FactId; 2], Option<Line>)> = Vec::new();
    for rule in 0..program.rules.len() {
        for comparison in comparisons_of(program, rule) {
            match comparison {
                Comparison::Days(left, _, right) => {
                    let (DayBase::Fact(one), DayBase::Fact(other)) = (left.base, right.base) else {
                        continue;
                    };
                    if one == other {
                        continue;
                    }
                    let moved = [(one, left.period), (other, right.period)];
                    let lines = moved.iter().filter(|(_, period)| period.count != 0).map(|(fact, period)| {
                        let fixed = period.rolls || period.unit == Unit::WorkingDays;
                        (*fact, period.unit, period.end, fixed.then_some(period.count))
                    });
                    let pair = [one.min(other), one.max(other)];
                    pairs.push((pair, None));
                    pairs.extend(lines.map(|line| (pair, Some(line))));
                }
                Comparison::Listed(fact, id) | Comparison::Number(fact, _, NumberTerm::Parameter(id)) => {
                    let region = program.parameters[id].authorised.as_ref().and_then(|m| m.by_region);
                    let region = region.filter(|region| *region != fact);
                    pairs.extend(region.map(|region| ([fact.min(region), fact.max(region)], None)));
                }
                _ => {}
            }
        }
    }
    let shares = |a: &[FactId; 2], b: &[FactId; 2]| a != b && a.iter().any(|fact| b.contains(fact));
    let chained = pairs.iter().any(|(pair, _)| pairs.iter().any(|(other, _)| shares(pair, other)));
    let changeable = pairs.iter().any(|(pair, _)| pair.iter().any(|fact| program.facts[*fact].changeable));
    let crosses = pairs.iter().any(|(pair, line)| {
        let others = pairs.iter().filter(|(other, _)| other == pair);
        line.is_some() && others.filter_map(|(_, other)| *other).any(|other| Some(other) != *line)
    });
    if chained || changeable || crosses { refuse("E0241", "facts bound by comparisons") } else { Ok(()) }
}
