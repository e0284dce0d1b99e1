//! The head of a paper: what its seal says by itself, in every code, however long the body is.

use ciborium::Value as Cbor;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    Bilingual, FieldError, MaskedId, canonical,
    certificate::check_year,
    field::{check_number, check_text},
};

const KIND_BYTES_MAX: usize = 40;
const NUMBER_CHARS_MAX: usize = 32;
const NAME_BYTES_MAX: usize = 120;
const TITLE_BYTES_MAX: usize = 120;
const OFFICE_BYTES_MAX: usize = 120;
const FIELD_COUNT: usize = 8;
/// Longest head that is read; the longest that the field limits allow is shorter.
pub(super) const HEAD_BYTES_MAX: usize = 860;

/// Bytes of the hash of a template's wording.
pub(super) const WORDING_BYTES: usize = 16;

/// Whose paper it is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The name of a person or an organisation.
    pub name: String,
    /// A person's number with its middle masked.
    pub id_masked: Option<MaskedId>,
}

/// A log may say that there is a holder, not who.
impl std::fmt::Debug for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Holder(…)")
    }
}

/// What the seal of a paper says.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperHead {
    /// The id of its template: what kind of paper it is.
    pub kind: String,
    /// The hash of the template's wording, so that its fixed texts are bound too.
    pub wording: [u8; WORDING_BYTES],
    /// Its title.
    pub title: Bilingual,
    /// Its own number: 4 to 32 of A–Z, 0–9 and hyphens; each once among all papers.
    pub number: String,
    /// The day on which it was issued.
    pub issued_on: Date,
    /// The office that issued it.
    pub office: Bilingual,
    /// Whose it is.
    pub holder: Holder,
}

impl PaperHead {
    /// Checks every field; the first fault is told.
    pub fn check(&self) -> Result<(), FieldError> {
        check_kind(&self.kind)?;
        self.title.check("title", TITLE_BYTES_MAX)?;
        check_number("number", &self.number, NUMBER_CHARS_MAX)?;
        check_year("issued_on", self.issued_on)?;
        self.office.check("office", OFFICE_BYTES_MAX)?;
        check_text("holder.name", &self.holder.name, NAME_BYTES_MAX)
    }

    /// The canonical bytes with the digest of the body (`docs/papers.md`, "The seal").
    pub(super) fn to_bytes(&self, digest: &[u8; 32]) -> Result<Vec<u8>, FieldError> {
        self.check()?;
        let pair =
            |pair: &Bilingual| Cbor::Array(vec![Cbor::from(pair.zh.as_str()), Cbor::from(pair.en.as_str())]);
        let holder = [Some(self.holder.name.as_str()), self.holder.id_masked.as_ref().map(MaskedId::as_str)];
        Ok(canonical::to_bytes(&canonical::record(vec![
            Cbor::from(self.kind.as_str()),
            Cbor::Bytes(self.wording.to_vec()),
            pair(&self.title),
            Cbor::from(self.number.as_str()),
            canonical::date(self.issued_on),
            pair(&self.office),
            Cbor::Array(holder.into_iter().flatten().map(Cbor::from).collect()),
            Cbor::Bytes(digest.to_vec()),
        ])))
    }

    /// Reads canonical bytes: the head and the digest of its body.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<(Self, [u8; 32])> {
        use canonical::{read_array, read_date, read_text};
        let mut fields = canonical::fields(canonical::from_bytes(bytes)?, FIELD_COUNT)?;
        let pair = |value: Cbor| {
            let [zh, en] = read_array(value)?;
            Some(Bilingual { zh: read_text(zh)?, en: read_text(en)? })
        };
        let head = Self {
            kind: fields.next().and_then(read_text)?,
            wording: fields.next()?.into_bytes().ok()?.try_into().ok()?,
            title: fields.next().and_then(pair)?,
            number: fields.next().and_then(read_text)?,
            issued_on: fields.next().and_then(read_date)?,
            office: fields.next().and_then(pair)?,
            holder: read_holder(fields.next()?)?,
        };
        let digest = fields.next()?.into_bytes().ok()?.try_into().ok()?;
        head.check().ok().map(|()| (head, digest))
    }
}

fn read_holder(value: Cbor) -> Option<Holder> {
    let mut parts = canonical::read_all(value, canonical::read_text)?.into_iter();
    let name = parts.next()?;
    let id_masked = parts.next().map(|id| MaskedId::from_masked(&id)).transpose().ok()?;
    parts.next().is_none().then_some(Holder { name, id_masked })
}

/// The id of a template: small letters, digits and inner hyphens.
pub(super) fn check_kind(kind: &str) -> Result<(), FieldError> {
    let is_plain = kind.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let is_whole = !kind.is_empty() && !kind.starts_with('-') && !kind.ends_with('-');
    if is_plain && is_whole && kind.len() <= KIND_BYTES_MAX {
        return Ok(());
    }
    let expected = format!("1 to {KIND_BYTES_MAX} of a–z, 0–9 and inner hyphens");
    Err(FieldError::new("kind", format!("{} bytes", kind.len()), expected))
}

/// A log may say what kind of paper it is, not whose.
impl std::fmt::Debug for PaperHead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut it = f.debug_struct("PaperHead");
        it.field("kind", &self.kind).field("issued_on", &self.issued_on).finish_non_exhaustive()
    }
}
