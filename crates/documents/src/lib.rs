//! What the office hands out: the certificate of Art. 11 (signed data, QR code, PDF), papers of every service made
//! from templates ([`paper`]), the written commitment, letters, and the result of a check as a picture; the
//! verification of all that is signed, on line or off; and any list as XLSX and CSV.
//! Pure: dates, keys and texts are handed in; nothing here reads a clock, a file or the environment.
//! `docs/certificate.md` and `docs/papers.md` describe every signed byte, so that others can write a verifier.

mod bilingual;
mod canonical;
mod certificate;
mod envelope;
mod field;
mod jwks;
mod keys;
mod masked_id;
pub mod paper;
mod qr;
mod signed;
mod status_list;
pub mod table;
#[cfg(feature = "typeset")]
mod typeset;
mod verify;

pub use bilingual::Bilingual;
pub use certificate::{CertificatePayload, EmploymentKind};
pub use envelope::ReadError;
pub use field::FieldError;
pub use jwks::JwksError;
pub use keys::{KeyError, KeyId, MAX_KEYS, PublicKey, PublicKeySet};
pub use masked_id::MaskedId;
pub use qr::{AddressError, Qr, QrError, VerifyAddress};
pub use signed::SignedCertificate;
pub use status_list::{ListError, MAX_LIST_ENTRIES, NumberHash, Standing, StandingEntry, StatusList};
#[cfg(feature = "typeset")]
pub use typeset::{
    Commitment, FONT_LICENCE, Letter, LetterFact, Mark, RenderError, SignatureLine, Summary, SummaryItem,
    Typesetter,
};
pub use verify::{ListCheck, Verdict, verify};

/// The key that signs; the caller keeps it and hands it in.
pub use ed25519_dalek::{SigningKey, VerifyingKey};
