//! What a parameter holds from day to day.

use crate::date::Date;
use crate::parameter::{Parameter, Setting};

/// What a parameter holds on a day.
pub fn setting_on(parameter: &Parameter, day: Date) -> Option<&Setting> {
    parameter.setting_on(day, None).or(parameter.default.as_ref())
}

/// Days on which what a parameter holds may turn.
pub fn boundaries(parameter: &Parameter) -> Vec<Date> {
    let rows = parameter.rows.iter();
    let mut days: Vec<Date> =
        rows.flat_map(|row| [Some(row.from), row.to.map(Date::next)]).flatten().collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// Whether two parameters hold the same values on every day.
pub fn same_timeline(one: &Parameter, other: &Parameter) -> bool {
    one.kind == other.kind
        && boundaries(one).into_iter().chain(boundaries(other)).chain([Date::MIN]).all(|day| {
            match (setting_on(one, day), setting_on(other, day)) {
                (Some(Setting::Ratio(one)), Some(Setting::Ratio(other))) => one.is_same_as(other),
                (one, other) => one == other,
            }
        })
}
