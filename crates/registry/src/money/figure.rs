//! An amount that the law does not give: an officer enters a figure with its source, another one
//! approves it. Until then what rests on it waits; nothing is invented.

use serde::{Deserialize, Serialize};

use crate::id::AccountId;
use crate::money::fen::Fen;
use crate::money::source::Reference;

/// A figure with its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// The amount.
    pub amount: Fen,
    /// The document in which it stands.
    pub document: Reference,
    /// Who entered it.
    pub entered_by: AccountId,
}

/// How an amount stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "amount_state")]
pub enum Amount {
    /// Nobody knows it yet.
    Awaiting,
    /// Entered, and not approved.
    Proposed(Figure),
    /// Approved by a second officer.
    Approved {
        /// The figure.
        figure: Figure,
        /// Who approved it.
        approved_by: AccountId,
    },
    /// The law's decision gave it.
    Decided {
        /// The amount.
        amount: Fen,
    },
}

/// Why a figure cannot be entered or approved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FigureError {
    /// The amount is known.
    #[error("amount: known already; expected one that is awaited")]
    Known,
    /// Nothing was proposed.
    #[error("amount: no figure was entered; expected one to approve")]
    NothingProposed,
    /// Four eyes: not the one who entered it.
    #[error("approved_by: the officer who entered the figure; expected another one")]
    SameOfficer,
    /// Nothing, or less.
    #[error("amount: {found} yuan; expected more than nothing")]
    NotPositive {
        /// The figure.
        found: Fen,
    },
}

impl Amount {
    /// The amount, where it may be paid.
    pub fn payable(&self) -> Option<Fen> {
        match self {
            Self::Awaiting | Self::Proposed(_) => None,
            Self::Approved { figure, .. } => Some(figure.amount),
            Self::Decided { amount } => Some(*amount),
        }
    }

    /// An officer enters a figure, or replaces one that is not approved.
    pub fn propose(&self, figure: Figure) -> Result<Self, FigureError> {
        match self {
            Self::Approved { .. } | Self::Decided { .. } => Err(FigureError::Known),
            Self::Awaiting | Self::Proposed(_) if figure.amount.is_positive() => Ok(Self::Proposed(figure)),
            Self::Awaiting | Self::Proposed(_) => Err(FigureError::NotPositive { found: figure.amount }),
        }
    }

    /// A second officer approves it.
    pub fn approve(&self, by: AccountId) -> Result<Self, FigureError> {
        match self {
            Self::Approved { .. } | Self::Decided { .. } => Err(FigureError::Known),
            Self::Awaiting => Err(FigureError::NothingProposed),
            Self::Proposed(figure) if figure.entered_by == by => Err(FigureError::SameOfficer),
            Self::Proposed(figure) => Ok(Self::Approved { figure: figure.clone(), approved_by: by }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_figure_needs_a_second_officer_before_it_can_be_paid() {
        let officer = |n| AccountId(Uuid::from_u128(n));
        let document = "京人社发〔2021〕1号".parse().unwrap();
        let figure = Figure { amount: Fen(50_000), document, entered_by: officer(1) };
        assert_eq!(Amount::Awaiting.approve(officer(2)), Err(FigureError::NothingProposed));
        let proposed = Amount::Awaiting.propose(figure.clone()).unwrap();
        assert_eq!(proposed.payable(), None);
        assert_eq!(proposed.approve(officer(1)), Err(FigureError::SameOfficer));
        let approved = proposed.approve(officer(2)).unwrap();
        assert_eq!(approved.payable(), Some(Fen(50_000)));
        assert_eq!(approved.propose(figure.clone()), Err(FigureError::Known));
        let nothing = Figure { amount: Fen::ZERO, ..figure };
        assert_eq!(Amount::Awaiting.propose(nothing), Err(FigureError::NotPositive { found: Fen::ZERO }));
    }
}
