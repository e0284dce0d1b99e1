//! The body of a paper: its lines and what they rest on. Its bytes are bound to the seal by their digest, so that
//! the body may go in the code, in the file or over the network, and is the same wherever it comes from.

use ciborium::Value as Cbor;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    ground::{DecisionRef, Objection, Provision, Reason},
    line::{self, Section},
};
use crate::{FieldError, canonical};

/// Longest body that is signed or read.
pub const BODY_BYTES_MAX: usize = 128 * 1024;
const FIELD_COUNT: usize = 5;
const PROVISIONS_MAX: usize = 20;
const REASONS_MAX: usize = 20;
const OBJECTIONS_MAX: usize = 4;

/// What a paper says, beside its head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperBody {
    /// The lines, under their headings.
    pub sections: Vec<Section>,
    /// The reasons, where something is refused or taken back.
    pub reasons: Vec<Reason>,
    /// The provisions that the whole rests on.
    pub provisions: Vec<Provision>,
    /// The kept decision.
    pub decision: Option<DecisionRef>,
    /// The ways against it.
    pub objections: Vec<Objection>,
}

impl PaperBody {
    /// Checks everything that is printed; the first fault is told.
    pub fn check(&self) -> Result<(), FieldError> {
        line::check(&self.sections)?;
        let at_most = |field: &'static str, found: usize, max: usize| {
            let fault = || FieldError::new(field, format!("{found}"), format!("at most {max}"));
            if found <= max { Ok(()) } else { Err(fault()) }
        };
        at_most("reasons", self.reasons.len(), REASONS_MAX)?;
        at_most("provisions", self.provisions.len(), PROVISIONS_MAX)?;
        at_most("objections", self.objections.len(), OBJECTIONS_MAX)?;
        for (at, it) in self.reasons.iter().enumerate() {
            it.check(&format!("reasons[{at}]"))?;
        }
        for (at, it) in self.provisions.iter().enumerate() {
            it.check(&format!("provisions[{at}]"))?;
        }
        for (at, it) in self.objections.iter().enumerate() {
            it.check(&format!("objections[{at}]"))?;
        }
        self.decision.as_ref().map_or(Ok(()), DecisionRef::check)
    }

    /// The value of a line.
    pub fn line(&self, id: &str) -> Option<&super::Value> {
        let mut lines = self.sections.iter().flat_map(|section| &section.lines);
        lines.find(|line| line.id == id).map(|line| &line.value)
    }

    /// The canonical bytes (`docs/papers.md`, "The body").
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, FieldError> {
        self.check()?;
        let bytes = canonical::to_bytes(&canonical::record(vec![
            Cbor::Array(self.sections.iter().map(Section::to_cbor).collect()),
            Cbor::Array(self.reasons.iter().map(Reason::to_cbor).collect()),
            Cbor::Array(self.provisions.iter().map(Provision::to_cbor).collect()),
            Cbor::Array(self.decision.iter().map(DecisionRef::to_cbor).collect()),
            Cbor::Array(self.objections.iter().map(Objection::to_cbor).collect()),
        ]));
        if bytes.len() > BODY_BYTES_MAX {
            let expected = format!("at most {BODY_BYTES_MAX} bytes");
            return Err(FieldError::new("body", format!("{} bytes", bytes.len()), expected));
        }
        Ok(bytes)
    }

    /// Reads canonical bytes; anything else, and anything that could not be printed, gives `None`.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut fields = canonical::fields(canonical::from_bytes(bytes)?, FIELD_COUNT)?;
        let mut body = Self {
            sections: canonical::read_all(fields.next()?, Section::from_cbor)?,
            reasons: canonical::read_all(fields.next()?, Reason::from_cbor)?,
            provisions: canonical::read_all(fields.next()?, Provision::from_cbor)?,
            decision: None,
            objections: Vec::new(),
        };
        let mut decisions = canonical::read_all(fields.next()?, DecisionRef::from_cbor)?.into_iter();
        body.decision = decisions.next();
        body.objections = canonical::read_all(fields.next()?, Objection::from_cbor)?;
        if decisions.next().is_some() {
            return None;
        }
        body.check().ok().map(|()| body)
    }
}

/// What binds a body to its seal: SHA-256 over `linghuo:paper-body:1`, a zero byte and the body.
pub(super) fn digest(body: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(b"linghuo:paper-body:1\0").chain_update(body).finalize().into()
}
