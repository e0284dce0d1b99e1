//! What the agencies say against what the ledgers say: every kind of difference, and nothing dropped.

use jiff::civil::date;
use proptest::prelude::*;
use registry::money::Fen;
use registry::money::reconciliation::{Expected, MismatchKind, Received, reconcile};

use crate::made_up::{PENSION, month, person};

fn here(n: u128, m: &str, amount: i64) -> Expected {
    Expected {
        person: person(n),
        insurance: PENSION,
        month: month(m),
        amount: Fen(amount),
        base: Some(Fen(amount * 5)),
    }
}

fn there(line: u32, n: Option<u128>, m: &str, amount: i64) -> Received {
    Received {
        line,
        receipt: format!("T{line}").parse().unwrap(),
        person: n.map(person),
        insurance: PENSION,
        month: month(m),
        amount: Fen(amount),
        base: Some(Fen(amount * 5)),
        paid_on: date(2021, 3, 20),
    }
}

#[test]
fn every_kind_of_difference_is_told_apart() {
    let ours = [
        here(1, "2021-03", 100),
        here(2, "2021-03", 100),
        here(3, "2021-03", 100),
        here(4, "2021-03", 100),
        here(5, "2021-03", 100),
    ];
    let mut base = there(3, Some(3), "2021-03", 100);
    base.base = Some(Fen(7));
    let theirs = [
        there(1, Some(1), "2021-03", 100),
        there(2, Some(2), "2021-03", 90),
        base,
        there(4, Some(4), "2021-04", 100),
        there(5, None, "2021-03", 100),
        there(6, Some(1), "2021-03", 100),
        there(7, Some(9), "2021-03", 100),
    ];
    let batch = "税务2021-03".parse().unwrap();
    let told = reconcile(&batch, &ours, &theirs).unwrap();
    let kinds: Vec<_> = told.differences.iter().map(|d| (d.kind, d.there.as_ref().map(|t| t.line))).collect();
    assert_eq!(
        kinds,
        [
            (MismatchKind::Amount, Some(2)),
            (MismatchKind::Base, Some(3)),
            (MismatchKind::UnknownPerson, Some(5)),
            (MismatchKind::Duplicate, Some(6)),
            (MismatchKind::Month, Some(4)),
            (MismatchKind::OnlyThere, Some(7)),
            (MismatchKind::OnlyHere, None),
        ]
    );
    assert_eq!((told.matched.len(), told.lines, told.total), (1, 7, Fen(690)));
    // Found again, they are the same differences, so the queue takes none twice.
    let ids = |told: &registry::money::reconciliation::Reconciliation| {
        told.differences.iter().map(|d| d.id).collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(ids(&told), ids(&reconcile(&batch, &ours, &theirs).unwrap()));
    assert_eq!(ids(&told).len(), 7);
}

proptest! {
    #[test]
    fn every_line_and_every_month_comes_out_exactly_once(
        ours in prop::collection::vec((0_u128..6, 1_i8..=4, 1_i64..4), 0..20),
        theirs in prop::collection::vec((prop::option::of(0_u128..6), 1_i8..=4, 1_i64..4, 0_u32..30), 0..20),
    ) {
        let ours: Vec<Expected> = ours.iter().map(|(n, m, fen)| here(*n, &format!("2021-{m:02}"), *fen)).collect();
        let theirs: Vec<Received> = theirs
            .iter()
            .zip(1..)
            .map(|((n, m, fen, receipt), line)| {
                let mut received = there(line, *n, &format!("2021-{m:02}"), *fen);
                received.receipt = format!("T{receipt}").parse().unwrap();
                received
            })
            .collect();
        let told = reconcile(&"batch".parse().unwrap(), &ours, &theirs).unwrap();
        let mut lines: Vec<u32> = told.matched.iter().map(|m| m.there.line).collect();
        lines.extend(told.differences.iter().filter_map(|d| d.there.as_ref().map(|t| t.line)));
        lines.sort_unstable();
        let all: Vec<u32> = theirs.iter().map(|t| t.line).collect();
        prop_assert_eq!(lines, all);
        let mine = told.matched.len() + told.differences.iter().filter(|d| d.here.is_some()).count();
        prop_assert_eq!(mine, ours.len());
        for agreed in &told.matched {
            prop_assert!(agreed.here.amount == agreed.there.amount && agreed.here.month == agreed.there.month);
        }
    }
}
