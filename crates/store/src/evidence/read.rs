//! Evidence read back: lists, contents once they may be read, and what waits for the scanner.

use registry::EvidenceId;
use zeroize::Zeroizing;

use super::{BLOB_TABLE, EvidenceFile, EvidenceOf, EvidenceState, TABLE, from_row, owner};
use crate::error::ReadError;
use crate::registration::PAGE_ROWS_MAX;
use crate::store::Store;
use crate::value::Value;

/// Which files may be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EvidenceReading {
    /// Those found clean.
    Clean,
    /// Those that no scanner looked at too: for an installation that has none and says so.
    UnscannedToo,
}

/// The contents of a file, or why they are not shown.
#[derive(Clone, PartialEq, Eq)]
pub enum EvidenceContent {
    /// Here they are.
    Held(Zeroizing<Vec<u8>>),
    /// The file's state does not allow it.
    Withheld(EvidenceState),
    /// They are gone.
    Gone,
}

// The contents are personal.
impl std::fmt::Debug for EvidenceContent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Held(_) => f.write_str("Held(…)"),
            Self::Withheld(state) => f.debug_tuple("Withheld").field(state).finish(),
            Self::Gone => f.write_str("Gone"),
        }
    }
}

/// How much a draft or case has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EvidenceUsage {
    /// How many files.
    pub files: u64,
    /// How many bytes.
    pub bytes: u64,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, draft_id, case_id, item, media_type, size_bytes, hash, state, uploaded_by, uploaded_at, \
             sealed_name FROM evidence_file ",
            $rest
        )
    };
}

impl Store {
    /// A file without its contents.
    pub async fn evidence_find(&self, id: EvidenceId) -> Result<Option<EvidenceFile>, ReadError> {
        Ok(self.evidence_rows(select!("WHERE id = $1"), &[id.as_bytes().into()]).await?.pop())
    }

    /// The files of a draft or case, oldest first.
    pub async fn evidence_list(&self, of: EvidenceOf) -> Result<Vec<EvidenceFile>, ReadError> {
        let (draft, case) = owner(of);
        let sql = select!("WHERE draft_id = $1 OR case_id = $2 ORDER BY uploaded_at, id");
        self.evidence_rows(sql, &[draft, case]).await
    }

    /// How many files a draft or case has, and how large they are together.
    pub async fn evidence_usage(&self, of: EvidenceOf) -> Result<EvidenceUsage, ReadError> {
        let (draft, case) = owner(of);
        let sql = "SELECT COUNT(*) AS files, COALESCE(CAST(SUM(size_bytes) AS BIGINT), 0) AS bytes \
                   FROM evidence_file WHERE draft_id = $1 OR case_id = $2";
        let row = self.db().one(TABLE, sql, &[draft, case]).await?;
        row.map_or(Ok(EvidenceUsage { files: 0, bytes: 0 }), |fields| {
            Ok(EvidenceUsage { files: fields.count("files")?, bytes: fields.count("bytes")? })
        })
    }

    /// The contents of a file, if its state lets them be read.
    pub async fn evidence_content(
        &self,
        id: EvidenceId,
        reading: EvidenceReading,
    ) -> Result<Option<EvidenceContent>, ReadError> {
        let Some(file) = self.evidence_find(id).await? else { return Ok(None) };
        let is_open = match file.state {
            EvidenceState::Clean => true,
            EvidenceState::Unscanned => reading == EvidenceReading::UnscannedToo,
            EvidenceState::Waiting | EvidenceState::Infected => false,
        };
        if !is_open {
            return Ok(Some(EvidenceContent::Withheld(file.state)));
        }
        let content = self.evidence_bytes(id).await?;
        Ok(Some(content.map_or(EvidenceContent::Gone, EvidenceContent::Held)))
    }

    /// The files that the scanner has not looked at, oldest first.
    pub async fn evidence_list_waiting(&self, files_max: u32) -> Result<Vec<EvidenceFile>, ReadError> {
        let sql = select!("WHERE state = 'waiting' ORDER BY uploaded_at, id LIMIT $1");
        self.evidence_rows(sql, &[files_max.clamp(1, PAGE_ROWS_MAX).into()]).await
    }

    /// The contents of a file that waits, for the scanner and nobody else.
    pub async fn evidence_for_scanner(
        &self,
        id: EvidenceId,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, ReadError> {
        let waits = self.evidence_find(id).await?.is_some_and(|file| file.state == EvidenceState::Waiting);
        if waits { self.evidence_bytes(id).await } else { Ok(None) }
    }

    async fn evidence_bytes(&self, id: EvidenceId) -> Result<Option<Zeroizing<Vec<u8>>>, ReadError> {
        let sql = "SELECT file_id, sealed FROM evidence_blob WHERE file_id = $1";
        let row = self.db().one(BLOB_TABLE, sql, &[id.as_bytes().into()]).await?;
        row.map(|fields| fields.open("sealed", self.sealer(), id.as_bytes())).transpose()
    }

    async fn evidence_rows(
        &self,
        sql: &'static str,
        values: &[Value],
    ) -> Result<Vec<EvidenceFile>, ReadError> {
        let rows = self.db().all(TABLE, sql, values).await?;
        rows.iter().map(|fields| from_row(fields, self.sealer())).collect()
    }
}
