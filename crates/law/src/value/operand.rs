//! What an operation takes: a fact, a field above, a parameter, a literal, or one
//! of several chosen by comparison (就高), by sum (累计) or by precedence (以……为准).

use super::{Count, Expression, Extreme, Sort, What};
use crate::condition::{Day, DayBase};
use crate::fact::Kind;
use crate::lexicon::Term;
use crate::parameter::SettingKind;
use crate::phrase::{Phrase, Words};
use law_syntax::Diagnostic;

type Read<T> = Result<T, Box<Diagnostic>>;

pub(super) fn operand(words: &Words<'_>, phrase: &mut Phrase<'_>) -> Read<(Expression, Sort)> {
    if phrase.eat("以") {
        return preferred(words, phrase);
    }
    let here = phrase.clone();
    let (value, sort) = single(words, phrase)?;
    let mut parts = vec![value];
    let mut what = sort.what.clone();
    let mut whole = sort.whole;
    while phrase.eat("、") || phrase.eat("与") {
        let at = phrase.clone();
        let (next, other) = single(words, phrase)?;
        what = what.with(&other.what).ok_or_else(|| at.unknown("E0215"))?;
        whole &= other.whole;
        parts.push(next);
    }
    if parts.len() > 1 {
        let made = if phrase.eat("中的较高者") {
            Expression::Extreme(Extreme::Greatest, parts)
        } else if phrase.eat("中的较低者") {
            Expression::Extreme(Extreme::Least, parts)
        } else if phrase.eat("累计") {
            // What a parameter has not is not nothing: only facts and fields are counted up.
            if parts.iter().any(|part| !matches!(part, Expression::Fact(_) | Expression::Field(_))) {
                return Err(here.unknown("E0215"));
            }
            Expression::Sum(parts)
        } else {
            return Err(Box::new(phrase.unknown("E0222").hint(
                "几个值后面写“中的较高者”“中的较低者”或者“累计”",
                "say 中的较高者, 中的较低者 or 累计 behind several values",
            )));
        };
        return Ok((made, Sort { what, whole }));
    }
    let value = parts.remove(0);
    if sort.what == What::Day && phrase.eat("至") {
        return between(words, phrase, &value);
    }
    Ok((value, sort))
}

/// `以登记基数为准，没有的以申报基数为准`
fn preferred(words: &Words<'_>, phrase: &mut Phrase<'_>) -> Read<(Expression, Sort)> {
    let (first, mut sort) = single(words, phrase)?;
    let mut parts = vec![first];
    let unclear = |phrase: &Phrase<'_>| {
        Box::new(phrase.unknown("E0222").hint(
            "写作“以甲为准，没有的以乙为准”",
            "write 以甲为准，没有的以乙为准 (a prevails, or b where there is no a)",
        ))
    };
    if !phrase.eat("为准") {
        return Err(unclear(phrase));
    }
    while phrase.eat("，没有的以") {
        let here = phrase.clone();
        let (next, other) = single(words, phrase)?;
        sort.what = match sort.what.with(&other.what) {
            Some(what) => what,
            None if sort.what == other.what && sort.what == What::Day => What::Day,
            None => return Err(here.unknown("E0215")),
        };
        sort.whole &= other.whole;
        if !phrase.eat("为准") {
            return Err(unclear(phrase));
        }
        parts.push(next);
    }
    Ok((Expression::First(parts), sort))
}

/// `甲日期至乙日期的足月数`, the first day being read.
fn between(words: &Words<'_>, phrase: &mut Phrase<'_>, from: &Expression) -> Read<(Expression, Sort)> {
    let here = phrase.clone();
    let (to, _) = single(words, phrase)?;
    let (Some(from), Some(to)) = (day(from), day(&to)) else { return Err(here.unknown("E0206")) };
    let count = Count::ALL.into_iter().find(|(word, _)| phrase.eat(word));
    let Some((_, count)) = count else {
        return Err(Box::new(phrase.unknown("E0223").hint(
            "写作“甲日期至乙日期的日数”；日数也可以是足月数、足年数",
            "write 甲日期至乙日期的日数, 的足月数 or 的足年数",
        )));
    };
    Ok((Expression::Between(from, to, count), Sort::whole(What::Number(count.unit().to_owned()))))
}

fn day(of: &Expression) -> Option<Day> {
    match of {
        Expression::Fact(fact) => Some(Day::plain(DayBase::Fact(*fact))),
        Expression::Day(date) => Some(Day::plain(DayBase::Fixed(*date))),
        Expression::Moved(day) => Some(*day),
        _ => None,
    }
}

fn single(words: &Words<'_>, phrase: &mut Phrase<'_>) -> Read<(Expression, Sort)> {
    if let Some((name, value, sort)) = words.original
        && phrase.eat(name)
    {
        return Ok((value.clone(), sort.clone()));
    }
    if let Some((field, sort)) = phrase.field() {
        return Ok((Expression::Field(field), sort));
    }
    if let Some(fact) = phrase.fact(|_| true) {
        let what = match &words.facts[fact].kind {
            Kind::Integer { unit, .. } => What::Number(unit.clone()),
            Kind::Money { .. } => What::Money(None),
            Kind::Date => What::Day,
            Kind::Choice(_) | Kind::Region | Kind::Flag => What::Other,
        };
        return Ok((Expression::Fact(fact), Sort::whole(what)));
    }
    if phrase.term(|term| (term == Term::Today).then_some(())).is_some() {
        return Ok((Expression::Moved(Day::plain(DayBase::Today)), Sort::whole(What::Day)));
    }
    if let Ok((parameter, _)) = phrase.parameter(SettingKind::Money) {
        let what = What::of_unit(&words.parameters[parameter].unit);
        return Ok((Expression::Parameter(parameter), Sort::whole(what)));
    }
    if let Ok((parameter, _)) = phrase.parameter(SettingKind::Number) {
        let unit = words.parameters[parameter].unit.clone();
        return Ok((Expression::Parameter(parameter), Sort::whole(What::Number(unit))));
    }
    if let Ok((parameter, _)) = phrase.parameter(SettingKind::Ratio) {
        return Ok((Expression::Parameter(parameter), Sort { what: What::Ratio, whole: false }));
    }
    let mut tried = phrase.clone();
    match tried.date() {
        Ok(date) => {
            *phrase = tried;
            return Ok((Expression::Day(date), Sort::whole(What::Day)));
        }
        // It is a day, but there is none such.
        Err(fault) if fault.code == "E0211" => return Err(fault),
        Err(_) => {}
    }
    let mut tried = phrase.clone();
    if let Ok(fen) = tried.money() {
        *phrase = tried;
        return Ok((Expression::Money(fen), Sort::whole(What::Money(None))));
    }
    let Ok(number) = phrase.integer() else { return Err(phrase.unknown("E0201")) };
    let Some(unit) = phrase.unit_word() else { return Err(phrase.unknown("E0207")) };
    Ok((Expression::Number(number), Sort::whole(What::Number(unit))))
}
