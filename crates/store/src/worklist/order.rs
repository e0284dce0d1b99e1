//! The order of a worklist as one number: the due day, counted from 1970. A case without a due day comes after all that
//! have one, by the day on which it was opened, so that such cases spread over many numbers too.

use jiff::civil::{Date, date};
use jiff::{Span, Unit};

/// The first number of a case without a due day; no due day comes near it.
const WITHOUT: i64 = 10_000_000;

fn number(day: Date) -> i64 {
    let epoch = date(1970, 1, 1);
    // Between two civil days the number of days is always known.
    epoch.until((Unit::Day, day)).map_or(0, |span| i64::from(span.get_days()))
}

/// The place of a case in the order.
pub(crate) fn due_day(due: Option<Date>, opened_on: Date) -> i64 {
    due.map_or_else(|| WITHOUT + number(opened_on), number)
}

/// The day of which `due_day` gives this number; none for a case without one.
pub(crate) fn due_of(due_day: i64) -> Option<Date> {
    if due_day >= WITHOUT / 2 {
        return None;
    }
    date(1970, 1, 1).checked_add(Span::new().try_days(due_day).ok()?).ok()
}

/// The number below which everything is due before a day.
pub(crate) fn before(day: Option<Date>) -> i64 {
    day.map_or(i64::MAX, number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn due_days_come_first_and_read_back() {
        let opened = date(2020, 11, 2);
        for due in [date(1969, 12, 31), date(1970, 1, 1), date(2020, 11, 16), date(9999, 12, 31)] {
            let place = due_day(Some(due), opened);
            assert_eq!(due_of(place), Some(due));
            assert!(place < due_day(None, date(1970, 1, 1)), "{due}");
        }
        assert_eq!(due_of(due_day(None, opened)), None);
        assert!(due_day(None, opened) < due_day(None, date(2020, 11, 3)));
        assert_eq!(due_day(Some(date(1971, 1, 1)), opened), 365);
        assert!(due_day(Some(date(2020, 11, 15)), opened) < before(Some(date(2020, 11, 16))));
        assert!(due_day(Some(date(2020, 11, 16)), opened) >= before(Some(date(2020, 11, 16))));
    }
}
