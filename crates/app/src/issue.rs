//! What follows from a registration as it stands: the signed certificate, the notice to the person, the
//! next steps. Made once here for registering and changing alike.

use documents::{CertificatePayload, EmploymentKind, MaskedId, SignedCertificate};
use registry::{Certificate, CertificateId, CertificateState, FlexibleKind, NoticeId, Person, Registration};
use service::notice::NoticeChannel;
use service::{Lang, Pack, Placeholder, Value, Values};
use store::Notice;
use zeroize::Zeroizing;

use crate::inbox::{NoticeLink, NoticeText};
use crate::register::NextStep;
use crate::shown::OfficeShown;
use crate::text::Text;
use crate::{App, Fault};

impl App {
    /// A certificate of a registration as it stands, signed. Its number is that of the registration with
    /// the version that it attests.
    pub(crate) fn issue_certificate(
        &self,
        person: &Person,
        registration: &Registration,
        office: &OfficeShown,
    ) -> Result<Certificate, Fault> {
        let details = &registration.details;
        let wrong =
            |error: documents::FieldError| Fault::because("a certificate that cannot be signed", error);
        let payload = CertificatePayload {
            number: format!("{}-{}", registration.number, registration.version),
            holder_name: person.name.expose().to_owned(),
            id_masked: MaskedId::of(person.id_number.expose()).map_err(wrong)?,
            registration_number: registration.number.to_string(),
            employment_kind: match details.kind {
                FlexibleKind::SelfEmployed => EmploymentKind::SelfEmployed,
                FlexibleKind::PartTime => EmploymentKind::PartTime,
                FlexibleKind::Platform => EmploymentKind::NewForm,
                FlexibleKind::OtherFlexible => EmploymentKind::Other,
            },
            occupation: details.occupation.text.clone(),
            district_code: details.district.to_string(),
            district: self.district_name(details.district.as_str()).zh,
            office: office.name.zh.clone(),
            first_day: details.started_on,
            issued_on: self.today(),
        };
        let number = payload.number.clone();
        let key = self.parts.store.keys().certificate_key();
        let signed =
            SignedCertificate::sign(payload, &key.key, &self.parts.certificate_key).map_err(wrong)?;
        Ok(Certificate {
            id: CertificateId(self.id()),
            number,
            registration: registration.id,
            holder: person.id,
            issued_at: self.moment(),
            state: CertificateState::Valid,
            key_id: self.parts.certificate_key.to_string(),
            payload: signed.as_bytes().to_vec(),
        })
    }

    /// The values that a notice about a registration can fill in.
    pub(crate) fn notice_values(
        &self,
        person: &Person,
        registration: &Registration,
        office: &OfficeShown,
        certificate: Option<&Certificate>,
    ) -> Values {
        let words = |text: &Text| Value::Words(text.into());
        let mut values = Values::from([
            (Placeholder::PersonName, Value::Text(person.name.expose().to_owned())),
            (Placeholder::RegistrationNumber, Value::Text(registration.number.to_string())),
            (Placeholder::CommitmentVersion, Value::Text(registration.commitment.version.clone())),
            (Placeholder::Office, words(&office.name)),
            (Placeholder::District, words(&self.district_name(registration.details.district.as_str()))),
            (Placeholder::EmploymentForm, words(&self.kind_words(registration.details.kind))),
            (Placeholder::RegisteredOn, Value::Date(self.today())),
            (Placeholder::StartDate, Value::Date(registration.details.started_on)),
            (Placeholder::EffectiveOn, Value::Date(registration.effective_on)),
        ]);
        if let Some(certificate) = certificate {
            values.insert(Placeholder::CertificateNumber, Value::Text(certificate.number.clone()));
        }
        values
    }

    /// A notice of a pack for the person's inbox, as it reads on the day on which it is written.
    pub(crate) fn notice(
        &self,
        pack: &Pack,
        event: &str,
        person: registry::PersonId,
        values: &Values,
        links: Vec<NoticeLink>,
    ) -> Result<Notice, Fault> {
        let notice = pack.notice(event, NoticeChannel::Inbox);
        let notice =
            notice.ok_or_else(|| Fault::internal(format!("no notice `{event}` in `{}`", pack.id())))?;
        let render = |lang| notice.render(lang, values).map_err(|e| Fault::because("a notice", e));
        let (zh, en) = (render(Lang::Zh)?, render(Lang::En)?);
        let (title, text) = (Text::new(zh.title, en.title), Text::new(zh.text, en.text));
        let text = NoticeText { title, text, links };
        let body =
            serde_json::to_vec(&text).map_err(|_| Fault::internal("a notice that cannot be written"))?;
        Ok(Notice {
            id: NoticeId(self.id()),
            person,
            kind: format!("{}.{event}", pack.id()),
            body: Zeroizing::new(body),
            created_at: self.moment(),
            read_at: None,
        })
    }
}

/// What comes after an event of a pack.
pub(crate) fn next_steps(pack: &Pack, event: &str) -> Vec<NextStep> {
    let step = |step: &service::effect::NextStep| NextStep {
        title: Text::from(&step.title),
        text: Text::from(&step.text),
        conclusion: step.conclusion.clone(),
        service: step.service.clone(),
    };
    pack.next_steps(event).map(step).collect()
}
