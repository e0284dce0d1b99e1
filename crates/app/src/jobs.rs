//! The worker: takes jobs from the queue and does them so that a second time changes nothing.

use std::future::Future;

use crate::{App, Fault};

impl App {
    pub(crate) fn redecide_job(&self, person: registry::PersonId, registration: registry::RegistrationId, version: u32) -> store::NewJob {
        todo!()
    }

    /// Claims and does up to `jobs_max` jobs; says how many were done.
    pub async fn jobs_run(&self, jobs_max: u32) -> Result<usize, Fault> {
        todo!()
    }

    /// Works until `stop` is ready: jobs as they come, a checkpoint every few minutes and one at the end,
    /// what is too old removed.
    pub async fn work(&self, stop: impl Future<Output = ()> + Send) {
        todo!()
    }
}
