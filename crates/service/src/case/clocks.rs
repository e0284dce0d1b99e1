//! The clocks of a case: what a change of state does to them, when they are due, and what has run out.

use jiff::civil::Date;

use super::{Case, ClockChange, Moment};
use crate::calendar::Calendars;
use crate::clock::{Clock, OnExpiry};
use crate::deadline::{Due, Run};
use crate::flow::State;
use crate::pack::Pack;

/// A clock that runs or stands still in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunningClock<'a> {
    /// The clock.
    pub clock: &'a Clock,
    /// Its last day, and why.
    pub due: Due,
}

/// A clock that has run out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expiry<'a> {
    /// The clock.
    pub clock: &'a Clock,
    /// The last day that it had.
    pub due: Date,
    /// The action that the system is to do, where the clock names one.
    pub action: Option<&'a str>,
    /// What happens.
    pub then: OnExpiry,
}

impl Case {
    /// The clocks that run or stand still, with their last days.
    pub fn running<'a>(&self, pack: &'a Pack, today: Date, calendars: &Calendars) -> Vec<RunningClock<'a>> {
        let active = self.clocks.iter().filter(|(_, run)| run.is_active());
        active
            .filter_map(|(id, run)| {
                let clock = pack.clock(id)?;
                Some(RunningClock { clock, due: run.due(clock, today, calendars) })
            })
            .collect()
    }

    /// The clocks whose last day lies before today.
    pub fn expired<'a>(&self, pack: &'a Pack, today: Date, calendars: &Calendars) -> Vec<Expiry<'a>> {
        let running = self.running(pack, today, calendars).into_iter();
        let over = running.filter(|running| !running.due.is_standing && running.due.day < today);
        over.map(|running| Expiry {
            clock: running.clock,
            due: running.due.day,
            action: running.clock.action.as_deref(),
            then: running.clock.on_expiry,
        })
        .collect()
    }

    /// Whether a clock has run out, be it still running or stopped too late.
    pub(super) fn has_elapsed(&self, pack: &Pack, clock: &str, today: Date, calendars: &Calendars) -> bool {
        let (Some(run), Some(clock)) = (self.clocks.get(clock), pack.clock(clock)) else { return false };
        let as_of = run.stopped_on.unwrap_or(today);
        let due = run.due(clock, as_of, calendars);
        !due.is_standing && due.day < as_of
    }

    /// What entering a state does to the clocks.
    pub(super) fn turning(
        &self,
        pack: &Pack,
        to: &State,
        restarts: &[String],
        moment: Moment,
        calendars: &Calendars,
    ) -> Vec<ClockChange> {
        let on = moment.today;
        let mut changes = Vec::new();
        for (id, run) in self.clocks.iter().filter(|(_, run)| run.is_active()) {
            let clock = id.clone();
            let (runs, pauses) = (to.clocks.contains(id) && !restarts.contains(id), to.pauses.contains(id));
            match (runs, pauses, run.is_paused()) {
                (true, _, true) => changes.push(ClockChange::Resumed { clock, on }),
                (false, true, false) => changes.push(ClockChange::Paused { clock, on }),
                (false, false, true) => changes.extend([
                    ClockChange::Resumed { clock: clock.clone(), on },
                    ClockChange::Stopped { clock, on },
                ]),
                (false, false, false) => changes.push(ClockChange::Stopped { clock, on }),
                (true, _, false) | (false, true, true) => {}
            }
        }
        let idle = |change: &ClockChange| match change {
            ClockChange::Started { clock, .. } => {
                restarts.contains(clock) || !self.clocks.get(clock).is_some_and(Run::is_active)
            }
            ClockChange::Paused { .. }
            | ClockChange::Resumed { .. }
            | ClockChange::Stopped { .. }
            | ClockChange::Extended { .. } => true,
        };
        changes.extend(starting(pack, to, moment, calendars).into_iter().filter(idle));
        changes
    }
}

/// The clocks that start with a state.
pub(super) fn starting(
    pack: &Pack,
    state: &State,
    moment: Moment,
    calendars: &Calendars,
) -> Vec<ClockChange> {
    let clocks = state.clocks.iter().filter_map(|id| pack.clock(id));
    clocks
        .map(|clock| {
            let run = Run::start(clock, moment.today, moment.time, calendars);
            ClockChange::Started { clock: clock.id.clone(), on: run.event_on, counted_on: run.counted_on }
        })
        .collect()
}
