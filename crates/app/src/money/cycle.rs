//! Payment cycles: opened for a month, computed and frozen, approved by a second officer, sent to the bank as one file,
//! answered, closed. The city's officers do it. The file can be fetched and answers can come as often as they like: each
//! order is paid once, and after every step that moves money the book is proven.

use registry::money::budget_plan::BudgetError;
use registry::money::cycle::{CycleError, CycleEvent, CycleState, order_events};
use registry::money::order::OrderState;
use registry::money::{Code, Fen, Month, PaymentCycle, PaymentOrder, Recorded, Source, Stamp};
use registry::{Account, AccountId, Actor, CaseId, CycleId, Role};
use store::{Changes, CycleRow, OrderFilter, OrderRow};

use super::aggregate::Aggregate as _;
use super::payee::Payable;
use super::work::{MoneyWork, Open};
use crate::{App, Fault, Viewer};

/// Why a cycle was not taken on.
#[derive(Debug, thiserror::Error)]
pub enum PaymentError {
    /// Not an officer who pays.
    #[error("not allowed")]
    Denied,
    /// There is none.
    #[error("no such payment cycle")]
    NotFound,
    /// The cycle does not allow it now.
    #[error(transparent)]
    Cycle(#[from] CycleError),
    /// A budget cannot be set so.
    #[error(transparent)]
    Budget(#[from] BudgetError),
    /// Who pays was never set down.
    #[error("payer: not set; expected name, account, clearing number and the number of the sender")]
    NoPayer,
    /// What was sent cannot be read, or a file cannot be made.
    #[error("{0}")]
    File(String),
    /// The book does not add up: nothing was saved.
    #[error("the book would not add up: {0}")]
    Unproven(String),
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// What the next cycle finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentsWaiting {
    /// Orders that can be paid.
    pub ready: usize,
    /// All of them together.
    pub total: Fen,
    /// Orders that could be paid but for an account that a file can name.
    pub without_account: usize,
    /// Orders whose amount nobody knows.
    pub awaiting_amount: usize,
    /// Orders that the bank refused or sent back.
    pub sent_back: usize,
}

/// The officer who pays.
pub(super) fn paymaster(viewer: &Viewer) -> Result<&Account, PaymentError> {
    viewer.officer().filter(|officer| officer.role == Role::City).ok_or(PaymentError::Denied)
}

/// A cycle as the journal and the book name it.
pub(super) fn stamp(app: &App, by: AccountId, cycle: CycleId) -> Stamp {
    Stamp { on: app.today(), at: app.moment(), by: Actor::Officer(by), source: Source::Cycle(cycle) }
}

impl App {
    /// The latest cycles, the newest first.
    pub async fn payment_cycles(&self, viewer: &Viewer) -> Result<Vec<CycleRow>, PaymentError> {
        paymaster(viewer)?;
        Ok(self.parts.store.cycle_list().await.map_err(Fault::from)?)
    }

    /// What waits to be paid.
    pub async fn payments_waiting(&self, viewer: &Viewer) -> Result<PaymentsWaiting, PaymentError> {
        paymaster(viewer)?;
        let Payable { orders, without_account } = self.payable().await?;
        let amounts = orders.iter().filter_map(|open| open.now.amount().payable());
        let total = Fen::sum(amounts).map_err(|e| Fault::because("what waits to be paid", e))?;
        Ok(PaymentsWaiting {
            ready: orders.len(),
            total,
            without_account,
            awaiting_amount: self.orders_in(OrderState::AwaitingAmount).await?.len(),
            sent_back: self.orders_in(OrderState::Rejected).await?.len()
                + self.orders_in(OrderState::Returned).await?.len(),
        })
    }

    pub(super) async fn orders_in(&self, state: OrderState) -> Result<Vec<OrderRow>, Fault> {
        Ok(self.parts.store.order_list(&OrderFilter::State(state)).await?)
    }

    /// Opens a cycle for a month. Where one of that month is open already, it is that one: asked twice, there is one.
    pub async fn cycle_open(&self, viewer: &Viewer, month: Month) -> Result<CycleId, PaymentError> {
        let officer = paymaster(viewer)?.id;
        let is_it = |row: &&CycleRow| row.month == month && row.state == CycleState::Open;
        if let Some(open) = self.payment_cycles(viewer).await?.iter().find(is_it) {
            return Ok(open.cycle);
        }
        let cycle = PaymentCycle::open(CycleId(self.id()), month);
        let id = cycle.id();
        let mut work = MoneyWork::default();
        work.cycles.insert(cycle.key(), Open::new(cycle)?);
        self.cycle_save(work, id, officer, "opened").await?;
        Ok(id)
    }

    /// Computes and freezes it: all orders that can be paid and have an account that a file can name.
    pub async fn cycle_compute(&self, viewer: &Viewer, cycle: CycleId) -> Result<(), PaymentError> {
        let officer = paymaster(viewer)?.id;
        let open = self.cycle_read(cycle).await?;
        let payable = self.payable().await?.orders;
        let stamp = stamp(self, officer, cycle);
        let orders = payable.iter().map(|open| &open.now);
        // Where no budget is in force there is no cap.
        let budgets = self.budgets_in_force().await?;
        let computed = open.now.compute(orders, budgets, officer, &stamp)?;
        let orders = payable.into_iter().map(|open| (open.now.key(), open)).collect();
        let work = MoneyWork { orders, ..MoneyWork::default() };
        self.cycle_step(work, open, computed.event, officer).await
    }

    /// Opens it again: the second officer found something.
    pub async fn cycle_send_back(
        &self,
        viewer: &Viewer,
        cycle: CycleId,
        reason: Code,
    ) -> Result<(), PaymentError> {
        let officer = paymaster(viewer)?.id;
        let open = self.cycle_read(cycle).await?;
        let event = open.now.send_back(officer, reason, &stamp(self, officer, cycle))?;
        self.cycle_step(MoneyWork::default(), open, event, officer).await
    }

    /// Releases it, as the second officer.
    pub async fn cycle_approve(&self, viewer: &Viewer, cycle: CycleId) -> Result<(), PaymentError> {
        let officer = paymaster(viewer)?.id;
        let open = self.cycle_read(cycle).await?;
        let event = open.now.approve(officer, &stamp(self, officer, cycle))?;
        self.cycle_step(MoneyWork::default(), open, event, officer).await
    }

    /// Closes it, once every order has its answer.
    pub async fn cycle_close(&self, viewer: &Viewer, cycle: CycleId) -> Result<(), PaymentError> {
        let officer = paymaster(viewer)?.id;
        let open = self.cycle_read(cycle).await?;
        let event = open.now.close(&stamp(self, officer, cycle))?;
        self.cycle_step(MoneyWork::default(), open, event, officer).await
    }

    pub(super) async fn cycle_read(&self, cycle: CycleId) -> Result<Open<PaymentCycle>, PaymentError> {
        self.money_find(&cycle.to_string()).await?.ok_or(PaymentError::NotFound)
    }

    /// Takes a cycle's event with what it means for its orders, and saves both.
    pub(super) async fn cycle_step(
        &self,
        mut work: MoneyWork,
        mut open: Open<PaymentCycle>,
        event: Recorded<CycleEvent>,
        officer: AccountId,
    ) -> Result<(), PaymentError> {
        let (cycle, code) = (open.now.id(), event.event.code());
        for (order, told) in order_events(&open.now, &event.event) {
            let held = self.order_held(&mut work, &order.to_string()).await?;
            let recorded = held.now.record(told, &event.stamp).map_err(CycleError::from)?;
            held.take(recorded)?;
        }
        open.take(event)?;
        work.cycles.insert(open.now.key(), open);
        self.cycle_save(work, cycle, officer, code).await
    }

    pub(super) async fn order_held<'a>(
        &self,
        work: &'a mut MoneyWork,
        order: &str,
    ) -> Result<&'a mut Open<PaymentOrder>, Fault> {
        if !work.orders.contains_key(order) {
            let found = self.money_find::<PaymentOrder>(order).await?;
            let found = found.ok_or_else(|| Fault::internal("a cycle's order that is not on record"))?;
            work.orders.insert(order.to_owned(), found);
        }
        work.orders.get_mut(order).ok_or_else(|| Fault::internal("an order that was just read"))
    }

    /// Saves a step of a cycle with its entry in the journal. Where money moved, the book is proven with it first.
    pub(super) async fn cycle_save(
        &self,
        work: MoneyWork,
        cycle: CycleId,
        officer: AccountId,
        code: &str,
    ) -> Result<(), PaymentError> {
        self.prove(&work).await?;
        let payload = serde_json::json!({
            "cycle": cycle, "orders": work.orders.len(), "postings": work.postings.len(),
        });
        let action = format!("payment.{code}");
        let entry = store::entry(CaseId(cycle.0), self.moment(), Actor::Officer(officer), &action, &payload);
        let changes = Changes::new().entry(entry.map_err(Fault::from)?);
        let changes = work.write(changes, None, self.moment())?;
        self.parts.store.save(changes).await.map_err(Fault::from)?;
        Ok(())
    }
}
