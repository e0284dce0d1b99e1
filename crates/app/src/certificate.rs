//! The certificate 《就业失业登记证》: its page and its PDF; how it is checked and taken back.

use std::fmt;

use documents::{CertificatePayload, EmploymentKind, Qr, SignedCertificate};
use jiff::civil::Date;
use registry::{Certificate, CertificateState, FlexibleKind, RegistrationNumber};
use store::Kept;

use crate::permission::{Deed, Matter, may};
use crate::shown::Labelled;
use crate::sources::beijing_date;
use crate::text::Text;
use crate::{App, Fault, Viewer, words};

mod revoke;
mod verify;

pub use verify::Verified;

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

/// Why a certificate ended when a newer one took its place.
const REPLACED: &str = "replaced";

impl App {
    /// A certificate's page.
    pub async fn certificate(
        &self,
        viewer: &Viewer,
        number: &str,
    ) -> Result<CertificateShown, CertificateError> {
        let (certificate, registration) = self.certificate_seen(viewer, number).await?;
        let signed = signed(&certificate)?;
        let text = self.parts.verify_address.text_of(&signed);
        let qr = Qr::of(&text).map_err(|error| Fault::because("a QR code", error))?;
        let payload = signed.payload();
        Ok(CertificateShown {
            number: certificate.number.clone(),
            registration,
            title: Text::new("就业失业登记证", "Employment and Unemployment Registration Certificate"),
            rows: self.printed_rows(payload),
            issuer: Text::same(&payload.office),
            issued_on: payload.issued_on,
            code: signed.to_code(),
            verify_url: text,
            qr_svg: qr.to_svg(),
            standing: standing(&certificate.state),
        })
    }

    /// A certificate as PDF. It takes milliseconds of one core and is set where blocking is allowed.
    pub async fn certificate_pdf(&self, viewer: &Viewer, number: &str) -> Result<Vec<u8>, CertificateError> {
        let (certificate, _) = self.certificate_seen(viewer, number).await?;
        let signed = signed(&certificate)?;
        self.set_pdf(signed).await
    }

    #[cfg(feature = "typeset")]
    async fn set_pdf(&self, signed: SignedCertificate) -> Result<Vec<u8>, CertificateError> {
        let parts = std::sync::Arc::clone(&self.parts);
        let set = move || {
            let not_set =
                |error: documents::RenderError| CertificateError::NotSet { what: error.to_string() };
            let typesetter = parts.typesetter().map_err(not_set)?;
            typesetter.certificate_pdf(&signed, &parts.verify_address).map_err(not_set)
        };
        let done = tokio::task::spawn_blocking(set).await;
        done.map_err(|error| Fault::because("the typesetter", error))?
    }

    #[cfg(not(feature = "typeset"))]
    #[expect(clippy::unused_async, reason = "the same signature with a typesetter and without")]
    async fn set_pdf(&self, _: SignedCertificate) -> Result<Vec<u8>, CertificateError> {
        Err(CertificateError::NotSet { what: "this build has no typesetter".to_owned() })
    }

    /// A certificate and the number of its registration, for whoever may see them.
    async fn certificate_seen(
        &self,
        viewer: &Viewer,
        number: &str,
    ) -> Result<(Certificate, RegistrationNumber), CertificateError> {
        let store = &self.parts.store;
        let found = store.certificate_find_by_number(number).await.map_err(Fault::from)?;
        let certificate = found.and_then(Kept::held).ok_or(CertificateError::NotFound)?;
        let registration = store.registration_find(certificate.registration).await.map_err(Fault::from)?;
        let registration =
            registration.filter(|found| may(viewer, Deed::SeeRegistration, &Matter::of(found)));
        let registration = registration.ok_or(CertificateError::NotFound)?;
        if viewer.officer().is_some() {
            self.person_seen(viewer, &registration, "certificate").await?;
        }
        Ok((certificate, registration.number))
    }

    /// What is printed on a certificate, in words.
    fn printed_rows(&self, payload: &CertificatePayload) -> Vec<Labelled> {
        let kind = match payload.employment_kind {
            EmploymentKind::SelfEmployed => FlexibleKind::SelfEmployed,
            EmploymentKind::PartTime => FlexibleKind::PartTime,
            EmploymentKind::NewForm => FlexibleKind::Platform,
            EmploymentKind::Other => FlexibleKind::OtherFlexible,
        };
        let row = |key: &str, zh: &str, en: &str, value: Text| Labelled::new(key, Text::new(zh, en), value);
        vec![
            row("number", "证书编号", "Certificate number", Text::same(&payload.number)),
            row("holder_name", "姓名", "Name", Text::same(&payload.holder_name)),
            row("id_masked", "身份证件号码", "Identity number", Text::same(payload.id_masked.as_str())),
            row(
                "registration_number",
                "登记编号",
                "Registration number",
                Text::same(&payload.registration_number),
            ),
            row("employment_kind", "就业类型", "Kind of employment", self.kind_words(kind)),
            row("occupation", "职业", "Occupation", Text::same(&payload.occupation)),
            row("district", "就业地", "Place of employment", self.district_name(&payload.district_code)),
            row("first_day", "就业起始日期", "First day of employment", words::day(payload.first_day)),
            row("office", "发证机构", "Issuing office", Text::same(&payload.office)),
            row("issued_on", "发证日期", "Day of issue", words::day(payload.issued_on)),
        ]
    }
}

fn signed(certificate: &Certificate) -> Result<SignedCertificate, Fault> {
    SignedCertificate::from_bytes(&certificate.payload)
        .map_err(|error| Fault::because("a certificate on record that cannot be read", error))
}

fn standing(state: &CertificateState) -> CertificateStanding {
    match state {
        CertificateState::Valid => CertificateStanding::Valid,
        CertificateState::Ended { at, reason } if reason == REPLACED => {
            CertificateStanding::Replaced { on: beijing_date(*at) }
        }
        CertificateState::Ended { at, .. } => CertificateStanding::Ended { on: beijing_date(*at) },
        CertificateState::Revoked { at, .. } => CertificateStanding::Revoked { on: beijing_date(*at) },
    }
}
