//! pain.001.001.09, CustomerCreditTransferInitiation: one message for a cycle, one payment for an
//! order. The control sums are counted from the payments, never taken from elsewhere, and the ids
//! follow from the contents: the file of a frozen cycle is the same bytes whenever it is written.

mod read;

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use registry::money::cycle::{CycleEntry, CycleState};
use registry::money::order::PaymentReference;
use registry::money::{Fen, OrderId, PaymentCycle};

pub use read::read;

use super::account::Party;
use super::charset::{CharsetError, text};
use super::xml::Xml;

/// The message and its version.
pub const MESSAGE: &str = "pain.001.001.09";
/// The one currency of the subsidies.
pub const CURRENCY: &str = "CNY";
/// The clearing system to which branch numbers belong, as the external code list names it.
const CLEARING_SYSTEM: &str = "CNAPS";
/// Why the money is paid, as the external code lists name it: social security benefit.
const PURPOSE: &str = "SSBE";
const REMITTANCE_CHARS_MAX: usize = 140;
const MESSAGE_ID_CHARS_MAX: usize = 35;

/// One payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Which order and attempt.
    pub reference: PaymentReference,
    /// How much.
    pub amount: Fen,
    /// To whom.
    pub payee: Party,
    /// What the payee reads on the statement.
    pub remittance: String,
}

/// Who pays, and who sends the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payer {
    /// The account that is debited.
    pub party: Party,
    /// The number under which the bank knows the sender.
    pub sender: String,
}

/// What a payee is paid to and reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payee {
    /// The account.
    pub party: Party,
    /// What is read on the statement.
    pub remittance: String,
}

/// A payment file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentFile {
    /// The message's id, of at most 35 characters.
    pub message_id: String,
    /// When the cycle was approved: not when the file is written, so that it stays the same.
    pub created_at: DateTime,
    /// On which day it is to be paid.
    pub execution_day: Date,
    /// Who pays.
    pub payer: Payer,
    /// The payments.
    pub payments: Vec<Payment>,
}

/// Why no file can be made of a cycle.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Not approved yet.
    #[error("cycle is {found}; expected approved or sent before a file is made of it")]
    NotApproved {
        /// How it stands.
        found: CycleState,
    },
    /// An order without an account.
    #[error("order {order}: no account is known; expected one for each order of the cycle")]
    NoAccount {
        /// Which.
        order: OrderId,
    },
    /// Nothing to pay.
    #[error("no payments; expected at least one")]
    Empty,
    /// A text that cannot stand in a file.
    #[error(transparent)]
    Charset(#[from] CharsetError),
    /// A sum that does not fit.
    #[error(transparent)]
    Overflow(#[from] registry::money::fen::FenOverflow),
}

impl PaymentFile {
    /// The file of an approved cycle.
    pub fn of_cycle(
        cycle: &PaymentCycle,
        payer: Payer,
        payees: &BTreeMap<OrderId, Payee>,
        created_at: DateTime,
        execution_day: Date,
    ) -> Result<Self, FileError> {
        match cycle.state() {
            CycleState::Approved | CycleState::Sent => {}
            found @ (CycleState::Open | CycleState::Computed | CycleState::Closed) => {
                return Err(FileError::NotApproved { found });
            }
        }
        let payment = |entry: &CycleEntry| {
            let order = entry.reference.order;
            let to = payees.get(&order).ok_or(FileError::NoAccount { order })?;
            Ok(Payment {
                reference: entry.reference,
                amount: entry.amount,
                payee: to.party.clone(),
                remittance: to.remittance.clone(),
            })
        };
        let payments = cycle.entries().map(payment).collect::<Result<Vec<_>, FileError>>()?;
        Ok(Self { message_id: cycle.message_id(), created_at, execution_day, payer, payments })
    }

    /// All amounts together.
    pub fn control_sum(&self) -> Result<Fen, FileError> {
        Ok(Fen::sum(self.payments.iter().map(|payment| payment.amount))?)
    }

    /// The file's text.
    pub fn write(&self) -> Result<String, FileError> {
        if self.payments.is_empty() {
            return Err(FileError::Empty);
        }
        text("message id", &self.message_id, MESSAGE_ID_CHARS_MAX)?;
        text("sender", &self.payer.sender, MESSAGE_ID_CHARS_MAX)?;
        for payment in &self.payments {
            text("remittance", &payment.remittance, REMITTANCE_CHARS_MAX)?;
        }
        let (count, sum) = (self.payments.len().to_string(), self.control_sum()?.to_string());
        Ok(Xml::document(MESSAGE, |xml| {
            xml.group("CstmrCdtTrfInitn", |xml| {
                xml.group("GrpHdr", |xml| self.header(xml, &count, &sum));
                xml.group("PmtInf", |xml| self.payments(xml, &count, &sum));
            });
        }))
    }

    fn header(&self, xml: &mut Xml, count: &str, sum: &str) {
        xml.text("MsgId", &self.message_id);
        xml.text("CreDtTm", &self.created_at.strftime("%Y-%m-%dT%H:%M:%S").to_string());
        xml.text("NbOfTxs", count);
        xml.text("CtrlSum", sum);
        xml.group("InitgPty", |xml| {
            xml.text("Nm", self.payer.party.expose_name());
            let id = |xml: &mut Xml| xml.group("Othr", |xml| xml.text("Id", &self.payer.sender));
            xml.group("Id", |xml| xml.group("OrgId", id));
        });
    }

    fn payments(&self, xml: &mut Xml, count: &str, sum: &str) {
        // One group of payments a file: its id is the message's.
        xml.text("PmtInfId", &self.message_id);
        xml.text("PmtMtd", "TRF");
        xml.text("BtchBookg", "false");
        xml.text("NbOfTxs", count);
        xml.text("CtrlSum", sum);
        xml.group("PmtTpInf", |xml| xml.group("CtgyPurp", |xml| xml.text("Cd", PURPOSE)));
        xml.group("ReqdExctnDt", |xml| xml.text("Dt", &self.execution_day.to_string()));
        xml.group("Dbtr", |xml| xml.text("Nm", self.payer.party.expose_name()));
        xml.group("DbtrAcct", |xml| {
            account(xml, &self.payer.party);
            xml.text("Ccy", CURRENCY);
        });
        xml.group("DbtrAgt", |xml| branch(xml, &self.payer.party));
        // The person gets the whole amount.
        xml.text("ChrgBr", "DEBT");
        for payment in &self.payments {
            xml.group("CdtTrfTxInf", |xml| payment.write(xml));
        }
    }
}

impl Payment {
    fn write(&self, xml: &mut Xml) {
        let reference = self.reference.to_string();
        xml.group("PmtId", |xml| {
            xml.text("InstrId", &reference);
            xml.text("EndToEndId", &reference);
        });
        xml.group("Amt", |xml| xml.amount("InstdAmt", &self.amount.to_string(), CURRENCY));
        xml.group("CdtrAgt", |xml| branch(xml, &self.payee));
        xml.group("Cdtr", |xml| xml.text("Nm", self.payee.expose_name()));
        xml.group("CdtrAcct", |xml| account(xml, &self.payee));
        xml.group("Purp", |xml| xml.text("Cd", PURPOSE));
        xml.group("RmtInf", |xml| xml.text("Ustrd", self.remittance.trim()));
    }
}

fn account(xml: &mut Xml, party: &Party) {
    xml.group("Id", |xml| xml.group("Othr", |xml| xml.text("Id", party.account.expose())));
}

fn branch(xml: &mut Xml, party: &Party) {
    xml.group("FinInstnId", |xml| {
        xml.group("ClrSysMmbId", |xml| {
            xml.group("ClrSysId", |xml| xml.text("Cd", CLEARING_SYSTEM));
            xml.text("MmbId", party.branch.as_str());
        });
    });
}
