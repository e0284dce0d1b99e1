//! The journal on disk: entries of each case in their chain, contents encrypted and erasable.

use registry::journal::{Content, chain};
use registry::{CaseId, Entry, Head, Salt};

use crate::error::ReadError;
use crate::seal::Sealer;
use crate::store::Store;
use crate::unit::{SealedDraft, Unit};
use crate::value::{Fields, Value};

pub(crate) const TABLE: &str = "journal";
pub(crate) const COLUMNS: &[&str] =
    &["case_id", "sequence", "recorded_at", "actor", "action", "sealed", "payload_hash", "previous", "hash"];

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT case_id, sequence, recorded_at, actor, action, sealed, payload_hash, previous, hash \
             FROM journal ",
            $rest
        )
    };
}
pub(crate) use select;

/// Chains a draft behind its head and gives its row and the new head.
pub(crate) fn place(head: Option<&Head>, draft: &SealedDraft) -> (Vec<Value>, Head) {
    let entry = chain(head, draft.draft.clone(), draft.salt.clone());
    let row = vec![
        entry.case.as_bytes().into(),
        entry.sequence.into(),
        entry.at.into(),
        entry.actor.to_string().into(),
        entry.action.as_str().into(),
        draft.sealed.clone().into(),
        entry.payload_hash.into(),
        entry.previous.into(),
        entry.hash.into(),
    ];
    (row, entry.head())
}

pub(crate) fn erase(unit: &mut Unit, case: CaseId, sequence: u64) {
    unit.statement(
        "UPDATE journal SET sealed = NULL WHERE case_id = $1 AND sequence = $2",
        vec![case.as_bytes().into(), sequence.into()],
    );
}

pub(crate) fn from_row(fields: &Fields, sealer: &Sealer) -> Result<Entry, ReadError> {
    let case: CaseId = fields.id("case_id")?;
    let content = match fields.maybe_open("sealed", sealer, case.as_bytes())? {
        None => None,
        Some(plain) => {
            let (salt, payload) =
                plain.split_first_chunk().ok_or_else(|| fields.wrong("sealed", "salt and payload"))?;
            Some(Content { salt: Salt(*salt), payload: payload.to_vec() })
        }
    };
    Ok(Entry {
        case,
        sequence: fields.count("sequence")?,
        at: fields.time("recorded_at")?,
        actor: fields.parsed("actor")?,
        action: fields.parsed("action")?,
        content,
        payload_hash: fields.hash("payload_hash")?,
        previous: fields.hash("previous")?,
        hash: fields.hash("hash")?,
    })
}

impl Store {
    /// All entries of a case, oldest first. Whether they hold `registry::journal::verify` says.
    pub async fn journal_by_case(&self, case: CaseId) -> Result<Vec<Entry>, ReadError> {
        let sql = select!("WHERE case_id = $1 ORDER BY sequence");
        let rows = self.db().all(TABLE, sql, &[case.as_bytes().into()]).await?;
        rows.iter().map(|fields| from_row(fields, self.sealer())).collect()
    }
}
