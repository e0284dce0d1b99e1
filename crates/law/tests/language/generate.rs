//! Requests to try the engine with: values that lie where something turns, drawn from numbers that proptest shrinks.

use law::condition::{Day, DayBase, Number, Test};
use law::date::LeapRule;
use law::example::{self, Example};
use law::fact::{ABSENT, FactId, Kind, NONE};
use law::parameter::{Parameter, Setting};
use law::{Date, Policy, Request};
use std::collections::BTreeSet;

/// Draws from a list of numbers; past its end everything is the first choice.
pub struct Draw {
    numbers: Vec<u32>,
    at: usize,
}

impl Draw {
    pub fn new(numbers: Vec<u32>) -> Self {
        Self { numbers, at: 0 }
    }

    /// A number below `count`.
    pub fn below(&mut self, count: usize) -> usize {
        let number = self.numbers.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        number as usize % count.max(1)
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// The facts that a conclusion's conditions read.
pub fn facts_of(policy: &Policy, plan: usize) -> Vec<FactId> {
    let tests = policy.plans[plan].tests.iter().map(|test| &policy.diagram.tests[*test]);
    let facts: BTreeSet<FactId> = tests.flat_map(Test::facts).collect();
    facts.into_iter().collect()
}

/// Days on which a comparison of a conclusion can turn, around the days of the request.
pub fn days(policy: &Policy, plan: usize, request: &Request) -> Vec<i64> {
    let mut bases = BTreeSet::from([request.as_of]);
    let mut years = BTreeSet::from([0]);
    let mut moved: Vec<Day> = Vec::new();
    for test in policy.plans[plan].tests.iter().map(|test| &policy.diagram.tests[*test]) {
        if let Test::Days { left, right, .. } = test {
            for day in [left, right] {
                years.insert(day.years);
                if !day.adds_only_years() && !moved.contains(day) {
                    moved.push(*day);
                }
                match day.base {
                    DayBase::Fixed(date) => {
                        bases.insert(date);
                    }
                    DayBase::Fact(fact) if !matches!(request.facts[fact], NONE | ABSENT) => {
                        bases.insert(Date::from_packed(request.facts[fact]));
                    }
                    DayBase::Fact(_) | DayBase::Today => {}
                }
            }
        }
    }
    // Twice, so that of two bound days each has values around the other's.
    let mut all: BTreeSet<Date> = around(&bases, &years);
    all.extend(near(policy, &bases, &moved));
    let two =
        facts_of(policy, plan).iter().filter(|fact| policy.facts[**fact].kind == Kind::Date).count() > 1;
    if two {
        let wide = if moved.is_empty() { &all } else { &bases };
        let mut more = around(wide, &years);
        more.extend(near(policy, &all, &moved));
        all.extend(more);
    }
    all.insert(Date::MIN);
    all.insert(Date::MAX);
    all.into_iter().map(Date::packed).collect()
}

/// The days around where months, days and working days from (and back to) each base fall; what the end of a month or a
/// holiday does to the way back is within a few days.
fn near(policy: &Policy, bases: &BTreeSet<Date>, moved: &[Day]) -> BTreeSet<Date> {
    let mut all = BTreeSet::new();
    for base in bases.iter().filter(|day| (200..9_000).contains(&day.parts().0)) {
        for day in moved.iter().flat_map(|day| [*day, day.backwards()]) {
            let there = day.from(*base, &policy.calendar);
            let width = if day.reads_calendar() { 9 } else { 3 };
            all.extend((-width..=width).map(|days| there.add_days(days)));
        }
    }
    all
}

fn around(bases: &BTreeSet<Date>, years: &BTreeSet<i32>) -> BTreeSet<Date> {
    let mut all = BTreeSet::new();
    for base in bases.iter().filter(|day| (200..9_000).contains(&day.parts().0)) {
        for shift in years.iter().flat_map(|years| [*years, -*years]) {
            for rule in [LeapRule::Clamp, LeapRule::Forward] {
                let day = base.add_years(shift, rule);
                all.extend([day.previous(), day, day.next()]);
            }
        }
    }
    all
}

/// Values of a fact of a conclusion at which something may turn, in the type's order, none last.
pub fn values(policy: &Policy, plan: usize, fact: FactId, request: &Request) -> Vec<i64> {
    let declared = &policy.facts[fact];
    let (min, max) = declared.bounds(request.as_of);
    let mut found: BTreeSet<i64> = BTreeSet::from([min, max]);
    match &declared.kind {
        Kind::Choice(_) | Kind::Flag => found.extend(min..=max),
        Kind::Region => {
            found.extend(policy.regions.district_codes());
            found.extend(
                policy.regions.provinces.iter().filter_map(|p| policy.regions.by_name(&p.zh)).take(2),
            );
        }
        Kind::Date => found.extend(days(policy, plan, request)),
        Kind::Integer { .. } | Kind::Money { .. } => {
            for test in &policy.diagram.tests {
                if let Test::Numbers { left, right, .. } = test
                    && test.facts().any(|of| of == fact)
                {
                    for number in [left, right] {
                        let turns: Vec<i64> = match number {
                            Number::Fixed(value) => vec![*value],
                            Number::Parameter(of) | Number::Scoped(of, _) => figures(policy, *of),
                            Number::Fact(_) => Vec::new(),
                        };
                        found.extend(turns.into_iter().flat_map(|value| [value - 1, value, value + 1]));
                    }
                }
            }
        }
    }
    let mut values: Vec<i64> = found.into_iter().filter(|value| (min..=max).contains(value)).collect();
    if declared.kind == Kind::Region {
        values.retain(|code| policy.regions.parse(&format!("{code:06}")).is_some());
    }
    if declared.none.is_some() {
        values.push(NONE);
    }
    values
}

/// All figures that a parameter has in any row, or meanwhile.
fn figures(policy: &Policy, parameter: usize) -> Vec<i64> {
    let parameter = &policy.parameters[parameter];
    let settings = parameter.rows.iter().map(|row| &row.value).chain(&parameter.default);
    settings
        .filter_map(|setting| match setting {
            Setting::Money(value) | Setting::Number(value) => Some(*value),
            _ => None,
        })
        .collect()
}

/// The examples under each conclusion, read once.
pub fn examples(policy: &Policy) -> Vec<Example> {
    let mut findings = Vec::new();
    let examples = example::read(policy, &mut findings);
    assert_eq!(findings, []);
    examples
}

/// A request near an example of a conclusion: all facts that its conditions read are given, some otherwise than in the
/// example, some taken away.
pub fn request(
    policy: &Policy,
    examples: &[Example],
    draw: &mut Draw,
    absent_max: usize,
) -> (usize, Request) {
    let example = &examples[draw.below(examples.len())];
    let plan = example.plan;
    let mut request = example.request.clone();
    let facts = facts_of(policy, plan);
    for fact in &facts {
        if request.facts[*fact] == ABSENT {
            request.facts[*fact] = draw.pick(&values(policy, plan, *fact, &request));
        }
    }
    if facts.is_empty() {
        return (plan, request);
    }
    if draw.below(4) == 0 {
        let days: Vec<i64> = days(policy, plan, &request);
        let days: Vec<i64> = days.into_iter().filter(|day| (*day / 10_000 - 2020).abs() < 80).collect();
        request.as_of = Date::from_packed(draw.pick(&days));
    }
    for _ in 0..draw.below(3) {
        let fact = draw.pick(&facts);
        request.facts[fact] = draw.pick(&values(policy, plan, fact, &request));
    }
    if draw.below(3) == 0 {
        let code = draw.pick(policy.regions.district_codes());
        let list = |p: &Parameter| matches!(p.default, Some(Setting::Regions(_)));
        let pilot = policy.parameters.iter().position(list);
        request.what_if = pilot.map(|pilot| (pilot, Setting::Regions(vec![code]))).into_iter().collect();
    }
    for _ in 0..draw.below(absent_max + 1) {
        request.facts[draw.pick(&facts)] = ABSENT;
    }
    for fact in &facts {
        let value = request.facts[*fact];
        let (min, max) = policy.facts[*fact].bounds(request.as_of);
        if !matches!(value, NONE | ABSENT) && !(min..=max).contains(&value) {
            request.facts[*fact] = max;
        }
    }
    (plan, request)
}
