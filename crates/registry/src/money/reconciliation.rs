//! 对账: what the collecting agencies say, held against the ledgers. Every line of theirs and every
//! month of ours comes out exactly once: matched, or as a difference of a named kind. Nothing is
//! dropped, and nothing is put right in silence.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::form::coded;
use crate::id::PersonId;
use crate::money::code::Insurance;
use crate::money::derived::MismatchId;
use crate::money::fen::{Fen, FenOverflow};
use crate::money::month::Month;
use crate::money::source::Reference;

/// A line of an agency's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Its place in the batch, from 1.
    pub line: u32,
    /// The agency's own number for the payment.
    pub receipt: Reference,
    /// Who it is, where the identity number was found in the registry.
    pub person: Option<PersonId>,
    /// Which insurance.
    pub insurance: Insurance,
    /// Which month.
    pub month: Month,
    /// How much was paid.
    pub amount: Fen,
    /// On which base.
    pub base: Option<Fen>,
    /// On which day.
    pub paid_on: Date,
}

/// What the ledger expects: a month that is due or paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// Whose.
    pub person: PersonId,
    /// Of which insurance.
    pub insurance: Insurance,
    /// Which month.
    pub month: Month,
    /// How much.
    pub amount: Fen,
    /// On which base.
    pub base: Option<Fen>,
}

coded! {
    /// In what two registers differ.
    MismatchKind, "mismatch", {
        /// Another amount.
        Amount = "amount",
        /// The same amount for another month.
        Month = "month",
        /// Another base.
        Base = "base",
        /// A person whom the registry does not know.
        UnknownPerson = "unknown_person",
        /// The same month, or the same receipt, a second time.
        Duplicate = "duplicate",
        /// Only the ledger has it.
        OnlyHere = "only_here",
        /// Only the agency has it.
        OnlyThere = "only_there",
    }
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// From what differs: found again, it is the same one.
    pub id: MismatchId,
    /// In what.
    pub kind: MismatchKind,
    /// What the ledger has.
    pub here: Option<Expected>,
    /// What the agency has.
    pub there: Option<Received>,
}

/// A line that agrees with a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// What the ledger has.
    pub here: Expected,
    /// What the agency has.
    pub there: Received,
}

/// What came of a batch: given back to the agency as its receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciliation {
    /// Which batch.
    pub batch: Reference,
    /// What agrees.
    pub matched: Vec<Match>,
    /// What does not.
    pub differences: Vec<Difference>,
    /// How many lines the batch had.
    pub lines: usize,
    /// Their sum.
    pub total: Fen,
}

type Key = (PersonId, Insurance, Month);

fn key(held: &Expected) -> Key {
    (held.person, held.insurance, held.month)
}

/// Holds a batch against what the ledgers expect for the months that it covers.
pub fn reconcile(
    batch: &Reference,
    expected: &[Expected],
    received: &[Received],
) -> Result<Reconciliation, FenOverflow> {
    let mut round = Round { batch, matched: Vec::new(), differences: Vec::new() };
    let mut open: BTreeMap<Key, Expected> = BTreeMap::new();
    for here in expected {
        // The ledger has a month once; what is handed in twice is shown, not lost.
        if let Some(twice) = open.insert(key(here), *here) {
            round.differs(MismatchKind::Duplicate, Some(twice), None);
        }
    }
    let mut receipts: BTreeSet<&Reference> = BTreeSet::new();
    let mut seen: BTreeSet<Key> = BTreeSet::new();
    let mut alone: Vec<(Key, &Received)> = Vec::new();
    for there in received {
        let Some(person) = there.person else {
            round.differs(MismatchKind::UnknownPerson, None, Some(there));
            continue;
        };
        let place = (person, there.insurance, there.month);
        let receipt_twice = !receipts.insert(&there.receipt);
        if receipt_twice || !seen.insert(place) {
            round.differs(MismatchKind::Duplicate, None, Some(there));
            continue;
        }
        match open.remove(&place) {
            Some(here) => round.compare(here, there),
            None => alone.push((place, there)),
        }
    }
    for ((person, insurance, _), there) in alone {
        // The same amount of the same person stands under another month: one difference, not two.
        let other = open
            .range((person, insurance, Month::of(Date::MIN))..)
            .take_while(|((p, i, _), _)| (*p, *i) == (person, insurance))
            .find(|(_, here)| here.amount == there.amount)
            .map(|(place, _)| *place);
        match other.and_then(|place| open.remove(&place)) {
            Some(here) => round.differs(MismatchKind::Month, Some(here), Some(there)),
            None => round.differs(MismatchKind::OnlyThere, None, Some(there)),
        }
    }
    for here in open.into_values() {
        round.differs(MismatchKind::OnlyHere, Some(here), None);
    }
    let total = Fen::sum(received.iter().map(|there| there.amount))?;
    let Round { matched, differences, .. } = round;
    Ok(Reconciliation { batch: batch.clone(), matched, differences, lines: received.len(), total })
}

struct Round<'a> {
    batch: &'a Reference,
    matched: Vec<Match>,
    differences: Vec<Difference>,
}

impl Round<'_> {
    fn compare(&mut self, here: Expected, there: &Received) {
        if here.amount != there.amount {
            self.differs(MismatchKind::Amount, Some(here), Some(there));
        } else if here.base != there.base {
            self.differs(MismatchKind::Base, Some(here), Some(there));
        } else {
            self.matched.push(Match { here, there: there.clone() });
        }
    }

    fn differs(&mut self, kind: MismatchKind, here: Option<Expected>, there: Option<&Received>) {
        let id = identity(self.batch, kind, here.as_ref(), there);
        self.differences.push(Difference { id, kind, here, there: there.cloned() });
    }
}

fn identity(
    batch: &Reference,
    kind: MismatchKind,
    here: Option<&Expected>,
    there: Option<&Received>,
) -> MismatchId {
    let ours = here.map(|here| format!("{} {} {} {}", here.person, here.insurance, here.month, here.amount));
    let theirs =
        there.map(|there| format!("{} {} {} {}", there.line, there.receipt, there.month, there.amount));
    let (ours, theirs) = (ours.unwrap_or_default(), theirs.unwrap_or_default());
    MismatchId::of(&[batch.as_str().as_bytes(), kind.code().as_bytes(), ours.as_bytes(), theirs.as_bytes()])
}
