//! Files of evidence, encrypted: with a draft until it is filed, with the case from then on, gone with a draft that is
//! dropped. Nobody reads one before it was looked at and found clean; the scanner alone gets it before.

mod read;

pub use read::{EvidenceContent, EvidenceReading, EvidenceUsage};

use std::fmt;

use jiff::Timestamp;
use registry::{Actor, CaseId, EvidenceId, Hash};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::error::{ReadError, SaveError};
use crate::seal::{Place, Sealer};
use crate::unit::{Refusal, Stale, Unit};
use crate::value::{Fields, Value};

const TABLE: &str = "evidence_file";
const BLOB_TABLE: &str = "evidence_blob";

/// Whether a file was looked at, and what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EvidenceState {
    /// To be looked at.
    Waiting,
    /// Nothing was found.
    Clean,
    /// Something was; the contents are gone.
    Infected,
    /// No scanner is set up here.
    Unscanned,
}

impl EvidenceState {
    const ALL: [Self; 4] = [Self::Waiting, Self::Clean, Self::Infected, Self::Unscanned];

    /// The code in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Clean => "clean",
            Self::Infected => "infected",
            Self::Unscanned => "unscanned",
        }
    }
}

/// To what a file belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EvidenceOf {
    /// Answers not sent yet.
    Draft(Uuid),
    /// A case.
    Case(CaseId),
}

/// A file, without its contents.
#[derive(Clone, PartialEq, Eq)]
pub struct EvidenceFile {
    /// The id.
    pub id: EvidenceId,
    /// To what it belongs.
    pub of: EvidenceOf,
    /// The item of the pack that it is for.
    pub item: String,
    /// Its media type, as it was found to be.
    pub media_type: String,
    /// Its size.
    pub size_bytes: u64,
    /// The SHA-256 of its contents.
    pub hash: Hash,
    /// Whether it was looked at.
    pub state: EvidenceState,
    /// Who uploaded it.
    pub uploaded_by: Actor,
    /// When.
    pub uploaded_at: Timestamp,
    /// What it was called; none once erased.
    pub name: Option<Zeroizing<String>>,
}

// The name may be personal.
impl fmt::Debug for EvidenceFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EvidenceFile")
            .field("id", &self.id)
            .field("of", &self.of)
            .field("item", &self.item)
            .field("size_bytes", &self.size_bytes)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// A file to be kept. Size and hash are the store's to find.
#[derive(Clone, PartialEq, Eq)]
pub struct NewEvidence {
    /// The id to be given.
    pub id: EvidenceId,
    /// To what it belongs; that must be on record.
    pub of: EvidenceOf,
    /// The item of the pack that it is for.
    pub item: String,
    /// Its media type.
    pub media_type: String,
    /// What it was called.
    pub name: Zeroizing<String>,
    /// Its contents.
    pub content: Zeroizing<Vec<u8>>,
    /// `Waiting`, or `Unscanned` where no scanner is set up.
    pub state: EvidenceState,
    /// Who uploaded it.
    pub uploaded_by: Actor,
    /// When.
    pub uploaded_at: Timestamp,
    /// How many files the draft or case may have for this item, this one included.
    pub files_max: u32,
    /// How many bytes it may have in all, this file included.
    pub bytes_max: u64,
}

impl fmt::Debug for NewEvidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewEvidence").field("id", &self.id).field("of", &self.of).finish_non_exhaustive()
    }
}

/// Contents and name are bound to their column too.
fn name_place(id: EvidenceId) -> [u8; 17] {
    let mut place = [1; 17];
    place[..16].copy_from_slice(id.as_bytes());
    place
}

/// Inserted one by one, so that each sees those before it and the limits hold however many come at once.
pub(crate) fn insert(unit: &mut Unit, sealer: &Sealer, new: &NewEvidence) -> Result<(), SaveError> {
    match new.state {
        EvidenceState::Waiting | EvidenceState::Unscanned => {}
        EvidenceState::Clean | EvidenceState::Infected => {
            return Err(SaveError::Invalid {
                field: "state",
                found: new.state.code().to_owned(),
                expected: "waiting or unscanned with a new file",
            });
        }
    }
    let (draft, case) = owner(new.of);
    let size = new.content.len() as u64;
    unit.check(
        "SELECT 1 AS free WHERE (SELECT COUNT(*) FROM evidence_file WHERE (draft_id = $1 OR case_id = $2) \
         AND item = $3) <= $4",
        vec![draft.clone(), case.clone(), new.item.as_str().into(), new.files_max.into()],
        Refusal::Limit { what: "files of evidence", max: new.files_max.into() },
    );
    unit.check(
        "SELECT 1 AS free WHERE (SELECT COALESCE(CAST(SUM(size_bytes) AS BIGINT), 0) FROM evidence_file \
         WHERE draft_id = $1 OR case_id = $2) <= $3",
        vec![draft.clone(), case.clone(), new.bytes_max.into()],
        Refusal::Limit { what: "bytes of evidence", max: new.bytes_max },
    );
    let sealed_name = sealer.seal(&Place { table: TABLE, row: &name_place(new.id) }, new.name.as_bytes())?;
    let closed = sealer.seal(&Place { table: BLOB_TABLE, row: new.id.as_bytes() }, &new.content)?;
    unit.statement(
        "INSERT INTO evidence_file (id, draft_id, case_id, item, media_type, size_bytes, hash, state, \
         uploaded_by, uploaded_at, sealed_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        vec![
            new.id.as_bytes().into(),
            draft,
            case,
            new.item.as_str().into(),
            new.media_type.as_str().into(),
            size.into(),
            Value::Bytes(Sha256::digest(&new.content).to_vec()),
            new.state.code().into(),
            new.uploaded_by.to_string().into(),
            new.uploaded_at.into(),
            sealed_name.into(),
        ],
    );
    unit.statement(
        "INSERT INTO evidence_blob (file_id, sealed) VALUES ($1, $2)",
        vec![new.id.as_bytes().into(), closed.into()],
    );
    Ok(())
}

/// What the scanner found. The contents of an infected file go at once.
pub(crate) fn looked(unit: &mut Unit, file: EvidenceId, is_clean: bool, at: Timestamp) {
    let state = if is_clean { EvidenceState::Clean } else { EvidenceState::Infected };
    unit.guarded(
        "UPDATE evidence_file SET state = $1, looked_at = $2 WHERE id = $3 AND state IN ('waiting', 'unscanned')",
        vec![state.code().into(), at.into(), file.as_bytes().into()],
        Stale { table: TABLE, id: file.to_string(), expected: 1 },
    );
    if !is_clean {
        unit.statement("DELETE FROM evidence_blob WHERE file_id = $1", vec![file.as_bytes().into()]);
    }
}

/// The files of a draft go over to the case that it became, before anything else, so that a draft deleted by the same save
/// does not take them along. The case may be new: its row is looked for at the commit.
pub(crate) fn attach(unit: &mut Unit, draft: Uuid, case: CaseId) {
    unit.first(
        "UPDATE evidence_file SET case_id = $1, draft_id = NULL WHERE draft_id = $2",
        vec![case.as_bytes().into(), draft.as_bytes().into()],
    );
}

/// A file that its uploader takes back from a draft.
pub(crate) fn delete(unit: &mut Unit, file: EvidenceId, draft: Uuid) {
    unit.guarded(
        "DELETE FROM evidence_file WHERE id = $1 AND draft_id = $2",
        vec![file.as_bytes().into(), draft.as_bytes().into()],
        Stale { table: TABLE, id: file.to_string(), expected: 1 },
    );
}

fn owner(of: EvidenceOf) -> (Value, Value) {
    match of {
        EvidenceOf::Draft(draft) => (draft.as_bytes().into(), Value::NoBytes),
        EvidenceOf::Case(case) => (Value::NoBytes, case.as_bytes().into()),
    }
}

fn from_row(fields: &Fields, sealer: &Sealer) -> Result<EvidenceFile, ReadError> {
    let id: EvidenceId = fields.id("id")?;
    let of = match (fields.maybe_id("draft_id")?, fields.maybe_id("case_id")?) {
        (Some(draft), None) => EvidenceOf::Draft(draft),
        (None, Some(case)) => EvidenceOf::Case(case),
        _ => return Err(fields.wrong("case_id", "a case exactly where there is no draft")),
    };
    let code = fields.text("state")?;
    let state = EvidenceState::ALL.into_iter().find(|state| state.code() == code);
    let name = match fields.maybe_open("sealed_name", sealer, &name_place(id))? {
        Some(plain) => {
            let name = std::str::from_utf8(&plain).map_err(|_| fields.wrong("sealed_name", "a text"))?;
            Some(Zeroizing::new(name.to_owned()))
        }
        None => None,
    };
    Ok(EvidenceFile {
        id,
        of,
        item: fields.text("item")?,
        media_type: fields.text("media_type")?,
        size_bytes: fields.count("size_bytes")?,
        hash: fields.hash("hash")?,
        state: state.ok_or_else(|| fields.wrong("state", "waiting, clean, infected or unscanned"))?,
        uploaded_by: fields.parsed("uploaded_by")?,
        uploaded_at: fields.time("uploaded_at")?,
        name,
    })
}
