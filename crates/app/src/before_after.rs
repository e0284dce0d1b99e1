//! What changed with a registration, told from the two decisions that were kept when it changed. Both are
//! made again with the policy of their time and compared byte for byte first: what stands here is what was
//! decided then, or nothing does.

use jiff::civil::Date;
use registry::{DecisionId, NoticeId, PersonId};
use store::Kept;

use crate::effects::Turns;
use crate::inbox::NoticeLink;
use crate::replay::ReplayError;
use crate::{App, Fault, RegistrationError, Viewer};

/// Two kept decisions, side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BeforeAfter {
    /// The business date of the one after; that of the other is the same, or an earlier one where the day turned it.
    pub as_of: Date,
    /// The version of the policies with which the one after was made.
    pub policy_version: String,
    /// The decision on the facts before; one can replay it.
    pub before: DecisionId,
    /// The decision on the facts after; one can replay it.
    pub after: DecisionId,
    /// What becomes of the conclusions.
    pub turns: Turns,
}

impl App {
    /// What a notice of the viewer's own tells: both decisions side by side. A notice that tells of no
    /// change is not found.
    pub async fn before_after(&self, viewer: &Viewer, notice: NoticeId) -> Result<BeforeAfter, ReplayError> {
        let owner = viewer.person().ok_or(ReplayError::NotFound)?;
        let found = self.notice_shown(viewer, notice).await.map_err(|error| match error {
            RegistrationError::NotFound => ReplayError::NotFound,
            RegistrationError::Fault(fault) => ReplayError::Fault(fault),
        })?;
        let laid = found.links.into_iter().find_map(|link| match link {
            NoticeLink::BeforeAfter { before, after } => Some((before, after)),
            NoticeLink::Commitment { .. }
            | NoticeLink::Correction { .. }
            | NoticeLink::Case { .. }
            | NoticeLink::Service { .. }
            | NoticeLink::Change { .. } => None,
        });
        let (before, after) = laid.ok_or(ReplayError::NotFound)?;
        let (was, is) = (self.decision_of(owner, before).await?, self.decision_of(owner, after).await?);
        Ok(BeforeAfter {
            as_of: is.as_of,
            turns: Turns::of(&self.told_again(&was).await?, self.told_again(&is).await?),
            policy_version: is.policy_version,
            before,
            after,
        })
    }

    /// The newest notice of the viewer's own that tells what changed.
    pub async fn before_after_latest(&self, viewer: &Viewer) -> Result<Option<NoticeId>, RegistrationError> {
        let tells = |link: &NoticeLink| matches!(link, NoticeLink::BeforeAfter { .. });
        let inbox = self.inbox(viewer).await?;
        Ok(inbox.into_iter().find(|notice| notice.links.iter().any(tells)).map(|notice| notice.id))
    }

    /// A kept decision about a person; another's is not found.
    async fn decision_of(&self, person: PersonId, id: DecisionId) -> Result<store::Decision, ReplayError> {
        let found = self.parts.store.decision_find(id).await.map_err(Fault::from)?;
        let kept = found.and_then(Kept::held).filter(|kept| kept.person == Some(person));
        kept.ok_or(ReplayError::NotFound)
    }
}
