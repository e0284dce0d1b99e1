//! Conditions: comparisons of named facts, ages, days, references to rules.

use super::{Phrase, Read, Understood, unnamed};
use crate::condition::{Day, DayBase, Form, Number, RuleId, Test};
use crate::date::LeapRule;
use crate::fact::{FactId, Kind};
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
        let lexicon = self.words.lexicon;
        let Some((count, term)) = lexicon.longest(&self.chars[self.at..], Some) else {
            return Err(self.unknown("E0201"));
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
                self.within(Day::plain(DayBase::Today), "", fact, &en)
            }
            Term::Today => self.day_predicate(Day::plain(DayBase::Today), "the business date"),
            Term::Parameter(_) => {
                self.at = start;
                Err(self.unknown("E0201"))
            }
        }
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
            let birthday = Day { base: DayBase::Fact(birth), years: years_i32, rule: LeapRule::Forward };
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

    /// What is said of a named fact.
    fn predicate(&mut self, fact: FactId, en: &str) -> Read<Understood> {
        let words = self.words;
        match &words.facts[fact].kind {
            Kind::Choice(choices) => {
                let wanted = if self.eat("不为") {
                    false
                } else {
                    self.need("为")?;
                    true
                };
                let mut set = 0_u64;
                let mut english = Vec::new();
                loop {
                    let label = |term| match term {
                        Term::Label(of, index) if of == fact => Some(index),
                        _ => None,
                    };
                    // A label may be shared by several facts, so the fact's own is sought.
                    let found = words.lexicon.longest(&self.chars[self.at..], label);
                    let Some((count, index)) = found else {
                        let known: Vec<&str> = choices.iter().map(|c| c.label.as_ref()).collect();
                        return Err(Box::new(
                            self.at_fault(
                                "E0205",
                                format!("“{}”没有这一取值", words.facts[fact].name),
                                format!("`{}` has no such value", words.facts[fact].key),
                            )
                            .hint(
                                format!("可以是：{}", known.join("、")),
                                format!("one of {}", known.join(", ")),
                            ),
                        ));
                    };
                    let start = self.at;
                    self.at += count;
                    english.push(self.english(start, &choices[index].label)?);
                    set |= 1 << index;
                    let before = self.at;
                    if !(self.eat("、") || self.eat("或者"))
                        || words.lexicon.longest(&self.chars[self.at..], label).is_none()
                    {
                        self.at = before;
                        break;
                    }
                }
                let set = if wanted { set } else { !set & ((1 << choices.len()) - 1) };
                let verb = if wanted { "is" } else { "is not" };
                Ok(one(Test::Among { fact, set }, format!("{en} {verb} {}", listed(&english))))
            }
            Kind::Region => {
                if self.eat("在本市") {
                    return Ok(one(Test::InCity { fact, wanted: true }, format!("{en} is in Beijing")));
                }
                if self.eat("不在本市") {
                    return Ok(one(Test::InCity { fact, wanted: false }, format!("{en} is outside Beijing")));
                }
                self.need("属于")?;
                let start = self.at;
                let (parameter, name) = self.parameter(SettingKind::Regions)?;
                let list = self.english(start, &name)?;
                Ok(one(Test::InRegions { fact, parameter }, format!("{en} is one of the {list}")))
            }
            Kind::Date => self.day_predicate(Day::plain(DayBase::Fact(fact)), en),
            Kind::Integer { unit, .. } => self.number_predicate(fact, en, &unit.clone()),
            Kind::Money { .. } => self.number_predicate(fact, en, "元"),
            Kind::Flag => Err(self.unknown("E0201")),
        }
    }

    /// 不早于、不晚于、早于、晚于、在……之日起 N 年内
    fn day_predicate(&mut self, day: Day, en: &str) -> Read<Understood> {
        if self.eat("在") {
            let start = self.at;
            let lexicon = self.words.lexicon;
            let day_of = |term| if let Term::DayOf(fact) = term { Some(fact) } else { None };
            let Some((count, from)) = lexicon.longest(&self.chars[self.at..], day_of) else {
                return Err(self.unknown("E0201"));
            };
            self.at += count;
            let name = self.day_name(start, from)?;
            return self.within(day, en, from, &name);
        }
        let words = [
            ("不早于", true, false, "is not before"),
            ("不晚于", false, false, "is not after"),
            ("早于", false, true, "is before"),
            ("晚于", true, true, "is after"),
        ];
        let Some((_, flipped, strict, verb)) = words.into_iter().find(|(word, ..)| self.eat(word)) else {
            return Err(Box::new(
                self.at_fault(
                    "E0202",
                    "这里应当是日期的比较".to_owned(),
                    "a comparison of days is expected here".to_owned(),
                )
                .hint(
                    "可用：不早于、不晚于、早于、晚于、在……之日起 N 年内",
                    "use 不早于, 不晚于, 早于, 晚于 or 在……之日起 N 年内",
                ),
            ));
        };
        let start = self.at;
        let lexicon = self.words.lexicon;
        let (other, name) = if self.chars.get(start).is_some_and(|(_, c)| c.is_ascii_digit()) {
            let date = self.date()?;
            (DayBase::Fixed(date), date.to_string())
        } else {
            let base = |term| match term {
                Term::Today => Some((DayBase::Today, None)),
                Term::Fact(fact) if self.words.facts[fact].kind == Kind::Date => {
                    Some((DayBase::Fact(fact), Some(fact)))
                }
                _ => None,
            };
            let Some((count, (base, fact))) = lexicon.longest(&self.chars[start..], base) else {
                return Err(self.unknown("E0206"));
            };
            self.at += count;
            let name = match fact {
                Some(fact) => self.english(start, &self.words.facts[fact].name)?,
                None => "the business date".to_owned(),
            };
            (base, name)
        };
        let other = Day::plain(other);
        let test = if flipped { days(other, day, strict) } else { days(day, other, strict) };
        Ok(one(test, format!("{en} {verb} {name}")))
    }

    /// `起 N 年内` behind a day: both ends count.
    fn within(&mut self, day: Day, en: &str, from: FactId, from_en: &str) -> Read<Understood> {
        self.need("起")?;
        let years = self.integer()?;
        self.need("年内")?;
        let start = Day::plain(DayBase::Fact(from));
        let years_i32 = i32::try_from(years).unwrap_or(i32::MAX);
        let end = Day { years: years_i32, ..start };
        let forms = vec![Form::Test(days(start, day, false)), Form::Test(days(day, end, false))];
        let unit = if years == 1 { "year" } else { "years" };
        let en = if en.is_empty() {
            format!("within {years} {unit} from {from_en}")
        } else {
            format!("{en} is within {years} {unit} from {from_en}")
        };
        Ok(Understood { forms, any: false, en })
    }

    /// 不满、超过、在……以上、……以下
    fn number_predicate(&mut self, fact: FactId, en: &str, unit: &str) -> Read<Understood> {
        let this = Number::Fact(fact);
        if self.eat("不满") {
            let (number, name) = self.number(unit)?;
            return Ok(one(
                Test::Numbers { left: this, right: number, strict: true },
                format!("{en} is less than {name}"),
            ));
        }
        if self.eat("超过") {
            let (number, name) = self.number(unit)?;
            return Ok(one(
                Test::Numbers { left: number, right: this, strict: true },
                format!("{en} is more than {name}"),
            ));
        }
        self.need("在")?;
        let mut forms = Vec::new();
        let mut english = Vec::new();
        loop {
            let (number, name) = self.number(unit)?;
            let (test, en) = if self.eat("以上") {
                (Test::Numbers { left: number, right: this, strict: false }, format!("at least {name}"))
            } else {
                self.need("以下")?;
                (Test::Numbers { left: this, right: number, strict: false }, format!("at most {name}"))
            };
            forms.push(Form::Test(test));
            english.push(en);
            if !self.eat("、") {
                break;
            }
        }
        Ok(Understood { forms, any: false, en: format!("{en} is {}", english.join(" and ")) })
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

fn days(left: Day, right: Day, strict: bool) -> Test {
    Test::Days { left, right, strict }
}

fn one(test: Test, en: String) -> Understood {
    Understood { forms: vec![Form::Test(test)], any: false, en }
}

fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [init @ .., last] => format!("{} or {last}", init.join(", ")),
    }
}
