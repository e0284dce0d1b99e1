//! Who does something: the person, their delegate, an officer, someone of a body outside, or the system.

use registry::{AccountId, PersonId};
use serde::{Deserialize, Serialize};

use super::Case;
use crate::flow::{BodyKind, Owner};

/// Who does something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "actor")]
pub enum Actor {
    /// The person whose matter it is.
    Applicant {
        /// The person.
        person: PersonId,
    },
    /// Someone whom the person entrusted with it.
    Delegate {
        /// The delegate.
        person: PersonId,
        /// The mandate, whose scope and end the caller has looked at.
        mandate: String,
    },
    /// An officer.
    Officer {
        /// Their account.
        account: AccountId,
        /// The office they work for; for the city's officers, the city.
        office: String,
        /// What they are there.
        rank: Rank,
    },
    /// Someone of a body outside.
    Body {
        /// Their account.
        account: AccountId,
        /// The kind of body.
        kind: BodyKind,
        /// The body.
        body: String,
    },
    /// The system.
    System,
}

/// What an officer is in their office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// A clerk.
    Clerk,
    /// A supervisor, who may do what a clerk may.
    Supervisor,
    /// An officer of the city.
    City,
}

impl Actor {
    /// The account of an officer or of someone of a body.
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Self::Officer { account, .. } | Self::Body { account, .. } => Some(*account),
            Self::Applicant { .. } | Self::Delegate { .. } | Self::System => None,
        }
    }

    /// Whether they stand where this owner of a case does.
    pub(crate) fn is(&self, owner: &Owner, case: &Case) -> bool {
        match (owner, self) {
            (Owner::Applicant, Self::Applicant { person }) => *person == case.subject,
            // Entered on behalf, at the window: the record says who typed it.
            (Owner::Applicant, Self::Officer { rank: Rank::Clerk | Rank::Supervisor, office, .. }) => {
                case.office.as_ref().is_none_or(|own| own == office)
            }
            (Owner::Office, Self::Officer { rank: Rank::Clerk | Rank::Supervisor, office, .. })
            | (Owner::Supervisor, Self::Officer { rank: Rank::Supervisor, office, .. }) => {
                case.office.as_ref() == Some(office)
            }
            (Owner::Applicant, Self::Delegate { .. })
            | (Owner::City, Self::Officer { rank: Rank::City, .. })
            | (Owner::System, Self::System) => true,
            (Owner::Body(kind), Self::Body { kind: own, body, .. }) => {
                kind == own && case.bodies.get(kind) == Some(body)
            }
            (
                Owner::Applicant
                | Owner::Office
                | Owner::Supervisor
                | Owner::City
                | Owner::Body(_)
                | Owner::System,
                _,
            ) => false,
        }
    }

    /// The desk at which they sit, where there is one.
    pub(crate) fn desk(&self) -> Option<Owner> {
        match self {
            Self::Officer { rank: Rank::Clerk | Rank::Supervisor, .. } => Some(Owner::Office),
            Self::Officer { rank: Rank::City, .. } => Some(Owner::City),
            Self::Body { kind, .. } => Some(Owner::Body(kind.clone())),
            Self::Applicant { .. } | Self::Delegate { .. } | Self::System => None,
        }
    }

    /// Whether they stand above the clerks.
    pub(crate) fn is_supervisor(&self) -> bool {
        matches!(self, Self::Officer { rank: Rank::Supervisor | Rank::City, .. })
    }
}
