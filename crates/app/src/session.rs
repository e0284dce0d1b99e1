//! Sessions: who a visitor is, and where their draft lies. The token in the cookie is the only secret;
//! the store keeps its hash.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use registry::{AccountId, PersonId};
use serde::{Deserialize, Serialize};
use store::Session;
use uuid::Uuid;
use zeroize::Zeroizing;

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

/// How long a session lives after the last step: long enough for a form, short enough for a shared phone.
const LIFE: SignedDuration = SignedDuration::from_hours(2);
/// Bytes of a token.
const TOKEN_BYTES: usize = 32;

impl App {
    /// Begins a session and gives the secret for the cookie.
    pub async fn session_begin(&self, data: &SessionData) -> Result<String, Fault> {
        let mut token = Zeroizing::new([0; TOKEN_BYTES]);
        self.sources.random.fill(token.as_mut());
        let text = hex::encode(*token);
        self.session_put(&text, data).await?;
        Ok(text)
    }

    /// A session that is not over.
    pub async fn session_get(&self, token: &str) -> Result<Option<SessionData>, Fault> {
        let Some(id) = token_bytes(token) else { return Ok(None) };
        let Some(session) = self.parts.store.session_get(&id, self.clock()).await? else { return Ok(None) };
        let data = serde_json::from_slice(&session.data);
        data.map(Some).map_err(|_| Fault::internal("a session that cannot be read"))
    }

    /// Keeps a changed session and lengthens its life. After a sign-in begin a new one instead, so that
    /// a token set beforehand is worth nothing.
    pub async fn session_put(&self, token: &str, data: &SessionData) -> Result<(), Fault> {
        let id = token_bytes(token).ok_or_else(|| Fault::internal("a session token of another form"))?;
        let data =
            serde_json::to_vec(data).map_err(|_| Fault::internal("a session that cannot be written"))?;
        let expires_at = self.clock().saturating_add(LIFE).unwrap_or(Timestamp::MAX);
        let session = Session { id, data: Zeroizing::new(data), expires_at };
        Ok(self.parts.store.session_put(session).await?)
    }

    /// Ends a session.
    pub async fn session_end(&self, token: &str) -> Result<(), Fault> {
        match token_bytes(token) {
            Some(id) => Ok(self.parts.store.session_delete(&id).await?),
            None => Ok(()),
        }
    }

    /// Who asks. An account that was closed or a person who was erased in the meantime is the public.
    pub async fn viewer(&self, data: &SessionData) -> Result<Viewer, Fault> {
        match data.who {
            SignedIn::Nobody => Ok(Viewer::Public),
            SignedIn::Person(person) => {
                let found = self.parts.store.person_find(person).await?.and_then(store::Kept::held);
                Ok(found.map_or(Viewer::Public, |person| Viewer::Person(person.id)))
            }
            SignedIn::Officer(account) => {
                let found = self.parts.store.account_find(account).await?;
                let open = found.filter(|account| account.disabled_at.is_none());
                Ok(open.map_or(Viewer::Public, |account| Viewer::Officer(Arc::new(account))))
            }
        }
    }
}

fn token_bytes(token: &str) -> Option<Vec<u8>> {
    hex::decode(token).ok().filter(|bytes| bytes.len() == TOKEN_BYTES)
}
