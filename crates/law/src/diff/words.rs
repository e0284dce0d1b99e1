//! The words of a difference, Chinese and English: one test that holds or does
//! not, the days of a parameter's list.

use super::merged::Merged;
use super::timeline::{boundaries, setting_on};
use crate::condition::{Day, DayBase, Number, Test};
use crate::date::LeapRule;
use crate::fact::{FactId, Kind};
use crate::parameter::{ParameterId, Setting};
use crate::period::Period;
use crate::prose::{self, Language};
use serde::Serialize;

/// One text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Both {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Both {
    /// Both texts.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The text of a language.
    pub fn of(&self, language: Language) -> &str {
        language.pick(&self.zh, &self.en)
    }

    /// Texts joined by a word of each language.
    pub fn joined(parts: &[Self], zh: &str, en: &str) -> Self {
        let list = |of: fn(&Self) -> &str, word: &str| parts.iter().map(of).collect::<Vec<_>>().join(word);
        Self { zh: list(|part| &part.zh, zh), en: list(|part| &part.en, en) }
    }
}

/// The English of a phrase, as either policy has it.
pub fn english(merged: &Merged<'_>, zh: &str) -> Option<String> {
    merged.policies.iter().rev().find_map(|policy| policy.glossary.english(zh)).map(str::to_owned)
}

pub(super) fn named(merged: &Merged<'_>, zh: &str, key: &str) -> Both {
    Both::new(zh, english(merged, zh).unwrap_or_else(|| key.to_owned()))
}

/// The name of a fact.
pub fn fact_name(merged: &Merged<'_>, fact: FactId) -> Both {
    let declared = &merged.catalogue.facts[fact];
    named(merged, &declared.name, &declared.key)
}

/// A value of a fact.
pub fn fact_value(merged: &Merged<'_>, fact: FactId, value: i64) -> Both {
    let declared = &merged.catalogue.facts[fact];
    let [zh, en] = [Language::Chinese, Language::English]
        .map(|language| prose::fact_value(merged.policies[0], declared, value, language));
    Both { zh, en }
}

/// The name of a parameter, and of one that is not the same on both sides which it is.
pub fn parameter_name(merged: &Merged<'_>, parameter: ParameterId) -> Both {
    let declared = &merged.catalogue.parameters[parameter];
    let name = named(merged, &declared.name, &declared.key);
    match (of_side(merged, 0, parameter), of_side(merged, 1, parameter)) {
        (true, false) => Both::new(format!("{}（改前）", name.zh), format!("{} (before)", name.en)),
        (false, true) => Both::new(format!("{}（改后）", name.zh), format!("{} (after)", name.en)),
        _ => name,
    }
}

fn of_side(merged: &Merged<'_>, side: usize, parameter: ParameterId) -> bool {
    (0..merged.policies[side].parameters.len()).any(|own| merged.catalogue.parameter(side, own) == parameter)
}

fn is_common(merged: &Merged<'_>, parameter: ParameterId) -> bool {
    of_side(merged, 0, parameter) && of_side(merged, 1, parameter)
}

/// A parameter's list with the days on which it holds.
fn list_with_days(merged: &Merged<'_>, parameter: ParameterId) -> Both {
    let declared = &merged.catalogue.parameters[parameter];
    let name = parameter_name(merged, parameter);
    let days = boundaries(declared);
    let mut parts = Vec::new();
    for (at, day) in days.iter().enumerate() {
        let Some(Setting::Regions(codes)) = setting_on(declared, *day) else { continue };
        if codes.is_empty() {
            continue;
        }
        let regions = &merged.policies[0].regions;
        let name = |code: &i64, chinese: bool| {
            let found = regions.find(*code);
            found.map_or_else(
                || format!("{code:06}"),
                |of| if chinese { of.zh.clone() } else { of.en.clone() },
            )
        };
        let list = |chinese: bool, comma: &str| {
            codes.iter().map(|code| name(code, chinese)).collect::<Vec<_>>().join(comma)
        };
        let to = days.get(at + 1).map(|next| next.previous().to_string());
        let (to_zh, to_en) =
            (to.clone().unwrap_or_else(|| "今后".to_owned()), to.unwrap_or_else(|| "open".to_owned()));
        parts.push(Both::new(
            format!("{day} 至 {to_zh}：{}", list(true, "、")),
            format!("{day} to {to_en}: {}", list(false, ", ")),
        ));
    }
    // The common list of an authorised matter is whatever is determined; one side's is shown.
    if parts.is_empty() && is_common(merged, parameter) {
        return name;
    }
    if parts.is_empty() {
        parts.push(Both::new("没有确定", "none determined"));
    }
    let parts = Both::joined(&parts, "；", "; ");
    Both::new(format!("{}〔{}〕", name.zh, parts.zh), format!("{} [{}]", name.en, parts.en))
}

/// A day with what is added to it.
pub(super) fn day(merged: &Merged<'_>, day: &Day) -> Both {
    let base = match day.base {
        DayBase::Today => Both::new("业务日期", "the business date"),
        DayBase::Fixed(date) => Both::new(date.chinese(), date.to_string()),
        DayBase::Fact(fact) => fact_name(merged, fact),
    };
    let (months, days, working) = match day.period {
        Period::None => (0, 0, 0),
        Period::Months(count) => (count, 0, 0),
        Period::Days(count) => (0, count, 0),
        Period::WorkingDays(count) => (0, 0, count),
    };
    let lengths = [
        (day.years, "年", "years"),
        (months, "个月", "months"),
        (days, "日", "days"),
        (working, "个工作日", "working days"),
    ];
    let moved = lengths.into_iter().filter(|(count, ..)| *count != 0).fold(base, |base, (count, zh, en)| {
        let (side, side_en) = if count > 0 { ("后", "after") } else { ("前", "before") };
        let count = count.unsigned_abs();
        Both::new(format!("{}{side} {count} {zh}", base.zh), format!("{count} {en} {side_en} {}", base.en))
    });
    if !day.rolls {
        return moved;
    }
    Both::new(format!("{}（逢休息日顺延）", moved.zh), format!("{} (or the next working day)", moved.en))
}

fn days(merged: &Merged<'_>, left: &Day, right: &Day, strict: bool) -> Both {
    let age = |side: &Day| match side.base {
        DayBase::Fact(fact) if merged.catalogue.facts[fact].counts_age && side.rule == LeapRule::Forward => {
            Some(side.years)
        }
        _ => None,
    };
    match (age(left), age(right)) {
        (Some(years), _) if *right == Day::plain(DayBase::Today) && !strict => {
            return Both::new(format!("年满 {years} 周岁"), format!("aged {years} or over"));
        }
        (_, Some(years)) if *left == Day::plain(DayBase::Today) && strict => {
            return Both::new(format!("未满 {years} 周岁"), format!("aged under {years}"));
        }
        _ => {}
    }
    let (one, other) = (day(merged, left), day(merged, right));
    let is_fact = |side: &Day| matches!(side.base, DayBase::Fact(_));
    // The fact is what is spoken of, wherever it stands.
    if is_fact(left) || !is_fact(right) {
        let (zh, en) = if strict { ("早于", "is before") } else { ("不晚于", "is not after") };
        Both::new(format!("{}{zh}{}", one.zh, other.zh), format!("{} {en} {}", one.en, other.en))
    } else {
        let (zh, en) = if strict { ("晚于", "is after") } else { ("不早于", "is not before") };
        Both::new(format!("{}{zh}{}", other.zh, one.zh), format!("{} {en} {}", other.en, one.en))
    }
}

fn number(merged: &Merged<'_>, number: &Number, like: Option<FactId>) -> Both {
    match number {
        Number::Fixed(value) => match like {
            Some(fact) => fact_value(merged, fact, *value),
            None => Both::new(value.to_string(), value.to_string()),
        },
        Number::Fact(fact) => fact_name(merged, *fact),
        Number::Parameter(parameter) | Number::Scoped(parameter, _) => parameter_name(merged, *parameter),
    }
}

fn numbers(merged: &Merged<'_>, left: &Number, right: &Number, strict: bool) -> Both {
    let fact = |side: &Number| if let Number::Fact(fact) = side { Some(*fact) } else { None };
    let (one, other) = (number(merged, left, fact(right)), number(merged, right, fact(left)));
    if fact(left).is_some() {
        let (zh, en) = if strict { ("不满", "is less than") } else { ("不超过", "is at most") };
        Both::new(format!("{}{zh}{}", one.zh, spaced(&other.zh)), format!("{} {en} {}", one.en, other.en))
    } else {
        let (zh, en) = if strict { ("超过", "is more than") } else { ("不少于", "is at least") };
        Both::new(format!("{}{zh}{}", other.zh, spaced(&one.zh)), format!("{} {en} {}", other.en, one.en))
    }
}

/// A number stands apart from the word before it.
fn spaced(text: &str) -> String {
    if text.starts_with(|c: char| c.is_ascii_digit()) { format!(" {text}") } else { text.to_owned() }
}

/// A flag as its declaration says it.
pub fn flag(merged: &Merged<'_>, fact: FactId, holds: bool) -> Both {
    let declared = &merged.catalogue.facts[fact];
    match (&declared.negative, holds) {
        (_, true) => named(merged, &declared.name, &declared.key),
        (Some(negative), false) => named(merged, negative, &format!("not {}", declared.key)),
        (None, false) => {
            let name = fact_name(merged, fact);
            Both::new(format!("{}为否", name.zh), format!("not: {}", name.en))
        }
    }
}

/// A fact that is none.
pub fn none(merged: &Merged<'_>, fact: FactId) -> Both {
    let declared = &merged.catalogue.facts[fact];
    let zh = declared.none.clone().unwrap_or_else(|| format!("没有{}", declared.name));
    let en = english(merged, &zh).unwrap_or_else(|| format!("{} is none", declared.key));
    Both { zh, en }
}

/// A test that holds, or does not, of facts that are not none.
pub fn literal(merged: &Merged<'_>, test: &Test, holds: bool) -> Both {
    let not = |both: Both| {
        if holds { both } else { Both::new(format!("并非{}", both.zh), format!("not: {}", both.en)) }
    };
    match test {
        Test::Days { left, right, strict } if holds => days(merged, left, right, *strict),
        Test::Days { left, right, strict } => days(merged, right, left, !strict),
        Test::Numbers { left, right, strict } if holds => numbers(merged, left, right, *strict),
        Test::Numbers { left, right, strict } => numbers(merged, right, left, !strict),
        Test::Flag { fact, wanted } => flag(merged, *fact, *wanted == holds),
        Test::InCity { fact, wanted } => in_city(merged, *fact, *wanted == holds),
        Test::InRegions { fact, parameter } => {
            let (name, list) = (fact_name(merged, *fact), list_with_days(merged, *parameter));
            let (zh, en) = if holds { ("属于", "is one of") } else { ("不属于", "is none of") };
            Both::new(format!("{}{zh}{}", name.zh, list.zh), format!("{} {en} {}", name.en, list.en))
        }
        Test::InPlace { fact, code } => {
            let (name, place) = (fact_name(merged, *fact), fact_value(merged, *fact, *code));
            not(Both::new(format!("{}在{}", name.zh, place.zh), format!("{} is in {}", name.en, place.en)))
        }
        Test::AmongSet { fact, parameter } => {
            let (name, list) = (fact_name(merged, *fact), parameter_name(merged, *parameter));
            not(Both::new(
                format!("{}属于{}", name.zh, list.zh),
                format!("{} is one of {}", name.en, list.en),
            ))
        }
        Test::Granted { parameter, wanted, .. } => {
            let name = parameter_name(merged, *parameter);
            if *wanted == holds {
                name
            } else {
                Both::new(format!("并非{}", name.zh), format!("not: {}", name.en))
            }
        }
        Test::IsNone { fact } if holds => none(merged, *fact),
        Test::IsNone { fact } => not(none(merged, *fact)),
        Test::Among { fact, set } => {
            let name = fact_name(merged, *fact);
            let values = (0..64).filter(|at| set >> at & 1 == 1).map(|at| fact_value(merged, *fact, at));
            let values = Both::joined(&values.collect::<Vec<_>>(), "、", ", ");
            not(Both::new(format!("{}为{}", name.zh, values.zh), format!("{}: {}", name.en, values.en)))
        }
    }
}

/// A region in the city or outside.
pub fn in_city(merged: &Merged<'_>, fact: FactId, inside: bool) -> Both {
    let name = fact_name(merged, fact);
    let (zh, en) =
        if inside { ("在本市", "is in Beijing") } else { ("不在本市", "is outside Beijing") };
    Both::new(format!("{}{zh}", name.zh), format!("{} {en}", name.en))
}

/// Whether two values are kept apart by their kind: a flag or a choice says itself by its values.
pub fn is_listed(kind: &Kind) -> bool {
    matches!(kind, Kind::Choice(_) | Kind::Flag)
}
