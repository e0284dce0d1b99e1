//! The certificate 《就业失业登记证》: its page, its PDF, its public check, and what is published for
//! those who check without a network: keys and the signed list of what is no longer in force.

use std::collections::BTreeMap;
use std::fmt;

use documents::{
    CertificatePayload, EmploymentKind, NumberHash, Qr, SignedCertificate, StandingEntry, StatusList, Verdict,
};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use registry::{CaseId, Certificate, CertificateState, FlexibleKind, NoticeId, RegistrationNumber};
use store::{Changes, Kept, Notice, SaveError, Write};
use zeroize::Zeroizing;

use crate::inbox::NoticeText;
use crate::permission::{Deed, Matter, may};
use crate::shown::Labelled;
use crate::sources::beijing_date;
use crate::text::Text;
use crate::viewer::actor;
use crate::{App, Fault, Viewer, words};

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

/// How long a published list speaks for the present: a day, so that a verifier without a network asks daily.
const LIST_LIFE: SignedDuration = SignedDuration::from_hours(24);
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

    /// The public check of a code or of the text of a QR code.
    pub async fn verify(&self, code: &str) -> Result<Verified, Fault> {
        // A certificate of today is not of the future, whatever day a demonstration is on.
        let now = self.moment().max(self.clock());
        let only = |standing| Ok(Verified { standing, printed: None, rows: Vec::new() });
        let payload = match documents::verify(code, &self.parts.public_keys, None, now) {
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

    /// The signed list of certificates that are no longer in force.
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

    /// Takes a certificate back, by an officer of the city, with a coded reason. The holder is told.
    pub async fn revoke(&self, viewer: &Viewer, number: &str, reason: &str) -> Result<(), CertificateError> {
        if !may(viewer, Deed::RevokeCertificate, &Matter::default()) {
            return Err(CertificateError::Denied);
        }
        if !is_code(reason) {
            return Err(CertificateError::Reason);
        }
        let (certificate, registration) = self.certificate_seen(viewer, number).await?;
        let at = self.moment();
        let (case, holder) = (CaseId(certificate.registration.0), certificate.holder);
        let revoked = certificate.revoke(at, reason).map_err(|_| CertificateError::AlreadyRevoked)?;
        let payload = serde_json::json!({ "certificate": revoked.number, "reason": reason });
        let entry = store::entry(case, at, actor(viewer, holder), "certificate.revoked", &payload);
        let text = NoticeText {
            title: Text::new("证书已撤销", "Your certificate was revoked"),
            text: Text::new(
                format!(
                    "《就业失业登记证》{}（登记编号 {registration}）已撤销。有不同意见，可以向办理机构提出。",
                    revoked.number
                ),
                format!(
                    "Certificate {} (registration {registration}) was revoked. If you disagree, tell the office in charge.",
                    revoked.number
                ),
            ),
        };
        let body =
            serde_json::to_vec(&text).map_err(|_| Fault::internal("a notice that cannot be written"))?;
        let notice = Notice {
            id: NoticeId(self.id()),
            person: holder,
            kind: "certificate.revoked".to_owned(),
            body: Zeroizing::new(body),
            created_at: at,
            read_at: None,
        };
        let changes = Changes::new()
            .entry(entry.map_err(Fault::from)?)
            .write(Write::CertificateClose(revoked))
            .write(Write::NoticeInsert(notice));
        match self.parts.store.save(changes).await {
            Ok(_) => Ok(()),
            Err(SaveError::Stale { .. }) => Err(CertificateError::AlreadyRevoked),
            Err(error) => Err(Fault::from(error).into()),
        }
    }
}

/// A reason is a code, so that it can be counted and says nothing about anyone.
pub(crate) fn is_code(reason: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    (1..=64).contains(&reason.len()) && reason.bytes().all(plain)
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
