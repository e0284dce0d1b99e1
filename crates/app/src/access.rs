//! How a person comes back without an account: the number of the registration and the access code shown
//! once when it was made (`docs/decisions/002-access-code.md`). Interim, until a sign-in provider is there.

use registry::PersonId;

use crate::{App, Fault, Viewer};

/// Why someone was not let in.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// Number and code do not belong together. Said alike for a number that does not exist.
    #[error("the number and the code do not belong together")]
    Wrong,
    /// Too many attempts: wait.
    #[error("too many attempts; wait {seconds} seconds")]
    Wait {
        /// How long.
        seconds: u64,
    },
    /// This viewer may not do this.
    #[error("not allowed")]
    Denied,
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl App {
    /// The person of a registration, for whoever has its number and its access code.
    pub async fn person_sign_in(&self, number: &str, code: &str) -> Result<PersonId, AccessError> {
        todo!()
    }

    /// A new access code, by an officer who has the person before them; the old one is worth nothing
    /// from now on.
    pub async fn access_code_renew(&self, viewer: &Viewer, number: &str) -> Result<String, AccessError> {
        todo!()
    }
}
