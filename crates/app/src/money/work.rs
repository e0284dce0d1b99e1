//! What one request does to money: the aggregates that it touches, each read once, with the events that are new. Two
//! effects of one step that touch the same ledger so see each other, and all of it is saved in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use registry::CaseId;
use registry::money::budget_plan::BudgetPlan;
use registry::money::ledger::LedgerEvent;
use registry::money::{
    Month, MonthLedger, PaymentCycle, PaymentOrder, Recorded, Stamp, SubsidyLedger, Transaction, posting,
};
use store::{Changes, CycleRow, MoneyAppend, MoneyKey, MoneyStream, MonthRow, OrderRow, Write};

use super::aggregate::{Aggregate, Bases, CaseQuote};
use super::mismatches::KeptMismatch;
use crate::{App, Fault};

/// An aggregate that a request works on.
#[derive(Debug, Clone)]
pub(crate) struct Open<A: Aggregate> {
    /// As it stands with what is new.
    pub(crate) now: A,
    /// The version on record; none for one that is new.
    before: Option<u32>,
    head: serde_json::Value,
    new: Vec<Recorded<A::Event>>,
}

impl<A: Aggregate> Open<A> {
    /// One that is not on record yet.
    pub(crate) fn new(now: A) -> Result<Self, Fault> {
        let head = serde_json::to_value(now.head()).map_err(|e| Fault::because("the head of a stream", e))?;
        Ok(Self { now, before: None, head, new: Vec::new() })
    }

    pub(super) fn read(stream: MoneyStream) -> Result<Self, Fault> {
        Self::read_while(stream, |_| true)
    }

    /// The same with its first events alone, as long as their stamps are wanted.
    fn read_while(stream: MoneyStream, is_wanted: impl Fn(&Stamp) -> bool) -> Result<Self, Fault> {
        let wrong = |e| Fault::because("a stream of money that cannot be read", e);
        let mut now = A::begin(serde_json::from_value(stream.head.clone()).map_err(wrong)?);
        for recorded in stream.events.into_iter().take_while(|recorded| is_wanted(&recorded.stamp)) {
            let event = serde_json::from_value(recorded.event).map_err(wrong)?;
            now.take(&Recorded { version: recorded.version, stamp: recorded.stamp, event })?;
        }
        Ok(Self { now, before: Some(stream.version), head: stream.head, new: Vec::new() })
    }

    /// Whether it is on record.
    pub(crate) fn is_known(&self) -> bool {
        self.before.is_some()
    }

    /// Takes an event that is new.
    pub(crate) fn take(&mut self, recorded: Recorded<A::Event>) -> Result<(), Fault> {
        self.now.take(&recorded)?;
        self.new.push(recorded);
        Ok(())
    }

    fn write(&self, changes: Changes, case: Option<CaseId>) -> Result<Changes, Fault> {
        if self.before.is_some() && self.new.is_empty() {
            return Ok(changes);
        }
        let events = self.new.iter().map(|recorded| {
            let event =
                serde_json::to_value(&recorded.event).map_err(|e| Fault::because("an event of money", e))?;
            Ok(Recorded { version: recorded.version, stamp: recorded.stamp.clone(), event })
        });
        let append = MoneyAppend {
            stream: MoneyKey { kind: A::KIND, key: self.now.key() },
            person: self.now.person(),
            case,
            before: self.before,
            head: self.head.clone(),
            events: events.collect::<Result<_, Fault>>()?,
        };
        Ok(changes.write(Write::MoneyAppend(Box::new(append))))
    }
}

impl Open<MonthLedger> {
    /// Takes an event, and gives its posting where money moves.
    pub(crate) fn book(&mut self, recorded: Recorded<LedgerEvent>) -> Result<Option<Transaction>, Fault> {
        let posted = posting::of_ledger(&self.now, &recorded).map_err(|e| Fault::because("a posting", e))?;
        self.take(recorded)?;
        Ok(posted)
    }

    fn rows(&self) -> Vec<MonthRow> {
        let touched: BTreeSet<Month> = self.new.iter().map(|recorded| recorded.event.month()).collect();
        let row = |month: Month| {
            let entry = self.now.month(month)?;
            Some(MonthRow {
                person: self.now.person(),
                insurance: self.now.insurance(),
                month,
                contribution: entry.contribution,
                amount: entry.amount,
                base: entry.base,
                unsettled: entry.unsettled,
                subsidy: entry.subsidy,
                subsidy_amount: entry.subsidy_amount,
                programme: entry.programme,
            })
        };
        touched.into_iter().filter_map(row).collect()
    }
}

fn order_row(order: &PaymentOrder) -> OrderRow {
    let line = order.line();
    OrderRow {
        order: order.id(),
        person: line.person,
        programme: line.programme,
        insurance: line.insurance,
        month: line.month,
        district: order.district().clone(),
        amount: order.amount().payable(),
        state: order.state(),
        attempt: order.reference().attempt,
        cycle: order.cycle(),
        reason: order.reason(),
        approved_at: order.approved_at(),
    }
}

/// Aggregates of one kind by key.
pub(crate) type Held<A> = BTreeMap<String, Open<A>>;

/// Everything that one request does to money.
#[derive(Debug, Default)]
pub(crate) struct MoneyWork {
    pub(crate) ledgers: Held<MonthLedger>,
    pub(crate) subsidies: Held<SubsidyLedger>,
    pub(crate) bases: Held<Bases>,
    pub(crate) quotes: Held<CaseQuote>,
    pub(crate) orders: Held<PaymentOrder>,
    pub(crate) cycles: Held<PaymentCycle>,
    pub(crate) budgets: Held<BudgetPlan>,
    pub(super) mismatches: Held<KeptMismatch>,
    pub(crate) postings: Vec<Transaction>,
}

impl MoneyWork {
    /// Takes an event of a ledger with its posting.
    pub(crate) fn book(&mut self, ledger: &str, recorded: Recorded<LedgerEvent>) -> Result<(), Fault> {
        let held =
            self.ledgers.get_mut(ledger).ok_or_else(|| Fault::internal("a ledger that was not read"))?;
        let posted = held.book(recorded)?;
        self.postings.extend(posted);
        Ok(())
    }

    /// Adds all of it to the changes of a request.
    pub(crate) fn write(
        &self,
        mut changes: Changes,
        case: Option<CaseId>,
        at: jiff::Timestamp,
    ) -> Result<Changes, Fault> {
        for ledger in self.ledgers.values() {
            changes = ledger.write(changes, case)?;
            for row in ledger.rows() {
                changes = changes.write(Write::MoneyMonth(Box::new(row)));
            }
        }
        changes = self.subsidies.values().try_fold(changes, |changes, open| open.write(changes, case))?;
        changes = self.bases.values().try_fold(changes, |changes, open| open.write(changes, case))?;
        changes = self.quotes.values().try_fold(changes, |changes, open| open.write(changes, case))?;
        changes = self.budgets.values().try_fold(changes, |changes, open| open.write(changes, case))?;
        changes = self.mismatches.values().try_fold(changes, |changes, open| open.write(changes, case))?;
        for order in self.orders.values().filter(|order| !order.is_known() || !order.new.is_empty()) {
            changes = order.write(changes, case)?.write(Write::MoneyOrder(Box::new(order_row(&order.now))));
        }
        for cycle in self.cycles.values().filter(|cycle| !cycle.is_known() || !cycle.new.is_empty()) {
            changes =
                cycle.write(changes, case)?.write(Write::MoneyCycle(Box::new(cycle_row(&cycle.now, at)?)));
        }
        for transaction in &self.postings {
            changes = changes.write(Write::MoneyPosting(Box::new(transaction.clone())));
        }
        Ok(changes)
    }
}

/// `opened_at` is looked at by the store for a new cycle alone.
fn cycle_row(cycle: &PaymentCycle, opened_at: jiff::Timestamp) -> Result<CycleRow, Fault> {
    let count = |amount: usize| u32::try_from(amount).unwrap_or(u32::MAX);
    Ok(CycleRow {
        cycle: cycle.id(),
        month: cycle.month(),
        state: cycle.state(),
        orders: count(cycle.entries().len()),
        total: cycle.total().map_err(|e| Fault::because("a cycle's total", e))?,
        unanswered: count(cycle.unanswered()),
        opened_at,
    })
}

impl App {
    /// An aggregate on record by its key.
    pub(crate) async fn money_find<A: Aggregate>(&self, key: &str) -> Result<Option<Open<A>>, Fault> {
        let stream = MoneyKey { kind: A::KIND, key: key.to_owned() };
        self.parts.store.money_stream_find(&stream).await?.map(Open::read).transpose()
    }

    /// All aggregates of a kind that a person has on record.
    pub(crate) async fn money_of<A: Aggregate>(
        &self,
        person: registry::PersonId,
    ) -> Result<Vec<Open<A>>, Fault> {
        let streams = self.parts.store.money_stream_list(person, A::KIND).await?;
        streams.into_iter().map(Open::read).collect()
    }

    /// The same as they stood with the first of their events, as long as the stamps are wanted: for papers of that time.
    pub(crate) async fn money_of_then<A: Aggregate>(
        &self,
        person: registry::PersonId,
        is_wanted: impl Fn(&Stamp) -> bool,
    ) -> Result<Vec<A>, Fault> {
        let streams = self.parts.store.money_stream_list(person, A::KIND).await?;
        let then = streams.into_iter().map(|stream| Ok(Open::<A>::read_while(stream, &is_wanted)?.now));
        then.collect()
    }

    /// The aggregate that begins so, read once in a request; one that is not on record is opened.
    pub(crate) async fn money_open<'a, A: Aggregate>(
        &self,
        held: &'a mut Held<A>,
        empty: A,
    ) -> Result<&'a mut Open<A>, Fault> {
        let key = empty.key();
        if !held.contains_key(&key) {
            let open = match self.money_find(&key).await? {
                Some(open) => open,
                None => Open::new(empty)?,
            };
            held.insert(key.clone(), open);
        }
        held.get_mut(&key).ok_or_else(|| Fault::internal("an aggregate that was just read"))
    }
}
