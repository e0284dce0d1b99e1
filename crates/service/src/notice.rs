//! What is sent to a person, by event and channel, with typed placeholders.

use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;

use crate::placeholder::{Placeholder, ValueKind, Values};
use crate::problem::{Problem, ProblemCode};
use crate::words::{Lang, Words};

/// A notice whose placeholders are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The event on which it is sent.
    pub event: String,
    /// The channel by which it is sent.
    pub channel: NoticeChannel,
    /// Its title.
    pub title: Words,
    zh: Template,
    en: Template,
}

/// A channel to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeChannel {
    /// The person's inbox on the site.
    Inbox,
    /// A short message; it carries nothing personal.
    Sms,
}

/// A message ready to be sent. Its text is not printed by `Debug`: it may be personal.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
}

impl fmt::Debug for Message {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Message").field("title", &self.title).finish_non_exhaustive()
    }
}

/// Why a notice could not be filled in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// A value is not there.
    #[error("the notice `{event}` needs a value for `{placeholder}`")]
    Missing {
        /// The event of the notice.
        event: String,
        /// The placeholder without a value.
        placeholder: Placeholder,
    },
    /// A value has the wrong type.
    #[error("the notice `{event}` needs {expected:?} for `{placeholder}`, found {found:?}")]
    WrongType {
        /// The event of the notice.
        event: String,
        /// The placeholder.
        placeholder: Placeholder,
        /// The type it takes.
        expected: ValueKind,
        /// The type that was given.
        found: ValueKind,
    },
}

impl Notice {
    /// The placeholders of its text in a language.
    pub fn placeholders(&self, lang: Lang) -> BTreeSet<Placeholder> {
        self.template(lang).placeholders().collect()
    }

    /// The most characters its text has in a language.
    pub fn chars_max(&self, lang: Lang) -> usize {
        let parts = &self.template(lang).0;
        parts
            .iter()
            .map(|part| match part {
                Segment::Text(text) => text.chars().count(),
                Segment::Fill(placeholder) => placeholder.width_max(),
            })
            .sum()
    }

    /// Its words in a language, without what is filled in.
    pub fn words(&self, lang: Lang) -> String {
        let parts = self.template(lang).0.iter().map(|part| match part {
            Segment::Text(text) => text.as_str(),
            Segment::Fill(_) => " ",
        });
        parts.collect()
    }

    /// Fills it in.
    pub fn render(&self, lang: Lang, values: &Values) -> Result<Message, RenderError> {
        let mut text = String::new();
        for part in &self.template(lang).0 {
            match part {
                Segment::Text(words) => text.push_str(words),
                Segment::Fill(placeholder) => text.push_str(&self.fill(*placeholder, lang, values)?),
            }
        }
        Ok(Message { title: self.title.get(lang).to_owned(), text })
    }

    fn fill(&self, placeholder: Placeholder, lang: Lang, values: &Values) -> Result<String, RenderError> {
        let Some(value) = values.get(&placeholder) else {
            return Err(RenderError::Missing { event: self.event.clone(), placeholder });
        };
        let (expected, found) = (placeholder.kind(), value.kind());
        if expected != found {
            return Err(RenderError::WrongType { event: self.event.clone(), placeholder, expected, found });
        }
        Ok(value.in_words(lang))
    }

    fn template(&self, lang: Lang) -> &Template {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// The file of notices as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoticeFile {
    notices: Vec<NoticeText>,
}

impl From<Vec<NoticeText>> for NoticeFile {
    fn from(notices: Vec<NoticeText>) -> Self {
        Self { notices }
    }
}

/// One notice as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoticeText {
    event: String,
    channel: NoticeChannel,
    title: Words,
    text: Words,
}

impl NoticeFile {
    /// The notices, or each word in braces that is no placeholder.
    pub(crate) fn notices(self, file: &str) -> Result<Vec<Notice>, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut notices = Vec::new();
        for (place, raw) in self.notices.into_iter().enumerate() {
            let mut template = |text: &str, lang: &str| {
                Template::parse(text).map_err(|fault| {
                    let key = format!("notices[{place}].text.{lang}");
                    problems.push(Problem::new(file, key, ProblemCode::UnknownPlaceholder, fault));
                })
            };
            let (zh, en) = (template(&raw.text.zh, "zh"), template(&raw.text.en, "en"));
            if let (Ok(zh), Ok(en)) = (zh, en) {
                notices.push(Notice { event: raw.event, channel: raw.channel, title: raw.title, zh, en });
            }
        }
        if problems.is_empty() { Ok(notices) } else { Err(problems) }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Template(Vec<Segment>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    Text(String),
    Fill(Placeholder),
}

impl Template {
    fn parse(text: &str) -> Result<Self, String> {
        let mut segments = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                return Err(format!("`{{{after}` has no closing brace"));
            };
            let Some(placeholder) = Placeholder::of_name(name) else {
                let known: Vec<_> = Placeholder::ALL.iter().map(|known| known.name()).collect();
                return Err(format!("found `{{{name}}}`, expected one of {}", known.join(", ")));
            };
            segments.push(Segment::Text(before.to_owned()));
            segments.push(Segment::Fill(placeholder));
            rest = after;
        }
        if rest.contains('}') {
            return Err(format!("`{rest}` closes a brace that was not opened"));
        }
        segments.push(Segment::Text(rest.to_owned()));
        segments.retain(|segment| *segment != Segment::Text(String::new()));
        Ok(Self(segments))
    }

    fn placeholders(&self) -> impl Iterator<Item = Placeholder> {
        self.0.iter().filter_map(|segment| match segment {
            Segment::Text(_) => None,
            Segment::Fill(placeholder) => Some(*placeholder),
        })
    }
}
