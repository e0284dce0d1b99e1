//! Values of fields (`docs/language/values.md`), with the kinds of what is reckoned: like is taken from like.

use super::phrase::Reader;
use super::text::{digits, leading_amount, leading_day, named};
use super::words::Word;
use super::{Reading, refuse};
use crate::program::{Case, Kind, Operand, SettingKind, Step, Term};

/// What an operand is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Sort {
    Number(String),
    Money,
    Date,
    Other,
}

const ROUNDED: &str = "，计算到分，分以下四舍五入";

impl Reader<'_> {
    /// One case: `条件的，为取值`, `其他情形，取值` or a value alone.
    pub fn case(&self, text: &str) -> Reading<Case> {
        // Cases are tried from the top in any case; the words say only that the order is meant.
        let text = text.strip_prefix("除前列情形外，").unwrap_or(text);
        let (when, value) = match (text.strip_prefix("其他情形，"), text.split_once("的，")) {
            (Some(rest), _) => (None, rest),
            (None, Some((condition, rest))) if !text.starts_with("包括") => {
                (Some(self.condition(condition)?), rest)
            }
            _ => (None, text),
        };
        let value = match self.words.longest(value) {
            Some(_) => value,
            None => value.strip_prefix('为').unwrap_or(value),
        };
        Ok(Case { when, value: self.term(value)? })
    }

    fn term(&self, text: &str) -> Reading<Term> {
        match text {
            "没有" => return Ok(Term::None),
            "是" => return Ok(Term::Flag(true)),
            "否" => return Ok(Term::Flag(false)),
            _ => {}
        }
        if let Some(list) = text.strip_prefix("包括") {
            return self.list(list);
        }
        if let Some((label, code, "")) = named(text) {
            return Ok(Term::Code((label, code)));
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

    fn sum(&self, text: &str) -> Reading<Term> {
        let (first, mut sort, mut rest) = self.operand(text)?;
        let mut steps = Vec::new();
        while !rest.is_empty() {
            if let Some(next) = rest.strip_prefix("减去") {
                let (operand, other, left) = self.operand(next)?;
                if sort != other || !matches!(sort, Sort::Number(_) | Sort::Money) {
                    return refuse("E0215", rest);
                }
                steps.push(Step::Minus(operand));
                rest = left;
            } else if let Some(next) = rest.strip_prefix('后') {
                let Some((years, left)) = digits(next) else { return refuse("E0212", next) };
                let can = steps.is_empty() && sort == Sort::Date && matches!(first, Operand::Fact(_));
                let Some(left) = left.strip_prefix('年').filter(|_| can) else {
                    return refuse("E0214", rest);
                };
                steps.push(Step::YearsLater(years));
                rest = left;
            } else {
                let Some(next) = rest.strip_prefix("，再").unwrap_or(rest).strip_prefix("乘以") else {
                    return refuse("E0201", rest);
                };
                let (step, left) = self.times(next, &sort)?;
                steps.push(step);
                rest = left;
            }
            if matches!(steps.last(), Some(Step::Rate(_))) {
                sort = Sort::Money;
            }
        }
        Ok(Term::Sum(first, steps))
    }

    fn times<'t>(&self, text: &'t str, sort: &Sort) -> Reading<(Step, &'t str)> {
        if let Some((Word::Parameter(id), left)) = self.words.longest(text)
            && self.program.parameters[id].kind == SettingKind::Rate
        {
            if *sort != Sort::Money {
                return refuse("E0215", text);
            }
            let Some(left) = left.strip_prefix(ROUNDED) else { return refuse("E0220", left) };
            return Ok((Step::Rate(id), left));
        }
        let (operand, other, left) = self.operand(text)?;
        match (sort, other) {
            (Sort::Number(_) | Sort::Money, Sort::Number(_)) => Ok((Step::Times(operand), left)),
            _ => refuse("E0215", text),
        }
    }

    fn operand<'t>(&self, text: &'t str) -> Reading<(Operand, Sort, &'t str)> {
        match self.words.longest(text) {
            Some((Word::Fact(fact), left)) => {
                let sort = match &self.program.facts[fact].kind {
                    Kind::Integer(_, _, unit) => Sort::Number(unit.clone()),
                    Kind::Money(..) => Sort::Money,
                    Kind::Date => Sort::Date,
                    Kind::Choice(_) | Kind::Flag | Kind::Region => Sort::Other,
                };
                return Ok((Operand::Fact(fact), sort, left));
            }
            Some((Word::Parameter(id), left)) if self.program.parameters[id].kind == SettingKind::Money => {
                return Ok((Operand::Parameter(id), Sort::Money, left));
            }
            Some(_) => return refuse("E0201", text),
            None => {}
        }
        if let Some(found) = leading_day(text) {
            let (day, left) = found?;
            return Ok((Operand::Day(day), Sort::Date, left));
        }
        if let Some((fen, left)) =
            leading_amount(text).and_then(|(n, rest)| Some((n, rest.strip_prefix('元')?)))
        {
            return Ok((Operand::Money(fen), Sort::Money, left));
        }
        let Some((number, rest)) = digits(text) else { return refuse("E0201", text) };
        match self.words.unit(rest) {
            Some((unit, left)) => Ok((Operand::Number(number), Sort::Number(unit.to_owned()), left)),
            None => refuse("E0207", rest),
        }
    }
}
