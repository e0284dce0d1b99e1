//! Visits: who asks, by the opaque token in a cookie; the rest lies encrypted in the store.
//!
//! A session begins with the first answer that is worth keeping, and a new one at each sign-in, so that
//! a token set beforehand opens nothing. The cookie is closed to scripts and other sites.

use std::sync::{Arc, Mutex, PoisonError};

use app::{Answers, App, Fault, SessionData, SignedIn, Viewer};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::header;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use crate::desk::Desk;
use crate::i18n::{Lang, catalogue};
use crate::security::cookies::{self, Keep};
use crate::ui::{Account, Demo, Role, Surroundings};
use crate::views::Problem;

/// The cookie that holds the token.
pub(crate) const COOKIE: &str = "lh_session";

/// The beginning of the names of drafts of filings, which go along when their owner signs in.
pub(crate) const FILING: &str = "apply_";

/// Who asks, and what they said so far.
#[derive(Clone)]
pub(crate) struct Visit {
    pub(crate) app: App,
    token: Option<String>,
    /// What the session holds.
    pub(crate) data: SessionData,
    /// Who asks.
    pub(crate) viewer: Viewer,
    cookie: Arc<Mutex<Option<Cookie>>>,
}

/// What is to become of the cookie.
#[derive(Clone)]
enum Cookie {
    Set(String),
    Remove,
}

impl Visit {
    /// What was said so far.
    pub(crate) async fn answers(&self) -> Result<Answers, Fault> {
        match self.data.draft {
            Some(draft) => self.app.draft_load(&self.viewer, draft).await,
            None => Ok(Answers::default()),
        }
    }

    /// Keeps what was said; begins a session where there is none.
    pub(crate) async fn keep(&mut self, answers: &Answers) -> Result<(), Fault> {
        let draft = self.data.draft.unwrap_or_else(|| self.app.draft_new());
        self.app.draft_save(&self.viewer, draft, answers).await?;
        if self.data.draft.is_none() {
            self.data.draft = Some(draft);
            self.save().await?;
        }
        Ok(())
    }

    /// Brings what is on record into what was said: after a sign-in, a registration, a change. What the
    /// person says afterwards, to see what would be, stands until then.
    pub(crate) async fn recall(&mut self, mut answers: Answers) -> Result<(), Fault> {
        let recorded = self.app.facts_on_record(&self.viewer).await?;
        answers.dont_know.retain(|fact| !recorded.contains_key(fact));
        answers.facts.extend(recorded);
        self.keep(&answers).await
    }

    /// Keeps what the next page alone needs, such as a change that is not confirmed yet.
    pub(crate) async fn keep_aside(&mut self, name: &str, answers: &Answers) -> Result<(), Fault> {
        let known = self.data.extra.get(name).and_then(|id| id.parse().ok());
        let draft: Uuid = known.unwrap_or_else(|| self.app.draft_new());
        self.app.draft_save(&self.viewer, draft, answers).await?;
        self.data.extra.insert(name.to_owned(), draft.to_string());
        self.save().await
    }

    /// What was kept aside.
    pub(crate) async fn aside(&self, name: &str) -> Result<Answers, Fault> {
        match self.data.extra.get(name).and_then(|id| id.parse().ok()) {
            Some(draft) => self.app.draft_load(&self.viewer, draft).await,
            None => Ok(Answers::default()),
        }
    }

    /// The filings that were begun before one came in, each under the name of its draft.
    pub(crate) async fn filings(&self) -> Result<Vec<(String, Answers)>, Fault> {
        let mut found = Vec::new();
        for name in self.data.extra.keys().filter(|name| name.starts_with(FILING)) {
            found.push((name.clone(), self.aside(name).await?));
        }
        Ok(found)
    }

    /// Forgets what was kept aside.
    pub(crate) async fn drop_aside(&mut self, name: &str) -> Result<(), Fault> {
        if let Some(draft) = self.data.extra.remove(name).and_then(|id| id.parse().ok()) {
            self.app.draft_forget(draft).await?;
            self.save().await?;
        }
        Ok(())
    }

    /// Keeps a small thing that is not personal.
    pub(crate) async fn note(&mut self, name: &str, value: &str) -> Result<(), Fault> {
        if self.data.extra.get(name).is_some_and(|known| known == value) {
            return Ok(());
        }
        self.data.extra.insert(name.to_owned(), value.to_owned());
        self.save().await
    }

    async fn save(&mut self) -> Result<(), Fault> {
        if let Some(token) = &self.token {
            return self.app.session_put(token, &self.data).await;
        }
        let token = self.app.session_begin(&self.data).await?;
        self.set_cookie(Cookie::Set(token.clone()));
        self.token = Some(token);
        Ok(())
    }

    /// Lets someone in: a new token, and nothing of the old session goes along. The old session is left
    /// to run out where `keeps_old` is set, so that a form that was sent twice is answered twice.
    pub(crate) async fn sign_in(&mut self, who: SignedIn, keeps_old: bool) -> Result<(), Fault> {
        let data = SessionData { who, ..SessionData::default() };
        let viewer = self.app.viewer(&data).await?;
        let token = self.app.session_begin(&data).await?;
        if let Some(old) = self.token.replace(token.clone()).filter(|_| !keeps_old) {
            self.app.session_end(&old).await?;
        }
        (self.data, self.viewer) = (data, viewer);
        self.set_cookie(Cookie::Set(token));
        Ok(())
    }

    /// Ends the session.
    pub(crate) async fn sign_out(&mut self) -> Result<(), Fault> {
        if let Some(draft) = self.data.draft {
            self.app.draft_forget(draft).await?;
        }
        if let Some(token) = self.token.take() {
            self.app.session_end(&token).await?;
        }
        self.set_cookie(Cookie::Remove);
        Ok(())
    }

    fn set_cookie(&self, cookie: Cookie) {
        *self.cookie.lock().unwrap_or_else(PoisonError::into_inner) = Some(cookie);
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or(Problem::Internal)
    }
}

/// Loads the session, tells the pages who is signed in, and sends the cookie.
pub(crate) async fn around(State(desk): State<Desk>, mut request: Request, next: Next) -> Response {
    if request.uri().path().starts_with("/assets/") {
        return next.run(request).await;
    }
    let is_https = desk.web.is_https();
    let token = cookies::get(request.headers(), COOKIE, is_https).map(str::to_owned);
    let visit = match load(&desk.app.current(), token).await {
        Ok(visit) => visit,
        Err(fault) => {
            tracing::error!(error = &fault as &dyn std::error::Error, "a session cannot be read");
            return (Problem::Internal.status(), "暂时无法服务 / not available for the moment\n")
                .into_response();
        }
    };
    let lang = if request.uri().path().starts_with("/en") { Lang::En } else { Lang::Zh };
    let demo = desk.app.config().demo.then(|| Demo { today: desk.app.today() });
    request.extensions_mut().insert(Surroundings { account: account(&visit.viewer, lang), demo });
    let cookie = Arc::clone(&visit.cookie);
    request.extensions_mut().insert(visit);
    let mut response = next.run(request).await;
    let change = cookie.lock().unwrap_or_else(PoisonError::into_inner).take();
    let value = match &change {
        Some(Cookie::Set(token)) => cookies::set(COOKIE, token, Keep::Session, is_https),
        Some(Cookie::Remove) => cookies::set(COOKIE, "", Keep::Remove, is_https),
        None => None,
    };
    if let Some(value) = value {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// The visit behind a token; a token that opens nothing is as good as none.
pub(crate) async fn load(app: &App, token: Option<String>) -> Result<Visit, Fault> {
    let data = match &token {
        Some(token) => app.session_get(token).await?,
        None => None,
    };
    let token = token.filter(|_| data.is_some());
    let data = data.unwrap_or_default();
    let viewer = app.viewer(&data).await?;
    Ok(Visit { app: app.clone(), token, data, viewer, cookie: Arc::default() })
}

/// What the top of the page shows. A person's name is not looked up for it: that would be one more
/// place where it stands.
fn account(viewer: &Viewer, lang: Lang) -> Option<Account> {
    match viewer {
        Viewer::Public => None,
        Viewer::Person(_) => {
            let name = catalogue(lang).message("menu.person").to_string();
            Some(Account { name, role: Role::Person })
        }
        Viewer::Officer(account) => Some(Account { name: account.display_name.clone(), role: Role::Officer }),
    }
}
