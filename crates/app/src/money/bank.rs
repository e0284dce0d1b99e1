//! The bank: the file of an approved cycle, the same bytes whenever it is fetched, and the bank's answers to it, taken
//! as often as they come. What the bank says against what it said before is told to the officer, and changes nothing.

use std::collections::BTreeMap;

use exchange::bank::account::Party;
use exchange::bank::camt054::Notification;
use exchange::bank::pain001::{Payee, Payer};
use exchange::bank::pain002::StatusReport;
use exchange::bank::{Answer, PaymentFile};
use jiff::civil::Date;
use registry::CycleId;
use registry::money::cycle::{CycleEvent, CycleState};
use registry::money::order::{BankAnswer, PaymentReference};
use registry::money::{PaymentCycle, posting};
use serde::{Deserialize, Serialize};
use store::{MoneyKey, MoneyKind};

use super::aggregate::Aggregate as _;
use super::cycle::{PaymentError, paymaster, stamp};
use super::work::{MoneyWork, Open};
use crate::sources::beijing_time;
use crate::{App, Fault, Viewer};

/// The setting that says who pays: an account of the authority, nothing personal.
const PAYER: &str = "payments.payer";
/// The most answers that one file may hold.
const ANSWERS_MAX: usize = 1_000_000;

/// Who pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayerSet {
    /// The name of the account.
    pub name: String,
    /// Its number.
    pub account: String,
    /// The clearing number of its bank.
    pub branch: String,
    /// Under which number the bank knows who sends the file.
    pub sender: String,
}

/// A file for the bank.
#[derive(Clone, PartialEq, Eq)]
pub struct BankFile {
    /// A name for it.
    pub name: String,
    /// Its text: personal.
    pub xml: String,
    /// Whether it was fetched before.
    pub is_repeated: bool,
}

impl std::fmt::Debug for BankFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BankFile").field("name", &self.name).finish_non_exhaustive()
    }
}

/// What came of a bank's answers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AnswersTaken {
    /// Taken on.
    pub accepted: usize,
    /// Paid.
    pub paid: usize,
    /// Refused.
    pub rejected: usize,
    /// Sent back.
    pub returned: usize,
    /// Known already.
    pub unchanged: usize,
    /// What cannot be with what the bank said before, or with what is on record, each in words.
    pub contradictions: Vec<String>,
    /// Entries that carry no reference of ours.
    pub foreign: usize,
}

impl AnswersTaken {
    fn count(&mut self, answer: BankAnswer) {
        let place = match answer {
            BankAnswer::Accepted => &mut self.accepted,
            BankAnswer::Paid { .. } => &mut self.paid,
            BankAnswer::Rejected { .. } => &mut self.rejected,
            BankAnswer::Returned { .. } => &mut self.returned,
        };
        *place += 1;
    }
}

fn file(error: impl std::fmt::Display) -> PaymentError {
    PaymentError::File(error.to_string())
}

impl PayerSet {
    fn read(&self) -> Result<Payer, PaymentError> {
        let account = self.account.parse().map_err(file)?;
        let branch = self.branch.parse().map_err(file)?;
        let party = Party::new(&self.name, account, branch).map_err(file)?;
        Ok(Payer { party, sender: self.sender.clone() })
    }
}

impl App {
    /// Sets down who pays.
    pub async fn payer_set(&self, viewer: &Viewer, payer: &PayerSet) -> Result<(), PaymentError> {
        paymaster(viewer)?;
        payer.read()?;
        let value = serde_json::to_string(payer).map_err(|e| Fault::because("a payer", e))?;
        Ok(self.parts.store.setting_put(PAYER, &value, self.clock()).await.map_err(Fault::from)?)
    }

    /// Who pays, as it is set down.
    pub async fn payer_shown(&self, viewer: &Viewer) -> Result<Option<PayerSet>, PaymentError> {
        paymaster(viewer)?;
        let set = self.parts.store.setting_get(PAYER).await.map_err(Fault::from)?;
        Ok(set.and_then(|value| serde_json::from_str(&value).ok()))
    }

    async fn payer(&self) -> Result<Payer, PaymentError> {
        let set = self.parts.store.setting_get(PAYER).await.map_err(Fault::from)?;
        let set: PayerSet =
            set.and_then(|value| serde_json::from_str(&value).ok()).ok_or(PaymentError::NoPayer)?;
        set.read()
    }

    /// The file of an approved cycle. Fetched again it is the same file, and each order in it is paid once.
    pub async fn cycle_file(&self, viewer: &Viewer, cycle: CycleId) -> Result<BankFile, PaymentError> {
        let officer = paymaster(viewer)?.id;
        let open = self.cycle_read(cycle).await?;
        let (created_at, execution_day) = self.approved(cycle).await?;
        let mut payees = BTreeMap::new();
        for entry in open.now.entries() {
            let order = entry.reference.order;
            let row = self.parts.store.order_find(order).await.map_err(Fault::from)?;
            let row = row.ok_or(PaymentError::NotFound)?;
            if let Some(party) = self.party_of(row.person).await? {
                let remittance = format!("{} {}", self.programme_name(row.programme).zh, row.month);
                payees.insert(order, Payee { party, remittance });
            }
        }
        let made = PaymentFile::of_cycle(&open.now, self.payer().await?, &payees, created_at, execution_day);
        let xml = made.map_err(file)?.write().map_err(file)?;
        let message = open.now.message_id();
        let is_repeated = open.now.state() == CycleState::Sent;
        let sent = open.now.file_sent(&message, &stamp(self, officer, cycle))?;
        if let Some(event) = sent {
            self.cycle_step(MoneyWork::default(), open, event, officer).await?;
        }
        Ok(BankFile { name: format!("pain001-{message}.xml"), xml, is_repeated })
    }

    /// When a cycle was approved, in Beijing: the moment and day that its file names, whenever it is written.
    async fn approved(&self, cycle: CycleId) -> Result<(jiff::civil::DateTime, Date), PaymentError> {
        let key = MoneyKey { kind: MoneyKind::Cycle, key: cycle.to_string() };
        let stream = self.parts.store.money_stream_find(&key).await.map_err(Fault::from)?;
        let events = stream.map(|stream| stream.events).unwrap_or_default();
        let is_approval = |event: &CycleEvent| matches!(event, CycleEvent::Approved { .. });
        let approval = events.into_iter().rev().find(|recorded| {
            serde_json::from_value(recorded.event.clone()).is_ok_and(|event| is_approval(&event))
        });
        let stamp = approval.map(|recorded| recorded.stamp);
        let stamp = stamp.ok_or_else(|| file("cycle: not approved; expected approved or sent"))?;
        Ok((beijing_time(stamp.at), stamp.on))
    }

    /// Takes what the bank answered: a pain.002 or a camt.054.
    pub async fn bank_answers(&self, viewer: &Viewer, xml: &str) -> Result<AnswersTaken, PaymentError> {
        let officer = paymaster(viewer)?.id;
        let mut taken = AnswersTaken::default();
        let (answers, source) = self.answers_read(xml, &mut taken).await?;
        if answers.len() > ANSWERS_MAX {
            return Err(file(format!("{} answers; expected at most {ANSWERS_MAX}", answers.len())));
        }
        let mut work = MoneyWork::default();
        let mut last = None;
        for Answer { reference, answer } in answers {
            match self.answer_one(&mut work, officer, reference, answer).await {
                Ok(Some(cycle)) => {
                    taken.count(answer);
                    last = Some(cycle);
                }
                Ok(None) => taken.unchanged += 1,
                Err(PaymentError::Cycle(error)) => taken.contradictions.push(error.to_string()),
                Err(PaymentError::NotFound) => {
                    taken
                        .contradictions
                        .push(format!("{reference}: not on record; expected one of our payments"));
                }
                Err(error) => return Err(error),
            }
        }
        if let Some(cycle) = last {
            self.cycle_save(work, cycle, officer, "answered").await?;
        }
        tracing::info!(
            message = source,
            paid = taken.paid,
            rejected = taken.rejected,
            returned = taken.returned,
            unchanged = taken.unchanged,
            contradictions = taken.contradictions.len(),
            "a bank's answers were taken"
        );
        Ok(taken)
    }

    async fn answers_read(
        &self,
        xml: &str,
        taken: &mut AnswersTaken,
    ) -> Result<(Vec<Answer>, String), PaymentError> {
        if let Ok(notification) = Notification::read(xml) {
            taken.foreign = notification.foreign;
            return Ok((notification.answers(), notification.message_id));
        }
        let report = StatusReport::read(xml).map_err(file)?;
        let mut payments: Vec<PaymentReference> = Vec::new();
        for row in self.parts.store.cycle_list().await.map_err(Fault::from)? {
            let cycle = self.cycle_read(row.cycle).await?.now;
            if cycle.message_id() == report.original_message_id {
                payments = cycle.entries().map(|entry| entry.reference).collect();
                break;
            }
        }
        Ok((report.answers(payments), report.message_id))
    }

    /// One answer: the cycle that it changed.
    async fn answer_one(
        &self,
        work: &mut MoneyWork,
        officer: registry::AccountId,
        reference: PaymentReference,
        answer: BankAnswer,
    ) -> Result<Option<CycleId>, PaymentError> {
        let key = reference.order.to_string();
        let known = work.orders.contains_key(&key)
            || self.parts.store.order_find(reference.order).await.map_err(Fault::from)?.is_some();
        if !known {
            return Err(PaymentError::NotFound);
        }
        let order = self.order_held(work, &key).await?.now.clone();
        // An answer to an attempt that is over changes nothing, and belongs to a cycle that is not the order's any more.
        if order
            .answer(reference.attempt, answer)
            .map_err(registry::money::cycle::CycleError::from)?
            .is_none()
        {
            return Ok(None);
        }
        let cycle = order.cycle().ok_or(PaymentError::NotFound)?;
        let stamp = stamp(self, officer, cycle);
        let open = self.cycle_held(work, cycle).await?;
        let Some(event) = open.now.answered(&order, reference.attempt, answer, &stamp)? else {
            return Ok(None);
        };
        open.take(event)?;
        let amount =
            order.amount().payable().ok_or_else(|| Fault::internal("an order paid without an amount"))?;
        for moved in posting::movements(&order, answer) {
            let on = match answer {
                BankAnswer::Paid { on } | BankAnswer::Returned { on, .. } => on,
                BankAnswer::Accepted | BankAnswer::Rejected { .. } => stamp.on,
            };
            let stamp = registry::money::Stamp { on, ..stamp.clone() };
            let posted = posting::of_order(&order, amount, *moved, &stamp);
            work.postings.push(posted.map_err(|e| Fault::because("a posting", e))?);
        }
        let told = registry::money::order::OrderEvent::Answered { answer };
        let recorded = order.record(told, &stamp).map_err(registry::money::cycle::CycleError::from)?;
        self.order_held(work, &key).await?.take(recorded)?;
        Ok(Some(cycle))
    }

    async fn cycle_held<'a>(
        &self,
        work: &'a mut MoneyWork,
        cycle: CycleId,
    ) -> Result<&'a mut Open<PaymentCycle>, PaymentError> {
        let key = cycle.to_string();
        if !work.cycles.contains_key(&key) {
            let open = self.cycle_read(cycle).await?;
            work.cycles.insert(open.now.key(), open);
        }
        Ok(work.cycles.get_mut(&key).ok_or_else(|| Fault::internal("a cycle that was just read"))?)
    }
}
