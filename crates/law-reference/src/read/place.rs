//! Places: the city's digits and its districts, from `regions.toml`; working days, from `calendars/`.

use super::{Reading, refuse};
use crate::day;
use crate::program::Program;

/// Reads the divisions.
pub fn read(text: &str, program: &mut Program) -> Reading<()> {
    let Ok(file) = text.parse::<toml::Table>() else { return refuse("E0302", "regions.toml") };
    let code = |place: &toml::Value| place.get("code").and_then(toml::Value::as_str).map(str::to_owned);
    let name = |place: &toml::Value| place.get("zh").and_then(toml::Value::as_str).map(str::to_owned);
    let list = |key: &str| file.get(key).and_then(toml::Value::as_array).cloned().unwrap_or_default();
    let Some(city) = file.get("city").and_then(code) else { return refuse("E0302", "city") };
    let digits = city.trim_end_matches('0');
    let zeros = u32::try_from(6_usize.saturating_sub(digits.len())).unwrap_or_default();
    program.city = (digits.parse().unwrap_or_default(), 10_i64.pow(zeros));
    for (key, is_district) in [("district", true), ("province", false)] {
        for place in list(key) {
            let (Some(code), Some(name)) = (code(&place), name(&place)) else { continue };
            let Ok(code) = format!("{code:0<6}").parse() else { return refuse("E0302", code) };
            if is_district {
                program.districts.push(code);
            }
            program.places.push((name, code));
        }
    }
    program.districts.sort_unstable();
    Ok(())
}

/// Reads the working days of a year.
pub fn calendar(text: &str, program: &mut Program) -> Reading<()> {
    let Ok(file) = text.parse::<toml::Table>() else { return refuse("E0302", "calendars") };
    program.calendar.is_there = true;
    for (key, days) in [("day_off", &mut program.calendar.off), ("workday", &mut program.calendar.on)] {
        for entry in file.get(key).and_then(toml::Value::as_array).into_iter().flatten() {
            let date = entry.get("date").map(|date| date.to_string().trim_matches('"').to_owned());
            let Some(day) = date.as_deref().and_then(day::parse) else { return refuse("E0302", key) };
            days.insert(day);
        }
    }
    Ok(())
}
