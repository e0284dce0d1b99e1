//! What is written is read back; what does not agree is named.

use exchange::bank::camt054::Notification;
use exchange::bank::pain001;
use exchange::bank::pain002::StatusReport;
use exchange::bank::xml::ReadError;
use jiff::civil::date;
use registry::money::order::BankAnswer;

use crate::made_up::{Desk, order};

fn file() -> String {
    Desk::approved((1..=5).map(|n| order(n, 84_347 + i64::try_from(n).unwrap()))).file().write().unwrap()
}

#[test]
fn a_file_reads_back_as_it_was_and_is_the_same_bytes_each_time() {
    let desk = Desk::approved((1..=5).map(|n| order(n, 84_347 + i64::try_from(n).unwrap())));
    let written = desk.file();
    assert_eq!(pain001::read(&written.write().unwrap()), Ok(written.clone()));
    assert_eq!(written.write(), desk.file().write());
    assert_eq!(written.control_sum().unwrap(), desk.cycle.total().unwrap());
}

#[test]
fn sums_that_do_not_agree_are_named() {
    let xml = file();
    let sum = xml.replacen("<CtrlSum>4217.50</CtrlSum>", "<CtrlSum>4217.51</CtrlSum>", 1);
    let error = pain001::read(&sum).unwrap_err();
    assert_eq!(error.to_string(), "pain.001: CtrlSum says 4217.51; the file has 4217.50");
    let count = xml.replacen("<NbOfTxs>5</NbOfTxs>", "<NbOfTxs>6</NbOfTxs>", 1);
    assert!(matches!(pain001::read(&count), Err(ReadError::ControlSum { element: "NbOfTxs", .. })));
}

#[test]
fn the_number_of_decimals_and_the_currency_are_not_guessed() {
    let xml = file().replacen(">843.48<", ">843.480<", 1);
    assert!(matches!(pain001::read(&xml), Err(ReadError::Value { element: "InstdAmt", number: _, .. })));
}

// A bank's report in its own style: a prefix, a zone, a part of a second, a group's status.
#[test]
fn a_report_of_another_style_and_version_is_read() {
    let (accepted, refused) = (order(1, 1).reference(), order(2, 1).reference());
    let xml = format!(
        "<?xml version='1.0'?><p:Document xmlns:p='urn:iso:std:iso:20022:tech:xsd:pain.002.001.10'>
        <p:CstmrPmtStsRpt><p:GrpHdr><p:MsgId>R1</p:MsgId><p:CreDtTm>2021-04-12T10:00:00.123+08:00</p:CreDtTm></p:GrpHdr>
        <p:OrgnlGrpInfAndSts><p:OrgnlMsgId>F1</p:OrgnlMsgId><p:OrgnlMsgNmId>pain.001.001.09</p:OrgnlMsgNmId>
        <p:GrpSts>ACSC</p:GrpSts></p:OrgnlGrpInfAndSts><p:OrgnlPmtInfAndSts><p:OrgnlPmtInfId>F1</p:OrgnlPmtInfId>
        <p:TxInfAndSts><p:OrgnlEndToEndId>{refused}</p:OrgnlEndToEndId><p:TxSts>RJCT</p:TxSts>
        <p:StsRsnInf><p:Rsn><p:Cd>BE01</p:Cd></p:Rsn><p:AddtlInf>户名 &amp; 账号</p:AddtlInf></p:StsRsnInf>
        </p:TxInfAndSts></p:OrgnlPmtInfAndSts></p:CstmrPmtStsRpt></p:Document>"
    );
    let report = StatusReport::read(&xml).unwrap();
    assert_eq!(report.original_message_id, "F1");
    let answers = report.answers([accepted, refused]);
    let said: Vec<_> = answers.iter().map(|answer| (answer.reference, answer.answer)).collect();
    let paid = BankAnswer::Paid { on: date(2021, 4, 12) };
    let rejected = BankAnswer::Rejected { reason: "BE01".parse().unwrap() };
    assert_eq!(said, [(accepted, paid), (refused, rejected)]);
}

#[test]
fn an_unknown_or_pending_status_changes_nothing() {
    let reference = order(1, 1).reference();
    let report = |status: &str| StatusReport {
        message_id: "R".into(),
        created_at: date(2021, 4, 12).at(9, 0, 0, 0),
        original_message_id: "F".into(),
        status: Some(status.into()),
        reason: None,
        payments: vec![],
    };
    for status in ["PDNG", "RCVD", "ZZZZ"] {
        assert_eq!(report(status).answers([reference]), [], "{status}");
    }
    let refused = report("RJCT").answers([reference]);
    assert_eq!(refused[0].answer, BankAnswer::Rejected { reason: "NARR".parse().unwrap() });
}

// Version 02: the status is a text, the amount stands in AmtDtls, one entry has no reference of ours.
#[test]
fn an_older_notification_is_read_and_foreign_entries_are_counted() {
    let reference = order(1, 1).reference();
    let entry = |status: &str, id: &str| {
        format!(
            "<Ntry><Amt Ccy='CNY'>843.47</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>{status}</Sts>
            <BookgDt><Dt>2021-04-20</Dt></BookgDt><BkTxCd/><NtryDtls><TxDtls><Refs><EndToEndId>{id}</EndToEndId></Refs>
            <AmtDtls><TxAmt><Amt Ccy='CNY'>843.47</Amt></TxAmt></AmtDtls><RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>
            </TxDtls></NtryDtls></Ntry>"
        )
    };
    let xml = format!(
        "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.054.001.02'><BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>N1</MsgId>
        <CreDtTm>2021-04-20T18:00:00</CreDtTm></GrpHdr><Ntfctn><Id>N1</Id>{}{}{}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>",
        entry("BOOK", &reference.to_string()),
        entry("PDNG", &reference.to_string()),
        entry("BOOK", "NOTPROVIDED"),
    );
    let read = Notification::read(&xml).unwrap();
    assert_eq!((read.booked.len(), read.foreign), (1, 1));
    let returned = BankAnswer::Returned { on: date(2021, 4, 20), reason: "AC04".parse().unwrap() };
    assert_eq!(read.answers()[0].answer, returned);
    let other = xml.replace("'CNY'", "'EUR'");
    assert!(matches!(Notification::read(&other), Err(ReadError::Value { element: "Amt", .. })));
}

#[test]
fn another_message_is_told_apart() {
    let error = StatusReport::read(&file()).unwrap_err();
    assert!(matches!(&error, ReadError::OtherMessage { found, .. } if found.contains("pain.001")), "{error}");
}
