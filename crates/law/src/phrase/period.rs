//! Periods: 之日起 3 个月内（月末对应）, 之日前 30 日内, 之日起满 5 个工作日, 之日之后.
//! What the end of a month does is named wherever months are added.

use super::comparison::{days, one};
use super::{Phrase, Read, Understood};
use crate::condition::{Day, DayBase, Form, Test};
use crate::date::LeapRule;
use crate::fact::FactId;
use crate::period::{PERIOD_MAX, Period, WORKING_DAYS_MAX};

/// The units of periods, longest first.
const UNITS: [(&str, Unit, &str); 5] = [
    ("个工作日", Unit::WorkingDay, "working day"),
    ("工作日", Unit::WorkingDay, "working day"),
    ("个月", Unit::Month, "month"),
    ("日", Unit::Day, "day"),
    ("年", Unit::Year, "year"),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Year,
    Month,
    Day,
    WorkingDay,
}

/// What becomes of the end of a month, and of a free last day.
const MONTH_ENDS: [(&str, LeapRule, &str); 2] = [
    ("月末对应", LeapRule::Clamp, "month ends correspond"),
    ("月末顺延", LeapRule::Forward, "past month ends to the next day"),
];
const ROLLS: (&str, &str) = ("遇法定休假日顺延", "past days off to the next working day");

impl Phrase<'_> {
    /// What is said behind `毕业之日`: of a day, or of the business date if `en` is empty.
    pub(super) fn relative(&mut self, day: Day, en: &str, from: FactId, name: &str) -> Read<Understood> {
        let said = |what: String| if en.is_empty() { what } else { format!("{en} is {what}") };
        let plain = Day::plain(DayBase::Fact(from));
        if self.eat("之前") {
            return Ok(one(days(day, plain, true), said(format!("before {name}"))));
        }
        if self.eat("之后") {
            return Ok(one(days(plain, day, true), said(format!("after {name}"))));
        }
        if self.eat("前") {
            let (start, length) = self.period(plain.base, "内")?;
            let forms = vec![days(start.backwards(), day, false), days(day, plain, false)];
            return Ok(both(forms, said(format!("within {length} before {name}"))));
        }
        self.need("起")?;
        if self.eat("满") {
            let (end, length) = self.period(plain.base, "")?;
            return Ok(one(days(end, day, false), said(format!("{length} or more from {name}"))));
        }
        if self.eat("未满") {
            let (end, length) = self.period(plain.base, "")?;
            return Ok(one(days(day, end, true), said(format!("less than {length} from {name}"))));
        }
        let (end, length) = self.period(plain.base, "内")?;
        let forms = vec![days(plain, day, false), days(day, end, false)];
        Ok(both(forms, said(format!("within {length} from {name}"))))
    }

    /// `3 个月内（月末对应，遇法定休假日顺延）` from a base: the day on which it ends.
    pub fn period(&mut self, base: DayBase, behind: &str) -> Read<(Day, String)> {
        let start = self.at;
        let count = self.integer()?;
        let unit = UNITS.into_iter().find(|(word, ..)| self.eat(word));
        let Some((_, unit, name)) = unit else { return Err(self.unknown("E0214")) };
        self.need(behind)?;
        let most = if unit == Unit::WorkingDay { WORKING_DAYS_MAX } else { PERIOD_MAX };
        let Some(length) = i32::try_from(count).ok().filter(|_| (1..=most).contains(&count)) else {
            let fault = self.at_fault(
                "E0218",
                format!("期间应当是 1 至 {most}"),
                format!("a period of 1 to {most} is expected"),
            );
            return Err(Box::new(law_syntax::Diagnostic { span: self.span(start, self.at), ..fault }));
        };
        if unit == Unit::WorkingDay && self.words.calendar.is_empty() {
            return Err(self.without_calendar(start));
        }
        let plural = if count == 1 { "" } else { "s" };
        let mut en = format!("{count} {name}{plural}");
        let mut day = Day::plain(base);
        match unit {
            Unit::Year => day.years = length,
            Unit::Month => day.period = Period::Months(length),
            Unit::Day => day.period = Period::Days(length),
            Unit::WorkingDay => day.period = Period::WorkingDays(length),
        }
        let manner = self.manner(&mut day, unit)?;
        if unit == Unit::Month && !manner.month_end {
            return Err(Box::new(self.unknown("E0216").hint(
                "写明“（月末对应）”（民法典第二百零二条）或者“（月末顺延）”",
                "say （月末对应） (Civil Code 202: the month's last day) or （月末顺延） (the next day)",
            )));
        }
        en.push_str(&manner.en);
        Ok((day, en))
    }

    /// The bracket behind a period.
    fn manner(&mut self, day: &mut Day, unit: Unit) -> Read<Manner> {
        let mut manner = Manner::default();
        if !self.eat("（") {
            return Ok(manner);
        }
        let mut english = Vec::new();
        loop {
            let start = self.at;
            if let Some((_, rule, en)) =
                MONTH_ENDS.into_iter().find(|(word, ..)| unit == Unit::Month && self.eat(word))
            {
                day.rule = rule;
                manner.month_end = true;
                english.push(en);
            } else if unit != Unit::WorkingDay && self.eat(ROLLS.0) {
                if self.words.calendar.is_empty() {
                    return Err(self.without_calendar(start));
                }
                day.rolls = true;
                english.push(ROLLS.1);
            } else {
                return Err(Box::new(self.unknown("E0216").hint(
                    "可用：月末对应、月末顺延（个月）；遇法定休假日顺延（年、个月、日）",
                    "use 月末对应 or 月末顺延 (of months), 遇法定休假日顺延 (of years, months, days)",
                )));
            }
            if !self.eat("，") {
                break;
            }
        }
        self.need("）")?;
        manner.en = format!(" ({})", english.join(", "));
        Ok(manner)
    }

    fn without_calendar(&self, start: usize) -> Box<law_syntax::Diagnostic> {
        let fault = law_syntax::Diagnostic::error(
            "E0217",
            self.words.source,
            self.span(start, self.at),
            "没有工作日历",
            "there is no calendar of working days",
        );
        Box::new(fault.hint(
            "在政策文件夹的 calendars/ 里放入有来源的日历",
            "put calendars with their sources into calendars/ of the policy folder",
        ))
    }
}

#[derive(Default)]
struct Manner {
    month_end: bool,
    en: String,
}

fn both(tests: Vec<Test>, en: String) -> Understood {
    Understood { forms: tests.into_iter().map(Form::Test).collect(), any: false, en }
}
