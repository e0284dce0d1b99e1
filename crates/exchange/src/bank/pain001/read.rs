//! Reads a payment file as a bank does: what the sums say must be what is in it.

use registry::money::Fen;
use registry::money::order::PaymentReference;

use super::{Payer, Payment, PaymentFile};
use crate::bank::account::Party;
use crate::bank::xml::{ReadError, Step, walk};

const NAME: &str = "pain.001";

#[derive(Default)]
struct Raw {
    name: String,
    account: String,
    branch: String,
}

impl Raw {
    fn party(&self, number: usize) -> Result<Party, ReadError> {
        let wrong = |element, expected| ReadError::Value { message: NAME, element, number, expected };
        let account = self.account.parse().map_err(|_| wrong("Acct/Id/Othr/Id", "an account number"))?;
        let branch = self.branch.parse().map_err(|_| wrong("ClrSysMmbId/MmbId", "twelve digits"))?;
        Party::new(&self.name, account, branch).map_err(|_| wrong("Nm", "a name of at most 140 characters"))
    }
}

#[derive(Default)]
struct Reading {
    message_id: String,
    sender: String,
    created_at: String,
    execution_day: String,
    counts: Vec<String>,
    sums: Vec<String>,
    payer: Raw,
    payee: Raw,
    reference: String,
    amount: String,
    remittance: String,
    payments: Vec<Payment>,
}

impl Reading {
    fn text(&mut self, path: &str, text: &str) {
        let Some(path) = path.strip_prefix("CstmrCdtTrfInitn/") else { return };
        let field = match path {
            "GrpHdr/MsgId" => &mut self.message_id,
            "GrpHdr/CreDtTm" => &mut self.created_at,
            "GrpHdr/InitgPty/Id/OrgId/Othr/Id" => &mut self.sender,
            "PmtInf/ReqdExctnDt/Dt" => &mut self.execution_day,
            "PmtInf/Dbtr/Nm" => &mut self.payer.name,
            "PmtInf/DbtrAcct/Id/Othr/Id" => &mut self.payer.account,
            "PmtInf/DbtrAgt/FinInstnId/ClrSysMmbId/MmbId" => &mut self.payer.branch,
            "PmtInf/CdtTrfTxInf/PmtId/EndToEndId" => &mut self.reference,
            "PmtInf/CdtTrfTxInf/Amt/InstdAmt" => &mut self.amount,
            "PmtInf/CdtTrfTxInf/Cdtr/Nm" => &mut self.payee.name,
            "PmtInf/CdtTrfTxInf/CdtrAcct/Id/Othr/Id" => &mut self.payee.account,
            "PmtInf/CdtTrfTxInf/CdtrAgt/FinInstnId/ClrSysMmbId/MmbId" => &mut self.payee.branch,
            "PmtInf/CdtTrfTxInf/RmtInf/Ustrd" => &mut self.remittance,
            "GrpHdr/NbOfTxs" | "PmtInf/NbOfTxs" => return self.counts.push(text.to_owned()),
            "GrpHdr/CtrlSum" | "PmtInf/CtrlSum" => return self.sums.push(text.to_owned()),
            _ => return,
        };
        text.clone_into(field);
    }

    fn payment(&mut self) -> Result<(), ReadError> {
        let number = self.payments.len() + 1;
        let wrong = |element, expected| ReadError::Value { message: NAME, element, number, expected };
        let reference: PaymentReference =
            self.reference.parse().map_err(|_| wrong("EndToEndId", "a payment's reference"))?;
        let amount: Fen = self.amount.parse().map_err(|_| wrong("InstdAmt", "yuan with two decimals"))?;
        let payee = std::mem::take(&mut self.payee).party(number)?;
        let remittance = std::mem::take(&mut self.remittance);
        self.payments.push(Payment { reference, amount, payee, remittance });
        Ok(())
    }
}

/// Reads a payment file and checks its control sums.
pub fn read(xml: &str) -> Result<PaymentFile, ReadError> {
    let mut reading = Reading::default();
    walk(xml, NAME, |step| match step {
        Step::Text(path, text, _) => {
            reading.text(path, text);
            Ok(())
        }
        Step::Close("CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf") => reading.payment(),
        Step::Open(_) | Step::Close(_) => Ok(()),
    })?;
    let missing = |element| ReadError::Missing { message: NAME, element };
    let wrong = |element, expected| ReadError::Value { message: NAME, element, number: 1, expected };
    if reading.message_id.is_empty() {
        return Err(missing("GrpHdr/MsgId"));
    }
    let counted = reading.payments.len().to_string();
    let sum = Fen::sum(reading.payments.iter().map(|payment| payment.amount));
    let sum = sum.map_err(|_| wrong("CtrlSum", "a sum that can be counted"))?;
    agree("NbOfTxs", &reading.counts, |said| said == counted, &counted)?;
    agree("CtrlSum", &reading.sums, |said| said.parse() == Ok(sum), &sum.to_string())?;
    Ok(PaymentFile {
        message_id: reading.message_id,
        created_at: reading.created_at.parse().map_err(|_| wrong("CreDtTm", "a date and time"))?,
        execution_day: reading.execution_day.parse().map_err(|_| wrong("ReqdExctnDt/Dt", "a date"))?,
        payer: Payer { party: reading.payer.party(1)?, sender: reading.sender },
        payments: reading.payments,
    })
}

fn agree(
    element: &'static str,
    said: &[String],
    agrees: impl Fn(&str) -> bool,
    counted: &str,
) -> Result<(), ReadError> {
    if said.is_empty() {
        return Err(ReadError::Missing { message: NAME, element });
    }
    match said.iter().find(|said| !agrees(said)) {
        Some(found) => {
            let (found, counted) = (found.chars().take(32).collect(), counted.to_owned());
            Err(ReadError::ControlSum { message: NAME, element, found, counted })
        }
        None => Ok(()),
    }
}
