//! Reckoning the last day of a running clock, with every step that led there.
//!
//! The day of the event does not count (民法典 第二百零一条), a month ends on the day of the same number (第二百零二条),
//! an end on a day off goes on to the next working day where the clock says so (第二百零三条). Where a pause lies, the
//! days after its first up to and with its last do not count. Beyond the published calendars only weekends are known, so
//! such a day is provisional.

mod step;

use jiff::ToSpan;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::calendar::{Calendar, Calendars, Day};
use crate::clock::{Clock, ClockUnit};
pub use step::{Step, because};

/// A clock that runs, or ran, in a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The day of the event that started it.
    pub event_on: Date,
    /// The day from which it is reckoned: the day of the event, or the next working day if that was after closing.
    pub counted_on: Date,
    /// When it stood still.
    pub pauses: Vec<Pause>,
    /// Whether it was extended.
    pub is_extended: bool,
    /// The day on which it was stopped, because what it waited for came.
    pub stopped_on: Option<Date>,
}

/// When a clock stood still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// The day on which it was stopped.
    pub from: Date,
    /// The day on which it went on; none while it stands still.
    pub to: Option<Date>,
}

/// The last day of a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The day, up to and with which there is time.
    pub day: Date,
    /// Whether a year without a published calendar was passed through, so that it may change.
    pub is_provisional: bool,
    /// Whether the clock stands still on the day of asking: the day is then the earliest possible.
    pub is_standing: bool,
    /// Why it is that day.
    pub steps: Vec<Step>,
}

impl Run {
    /// A clock that starts with an event.
    pub fn start(clock: &Clock, event_on: Date, time: Time, calendars: &Calendars) -> Self {
        let calendar = Days::of(clock, calendars);
        let late = clock.closes_at.is_some_and(|closes| time > closes);
        let is_off = clock.closes_at.is_some() && !calendar.is_workday(event_on);
        let counted_on = if late || is_off { calendar.next_workday(event_on) } else { event_on };
        Self { event_on, counted_on, pauses: Vec::new(), is_extended: false, stopped_on: None }
    }

    /// Whether it still matters.
    pub fn is_active(&self) -> bool {
        self.stopped_on.is_none()
    }

    /// Whether it stands still.
    pub fn is_paused(&self) -> bool {
        self.is_active() && self.pauses.last().is_some_and(|pause| pause.to.is_none())
    }

    /// The last day, asked on a day.
    pub fn due(&self, clock: &Clock, as_of: Date, calendars: &Calendars) -> Due {
        let days = Days::of(clock, calendars);
        let mut reckoning =
            Reckoning { days, clock, run: self, as_of, steps: Vec::new(), is_provisional: false };
        reckoning.begin();
        let more =
            clock.extension.as_ref().filter(|_| self.is_extended).map_or(0, |extension| extension.amount);
        let amount = i64::from(clock.amount) + i64::from(more);
        let end = match clock.unit {
            ClockUnit::WorkingDay => reckoning.count(amount, true),
            ClockUnit::CalendarDay => reckoning.count(amount, false),
            ClockUnit::Month => reckoning.shift(amount.months()),
            ClockUnit::Year => reckoning.shift(amount.years()),
        };
        let day = if clock.rolls == Some(true) { reckoning.roll(end) } else { end };
        reckoning.steps.push(Step::Due { day, is_provisional: reckoning.is_provisional });
        Due {
            day,
            is_provisional: reckoning.is_provisional,
            is_standing: self.is_paused(),
            steps: reckoning.steps,
        }
    }
}

/// The days of a clock's calendar, with weekends alone where none is published.
#[derive(Clone, Copy)]
struct Days<'a>(Option<&'a Calendar>);

impl<'a> Days<'a> {
    fn of(clock: &Clock, calendars: &'a Calendars) -> Self {
        Self(clock.calendar.as_deref().and_then(|name| calendars.calendar(name)))
    }

    /// What a day is, and whether that is known for sure.
    fn day(self, day: Date) -> (Day<'a>, bool) {
        match self.0.and_then(|calendar| Some((calendar.day(day).ok()?, calendar.year(day.year())?))) {
            Some((kind, year)) => (kind, !year.is_provisional()),
            None if day.weekday().to_monday_one_offset() > 5 => (Day::Weekend, false),
            None => (Day::Working, false),
        }
    }

    fn is_workday(self, day: Date) -> bool {
        self.day(day).0.is_workday()
    }

    fn next_workday(self, day: Date) -> Date {
        let mut next = day;
        while let Ok(day) = next.tomorrow() {
            next = day;
            if self.is_workday(day) {
                break;
            }
        }
        next
    }
}

struct Reckoning<'a> {
    days: Days<'a>,
    clock: &'a Clock,
    run: &'a Run,
    as_of: Date,
    steps: Vec<Step>,
    is_provisional: bool,
}

impl Reckoning<'_> {
    fn begin(&mut self) {
        let run = self.run;
        self.steps.push(Step::Event { day: run.event_on });
        if run.counted_on != run.event_on {
            let closes_at = self.clock.closes_at.unwrap_or_default();
            self.steps.push(Step::AfterHours { day: run.event_on, counted_on: run.counted_on, closes_at });
        }
        self.steps.push(Step::FirstDayNotCounted { day: run.counted_on });
        if let Some(extension) = self.clock.extension.as_ref().filter(|_| run.is_extended) {
            self.steps.push(Step::Extended { amount: extension.amount, unit: self.clock.unit });
        }
    }

    /// Whether a day falls into a pause: after its first day, up to and with its last.
    fn paused(&self, day: Date) -> Option<(Date, Date)> {
        let ends = self.run.pauses.iter().map(|pause| (pause.from, pause.to.unwrap_or(self.as_of)));
        ends.into_iter().find(|(from, to)| *from < day && day <= *to)
    }

    /// Counts so many days, one after the other.
    fn count(&mut self, amount: i64, working: bool) -> Date {
        let mut day = self.run.counted_on;
        let mut left = amount;
        while left > 0 {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
            if let Some((from, to)) = self.paused(day) {
                self.say(Step::Paused { from, to });
                continue;
            }
            let (kind, is_known) = self.days.day(day);
            if working {
                self.is_provisional |= !is_known;
            }
            match kind {
                Day::Weekend if working => self.say(Step::Weekend { from: day, to: day }),
                Day::Off(off) if working => {
                    self.say(Step::Holiday { from: day, to: day, name: off.name.clone() });
                }
                Day::MakeUp(extra) if working => {
                    left -= 1;
                    self.say(Step::MakeUp { day, holiday: extra.for_holiday.clone() });
                }
                Day::Working | Day::Weekend | Day::Off(_) | Day::MakeUp(_) => {
                    left -= 1;
                    self.say(Step::Counted { from: day, to: day, days: 1, working });
                }
            }
        }
        day
    }

    /// The day of the same number so many months on, and later by every day of a pause.
    fn shift(&mut self, span: jiff::Span) -> Date {
        let start = self.run.counted_on;
        let mut end = start.checked_add(span).unwrap_or(Date::MAX);
        self.steps.push(Step::SameDay { from: start, to: end });
        for pause in &self.run.pauses {
            let to = pause.to.unwrap_or(self.as_of);
            let begins = pause.from.max(start);
            if begins < end && begins < to {
                let length = (to - begins).get_days();
                end = end.checked_add(length.days()).unwrap_or(Date::MAX);
                self.steps.push(Step::Paused { from: begins, to });
            }
        }
        end
    }

    fn roll(&mut self, end: Date) -> Date {
        let (kind, is_known) = self.days.day(end);
        self.is_provisional |= !is_known;
        if kind.is_workday() {
            return end;
        }
        let to = self.days.next_workday(end);
        self.is_provisional |= !self.days.day(to).1;
        let name = match kind {
            Day::Off(off) => Some(off.name.clone()),
            Day::Working | Day::MakeUp(_) | Day::Weekend => None,
        };
        self.steps.push(Step::Rolled { from: end, to, name });
        to
    }

    /// Adds a step, or lengthens the last one by a day of the same kind.
    fn say(&mut self, step: Step) {
        if !self.steps.last_mut().is_some_and(|last| last.takes(&step)) {
            self.steps.push(step);
        }
    }
}
