//! The certificate 《就业失业登记证》: its page, its PDF, its public check, and what is published for
//! those who check without a network: keys and the signed list of what is no longer in force.

use std::fmt;

use documents::CertificatePayload;
use jiff::civil::Date;
use registry::RegistrationNumber;

use crate::shown::Labelled;
use crate::text::Text;
use crate::{App, Fault, Viewer};

/// Why a certificate cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// There is none, or none that this viewer may know of.
    #[error("no such certificate for this viewer")]
    NotFound,
    /// It was revoked before.
    #[error("the certificate was revoked before")]
    AlreadyRevoked,
    /// The reason is no code of a–z, 0–9 and _.
    #[error("reason: expected a code of a–z, 0–9 and _")]
    Reason,
    /// This viewer may not do this.
    #[error("not allowed")]
    Denied,
    /// A character of the name that no font of the server has, or a build without a typesetter.
    #[error("the page cannot be set: {what}")]
    NotSet {
        /// Why.
        what: String,
    },
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Whether a certificate holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateStanding {
    /// It holds.
    Valid,
    /// The employment that it shows has ended.
    Ended {
        /// From which day.
        on: Date,
    },
    /// A newer one took its place.
    Replaced {
        /// From which day.
        on: Date,
    },
    /// It was taken back.
    Revoked {
        /// From which day.
        on: Date,
    },
    /// The signature is good, but there is no such certificate on record any more, or its day of issue
    /// has not come.
    Unknown,
    /// Forged or damaged, or signed by a key that is not ours.
    BadSignature,
    /// Not the code of a certificate.
    Unreadable,
}

/// A certificate as its page shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct CertificateShown {
    /// Its number.
    pub number: String,
    /// The registration that it proves.
    pub registration: RegistrationNumber,
    /// Its title.
    pub title: Text,
    /// What is printed on it.
    pub rows: Vec<Labelled>,
    /// The issuing office.
    pub issuer: Text,
    /// The day of issue.
    pub issued_on: Date,
    /// The code by which it is checked.
    pub code: String,
    /// The address that the QR code leads to.
    pub verify_url: String,
    /// The QR code as SVG.
    pub qr_svg: String,
    /// Whether it holds.
    pub standing: CertificateStanding,
}

impl fmt::Debug for CertificateShown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CertificateShown").field("standing", &self.standing).finish_non_exhaustive()
    }
}

/// What a public check says: the standing, and exactly what is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Whether it holds.
    pub standing: CertificateStanding,
    /// What is printed on it; none unless the signature is good.
    pub printed: Option<CertificatePayload>,
    /// The same in words, for comparison.
    pub rows: Vec<Labelled>,
}

impl App {
    /// A certificate's page.
    pub async fn certificate(
        &self,
        viewer: &Viewer,
        number: &str,
    ) -> Result<CertificateShown, CertificateError> {
        todo!()
    }

    /// A certificate as PDF. It takes milliseconds of one core and is set where blocking is allowed.
    pub async fn certificate_pdf(&self, viewer: &Viewer, number: &str) -> Result<Vec<u8>, CertificateError> {
        todo!()
    }

    /// The public check of a code or of the text of a QR code.
    pub async fn verify(&self, code: &str) -> Result<Verified, Fault> {
        todo!()
    }

    /// The public keys as a JWK set.
    pub fn public_keys(&self) -> Result<String, Fault> {
        todo!()
    }

    /// The signed list of certificates that are no longer in force.
    pub async fn status_list(&self) -> Result<Vec<u8>, Fault> {
        todo!()
    }

    /// Takes a certificate back, by an officer of the city, with a coded reason.
    pub async fn revoke(&self, viewer: &Viewer, number: &str, reason: &str) -> Result<(), CertificateError> {
        todo!()
    }
}
