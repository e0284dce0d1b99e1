//! A mail and its bytes. Time and id are handed in, and so the same mail has the same bytes.

use std::fmt;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use lettre::Message;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder, MultiPart, SinglePart};

use super::address::MailAddress;
use crate::fault::{Fault, FaultKind};
use crate::outbox::{Language, MessageId};

/// A mail to one person.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// Its id; it becomes the Message-ID, by which a mail that came twice is known.
    pub id: MessageId,
    /// Whom to.
    pub to: MailAddress,
    /// The language of its text.
    pub language: Language,
    /// Its subject, on one line.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// The same as HTML, if there is some.
    pub html: Option<String>,
}

impl fmt::Debug for Mail {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Mail").field("id", &self.id).field("to", &self.to).finish_non_exhaustive()
    }
}

/// Who sends.
#[derive(Clone)]
pub(super) struct From {
    pub(super) mailbox: Mailbox,
    pub(super) reply_to: Option<Mailbox>,
}

impl Mail {
    /// The message as it is sent.
    pub(super) fn message(&self, from: &From, now: Timestamp) -> Result<Message, Fault> {
        let bad = |_| Fault::new(FaultKind::BadText);
        if self.subject.trim().is_empty()
            || self.subject.chars().any(char::is_control)
            || self.text.is_empty()
        {
            return Err(Fault::new(FaultKind::BadText));
        }
        let builder = self.headers(from, now).map_err(bad)?;
        match &self.html {
            None => builder.singlepart(part(ContentType::TEXT_PLAIN, &self.text)),
            Some(html) => builder.multipart(
                MultiPart::alternative()
                    // Of its own, for the library would draw one by lot.
                    .boundary(format!("part-{}", self.id.0.simple()))
                    .singlepart(part(ContentType::TEXT_PLAIN, &self.text))
                    .singlepart(part(ContentType::TEXT_HTML, html)),
            ),
        }
        .map_err(|_| Fault::new(FaultKind::BadText))
    }

    fn headers(&self, from: &From, now: Timestamp) -> Result<MessageBuilder, InvalidHeader> {
        let language = match self.language {
            Language::Zh => "zh-CN",
            Language::En => "en",
        };
        let seconds = u64::try_from(now.as_second()).map_err(|_| InvalidHeader)?;
        let date = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let id = format!("<{}@{}>", self.id.0, from.mailbox.email.domain());
        let mut builder = Message::builder()
            .from(from.mailbox.clone())
            .to(Mailbox::new(None, self.to.address().clone()))
            .date(date)
            .message_id(Some(id))
            .subject(&self.subject)
            .raw_header(header("Content-Language", language)?)
            // RFC 3834: no holiday notice is wanted in answer.
            .raw_header(header("Auto-Submitted", "auto-generated")?);
        if let Some(reply_to) = &from.reply_to {
            builder = builder.reply_to(reply_to.clone());
        }
        Ok(builder)
    }
}

fn part(kind: ContentType, text: &str) -> SinglePart {
    SinglePart::builder().header(kind).body(text.to_owned())
}

/// A header that the library does not know by name.
fn header(name: &str, value: &str) -> Result<HeaderValue, InvalidHeader> {
    let name = HeaderName::new_from_ascii(name.to_owned()).map_err(|_| InvalidHeader)?;
    Ok(HeaderValue::new(name, value.to_owned()))
}

struct InvalidHeader;
