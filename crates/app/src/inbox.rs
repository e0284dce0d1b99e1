//! A person's inbox: their own and nobody else's.

use std::fmt;

use jiff::Timestamp;
use registry::{DecisionId, NoticeId, PersonId, RegistrationNumber};
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
    /// Where it leads.
    pub links: Vec<NoticeLink>,
}

/// Where a notice leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "to")]
pub enum NoticeLink {
    /// What changed with a registration: two decisions that were kept, to be laid side by side.
    BeforeAfter {
        /// The decision on the facts before.
        before: DecisionId,
        /// The decision on the facts after.
        after: DecisionId,
    },
    /// The commitment as it was given with one version of a registration.
    Commitment {
        /// Of which registration.
        number: RegistrationNumber,
        /// With which version.
        version: u32,
    },
    /// The form of the one field that is to be looked at again.
    Correction {
        /// Of which registration.
        number: RegistrationNumber,
        /// The coded reason, which names the field.
        reason: String,
    },
    /// A case.
    Case {
        /// Its number.
        number: String,
    },
    /// A service that one may now use.
    Service {
        /// Its id.
        id: String,
    },
    /// The form of a change.
    Change {
        /// Of which registration.
        number: RegistrationNumber,
    },
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
    /// Absent from notices of the time before there were links.
    #[serde(default)]
    pub(crate) links: Vec<NoticeLink>,
}

/// Whether a notice leads somewhere; one that cannot be read leads nowhere.
pub(crate) fn leads_to(notice: &store::Notice, link: &NoticeLink) -> bool {
    let kept = serde_json::from_slice::<NoticeText>(&notice.body);
    kept.is_ok_and(|kept| kept.links.contains(link))
}

impl NoticeShown {
    fn read(notice: store::Notice) -> Result<Self, Fault> {
        let kept: NoticeText = serde_json::from_slice(&notice.body)
            .map_err(|_| Fault::internal("a notice that cannot be read"))?;
        Ok(Self {
            id: notice.id,
            kind: notice.kind,
            title: kept.title,
            text: kept.text,
            at: notice.created_at,
            is_read: notice.read_at.is_some(),
            links: kept.links,
        })
    }
}

impl App {
    /// The viewer's own inbox, the newest first.
    pub async fn inbox(&self, viewer: &Viewer) -> Result<Vec<NoticeShown>, RegistrationError> {
        let Some(person) = inbox_of(viewer) else { return Ok(Vec::new()) };
        let notices = self.parts.store.notice_list_by_person(person, None).await.map_err(Fault::from)?;
        Ok(notices.into_iter().map(NoticeShown::read).collect::<Result<_, Fault>>()?)
    }

    /// One notice of the viewer's own.
    pub async fn notice_shown(
        &self,
        viewer: &Viewer,
        notice: NoticeId,
    ) -> Result<NoticeShown, RegistrationError> {
        let all = self.inbox(viewer).await?;
        all.into_iter().find(|found| found.id == notice).ok_or(RegistrationError::NotFound)
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
