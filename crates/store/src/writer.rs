//! The one task that writes. Saves that arrive while a transaction is being made durable go into the
//! next one together, so that a hundred callers share one fsync. Each is told only after the commit.
//!
//! If a shared transaction fails, each of its saves is tried alone: a bad one fails alone.

mod batch;
mod events;
mod insert;
mod refusal;
mod waiting;

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, oneshot};

use crate::db::Database;
use crate::error::SaveError;
use crate::unit::Unit;

pub(crate) use batch::Outcome;
use batch::{Failure, apply};
pub(crate) use insert::Inserts;

/// The most saves in one transaction.
const BATCH_MAX: usize = 128;
/// How many saves may wait; callers beyond wait for a place.
const QUEUE_MAX: usize = 4_096;
/// How often a save is tried again when another process was in its way.
const RETRIES_MAX: u32 = 20;

/// How long to wait for as many saves as came together the last time. Less than one fsync; a caller who
/// is alone waits once.
const LINGER: Duration = Duration::from_micros(300);

/// What became of a save; repeated ones give the sealed result of the first.
pub(crate) type Written = Result<Outcome, SaveError>;

enum Request {
    Save(Box<Unit>, oneshot::Sender<Written>),
    Stop(oneshot::Sender<()>),
}

/// The way to the writer.
#[derive(Clone)]
pub(crate) struct Writer {
    requests: mpsc::Sender<Request>,
}

impl Writer {
    pub(crate) fn start(database: Arc<Database>) -> Self {
        let (requests, queue) = mpsc::channel(QUEUE_MAX);
        tokio::spawn(run(database, queue));
        Self { requests }
    }

    pub(crate) async fn save(&self, unit: Unit) -> Written {
        let (reply, answer) = oneshot::channel();
        let request = Request::Save(Box::new(unit), reply);
        self.requests.send(request).await.map_err(|_| SaveError::Closed)?;
        // The writer answers every save that it takes; silence means that its runtime was torn down
        // in the middle.
        answer.await.map_err(|_| SaveError::Unknown)?
    }

    /// Ends the writer after everything that was sent before.
    pub(crate) async fn stop(&self) {
        let (reply, answer) = oneshot::channel();
        if self.requests.send(Request::Stop(reply)).await.is_ok() {
            // An error means that it has ended already.
            let _ = answer.await;
        }
    }
}

type Waiting = (Box<Unit>, oneshot::Sender<Written>);

async fn run(database: Arc<Database>, mut queue: mpsc::Receiver<Request>) {
    let mut carried: VecDeque<Waiting> = VecDeque::new();
    let mut stop = None;
    let mut expected = 0;
    loop {
        if carried.is_empty() {
            match queue.recv().await {
                Some(Request::Save(unit, reply)) => carried.push_back((unit, reply)),
                Some(Request::Stop(reply)) => stop = Some(reply),
                None => return,
            }
        }
        let linger_until = Instant::now() + LINGER;
        while stop.is_none() && carried.len() < BATCH_MAX {
            match queue.try_recv() {
                Ok(Request::Save(unit, reply)) => carried.push_back((unit, reply)),
                Ok(Request::Stop(reply)) => stop = Some(reply),
                // Those who were told together come back together: they are given the moment that
                // working out the next save takes them.
                Err(_) if carried.len() < expected && Instant::now() < linger_until => {
                    tokio::task::yield_now().await;
                }
                Err(_) => break,
            }
        }
        expected = carried.len();
        let batch = take_batch(&mut carried);
        if !batch.is_empty() {
            write(&database, batch).await;
        }
        if let Some(reply) = stop.take_if(|_| carried.is_empty()) {
            queue.close();
            let _ = reply.send(());
            return;
        }
    }
}

/// Takes what can go together. A second save under the same idempotency key waits for the next
/// transaction, where it finds the first.
fn take_batch(carried: &mut VecDeque<Waiting>) -> Vec<Waiting> {
    let mut keys: HashSet<Vec<u8>> = HashSet::new();
    let mut batch = Vec::with_capacity(carried.len().min(BATCH_MAX));
    let mut later = VecDeque::new();
    for waiting in carried.drain(..) {
        let is_first = waiting.0.idempotency.as_ref().is_none_or(|key| keys.insert(key.clone()));
        if is_first && batch.len() < BATCH_MAX {
            batch.push(waiting);
        } else {
            later.push_back(waiting);
        }
    }
    *carried = later;
    batch
}

async fn write(database: &Database, batch: Vec<Waiting>) {
    if batch.len() == 1 {
        for (unit, reply) in batch {
            // A caller who went away need not be told.
            let _ = reply.send(write_alone(database, &unit).await);
        }
        return;
    }
    let units: Vec<&Unit> = batch.iter().map(|(unit, _)| &**unit).collect();
    match apply(database, &units).await {
        Ok(outcomes) => {
            for ((_, reply), outcome) in batch.into_iter().zip(outcomes) {
                let _ = reply.send(Ok(outcome));
            }
        }
        Err(Failure::Down(cause)) => {
            for (_, reply) in batch {
                let _ = reply.send(Err(SaveError::Unavailable(Arc::clone(&cause))));
            }
        }
        Err(Failure::Unknown) => {
            for (_, reply) in batch {
                let _ = reply.send(Err(SaveError::Unknown));
            }
        }
        Err(Failure::Refused(_) | Failure::Again(_)) => {
            tracing::debug!(saves = batch.len(), "a shared transaction failed; each save is tried alone");
            for (unit, reply) in batch {
                let _ = reply.send(write_alone(database, &unit).await);
            }
        }
    }
}

async fn write_alone(database: &Database, unit: &Unit) -> Written {
    let mut retries = 0;
    loop {
        match apply(database, &[unit]).await {
            Ok(outcomes) => return outcomes.into_iter().next().ok_or(SaveError::Unknown),
            Err(Failure::Unknown) => return Err(SaveError::Unknown),
            Err(Failure::Down(cause)) => return Err(SaveError::Unavailable(cause)),
            Err(Failure::Refused(error)) => return Err(error),
            Err(Failure::Again(error)) if retries == RETRIES_MAX => return Err(error),
            Err(Failure::Again(_)) => {
                retries += 1;
                tokio::time::sleep(Duration::from_millis(u64::from(retries))).await;
            }
        }
    }
}
