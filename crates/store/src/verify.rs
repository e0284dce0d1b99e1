//! Looking through the whole journal: does every chain hold, does every head have its entry, does
//! every sealed head still stand as it was sealed, does every checkpoint hold? In bounded memory,
//! while the store goes on working.

use registry::checkpoint::CheckpointFault;
use registry::journal::{Broken, verify_next};
use registry::{CaseId, Head};

use crate::error::ReadError;
use crate::journal;
use crate::store::Store;
use crate::value::{Fields, Value};

/// How many entries are read at once.
const PAGE_ENTRIES: u32 = 1_000;

/// The first thing that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JournalFault {
    /// An entry does not hold in its chain.
    #[error(transparent)]
    Entry(#[from] Broken),
    /// An entry cannot be read: its contents or columns were changed.
    #[error("journal of case {case}, entry {sequence}: it cannot be read")]
    Unreadable {
        /// Which case.
        case: CaseId,
        /// Which entry.
        sequence: u64,
    },
    /// The end of a chain was cut off, or its head was changed.
    #[error("journal of case {case}: entry {sequence}, its last, is missing or another")]
    End {
        /// Which case.
        case: CaseId,
        /// The entry that should be the last.
        sequence: u64,
    },
    /// An entry was put behind the head.
    #[error("journal of case {case}: entry {sequence} stands behind the last")]
    BeyondEnd {
        /// Which case.
        case: CaseId,
        /// The entry.
        sequence: u64,
    },
    /// A sealed entry is missing or another than it was.
    #[error(
        "journal of case {case}: entry {sequence} is missing or not as checkpoint {checkpoint} sealed it"
    )]
    Sealed {
        /// By which checkpoint.
        checkpoint: u64,
        /// Which case.
        case: CaseId,
        /// Which entry.
        sequence: u64,
    },
    /// A checkpoint itself does not hold.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointFault),
}

/// What was looked at, and the first fault if there was one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// How many entries held.
    pub entries: u64,
    /// How many cases they were in.
    pub cases: u64,
    /// How many checkpoints held.
    pub checkpoints: u64,
    /// The first fault.
    pub fault: Option<JournalFault>,
}

impl Store {
    /// Looks through the whole journal and names the first entry that does not hold.
    pub async fn journal_verify(&self) -> Result<Verification, ReadError> {
        let mut seen = Verification { entries: 0, cases: 0, checkpoints: 0, fault: None };
        seen.fault = self.verify_chains(&mut seen).await?;
        if seen.fault.is_none() {
            seen.fault = self.verify_ends().await?;
        }
        if seen.fault.is_none() {
            seen.fault = self.verify_checkpoints(&mut seen).await?;
        }
        Ok(seen)
    }

    async fn verify_chains(&self, seen: &mut Verification) -> Result<Option<JournalFault>, ReadError> {
        let sql =
            journal::select!("WHERE (case_id, sequence) > ($1, $2) ORDER BY case_id, sequence LIMIT $3");
        let mut head: Option<Head> = None;
        let mut after: (Vec<u8>, u64) = (Vec::new(), 0);
        loop {
            let values: [Value; 3] = [after.0.clone().into(), after.1.into(), PAGE_ENTRIES.into()];
            let rows = self.db().all(journal::TABLE, sql, &values).await?;
            let Some(last) = rows.last() else { return Ok(None) };
            after = (last.bytes("case_id")?, last.count("sequence")?);
            for fields in &rows {
                let Ok(entry) = journal::from_row(fields, self.sealer()) else {
                    return Ok(Some(JournalFault::Unreadable {
                        case: fields.id("case_id")?,
                        sequence: fields.count("sequence")?,
                    }));
                };
                let is_new_case = head.is_none_or(|head| head.case != entry.case);
                match verify_next(head.as_ref(), &entry) {
                    Ok(next) => head = Some(next),
                    Err(broken) => return Ok(Some(broken.into())),
                }
                seen.entries += 1;
                seen.cases += u64::from(is_new_case);
            }
        }
    }

    async fn verify_ends(&self) -> Result<Option<JournalFault>, ReadError> {
        let sql = "SELECT h.case_id AS case_id, h.sequence AS sequence FROM journal_head h \
                   LEFT JOIN journal j ON j.case_id = h.case_id AND j.sequence = h.sequence \
                   AND j.hash = h.hash WHERE j.case_id IS NULL ORDER BY h.case_id LIMIT 1";
        if let Some(fields) = self.db().one("journal_head", sql, &[]).await? {
            let (case, sequence) = place(&fields)?;
            return Ok(Some(JournalFault::End { case, sequence }));
        }
        let sql = "SELECT j.case_id AS case_id, j.sequence AS sequence FROM journal j \
                   LEFT JOIN journal_head h ON h.case_id = j.case_id AND j.sequence <= h.sequence \
                   WHERE h.case_id IS NULL ORDER BY j.case_id, j.sequence LIMIT 1";
        if let Some(fields) = self.db().one("journal", sql, &[]).await? {
            let (case, sequence) = place(&fields)?;
            return Ok(Some(JournalFault::BeyondEnd { case, sequence }));
        }
        Ok(None)
    }

    async fn verify_checkpoints(&self, seen: &mut Verification) -> Result<Option<JournalFault>, ReadError> {
        let mut previous = None;
        for number in 1..=self.checkpoint_last().await? {
            let Some(checkpoint) = self.checkpoint_find(number).await? else {
                let fault = CheckpointFault::Number { found: number + 1, expected: number };
                return Ok(Some(fault.into()));
            };
            let key = |id: &str| self.keys().journal_verifying_key(id);
            if let Err(fault) = checkpoint.verify(previous, key) {
                return Ok(Some(fault.into()));
            }
            previous = Some((checkpoint.number, checkpoint.hash));
            seen.checkpoints += 1;
        }
        let sql = "SELECT s.number AS number, s.case_id AS case_id, s.sequence AS sequence \
                   FROM checkpoint_head s LEFT JOIN journal j ON j.case_id = s.case_id \
                   AND j.sequence = s.sequence AND j.hash = s.hash \
                   WHERE j.case_id IS NULL ORDER BY s.number, s.case_id LIMIT 1";
        let Some(fields) = self.db().one("checkpoint_head", sql, &[]).await? else { return Ok(None) };
        let (case, sequence) = place(&fields)?;
        Ok(Some(JournalFault::Sealed { checkpoint: fields.count("number")?, case, sequence }))
    }
}

fn place(fields: &Fields) -> Result<(CaseId, u64), ReadError> {
    Ok((fields.id("case_id")?, fields.count("sequence")?))
}
