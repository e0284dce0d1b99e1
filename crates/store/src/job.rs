//! The queue: jobs are saved with the change that caused them, claimed for a time, done once.
//!
//! A worker claims with a lease; when it dies, the lease runs out and another worker gets the job. So
//! a job can be begun twice, and its effects must go through `Write::JobComplete`, which saves nothing
//! for whoever lost the lease, or carry an idempotency key outward (the job's id).

use std::fmt;

use jiff::Timestamp;
use registry::JobId;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::error::{ReadError, SaveError};
use crate::seal::{Place, Sealer, random};
use crate::store::Store;
use crate::unit::{Stale, Table, Unit};
use crate::value::Value;

const TABLE: &str = "job";
pub(crate) const COLUMNS: &[&str] = &[
    "id",
    "kind",
    "unique_key",
    "sealed",
    "state",
    "run_after",
    "attempts",
    "lease_until",
    "lease_token",
    "last_error",
    "created_at",
    "finished_at",
];
/// The most jobs that one claim gives.
pub const CLAIM_JOBS_MAX: u32 = 100;
/// The longest note kept of a failure.
pub const ERROR_CHARS_MAX: usize = 500;

/// A job to be put into the queue.
#[derive(Clone, PartialEq, Eq)]
pub struct NewJob {
    /// The id; also what to hand outward as the key against doubles.
    pub id: JobId,
    /// The code of what is to be done.
    pub kind: String,
    /// Jobs with the same key are put into the queue once, ever.
    pub unique_key: Option<String>,
    /// What is needed to do it.
    pub payload: Zeroizing<Vec<u8>>,
    /// Not before this.
    pub run_after: Timestamp,
    /// When it was put there.
    pub created_at: Timestamp,
}

impl fmt::Debug for NewJob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewJob").field("id", &self.id).field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// The right to work on a job until it runs out; shown again when the job is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobLease(Uuid);

/// A job that was claimed.
#[derive(Clone, PartialEq, Eq)]
pub struct Job {
    /// The id.
    pub id: JobId,
    /// The code of what is to be done.
    pub kind: String,
    /// What is needed to do it.
    pub payload: Zeroizing<Vec<u8>>,
    /// How often it has been claimed, this time included.
    pub attempts: u32,
    /// When it was put into the queue.
    pub created_at: Timestamp,
    /// The right to work on it.
    pub lease: JobLease,
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

/// How many jobs there are in a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobCount {
    /// The kind.
    pub kind: String,
    /// `ready`, `done` or `failed`.
    pub state: String,
    /// How many.
    pub amount: u64,
}

pub(crate) fn insert(unit: &mut Unit, sealer: &Sealer, job: &NewJob) -> Result<(), SaveError> {
    let place = Place { table: TABLE, row: job.id.as_bytes() };
    unit.row(
        Table::Job,
        vec![
            job.id.as_bytes().into(),
            job.kind.as_str().into(),
            job.unique_key.as_deref().into(),
            sealer.seal(&place, &job.payload)?.into(),
            "ready".into(),
            job.run_after.into(),
            0_u32.into(),
            0_u32.into(),
            Value::NoBytes,
            Value::NoText,
            job.created_at.into(),
            Value::NoInt,
        ],
    );
    Ok(())
}

pub(crate) fn complete(unit: &mut Unit, job: JobId, lease: JobLease, at: Timestamp) {
    unit.guarded(
        "UPDATE job SET state = 'done', finished_at = $3 \
         WHERE id = $1 AND lease_token = $2 AND state = 'ready'",
        vec![job.as_bytes().into(), lease.0.as_bytes().into(), at.into()],
        Stale { table: TABLE, id: job.to_string(), expected: 1 },
    );
}

impl Store {
    /// Claims jobs that are due, oldest first, until `lease_until`. Two claims never give the same job
    /// while its lease runs: the condition stands again outside, where the row is locked.
    pub async fn job_claim(
        &self,
        now: Timestamp,
        lease_until: Timestamp,
        jobs_max: u32,
    ) -> Result<Vec<Job>, ReadError> {
        let lease = JobLease(Uuid::from_bytes(random()?));
        let sql = "UPDATE job SET lease_until = $1, lease_token = $2, attempts = attempts + 1 \
                   WHERE id IN (SELECT id FROM job WHERE state = 'ready' AND run_after <= $3 \
                   AND lease_until <= $3 ORDER BY run_after, id LIMIT $4) \
                   AND state = 'ready' AND lease_until <= $3 \
                   RETURNING id, kind, sealed, attempts, created_at";
        let values = [
            lease_until.into(),
            lease.0.as_bytes().into(),
            now.into(),
            jobs_max.clamp(1, CLAIM_JOBS_MAX).into(),
        ];
        let rows = self.db().write_rows(TABLE, sql, &values).await?;
        let mut jobs: Vec<Job> = rows
            .iter()
            .map(|fields| {
                let id: JobId = fields.id("id")?;
                Ok(Job {
                    id,
                    kind: fields.text("kind")?,
                    payload: fields.open("sealed", self.sealer(), id.as_bytes())?,
                    attempts: fields.version("attempts")?,
                    created_at: fields.time("created_at")?,
                    lease,
                })
            })
            .collect::<Result<_, ReadError>>()?;
        // RETURNING promises no order.
        jobs.sort_by_key(|job| (job.created_at, job.id));
        Ok(jobs)
    }

    /// Marks a job as done that has no effects here. `false`: the lease was lost, another has it.
    pub async fn job_complete(&self, job: JobId, lease: JobLease, at: Timestamp) -> Result<bool, SaveError> {
        let changes = crate::Changes::new().write(crate::Write::JobComplete { job, lease, at });
        match self.save(changes).await {
            Ok(_) => Ok(true),
            Err(SaveError::Stale { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Gives a job back to be tried again later. The note must hold nothing personal. `false`: the
    /// lease was lost.
    pub async fn job_retry(
        &self,
        job: JobId,
        lease: JobLease,
        run_after: Timestamp,
        note: &str,
    ) -> Result<bool, ReadError> {
        let sql = "UPDATE job SET run_after = $3, lease_until = 0, lease_token = NULL, last_error = $4 \
                   WHERE id = $1 AND lease_token = $2 AND state = 'ready'";
        self.job_give_back(sql, job, lease, run_after, note).await
    }

    /// Gives a job up; it stays to be looked at. `false`: the lease was lost.
    pub async fn job_fail(
        &self,
        job: JobId,
        lease: JobLease,
        at: Timestamp,
        note: &str,
    ) -> Result<bool, ReadError> {
        let sql = "UPDATE job SET state = 'failed', finished_at = $3, last_error = $4 \
                   WHERE id = $1 AND lease_token = $2 AND state = 'ready'";
        self.job_give_back(sql, job, lease, at, note).await
    }

    async fn job_give_back(
        &self,
        sql: &'static str,
        job: JobId,
        lease: JobLease,
        at: Timestamp,
        note: &str,
    ) -> Result<bool, ReadError> {
        let note: String = note.chars().take(ERROR_CHARS_MAX).collect();
        let values = [job.as_bytes().into(), lease.0.as_bytes().into(), at.into(), note.into()];
        Ok(self.db().write_one(sql, &values).await? == 1)
    }

    /// How many jobs there are, by kind and state.
    pub async fn job_counts(&self) -> Result<Vec<JobCount>, ReadError> {
        let sql = "SELECT kind, state, COUNT(*) AS amount FROM job GROUP BY kind, state ORDER BY kind, state";
        let rows = self.db().all(TABLE, sql, &[]).await?;
        rows.iter()
            .map(|fields| {
                Ok(JobCount {
                    kind: fields.text("kind")?,
                    state: fields.text("state")?,
                    amount: fields.count("amount")?,
                })
            })
            .collect()
    }
}
