//! Who holds a case at a desk: claimed from the queue, handed over with receipt, given back, taken on by a deputy.

use registry::AccountId;

use super::{Actor, Case, Event, Moment, Recorded};
use crate::flow::Owner;

/// What is done with the holding of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assign {
    /// Take it from the queue.
    Claim,
    /// Hand it to another; it is theirs once they confirm the receipt.
    HandOver(AccountId),
    /// Confirm the receipt.
    Receive,
    /// Put it back into the queue.
    Return,
    /// Put in a deputy for who holds it: a supervisor's act, at once.
    Deputy(AccountId),
}

/// Why it cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AssignError {
    /// The actor sits at no desk of this case.
    #[error("this actor sits at no desk of the case")]
    NoDesk,
    /// Somebody else holds it.
    #[error("the case is held by someone else at this desk")]
    HeldByOther,
    /// The actor does not hold it.
    #[error("the actor does not hold the case")]
    NotHeld,
    /// Nothing was handed over to the actor.
    #[error("the case was not handed over to the actor")]
    NotHandedOver,
    /// A supervisor must do it.
    #[error("a supervisor must do it")]
    NeedsSupervisor,
    /// The officer decided what the case is about.
    #[error("the officer decided what this case is about")]
    Excluded,
    /// The case is over.
    #[error("the case is over")]
    Ended,
}

impl Case {
    /// Claims, hands over, receives or gives back.
    pub fn assign(&self, assign: Assign, by: Actor, moment: Moment) -> Result<(Self, Recorded), AssignError> {
        let (desk, account) = self.seat(&by)?;
        let holder = self.holders.get(&desk).copied();
        let event = match assign {
            Assign::Claim => {
                self.fit(account)?;
                if holder.is_some() {
                    return Err(AssignError::HeldByOther);
                }
                Event::Claimed { desk, account }
            }
            Assign::HandOver(to) => {
                self.fit(to)?;
                if holder != Some(account) {
                    return Err(AssignError::NotHeld);
                }
                Event::HandedOver { desk, to }
            }
            Assign::Receive => {
                if self.handing_over != Some((desk.clone(), account)) {
                    return Err(AssignError::NotHandedOver);
                }
                Event::Claimed { desk, account }
            }
            Assign::Return => {
                if holder != Some(account) && !by.is_supervisor() {
                    return Err(AssignError::NotHeld);
                }
                Event::Returned { desk }
            }
            Assign::Deputy(account) => {
                self.fit(account)?;
                if !by.is_supervisor() {
                    return Err(AssignError::NeedsSupervisor);
                }
                Event::Claimed { desk, account }
            }
        };
        Ok(self.recorded(event, by, moment))
    }

    fn seat(&self, by: &Actor) -> Result<(Owner, AccountId), AssignError> {
        if self.is_ended() {
            return Err(AssignError::Ended);
        }
        let desk = by.desk().filter(|desk| by.is(desk, self)).ok_or(AssignError::NoDesk)?;
        Ok((desk, by.account().ok_or(AssignError::NoDesk)?))
    }

    fn fit(&self, account: AccountId) -> Result<(), AssignError> {
        if self.excluded.contains(&account) { Err(AssignError::Excluded) } else { Ok(()) }
    }
}
