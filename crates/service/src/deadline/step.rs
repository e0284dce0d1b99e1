//! Why a day is the last one, as steps and in words.

use jiff::civil::{Date, Time};

use crate::clock::ClockUnit;
use crate::date::in_words;
use crate::words::{Lang, Words};

/// One step of reckoning a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The event that started the clock.
    Event {
        /// Its day.
        day: Date,
    },
    /// It came after closing, or on a day off.
    AfterHours {
        /// Its day.
        day: Date,
        /// The working day that it counts as.
        counted_on: Date,
        /// When the office closes.
        closes_at: Time,
    },
    /// The first day does not count.
    FirstDayNotCounted {
        /// The day.
        day: Date,
    },
    /// Days that count.
    Counted {
        /// The first.
        from: Date,
        /// The last.
        to: Date,
        /// How many.
        days: u16,
        /// Whether they are working days.
        working: bool,
    },
    /// A weekend day on which one works.
    MakeUp {
        /// The day.
        day: Date,
        /// The holiday that it makes up for.
        holiday: Words,
    },
    /// A weekend.
    Weekend {
        /// Its first day.
        from: Date,
        /// Its last.
        to: Date,
    },
    /// A holiday.
    Holiday {
        /// Its first day.
        from: Date,
        /// Its last.
        to: Date,
        /// Its name.
        name: Words,
    },
    /// The clock stood still.
    Paused {
        /// The day on which it was stopped.
        from: Date,
        /// The day on which it went on.
        to: Date,
    },
    /// It was extended.
    Extended {
        /// By how many.
        amount: u16,
        /// Of what.
        unit: ClockUnit,
    },
    /// The day of the same number in a later month or year, or the last of that month.
    SameDay {
        /// The day it is reckoned from.
        from: Date,
        /// The day it leads to.
        to: Date,
    },
    /// The end was on a day off.
    Rolled {
        /// That day.
        from: Date,
        /// The next working day.
        to: Date,
        /// The holiday; none on a weekend.
        name: Option<Words>,
    },
    /// The last day.
    Due {
        /// The day.
        day: Date,
        /// Whether it may change with a calendar that is not out.
        is_provisional: bool,
    },
}

impl Step {
    /// Takes a following step into this one, where both are of one kind.
    pub(super) fn takes(&mut self, next: &Self) -> bool {
        match (self, next) {
            (
                Self::Counted { to, days, working, .. },
                Self::Counted { to: later, days: more, working: same, .. },
            ) if working == same => {
                (*to, *days) = (*later, days.saturating_add(*more));
                true
            }
            (Self::Weekend { to, .. }, Self::Weekend { to: later, .. }) => {
                *to = *later;
                true
            }
            (Self::Holiday { to, name, .. }, Self::Holiday { to: later, name: same, .. }) if name == same => {
                *to = *later;
                true
            }
            (Self::Paused { from, .. }, Self::Paused { from: same, .. }) => from == same,
            _ => false,
        }
    }

    /// The step in words.
    pub fn words(&self) -> Words {
        Words { zh: self.said(Lang::Zh), en: self.said(Lang::En) }
    }

    fn said(&self, lang: Lang) -> String {
        let day = |date: &Date| in_words(*date, lang);
        let range = |from: &Date, to: &Date| match (from == to, lang) {
            (true, _) => day(from),
            (false, Lang::Zh) => format!("{}至{}", day(from), day(to)),
            (false, Lang::En) => format!("{} to {}", day(from), day(to)),
        };
        match (self, lang) {
            (Self::Event { day: on }, Lang::Zh) => format!("{}发生", day(on)),
            (Self::Event { day: on }, Lang::En) => format!("happened on {}", day(on)),
            (Self::AfterHours { counted_on, closes_at, .. }, Lang::Zh) => {
                format!("在办公时间（{} 前）以外，算作{}", closes_at.strftime("%H:%M"), day(counted_on))
            }
            (Self::AfterHours { counted_on, closes_at, .. }, Lang::En) => {
                let closes = closes_at.strftime("%H:%M");
                format!("outside office hours (until {closes}), so it counts as {}", day(counted_on))
            }
            (Self::FirstDayNotCounted { day: on }, Lang::Zh) => format!("{}当日不计入", day(on)),
            (Self::FirstDayNotCounted { day: on }, Lang::En) => format!("{} itself does not count", day(on)),
            (Self::Counted { from, to, days, working }, Lang::Zh) => {
                let unit = if *working { "个工作日" } else { "日" };
                format!("{}：计 {days} {unit}", range(from, to))
            }
            (Self::Counted { from, to, days, working }, Lang::En) => {
                let unit = if *working { "working day" } else { "day" };
                let plural = if *days == 1 { "" } else { "s" };
                format!("{}: {days} {unit}{plural}", range(from, to))
            }
            (Self::MakeUp { day: on, holiday }, Lang::Zh) => {
                format!("{}（{}调休上班）：计 1 个工作日", day(on), holiday.zh)
            }
            (Self::MakeUp { day: on, holiday }, Lang::En) => {
                format!("{} (worked to make up for {}): 1 working day", day(on), holiday.en)
            }
            (Self::Weekend { from, to }, Lang::Zh) => format!("{}：周末，不计", range(from, to)),
            (Self::Weekend { from, to }, Lang::En) => format!("{}: weekend, not counted", range(from, to)),
            (Self::Holiday { from, to, name }, Lang::Zh) => {
                format!("{}：{}放假，不计", range(from, to), name.zh)
            }
            (Self::Holiday { from, to, name }, Lang::En) => {
                format!("{}: {}, not counted", range(from, to), name.en)
            }
            (Self::Paused { from, to }, Lang::Zh) => {
                format!("{}暂停，{}恢复，其间不计", day(from), day(to))
            }
            (Self::Paused { from, to }, Lang::En) => {
                format!("stopped on {}, went on after {}: not counted", day(from), day(to))
            }
            (Self::Extended { amount, unit }, Lang::Zh) => format!("延长 {amount} {}", unit.name(lang)),
            (Self::Extended { amount, unit }, Lang::En) => {
                format!("extended by {amount} {}", unit.name(lang))
            }
            (Self::SameDay { from, to }, Lang::Zh) => {
                format!("自{}起，到期月的对应日是{}", day(from), day(to))
            }
            (Self::SameDay { from, to }, Lang::En) => {
                format!("from {}, the corresponding day is {}", day(from), day(to))
            }
            (Self::Rolled { from, to, name }, Lang::Zh) => {
                let why = name.as_ref().map_or("周末", |name| name.zh.as_str());
                format!("{}是{why}，顺延到{}", day(from), day(to))
            }
            (Self::Rolled { from, to, name }, Lang::En) => {
                let why = name.as_ref().map_or("a weekend", |name| name.en.as_str());
                format!("{} falls on {why}, so it goes on to {}", day(from), day(to))
            }
            (Self::Due { day: on, is_provisional: false }, Lang::Zh) => format!("{}届满", day(on)),
            (Self::Due { day: on, is_provisional: false }, Lang::En) => {
                format!("the last day is {}", day(on))
            }
            (Self::Due { day: on, is_provisional: true }, Lang::Zh) => {
                format!("{}届满（放假安排还没有公布，可能变动）", day(on))
            }
            (Self::Due { day: on, is_provisional: true }, Lang::En) => {
                format!("the last day is {} (the holidays are not published yet; it may change)", day(on))
            }
        }
    }
}

/// All steps in one line of words.
pub fn because(steps: &[Step]) -> Words {
    let said: Vec<_> = steps.iter().map(Step::words).collect();
    let join = |pick: fn(&Words) -> &str, with: &str| said.iter().map(pick).collect::<Vec<_>>().join(with);
    Words { zh: join(|words| &words.zh, "；"), en: join(|words| &words.en, "; ") }
}
