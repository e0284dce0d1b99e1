//! Parameters whose values differ, period by period.

use super::timeline::{boundaries, same_timeline, setting_on};
use crate::date::Date;
use crate::fact::yuan;
use crate::parameter::{Parameter, Setting};
use crate::policy::Policy;

/// A parameter that does not hold the same on every day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterChange {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// The periods in which it differs, in order; none if only the key is new or gone
    /// and no value stands behind it.
    pub periods: Vec<Period>,
}

/// Days on which both values stay as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// First day; from ever if none.
    pub from: Option<Date>,
    /// Last day; open if none.
    pub to: Option<Date>,
    /// The earlier policy's value; none if it has none.
    pub before: Option<String>,
    /// The later policy's value.
    pub after: Option<String>,
}

/// All parameters that differ, by key.
pub fn compare(before: &Policy, after: &Policy) -> Vec<ParameterChange> {
    let mut keys: Vec<&str> =
        before.parameters.iter().chain(&after.parameters).map(|parameter| parameter.key.as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter().filter_map(|key| one(key, [find(before, key), find(after, key)])).collect()
}

fn find<'p>(policy: &'p Policy, key: &str) -> Option<&'p Parameter> {
    policy.parameters.iter().find(|parameter| parameter.key == key)
}

fn one(key: &str, sides: [Option<&Parameter>; 2]) -> Option<ParameterChange> {
    if let [Some(before), Some(after)] = sides
        && same_timeline(before, after)
    {
        return None;
    }
    let mut days: Vec<Date> = sides.into_iter().flatten().flat_map(boundaries).collect();
    days.push(Date::MIN);
    days.sort_unstable();
    days.dedup();
    let mut periods: Vec<Period> = Vec::new();
    for (at, day) in days.iter().enumerate() {
        let values = sides.map(|side| side.and_then(|of| setting_on(of, *day)));
        let same = match values {
            [Some(Setting::Ratio(one)), Some(Setting::Ratio(other))] => one.is_same_as(other),
            [one, other] => one == other,
        };
        let to = days.get(at + 1).map(|next| next.previous());
        let [before, after] = values.map(|value| value.map(written));
        match periods.last_mut() {
            _ if same => {}
            Some(last)
                if last.to == Some(day.previous()) && (&last.before, &last.after) == (&before, &after) =>
            {
                last.to = to;
            }
            _ => {
                let from = Some(*day).filter(|day| *day > Date::MIN);
                periods.push(Period { from, to, before, after });
            }
        }
    }
    let name = sides.into_iter().flatten().next_back()?.name.clone();
    Some(ParameterChange { key: key.to_owned(), name, periods })
}

fn written(setting: &Setting) -> String {
    match setting {
        Setting::Money(fen) => yuan(*fen),
        Setting::Ratio(rate) => rate.to_string(),
        Setting::Regions(codes) => {
            codes.iter().map(|code| format!("{code:06}")).collect::<Vec<_>>().join(",")
        }
        Setting::Number(value) => value.to_string(),
        Setting::Flag(value) => if *value { "是" } else { "否" }.to_owned(),
        Setting::Choices(bits) => {
            let members = (0..64_u32).filter(|at| bits >> at & 1 == 1);
            members.map(|at| at.to_string()).collect::<Vec<_>>().join(",")
        }
        Setting::Scale(scale) => format!("{scale:?}"),
        Setting::ByRegion { districts, elsewhere, .. } => {
            let mut parts: Vec<String> =
                districts.iter().map(|(code, setting)| format!("{code:06}: {}", written(setting))).collect();
            parts.extend(elsewhere.iter().map(|setting| written(setting)));
            parts.join("; ")
        }
    }
}
