//! Sums of dates that others wrote down, as far as the language has them (`docs/language/time.md`): years with both
//! ways of rounding, and steps of a day. The values stand in `tests/data/dates.csv` with their source.

use crate::folder::text;
use law::Date;
use law::date::LeapRule;

struct Row {
    date: Date,
    amount: i32,
    unit: String,
    forward: Date,
    clamped: Date,
}

fn rows() -> Vec<Row> {
    let text = text("tests/data/dates.csv");
    let lines = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let [date, amount, unit, forward, clamped] = cells[..] else { panic!("five cells: {line}") };
            let day = |text: &str| Date::parse(text).unwrap_or_else(|| panic!("{line}: {text}"));
            Row {
                date: day(date),
                amount: amount.parse().unwrap_or_else(|_| panic!("{line}: {amount}")),
                unit: unit.to_owned(),
                forward: day(forward),
                clamped: day(clamped),
            }
        })
        .collect()
}

#[test]
fn years_and_days_are_added_as_others_add_them() {
    let mut run = 0;
    for row in rows() {
        let (forward, clamped) = match row.unit.as_str() {
            "year" => (
                row.date.add_years(row.amount, LeapRule::Forward),
                row.date.add_years(row.amount, LeapRule::Clamp),
            ),
            "day" => {
                let there = (0..row.amount).fold(row.date, |day, _| day.next());
                let back = (0..row.amount).fold(there, |day, _| day.previous());
                assert_eq!(back, row.date, "{} days back", row.amount);
                (there, there)
            }
            // No construct of the language adds months or names the ends of a month.
            "month" | "month_end" => continue,
            other => panic!("unknown unit {other}"),
        };
        assert_eq!(forward, row.forward, "{} + {} {} forward", row.date, row.amount, row.unit);
        assert_eq!(clamped, row.clamped, "{} + {} {} clamped", row.date, row.amount, row.unit);
        run += 1;
    }
    assert_eq!(run, 13, "all rows of years and days");
}

#[test]
fn what_has_no_construct_is_named() {
    let page = text("docs/language/time.md");
    let without: Vec<Row> =
        rows().into_iter().filter(|row| row.unit == "month" || row.unit == "month_end").collect();
    assert_eq!(without.len(), 19, "rows of months");
    assert!(page.contains("tests/data/dates.csv"), "the page says which of them the language cannot say");
}
