//! Values of fields (`docs/language/values.md`), with the kinds of what is reckoned: like is taken from like.

use super::phrase::Reader;
use super::sort::Sort;
use super::text::{digits, leading_amount, leading_day, named};
use super::words::Word;
use super::{Reading, refuse};
use crate::fraction::Fraction;
use crate::program::{
    Case, Counted, DayBase, Extreme, Kind, Operand, Rounding, SettingKind, Single, Step, Term,
};

/// An operand, what it is, what follows.
type Read<'t> = Reading<(Operand, Sort, &'t str)>;

impl Reader<'_> {
    /// One case: `条件的，为取值`, `其他情形，取值` or a value alone; and what it comes to, if it is reckoned with.
    pub fn case(&self, text: &str) -> Reading<(Case, Option<Sort>)> {
        // Cases are tried from the top in any case; the words say only that the order is meant.
        let text = text.strip_prefix("除前列情形外，").unwrap_or(text);
        let (when, value) = match (text.strip_prefix("其他情形，"), text.split_once("的，")) {
            (Some(rest), _) => (None, rest),
            (None, Some((condition, rest))) if !text.starts_with("包括") => {
                (Some(self.condition(condition)?), rest)
            }
            _ => (None, text),
        };
        let value = match self.values.longest(value) {
            Some(_) => value,
            None => value.strip_prefix('为').unwrap_or(value),
        };
        let (value, sort) = self.term(value)?;
        Ok((Case { when, value }, sort))
    }

    fn term(&self, text: &str) -> Reading<(Term, Option<Sort>)> {
        match text {
            "没有" => return Ok((Term::None, None)),
            "是" => return Ok((Term::Flag(true), None)),
            "否" => return Ok((Term::Flag(false), None)),
            _ => {}
        }
        if let Some(list) = text.strip_prefix("包括") {
            return Ok((self.list(list)?, None));
        }
        if let Some((label, code, "")) = named(text) {
            return Ok((Term::Code((label, code)), None));
        }
        self.sum(text)
    }

    fn list(&self, text: &str) -> Reading<Term> {
        if text.ends_with(')') {
            let one = |part| {
                named(part).filter(|(_, _, rest)| rest.is_empty()).map(|(label, code, _)| (label, code))
            };
            let codes: Option<Vec<(String, String)>> = text.split('、').map(one).collect();
            return codes.map_or_else(|| refuse("E0201", text), |codes| Ok(Term::Codes(codes)));
        }
        let (text, sorted) =
            text.strip_suffix("，不重复，按代码排列").map_or((text, false), |text| (text, true));
        let (mut rest, in_city) = text.strip_suffix("中在本市的").map_or((text, false), |text| (text, true));
        let mut facts = Vec::new();
        loop {
            match self.words.longest(rest) {
                Some((Word::Fact(fact), left)) if self.program.facts[fact].kind == Kind::Region => {
                    facts.push(fact);
                    rest = left;
                }
                _ => return refuse("E0201", rest),
            }
            match rest.strip_prefix('、') {
                Some(next) => rest = next,
                None if rest.is_empty() => break,
                None => return refuse("E0201", rest),
            }
        }
        if facts.len() > 1 && !sorted { refuse("E0213", text) } else { Ok(Term::Regions(facts, in_city)) }
    }

    fn sum(&self, text: &str) -> Reading<(Term, Option<Sort>)> {
        let (first, mut sort, mut rest) = self.operand(text)?;
        let mut is_exact = sort == Sort::Rate;
        let mut steps: Vec<Step> = Vec::new();
        while !rest.is_empty() {
            let (step, after, exact, left) = self.step(&first, &steps, sort, rest)?;
            is_exact = exact.unwrap_or(is_exact);
            steps.push(step);
            (sort, rest) = (after, left);
        }
        if is_exact || sort == Sort::Rate {
            return refuse("E0220", text);
        }
        let is_money = matches!(sort, Sort::Money(_));
        Ok((Term::Sum { first, steps, is_money }, Some(sort)))
    }

    /// A step, what it comes to, whether that still has to be rounded (if it changes that), and what follows.
    fn step<'t>(
        &self,
        first: &Operand,
        before: &[Step],
        sort: Sort,
        text: &'t str,
    ) -> Reading<(Step, Sort, Option<bool>, &'t str)> {
        for (word, in_months) in [("的月初", Step::MonthStart), ("的月末", Step::MonthEnd)] {
            if let (Some(left), Sort::Date) = (text.strip_prefix(word), &sort) {
                return Ok((in_months, sort, None, left));
            }
        }
        for (word, sign) in [('后', 1), ('前', -1)] {
            let Some(rest) = text.strip_prefix(word) else { continue };
            let is_fact = matches!(first, Operand::One(Single::Fact(_)));
            if !before.is_empty() || sort != Sort::Date || !is_fact {
                return refuse("E0214", text);
            }
            let (period, left) = self.period(rest, "", "E0214")?;
            let period = crate::program::Period { count: sign * period.count, ..period };
            return Ok((Step::Away(period), sort, None, left));
        }
        if let Some((step, left)) = bounded(text) {
            let (operand, other, left) = self.operand(left)?;
            return Ok((Step::Bound(step, operand), sort.alike(&other, text)?, None, left));
        }
        if let Some(found) = rounding(text, &sort) {
            let (grid, how, left) = found?;
            let sort = if sort == Sort::Rate { Sort::Number(String::new()) } else { sort };
            return Ok((Step::Round(grid, how), sort, Some(false), left));
        }
        let rest = text.strip_prefix("，再").unwrap_or(text);
        if let Some(rest) = rest.strip_prefix("加上") {
            let (operand, other, left) = self.operand(rest)?;
            return Ok((Step::Plus(operand), sort.alike(&other, text)?, None, left));
        }
        if let Some(rest) = rest.strip_prefix("减去") {
            let (operand, other, left) = self.operand(rest)?;
            return Ok((Step::Minus(operand), sort.alike(&other, text)?, None, left));
        }
        if let Some(rest) = rest.strip_prefix("乘以") {
            let (operand, other, left) = self.factor(rest)?;
            let exact = (other == Sort::Rate || sort == Sort::Rate).then_some(true);
            return Ok((Step::Times(operand), sort.product(&other, text)?, exact, left));
        }
        if let Some(rest) = rest.strip_prefix("除以") {
            let (operand, other, left) = self.factor(rest)?;
            return Ok((Step::Over(operand), sort.quotient(&other, text)?, Some(true), left));
        }
        for (word, step) in [("上浮", Step::Raised as fn(Operand) -> Step), ("下浮", Step::Lowered)] {
            let Some(rest) = rest.strip_prefix(word) else { continue };
            let (operand, other, left) = self.factor(rest)?;
            if other != Sort::Rate || !matches!(sort, Sort::Number(_) | Sort::Money(_)) {
                return refuse("E0215", text);
            }
            return Ok((step(operand), sort, Some(true), left));
        }
        if let Some(rest) = rest.strip_prefix("折合") {
            let is = |unit: &str| sort == Sort::Number(unit.to_owned());
            return match (rest.strip_prefix("个月"), rest.strip_prefix('年')) {
                (Some(left), _) if is("年") => {
                    Ok((Step::ToMonths, Sort::Number("个月".to_owned()), None, left))
                }
                (None, Some(left)) if is("个月") => {
                    Ok((Step::ToYears, Sort::Number("年".to_owned()), Some(true), left))
                }
                _ => refuse("E0221", rest),
            };
        }
        if let Some(rest) = rest.strip_prefix('按') {
            return self.by(sort, rest);
        }
        refuse("E0201", text)
    }

    fn by<'t>(&self, sort: Sort, text: &'t str) -> Reading<(Step, Sort, Option<bool>, &'t str)> {
        let Some((Word::Parameter(id), left)) = self.words.longest(text) else {
            return refuse("E0208", text);
        };
        let SettingKind::Table(kind) = &self.program.parameters[id].kind else {
            return refuse("E0208", text);
        };
        let fits = match (&kind.by, &sort) {
            (None, Sort::Money(_)) => true,
            (Some(unit), Sort::Number(of)) => unit == of,
            _ => false,
        };
        if !fits {
            return refuse("E0215", text);
        }
        if kind.by_parts {
            return Ok((Step::By(id), sort, Some(true), left));
        }
        let Some(gives) = Sort::of_setting(&kind.gives) else { return refuse("E0208", text) };
        let exact = gives == Sort::Rate;
        Ok((Step::By(id), gives, Some(exact), left))
    }

    /// What multiplies or divides: a rate, a plain number, or an operand.
    fn factor<'t>(&self, text: &'t str) -> Read<'t> {
        if self.values.longest(text).is_none() {
            let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
            if let Some(left) = text[end..].strip_prefix('%') {
                let rate = Fraction::parse(&text[..=end]);
                let Some(rate) = rate else { return refuse("E0212", text) };
                return Ok((Operand::One(Single::Rate(rate)), Sort::Rate, left));
            }
            if let Some((number, left)) = digits(text)
                && self.words.unit(left).is_none()
                && leading_day(text).is_none()
                && !left.starts_with(['元', '.'])
            {
                let operand = Operand::One(Single::Whole(number, false));
                return Ok((operand, Sort::Number(String::new()), left));
            }
        }
        self.operand(text)
    }

    fn operand<'t>(&self, text: &'t str) -> Read<'t> {
        if self.values.longest(text).is_none()
            && let Some(rest) = text.strip_prefix('以')
        {
            return self.first_of(rest);
        }
        let (first, mut sort, mut left) = self.single(text)?;
        if let (Sort::Date, Some(rest)) = (&sort, left.strip_prefix('至')) {
            return self.between(&first, rest);
        }
        if !left.starts_with(['、', '与']) {
            return Ok((Operand::One(first), sort, left));
        }
        let mut all = vec![first];
        while let Some(rest) = left.strip_prefix('、').or_else(|| left.strip_prefix('与')) {
            let (single, other, after) = self.single(rest)?;
            sort = sort.alike(&other, rest)?;
            all.push(single);
            left = after;
        }
        if let Some(left) = left.strip_prefix("中的较高者") {
            return Ok((Operand::Of(Extreme::Higher, all), sort, left));
        }
        if let Some(left) = left.strip_prefix("中的较低者") {
            return Ok((Operand::Of(Extreme::Lower, all), sort, left));
        }
        if let Some(left) = left.strip_prefix("累计") {
            let counts = |single: &Single| matches!(single, Single::Fact(_) | Single::Field(_));
            if !all.iter().all(counts) {
                return refuse("E0215", text);
            }
            return Ok((Operand::Total(all), sort, left));
        }
        refuse("E0222", left)
    }

    /// `甲为准，没有的以乙为准`
    fn first_of<'t>(&self, text: &'t str) -> Read<'t> {
        let mut all = Vec::new();
        let mut sort: Option<Sort> = None;
        let mut rest = text;
        loop {
            let (single, other, left) = self.single(rest)?;
            sort = Some(match sort {
                None => other,
                Some(sort) if sort == Sort::Date && other == Sort::Date => sort,
                Some(sort) => sort.alike(&other, rest)?,
            });
            all.push(single);
            let Some(left) = left.strip_prefix("为准") else { return refuse("E0222", left) };
            match left.strip_prefix("，没有的以") {
                Some(next) => rest = next,
                None => return Ok((Operand::First(all), sort.unwrap_or(Sort::Other), left)),
            }
        }
    }

    fn between<'t>(&self, from: &Single, text: &'t str) -> Read<'t> {
        let (to, sort, left) = self.single(text)?;
        let base = |single: &Single| match single {
            Single::Fact(fact) => Some(DayBase::Fact(*fact)),
            Single::Day(day) => Some(DayBase::Fixed(*day)),
            Single::Today => Some(DayBase::Today),
            _ => None,
        };
        let (Some(from), Some(to), Sort::Date) = (base(from), base(&to), sort) else {
            return refuse("E0206", text);
        };
        let words = [
            ("的日数", Counted::Days, "日"),
            ("的足月数", Counted::Months, "个月"),
            ("的足年数", Counted::Years, "年"),
        ];
        let found =
            words.iter().find_map(|(word, counted, unit)| Some((left.strip_prefix(word)?, *counted, *unit)));
        let Some((left, counted, unit)) = found else { return refuse("E0223", left) };
        Ok((Operand::Between(from, to, counted), Sort::Number(unit.to_owned()), left))
    }

    fn single<'t>(&self, text: &'t str) -> Reading<(Single, Sort, &'t str)> {
        match self.values.longest(text) {
            Some((Word::Today, left)) => return Ok((Single::Today, Sort::Date, left)),
            Some((Word::Fact(fact), left)) => {
                return Ok((Single::Fact(fact), Sort::of_fact(&self.program.facts[fact].kind), left));
            }
            Some((Word::Parameter(id), left)) => {
                return match Sort::of_setting(&self.program.parameters[id].kind) {
                    Some(sort) => Ok((Single::Parameter(id), sort, left)),
                    None => refuse("E0201", text),
                };
            }
            Some((Word::Field(field), left)) => {
                return match self.sorts.get(field) {
                    Some(Some(sort)) => Ok((Single::Field(field), sort.clone(), left)),
                    _ => refuse("E0201", text),
                };
            }
            Some((Word::Before(field), left)) => {
                return match self.sorts.get(field) {
                    Some(Some(sort)) => Ok((Single::Before(field), sort.clone(), left)),
                    _ => refuse("E0201", text),
                };
            }
            Some(_) => return refuse("E0201", text),
            None => {}
        }
        if let Some(found) = leading_day(text) {
            let (day, left) = found?;
            return Ok((Single::Day(day), Sort::Date, left));
        }
        if let Some((fen, left)) =
            leading_amount(text).and_then(|(n, rest)| Some((n, rest.strip_prefix('元')?)))
        {
            return Ok((Single::Whole(fen, true), Sort::Money(String::new()), left));
        }
        let Some((number, rest)) = digits(text) else { return refuse("E0201", text) };
        match self.words.unit(rest) {
            Some((unit, left)) => Ok((Single::Whole(number, false), Sort::Number(unit.to_owned()), left)),
            None => refuse("E0207", rest),
        }
    }
}

/// The words of a cap are those of the lower of two, of a floor those of the higher.
fn bounded(text: &str) -> Option<(Extreme, &str)> {
    let words = [
        ("，最高不超过", Extreme::Lower),
        ("，最长不超过", Extreme::Lower),
        ("，最多不超过", Extreme::Lower),
        ("，最低不低于", Extreme::Higher),
        ("，最短不少于", Extreme::Higher),
        ("，最少不少于", Extreme::Higher),
    ];
    words.iter().find_map(|(word, which)| Some((*which, text.strip_prefix(word)?)))
}

/// `，计算到分，分以下四舍五入`, `，向上取整`
fn rounding<'t>(text: &'t str, sort: &Sort) -> Option<Reading<(i64, Rounding, &'t str)>> {
    let whole =
        [("，四舍五入取整", Rounding::Half), ("，向下取整", Rounding::Down), ("，向上取整", Rounding::Up)];
    let money = matches!(sort, Sort::Money(_));
    if let Some((left, how)) = whole.iter().find_map(|(word, how)| Some((text.strip_prefix(word)?, *how))) {
        let is_number = matches!(sort, Sort::Number(_) | Sort::Rate);
        return Some(if is_number { Ok((1, how, left)) } else { refuse("E0219", text) });
    }
    let rest = text.strip_prefix("，计算到")?;
    let units = [("分", 1), ("角", 10), ("元", 100)];
    let read = || {
        let (unit, grid) = units.iter().find(|(unit, _)| rest.starts_with(unit))?;
        let rest = rest.strip_prefix(unit)?.strip_prefix('，')?.strip_prefix(unit)?.strip_prefix("以下")?;
        let how = [("四舍五入", Rounding::Half), ("舍去", Rounding::Down), ("进一", Rounding::Up)];
        let (left, how) = how.iter().find_map(|(word, how)| Some((rest.strip_prefix(word)?, *how)))?;
        money.then_some((*grid, how, left))
    };
    Some(read().map_or_else(|| refuse("E0219", text), Ok))
}
