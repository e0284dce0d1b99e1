//! What every page needs besides its own view model: language, type size, who is signed in, the day.
//!
//! Made once a request by [`crate::site`] and handed to page functions by reference. It is an axum
//! extractor: a handler takes `ui: Ui`.

use std::fmt::Display;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use jiff::civil::Date;

use crate::i18n::{self, Lang, Message, Text};
use crate::views::Problem;
use crate::views::parts::Html;

/// What the application knows about a request before the page is made. An outer layer puts it into the
/// request's extensions; without it a page has no account and no demonstration banner.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// Who is signed in.
    pub account: Option<Account>,
    /// Set where this is a demonstration and not a real office.
    pub demo: Option<Demo>,
}

/// Who is signed in, as the top of the page shows it.
#[derive(Clone)]
pub struct Account {
    /// The name to show.
    pub name: String,
    /// What this account may see in the menu.
    pub role: Role,
}

/// The kind of account, which decides the menu and nothing else; permissions are the use cases' business.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A person who registers.
    Person,
    /// A clerk at an office.
    Officer,
}

// A name is personal data: it is shown on the page and nowhere else.
impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account").field("role", &self.role).finish_non_exhaustive()
    }
}

/// A demonstration: invented people on a chosen day.
#[derive(Debug, Clone, Copy)]
pub struct Demo {
    /// The business date on which everything is decided.
    pub today: Date,
}

/// The page's surroundings and the words it speaks.
#[derive(Clone)]
pub struct Ui {
    pub(crate) lang: Lang,
    pub(crate) is_large: bool,
    pub(crate) path: String,
    pub(crate) token: String,
    /// The hash of the cookie that the token belongs to.
    pub(crate) browser: String,
    pub(crate) surroundings: Arc<Surroundings>,
    pub(crate) assets: Arc<crate::Assets>,
    /// The id under which the log has this request.
    pub(crate) request: Option<String>,
}

// The token is a secret, and the path may hold what was searched for.
impl std::fmt::Debug for Ui {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ui")
            .field("lang", &self.lang)
            .field("is_large", &self.is_large)
            .finish_non_exhaustive()
    }
}

impl Ui {
    /// The page's language.
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// Whether the large edition (长辈版) is on.
    pub const fn is_large(&self) -> bool {
        self.is_large
    }

    /// The path of this page, with its query, without the language.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The token of the forms on this page.
    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// Which browser the page is made for, by a hash that gives nothing away.
    pub(crate) fn browser(&self) -> &str {
        &self.browser
    }

    /// Who is signed in.
    pub fn account(&self) -> Option<&Account> {
        self.surroundings.account.as_ref()
    }

    /// The demonstration, where this is one.
    pub fn demo(&self) -> Option<&Demo> {
        self.surroundings.demo.as_ref()
    }

    /// The id under which the log has this request, where there is a log.
    pub(crate) fn request(&self) -> Option<&str> {
        self.request.as_deref()
    }

    pub(crate) fn is_officer(&self) -> bool {
        self.account().is_some_and(|account| account.role == Role::Officer)
    }

    /// A message of the interface.
    pub fn m(&self, key: &str) -> Message {
        i18n::catalogue(self.lang).message(key)
    }

    /// A message for a number of things.
    pub fn n(&self, key: &str, n: &usize) -> Message {
        i18n::catalogue(self.lang).count(key, *n)
    }

    /// A message of the interface as a string, for view models.
    pub fn s(&self, key: &str) -> String {
        self.m(key).to_string()
    }

    /// Words of a policy, with the language they are in where it is not the page's.
    pub fn text<'a>(&self, text: &'a Text) -> Html<TextHtml<'a>> {
        let (words, foreign) = text.pick(self.lang);
        Html(TextHtml { words, foreign })
    }

    /// Words of a policy without markup, for a title or an attribute.
    pub fn plain<'a>(&self, text: &'a Text) -> &'a str {
        text.pick(self.lang).0
    }

    /// A date in words.
    pub fn date(&self, day: &Date) -> String {
        i18n::date(self.lang, *day)
    }

    /// An amount in yuan.
    pub fn yuan(&self, fen: &i64) -> String {
        i18n::yuan(self.lang, *fen)
    }

    /// The address of a page in this language.
    pub fn url(&self, path: impl Display) -> String {
        self.lang.address(&path.to_string())
    }

    pub(crate) fn here_in(&self, lang: Lang) -> String {
        lang.address(&self.path)
    }

    /// The address of a style or picture.
    pub(crate) fn asset(&self, name: &str) -> String {
        self.assets.address(name)
    }

    /// The hidden field that every form which changes something carries.
    pub(crate) fn csrf(&self) -> Html<CsrfField<'_>> {
        Html(CsrfField(&self.token))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Ui {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| {
            tracing::error!("a page is served outside `site`, so it has no language and no form token");
            Problem::Internal
        })
    }
}

/// Words with a `lang` attribute where they are not in the page's language.
#[derive(Debug)]
pub struct TextHtml<'a> {
    words: &'a str,
    foreign: Option<Lang>,
}

impl Display for TextHtml<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Ok(words) = askama::filters::escape(self.words, askama::filters::Html);
        match self.foreign {
            Some(lang) => write!(f, "<span lang=\"{}\">{words}</span>", lang.tag()),
            None => write!(f, "{words}"),
        }
    }
}

/// See [`Ui::csrf`].
#[derive(Debug)]
pub(crate) struct CsrfField<'a>(&'a str);

impl Display for CsrfField<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The token is hexadecimal: there is nothing to escape.
        write!(f, "<input type=\"hidden\" name=\"csrf\" value=\"{}\">", self.0)
    }
}
