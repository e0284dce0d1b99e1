//! How the phrase of a value reads: an operand, then one operation after the
//! other, strictly from left to right.

use super::operand::operand;
use super::{Direction, Edge, Expression, Extreme, Sort, What, rounding};
use crate::condition::{Day, DayBase};
use crate::fact::{Choice, Kind, choices};
use crate::parameter::SettingKind;
use crate::period::Period;
use crate::phrase::{Phrase, Words};
use crate::scale;
use law_syntax::{Diagnostic, Spanned};

type Read<T> = Result<T, Box<Diagnostic>>;

/// Reads the phrase of a value.
pub fn read(words: &Words<'_>, text: &Spanned<String>) -> Read<Expression> {
    Ok(read_sorted(words, text)?.0)
}

/// The same with the kind of what it gives.
pub fn read_sorted(words: &Words<'_>, text: &Spanned<String>) -> Read<(Expression, Sort)> {
    let other = |expression| Ok((expression, Sort::whole(What::Other)));
    match text.value.as_str() {
        "没有" => return other(Expression::None),
        "是" => return other(Expression::Flag(true)),
        "否" => return other(Expression::Flag(false)),
        _ => {}
    }
    if let Some(list) = text.value.strip_prefix("包括") {
        if let Some(codes) = choices(list) {
            english(words, text, &codes)?;
            return other(Expression::Codes(codes.into()));
        }
        let mut phrase = Phrase::new(words, text);
        phrase.eat("包括");
        return other(regions(&mut phrase)?);
    }
    if let Some(codes) = choices(&text.value)
        && let [code] = codes.as_slice()
    {
        english(words, text, &codes)?;
        return other(Expression::Code(code.clone()));
    }
    let mut phrase = Phrase::new(words, text);
    let (value, sort) = operations(words, &mut phrase)?;
    phrase.finish()?;
    // Unrounded money cannot be paid, and a rate alone is no amount of anything.
    if !sort.whole {
        return Err(Box::new(phrase.unknown("E0220").hint(
            "写明舍入：“，计算到分，分以下四舍五入”；数写“，向上取整”",
            "say the rounding: ，计算到分，分以下四舍五入; of a number ，向上取整",
        )));
    }
    Ok((value, sort))
}

fn english(words: &Words<'_>, text: &Spanned<String>, codes: &[Choice]) -> Read<()> {
    let phrase = Phrase::new(words, text);
    codes.iter().try_for_each(|code| phrase.english(0, &code.label).map(|_| ()))
}

/// `参保地、上一次就业地中在本市的，不重复，按代码排列`
fn regions(phrase: &mut Phrase<'_>) -> Read<Expression> {
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

fn operations(words: &Words<'_>, phrase: &mut Phrase<'_>) -> Read<(Expression, Sort)> {
    let (mut value, mut sort) = operand(words, phrase)?;
    loop {
        let next = operation(words, phrase, value, sort)?;
        (value, sort) = match next {
            Step::Done(value, sort) => return Ok((value, sort)),
            Step::More(value, sort) => (value, sort),
        };
    }
}

enum Step {
    Done(Expression, Sort),
    More(Expression, Sort),
}

fn operation(words: &Words<'_>, phrase: &mut Phrase<'_>, value: Expression, sort: Sort) -> Read<Step> {
    if let Some(step) = limit(words, phrase, &value, &sort)? {
        return Ok(step);
    }
    let before = phrase.clone();
    if let Some((rounding, money)) = rounding::next(phrase)? {
        let Some(made) = rounding::rounded(words, value, &sort, rounding, money) else {
            return Err(Box::new(before.unknown("E0219").hint(
                "金额写明计算到分、角或者元；数写四舍五入取整、向上取整或者向下取整",
                "money says 计算到分, 角 or 元; a number 四舍五入取整, 向上取整 or 向下取整",
            )));
        };
        return Ok(Step::More(made, sort.rounded()));
    }
    let again = phrase.eat("，再");
    if phrase.eat("后") {
        return later(words, phrase, &value, false);
    }
    if sort.what == What::Day && phrase.eat("前") {
        return later(words, phrase, &value, true);
    }
    for (word, edge) in [("的月初", Edge::First), ("的月末", Edge::Last)] {
        if phrase.eat(word) {
            let day = day_of(words, &value).ok_or_else(|| phrase.unknown("E0214"))?;
            return Ok(Step::More(Expression::MonthEdge(day, edge), Sort::whole(What::Day)));
        }
    }
    let here = phrase.clone();
    let added = match () {
        () if phrase.eat("加上") => Some(Sum::Plus),
        () if phrase.eat("减去") => Some(Sum::Minus),
        () => None,
    };
    if let Some(sum) = added {
        let here = phrase.clone();
        let (right, other) = operand(words, phrase)?;
        let what = sort.what.with(&other.what).ok_or_else(|| here.unknown("E0215"))?;
        let (left, right) = (Box::new(value), Box::new(right));
        let made = match sum {
            Sum::Plus => Expression::Plus(left, right),
            Sum::Minus => Expression::Minus(left, right),
        };
        return Ok(Step::More(made, Sort { what, whole: sort.whole && other.whole }));
    }
    if phrase.eat("乘以") {
        let here = phrase.clone();
        let (right, other) = factor(words, phrase)?;
        let what = sort.what.times(&other.what).ok_or_else(|| here.unknown("E0215"))?;
        let whole = sort.whole && other.whole;
        return Ok(Step::More(Expression::Times(Box::new(value), Box::new(right)), Sort { what, whole }));
    }
    if phrase.eat("除以") {
        let here = phrase.clone();
        let (right, other) = factor(words, phrase)?;
        let what = sort.what.over(&other.what).ok_or_else(|| here.unknown("E0215"))?;
        return Ok(Step::More(
            Expression::Over(Box::new(value), Box::new(right)),
            Sort { what, whole: false },
        ));
    }
    let raised = match () {
        () if phrase.eat("上浮") => Some(Direction::Up),
        () if phrase.eat("下浮") => Some(Direction::Down),
        () => None,
    };
    if let Some(direction) = raised {
        let (rate, other) = factor(words, phrase)?;
        if other.what != What::Ratio || !matches!(sort.what, What::Money(_) | What::Number(_)) {
            return Err(here.unknown("E0215"));
        }
        let made = Expression::Raised(Box::new(value), Box::new(rate), direction);
        return Ok(Step::More(made, Sort { whole: false, ..sort }));
    }
    if phrase.eat("折合") {
        return converted(phrase, value, &sort);
    }
    if phrase.eat("按") {
        return scaled(words, phrase, value, &sort);
    }
    if again {
        return Err(phrase.unknown("E0201"));
    }
    Ok(Step::Done(value, sort))
}

enum Sum {
    Plus,
    Minus,
}

/// `，最高不超过甲`, `，最长不超过 36 个月`, `，最低不低于乙`: a cap is not a grant.
fn limit(words: &Words<'_>, phrase: &mut Phrase<'_>, value: &Expression, sort: &Sort) -> Read<Option<Step>> {
    let caps = ["，最高不超过", "，最长不超过", "，最多不超过"];
    let floors = ["，最低不低于", "，最短不少于", "，最少不少于"];
    let which = if caps.into_iter().any(|word| phrase.eat(word)) {
        Extreme::Least
    } else if floors.into_iter().any(|word| phrase.eat(word)) {
        Extreme::Greatest
    } else {
        return Ok(None);
    };
    let here = phrase.clone();
    let (bound, other) = operand(words, phrase)?;
    let what = sort.what.with(&other.what).ok_or_else(|| here.unknown("E0215"))?;
    let made = Expression::Extreme(which, vec![value.clone(), bound]);
    Ok(Some(Step::More(made, Sort { what, whole: sort.whole && other.whole })))
}

/// What multiplies or divides: an operand, a percentage, a plain number.
fn factor(words: &Words<'_>, phrase: &mut Phrase<'_>) -> Read<(Expression, Sort)> {
    let ratio = Sort { what: What::Ratio, whole: false };
    if let Ok((rate, _)) = phrase.parameter(SettingKind::Ratio) {
        return Ok((Expression::Parameter(rate), ratio));
    }
    let mut tried = phrase.clone();
    if let Some(rate) = tried.percentage() {
        *phrase = tried;
        return Ok((Expression::Rate(rate), ratio));
    }
    let mut tried = phrase.clone();
    let plain = tried.integer().ok().filter(|_| !tried.has_unit());
    if let Some(number) = plain {
        *phrase = tried;
        return Ok((Expression::Number(number), Sort::whole(What::Ratio)));
    }
    operand(words, phrase)
}

/// `3 年折合个月`: a year is twelve months, and nothing else is taken for granted.
fn converted(phrase: &mut Phrase<'_>, value: Expression, sort: &Sort) -> Read<Step> {
    const MONTHS_OF_A_YEAR: i64 = 12;
    let unit = |what: &What, unit: &str| matches!(what, What::Number(own) if own == unit);
    let (factor, to) =
        (Box::new(Expression::Number(MONTHS_OF_A_YEAR)), |unit: &str| What::Number(unit.to_owned()));
    if unit(&sort.what, "年") && phrase.eat("个月") {
        let made = Expression::Times(Box::new(value), factor);
        return Ok(Step::More(made, Sort { what: to("个月"), whole: sort.whole }));
    }
    if unit(&sort.what, "个月") && phrase.eat("年") {
        let made = Expression::Over(Box::new(value), factor);
        return Ok(Step::More(made, Sort { what: to("年"), whole: false }));
    }
    Err(Box::new(phrase.unknown("E0221").hint(
        "可以折合的：年折合个月、个月折合年",
        "years are converted to months (折合个月) and months to years (折合年)",
    )))
}

/// `月数按补贴标准`: what a table gives.
fn scaled(words: &Words<'_>, phrase: &mut Phrase<'_>, value: Expression, sort: &Sort) -> Read<Step> {
    let here = phrase.clone();
    let (scale, _) = phrase.parameter(SettingKind::Scale)?;
    let form = scale::Form::parse(&words.parameters[scale].unit);
    let Some(form) = form.filter(|form| form.by.with(&sort.what).is_some()) else {
        return Err(here.unknown("E0215"));
    };
    let money = matches!(form.gives, What::Money(_));
    let (what, whole) = match form.gives {
        // By parts, rates of money give money.
        What::Ratio if form.marginal => (form.by, false),
        What::Ratio => (What::Ratio, false),
        gives => (gives, true),
    };
    let made = Expression::Scaled { by: Box::new(value), scale, money };
    Ok(Step::More(made, Sort { what, whole }))
}

/// `补贴期满日期后 1 年`, `登记日期后 15 个工作日`, `期满日期前 30 日`.
fn later(words: &Words<'_>, phrase: &mut Phrase<'_>, value: &Expression, back: bool) -> Read<Step> {
    let base = match day_of(words, value) {
        Some(day) if day.adds_only_years() && day.years == 0 => day.base,
        _ => return Err(phrase.unknown("E0214")),
    };
    let (day, _) = phrase.period(base, "")?;
    let day = if back { day.backwards() } else { day };
    let made = match (base, day.period) {
        (DayBase::Fact(fact), Period::None) if !day.rolls => Expression::YearsAfter(fact, day.years),
        _ => Expression::Moved(day),
    };
    Ok(Step::More(made, Sort::whole(What::Day)))
}

/// The day that an expression is, if it is one that can be moved.
fn day_of(words: &Words<'_>, value: &Expression) -> Option<Day> {
    match value {
        Expression::Fact(fact) if words.facts[*fact].kind == Kind::Date => {
            Some(Day::plain(DayBase::Fact(*fact)))
        }
        Expression::Day(date) => Some(Day::plain(DayBase::Fixed(*date))),
        Expression::Moved(day) => Some(*day),
        _ => None,
    }
}
