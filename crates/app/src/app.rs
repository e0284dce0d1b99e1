//! The application: one handle, cheap to clone, over policy, services, store and signing keys.

use std::sync::Arc;

use jiff::civil::Date;
use law::Policy;
use service::Library;
use store::Store;

use crate::{Config, Sources, Text};

/// Why the application could not be put together.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The public address cannot stand in a QR code.
    #[error("public_url: {0}")]
    PublicUrl(#[source] documents::AddressError),
    /// Policy and services do not fit together.
    #[error("{what}")]
    Unfit {
        /// What is missing where.
        what: String,
    },
    /// The store does not answer or holds what it should not.
    #[error(transparent)]
    Fault(#[from] crate::Fault),
}

/// What is loaded once and never changes.
pub(crate) struct Parts {
    pub(crate) policy: Policy,
    pub(crate) library: Library,
    pub(crate) store: Store,
    pub(crate) config: Config,
}

/// The application.
#[derive(Clone)]
pub struct App {
    pub(crate) parts: Arc<Parts>,
    pub(crate) sources: Sources,
}

impl App {
    /// Puts the application together and keeps the policy's bundle in the store under its version, so
    /// that every decision can be replayed.
    pub async fn start(
        policy: Policy,
        library: Library,
        store: Store,
        sources: Sources,
        config: Config,
    ) -> Result<Self, StartError> {
        todo!()
    }

    /// The business date: the day in Beijing, or what a demonstration was set to.
    pub fn today(&self) -> Date {
        todo!()
    }

    /// The policy in force, for pages that show the law and for decisions of one's own.
    pub fn policy(&self) -> &Policy {
        &self.parts.policy
    }

    /// The services, questions, places, glossary and translation.
    pub fn library(&self) -> &Library {
        &self.parts.library
    }

    /// What it was told at its start.
    pub fn config(&self) -> &Config {
        &self.parts.config
    }

    /// Whether the store answers.
    pub async fn is_ready(&self) -> bool {
        todo!()
    }

    /// The name of a district in both languages; its code, if it is none of Beijing's.
    pub fn district_name(&self, code: &str) -> Text {
        todo!()
    }

    /// Seals the journal, saves what was sent before, and closes.
    pub async fn close(&self) {
        todo!()
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("policy", &self.parts.policy.version).finish_non_exhaustive()
    }
}
