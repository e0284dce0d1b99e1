//! Evidence as files: uploaded with a draft, looked at by the scanner, handed in with the filing, seen by whoever sees the
//! case. Only what the pack asks for is taken; nobody sees a file before it was found clean, where there is a scanner.

mod scan;
mod see;

use std::fmt;

use exchange::upload::{Allowed, FileKind, Refusal, inspect};
use registry::EvidenceId;
use serde::Deserialize;
use service::Pack;
use service::case::EvidenceRef;
use service::evidence::EvidenceItem;
use store::{Changes, EvidenceFile, EvidenceOf, EvidenceState, NewEvidence, SaveError, Write};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{App, Fault, StartError, Viewer};

pub(crate) use scan::SCAN_FILE;
pub use see::EvidenceOpened;

const LIMITS: &str = include_str!("../data/uploads.toml");

/// What may be uploaded at all.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Limits {
    kinds: std::collections::BTreeSet<FileKind>,
    bytes_max: u64,
    pixels_max: u64,
    files_max: u32,
    total_bytes_max: u64,
}

impl Limits {
    pub(crate) fn embedded() -> Result<Self, StartError> {
        toml::from_str(LIMITS).map_err(|error| Fault::because("data/uploads.toml", error).into())
    }
}

/// A file that somebody uploads.
#[derive(Clone, PartialEq, Eq)]
pub struct Upload {
    /// The item of the pack that it is for.
    pub item: String,
    /// Its kind, one of those that the item accepts.
    pub kind: String,
    /// What it is called.
    pub name: String,
    /// Its contents.
    pub content: Zeroizing<Vec<u8>>,
}

// Name and contents are personal.
impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload").field("item", &self.item).field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// A file as lists show it.
#[derive(Clone, PartialEq, Eq)]
pub struct EvidenceShown {
    /// Its id; none of a paper that was seen at the window.
    pub id: Option<EvidenceId>,
    /// The item of the pack.
    pub item: String,
    /// Its kind.
    pub kind: String,
    /// What it was called.
    pub name: Option<String>,
    /// Its size.
    pub size_bytes: u64,
    /// Whether it was looked at.
    pub state: Option<EvidenceState>,
    /// Whether the viewer can open it.
    pub is_open: bool,
}

// The name may be personal.
impl fmt::Debug for EvidenceShown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EvidenceShown")
            .field("item", &self.item)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// Why a file was not taken or not shown.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// There is none, or none that this viewer may know of.
    #[error("no such file for this viewer")]
    NotFound,
    /// The service does not ask for this paper, or not by upload: the law may forbid it.
    #[error("item: {item:?} is not asked for; expected one of {expected}")]
    NotAsked {
        /// What was named.
        item: String,
        /// What is asked for.
        expected: String,
    },
    /// The item does not accept this kind of paper.
    #[error("kind: {kind:?}; expected one of {expected}")]
    WrongKind {
        /// What was named.
        kind: String,
        /// The kinds that there are.
        expected: String,
    },
    /// The file is none that can be taken.
    #[error(transparent)]
    File(#[from] Refusal),
    /// There are as many files as may be, or as many bytes.
    #[error("file: at most {max} {what}")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many.
        max: u64,
    },
    /// It was not looked at yet, or something was found in it.
    #[error("the file is not to be shown: {}", .0.code())]
    Withheld(EvidenceState),
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// The longest name of a file that is kept.
const NAME_CHARS_MAX: usize = 100;

impl App {
    /// Keeps a file with a draft. The draft is the session's own: who has it says which.
    pub async fn evidence_add(
        &self,
        viewer: &Viewer,
        service: &str,
        draft: Uuid,
        upload: Upload,
    ) -> Result<(), EvidenceError> {
        let pack = self.case_pack(service).map_err(|_| EvidenceError::NotFound)?;
        let item = asked(pack, &upload.item)?;
        if !item.kinds.is_empty() && !item.kinds.contains(&upload.kind) {
            return Err(EvidenceError::WrongKind { kind: upload.kind, expected: item.kinds.join(", ") });
        }
        let limits = &self.parts.limits;
        let bytes_max = item.bytes_max.unwrap_or(limits.bytes_max).min(limits.bytes_max);
        let allowed = Allowed {
            kinds: limits.kinds.clone(),
            bytes_max: usize::try_from(bytes_max).unwrap_or(usize::MAX),
            pixels_max: limits.pixels_max,
        };
        let found = inspect(&upload.content, &allowed)?;
        let files_max = item.count_max.map_or(limits.files_max, u32::from).min(limits.files_max);
        let of = EvidenceOf::Draft(draft);
        let kept = self.parts.store.evidence_list(of).await.map_err(Fault::from)?;
        let of_item = kept.iter().filter(|file| split(&file.item).0 == item.id).count();
        if of_item >= usize::try_from(files_max).unwrap_or(usize::MAX) {
            return Err(EvidenceError::TooMany { what: "files", max: files_max.into() });
        }
        let is_scanned = self.outward.scanner.is_some();
        let id = EvidenceId(self.id());
        let uploaded_by = match (viewer.person(), viewer.officer()) {
            (_, Some(officer)) => registry::Actor::Officer(officer.id),
            (Some(person), None) => registry::Actor::Person(person),
            (None, None) => registry::Actor::System(
                "visitor".parse().map_err(|_| Fault::internal("the code of a visitor"))?,
            ),
        };
        let new = NewEvidence {
            id,
            of,
            item: format!("{}:{}", item.id, upload.kind),
            media_type: found.kind.media_type().to_owned(),
            name: Zeroizing::new(
                upload.name.chars().filter(|c| !c.is_control()).take(NAME_CHARS_MAX).collect(),
            ),
            content: upload.content,
            state: if is_scanned { EvidenceState::Waiting } else { EvidenceState::Unscanned },
            uploaded_by,
            uploaded_at: self.moment(),
            files_max,
            bytes_max: limits.total_bytes_max,
        };
        let mut changes = Changes::new().write(Write::EvidenceInsert(Box::new(new)));
        if is_scanned {
            changes = changes.job(self.scan_job(id));
        }
        match self.parts.store.save(changes).await {
            Ok(_) => Ok(()),
            Err(SaveError::Limit { what, max }) => Err(EvidenceError::TooMany { what, max }),
            Err(error) => Err(Fault::from(error).into()),
        }
    }

    /// The files of a draft.
    pub async fn evidence_of_draft(&self, draft: Uuid) -> Result<Vec<EvidenceShown>, Fault> {
        let files = self.parts.store.evidence_list(EvidenceOf::Draft(draft)).await?;
        Ok(files.iter().map(|file| self.evidence_shown(file)).collect())
    }

    /// Takes a file back from a draft.
    pub async fn evidence_drop(&self, draft: Uuid, file: EvidenceId) -> Result<(), EvidenceError> {
        match self.parts.store.save(Changes::new().write(Write::EvidenceDelete { file, draft })).await {
            Ok(_) => Ok(()),
            Err(SaveError::Stale { .. }) => Err(EvidenceError::NotFound),
            Err(error) => Err(Fault::from(error).into()),
        }
    }

    /// What a draft hands in: the files in which nothing was found.
    pub(crate) async fn evidence_handed_in(&self, draft: Uuid) -> Result<Vec<EvidenceRef>, Fault> {
        let files = self.parts.store.evidence_list(EvidenceOf::Draft(draft)).await?;
        let sound = files.into_iter().filter(|file| file.state != EvidenceState::Infected);
        let given = sound.map(|file| {
            let (item, kind) = split(&file.item);
            EvidenceRef {
                item: item.to_owned(),
                kind: kind.to_owned(),
                file: Some(file.id.to_string()),
                hash: Some(format!("sha256:{}", file.hash)),
                bytes: file.size_bytes,
            }
        });
        Ok(given.collect())
    }

    pub(crate) fn evidence_shown(&self, file: &EvidenceFile) -> EvidenceShown {
        let (item, kind) = split(&file.item);
        EvidenceShown {
            id: Some(file.id),
            item: item.to_owned(),
            kind: kind.to_owned(),
            name: file.name.as_ref().map(|name| name.to_string()),
            size_bytes: file.size_bytes,
            is_open: match file.state {
                EvidenceState::Clean => true,
                EvidenceState::Unscanned => self.outward.scanner.is_none(),
                EvidenceState::Waiting | EvidenceState::Infected => false,
            },
            state: Some(file.state),
        }
    }
}

/// An item that the pack asks for by upload.
fn asked<'a>(pack: &'a Pack, item: &str) -> Result<&'a EvidenceItem, EvidenceError> {
    let items = &pack.definition.evidence.items;
    items.iter().find(|found| found.id == item).ok_or_else(|| EvidenceError::NotAsked {
        item: item.chars().take(NAME_CHARS_MAX).collect(),
        expected: items.iter().map(|found| found.id.as_str()).collect::<Vec<_>>().join(", "),
    })
}

/// Item and kind, as they are kept with a file.
fn split(kept: &str) -> (&str, &str) {
    kept.split_once(':').unwrap_or((kept, ""))
}
