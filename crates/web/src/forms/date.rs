//! A day in three fields. Each fault says which part is wrong.

use jiff::civil::Date;

use super::number::narrow;
use crate::i18n::{Lang, Text, date};

/// Reads a day; `Ok(None)` where all three parts are empty.
pub(crate) fn day(
    (year, month, day): (&str, &str, &str),
    earliest: Option<Date>,
    latest: Option<Date>,
) -> Result<Option<Date>, Text> {
    let parts = [year, month, day].map(narrow);
    if parts.iter().all(String::is_empty) {
        return Ok(None);
    }
    let names = ["date.year", "date.month", "date.day"];
    if let Some(missing) = parts.iter().zip(names).find_map(|(part, name)| part.is_empty().then_some(name)) {
        return Err(Text::message("error.date.missing").with_text("part", &Text::message(missing)));
    }
    let [year, month, day] = parts.map(|part| part.parse::<i16>().ok());
    let read = year.zip(month).zip(day).and_then(|((year, month), day)| {
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        (1000..=9999).contains(&year).then_some(())?;
        Date::new(year, month, day).ok()
    });
    let read = read.ok_or_else(|| Text::message("error.date.none"))?;
    if let Some(bound) = earliest.filter(|bound| read < *bound) {
        return Err(Text::message("error.date.early").with_text("day", &words(bound)));
    }
    if let Some(bound) = latest.filter(|bound| read > *bound) {
        return Err(Text::message("error.date.late").with_text("day", &words(bound)));
    }
    Ok(Some(read))
}

fn words(day: Date) -> Text {
    Text::new(date(Lang::Zh, day), date(Lang::En, day))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as on;

    use super::*;

    #[test]
    fn a_day_that_does_not_exist_is_refused() {
        assert_eq!(day(("2021", "2", "29"), None, None), Err(Text::message("error.date.none")));
        assert_eq!(day(("2020", "02", "29"), None, None), Ok(Some(on(2020, 2, 29))));
        assert_eq!(day(("20", "2", "9"), None, None), Err(Text::message("error.date.none")));
        assert_eq!(day((" ", "", ""), None, None), Ok(None));
    }

    #[test]
    fn the_missing_part_is_named() {
        let fault = day(("2020", "", "1"), None, None).unwrap_err();
        assert_eq!(
            fault,
            Text::message("error.date.missing").with_text("part", &Text::message("date.month"))
        );
    }

    #[test]
    fn bounds_are_included() {
        let bound = Some(on(2020, 11, 15));
        assert!(day(("2020", "11", "15"), bound, bound).is_ok());
        assert!(day(("2020", "11", "14"), bound, None).is_err());
        assert!(day(("2020", "11", "16"), None, bound).is_err());
    }
}
