//! Sessions: who a visitor is, and where their draft lies. The token in the cookie is the only secret;
//! the store keeps its hash.

use std::collections::BTreeMap;

use registry::{AccountId, PersonId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{App, Fault, Viewer};

/// Who a session belongs to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "id")]
pub enum SignedIn {
    /// Nobody has signed in.
    #[default]
    Nobody,
    /// A person on record.
    Person(PersonId),
    /// An officer.
    Officer(AccountId),
}

/// What a session holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionData {
    /// Who has signed in.
    pub who: SignedIn,
    /// The draft with the visitor's answers.
    pub draft: Option<Uuid>,
    /// Small things of the pages' own, such as the token against forged forms; nothing personal.
    pub extra: BTreeMap<String, String>,
}

impl App {
    /// Begins a session and gives the secret for the cookie.
    pub async fn session_begin(&self, data: &SessionData) -> Result<String, Fault> {
        todo!()
    }

    /// A session that is not over.
    pub async fn session_get(&self, token: &str) -> Result<Option<SessionData>, Fault> {
        todo!()
    }

    /// Keeps a changed session and lengthens its life. After a sign-in begin a new one instead, so that
    /// a token set beforehand is worth nothing.
    pub async fn session_put(&self, token: &str, data: &SessionData) -> Result<(), Fault> {
        todo!()
    }

    /// Ends a session.
    pub async fn session_end(&self, token: &str) -> Result<(), Fault> {
        todo!()
    }

    /// Who asks. An account that was closed in the meantime is the public.
    pub async fn viewer(&self, data: &SessionData) -> Result<Viewer, Fault> {
        todo!()
    }
}
