//! `amend_reminder`: at an interval that the service names, each registration in force brings its person
//! one notice to amend what has changed (Art. 11, third sentence).
//!
//! A scan goes through the registrations page by page on a business date and puts one job into the queue
//! for each interval that has passed; the queue takes the job of an interval once, ever. So nobody is
//! reminded twice, however often the scan runs or is broken off. Of several intervals that passed unseen
//! the latest alone is told.

use jiff::civil::Date;
use jiff::{Span, Timestamp, ToSpan};
use registry::registration::STATE_ACTIVE;
use registry::{JobId, Registration, RegistrationId};
use serde::{Deserialize, Serialize};
use service::clock::{Clock, ClockUnit};
use store::{Changes, Cursor, Job, Kept, NewJob, RegistrationFilter, Write};

use super::{Done, needed, payload};
use crate::inbox::NoticeLink;
use crate::sources::beijing_date;
use crate::{App, Fault};

/// The kind of the job that goes through a page of registrations.
pub(super) const SCAN: &str = "amend_reminder_scan";
/// The kind of the job that reminds of one registration; also the notice and the clock of the service.
pub(super) const REMIND: &str = "amend_reminder";
/// How many registrations one job goes through.
const SCAN_ROWS_MAX: u32 = 100;
/// More intervals than a lifetime has: where the count ends.
const INTERVALS_MAX: u32 = 1_200;

/// What a scan needs.
#[derive(Serialize, Deserialize)]
struct Scan {
    on: Date,
    after: Option<(Timestamp, RegistrationId)>,
}

/// What a reminder needs.
#[derive(Serialize, Deserialize)]
struct Remind {
    registration: RegistrationId,
    version: u32,
}

impl App {
    /// Puts the scan of the business date into the queue: once a day, or, where the day can be set, each
    /// time it is asked for.
    pub async fn reminders_look(&self) -> Result<(), Fault> {
        let on = self.today();
        let unique_key = (!self.parts.config.demo).then(|| format!("{SCAN}:{on}"));
        let job = self.remind_job(SCAN, unique_key, &Scan { on, after: None });
        self.parts.store.save(Changes::new().job(job)).await?;
        Ok(())
    }

    fn remind_job(&self, kind: &str, unique_key: Option<String>, needed: &impl Serialize) -> NewJob {
        NewJob {
            id: JobId(self.id()),
            kind: kind.to_owned(),
            unique_key,
            payload: payload(needed),
            run_after: self.clock(),
            created_at: self.clock(),
        }
    }

    /// Goes through one page and leads on to the next.
    pub(super) async fn remind_scan(&self, job: &Job) -> Result<Done, Fault> {
        let scan: Scan = needed(job)?;
        let clock = self.remind_clock()?;
        let filter =
            RegistrationFilter { state: Some(STATE_ACTIVE.to_owned()), ..RegistrationFilter::default() };
        let after = scan.after.map(|(registered_at, id)| Cursor { registered_at, id });
        let page = self.parts.store.registration_list(&filter, after, SCAN_ROWS_MAX).await?;
        let mut changes = Changes::new();
        for registration in &page.rows {
            let recorded_on = self.recorded_on(registration).await?;
            let intervals = intervals_between(clock, recorded_on, scan.on)?;
            if intervals > 0 {
                let (id, version) = (registration.id, registration.version);
                let once = format!("{REMIND}:{id}:{version}:{intervals}");
                let remind = Remind { registration: id, version };
                changes = changes.job(self.remind_job(REMIND, Some(once), &remind));
            }
        }
        if let Some(Cursor { registered_at, id }) = page.next {
            let next = Scan { after: Some((registered_at, id)), ..scan };
            changes = changes.job(self.remind_job(SCAN, None, &next));
        }
        self.job_save(job, changes).await
    }

    /// Reminds the person of one registration, if it still stands as it stood.
    pub(super) async fn remind(&self, job: &Job) -> Result<Done, Fault> {
        let wanted: Remind = needed(job)?;
        let store = &self.parts.store;
        let found = store.registration_find(wanted.registration).await?;
        let found = found.filter(|found| found.version == wanted.version && found.is_active());
        let mut changes = Changes::new();
        if let Some(registration) = found
            && let Some(person) = store.person_find(registration.person).await?.and_then(Kept::held)
        {
            let office = self.office_of(&registration).await?;
            let values = self.notice_values(&person, &registration, &office, None);
            let links = vec![NoticeLink::Change { number: registration.number.clone() }];
            let pack = self.pack(crate::change::SERVICE)?;
            let notice = self.notice(pack, REMIND, person.id, &values, links)?;
            changes = changes.write(Write::NoticeInsert(notice));
        }
        self.job_save(job, changes).await
    }

    fn remind_clock(&self) -> Result<&Clock, Fault> {
        let clock = self.pack(crate::change::SERVICE)?.clock(REMIND);
        clock.ok_or_else(|| Fault::internal(format!("no clock `{REMIND}` in `{}`", crate::change::SERVICE)))
    }

    /// The day on which the latest version was recorded: from then on the person knows what stands there.
    async fn recorded_on(&self, registration: &Registration) -> Result<Date, Fault> {
        if registration.version == 1 {
            return Ok(beijing_date(registration.registered_at));
        }
        let events = self.parts.store.registration_history(registration.id).await?;
        let at = events.last().map_or(registration.registered_at, |event| event.recorded_at);
        Ok(beijing_date(at))
    }
}

/// How many whole intervals of a clock lie between two days; the day on which one ends counts.
fn intervals_between(clock: &Clock, from: Date, to: Date) -> Result<u32, Fault> {
    let length = i64::from(clock.amount);
    let span = |count: u32| -> Result<Span, Fault> {
        let length = length * i64::from(count);
        match clock.unit {
            ClockUnit::CalendarDay => Ok(length.days()),
            ClockUnit::Month => Ok(length.months()),
            ClockUnit::Year => Ok(length.years()),
            ClockUnit::WorkingDay => {
                Err(Fault::internal(format!("the clock `{}` counts in days or months", clock.id)))
            }
        }
    };
    let mut passed = 0;
    while passed < INTERVALS_MAX {
        match from.checked_add(span(passed + 1)?) {
            Ok(due) if due <= to => passed += 1,
            Ok(_) | Err(_) => break,
        }
    }
    Ok(passed)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use service::Library;

    use super::*;

    #[test]
    fn an_interval_has_passed_on_the_day_on_which_it_ends() {
        let library = Library::embedded().unwrap();
        let mut clock = library.pack(crate::change::SERVICE).unwrap().clock(REMIND).unwrap().clone();
        (clock.amount, clock.unit) = (6, ClockUnit::Month);
        let from = date(2020, 8, 31);
        let passed = |to| intervals_between(&clock, from, to).unwrap();
        // Six months after the last of August is the last of February.
        assert_eq!((passed(date(2021, 2, 27)), passed(date(2021, 2, 28))), (0, 1));
        assert_eq!((passed(date(2021, 8, 30)), passed(date(2021, 8, 31))), (1, 2));
        assert_eq!(passed(date(2020, 1, 1)), 0, "before it was recorded nothing is due");
        (clock.amount, clock.unit) = (30, ClockUnit::CalendarDay);
        assert_eq!(intervals_between(&clock, from, date(2020, 9, 29)).unwrap(), 0);
        assert_eq!(intervals_between(&clock, from, date(2020, 9, 30)).unwrap(), 1);
        clock.unit = ClockUnit::WorkingDay;
        assert!(intervals_between(&clock, from, from).is_err(), "working days need their calendar");
    }

    #[test]
    fn the_interval_is_data_with_a_source_that_claims_no_more_than_a_reminder() {
        let library = Library::embedded().unwrap();
        let clock = library.pack(crate::change::SERVICE).unwrap().clock(REMIND).unwrap();
        assert!(!clock.binding && clock.anchor.is_none());
        assert!(clock.source.contains("Article 11 s.3 sets no number of days"), "{}", clock.source);
    }
}
