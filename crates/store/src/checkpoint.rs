//! Sealing the journal: the heads that moved since the last checkpoint go into a signed one.

use jiff::Timestamp;
use registry::Head;
use registry::checkpoint::Checkpoint;

use crate::error::{ReadError, SaveError};
use crate::store::Store;
use crate::unit::Table;
use crate::value::{Fields, Value, arguments};
use crate::writer::Inserts;

const TABLE: &str = "checkpoint";
/// The most heads in one checkpoint; what is beyond goes into the next.
pub const HEADS_MAX: u32 = 10_000;

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT number, sealed_at, previous, hash, key_id, signature FROM checkpoint ", $rest)
    };
}

fn head(fields: &Fields) -> Result<Head, ReadError> {
    Ok(Head { case: fields.id("case_id")?, sequence: fields.count("sequence")?, hash: fields.hash("hash")? })
}

impl Store {
    /// Seals the heads that moved, at most `HEADS_MAX`. `None` when none did. Call again until then.
    pub async fn checkpoint_seal(&self, at: Timestamp) -> Result<Option<Checkpoint>, SaveError> {
        let database = self.db();
        let begin = database.kind.begin();
        let mut tx = database.write.begin_with(begin).await.map_err(SaveError::unavailable)?;
        let fetch = |table: &'static str| move |row| Fields::new(table, row);
        let last = sqlx::query(select!("ORDER BY number DESC LIMIT 1"))
            .fetch_optional(&mut *tx)
            .await
            .map_err(SaveError::unavailable)?
            .map(fetch(TABLE));
        let sql = "SELECT case_id, sequence, hash FROM journal_head WHERE sequence > sealed_sequence \
                   ORDER BY case_id LIMIT $1";
        let values = arguments(&[HEADS_MAX.into()]).map_err(SaveError::unavailable)?;
        let rows = sqlx::query_with(sql, values).fetch_all(&mut *tx).await;
        let rows = rows.map_err(SaveError::unavailable)?.into_iter().map(fetch("journal_head"));
        let heads: Vec<Head> = rows.map(|fields| head(&fields)).collect::<Result<_, _>>()?;
        if heads.is_empty() {
            return Ok(None);
        }
        let previous = match &last {
            Some(fields) => Some((fields.count("number")?, fields.hash("hash")?)),
            None => None,
        };
        let key = self.keys().journal_key();
        let checkpoint = Checkpoint::seal(previous, at, heads, &key.id, &key.key);

        let values: [Value; 6] = [
            checkpoint.number.into(),
            checkpoint.at.into(),
            checkpoint.previous.into(),
            checkpoint.hash.into(),
            checkpoint.key_id.as_str().into(),
            checkpoint.signature.as_slice().into(),
        ];
        let sql = "INSERT INTO checkpoint (number, sealed_at, previous, hash, key_id, signature) \
                   VALUES ($1, $2, $3, $4, $5, $6)";
        let values = arguments(&values).map_err(SaveError::unavailable)?;
        // Two processes that seal at once get the same number; the second is refused and seals later.
        sqlx::query_with(sql, values).execute(&mut *tx).await.map_err(SaveError::unavailable)?;
        let rows: Vec<Vec<Value>> = checkpoint
            .heads
            .iter()
            .map(|head| {
                vec![
                    checkpoint.number.into(),
                    head.case.as_bytes().into(),
                    head.sequence.into(),
                    head.hash.into(),
                ]
            })
            .collect();
        let rows: Vec<&Vec<Value>> = rows.iter().collect();
        let mut inserts = Inserts::new(database.kind);
        inserts.rows(Table::CheckpointHead, &rows);
        inserts.run(&mut tx).await.map_err(SaveError::unavailable)?;
        // What was sealed, not what the head is by now: an entry may have been added in between.
        let sql = "UPDATE journal_head SET sealed_sequence = (SELECT sealed.sequence \
                   FROM checkpoint_head sealed WHERE sealed.number = $1 \
                   AND sealed.case_id = journal_head.case_id) \
                   WHERE case_id IN (SELECT case_id FROM checkpoint_head WHERE number = $1)";
        let values = arguments(&[checkpoint.number.into()]).map_err(SaveError::unavailable)?;
        sqlx::query_with(sql, values).execute(&mut *tx).await.map_err(SaveError::unavailable)?;
        tx.commit().await.map_err(|_| SaveError::Unknown)?;
        Ok(Some(checkpoint))
    }

    /// A checkpoint with its heads, to be published or checked.
    pub async fn checkpoint_find(&self, number: u64) -> Result<Option<Checkpoint>, ReadError> {
        let row = self.db().one(TABLE, select!("WHERE number = $1"), &[number.into()]).await?;
        match row {
            None => Ok(None),
            Some(fields) => self.checkpoint_read(&fields).await.map(Some),
        }
    }

    /// The number of the last checkpoint; 0 if there is none.
    pub async fn checkpoint_last(&self) -> Result<u64, ReadError> {
        let sql = "SELECT COALESCE(MAX(number), 0) AS number FROM checkpoint";
        self.db().one(TABLE, sql, &[]).await?.map_or(Ok(0), |fields| fields.count("number"))
    }

    async fn checkpoint_read(&self, fields: &Fields) -> Result<Checkpoint, ReadError> {
        let number = fields.count("number")?;
        let sql = "SELECT case_id, sequence, hash FROM checkpoint_head WHERE number = $1 ORDER BY case_id";
        let rows = self.db().all("checkpoint_head", sql, &[number.into()]).await?;
        Ok(Checkpoint {
            number,
            at: fields.time("sealed_at")?,
            heads: rows.iter().map(head).collect::<Result<_, _>>()?,
            previous: fields.hash("previous")?,
            hash: fields.hash("hash")?,
            key_id: fields.text("key_id")?,
            signature: fields
                .bytes("signature")?
                .try_into()
                .map_err(|_| fields.wrong("signature", "sixty-four bytes"))?,
        })
    }
}
