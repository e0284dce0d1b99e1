//! Dates as they are written, and years of the calendar of working days: a year that is read can be reckoned with.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use service::{Calendars, Texts};

/// The built-in years, of which the last is replaced.
static POLICIES: LazyLock<Texts> = LazyLock::new(Texts::embedded_policies);
const LAST: &str = "calendars/2027.toml";

fuzz_target!(|text: &str| {
    if let Some(day) = law::Date::parse(text) {
        let (year, month, of_month) = day.parts();
        assert_eq!(format!("{year:04}-{month:02}-{of_month:02}"), text, "one way to write a date");
        assert!(day == law::Date::MAX || day.next().previous() == day);
    }
    let mut policies = POLICIES.clone();
    policies.insert(LAST, text);
    let Ok(calendars) = Calendars::read(&policies) else { return };
    let Some(calendar) = calendars.calendar("china") else { return };
    let from = jiff::civil::date(2026, 12, 1);
    for amount in [0, 1, 10, 60] {
        if let Ok(term) = calendar.after_workdays(from, amount) {
            assert_eq!(calendar.workdays_between(from, term.day), Ok(amount));
        }
    }
});
