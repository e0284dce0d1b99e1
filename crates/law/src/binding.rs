//! Whether the comparisons that bind two days to each other keep their order: in
//! the plane of the two days each is a line, and the pieces that `cells` cuts are
//! all there are only where no two of these lines meet and part again (see
//! `docs/language/meaning.md`). Years and months keep apart from each other, days
//! from days; days do not keep apart from months, nor working days from each other.

use crate::condition::{Day, DayBase, Test};
use crate::date::LeapRule;
use crate::fact::FactId;
use crate::period::Period;

/// One line: which day is moved, by what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Line {
    moved: FactId,
    family: Family,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Months(LeapRule),
    Days,
    /// Each length of working days, or with a last day that moves, stands alone.
    Counted(Day),
}

/// Whether no two comparisons that bind days meet and part again.
pub fn keep_apart(tests: &[Test]) -> bool {
    let mut first = None;
    tests.iter().filter_map(line).all(|line| match line {
        Err(()) => false,
        Ok(line) => *first.get_or_insert(line) == line,
    })
}

/// The line of a comparison that binds two days and moves one; an error if it
/// moves both, or so little that it meets the plain comparison of the two.
fn line(test: &Test) -> Option<Result<Line, ()>> {
    let Test::Days { left, right, .. } = test else { return None };
    let (DayBase::Fact(_), DayBase::Fact(_)) = (left.base, right.base) else { return None };
    let is_moved = |day: &Day| !day.adds_only_years() || day.years != 0;
    let day = match (is_moved(left), is_moved(right)) {
        (false, false) => return None,
        (true, true) => return Some(Err(())),
        (true, false) => left,
        (false, true) => right,
    };
    let DayBase::Fact(moved) = day.base else { return None };
    let family = match day.period {
        Period::WorkingDays(-1..=1) => return Some(Err(())),
        Period::Days(-1..=1) if day.rolls => return Some(Err(())),
        _ if day.reads_calendar() => Family::Counted(*day),
        Period::Days(_) => Family::Days,
        Period::None | Period::Months(_) | Period::WorkingDays(_) => Family::Months(day.rule),
    };
    Some(Ok(Line { moved, family }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bind(period: Period, rule: LeapRule, flipped: bool) -> Test {
        let (moved, other) = if flipped { (1, 0) } else { (0, 1) };
        let right = Day { rule, period, ..Day::plain(DayBase::Fact(moved)) };
        Test::Days { left: Day::plain(DayBase::Fact(other)), right, strict: false }
    }

    #[test]
    fn lines_of_one_kind_keep_apart() {
        let (clamp, forward) = (LeapRule::Clamp, LeapRule::Forward);
        let plain = bind(Period::None, clamp, false);
        assert!(keep_apart(&[
            plain.clone(),
            bind(Period::Months(1), clamp, false),
            bind(Period::Months(2), clamp, false)
        ]));
        assert!(keep_apart(&[
            plain.clone(),
            bind(Period::Days(1), clamp, false),
            bind(Period::Days(30), clamp, false)
        ]));
        assert!(keep_apart(&[plain, bind(Period::WorkingDays(5), clamp, false)]));
        for pair in [
            [bind(Period::Months(1), clamp, false), bind(Period::Days(30), clamp, false)],
            [bind(Period::Months(1), clamp, false), bind(Period::Months(1), forward, false)],
            [bind(Period::Months(1), clamp, false), bind(Period::Months(1), clamp, true)],
            [bind(Period::WorkingDays(5), clamp, false), bind(Period::WorkingDays(6), clamp, false)],
            [bind(Period::WorkingDays(1), clamp, false), bind(Period::None, clamp, false)],
        ] {
            assert!(!keep_apart(&pair), "{pair:?}");
        }
    }
}
