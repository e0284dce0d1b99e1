//! The queue of differences between registers: each is taken up by an officer, who proposes how to
//! resolve it, and a second one decides. A difference never goes away by itself.

use serde::{Deserialize, Serialize};

use crate::form::coded;
use crate::id::{AccountId, PersonId};
use crate::money::code::Code;
use crate::money::derived::MismatchId;
use crate::money::record::{OutOfOrder, Recorded, Stamp, in_order};
use crate::money::source::Reference;

coded! {
    /// How a difference stands.
    MismatchState, "mismatch_state", {
        /// Nobody looks at it yet.
        Open = "open",
        /// An officer does.
        InReview = "in_review",
        /// The agency was asked.
        Asked = "asked",
        /// A resolution is proposed.
        Proposed = "proposed",
        /// It is resolved.
        Resolved = "resolved",
    }
}

/// How a difference is resolved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "resolution")]
pub enum Resolution {
    /// The agency is right: the ledger follows by an event of its own.
    TakeTheirs,
    /// The ledger is right: the agency corrects its register.
    KeepOurs,
    /// The line belongs to this person.
    BelongsTo {
        /// Who.
        person: PersonId,
    },
    /// The same payment a second time, with no effect.
    DuplicateOf {
        /// The receipt of the first.
        receipt: Reference,
    },
    /// It concerns nobody here.
    NotOurs {
        /// Why.
        reason: Code,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum MismatchEvent {
    /// An officer took it up.
    TakenUp {
        /// Who.
        by: AccountId,
    },
    /// The agency was asked.
    Asked {
        /// The question's number.
        reference: Reference,
    },
    /// A resolution was proposed.
    Proposed {
        /// By whom.
        by: AccountId,
        /// Which.
        resolution: Resolution,
    },
    /// The second officer did not agree.
    SentBack {
        /// Who.
        by: AccountId,
        /// Why.
        reason: Code,
    },
    /// The second officer agreed.
    Resolved {
        /// Who.
        by: AccountId,
    },
    /// It came up again.
    Reopened {
        /// Why.
        reason: Code,
    },
}

impl MismatchEvent {
    /// The code in the store and in the journal.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TakenUp { .. } => "taken_up",
            Self::Asked { .. } => "asked",
            Self::Proposed { .. } => "proposed",
            Self::SentBack { .. } => "sent_back",
            Self::Resolved { .. } => "resolved",
            Self::Reopened { .. } => "reopened",
        }
    }
}

/// Why a difference cannot go on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MismatchError {
    /// It does not stand so that this could follow.
    #[error("difference {id} is {found}; expected {expected} for `{event}`")]
    State {
        /// Which.
        id: MismatchId,
        /// How it stands.
        found: MismatchState,
        /// What was to happen.
        event: &'static str,
        /// From where it can.
        expected: &'static str,
    },
    /// Four eyes: not the one who proposed it.
    #[error("by: the officer who proposed the resolution of {id}; expected another one")]
    SameOfficer {
        /// Which.
        id: MismatchId,
    },
    /// An event is missing or doubled.
    #[error(transparent)]
    OutOfOrder(#[from] OutOfOrder),
}

/// One difference in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    id: MismatchId,
    state: MismatchState,
    proposed: Option<(AccountId, Resolution)>,
    version: u32,
}

impl Mismatch {
    /// A difference that was found.
    pub fn new(id: MismatchId) -> Self {
        Self { id, state: MismatchState::Open, proposed: None, version: 0 }
    }

    /// The id.
    pub fn id(&self) -> MismatchId {
        self.id
    }

    /// How it stands.
    pub fn state(&self) -> MismatchState {
        self.state
    }

    /// The resolution proposed or agreed.
    pub fn resolution(&self) -> Option<&Resolution> {
        self.proposed.as_ref().map(|(_, resolution)| resolution)
    }

    /// Records an event without changing the difference.
    pub fn record(
        &self,
        event: MismatchEvent,
        stamp: &Stamp,
    ) -> Result<Recorded<MismatchEvent>, MismatchError> {
        let recorded = Recorded { version: self.version.saturating_add(1), stamp: stamp.clone(), event };
        self.clone().apply(&recorded)?;
        Ok(recorded)
    }

    /// Takes the next event, if it may stand there.
    pub fn apply(&mut self, recorded: &Recorded<MismatchEvent>) -> Result<(), MismatchError> {
        use MismatchState as S;
        in_order(self.version, recorded.version)?;
        let event = &recorded.event;
        let (allowed, expected, next): (&[S], _, _) = match event {
            MismatchEvent::TakenUp { .. } => (&[S::Open], "open", S::InReview),
            MismatchEvent::Asked { .. } => (&[S::InReview], "in_review", S::Asked),
            MismatchEvent::Proposed { .. } => (&[S::InReview, S::Asked], "in_review or asked", S::Proposed),
            MismatchEvent::SentBack { .. } => (&[S::Proposed], "proposed", S::InReview),
            MismatchEvent::Resolved { .. } => (&[S::Proposed], "proposed", S::Resolved),
            MismatchEvent::Reopened { .. } => (&[S::Resolved], "resolved", S::Open),
        };
        if !allowed.contains(&self.state) {
            let (id, found) = (self.id, self.state);
            return Err(MismatchError::State { id, found, event: event.code(), expected });
        }
        match event {
            MismatchEvent::Proposed { by, resolution } => self.proposed = Some((*by, resolution.clone())),
            MismatchEvent::SentBack { by, .. } | MismatchEvent::Resolved { by } => {
                if self.proposed.as_ref().is_some_and(|(proposer, _)| proposer == by) {
                    return Err(MismatchError::SameOfficer { id: self.id });
                }
            }
            MismatchEvent::Reopened { .. } => self.proposed = None,
            MismatchEvent::TakenUp { .. } | MismatchEvent::Asked { .. } => {}
        }
        (self.state, self.version) = (next, recorded.version);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::{Action, Actor};
    use crate::money::source::Source;
    use jiff::{Timestamp, civil::date};
    use uuid::Uuid;

    #[test]
    fn a_difference_is_resolved_by_two_officers_and_no_other_way() {
        let officer = |n| AccountId(Uuid::from_u128(n));
        let stamp = Stamp {
            on: date(2021, 4, 1),
            at: Timestamp::UNIX_EPOCH,
            by: Actor::System(Action::from_static("test")),
            source: Source::Run("run".parse().unwrap()),
        };
        let mut held = Mismatch::new(MismatchId::of(&[b"x"]));
        let mut step = |event: MismatchEvent| {
            let recorded = held.record(event, &stamp)?;
            held.apply(&recorded)?;
            Ok::<_, MismatchError>(held.state())
        };
        assert!(step(MismatchEvent::Resolved { by: officer(2) }).is_err());
        step(MismatchEvent::TakenUp { by: officer(1) }).unwrap();
        step(MismatchEvent::Asked { reference: "Q1".parse().unwrap() }).unwrap();
        let proposed = MismatchEvent::Proposed { by: officer(1), resolution: Resolution::TakeTheirs };
        step(proposed).unwrap();
        let alone = step(MismatchEvent::Resolved { by: officer(1) }).unwrap_err();
        assert!(matches!(alone, MismatchError::SameOfficer { .. }));
        assert_eq!(step(MismatchEvent::Resolved { by: officer(2) }), Ok(MismatchState::Resolved));
        assert_eq!(
            step(MismatchEvent::Reopened { reason: Code::from_static("again") }),
            Ok(MismatchState::Open)
        );
    }
}
