//! What the collecting agencies have: payments of contributions come in as a batch, each line with the agency's own
//! receipt. A line that agrees with the ledger, or fills a month of which nothing was known, is entered; any other is
//! given back as a difference, and nothing is put right in silence. The same batch a second time changes nothing.

use std::collections::BTreeSet;

use jiff::civil::Date;
use registry::money::ledger::{ContributionState, LedgerEvent};
use registry::money::reconciliation::{Difference, Expected, MismatchKind, Received, reconcile};
use registry::money::{Fen, Insurance, Month, MonthLedger, Reference, Source, Stamp};
use registry::{Actor, CaseId, IdNumber, PersonId};
use store::Changes;

use super::aggregate::{Aggregate as _, insurance_key};
use super::cycle::{PaymentError, paymaster};
use super::mismatches;
use super::work::MoneyWork;
use crate::{App, Fault, Viewer};

/// The most lines of one batch.
pub const COLLECTED_LINES_MAX: usize = 10_000;

/// A line of a batch.
#[derive(Clone, PartialEq, Eq)]
pub struct CollectedLine {
    /// The agency's own number for the payment.
    pub receipt: Reference,
    /// Whose.
    pub id_number: IdNumber,
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

// Whose it is is personal.
impl std::fmt::Debug for CollectedLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CollectedLine").field("receipt", &self.receipt).finish_non_exhaustive()
    }
}

/// What came of a batch: the agency's receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectedTaken {
    /// Lines entered.
    pub entered: usize,
    /// Lines known already, with the same amount for the same month.
    pub known: usize,
    /// Differences: the line's place from 1, and what differs.
    pub differences: Vec<(u32, MismatchKind)>,
    /// All lines together.
    pub total: Fen,
}

impl App {
    /// Takes a batch of contributions that were paid.
    pub async fn contributions_take(
        &self,
        viewer: &Viewer,
        batch: Reference,
        lines: &[CollectedLine],
    ) -> Result<CollectedTaken, PaymentError> {
        let officer = paymaster(viewer)?.id;
        if lines.len() > COLLECTED_LINES_MAX {
            let found = lines.len();
            return Err(PaymentError::File(format!("{found} lines; expected at most {COLLECTED_LINES_MAX}")));
        }
        let mut work = MoneyWork::default();
        let mut received = Vec::with_capacity(lines.len());
        for (line, number) in lines.iter().zip(1_u32..) {
            let person =
                self.parts.store.person_find_by_id_number(&line.id_number).await.map_err(Fault::from)?;
            let person = person.map(|person| person.id);
            if let Some(person) = person {
                self.money_open(&mut work.ledgers, MonthLedger::new(person, line.insurance)).await?;
            }
            received.push(Received {
                line: number,
                receipt: line.receipt.clone(),
                person,
                insurance: line.insurance,
                month: line.month,
                amount: line.amount,
                base: line.base,
                paid_on: line.paid_on,
            });
        }
        let expected = expected(&work, &received);
        let held = reconcile(&batch, &expected, &received).map_err(|e| Fault::because("a batch's sum", e))?;
        let mut taken = CollectedTaken { entered: 0, known: 0, differences: Vec::new(), total: held.total };
        let free = held.differences.iter().filter(|d| d.kind == MismatchKind::OnlyThere);
        let matched = held.matched.iter().map(|matched| &matched.there);
        for there in matched.chain(free.filter_map(|difference| difference.there.as_ref())) {
            let Some(person) = there.person else { continue };
            match self.enter(&mut work, person, there, officer)? {
                Entered::Now => taken.entered += 1,
                Entered::Before => taken.known += 1,
                Entered::Not => taken.differences.push((there.line, MismatchKind::OnlyThere)),
            }
        }
        // A month that could not be entered is a difference as much as one that was found to be one.
        let not_entered: BTreeSet<u32> = taken.differences.iter().map(|(line, _)| *line).collect();
        let is_left = |difference: &&Difference| {
            difference.kind != MismatchKind::OnlyThere
                || difference.there.as_ref().is_some_and(|there| not_entered.contains(&there.line))
        };
        let mut found = 0;
        for difference in held.differences.iter().filter(is_left) {
            let Some(kept) = mismatches::kept(&batch, difference) else { continue };
            let open = self.money_open(&mut work.mismatches, kept).await?;
            found += usize::from(!open.is_known());
        }
        let others = held.differences.iter().filter(|d| d.kind != MismatchKind::OnlyThere);
        taken.differences.extend(others.filter_map(|d| Some((d.there.as_ref()?.line, d.kind))));
        taken.differences.sort_unstable();
        // Nothing new, so nothing to save or to prove.
        if taken.entered == 0 && found == 0 {
            return Ok(taken);
        }
        self.prove(&work).await?;
        let payload = serde_json::json!({
            "batch": batch, "lines": lines.len(), "entered": taken.entered, "differences": taken.differences.len(),
        });
        let entry = store::entry(
            CaseId(self.id()),
            self.moment(),
            Actor::Officer(officer),
            "payment.collected",
            &payload,
        );
        let changes = Changes::new().entry(entry.map_err(Fault::from)?);
        // What was opened and stayed empty is not kept.
        work.ledgers.retain(|_, open| open.is_known() || open.now.version() > 0);
        let changes = work.write(changes, None, self.moment())?;
        self.parts.store.save(changes).await.map_err(Fault::from)?;
        Ok(taken)
    }

    fn enter(
        &self,
        work: &mut MoneyWork,
        person: PersonId,
        there: &Received,
        officer: registry::AccountId,
    ) -> Result<Entered, Fault> {
        let key = insurance_key(person, there.insurance);
        let Some(open) = work.ledgers.get(&key) else { return Ok(Entered::Not) };
        let entry = open.now.month(there.month);
        match open.now.contribution(there.month) {
            ContributionState::Open | ContributionState::Due => {}
            ContributionState::Paid | ContributionState::Credited => {
                let same = entry.is_some_and(|entry| entry.amount == Some(there.amount));
                return Ok(if same { Entered::Before } else { Entered::Not });
            }
            // Put off and paid all the same: an officer is to look.
            ContributionState::Deferred => return Ok(Entered::Not),
        }
        let stamp = Stamp {
            on: there.paid_on,
            at: self.moment(),
            by: Actor::Officer(officer),
            source: Source::Receipt(there.receipt.clone()),
        };
        let (month, amount, base) = (there.month, there.amount, there.base);
        let events = [
            LedgerEvent::Paid { month, amount, base, receipt: there.receipt.clone() },
            LedgerEvent::Credited { month },
        ];
        let Ok(recorded) = open.now.record(events, &stamp) else { return Ok(Entered::Not) };
        for event in recorded {
            work.book(&key, event)?;
        }
        Ok(Entered::Now)
    }
}

enum Entered {
    Now,
    Before,
    Not,
}

/// What the ledgers have of the months that the batch names.
fn expected(work: &MoneyWork, received: &[Received]) -> Vec<Expected> {
    let mut all = Vec::new();
    for open in work.ledgers.values() {
        let ledger = &open.now;
        debug_assert_eq!(ledger.key(), insurance_key(ledger.person(), ledger.insurance()));
        for (month, entry) in ledger.months() {
            let named = |there: &&Received| {
                (there.person, there.insurance, there.month)
                    == (Some(ledger.person()), ledger.insurance(), month)
            };
            let (Some(amount), true) = (entry.amount, received.iter().any(|there| named(&there))) else {
                continue;
            };
            let (person, insurance) = (ledger.person(), ledger.insurance());
            all.push(Expected { person, insurance, month, amount, base: entry.base });
        }
    }
    all
}
