//! pain.002, CustomerPaymentStatusReport: what the bank says of a file and of each payment in it.
//! Read in the versions 03 to 15; written, for the simulated bank, in the one asked for.

use jiff::civil::{Date, DateTime};
use registry::money::ReasonCode;
use registry::money::order::{BankAnswer, PaymentReference};

use super::answers::Answer;
use super::xml::{ReadError, Step, Xml, walk};

const NAME: &str = "pain.002";
/// What stands for a refusal without a reason: "narrative", the bank's words.
const NO_REASON: &str = "NARR";

/// What was said of one payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentStatus {
    /// Which.
    pub reference: PaymentReference,
    /// A code of the external list, such as `RJCT`; `None` where the file's status holds.
    pub status: Option<String>,
    /// Why, if it was refused.
    pub reason: Option<ReasonCode>,
}

/// A status report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusReport {
    /// Its own id: the same one a second time is the same report.
    pub message_id: String,
    /// When it was made.
    pub created_at: DateTime,
    /// The id of the file it answers.
    pub original_message_id: String,
    /// The status of the whole file.
    pub status: Option<String>,
    /// Why, if the whole file was refused.
    pub reason: Option<ReasonCode>,
    /// The payments of which it says something.
    pub payments: Vec<PaymentStatus>,
}

/// What a status code means here; `None` where nothing has happened to the payment yet.
fn meaning(status: &str, reason: Option<ReasonCode>, on: Date) -> Option<BankAnswer> {
    match status {
        "RJCT" => reason.or_else(|| NO_REASON.parse().ok()).map(|reason| BankAnswer::Rejected { reason }),
        // Settled on the debtor's or the creditor's account.
        "ACSC" | "ACCC" => Some(BankAnswer::Paid { on }),
        "ACTC" | "ACCP" | "ACSP" | "ACWC" | "ACWP" | "ACPT" | "ACFC" => Some(BankAnswer::Accepted),
        // Received, pending, partly accepted, and what a later list may add.
        _ => None,
    }
}

impl StatusReport {
    /// What it says of the payments of a file. `payments` are those that were in the file: where the
    /// bank answers for the whole, each of them has that answer.
    pub fn answers(&self, payments: impl IntoIterator<Item = PaymentReference>) -> Vec<Answer> {
        let on = self.created_at.date();
        let group = self.status.as_deref().and_then(|status| meaning(status, self.reason, on));
        let mut named = std::collections::BTreeMap::new();
        for payment in &self.payments {
            let own = payment.status.as_deref().and_then(|status| meaning(status, payment.reason, on));
            let answer = if payment.status.is_some() { own } else { group };
            named.insert(payment.reference, answer);
        }
        let mut answers: Vec<Answer> = Vec::new();
        for reference in payments {
            let answer = match named.remove(&reference) {
                Some(answer) => answer,
                None => group,
            };
            answers.extend(answer.map(|answer| Answer { reference, answer }));
        }
        // Of a payment that was not in the file something is said all the same: it is not dropped.
        answers.extend(
            named
                .into_iter()
                .filter_map(|(reference, answer)| answer.map(|answer| Answer { reference, answer })),
        );
        answers
    }

    /// Reads a report.
    pub fn read(xml: &str) -> Result<Self, ReadError> {
        let mut reading = Reading::default();
        walk(xml, NAME, |step| match step {
            Step::Text(path, text, _) => reading.text(path, text),
            Step::Close("CstmrPmtStsRpt/OrgnlPmtInfAndSts/TxInfAndSts") => reading.payment(),
            Step::Open(_) | Step::Close(_) => Ok(()),
        })?;
        let missing = |element| ReadError::Missing { message: NAME, element };
        let created_at = reading.created_at.ok_or_else(|| missing("GrpHdr/CreDtTm"))?;
        let message_id = reading.message_id.ok_or_else(|| missing("GrpHdr/MsgId"))?;
        let original_message_id = reading.original.ok_or_else(|| missing("OrgnlGrpInfAndSts/OrgnlMsgId"))?;
        // A bank may refuse the one group of payments instead of the file: for us they are the same.
        let (status, reason) = match (reading.status, reading.group_status) {
            (status @ Some(_), _) => (status, reading.reason),
            (None, status) => (status, reading.group_reason),
        };
        let payments = reading.payments;
        Ok(Self { message_id, created_at, original_message_id, status, reason, payments })
    }

    /// Writes a report in a version such as `001.12`.
    pub fn write(&self, version: &str) -> String {
        Xml::document(&format!("{NAME}.{version}"), |xml| {
            xml.group("CstmrPmtStsRpt", |xml| {
                xml.group("GrpHdr", |xml| {
                    xml.text("MsgId", &self.message_id);
                    xml.text("CreDtTm", &self.created_at.strftime("%Y-%m-%dT%H:%M:%S").to_string());
                });
                xml.group("OrgnlGrpInfAndSts", |xml| {
                    xml.text("OrgnlMsgId", &self.original_message_id);
                    xml.text("OrgnlMsgNmId", super::pain001::MESSAGE);
                    if let Some(status) = &self.status {
                        xml.text("GrpSts", status);
                    }
                    reason(xml, self.reason);
                });
                if !self.payments.is_empty() {
                    xml.group("OrgnlPmtInfAndSts", |xml| {
                        xml.text("OrgnlPmtInfId", &self.original_message_id);
                        for payment in &self.payments {
                            xml.group("TxInfAndSts", |xml| payment.write(xml));
                        }
                    });
                }
            });
        })
    }
}

impl PaymentStatus {
    fn write(&self, xml: &mut Xml) {
        let reference = self.reference.to_string();
        xml.text("OrgnlInstrId", &reference);
        xml.text("OrgnlEndToEndId", &reference);
        if let Some(status) = &self.status {
            xml.text("TxSts", status);
        }
        reason(xml, self.reason);
    }
}

fn reason(xml: &mut Xml, reason: Option<ReasonCode>) {
    if let Some(reason) = reason {
        xml.group("StsRsnInf", |xml| xml.group("Rsn", |xml| xml.text("Cd", reason.as_str())));
    }
}

#[derive(Default)]
struct Reading {
    message_id: Option<String>,
    created_at: Option<DateTime>,
    original: Option<String>,
    status: Option<String>,
    reason: Option<ReasonCode>,
    group_status: Option<String>,
    group_reason: Option<ReasonCode>,
    reference: Option<String>,
    payment_status: Option<String>,
    payment_reason: Option<ReasonCode>,
    payments: Vec<PaymentStatus>,
}

impl Reading {
    fn text(&mut self, path: &str, text: &str) -> Result<(), ReadError> {
        let number = self.payments.len() + 1;
        let Some(path) = path.strip_prefix("CstmrPmtStsRpt/") else { return Ok(()) };
        let code = || {
            let expected = "a code of four characters";
            text.parse().map(Some).map_err(|_| ReadError::Value {
                message: NAME,
                element: "Rsn/Cd",
                number,
                expected,
            })
        };
        let said = || Some(text.to_owned());
        match path {
            "GrpHdr/MsgId" => self.message_id = said(),
            "GrpHdr/CreDtTm" => self.created_at = Some(moment(text, NAME)?),
            "OrgnlGrpInfAndSts/OrgnlMsgId" => self.original = said(),
            "OrgnlGrpInfAndSts/GrpSts" => self.status = said(),
            "OrgnlGrpInfAndSts/StsRsnInf/Rsn/Cd" => self.reason = code()?,
            "OrgnlPmtInfAndSts/PmtInfSts" => self.group_status = said(),
            "OrgnlPmtInfAndSts/StsRsnInf/Rsn/Cd" => self.group_reason = code()?,
            "OrgnlPmtInfAndSts/TxInfAndSts/OrgnlEndToEndId" => self.reference = said(),
            "OrgnlPmtInfAndSts/TxInfAndSts/TxSts" => self.payment_status = said(),
            "OrgnlPmtInfAndSts/TxInfAndSts/StsRsnInf/Rsn/Cd" => self.payment_reason = code()?,
            _ => {}
        }
        Ok(())
    }

    fn payment(&mut self) -> Result<(), ReadError> {
        let number = self.payments.len() + 1;
        let reference = self.reference.take().and_then(|text| text.parse().ok());
        let expected = "a payment's reference";
        let wrong = ReadError::Value { message: NAME, element: "OrgnlEndToEndId", number, expected };
        let reference = reference.ok_or(wrong)?;
        let (status, reason) = (self.payment_status.take(), self.payment_reason.take());
        self.payments.push(PaymentStatus { reference, status, reason });
        Ok(())
    }
}

/// A moment as banks write it: with or without a part of a second, and with or without a zone. The
/// day meant is the one written, so the zone is left aside.
pub(super) fn moment(text: &str, message: &'static str) -> Result<DateTime, ReadError> {
    let civil = text.get(..19).unwrap_or(text);
    let expected = "a date and time";
    civil.parse().map_err(|_| ReadError::Value { message, element: "CreDtTm", number: 1, expected })
}
