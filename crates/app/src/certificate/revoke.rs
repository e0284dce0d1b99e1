//! Taking a certificate back, by an officer of the city; the holder is told.

use registry::{CaseId, NoticeId};
use store::{Changes, Notice, SaveError, Write};
use zeroize::Zeroizing;

use super::CertificateError;
use crate::inbox::NoticeText;
use crate::permission::{Deed, Matter, may};
use crate::text::Text;
use crate::viewer::actor;
use crate::{App, Fault, Viewer};

impl App {
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
            links: Vec::new(),
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
