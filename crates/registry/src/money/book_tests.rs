//! What a book takes and what it refuses.

use super::*;
use crate::money::source::Source;
use jiff::civil::date;
use uuid::Uuid;

fn transaction(name: &str, lines: &[(AccountCode, i64)]) -> Result<Transaction, BookError> {
    let about = About {
        person: PersonId(Uuid::from_u128(1)),
        insurance: Insurance::from_static("pension"),
        month: "2021-03".parse().unwrap(),
    };
    let lines = lines.iter().map(|(account, fen)| Line { account: *account, amount: Fen(*fen) }).collect();
    let source = Source::Run("run".parse().unwrap());
    Transaction::new(
        TransactionId::of(&[name.as_bytes()]),
        date(2021, 3, 15),
        Code::from_static("test"),
        about,
        source,
        lines,
    )
}

#[test]
fn only_balanced_lines_make_a_transaction() {
    let (a, b) = (AccountCode::BANK, AccountCode::PAYABLE);
    assert!(transaction("t", &[(a, 100), (b, -100)]).is_ok());
    assert!(matches!(
        transaction("t", &[(a, 100), (b, -99)]),
        Err(BookError::Unbalanced { sum: Fen(1), .. })
    ));
    assert!(matches!(transaction("t", &[(a, 0), (b, 0)]), Err(BookError::Empty { .. })));
    assert!(matches!(transaction("t", &[]), Err(BookError::Empty { .. })));
}

#[test]
fn booking_twice_has_one_effect_and_a_reversal_undoes_once() {
    let chart = Chart::read(Chart::BUILT_IN).unwrap();
    let mut book = Book::default();
    let paid = transaction("t", &[(AccountCode::PAYABLE, 500), (AccountCode::BANK, -500)]).unwrap();
    assert_eq!(book.post(&chart, paid.clone()), Ok(true));
    assert_eq!(book.post(&chart, paid.clone()), Ok(false));
    let other = transaction("t", &[(AccountCode::PAYABLE, 400), (AccountCode::BANK, -400)]).unwrap();
    assert!(matches!(book.post(&chart, other), Err(BookError::Edited { .. })));
    let source = Source::Run("run".parse().unwrap());
    let back = paid.reversal(date(2021, 3, 20), source.clone()).unwrap();
    assert_eq!(book.post(&chart, back.clone()), Ok(true));
    assert_eq!(book.post(&chart, back.clone()), Ok(false));
    let again = back.reversal(date(2021, 3, 21), source.clone()).unwrap();
    assert!(matches!(book.post(&chart, again), Err(BookError::AlreadyReversed { .. })));
    let unknown = transaction("u", &[(AccountCode::PAYABLE, 1), (AccountCode::BANK, -1)]).unwrap();
    let unknown = unknown.reversal(date(2021, 3, 21), source).unwrap();
    assert!(matches!(book.post(&chart, unknown), Err(BookError::NotBooked { .. })));
    let balance = book.trial_balance().unwrap();
    assert_eq!((balance.prove(), balance.balance(AccountCode::BANK)), (Ok(Fen(1000)), Ok(Fen(0))));
}

#[test]
fn a_trial_balance_that_lost_a_side_does_not_prove() {
    let mut balance = TrialBalance::default();
    balance.add(&transaction("t", &[(AccountCode::PAYABLE, 5), (AccountCode::BANK, -5)]).unwrap()).unwrap();
    balance.0.remove(&AccountCode::BANK);
    assert_eq!(
        balance.prove().unwrap_err().to_string(),
        "trial balance: debits 0.05, credits 0.00; expected the same"
    );
}
