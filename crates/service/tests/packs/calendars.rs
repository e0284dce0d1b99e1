//! Working days: every day of the published years as an independent collection has it, the laws of reckoning, and
//! files that are refused.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::{Date, Weekday, date};
use jiff::{Span, ToSpan};
use proptest::prelude::*;
use service::calendar::{Day, Status};
use service::{Calendar, CalendarError, Calendars, Texts};

use crate::common::library;

fn china() -> &'static Calendar {
    static CHINA: LazyLock<Calendar> =
        LazyLock::new(|| library().calendars.calendar("china").expect("a calendar").clone());
    &CHINA
}

/// What others collected: the day, whether it is off, the holiday.
fn collected() -> BTreeMap<Date, (bool, String)> {
    let rows = include_str!("../data/holidays.csv").lines().filter(|line| line.starts_with(char::is_numeric));
    let rows = rows.map(|row| {
        let [day, is, holiday] = row.split(',').collect::<Vec<_>>()[..] else { panic!("{row}") };
        assert!(["off", "work"].contains(&is), "{row}");
        (day.parse().expect("a day"), (is == "off", holiday.to_owned()))
    });
    rows.collect()
}

#[test]
fn every_day_of_the_published_years_is_as_others_collected_it() {
    let (china, collected) = (china(), collected());
    assert_eq!(collected.len(), 255);
    let mut exceptions = 0;
    for day in date(2020, 1, 1).series(1.day()).take_while(|day| day.year() <= 2026) {
        let is_weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let (found, expected) = (china.day(day).unwrap(), collected.get(&day));
        let works = expected.map_or(!is_weekend, |(is_off, _)| !is_off);
        assert_eq!(found.is_workday(), works, "{day}");
        let holiday = match found {
            Day::Off(off) => Some(off.name.zh.clone()),
            Day::MakeUp(extra) => Some(extra.for_holiday.zh.clone()),
            Day::Working | Day::Weekend => None,
        };
        match (&holiday, expected) {
            (Some(holiday), Some((_, said))) => assert_eq!(holiday, said, "{day}"),
            // Collected without need: a Monday that is worked, a Saturday that is off.
            (None, Some(_)) => assert_eq!(works, !is_weekend, "{day}"),
            (Some(holiday), None) => panic!("{day} is {holiday} to nobody else"),
            (None, None) => {}
        }
        exceptions += usize::from(holiday.is_some());
    }
    assert!(exceptions > 250, "{exceptions}");
}

#[test]
fn only_a_year_without_a_notice_is_provisional_and_the_statutory_days_are_eleven_then_thirteen() {
    let china = china();
    assert_eq!(china.years(), (2020, 2027));
    for year in 2020..=2027 {
        let found = china.year(year).unwrap();
        assert_eq!(found.status == Status::Provisional, year == 2027, "{year}");
        let statutory = found.off.iter().filter(|day| day.statutory).count();
        assert_eq!(statutory, if year < 2025 { 11 } else { 13 }, "{year}");
    }
}

/// Boundary cases that a clerk would check by hand.
#[test]
fn terms_pass_over_holidays_and_stop_on_make_up_workdays() {
    let china = china();
    let after = |from: Date, amount| china.after_workdays(from, amount).unwrap();
    // 30 September 2020 is a Wednesday; 1–8 October are off, Friday the 9th and Saturday the 10th are worked.
    assert_eq!(after(date(2020, 9, 30), 1).day, date(2020, 10, 9));
    assert_eq!(after(date(2020, 9, 30), 2).day, date(2020, 10, 10));
    assert_eq!(after(date(2020, 9, 30), 3).day, date(2020, 10, 12));
    assert_eq!(after(date(2020, 10, 3), 0).day, date(2020, 10, 3));
    assert_eq!(china.workday_from(date(2020, 10, 3)).unwrap().day, date(2020, 10, 9));
    assert_eq!(china.workday_from(date(2020, 10, 10)).unwrap().day, date(2020, 10, 10));
    assert!(!after(date(2026, 12, 30), 1).is_provisional);
    assert!(after(date(2026, 12, 30), 2).is_provisional, "it lies in 2027");
    let beyond = china.after_workdays(date(2027, 12, 30), 5).unwrap_err();
    assert_eq!(beyond, CalendarError::NoYear { day: date(2028, 1, 1), first: 2020, last: 2027 });
    assert!(beyond.to_string().contains("2028-01-01") && beyond.to_string().contains("from 2020 to 2027"));
    assert!(china.day(date(2019, 12, 31)).is_err());
}

fn any_day() -> impl Strategy<Value = Date> {
    (0_i32..365 * 7 + 300)
        .prop_map(|days| date(2020, 1, 1).checked_add(Span::new().days(days)).expect("a day"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_term_ends_on_a_working_day_with_exactly_its_working_days_behind_it(from in any_day(), amount in 1_u16..40) {
        let china = china();
        let Ok(term) = china.after_workdays(from, amount) else {
            // Only the end of the last year is out of reach.
            prop_assert!(from > date(2027, 10, 1));
            return Ok(());
        };
        prop_assert!(china.day(term.day).unwrap().is_workday());
        prop_assert_eq!(china.workdays_between(from, term.day).unwrap(), amount);
        prop_assert_eq!(china.workdays_between(from, term.day.yesterday().unwrap()).unwrap(), amount - 1);
        let provisional = from.year() == 2027 || term.day.year() == 2027;
        prop_assert_eq!(term.is_provisional, provisional);
    }

    #[test]
    fn terms_add_up(from in any_day(), first in 0_u16..20, second in 0_u16..20) {
        let china = china();
        let at_once = china.after_workdays(from, first + second);
        let in_turn = china.after_workdays(from, first).and_then(|term| china.after_workdays(term.day, second));
        prop_assert_eq!(at_once.map(|term| term.day), in_turn.map(|term| term.day));
    }

    #[test]
    fn a_later_start_never_ends_earlier(from in any_day(), amount in 0_u16..40) {
        let china = china();
        let next = from.tomorrow().unwrap();
        if let (Ok(one), Ok(other)) = (china.after_workdays(from, amount), china.after_workdays(next, amount)) {
            prop_assert!(one.day <= other.day);
        }
    }
}

const FILE: &str = "calendars/2021.toml";

/// The problems of the built-in years with one text replaced.
fn problems(right: &str, wrong: &str) -> Vec<String> {
    let mut policies = Texts::embedded_policies();
    let text = policies.get(FILE).expect("the file").to_owned();
    assert!(text.contains(right), "{right}");
    policies.insert(FILE, &text.replacen(right, wrong, 1));
    Calendars::read(&policies).expect_err("faults").iter().map(ToString::to_string).collect()
}

#[test]
fn a_year_that_contradicts_itself_is_refused_with_the_key() {
    for (right, wrong, key, said) in [
        ("year = 2021", "year = 2022", "year", "the year of the file's name"),
        ("workdays = 250", "workdays = 251", "workdays", "found 251, expected the 250"),
        (
            "date = \"2021-01-01\"",
            "date = \"2021-02-30\"",
            "day_off[0].date",
            "a date YYYY-MM-DD that exists",
        ),
        ("date = \"2021-01-01\"", "date = \"2020-01-01\"", "day_off[0].date", "expected a day of 2021"),
        ("date = \"2021-01-01\"", "date = \"2021-01-02\"", "day_off[1].date", "a second time"),
        (
            "date = \"2021-02-07\"",
            "date = \"2021-02-08\"",
            "workday[0].date",
            "expected a Saturday or Sunday",
        ),
        (
            "status = \"published\"",
            "status = \"provisional\"",
            "notices",
            "exactly where the status is published",
        ),
        ("calendar = \"china\"", "calender = \"china\"", "calender", "unknown field"),
    ] {
        let found = problems(right, wrong);
        assert!(
            found.iter().any(|line| line.contains(&format!("{FILE}: {key}")) && line.contains(said)),
            "{found:?}"
        );
    }
}

#[test]
fn years_must_follow_each_other_and_be_there() {
    let mut policies = Texts::embedded_policies();
    policies.remove("calendars/2023.toml");
    let found = Calendars::read(&policies).expect_err("faults");
    assert!(found[0].to_string().contains("has no 2023"), "{found:?}");
    let none = Calendars::read(&Texts::default()).unwrap_err();
    assert!(none[0].to_string().contains("calendars"), "{none:?}");
}
