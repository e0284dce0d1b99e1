//! A desk: where a case waits for someone to act. It follows from who owns the case's state and from the office or body
//! that the case is with; a state that waits for the person, or for the system, is at no desk.

use std::fmt;
use std::str::FromStr;

use registry::AccountId;
use service::case::Case;
use service::flow::{BodyKind, Owner};

/// A desk.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Desk {
    /// The clerks of an office.
    Office(String),
    /// The supervisors of an office.
    Supervisor(String),
    /// The officers of the city.
    City,
    /// A body outside.
    Body {
        /// Its kind.
        kind: BodyKind,
        /// Its id.
        body: String,
    },
}

/// A text that names no desk.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("desk: {0:?}; expected office/…, supervisor/…, city or body/kind/…")]
pub struct UnknownDesk(pub String);

impl Desk {
    /// Where a case waits, if its state is this owner's.
    pub fn of(case: &Case, owner: Option<&Owner>) -> Option<Self> {
        match owner? {
            Owner::Applicant | Owner::System => None,
            Owner::Office => case.office.clone().map(Self::Office),
            Owner::Supervisor => case.office.clone().map(Self::Supervisor),
            Owner::City => Some(Self::City),
            Owner::Body(kind) => {
                case.bodies.get(kind).map(|body| Self::Body { kind: kind.clone(), body: body.clone() })
            }
        }
    }

    /// Who holds a case at this desk. Clerks and supervisors of an office hold at one place.
    pub fn holder(&self, case: &Case) -> Option<AccountId> {
        let owner = match self {
            Self::Office(_) | Self::Supervisor(_) => Owner::Office,
            Self::City => Owner::City,
            Self::Body { kind, .. } => Owner::Body(kind.clone()),
        };
        case.holders.get(&owner).copied()
    }
}

impl fmt::Display for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Office(office) => write!(f, "office/{office}"),
            Self::Supervisor(office) => write!(f, "supervisor/{office}"),
            Self::City => f.write_str("city"),
            Self::Body { kind, body } => write!(f, "body/{kind}/{body}"),
        }
    }
}

impl FromStr for Desk {
    type Err = UnknownDesk;

    fn from_str(text: &str) -> Result<Self, UnknownDesk> {
        let (kind, rest) = text.split_once('/').unwrap_or((text, ""));
        let body = rest.split_once('/').filter(|(kind, body)| !kind.is_empty() && !body.is_empty());
        match (kind, rest.is_empty(), body) {
            ("city", true, _) => Ok(Self::City),
            ("office", false, _) => Ok(Self::Office(rest.to_owned())),
            ("supervisor", false, _) => Ok(Self::Supervisor(rest.to_owned())),
            ("body", false, Some((kind, body))) => {
                Ok(Self::Body { kind: BodyKind(kind.to_owned()), body: body.to_owned() })
            }
            _ => Err(UnknownDesk(text.chars().take(64).collect())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_desk_reads_back_and_a_wrong_text_is_named() {
        for text in ["office/chaoyang-pes", "supervisor/chaoyang-pes", "city", "body/bank/huimin"] {
            assert_eq!(text.parse::<Desk>().unwrap().to_string(), text);
        }
        for text in ["", "office/", "office", "city/x", "body/bank", "body//x", "person/1"] {
            assert_eq!(text.parse::<Desk>(), Err(UnknownDesk(text.to_owned())));
        }
    }
}
