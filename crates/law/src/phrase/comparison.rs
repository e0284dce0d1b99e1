//! Comparisons: what is said of a named fact, of a day, of a number.

use super::{Phrase, Read, Understood};
use crate::condition::{Day, DayBase, Form, Number, Test};
use crate::fact::{FactId, Kind};
use crate::lexicon::Term;
use crate::parameter::SettingKind;

impl Phrase<'_> {
    /// What is said of a named fact.
    pub(super) fn predicate(&mut self, fact: FactId, en: &str) -> Read<Understood> {
        let words = self.words;
        match &words.facts[fact].kind {
            Kind::Choice(_) if self.eat("属于") => {
                let start = self.at;
                let (parameter, name) = self.parameter(SettingKind::Choices(fact))?;
                let list = self.english(start, &name)?;
                Ok(one(Test::AmongSet { fact, parameter }, format!("{en} is one of the {list}")))
            }
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
                if self.eat("在") {
                    let start = self.at;
                    let place = |term| if let Term::Place(code) = term { Some(code) } else { None };
                    let found = words.lexicon.longest(&self.chars[self.at..], place);
                    let Some((count, code)) = found else { return Err(self.unknown("E0201")) };
                    let name: String = self.chars[self.at..self.at + count].iter().map(|(_, c)| *c).collect();
                    self.at += count;
                    let name = self.english(start, &name)?;
                    return Ok(one(Test::InPlace { fact, code }, format!("{en} is in {name}")));
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
    pub(super) fn day_predicate(&mut self, day: Day, en: &str) -> Read<Understood> {
        if self.eat("在") {
            let start = self.at;
            let lexicon = self.words.lexicon;
            let day_of = |term| if let Term::DayOf(fact) = term { Some(fact) } else { None };
            let Some((count, from)) = lexicon.longest(&self.chars[self.at..], day_of) else {
                return Err(self.unknown("E0201"));
            };
            self.at += count;
            let name = self.day_name(start, from)?;
            return self.relative(day, en, from, &name);
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
}

pub(super) fn days(left: Day, right: Day, strict: bool) -> Test {
    Test::Days { left, right, strict }
}

pub(super) fn one(test: Test, en: String) -> Understood {
    Understood { forms: vec![Form::Test(test)], any: false, en }
}

fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [init @ .., last] => format!("{} or {last}", init.join(", ")),
    }
}
