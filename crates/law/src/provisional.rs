//! Which years of working days an answer rests on whose notice of days off is not
//! published: such an answer is provisional, and says so.

use crate::condition::{Day, DayBase, Test, World};
use crate::fact::{ABSENT, NONE};
use crate::plan::Plan;
use crate::policy::Policy;
use crate::value::Expression;

/// The years without a notice through which a conclusion counted, ascending.
pub fn years(policy: &Policy, plan: &Plan, world: &World<'_>) -> Vec<i32> {
    let mut found = Vec::new();
    for test in plan.tests.iter().map(|test| &policy.diagram.tests[*test]) {
        if let Test::Days { left, right, .. } = test {
            reached(*left, world, &mut found);
            reached(*right, world, &mut found);
        }
    }
    for case in policy.rules[plan.rule].fields.iter().flat_map(|field| &field.cases) {
        moved(&case.value, &mut |day| reached(day, world, &mut found));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The days that are worked out in an expression.
fn moved(expression: &Expression, each: &mut impl FnMut(Day)) {
    if let Expression::Moved(day) = expression {
        each(*day);
    }
    for part in expression.parts() {
        moved(part, each);
    }
}

/// The years without a notice from where a count begins to where it ends.
fn reached(day: Day, world: &World<'_>, found: &mut Vec<i32>) {
    if !day.reads_calendar() {
        return;
    }
    let base = match day.base {
        DayBase::Today => world.today,
        DayBase::Fixed(date) => date,
        DayBase::Fact(fact) => match world.facts[fact] {
            NONE | ABSENT => return,
            value => crate::Date::from_packed(value),
        },
    };
    // What only moves a free last day counts through no year before that day.
    let unrolled = Day { rolls: false, ..day }.from(base, &crate::calendar::Calendar::default());
    let start = if day.rolls { unrolled } else { base };
    let end = day.from(base, world.calendar);
    let (first, last) = (start.min(end).parts().0, start.max(end).parts().0);
    found.extend((first..=last).filter(|year| !world.calendar.is_published_year(*year)));
}
