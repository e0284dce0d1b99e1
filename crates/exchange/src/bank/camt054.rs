//! camt.054, BankToCustomerDebitCreditNotification: what was booked on the payer's account. A debit
//! says that a payment was made, a credit with a reason for return says that it came back.
//! Read in the versions 02 to 14; written, for the simulated bank, as .08.

use jiff::civil::{Date, DateTime};
use registry::money::order::{BankAnswer, PaymentReference};
use registry::money::{Fen, ReasonCode};

use super::account::BankAccount;
use super::answers::Answer;
use super::pain001::CURRENCY;
use super::pain002::moment;
use super::xml::{ReadError, Step, Xml, walk};

const NAME: &str = "camt.054";
/// The version that is written.
pub const VERSION: &str = "001.08";
/// What stands for a return without a reason.
const NO_REASON: &str = "NARR";

/// One payment that was booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Booked {
    /// Which.
    pub reference: PaymentReference,
    /// How much.
    pub amount: Fen,
    /// On which day.
    pub on: Date,
    /// Why it came back; `None` for a payment that was made.
    pub returned: Option<ReasonCode>,
}

/// A notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// Its own id: the same one a second time is the same notification.
    pub message_id: String,
    /// When it was made.
    pub created_at: DateTime,
    /// What was booked on our payments.
    pub booked: Vec<Booked>,
    /// Entries that carry no reference of ours: somebody else's, to be looked at by a person.
    pub foreign: usize,
}

impl Notification {
    /// What it says of our payments.
    pub fn answers(&self) -> Vec<Answer> {
        let answer = |booked: &Booked| Answer {
            reference: booked.reference,
            answer: match booked.returned {
                Some(reason) => BankAnswer::Returned { on: booked.on, reason },
                None => BankAnswer::Paid { on: booked.on },
            },
        };
        self.booked.iter().map(answer).collect()
    }

    /// Reads a notification.
    pub fn read(xml: &str) -> Result<Self, ReadError> {
        let mut reading = Reading::default();
        walk(xml, NAME, |step| match step {
            Step::Text(path, text, currency) => reading.text(path, text, currency),
            Step::Close("BkToCstmrDbtCdtNtfctn/Ntfctn/Ntry/NtryDtls/TxDtls") => {
                reading.transactions.push(std::mem::take(&mut reading.transaction));
                Ok(())
            }
            Step::Close("BkToCstmrDbtCdtNtfctn/Ntfctn/Ntry") => reading.entry(),
            Step::Open(_) | Step::Close(_) => Ok(()),
        })?;
        let missing = |element| ReadError::Missing { message: NAME, element };
        Ok(Self {
            message_id: reading.message_id.ok_or_else(|| missing("GrpHdr/MsgId"))?,
            created_at: reading.created_at.ok_or_else(|| missing("GrpHdr/CreDtTm"))?,
            booked: reading.booked,
            foreign: reading.foreign,
        })
    }

    /// Writes a notification on an account.
    pub fn write(&self, account: &BankAccount) -> String {
        let made = self.created_at.strftime("%Y-%m-%dT%H:%M:%S").to_string();
        Xml::document(&format!("{NAME}.{VERSION}"), |xml| {
            xml.group("BkToCstmrDbtCdtNtfctn", |xml| {
                xml.group("GrpHdr", |xml| {
                    xml.text("MsgId", &self.message_id);
                    xml.text("CreDtTm", &made);
                });
                xml.group("Ntfctn", |xml| {
                    xml.text("Id", &self.message_id);
                    xml.text("CreDtTm", &made);
                    xml.group("Acct", |xml| {
                        xml.group("Id", |xml| xml.group("Othr", |xml| xml.text("Id", account.expose())));
                        xml.text("Ccy", CURRENCY);
                    });
                    for booked in &self.booked {
                        xml.group("Ntry", |xml| booked.write(xml));
                    }
                });
            });
        })
    }
}

impl Booked {
    fn write(&self, xml: &mut Xml) {
        let (amount, direction) =
            (self.amount.to_string(), if self.returned.is_some() { "CRDT" } else { "DBIT" });
        // Issued credit transfers: sent, and returned.
        let kind = if self.returned.is_some() { "RRTN" } else { "DMCT" };
        xml.amount("Amt", &amount, CURRENCY);
        xml.text("CdtDbtInd", direction);
        xml.group("Sts", |xml| xml.text("Cd", "BOOK"));
        xml.group("BookgDt", |xml| xml.text("Dt", &self.on.to_string()));
        xml.group("BkTxCd", |xml| {
            xml.group("Domn", |xml| {
                xml.text("Cd", "PMNT");
                xml.group("Fmly", |xml| {
                    xml.text("Cd", "ICDT");
                    xml.text("SubFmlyCd", kind);
                });
            });
        });
        xml.group("NtryDtls", |xml| {
            xml.group("TxDtls", |xml| {
                xml.group("Refs", |xml| xml.text("EndToEndId", &self.reference.to_string()));
                xml.amount("Amt", &amount, CURRENCY);
                xml.text("CdtDbtInd", direction);
                if let Some(reason) = self.returned {
                    xml.group("RtrInf", |xml| xml.group("Rsn", |xml| xml.text("Cd", reason.as_str())));
                }
            });
        });
    }
}

#[derive(Default)]
struct Transaction {
    reference: Option<String>,
    amount: Option<Fen>,
    direction: Option<String>,
    returned: Option<ReasonCode>,
}

#[derive(Default)]
struct Reading {
    message_id: Option<String>,
    created_at: Option<DateTime>,
    amount: Option<Fen>,
    direction: Option<String>,
    status: Option<String>,
    on: Option<Date>,
    transaction: Transaction,
    transactions: Vec<Transaction>,
    booked: Vec<Booked>,
    foreign: usize,
    entries: usize,
}

impl Reading {
    fn text(&mut self, path: &str, text: &str, currency: Option<&str>) -> Result<(), ReadError> {
        let number = self.entries + 1;
        let Some(path) = path.strip_prefix("BkToCstmrDbtCdtNtfctn/") else { return Ok(()) };
        let wrong = |element, expected| ReadError::Value { message: NAME, element, number, expected };
        let amount = || {
            let expected = "yuan with two decimals, in CNY";
            let read = text.parse().ok().filter(|_| currency == Some(CURRENCY));
            read.map(Some).ok_or_else(|| wrong("Amt", expected))
        };
        let said = || Some(text.to_owned());
        match path {
            "GrpHdr/MsgId" => self.message_id = said(),
            "GrpHdr/CreDtTm" => self.created_at = Some(moment(text, NAME)?),
            "Ntfctn/Ntry/Amt" => self.amount = amount()?,
            "Ntfctn/Ntry/CdtDbtInd" => self.direction = said(),
            // Until version 04 the status is the text itself.
            "Ntfctn/Ntry/Sts/Cd" | "Ntfctn/Ntry/Sts" => self.status = said(),
            "Ntfctn/Ntry/BookgDt/Dt" | "Ntfctn/Ntry/BookgDt/DtTm" => {
                let day = text.get(..10).unwrap_or(text).parse();
                self.on = Some(day.map_err(|_| wrong("BookgDt", "a date"))?);
            }
            "Ntfctn/Ntry/NtryDtls/TxDtls/Refs/EndToEndId" => self.transaction.reference = said(),
            "Ntfctn/Ntry/NtryDtls/TxDtls/Amt" | "Ntfctn/Ntry/NtryDtls/TxDtls/AmtDtls/TxAmt/Amt" => {
                self.transaction.amount = amount()?;
            }
            "Ntfctn/Ntry/NtryDtls/TxDtls/CdtDbtInd" => self.transaction.direction = said(),
            "Ntfctn/Ntry/NtryDtls/TxDtls/RtrInf/Rsn/Cd" => {
                let code = text.parse().map_err(|_| wrong("RtrInf/Rsn/Cd", "a code of four characters"))?;
                self.transaction.returned = Some(code);
            }
            _ => {}
        }
        Ok(())
    }

    fn entry(&mut self) -> Result<(), ReadError> {
        self.entries += 1;
        let number = self.entries;
        let (amount, direction) = (self.amount.take(), self.direction.take());
        let (status, on) = (self.status.take(), self.on.take());
        let transactions = std::mem::take(&mut self.transactions);
        // What is only announced or noted is not booked.
        if status.as_deref() != Some("BOOK") {
            return Ok(());
        }
        let missing = |element, expected| ReadError::Value { message: NAME, element, number, expected };
        let on = on.ok_or_else(|| missing("BookgDt", "the day of booking"))?;
        if transactions.is_empty() {
            self.foreign += 1;
        }
        let alone = transactions.len() == 1;
        for transaction in transactions {
            let Some(reference) = transaction.reference.and_then(|text| text.parse().ok()) else {
                self.foreign += 1;
                continue;
            };
            let amount = transaction.amount.or(amount.filter(|_| alone));
            let amount = amount.ok_or_else(|| missing("TxDtls/Amt", "an amount"))?;
            let is_credit = transaction.direction.as_deref().or(direction.as_deref()) == Some("CRDT");
            let reason = transaction.returned.or_else(|| NO_REASON.parse().ok());
            let returned = if is_credit { reason } else { None };
            self.booked.push(Booked { reference, amount, on, returned });
        }
        Ok(())
    }
}
