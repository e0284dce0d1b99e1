//! Last days, and why they are: worked examples, and laws over all of them.

use jiff::ToSpan;
use jiff::civil::{Date, date, time};
use proptest::prelude::*;
use service::clock::{Clock, ClockUnit};
use service::deadline::{Pause, Run, because};

use crate::common::{library, pack};

fn clock(amount: u16, unit: ClockUnit, rolls: bool) -> Clock {
    let mut clock = pack().clock("decide").expect("a clock").clone();
    (clock.amount, clock.unit, clock.rolls) = (amount, unit, Some(rolls));
    clock
}

fn run(from: Date) -> Run {
    Run { event_on: from, counted_on: from, pauses: Vec::new(), is_extended: false, stopped_on: None }
}

fn due(clock: &Clock, run: &Run) -> Date {
    run.due(clock, date(2026, 12, 31), &library().calendars).day
}

#[test]
fn the_day_says_why_it_is_that_day_in_both_languages() {
    // By the notice of 2021, 1 to 5 May are off; 8 May is a Saturday on which one works.
    let started = run(date(2021, 4, 29));
    let due = started.due(&clock(4, ClockUnit::WorkingDay, false), date(2021, 4, 29), &library().calendars);
    assert_eq!((due.day, due.is_provisional, due.is_standing), (date(2021, 5, 8), false, false));
    let said = because(&due.steps);
    assert_eq!(
        said.zh,
        "2021年4月29日发生；2021年4月29日当日不计入；2021年4月30日：计 1 个工作日；\
         2021年5月1日至2021年5月5日：劳动节放假，不计；\
         2021年5月6日至2021年5月7日：计 2 个工作日；2021年5月8日（劳动节调休上班）：计 1 个工作日；2021年5月8日届满"
    );
    assert!(said.en.contains("1 May 2021 to 5 May 2021: Labour Day, not counted"), "{}", said.en);
    assert!(said.en.ends_with("the last day is 8 May 2021"), "{}", said.en);
}

#[test]
fn an_end_on_a_day_off_goes_on_where_the_clock_says_so() {
    // Sixty days from 2021-03-09 are a Saturday on which one works; from 2021-03-10, a Sunday.
    assert_eq!(due(&clock(60, ClockUnit::CalendarDay, true), &run(date(2021, 3, 9))), date(2021, 5, 8));
    assert_eq!(due(&clock(60, ClockUnit::CalendarDay, true), &run(date(2021, 3, 10))), date(2021, 5, 10));
    assert_eq!(due(&clock(60, ClockUnit::CalendarDay, false), &run(date(2021, 3, 10))), date(2021, 5, 9));
    // A month without the day ends on its last; a year from 29 February too.
    assert_eq!(due(&clock(1, ClockUnit::Month, false), &run(date(2021, 1, 31))), date(2021, 2, 28));
    assert_eq!(due(&clock(1, ClockUnit::Year, false), &run(date(2020, 2, 29))), date(2021, 2, 28));
}

#[test]
fn after_closing_counts_as_the_next_working_day() {
    let mut clock = clock(3, ClockUnit::WorkingDay, false);
    clock.closes_at = Some(time(17, 0, 0, 0));
    let calendars = &library().calendars;
    let at = |hour, minute| Run::start(&clock, date(2021, 4, 30), time(hour, minute, 0, 0), calendars);
    assert_eq!(at(17, 0).counted_on, date(2021, 4, 30));
    assert_eq!(at(17, 1).counted_on, date(2021, 5, 6));
    let holiday = Run::start(&clock, date(2021, 5, 3), time(9, 0, 0, 0), calendars);
    assert_eq!(holiday.counted_on, date(2021, 5, 6));
    let said = because(&at(18, 0).due(&clock, date(2021, 5, 6), calendars).steps);
    assert!(said.zh.contains("在办公时间（17:00 前）以外，算作2021年5月6日"), "{}", said.zh);
}

#[test]
fn beyond_the_published_calendars_a_day_is_provisional() {
    let clock = clock(3, ClockUnit::WorkingDay, false);
    let (first, last) = library().calendars.calendar("china").unwrap().years();
    let inside = run(date(2021, 3, 8)).due(&clock, date(2021, 3, 8), &library().calendars);
    assert!(!inside.is_provisional);
    for year in [last, last + 3, first - 2] {
        let from = date(year, 6, 1);
        let found = run(from).due(&clock, from, &library().calendars);
        assert!(found.is_provisional, "{year}");
        assert!(because(&found.steps).en.contains("may change"));
    }
}

#[test]
fn a_clock_that_stands_still_says_the_earliest_day() {
    let clock = clock(5, ClockUnit::WorkingDay, false);
    let mut stopped = run(date(2021, 3, 8));
    stopped.pauses.push(Pause { from: date(2021, 3, 9), to: None });
    let found = stopped.due(&clock, date(2021, 3, 19), &library().calendars);
    assert_eq!((found.day, found.is_standing), (date(2021, 3, 25), true));
}

fn day() -> impl Strategy<Value = Date> {
    (0_i64..1_400).prop_map(|days| date(2020, 2, 3).checked_add(days.days()).expect("a day"))
}

fn unit() -> impl Strategy<Value = ClockUnit> {
    prop_oneof![
        Just(ClockUnit::WorkingDay),
        Just(ClockUnit::CalendarDay),
        Just(ClockUnit::Month),
        Just(ClockUnit::Year),
    ]
}

proptest! {
    /// Counting the working days up to the last one gives the amount back.
    #[test]
    fn adding_working_days_and_counting_them_agree(from in day(), amount in 1_u16..60) {
        let calendar = library().calendars.calendar("china").expect("a calendar");
        let end = due(&clock(amount, ClockUnit::WorkingDay, false), &run(from));
        prop_assert_eq!(calendar.workdays_between(from, end).expect("a day"), amount);
        prop_assert!(calendar.day(end).expect("a day").is_workday());
    }

    /// Later starts, larger amounts and extensions never end earlier.
    #[test]
    fn it_is_monotone(from in day(), later in 0_i64..40, amount in 1_u16..40, more in 0_u16..10, unit in unit(), rolls: bool) {
        let amount = if unit == ClockUnit::Year { amount % 3 + 1 } else { amount };
        let more = if unit == ClockUnit::Year { more % 2 } else { more };
        let base = due(&clock(amount, unit, rolls), &run(from));
        let after = from.checked_add(later.days()).expect("a day");
        prop_assert!(due(&clock(amount, unit, rolls), &run(after)) >= base);
        prop_assert!(due(&clock(amount + more, unit, rolls), &run(from)) >= base);
        prop_assert!(base > from);
    }

    /// A pause shifts the end by exactly the days that it takes out, in the clock's own count.
    #[test]
    fn a_pause_shifts_by_what_it_takes_out(from in day(), amount in 2_u16..30, begins in 0_i64..3, length in 0_i64..30) {
        let stop = from.checked_add(begins.days()).expect("a day");
        let go = stop.checked_add(length.days()).expect("a day");
        let mut paused = run(from);
        paused.pauses.push(Pause { from: stop, to: Some(go) });
        let plain = due(&clock(amount, ClockUnit::CalendarDay, false), &run(from));
        let end = due(&clock(amount, ClockUnit::CalendarDay, false), &paused);
        let out = if stop < plain { length } else { 0 };
        prop_assert_eq!(i64::from((end - plain).get_days()), out);

        let calendar = library().calendars.calendar("china").expect("a calendar");
        let end = due(&clock(amount, ClockUnit::WorkingDay, false), &paused);
        let all = calendar.workdays_between(from, end).expect("a day");
        let out = calendar.workdays_between(stop.max(from), go.min(end)).expect("a day");
        prop_assert_eq!(all - out, amount);
    }

    /// An end that goes on lands on a working day, and no working day lies between.
    #[test]
    fn rolling_stops_at_the_first_working_day(from in day(), amount in 1_u16..60) {
        let calendar = library().calendars.calendar("china").expect("a calendar");
        let bare = due(&clock(amount, ClockUnit::CalendarDay, false), &run(from));
        let rolled = due(&clock(amount, ClockUnit::CalendarDay, true), &run(from));
        prop_assert!(calendar.day(rolled).expect("a day").is_workday());
        let between = calendar.workdays_between(bare, rolled).expect("a day");
        prop_assert_eq!(between, u16::from(rolled > bare));
    }
}
