//! One question of the check as a form, and its answer.
//!
//! "I don't know" is always an answer; "none" is one where the law's fact may be none (not insured,
//! never employed). With few answers both stand among them; with a field to fill in they are buttons
//! of their own, so that nobody has to leave a field empty and guess what that means.

use jiff::civil::Date;

use super::{Answer, Choice, Control, Field, Form, RawForm, Shape, Typed, Value, Width};
use crate::i18n::Text;

const UNKNOWN: &str = "unknown";
const NONE: &str = "none";
const OUTSIDE: &str = "outside";
/// The name of the answer's field, and of the buttons beside it.
const ANSWER: &str = "answer";
const SKIP: &str = "skip";
const PROVINCE: &str = "province";

/// A question that the law asks.
#[derive(Debug, Clone)]
pub struct Question {
    /// The fact it asks for, which is its address.
    pub fact: String,
    /// The question in plain words.
    pub text: Text,
    /// Where the answer stands (which page of which booklet), or what is meant.
    pub hint: Option<Text>,
    /// What kind of answer it takes.
    pub kind: QuestionKind,
    /// The words for "there is none", where the fact may be none.
    pub none: Option<Text>,
}

/// The kinds of answer.
#[derive(Debug, Clone)]
pub enum QuestionKind {
    /// Yes or no.
    YesNo,
    /// One of a few.
    Choice(Vec<Choice>),
    /// A day.
    Day {
        /// The earliest that can be meant.
        earliest: Option<Date>,
        /// The latest that can be meant.
        latest: Option<Date>,
        /// Whether it is the person's birthday.
        is_birthday: bool,
    },
    /// A district of Beijing, or a province elsewhere.
    Region {
        /// The city's districts.
        districts: Vec<Choice>,
        /// The provinces elsewhere.
        provinces: Vec<Choice>,
    },
    /// A whole number.
    Integer {
        /// The smallest.
        min: i64,
        /// The largest.
        max: i64,
        /// What is counted.
        unit: Text,
    },
    /// An amount.
    Money {
        /// The largest, in fen.
        fen_max: i64,
    },
}

impl Question {
    /// The form that asks it, with an earlier answer filled in.
    pub fn form(&self, earlier: Option<&Answer>) -> Form {
        let mut field = Field::new(ANSWER, self.text.clone(), self.control());
        field.hint.clone_from(&self.hint);
        field.is_heading = true;
        let mut form = Form::new(vec![field]);
        if let QuestionKind::Region { provinces, .. } = &self.kind {
            let prompt = Text::message("check.province_prompt");
            let control = Control::Select { choices: provinces.clone(), prompt };
            form.fields.push(Field::new(PROVINCE, Text::message("check.province"), control).depending());
        }
        if let Some(answer) = earlier {
            self.fill(&mut form, answer);
        }
        form
    }

    /// Reads what was sent: the answer, or the form with its faults.
    pub fn read(&self, raw: &RawForm) -> Result<Answer, Form> {
        match raw.text(SKIP) {
            UNKNOWN => return Ok(Answer::Unknown),
            NONE if self.none.is_some() => return Ok(Answer::None),
            _ => {}
        }
        let mut form = self.form(None);
        let values = form.read(raw);
        let answer = values.and_then(|values| {
            Some(match values.get(ANSWER)? {
                Value::Choice(chosen) => self.chosen(chosen, values.text(PROVINCE))?,
                Value::Day(day) => Answer::Day(*day),
                Value::Integer(n) => Answer::Integer(*n),
                Value::Fen(fen) => Answer::Fen(*fen),
                Value::Text(_) | Value::Id(_) | Value::Ticked => return None,
            })
        });
        answer.ok_or_else(|| {
            if form.faults().is_empty() {
                form.refuse(PROVINCE, Text::message("error.province"));
            }
            form
        })
    }

    /// Whether "I don't know" and "none" are buttons and not among the answers.
    pub(crate) fn has_skip_buttons(&self) -> bool {
        match self.kind {
            QuestionKind::YesNo | QuestionKind::Choice(_) | QuestionKind::Region { .. } => false,
            QuestionKind::Day { .. } | QuestionKind::Integer { .. } | QuestionKind::Money { .. } => true,
        }
    }

    fn control(&self) -> Control {
        match &self.kind {
            QuestionKind::YesNo => {
                let yes_no = [("yes", "check.yes"), ("no", "check.no")];
                self.radios(yes_no.map(|(value, key)| Choice::new(value, Text::message(key))).to_vec(), false)
            }
            QuestionKind::Choice(choices) => self.radios(choices.clone(), false),
            QuestionKind::Region { districts, .. } => {
                let mut choices = districts.clone();
                choices.push(Choice::new(OUTSIDE, Text::message("check.outside")));
                self.radios(choices, true)
            }
            QuestionKind::Day { earliest, latest, is_birthday } => {
                Control::Day { earliest: *earliest, latest: *latest, is_birthday: *is_birthday }
            }
            QuestionKind::Integer { min, max, unit } => line(Shape::Integer { min: *min, max: *max }, unit),
            QuestionKind::Money { fen_max } => {
                line(Shape::Money { fen_max: *fen_max }, &Text::message("form.yuan"))
            }
        }
    }

    fn radios(&self, mut choices: Vec<Choice>, is_compact: bool) -> Control {
        if let Some(none) = &self.none {
            choices.push(Choice::new(NONE, none.clone()));
        }
        choices.push(Choice::new(UNKNOWN, Text::message("check.unknown")).apart());
        Control::Radios { choices, is_compact }
    }

    fn chosen(&self, value: &str, province: Option<&str>) -> Option<Answer> {
        match (value, &self.kind) {
            (UNKNOWN, _) => Some(Answer::Unknown),
            (NONE, _) if self.none.is_some() => Some(Answer::None),
            (_, QuestionKind::YesNo) => Some(Answer::Bool(value == "yes")),
            (OUTSIDE, QuestionKind::Region { .. }) => province.map(|code| Answer::Region(code.to_owned())),
            (_, QuestionKind::Region { .. }) => Some(Answer::Region(value.to_owned())),
            (_, _) => Some(Answer::Choice(value.to_owned())),
        }
    }

    fn fill(&self, form: &mut Form, answer: &Answer) {
        let is_region = matches!(self.kind, QuestionKind::Region { .. });
        let one = |value: &str| Typed::One(value.to_owned());
        let typed = match answer {
            Answer::Unknown | Answer::None if self.has_skip_buttons() => return,
            Answer::Unknown => one(UNKNOWN),
            Answer::None => one(NONE),
            Answer::Bool(yes) => one(if *yes { "yes" } else { "no" }),
            Answer::Choice(value) => one(value),
            Answer::Region(code) if is_region && !self.is_district(code) => {
                if let Some(field) = form.fields.iter_mut().find(|field| field.name == PROVINCE) {
                    field.typed = one(code);
                }
                one(OUTSIDE)
            }
            Answer::Region(code) => one(code),
            Answer::Integer(n) => Typed::One(n.to_string()),
            Answer::Fen(fen) => Typed::One(format!("{}.{:02}", fen / 100, fen % 100)),
            Answer::Day(day) => Typed::Day {
                year: day.year().to_string(),
                month: day.month().to_string(),
                day: day.day().to_string(),
            },
        };
        if let Some(field) = form.fields.first_mut() {
            field.typed = typed;
        }
    }

    fn is_district(&self, code: &str) -> bool {
        match &self.kind {
            QuestionKind::Region { districts, .. } => districts.iter().any(|d| d.value == code),
            QuestionKind::YesNo
            | QuestionKind::Choice(_)
            | QuestionKind::Day { .. }
            | QuestionKind::Integer { .. }
            | QuestionKind::Money { .. } => false,
        }
    }
}

fn line(shape: Shape, unit: &Text) -> Control {
    Control::Line {
        shape,
        autocomplete: "off",
        width: Width::Short,
        suggestions: Vec::new(),
        unit: Some(unit.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(kind: QuestionKind, none: Option<Text>) -> Question {
        Question { fact: "fact".into(), text: Text::zh("问"), hint: None, kind, none }
    }

    fn places() -> QuestionKind {
        QuestionKind::Region {
            districts: vec![Choice::new("110105", Text::zh("朝阳区"))],
            provinces: vec![Choice::new("130000", Text::zh("河北省"))],
        }
    }

    #[test]
    fn each_kind_takes_i_do_not_know() {
        let days = QuestionKind::Day { earliest: None, latest: None, is_birthday: false };
        let count = QuestionKind::Integer { min: 0, max: 12, unit: Text::zh("个月") };
        for kind in [QuestionKind::YesNo, places(), QuestionKind::Choice(vec![])] {
            let answer = question(kind, None).read(&RawForm::from([("answer", "unknown")]));
            assert_eq!(answer.unwrap(), Answer::Unknown);
        }
        for kind in [days, count, QuestionKind::Money { fen_max: 1 }] {
            let answer = question(kind, None).read(&RawForm::from([("skip", "unknown")]));
            assert_eq!(answer.unwrap(), Answer::Unknown);
        }
    }

    #[test]
    fn none_is_an_answer_only_where_the_fact_may_be_none() {
        let raw = RawForm::from([("skip", "none")]);
        let money = || QuestionKind::Money { fen_max: 100 };
        assert_eq!(question(money(), Some(Text::zh("没有"))).read(&raw).unwrap(), Answer::None);
        assert!(question(money(), None).read(&raw).is_err());
        let among = RawForm::from([("answer", "none")]);
        assert!(question(places(), None).read(&among).is_err());
        assert_eq!(question(places(), Some(Text::zh("未参保"))).read(&among).unwrap(), Answer::None);
    }

    #[test]
    fn outside_needs_a_province() {
        let asked = question(places(), None);
        let form = asked.read(&RawForm::from([("answer", "outside")])).unwrap_err();
        assert_eq!(form.faults()[0].field, "province");
        let raw = RawForm::from([("answer", "outside"), ("province", "130000")]);
        assert_eq!(asked.read(&raw).unwrap(), Answer::Region("130000".into()));
        let raw = RawForm::from([("answer", "110105"), ("province", "")]);
        assert_eq!(asked.read(&raw).unwrap(), Answer::Region("110105".into()));
    }

    #[test]
    fn an_earlier_answer_stands_in_the_form() {
        let asked = question(places(), None);
        let form = asked.form(Some(&Answer::Region("130000".into())));
        assert_eq!(form.field("answer").unwrap().typed.first(), "outside");
        assert_eq!(form.field("province").unwrap().typed.first(), "130000");
        let money = question(QuestionKind::Money { fen_max: 1_000_000 }, None);
        let form = money.form(Some(&Answer::Fen(400_005)));
        assert_eq!(form.field("answer").unwrap().typed.first(), "4000.05");
    }
}
