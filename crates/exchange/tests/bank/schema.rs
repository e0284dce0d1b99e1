//! What we write is valid by the published schemas; and the check can fail.

use std::path::PathBuf;
use std::process::Command;

use exchange::bank::camt054::{Booked, Notification};
use exchange::bank::pain002::{PaymentStatus, StatusReport};
use jiff::civil::date;
use registry::money::Fen;

use crate::made_up::{Desk, now, order, payer};

/// Whether a message is valid by its published schema; the validator's words if it is not.
pub fn validate(message: &str, xml: &str) -> Result<(), String> {
    let schemas = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/iso20022");
    let schema = schemas.join(format!("{message}.xsd"));
    assert!(schema.is_file(), "{} is missing: run scripts/need bank-schemas", schema.display());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("message.xml");
    std::fs::write(&file, xml).unwrap();
    let run =
        Command::new("xmllint").args(["--nonet", "--noout", "--schema"]).arg(&schema).arg(&file).output();
    let run = run.expect("xmllint is missing: run scripts/need bank-schemas");
    if run.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&run.stderr).into_owned()) }
}

fn reports() -> StatusReport {
    let status = |n, status: &str, reason: Option<&str>| PaymentStatus {
        reference: order(n, 1).reference(),
        status: Some(status.to_owned()),
        reason: reason.map(|code| code.parse().unwrap()),
    };
    StatusReport {
        message_id: "a".repeat(32),
        created_at: now(),
        original_message_id: "b".repeat(32),
        status: Some("PART".to_owned()),
        reason: None,
        payments: vec![status(1, "ACSP", None), status(2, "RJCT", Some("AC04"))],
    }
}

#[test]
fn a_payment_file_is_valid_by_the_published_schema() {
    let file = Desk::approved((1..=7).map(|n| order(n, 84_347))).file();
    validate("pain.001.001.09", &file.write().unwrap()).unwrap();
}

#[test]
fn the_check_against_the_schema_can_fail() {
    let xml = Desk::approved([order(1, 84_347)]).file().write().unwrap();
    for (right, wrong) in [
        ("<PmtMtd>TRF</PmtMtd>", "<PmtMtd>XXX</PmtMtd>"),
        ("<Ccy>CNY</Ccy>", "<Ccy>yuan</Ccy>"),
        ("<ChrgBr>DEBT</ChrgBr>", ""),
        ("Ccy=\"CNY\">843.47<", "Ccy=\"CNY\">843,47<"),
    ] {
        let broken = xml.replacen(right, wrong, 1);
        assert_ne!(broken, xml, "{right} is not in the file");
        // Without the bearer of charges it is still valid: that element is ours to choose.
        assert_eq!(validate("pain.001.001.09", &broken).is_err(), !wrong.is_empty(), "{right}");
    }
}

#[test]
fn what_the_simulated_bank_writes_is_valid_in_both_versions() {
    for version in ["001.03", "001.12"] {
        validate(&format!("pain.002.{version}"), &reports().write(version)).unwrap();
    }
    let refused = StatusReport {
        status: Some("RJCT".into()),
        reason: "FF01".parse().ok(),
        payments: vec![],
        ..reports()
    };
    validate("pain.002.001.12", &refused.write("001.12")).unwrap();
    let booked = |n, returned: Option<&str>| Booked {
        reference: order(n, 1).reference(),
        amount: Fen(84_347),
        on: date(2021, 4, 15),
        returned: returned.map(|code| code.parse().unwrap()),
    };
    let notification = Notification {
        message_id: "c".repeat(32),
        created_at: now(),
        booked: vec![booked(1, None), booked(2, Some("AC04"))],
        foreign: 0,
    };
    validate("camt.054.001.08", &notification.write(&payer().party.account)).unwrap();
}
