//! A bank that is none: it takes a payment file and answers as banks do, late, twice, out of order and
//! with returns days after the payment. What it does follows from its seed and the file alone, so a
//! run can be had again. It keeps count of the money that left, by which one sees what was paid once.

mod rules;
mod scenario;

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use registry::Hash;
use registry::money::order::PaymentReference;
use registry::money::{Fen, ReasonCode};

pub use rules::Rules;
pub use scenario::{Scenario, ScenarioError};

use super::account::BankAccount;
use super::camt054::{Booked, Notification};
use super::pain001::{self, Payment, PaymentFile};
use super::pain002::{PaymentStatus, StatusReport};
use super::xml::ReadError;

/// Which message it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A pain.002.
    StatusReport,
    /// A camt.054.
    Notification,
}

/// A message of the bank.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// The day from which it can be fetched.
    pub due: Date,
    /// Which message.
    pub kind: Kind,
    /// A name for its file.
    pub name: String,
    /// Its text: personal, so it is not in `Debug`.
    pub xml: String,
}

impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Message");
        shown
            .field("due", &self.due)
            .field("kind", &self.kind)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// The bank.
#[derive(Debug, Clone)]
pub struct BankSimulator {
    seed: u64,
    rules: Rules,
    files: BTreeSet<String>,
    left: BTreeMap<PaymentReference, Fen>,
    returned: BTreeSet<PaymentReference>,
    outbox: Vec<Message>,
}

impl BankSimulator {
    /// A bank with its rules.
    pub fn new(seed: u64, rules: Rules) -> Self {
        let (files, left) = (BTreeSet::new(), BTreeMap::new());
        Self { seed, rules, files, left, returned: BTreeSet::new(), outbox: Vec::new() }
    }

    /// Takes a payment file. The same message a second time pays nothing more: its answers are only
    /// given again.
    pub fn receive(&mut self, xml: &str, now: DateTime) -> Result<(), ReadError> {
        let file = match pain001::read(xml) {
            Ok(file) => file,
            Err(error @ ReadError::ControlSum { .. }) => return self.refuse_whole(xml, now, error),
            Err(error) => return Err(error),
        };
        let is_new = self.files.insert(file.message_id.clone());
        let mut reports: BTreeMap<Date, Vec<PaymentStatus>> = BTreeMap::new();
        let mut bookings: BTreeMap<Date, Vec<Booked>> = BTreeMap::new();
        for payment in &file.payments {
            let reference = payment.reference;
            let refusal = self.rules.refusal(payment).or_else(|| self.doubled(payment, is_new));
            let status = if refusal.is_some() { "RJCT" } else { "ACSP" };
            let told = later(now.date(), self.delay("report", reference, self.rules.delay_days_max));
            let status = PaymentStatus { reference, status: Some(status.to_owned()), reason: refusal };
            reports.entry(told).or_default().push(status);
            if refusal.is_none() {
                self.left.insert(reference, payment.amount);
                self.book(&file, payment, now.date(), &mut bookings);
            }
        }
        for (day, payments) in reports {
            self.report(&file.message_id, at(day, now), payments);
        }
        for (day, booked) in bookings {
            self.notify(&file, at(day, now), booked);
        }
        Ok(())
    }

    /// The messages that can be fetched by a day, in the order in which they arrive.
    pub fn fetch(&mut self, today: Date) -> Vec<Message> {
        let (mut due, rest): (Vec<Message>, Vec<Message>) =
            std::mem::take(&mut self.outbox).into_iter().partition(|message| message.due <= today);
        self.outbox = rest;
        if self.rules.out_of_order {
            due.sort_by_key(|message| self.hash("order", message.name.as_bytes()));
        } else {
            due.sort_by_key(|message| (message.due, message.kind));
        }
        due
    }

    /// How many messages are still to come.
    pub fn waiting(&self) -> usize {
        self.outbox.len()
    }

    /// Whether a payment left the payer's account, and did not come back.
    pub fn has_paid(&self, reference: PaymentReference) -> Option<Fen> {
        self.left.get(&reference).copied().filter(|_| !self.returned.contains(&reference))
    }

    /// Every payment that left the payer's account, once each, returns not taken off.
    pub fn payments(&self) -> impl Iterator<Item = (PaymentReference, Fen)> {
        self.left.iter().map(|(reference, amount)| (*reference, *amount))
    }

    /// Paid already under another file.
    fn doubled(&self, payment: &Payment, is_new: bool) -> Option<ReasonCode> {
        let held = is_new && self.left.contains_key(&payment.reference);
        if held { "AM05".parse().ok() } else { None }
    }

    fn book(
        &mut self,
        file: &PaymentFile,
        payment: &Payment,
        today: Date,
        bookings: &mut BTreeMap<Date, Vec<Booked>>,
    ) {
        let reference = payment.reference;
        let wait = self.delay("book", reference, self.rules.delay_days_max);
        let on = later(file.execution_day.max(today), wait);
        let booked = Booked { reference, amount: payment.amount, on, returned: None };
        bookings.entry(on).or_default().push(booked);
        if self.draw("return", reference) < self.rules.return_per_mille {
            self.returned.insert(reference);
            let back = later(on, 1 + self.delay("back", reference, self.rules.return_days_max));
            // The account was closed between the acceptance and the credit.
            let returned = "AC04".parse().ok();
            bookings.entry(back).or_default().push(Booked { on: back, returned, ..booked });
        }
    }

    fn report(&mut self, file: &str, now: DateTime, payments: Vec<PaymentStatus>) {
        let name = self.name("pain002", file, now);
        let report = StatusReport {
            message_id: name.clone(),
            created_at: now,
            original_message_id: file.to_owned(),
            status: None,
            reason: None,
            payments,
        };
        let xml = report.write(&self.rules.report_version);
        self.put(Message { due: now.date(), kind: Kind::StatusReport, name, xml });
    }

    fn notify(&mut self, file: &PaymentFile, now: DateTime, booked: Vec<Booked>) {
        let name = self.name("camt054", &file.message_id, now);
        let notification = Notification { message_id: name.clone(), created_at: now, booked, foreign: 0 };
        let account: &BankAccount = &file.payer.party.account;
        let xml = notification.write(account);
        self.put(Message { due: now.date(), kind: Kind::Notification, name, xml });
    }

    /// A file whose sums are wrong is refused whole, by its id.
    fn refuse_whole(&mut self, xml: &str, now: DateTime, error: ReadError) -> Result<(), ReadError> {
        let Some(file) = message_id(xml) else { return Err(error) };
        let name = self.name("pain002", &file, now);
        let report = StatusReport {
            message_id: name.clone(),
            created_at: now,
            original_message_id: file,
            status: Some("RJCT".to_owned()),
            reason: "FF01".parse().ok(),
            payments: Vec::new(),
        };
        let xml = report.write(&self.rules.report_version);
        self.put(Message { due: now.date(), kind: Kind::StatusReport, name, xml });
        Ok(())
    }

    fn put(&mut self, message: Message) {
        if self.share("twice", message.name.as_bytes()) < self.rules.twice_per_mille {
            self.outbox.push(Message { due: later(message.due, 1), ..message.clone() });
        }
        self.outbox.push(message);
    }

    fn name(&self, kind: &str, file: &str, now: DateTime) -> String {
        let hash = self.hash(kind, format!("{file} {now}").as_bytes()).to_string();
        hash.chars().take(32).collect()
    }

    fn hash(&self, purpose: &str, about: &[u8]) -> Hash {
        Hash::of_parts("linghuo.bank.simulator.1", &[&self.seed.to_be_bytes(), purpose.as_bytes(), about])
    }

    /// A number below a thousand.
    fn share(&self, purpose: &str, about: &[u8]) -> u16 {
        let Hash([first, second, ..]) = self.hash(purpose, about);
        u16::from_be_bytes([first, second]) % 1000
    }

    fn draw(&self, purpose: &str, reference: PaymentReference) -> u16 {
        self.share(purpose, reference.to_string().as_bytes())
    }

    fn delay(&self, purpose: &str, reference: PaymentReference, days_max: u8) -> u8 {
        let days = self.draw(purpose, reference) % (u16::from(days_max) + 1);
        u8::try_from(days).unwrap_or(0)
    }
}

fn later(day: Date, days: u8) -> Date {
    day.saturating_add(i64::from(days).days())
}

fn at(day: Date, now: DateTime) -> DateTime {
    day.to_datetime(now.time())
}

fn message_id(xml: &str) -> Option<String> {
    let mut found = None;
    let read = super::xml::walk(xml, "pain.001", |step| {
        if let super::xml::Step::Text("CstmrCdtTrfInitn/GrpHdr/MsgId", text, _) = step {
            found = Some(text.to_owned());
        }
        Ok(())
    });
    read.ok().and(found)
}
