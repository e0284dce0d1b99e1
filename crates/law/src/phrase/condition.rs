//! Conditions: joined atoms, ages, labels, references to rules.

use super::comparison::{days, one};
use super::{Phrase, Read, Understood, unnamed};
use crate::condition::{Day, DayBase, Form, RuleId, Test};
use crate::date::LeapRule;
use crate::lexicon::Term;
use crate::parameter::SettingKind;
use law_syntax::{Diagnostic, numeral};

impl Phrase<'_> {
    /// A condition, or several joined by 并且 or 或者 (never both in one line).
    pub fn joined(&mut self) -> Read<Understood> {
        let mut understood = self.atom()?;
        let mut joiner = None;
        loop {
            let before = self.at;
            self.eat("，");
            let word = if self.eat("并且") {
                "and"
            } else if self.eat("或者") {
                "or"
            } else {
                self.at = before;
                return Ok(understood);
            };
            if self.chars[self.at..].is_empty() || self.opens_list() {
                self.at = before;
                return Ok(understood);
            }
            // What is said of one fact in two comparisons (16 以上、25 以下) is an `and` of its own.
            let several = joiner.is_none() && word == "or" && understood.forms.len() > 1;
            if joiner.is_some_and(|joiner| joiner != word) || several {
                return Err(self.mixed(before));
            }
            joiner = Some(word);
            let next = self.atom()?;
            understood.any = word == "or";
            understood.en = format!("{} {word} {}", understood.en, next.en);
            if next.any || (understood.any && next.forms.len() > 1) {
                return Err(self.mixed(before));
            }
            understood.forms.extend(next.forms);
        }
    }

    /// `并且` and `或者` in one line; the caret stands under the joiner behind `before`.
    fn mixed(&mut self, before: usize) -> Box<Diagnostic> {
        self.at = before;
        self.eat("，");
        let fault = self.at_fault(
            "E0204",
            "一行里不能同时用“并且”和“或者”".to_owned(),
            "a line joins with 并且 or with 或者, not with both".to_owned(),
        );
        Box::new(fault.hint("分成下一层的条件", "split it into conditions of the next level"))
    }

    fn opens_list(&self) -> bool {
        let rest: String = self.chars[self.at..].iter().map(|(_, c)| *c).collect();
        ["同时符合下列条件", "符合下列条件之一", "有下列情形之一"].iter().any(|w| rest.starts_with(w))
    }

    fn atom(&mut self) -> Read<Understood> {
        let lexicon = self.words.lexicon;
        // A declared phrase may begin like a fixed word (自愿参保, 未满…); the declared one is the longer.
        let Some((count, term)) = lexicon.longest(&self.chars[self.at..], Some) else {
            return self.fixed();
        };
        let text: String = self.chars[self.at..self.at + count].iter().map(|(_, c)| *c).collect();
        let start = self.at;
        self.at += count;
        match term {
            Term::Flag(fact, wanted) => Ok(one(Test::Flag { fact, wanted }, self.english(start, &text)?)),
            Term::None(fact) => Ok(one(Test::IsNone { fact }, self.english(start, &text)?)),
            Term::Rule(rule, wanted) => {
                let name = if wanted { text.clone() } else { text.chars().skip(1).collect() };
                let en = self.english(start, &name)?;
                let en = if wanted { en } else { format!("not: {en}") };
                Ok(Understood { forms: vec![Form::Rule { rule, wanted }], any: false, en })
            }
            Term::Field(field) => Ok(Understood {
                forms: vec![Form::Field(field)],
                any: false,
                en: self.english(start, &text)?,
            }),
            Term::Label(..) => {
                self.at = start;
                self.by_label()
            }
            Term::Fact(fact) => {
                let en = self.english(start, &text)?;
                self.predicate(fact, &en)
            }
            Term::DayOf(fact) => {
                let en = self.day_name(start, fact)?;
                self.relative(Day::plain(DayBase::Today), "", fact, &en)
            }
            Term::Place(_) => {
                self.at = start;
                Err(self.unknown("E0201"))
            }
            Term::Today => self.day_predicate(Day::plain(DayBase::Today), "the business date"),
            Term::Parameter(parameter) | Term::NotParameter(parameter) => {
                let declared = &self.words.parameters[parameter];
                if declared.kind != SettingKind::Flag {
                    self.at = start;
                    return Err(self.unknown("E0201"));
                }
                let by = declared.matter.as_ref().and_then(|matter| matter.scope);
                let wanted = matches!(term, Term::Parameter(_));
                Ok(one(Test::Granted { parameter, by, wanted }, self.english(start, &text)?))
            }
        }
    }

    /// What begins with a fixed word: ages, an item of a rule, a day of the business date.
    fn fixed(&mut self) -> Read<Understood> {
        if let Some(understood) = self.age()? {
            return Ok(understood);
        }
        if self.eat("符合第") {
            return self.item_of_rule();
        }
        if self.eat("自") {
            let date = self.date()?;
            self.need("起")?;
            let test = days(Day::plain(DayBase::Fixed(date)), Day::plain(DayBase::Today), false);
            return Ok(one(test, format!("from {date} on")));
        }
        if self.eat("至") {
            let date = self.date()?;
            self.need("止")?;
            let test = days(Day::plain(DayBase::Today), Day::plain(DayBase::Fixed(date)), false);
            return Ok(one(test, format!("until {date}")));
        }
        Err(self.unknown("E0201"))
    }

    /// 男性未满 60 周岁，女性未满 50 周岁
    fn by_label(&mut self) -> Read<Understood> {
        let mut branches = Vec::new();
        let mut english = Vec::new();
        loop {
            let lexicon = self.words.lexicon;
            let start = self.at;
            let label = |term| if let Term::Label(fact, index) = term { Some((fact, index)) } else { None };
            let Some((count, (fact, index))) = lexicon.longest(&self.chars[self.at..], label) else {
                return Err(self.unknown("E0201"));
            };
            let text: String = self.chars[start..start + count].iter().map(|(_, c)| *c).collect();
            self.at += count;
            let en = self.english(start, &text)?;
            let Some(age) = self.age()? else {
                return Err(Box::new(self.at_fault(
                    "E0202",
                    "这里应当是“年满……周岁”或者“未满……周岁”".to_owned(),
                    "an age is expected here".to_owned(),
                )));
            };
            let mut forms = vec![Form::Test(Test::Among { fact, set: 1 << index })];
            forms.extend(age.forms);
            english.push(format!("{en} {}", age.en));
            branches.push(forms);
            let before = self.at;
            if !(self.eat("，") || self.eat("、")) || lexicon.longest(&self.chars[self.at..], label).is_none()
            {
                self.at = before;
                break;
            }
        }
        let all = branches.into_iter().map(|forms| Form::All(forms.into_iter().map(unnamed).collect()));
        let form = Form::Any(all.map(unnamed).collect());
        Ok(Understood { forms: vec![form], any: false, en: english.join("; ") })
    }

    /// 年满 16 周岁、未满 25 周岁
    fn age(&mut self) -> Read<Option<Understood>> {
        let mut forms = Vec::new();
        let mut english = Vec::new();
        loop {
            let before = self.at;
            if !forms.is_empty() && !self.eat("、") {
                break;
            }
            let reached = if self.eat("年满") {
                true
            } else if self.eat("未满") {
                false
            } else {
                self.at = before;
                break;
            };
            let years = self.integer()?;
            self.need("周岁")?;
            let Some(birth) = self.words.facts.iter().position(|fact| fact.counts_age) else {
                return Err(Box::new(self.at_fault(
                    "E0203",
                    "没有用于计算年龄的信息项".to_owned(),
                    "no fact is declared 用于计算年龄".to_owned(),
                )));
            };
            let years_i32 = i32::try_from(years).unwrap_or(i32::MAX);
            let birthday =
                Day { years: years_i32, rule: LeapRule::Forward, ..Day::plain(DayBase::Fact(birth)) };
            let today = Day::plain(DayBase::Today);
            let (test, en) = if reached {
                (days(birthday, today, false), format!("aged {years} or over"))
            } else {
                (days(today, birthday, true), format!("under {years}"))
            };
            forms.push(Form::Test(test));
            english.push(en);
        }
        if forms.is_empty() {
            return Ok(None);
        }
        Ok(Some(Understood { forms, any: false, en: english.join(" and ") }))
    }

    /// `三条认定第（一）项`, after 符合第.
    fn item_of_rule(&mut self) -> Read<Understood> {
        let start = self.at;
        let rest: String = self.chars[self.at..].iter().map(|(_, c)| *c).collect();
        let parts = rest.split_once("条认定第（").and_then(|(article, after)| {
            let (item, _) = after.split_once("）项")?;
            let count = article.chars().count() + 5 + item.chars().count() + 2;
            Some((numeral::parse(article)?, numeral::parse(item)?, count))
        });
        let Some((article, item, count)) = parts else { return Err(self.unknown("E0209")) };
        let index = usize::from(item) - 1;
        let rules = self.words.rules.iter().enumerate();
        let mut under = rules.filter(|(_, (at, conclusion, ..))| *at == article && *conclusion);
        // Of two conclusions under one article the author has to say which: by its name.
        let rule: RuleId = match (under.next(), under.next()) {
            (Some((rule, (.., items))), None) if index < *items => rule,
            _ => return Err(self.unknown("E0209")),
        };
        self.at += count;
        let name = self.words.rules[rule].2.clone();
        let en = format!("meets item {item} of Art. {article} ({})", self.english(start, &name)?);
        Ok(Understood { forms: vec![Form::Item { rule, item: index }], any: false, en })
    }
}
