//! The certificate as PDF: what is printed is what is signed, and the QR code carries it.

use serde::Serialize;
use typst::foundations::Bytes;

use super::{RenderError, Typesetter, page::Page};
use crate::{CertificatePayload, Qr, SignedCertificate, VerifyAddress};

const TEMPLATE: &str = "/certificate.typ";

#[derive(Serialize)]
struct Data<'a> {
    certificate: &'a CertificatePayload,
    key_id: &'a str,
    page: &'a str,
}

impl Typesetter {
    /// Sets one certificate on one A4 page.
    pub fn certificate_pdf(
        &self,
        certificate: &SignedCertificate,
        address: &VerifyAddress,
    ) -> Result<Vec<u8>, RenderError> {
        let payload = certificate.payload();
        payload.check()?;
        let printed = [
            ("holder_name", &payload.holder_name),
            ("occupation", &payload.occupation),
            ("district", &payload.district),
            ("office", &payload.office),
        ];
        for (field, text) in printed {
            self.fonts.check(field, text)?;
        }
        let qr = Qr::of(&address.text_of(certificate))?;
        let data = Data { certificate: payload, key_id: certificate.key_id().as_str(), page: address.page() };
        let page = Page::new(self, TEMPLATE, &data)?.with_file("/qr.svg", Bytes::from_string(qr.to_svg()))?;
        self.pdf(TEMPLATE, &page, &payload.number, 1)
    }
}
