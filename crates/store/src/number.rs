//! Running numbers. They are taken from the database in blocks and given out from memory, so that a
//! number costs no commit; a block that was not used up is lost at a restart, and gaps say nothing.

use std::collections::HashMap;

use tokio::sync::Mutex;

use crate::db::Database;
use crate::error::ReadError;

/// How many numbers are taken at once.
const BLOCK: u64 = 64;

/// The block at hand of each sequence: the next number and the first of the block after it.
#[derive(Default)]
pub(crate) struct Numbers {
    blocks: Mutex<HashMap<String, (u64, u64)>>,
}

impl Numbers {
    /// The next number of a sequence; the first is 1.
    pub(crate) async fn next(&self, database: &Database, name: &str) -> Result<u64, ReadError> {
        let mut blocks = self.blocks.lock().await;
        if let Some((next, end)) = blocks.get_mut(name)
            && next < end
        {
            *next += 1;
            return Ok(*next - 1);
        }
        let sql = "INSERT INTO number_sequence (name, next_value) VALUES ($1, 1 + $2) \
                   ON CONFLICT (name) DO UPDATE SET next_value = number_sequence.next_value + $2 \
                   RETURNING name, next_value";
        let rows = database.write_rows("number_sequence", sql, &[name.into(), BLOCK.into()]).await?;
        let fields = rows.first().ok_or(sqlx::Error::RowNotFound)?;
        let end = fields.count("next_value")?;
        let first = end.checked_sub(BLOCK).filter(|first| *first > 0);
        let first = first.ok_or_else(|| fields.wrong("next_value", "more than one block of numbers"))?;
        blocks.insert(name.to_owned(), (first + 1, end));
        Ok(first)
    }
}
