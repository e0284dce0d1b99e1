//! What the values of a fact can do to the tests of its group: its type is cut
//! where a test flips, and each piece (a cell) has one pattern of answers.
//! Two bound facts (one date within two years of another) are cut together.

use crate::calendar::Calendar;
use crate::condition::{Day, DayBase, Number, Test, World};
use crate::date::{Date, LeapRule};
use crate::diagram::{Diagram, Group};
use crate::fact::{ABSENT, Fact, FactId, Kind, NONE};
use crate::parameter::Setting;
use crate::period::Period;

/// How far from a guess a flip is looked for first: months, holidays and leap days seldom move it further.
const NEAR_DAYS: i64 = 16;

/// The answers of a group's tests, bit by bit.
pub type Mask = u64;

/// The answers of all tests of a group for the facts of `world`.
pub fn mask(diagram: &Diagram, group: &Group, world: &World<'_>) -> Mask {
    let tests = &diagram.tests[group.tests.0..group.tests.1];
    // Conclusions read no parameter that can be without a value (checked on loading).
    tests.iter().rev().fold(0, |bits, test| bits << 1 | Mask::from(world.holds(test).unwrap_or(false)))
}

/// The day on which a monotone test flips near `guess`.
fn flip(guess: Date, holds: impl Fn(Date) -> bool) -> Option<Date> {
    let mut day = guess.previous().previous();
    let mut before = holds(day);
    for _ in 0..5 {
        day = day.next();
        let now = holds(day);
        if now != before {
            return Some(day);
        }
        before = now;
    }
    None
}

/// Where the business date flips a test that compares it with `other`.
pub fn today_flip(
    test: &Test,
    calendar: &Calendar,
    other_day: impl Fn(DayBase) -> Option<Date>,
) -> Option<Date> {
    flip_of(test, DayBase::Today, calendar, other_day)
}

/// Where the business date or a fact flips a test that compares it with something else.
pub fn flip_of(
    test: &Test,
    of: DayBase,
    calendar: &Calendar,
    other_day: impl Fn(DayBase) -> Option<Date>,
) -> Option<Date> {
    let Test::Days { left, right, strict } = test else { return None };
    if left.base == right.base {
        return None;
    }
    let (mine, other) = if left.base == of {
        (left, right)
    } else if right.base == of {
        (right, left)
    } else {
        return None;
    };
    let fixed = other.from(other_day(other.base)?, calendar);
    turn(mine, fixed, |day| {
        let moved = mine.from(day, calendar);
        let (left, right) = if left.base == of { (moved, fixed) } else { (fixed, moved) };
        left < right || (!strict && left == right)
    })
}

/// The day on which a comparison of a moved day with a fixed one flips.
fn turn(mine: &Day, fixed: Date, holds: impl Fn(Date) -> bool) -> Option<Date> {
    if mine.adds_only_years() {
        return flip(shifted(fixed, -mine.years)?, holds);
    }
    // Where months end or working days are counted a guess is only near, but the
    // day moved never goes back as the day goes on, so the flip can be sought.
    let (mut before, mut after) = near(mine, fixed);
    let mut first = holds(Date::from_number(before));
    if first == holds(Date::from_number(after)) {
        (before, after) = (Date::MIN.number(), Date::MAX.number());
        first = holds(Date::MIN);
        if first == holds(Date::MAX) {
            return None;
        }
    }
    while after - before > 1 {
        let middle = i64::midpoint(before, after);
        if holds(Date::from_number(middle)) == first {
            before = middle;
        } else {
            after = middle;
        }
    }
    Some(Date::from_number(after))
}

/// Days between which a moved day nearly always passes a fixed one.
fn near(mine: &Day, fixed: Date) -> (i64, i64) {
    let days = i64::from(mine.years) * 1461 / 4
        + match mine.period {
            Period::None => 0,
            Period::Months(months) => i64::from(months) * 487 / 16,
            Period::Days(days) => i64::from(days),
            Period::WorkingDays(days) => i64::from(days) * 7 / 5,
        };
    let (first, last) = (Date::MIN.number(), Date::MAX.number());
    let middle = fixed.number().saturating_sub(days).clamp(first, last);
    ((middle - NEAR_DAYS).max(first), (middle + NEAR_DAYS).min(last))
}

fn shifted(date: Date, years: i32) -> Option<Date> {
    let (year, ..) = date.parts();
    // Past all dates nothing flips that anybody could be told.
    let (last, ..) = Date::MAX.parts();
    let to = year.checked_add(years).filter(|to| (1..=last.saturating_add(1)).contains(to));
    to.map(|_| date.add_years(years, LeapRule::Clamp))
}

/// Where values of `fact` flip a test, its other side being known.
fn fact_flips(test: &Test, fact: FactId, world: &World<'_>) -> Option<i64> {
    match test {
        Test::Days { left, right, strict } => {
            let mine_left = left.base == DayBase::Fact(fact);
            let (mine, other) = if mine_left { (left, right) } else { (right, left) };
            let fixed = other_day(other, world)?;
            turn(mine, fixed, |day| {
                let moved = mine.from(day, world.calendar);
                let (left, right) = if mine_left { (moved, fixed) } else { (fixed, moved) };
                left < right || (!strict && left == right)
            })
            .map(Date::packed)
        }
        Test::Numbers { left, right, strict } => {
            let known = |number: &Number| match number {
                Number::Fixed(value) => Some(*value),
                Number::Parameter(parameter) | Number::Scoped(parameter, _) => {
                    match world.setting(*parameter) {
                        Some(Setting::Money(amount) | Setting::Number(amount)) => Some(*amount),
                        _ => None,
                    }
                }
                Number::Fact(other) => Some(world.facts[*other]).filter(|v| *v != NONE && *v != ABSENT),
            };
            if *left == Number::Fact(fact) {
                known(right).map(|value| value + i64::from(!strict))
            } else {
                known(left).map(|value| value + i64::from(*strict))
            }
        }
        _ => None,
    }
}

fn other_day(day: &Day, world: &World<'_>) -> Option<Date> {
    let base = match day.base {
        DayBase::Today => world.today,
        DayBase::Fixed(date) => date,
        DayBase::Fact(fact) => match world.facts[fact] {
            NONE | ABSENT => return None,
            value => Date::from_packed(value),
        },
    };
    Some(day.from(base, world.calendar))
}

/// The first value of each piece of a fact's type, in the type's order, none
/// last. With `ends`, the last value of each piece too.
pub fn values(
    tests: &[Test],
    fact: FactId,
    declared: &Fact,
    world: &World<'_>,
    ends: bool,
    found: &mut Vec<i64>,
) {
    found.clear();
    let (min, max) = declared.bounds(world.today);
    match &declared.kind {
        Kind::Choice(_) | Kind::Flag => found.extend(min..=max),
        Kind::Region => {
            found.push(0);
            if ends {
                found.extend([1, max]);
            }
            let listed = tests.iter().any(|test| match test {
                Test::InRegions { fact: of, .. } | Test::InPlace { fact: of, .. } => *of == fact,
                Test::Granted { by, .. } => *by == Some(fact),
                Test::Numbers { left, right, .. } => [left, right]
                    .into_iter()
                    .any(|number| matches!(number, Number::Scoped(_, of) if *of == fact)),
                _ => false,
            });
            let districts = world.regions.district_codes();
            let enough = if listed || ends { districts.len() } else { 1 };
            found.extend(&districts[..enough]);
            found.sort_unstable();
        }
        Kind::Date | Kind::Integer { .. } | Kind::Money { .. } => {
            found.push(min);
            if ends {
                found.push(max);
            }
            for test in tests.iter().filter(|test| test.facts().any(|f| f == fact)) {
                let Some(at) = fact_flips(test, fact, world).filter(|at| min < *at && *at <= max) else {
                    continue;
                };
                found.push(at);
                if ends {
                    found.push(before(at, &declared.kind));
                }
            }
            found.sort_unstable();
            found.dedup();
        }
    }
    if declared.none.is_some() {
        found.push(NONE);
    }
}

fn before(value: i64, kind: &Kind) -> i64 {
    match kind {
        Kind::Date => Date::from_packed(value).previous().packed(),
        _ => value - 1,
    }
}

/// The patterns among which a known fact may choose, were it otherwise.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Each pattern once, in the order of the type.
    pub masks: Vec<Mask>,
    /// The first value of each.
    pub values: Vec<i64>,
}

impl Options {
    /// The options of a group's only fact.
    pub fn new(diagram: &Diagram, group: &Group, catalogue: &[Fact], world: &World<'_>) -> Self {
        let fact = group.facts[0];
        let tests = &diagram.tests[group.tests.0..group.tests.1];
        let mut found = Vec::new();
        values(tests, fact, &catalogue[fact], world, false, &mut found);
        let mut facts = world.facts.to_vec();
        let mut options = Self::default();
        for value in found {
            facts[fact] = value;
            let mask = mask(diagram, group, &World { facts: &facts, ..*world });
            if !options.masks.contains(&mask) {
                options.masks.push(mask);
                options.values.push(value);
            }
        }
        options
    }
}

/// Whether a group's cells are the same on every date and under every parameter.
pub fn is_fixed(diagram: &Diagram, group: &Group, catalogue: &[Fact]) -> bool {
    let tests = &diagram.tests[group.tests.0..group.tests.1];
    let one = matches!(group.facts.as_slice(), [fact] if !catalogue[*fact].until_today);
    one && !group.reads_today && tests.iter().all(|test| test.parameters().next().is_none())
}

/// The patterns that a group's absent facts can give, with what goes together.
#[derive(Debug, Clone, Default)]
pub struct Cells {
    /// Each pattern once.
    pub masks: Vec<Mask>,
    /// For two absent facts: for each, the sets of patterns (ascending places in
    /// [`Cells::masks`]) among which its value decides when the other is held.
    pub rows: [Vec<Vec<usize>>; 2],
    /// The absent fact, if it is only one.
    pub only: Option<FactId>,
}

impl Cells {
    fn index(&mut self, mask: Mask) -> usize {
        if let Some(at) = self.masks.iter().position(|m| *m == mask) {
            return at;
        }
        self.masks.push(mask);
        self.masks.len() - 1
    }

    /// The cells of one absent fact; `facts` is a copy to write values into.
    pub fn of_one(
        diagram: &Diagram,
        group: &Group,
        fact: FactId,
        catalogue: &[Fact],
        world: &World<'_>,
    ) -> Self {
        let mut cells = Self { only: Some(fact), ..Self::default() };
        let mut found = Vec::new();
        let tests = &diagram.tests[group.tests.0..group.tests.1];
        values(tests, fact, &catalogue[fact], world, false, &mut found);
        let mut facts = world.facts.to_vec();
        for value in found {
            facts[fact] = value;
            let mask = mask(diagram, group, &World { facts: &facts, ..*world });
            cells.index(mask);
        }
        cells
    }

    /// The cells of two absent facts that are bound to each other.
    ///
    /// For each fact held, its pieces are cut where its own tests flip and where
    /// the ends of the other's pieces flip the tests that bind them; for each
    /// such value the other fact is cut as if this one were known.
    pub fn of_two(
        diagram: &Diagram,
        group: &Group,
        pair: [FactId; 2],
        catalogue: &[Fact],
        world: &World<'_>,
    ) -> Self {
        let mut cells = Self::default();
        let tests = &diagram.tests[group.tests.0..group.tests.1];
        let mut facts = world.facts.to_vec();
        let mut found = Vec::new();
        for (side, [free, held]) in [[pair[0], pair[1]], [pair[1], pair[0]]].into_iter().enumerate() {
            let mut held_values = Vec::new();
            let mut ends = Vec::new();
            facts[free] = ABSENT;
            facts[held] = ABSENT;
            let bare = World { facts: &facts, ..*world };
            values(tests, held, &catalogue[held], &bare, false, &mut held_values);
            values(tests, free, &catalogue[free], &bare, true, &mut ends);
            for end in ends {
                facts[free] = end;
                values(tests, held, &catalogue[held], &World { facts: &facts, ..*world }, false, &mut found);
                held_values.extend(&found);
            }
            held_values.sort_unstable();
            held_values.dedup();
            for value in held_values {
                facts[held] = value;
                facts[free] = ABSENT;
                values(tests, free, &catalogue[free], &World { facts: &facts, ..*world }, false, &mut found);
                let mut row = Vec::new();
                for free_value in &found {
                    facts[free] = *free_value;
                    let mask = mask(diagram, group, &World { facts: &facts, ..*world });
                    row.push(cells.index(mask));
                }
                row.sort_unstable();
                row.dedup();
                if !cells.rows[side].contains(&row) {
                    cells.rows[side].push(row);
                }
            }
        }
        cells
    }
}
