//! The book's lines, written once and never changed. The trial balance is added up from them by the database.

use std::collections::BTreeMap;

use registry::money::book::Sides;
use registry::money::{AccountCode, Fen, Transaction};

use crate::error::{ReadError, SaveError};
use crate::store::Store;
use crate::unit::{Table, Unit, json};

const TABLE: &str = "money_posting";
pub(crate) const COLUMNS: &[&str] = &[
    "transaction_id",
    "line",
    "on_day",
    "kind",
    "person_id",
    "insurance",
    "month",
    "source",
    "account",
    "amount_fen",
];

pub(crate) fn post(unit: &mut Unit, transaction: &Transaction) -> Result<(), SaveError> {
    let (id, about) = (transaction.id().to_string(), transaction.about());
    for (line, number) in transaction.lines().iter().zip(1_u32..) {
        unit.row(
            Table::MoneyPosting,
            vec![
                id.as_str().into(),
                number.into(),
                transaction.on().into(),
                transaction.kind().as_str().into(),
                about.person.as_bytes().into(),
                about.insurance.as_str().into(),
                about.month.to_string().into(),
                json(transaction.source(), "source")?,
                line.account.as_str().into(),
                line.amount.0.into(),
            ],
        );
    }
    Ok(())
}

impl Store {
    /// Debits and credits of each account, added up from all lines.
    pub async fn trial_balance(&self) -> Result<BTreeMap<AccountCode, Sides>, ReadError> {
        // PostgreSQL adds 64-bit numbers up to one without bounds.
        let sql = "SELECT account, \
                   CAST(SUM(CASE WHEN amount_fen > 0 THEN amount_fen ELSE 0 END) AS BIGINT) AS debit_fen, \
                   CAST(SUM(CASE WHEN amount_fen < 0 THEN -amount_fen ELSE 0 END) AS BIGINT) AS credit_fen \
                   FROM money_posting GROUP BY account ORDER BY account";
        let rows = self.db().all(TABLE, sql, &[]).await?;
        let sides = rows.iter().map(|fields| {
            let (debit, credit) = (Fen(fields.int("debit_fen")?), Fen(fields.int("credit_fen")?));
            Ok((fields.parsed("account")?, Sides { debit, credit }))
        });
        sides.collect()
    }
}
