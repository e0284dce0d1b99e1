//! The public check of a certificate, and what is published for those who check without a network: keys and
//! the signed list of what is no longer in force.

use std::collections::BTreeMap;

use documents::{CertificatePayload, NumberHash, StandingEntry, StatusList, Verdict};
use jiff::{SignedDuration, Timestamp};
use registry::CertificateState;
use store::Kept;

use super::{CertificateStanding, REPLACED, standing};
use crate::shown::Labelled;
use crate::sources::beijing_date;
use crate::{App, Fault};

/// What a public check says: the standing, and exactly what is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Whether it holds.
    pub standing: CertificateStanding,
    /// What is printed on a certificate; none on a paper of another kind, and none unless the signature is good.
    pub printed: Option<CertificatePayload>,
    /// The same in words, for comparison.
    pub rows: Vec<Labelled>,
}

/// How long a published list speaks for the present: a day, so that a verifier without a network asks daily.
const LIST_LIFE: SignedDuration = SignedDuration::from_hours(24);
impl App {
    /// The public check of a code or of the text of a QR code, of a certificate or of any other paper.
    pub async fn verify(&self, code: &str) -> Result<Verified, Fault> {
        // A certificate of today is not of the future, whatever day a demonstration is on.
        let now = self.moment().max(self.clock());
        let only = |standing| Ok(Verified { standing, printed: None, rows: Vec::new() });
        let verdict = match documents::paper::verify_code(code, &self.parts.public_keys, None, now) {
            documents::paper::CodeVerdict::Paper(verdict) => return self.paper_verified(verdict).await,
            documents::paper::CodeVerdict::Certificate(verdict) => verdict,
        };
        let payload = match verdict {
            Verdict::Valid { certificate, .. }
            | Verdict::ListStale { certificate, .. }
            | Verdict::Ended { certificate, .. }
            | Verdict::Revoked { certificate, .. }
            | Verdict::Replaced { certificate, .. } => certificate,
            Verdict::IssuedInFuture { .. } => return only(CertificateStanding::Unknown),
            Verdict::UnknownKey { .. }
            | Verdict::SignatureBad { .. }
            | Verdict::KeyNotYetValid { .. }
            | Verdict::KeyExpired { .. } => return only(CertificateStanding::BadSignature),
            Verdict::Unreadable(_) => return only(CertificateStanding::Unreadable),
        };
        let found = self.parts.store.certificate_find_by_number(&payload.number).await?;
        let standing = match found {
            Some(Kept::Held(certificate)) => standing(&certificate.state),
            Some(Kept::Erased { .. }) | None => CertificateStanding::Unknown,
        };
        Ok(Verified { standing, rows: self.printed_rows(&payload), printed: Some(payload) })
    }

    /// How the certificate of a number stands: for anyone, and nothing of what is printed on it.
    pub async fn certificate_standing(&self, number: &str) -> Result<CertificateStanding, Fault> {
        let found = self.parts.store.certificate_find_by_number(number).await?;
        Ok(match found {
            Some(Kept::Held(certificate)) => standing(&certificate.state),
            Some(Kept::Erased { .. }) | None => CertificateStanding::Unknown,
        })
    }

    /// The public keys as a JWK set.
    pub fn public_keys(&self) -> Result<String, Fault> {
        Ok(self.parts.public_keys.to_jwks())
    }

    /// The signed list of certificates and papers that are no longer in force.
    pub async fn status_list(&self) -> Result<Vec<u8>, Fault> {
        let store = &self.parts.store;
        let mut entries = BTreeMap::new();
        let mut after = None;
        loop {
            let page = store.certificate_list_closed(after).await?;
            let Some(last) = page.last() else { break };
            after = Some((last.at, last.id));
            for closed in &page {
                let (at, reason) = closed.state.closed().unwrap_or((closed.at, ""));
                let standing = match &closed.state {
                    CertificateState::Revoked { .. } => documents::Standing::Revoked,
                    CertificateState::Ended { .. } if reason == REPLACED => documents::Standing::Replaced,
                    CertificateState::Ended { .. } | CertificateState::Valid => documents::Standing::Ended,
                };
                let entry = StandingEntry { standing, on: beijing_date(at) };
                entries.insert(NumberHash::of(&closed.number), entry);
            }
        }
        let mut after = None;
        loop {
            let page = store.paper_list_closed(after).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.number_hash);
            for closed in &page {
                let standing = match closed.end {
                    store::PaperEnd::Ended => documents::Standing::Ended,
                    store::PaperEnd::Revoked => documents::Standing::Revoked,
                    store::PaperEnd::Replaced => documents::Standing::Replaced,
                };
                entries.insert(NumberHash(closed.number_hash), StandingEntry { standing, on: closed.on });
            }
        }
        let issued_at = self.moment();
        let list = StatusList {
            sequence: store.number_next("status_list").await?,
            issued_at,
            next_update: issued_at.saturating_add(LIST_LIFE).unwrap_or(Timestamp::MAX),
            entries,
        };
        let key = store.keys().certificate_key();
        list.sign(&key.key, &self.parts.certificate_key).map_err(|e| Fault::because("the status list", e))
    }
}
