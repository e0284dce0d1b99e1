//! Dates, numbers and amounts as they are written in rules.

use super::{Phrase, Read};
use crate::condition::Number;
use crate::date::Date;
use crate::fact::{Kind, fen};
use crate::parameter::SettingKind;
use crate::ratio::Ratio;
use law_syntax::Diagnostic;

impl Phrase<'_> {
    /// A number with its unit, or a parameter of money.
    pub(super) fn number(&mut self, unit: &str) -> Read<(Number, String)> {
        if self.chars.get(self.at).is_some_and(|(_, c)| c.is_ascii_digit()) {
            if unit == "元" {
                let fen = self.money()?;
                return Ok((Number::Fixed(fen), format!("{} yuan", crate::fact::yuan(fen))));
            }
            let value = self.integer()?;
            self.unit(unit)?;
            let en = self.english(self.at, unit)?;
            return Ok((Number::Fixed(value), format!("{value} {en}")));
        }
        let start = self.at;
        let kind = if unit == "元" { SettingKind::Money } else { SettingKind::Number };
        let (parameter, name) = self.parameter(kind)?;
        let declared = &self.words.parameters[parameter];
        if kind == SettingKind::Number && declared.unit != unit {
            self.at = start;
            return Err(Box::new(self.at_fault(
                "E0207",
                format!("单位应当是“{unit}”，“{name}”的单位是“{}”", declared.unit),
                format!("the unit `{unit}` is expected, `{}` has `{}`", declared.key, declared.unit),
            )));
        }
        let number = match declared.matter.as_ref().and_then(|matter| matter.scope) {
            Some(fact) => Number::Scoped(parameter, fact),
            None => Number::Parameter(parameter),
        };
        Ok((number, format!("the {}", self.english(start, &name)?)))
    }

    /// The unit must be the fact's own: months are not compared with days.
    fn unit(&mut self, unit: &str) -> Read<()> {
        if self.eat(unit) {
            return Ok(());
        }
        Err(Box::new(self.at_fault(
            "E0207",
            format!("单位应当是“{unit}”"),
            format!("the unit `{unit}` is expected"),
        )))
    }

    /// `2020 年 12 月 31 日`
    pub fn date(&mut self) -> Read<Date> {
        let start = self.at;
        let year = self.integer()?;
        self.need("年")?;
        let month = self.integer()?;
        self.need("月")?;
        let day = self.integer()?;
        self.need("日")?;
        let part = |n: i64| i32::try_from(n).unwrap_or(0);
        Date::new(part(year), part(month), part(day)).ok_or_else(|| {
            let span = self.span(start, self.at);
            Box::new(
                Diagnostic::error("E0211", self.words.source, span, "没有这一天", "there is no such day")
                    .hint("改正日期", "mend the date"),
            )
        })
    }

    /// Digits.
    pub fn integer(&mut self) -> Read<i64> {
        let digits: String =
            self.chars[self.at..].iter().map(|(_, c)| *c).take_while(char::is_ascii_digit).collect();
        match digits.parse() {
            Ok(value) => {
                self.at += digits.len();
                Ok(value)
            }
            Err(_) => Err(Box::new(self.at_fault(
                "E0212",
                "这里应当是数字".to_owned(),
                "a number is expected here".to_owned(),
            ))),
        }
    }

    /// `10%`, `46.5%`
    pub fn percentage(&mut self) -> Option<Ratio> {
        let part = |c: &char| c.is_ascii_digit() || *c == '.';
        let digits: String = self.chars[self.at..].iter().map(|(_, c)| *c).take_while(part).collect();
        let mut after = self.clone();
        after.at += digits.len();
        let rate = after.eat("%").then(|| Ratio::parse(&format!("{digits}%"))).flatten()?;
        self.at = after.at;
        Some(rate)
    }

    /// The unit at the cursor: one that a fact has, or one of the calendar.
    pub fn unit_word(&mut self) -> Option<String> {
        let own = self.words.facts.iter().filter_map(|fact| match &fact.kind {
            Kind::Integer { unit, .. } => Some(unit.as_str()),
            _ => None,
        });
        let mut units: Vec<&str> = own.chain(["个月", "年", "日"]).filter(|unit| !unit.is_empty()).collect();
        // 个 opens 个月: the longest is meant.
        units.sort_by_key(|unit| std::cmp::Reverse(unit.len()));
        units.into_iter().find(|unit| self.eat(unit)).map(str::to_owned)
    }

    /// Whether a unit stands at the cursor.
    pub fn has_unit(&self) -> bool {
        self.clone().unit_word().is_some() || self.clone().eat("元") || self.clone().eat(".")
    }

    /// `100.50 元`
    pub fn money(&mut self) -> Read<i64> {
        let start = self.at;
        let digits: String = self.chars[self.at..]
            .iter()
            .map(|(_, c)| *c)
            .take_while(|c| c.is_ascii_digit() || *c == '.')
            .collect();
        self.at += digits.len();
        self.need("元")?;
        fen(&digits).ok_or_else(|| {
            let span = self.span(start, self.at);
            Box::new(Diagnostic::error(
                "E0212",
                self.words.source,
                span,
                "应当是最多两位小数的金额",
                "an amount with at most two decimals is expected",
            ))
        })
    }
}
