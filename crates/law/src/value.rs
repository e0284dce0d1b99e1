//! Values of fields: codes, days, amounts, regions; and how their phrases read.
//! An amount of money that has been multiplied by a rate cannot be used before
//! its rounding is named.

use crate::condition::World;
use crate::date::{Date, LeapRule};
use crate::fact::{self, Choice, Fact, FactId, Kind, NONE, choices};
use crate::parameter::{ParameterId, Setting, SettingKind};
use crate::phrase::{Phrase, Words};
use law_syntax::{Diagnostic, Spanned};
use std::sync::Arc;

/// What a field's value is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expression {
    /// 没有
    None,
    /// 是 or 否
    Flag(bool),
    /// One named value.
    Code(Choice),
    /// A list of named values.
    Codes(Arc<[Choice]>),
    /// A number of units.
    Number(i64),
    /// Fen.
    Money(i64),
    /// A date in the text.
    Day(Date),
    /// A fact as it is.
    Fact(FactId),
    /// A parameter of the day.
    Parameter(ParameterId),
    /// A date fact, years later.
    YearsAfter(FactId, i32),
    /// One less another.
    Minus(Box<Expression>, Box<Expression>),
    /// Money × rate, rounded half up to a fen.
    Share(Box<Expression>, ParameterId),
    /// Times a whole number.
    Times(Box<Expression>, Box<Expression>),
    /// The regions of these facts, ascending, each once; of the city only if so said.
    Regions(Vec<FactId>, bool),
}

/// A computed value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Datum {
    /// null
    None,
    /// Yes or no.
    Flag(bool),
    /// Code of a named value.
    Code(Choice),
    /// Codes.
    Codes(Arc<[Choice]>),
    /// A number.
    Number(i64),
    /// Fen.
    Money(i64),
    /// A day.
    Day(Date),
    /// A region.
    Region(i64),
    /// Regions.
    Regions(Vec<i64>),
}

impl Expression {
    /// The facts that it reads.
    pub fn facts(&self, found: &mut Vec<FactId>) {
        match self {
            Self::Fact(fact) | Self::YearsAfter(fact, _) => found.push(*fact),
            Self::Minus(left, right) | Self::Times(left, right) => {
                left.facts(found);
                right.facts(found);
            }
            Self::Share(base, _) => base.facts(found),
            Self::Regions(facts, _) => found.extend(facts),
            Self::None
            | Self::Flag(_)
            | Self::Code(_)
            | Self::Codes(_)
            | Self::Number(_)
            | Self::Money(_)
            | Self::Day(_)
            | Self::Parameter(_) => {}
        }
    }

    /// The parameters that it reads.
    pub fn parameters(&self, found: &mut Vec<ParameterId>) {
        match self {
            Self::Parameter(parameter) => found.push(*parameter),
            Self::Share(base, rate) => {
                base.parameters(found);
                found.push(*rate);
            }
            Self::Minus(left, right) | Self::Times(left, right) => {
                left.parameters(found);
                right.parameters(found);
            }
            _ => {}
        }
    }

    /// Its value; none where a fact is none or a parameter has no value.
    pub fn value(&self, world: &World<'_>, facts: &[Fact]) -> Datum {
        match self {
            Self::None => Datum::None,
            Self::Flag(value) => Datum::Flag(*value),
            Self::Code(choice) => Datum::Code(choice.clone()),
            Self::Codes(choices) => Datum::Codes(choices.clone()),
            Self::Number(value) => Datum::Number(*value),
            Self::Money(fen) => Datum::Money(*fen),
            Self::Day(date) => Datum::Day(*date),
            Self::Fact(fact) => fact_value(world.facts[*fact], &facts[*fact].kind),
            Self::Parameter(parameter) => match world.setting(*parameter) {
                Some(Setting::Money(fen)) => Datum::Money(*fen),
                Some(Setting::Regions(codes)) => Datum::Regions(codes.clone()),
                Some(Setting::Number(number)) => Datum::Number(*number),
                Some(Setting::Flag(flag)) => Datum::Flag(*flag),
                _ => Datum::None,
            },
            Self::YearsAfter(fact, years) => match world.facts[*fact] {
                NONE => Datum::None,
                value => Datum::Day(Date::from_packed(value).add_years(*years, LeapRule::Clamp)),
            },
            Self::Minus(left, right) => match (left.value(world, facts), right.value(world, facts)) {
                (Datum::Number(left), Datum::Number(right)) => {
                    left.checked_sub(right).map_or(Datum::None, Datum::Number)
                }
                (Datum::Money(left), Datum::Money(right)) => {
                    left.checked_sub(right).map_or(Datum::None, Datum::Money)
                }
                _ => Datum::None,
            },
            Self::Share(base, rate) => match (base.value(world, facts), world.setting(*rate)) {
                (Datum::Money(fen), Some(Setting::Ratio(ratio))) => {
                    ratio.of_rounded_half_up(fen).map_or(Datum::None, Datum::Money)
                }
                _ => Datum::None,
            },
            Self::Times(left, right) => match (left.value(world, facts), right.value(world, facts)) {
                (Datum::Money(fen), Datum::Number(times)) => {
                    fen.checked_mul(times).map_or(Datum::None, Datum::Money)
                }
                (Datum::Number(left), Datum::Number(right)) => {
                    left.checked_mul(right).map_or(Datum::None, Datum::Number)
                }
                _ => Datum::None,
            },
            Self::Regions(from, city_only) => {
                let wanted = |code: &i64| *code != NONE && (!city_only || world.regions.is_city(*code));
                let mut codes: Vec<i64> = from.iter().map(|fact| world.facts[*fact]).filter(wanted).collect();
                codes.sort_unstable();
                codes.dedup();
                Datum::Regions(codes)
            }
        }
    }
}

fn fact_value(value: i64, kind: &Kind) -> Datum {
    if value == NONE {
        return Datum::None;
    }
    match kind {
        Kind::Date => Datum::Day(Date::from_packed(value)),
        Kind::Choice(choices) => usize::try_from(value)
            .ok()
            .and_then(|at| choices.get(at))
            .map_or(Datum::None, |choice| Datum::Code(choice.clone())),
        Kind::Region => Datum::Region(value),
        Kind::Flag => Datum::Flag(value == 1),
        Kind::Integer { .. } => Datum::Number(value),
        Kind::Money { .. } => Datum::Money(value),
    }
}

impl Datum {
    /// As answers write it.
    pub fn json(&self) -> serde_json::Value {
        match self {
            Self::None => serde_json::Value::Null,
            Self::Flag(value) => (*value).into(),
            Self::Code(choice) => choice.code.as_ref().into(),
            Self::Codes(choices) => choices.iter().map(|c| c.code.as_ref()).collect(),
            Self::Number(value) | Self::Money(value) => (*value).into(),
            Self::Day(date) => date.to_string().into(),
            Self::Region(code) => format!("{code:06}").into(),
            Self::Regions(codes) => codes.iter().map(|code| format!("{code:06}")).collect(),
        }
    }
}

/// Reads the phrase of a value.
pub fn read(words: &Words<'_>, text: &Spanned<String>) -> Result<Expression, Box<Diagnostic>> {
    match text.value.as_str() {
        "没有" => return Ok(Expression::None),
        "是" => return Ok(Expression::Flag(true)),
        "否" => return Ok(Expression::Flag(false)),
        _ => {}
    }
    if let Some(list) = text.value.strip_prefix("包括") {
        if let Some(codes) = choices(list) {
            english(words, text, &codes)?;
            return Ok(Expression::Codes(codes.into()));
        }
        let mut phrase = Phrase::new(words, text);
        phrase.eat("包括");
        return regions(&mut phrase);
    }
    if let Some(codes) = choices(&text.value)
        && let [code] = codes.as_slice()
    {
        english(words, text, &codes)?;
        return Ok(Expression::Code(code.clone()));
    }
    let mut phrase = Phrase::new(words, text);
    let value = amount(words, &mut phrase)?;
    phrase.finish()?;
    Ok(value)
}

fn english(words: &Words<'_>, text: &Spanned<String>, codes: &[Choice]) -> Result<(), Box<Diagnostic>> {
    let phrase = Phrase::new(words, text);
    codes.iter().try_for_each(|code| phrase.english(0, &code.label).map(|_| ()))
}

/// `参保地、上一次就业地中在本市的，不重复，按代码排列`
fn regions(phrase: &mut Phrase<'_>) -> Result<Expression, Box<Diagnostic>> {
    let mut facts = Vec::new();
    loop {
        let Some(fact) = phrase.fact(|fact| fact.kind == Kind::Region) else {
            return Err(phrase.unknown("E0201"));
        };
        facts.push(fact);
        if !phrase.eat("、") {
            break;
        }
    }
    let city_only = phrase.eat("中在本市的");
    let is_ordered = phrase.eat("，不重复，按代码排列");
    if facts.len() > 1 && !is_ordered {
        return Err(phrase.unknown("E0213"));
    }
    phrase.finish()?;
    Ok(Expression::Regions(facts, city_only))
}

/// What can be reckoned with: only like is taken from like, and months are not years.
#[derive(Debug, PartialEq, Eq)]
enum Sort {
    Number(String),
    Money,
    Other,
}

fn amount(words: &Words<'_>, phrase: &mut Phrase<'_>) -> Result<Expression, Box<Diagnostic>> {
    let (mut value, sort) = operand(words, phrase)?;
    loop {
        if phrase.eat("减去") {
            let here = phrase.clone();
            let (right, other) = operand(words, phrase)?;
            if sort != other || sort == Sort::Other {
                return Err(here.unknown("E0215"));
            }
            value = Expression::Minus(Box::new(value), Box::new(right));
        } else if phrase.eat("，再乘以") || phrase.eat("乘以") {
            let here = phrase.clone();
            if let Ok((rate, _)) = phrase.parameter(SettingKind::Ratio) {
                if sort != Sort::Money {
                    return Err(here.unknown("E0215"));
                }
                // Unrounded money cannot be paid: the rounding is part of the product.
                if !phrase.eat("，计算到分，分以下四舍五入") {
                    return Err(Box::new(phrase.unknown("E0220").hint(
                        "在比例后面写明“，计算到分，分以下四舍五入”",
                        "say the rounding after the rate: ，计算到分，分以下四舍五入",
                    )));
                }
                value = Expression::Share(Box::new(value), rate);
            } else {
                let (times, other) = operand(words, phrase)?;
                if sort == Sort::Other || !matches!(other, Sort::Number(_)) {
                    return Err(here.unknown("E0215"));
                }
                value = Expression::Times(Box::new(value), Box::new(times));
            }
        } else if phrase.eat("后") {
            let Expression::Fact(fact) = value else { return Err(phrase.unknown("E0214")) };
            let years = phrase.integer()?;
            if words.facts[fact].kind != Kind::Date || !phrase.eat("年") {
                return Err(phrase.unknown("E0214"));
            }
            value = Expression::YearsAfter(fact, i32::try_from(years).unwrap_or(i32::MAX));
        } else {
            return Ok(value);
        }
    }
}

/// What a value is, as far as it can be reckoned with.
fn sort(value: &Expression, words: &Words<'_>) -> Sort {
    match value {
        Expression::Money(_) | Expression::Share(..) => Sort::Money,
        Expression::Parameter(id) if words.parameters[*id].kind == SettingKind::Money => Sort::Money,
        _ => match unit(value, words.facts) {
            Some(unit) if unit == "fen" => Sort::Money,
            Some(unit) => Sort::Number(unit),
            None => Sort::Other,
        },
    }
}

fn operand(words: &Words<'_>, phrase: &mut Phrase<'_>) -> Result<(Expression, Sort), Box<Diagnostic>> {
    if let Some((name, value)) = words.original
        && phrase.eat(name)
    {
        return Ok((value.clone(), sort(value, words)));
    }
    if let Some(fact) = phrase.fact(|_| true) {
        let sort = match &words.facts[fact].kind {
            Kind::Integer { unit, .. } => Sort::Number(unit.clone()),
            Kind::Money { .. } => Sort::Money,
            Kind::Date | Kind::Choice(_) | Kind::Region | Kind::Flag => Sort::Other,
        };
        return Ok((Expression::Fact(fact), sort));
    }
    if let Ok((parameter, _)) = phrase.parameter(SettingKind::Money) {
        return Ok((Expression::Parameter(parameter), Sort::Money));
    }
    if let Ok((parameter, _)) = phrase.parameter(SettingKind::Number) {
        return Ok((
            Expression::Parameter(parameter),
            Sort::Number(words.parameters[parameter].unit.clone()),
        ));
    }
    let mut try_date = phrase.clone();
    if let Ok(date) = try_date.date() {
        *phrase = try_date;
        return Ok((Expression::Day(date), Sort::Other));
    }
    let mut try_money = phrase.clone();
    if let Ok(fen) = try_money.money() {
        *phrase = try_money;
        return Ok((Expression::Money(fen), Sort::Money));
    }
    let Ok(number) = phrase.integer() else { return Err(phrase.unknown("E0201")) };
    let units = words.facts.iter().filter_map(|fact| match &fact.kind {
        Kind::Integer { unit, .. } => Some(unit.as_str()),
        _ => None,
    });
    let mut units: Vec<&str> = units.collect();
    // The longest first, as with every declared word: 个月 before 个.
    units.sort_by_key(|unit| std::cmp::Reverse(unit.len()));
    let Some(unit) = units.into_iter().find(|unit| phrase.eat(unit)) else {
        return Err(phrase.unknown("E0207"));
    };
    Ok((Expression::Number(number), Sort::Number(unit.to_owned())))
}

/// The unit of a field's value: what its `because` node shows.
pub fn unit(expression: &Expression, facts: &[Fact]) -> Option<String> {
    match expression {
        Expression::Money(_) | Expression::Parameter(_) | Expression::Share(..) => Some("fen".to_owned()),
        Expression::Times(left, _) => unit(left, facts),
        Expression::Minus(left, right) => unit(left, facts).or_else(|| unit(right, facts)),
        Expression::Fact(fact) => match &facts[*fact].kind {
            Kind::Integer { unit, .. } => Some(unit.clone()),
            Kind::Money { .. } => Some("fen".to_owned()),
            _ => None,
        },
        _ => None,
    }
}

/// A datum as Chinese prose writes it.
pub fn chinese(datum: &Datum, regions: &crate::region::Regions) -> String {
    let region = |code: i64| regions.find(code).map_or_else(|| format!("{code:06}"), |r| r.zh.clone());
    match datum {
        Datum::None => "没有".to_owned(),
        Datum::Flag(value) => if *value { "是" } else { "否" }.to_owned(),
        Datum::Code(choice) => choice.label.to_string(),
        Datum::Codes(choices) => choices.iter().map(|c| c.label.as_ref()).collect::<Vec<_>>().join("、"),
        Datum::Number(value) => value.to_string(),
        Datum::Money(value) => format!("{} 元", fact::yuan(*value)),
        Datum::Day(date) => date.chinese(),
        Datum::Region(code) => region(*code),
        Datum::Regions(codes) => codes.iter().map(|code| region(*code)).collect::<Vec<_>>().join("、"),
    }
}
