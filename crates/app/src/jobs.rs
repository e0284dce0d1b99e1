//! The worker: takes jobs from the queue and does them so that a second time changes nothing.
//!
//! `redecide` looks again at what hangs on a registration that was just made, and tells the person what it
//! opened; `case_review` does so for a case that took effect; `proactive_scan` for what a day or a rule turns; `amend_reminder_scan` goes through the registrations in force, and `amend_reminder` reminds one.

mod outbox;
mod proactive;
mod redecide;
mod remind;
mod review;

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{CLAIM_JOBS_MAX, Changes, Job, SaveError, Write};
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};
use zeroize::Zeroizing;

use crate::{App, Fault};

use crate::cases::REVIEW;
use crate::evidence::SCAN_FILE;
use crate::papers::CLOSED;

pub use outbox::{CallError, Reported};
use redecide::REDECIDE;
use remind::{REMIND, SCAN};

/// How long a worker may take for a job before another gets it.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// How often a job is tried before it is given up and waits to be looked at.
const ATTEMPTS_MAX: u32 = 5;
/// How long the worker sleeps when there is nothing to do.
const IDLE: Duration = Duration::from_millis(500);
/// How often it is looked whether another law was published.
const FOLLOW_EVERY: Duration = Duration::from_secs(2);
/// How often the journal is sealed and what is too old removed.
const SEAL_EVERY: Duration = Duration::from_mins(5);
/// How long a key against double sending is remembered.
const REMEMBER_KEYS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What became of a job.
enum Done {
    /// Its effects are saved.
    Saved,
    /// Its lease ran out meanwhile, and another has it.
    Lost,
}

impl App {
    /// Claims and does up to `jobs_max` jobs; says how many were done.
    pub async fn jobs_run(&self, jobs_max: u32) -> Result<usize, Fault> {
        let now = self.clock();
        let until = now.saturating_add(LEASE).unwrap_or(Timestamp::MAX);
        let jobs = self.parts.store.job_claim(now, until, jobs_max.min(CLAIM_JOBS_MAX)).await?;
        // Side by side, so that their effects share a transaction.
        let mut running = JoinSet::new();
        for job in jobs {
            let app = self.clone();
            running.spawn(async move { app.job_run(job).await });
        }
        let mut done = 0;
        while let Some(result) = running.join_next().await {
            done += usize::from(result.map_err(|error| Fault::because("a job", error))??);
        }
        Ok(done)
    }

    /// Does one job, or gives it back. Whether it was done.
    async fn job_run(&self, job: Job) -> Result<bool, Fault> {
        let result = match job.kind.as_str() {
            REDECIDE => self.redecide(&job).await,
            SCAN => self.remind_scan(&job).await,
            REMIND => self.remind(&job).await,
            proactive::SCAN => self.proactive_scan(&job).await,
            proactive::TELL => self.proactive_tell(&job).await,
            REVIEW => self.case_review(&job).await,
            SCAN_FILE => self.scan_file(&job).await,
            CLOSED => self.close_papers(&job).await,
            other => Err(Fault::internal(format!("no worker for jobs of kind `{other}`"))),
        };
        let error = match result {
            Ok(Done::Saved) => return Ok(true),
            Ok(Done::Lost) => return Ok(false),
            Err(error) => error,
        };
        let (now, note) = (self.clock(), error.to_string());
        tracing::warn!(job.id = %job.id, job.kind, job.attempts, error = note, "a job was not done");
        if job.attempts >= ATTEMPTS_MAX {
            self.parts.store.job_fail(job.id, job.lease, now, &note).await?;
        } else {
            let wait = SignedDuration::from_secs(10 << job.attempts.min(8));
            let again = now.saturating_add(wait).unwrap_or(Timestamp::MAX);
            self.parts.store.job_retry(job.id, job.lease, again, &note).await?;
        }
        Ok(false)
    }

    async fn scan_file(&self, job: &Job) -> Result<Done, Fault> {
        let found = self.evidence_scan(job).await?;
        self.job_save(job, found).await
    }

    async fn close_papers(&self, job: &Job) -> Result<Done, Fault> {
        let found = self.papers_closed(&needed(job)?).await?;
        self.job_save(job, found).await
    }

    /// Saves the effects of a job together with its being done.
    async fn job_save(&self, job: &Job, changes: Changes) -> Result<Done, Fault> {
        let complete = Write::JobComplete { job: job.id, lease: job.lease, at: self.clock() };
        match self.parts.store.save(changes.write(complete)).await {
            Ok(_) => Ok(Done::Saved),
            Err(SaveError::Stale { table: "job", .. }) => Ok(Done::Lost),
            Err(error) => Err(error.into()),
        }
    }

    /// Works until `stop` is ready: jobs as they come, a checkpoint every few minutes and one at the end,
    /// what is too old removed.
    pub async fn work(&self, stop: impl Future<Output = ()> + Send) {
        let mut stop = pin!(stop);
        let mut scanned: Option<Date> = None;
        let mut clocks: Option<Date> = None;
        let mut looked: Option<Date> = None;
        let mut charged: Option<(Date, String)> = None;
        let mut watched: Option<(Date, String)> = None;
        let mut seal = interval(SEAL_EVERY);
        seal.set_missed_tick_behavior(MissedTickBehavior::Delay);
        seal.reset_at(Instant::now() + SEAL_EVERY);
        let mut follow = interval(FOLLOW_EVERY);
        follow.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let now = self.current();
            let today = now.today();
            // A new business date has its own reminders.
            if scanned != Some(today) && log("looking for reminders", now.reminders_look().await).is_some() {
                scanned = Some(today);
            }
            // Looked at with each date, and again after a while: a clock that starts today runs out no sooner.
            if clocks != Some(today) && log("the clocks of cases", Box::pin(now.clocks_run()).await).is_some()
            {
                clocks = Some(today);
            }
            // A day, a bound or a ledger that has changed lets cases take steps of themselves.
            if looked != Some(today)
                && log("cases that go on of themselves", Box::pin(now.cases_look_again()).await).is_some()
            {
                looked = Some(today);
            }
            // Of a month each base is charged once, and under another law anew.
            let present = (today, now.policy().version.clone());
            if charged.as_ref() != Some(&present)
                && log("contributions that become due", Box::pin(now.charges_run()).await).is_some()
            {
                charged = Some(present.clone());
            }
            // Another day, or other rules, turn what nobody asked about.
            if watched.as_ref() != Some(&present)
                && log("what is watched", now.proactive_look().await).is_some()
            {
                watched = Some(present);
            }
            let found = now.jobs_run(CLAIM_JOBS_MAX).await;
            log("sending messages", now.outbox_run().await);
            let is_idle = log("the queue", found).is_none_or(|done| done == 0);
            tokio::select! {
                () = &mut stop => break,
                _ = seal.tick() => self.keep_house().await,
                _ = follow.tick() => self.follow().await,
                () = sleep(IDLE), if is_idle => {}
                () = std::future::ready(()), if !is_idle => {}
            }
        }
        log("sealing the journal", self.journal_seal().await);
    }

    /// Takes up what was published by another process.
    async fn follow(&self) {
        match self.follow_published().await {
            Ok(false) => {}
            Ok(true) => {
                tracing::info!(policy = self.current().policy().version, "another law is in force");
            }
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "what was published cannot be put in force"
                );
            }
        }
    }

    /// Seals the journal and removes what is too old.
    pub(crate) async fn keep_house(&self) {
        let (store, now) = (&self.parts.store, self.clock());
        log("sealing the journal", self.journal_seal().await);
        log("looking at files that still wait", self.evidence_look_again().await);
        log("removing old drafts", store.draft_expire(now).await.map_err(Fault::from));
        log("removing old sessions", store.session_expire(now).await.map_err(Fault::from));
        let before = now.saturating_sub(REMEMBER_KEYS).unwrap_or(Timestamp::MIN);
        log("removing old keys", store.idempotency_expire(before).await.map_err(Fault::from));
    }
}

/// What a job needs, as it is kept: ids, numbers and days, which can always be written.
pub(crate) fn payload(needed: &impl Serialize) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(serde_json::to_vec(needed).unwrap_or_default())
}

/// What a job needs, read again.
fn needed<T: DeserializeOwned>(job: &Job) -> Result<T, Fault> {
    serde_json::from_slice(&job.payload).map_err(|_| Fault::internal("a job that cannot be read"))
}

/// What goes wrong here has no caller to be told, so it is logged; the next round tries again.
fn log<T>(what: &str, result: Result<T, Fault>) -> Option<T> {
    result.map_err(|error| tracing::error!(error = &error as &dyn std::error::Error, "{what} failed")).ok()
}
