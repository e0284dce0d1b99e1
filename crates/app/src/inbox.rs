//! A person's inbox: their own and nobody else's.

use std::fmt;

use jiff::Timestamp;
use registry::{NoticeId, PersonId};
use serde::{Deserialize, Serialize};
use store::{Changes, Write};

use crate::permission::{Deed, Matter, may};
use crate::text::Text;
use crate::{App, Fault, RegistrationError, Viewer};

/// A notice in the inbox.
#[derive(Clone, PartialEq, Eq)]
pub struct NoticeShown {
    /// Its id.
    pub id: NoticeId,
    /// The code of the event.
    pub kind: String,
    /// Its title.
    pub title: Text,
    /// Its text.
    pub text: Text,
    /// When it was written.
    pub at: Timestamp,
    /// Whether it was read.
    pub is_read: bool,
}

impl fmt::Debug for NoticeShown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NoticeShown").field("id", &self.id).field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// The texts of a notice as they are kept.
#[derive(Serialize, Deserialize)]
pub(crate) struct NoticeText {
    pub(crate) title: Text,
    pub(crate) text: Text,
}

impl App {
    /// The viewer's own inbox, the newest first.
    pub async fn inbox(&self, viewer: &Viewer) -> Result<Vec<NoticeShown>, RegistrationError> {
        let Some(person) = inbox_of(viewer) else { return Ok(Vec::new()) };
        let notices = self.parts.store.notice_list_by_person(person, None).await.map_err(Fault::from)?;
        let shown = |notice: store::Notice| {
            let text: NoticeText = serde_json::from_slice(&notice.body)
                .map_err(|_| Fault::internal("a notice that cannot be read"))?;
            Ok(NoticeShown {
                id: notice.id,
                kind: notice.kind,
                title: text.title,
                text: text.text,
                at: notice.created_at,
                is_read: notice.read_at.is_some(),
            })
        };
        notices.into_iter().map(shown).collect()
    }

    /// How many notices the viewer has not read.
    pub async fn inbox_unread(&self, viewer: &Viewer) -> Result<u64, RegistrationError> {
        let Some(person) = inbox_of(viewer) else { return Ok(0) };
        Ok(self.parts.store.notice_count_unread(person).await.map_err(Fault::from)?)
    }

    /// Marks a notice of the viewer's own as read; another's stays as it is.
    pub async fn notice_read(&self, viewer: &Viewer, notice: NoticeId) -> Result<(), RegistrationError> {
        let person = inbox_of(viewer).ok_or(RegistrationError::NotFound)?;
        let read = Write::NoticeRead { notice, person, at: self.moment() };
        self.parts.store.save(Changes::new().write(read)).await.map_err(Fault::from)?;
        Ok(())
    }
}

/// Whose inbox a viewer reads: their own.
fn inbox_of(viewer: &Viewer) -> Option<PersonId> {
    let person = viewer.person();
    person.filter(|_| may(viewer, Deed::ReadInbox, &Matter { owner: person, ..Matter::default() }))
}
