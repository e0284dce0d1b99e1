//! The certificate of Art. 11 as data: exactly what is printed, and no more. Whether it is still in force is
//! not in it, because that changes; the status list and the registry say so.

use std::borrow::Cow;

use ciborium::Value;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    MaskedId, canonical,
    field::{FieldError, check_number, check_text},
};

const NUMBER_CHARS_MAX: usize = 32;
const NAME_BYTES_MAX: usize = 120;
const OCCUPATION_BYTES_MAX: usize = 90;
const DISTRICT_BYTES_MAX: usize = 60;
const OFFICE_BYTES_MAX: usize = 120;
/// Fields of the record, in the order of `docs/certificate.md`.
const FIELD_COUNT: usize = 11;

/// The four kinds of flexible employment of Art. 2, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmploymentKind {
    /// Art. 2 (1).
    SelfEmployed,
    /// Art. 2 (2).
    PartTime,
    /// Art. 2 (3).
    NewForm,
    /// Art. 2 (4).
    Other,
}

impl EmploymentKind {
    /// Every kind, in the order of Art. 2.
    pub const ALL: [Self; 4] = [Self::SelfEmployed, Self::PartTime, Self::NewForm, Self::Other];

    /// The item of Art. 2, which is also the number that is signed.
    pub fn item(self) -> u8 {
        match self {
            Self::SelfEmployed => 1,
            Self::PartTime => 2,
            Self::NewForm => 3,
            Self::Other => 4,
        }
    }
}

/// What the certificate says. Plain data; `SignedCertificate::sign` refuses what could not be printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificatePayload {
    /// The certificate's own number: 4 to 32 of A–Z, 0–9 and hyphens.
    pub number: String,
    /// The holder's name, as in the identity document.
    pub holder_name: String,
    /// The identity number with its middle masked.
    pub id_masked: MaskedId,
    /// The number of the registration that the certificate attests.
    pub registration_number: String,
    /// The kind of employment, Art. 2.
    pub employment_kind: EmploymentKind,
    /// The occupation in words.
    pub occupation: String,
    /// GB/T 2260 code of the district of employment.
    pub district_code: String,
    /// Name of that district.
    pub district: String,
    /// The office that issues the certificate.
    pub office: String,
    /// First day of the employment.
    pub first_day: Date,
    /// Day on which the certificate was issued.
    pub issued_on: Date,
}

impl CertificatePayload {
    /// Checks every field; the first fault is told.
    pub fn check(&self) -> Result<(), FieldError> {
        check_number("number", &self.number, NUMBER_CHARS_MAX)?;
        check_text("holder_name", &self.holder_name, NAME_BYTES_MAX)?;
        check_number("registration_number", &self.registration_number, NUMBER_CHARS_MAX)?;
        check_text("occupation", &self.occupation, OCCUPATION_BYTES_MAX)?;
        read_region(&self.district_code).ok_or_else(|| {
            let found = format!("{} bytes", self.district_code.len());
            FieldError::new("district_code", found, "six digits of GB/T 2260, the first not 0")
        })?;
        check_text("district", &self.district, DISTRICT_BYTES_MAX)?;
        check_text("office", &self.office, OFFICE_BYTES_MAX)?;
        check_year("first_day", self.first_day)?;
        check_year("issued_on", self.issued_on)
    }

    /// The canonical bytes (`docs/certificate.md`, "What is signed").
    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>, FieldError> {
        self.check()?;
        let district_code = read_region(&self.district_code).unwrap_or_default();
        Ok(canonical::to_bytes(&canonical::record(vec![
            Value::from(self.number.as_str()),
            Value::from(self.holder_name.as_str()),
            Value::from(self.id_masked.as_str()),
            Value::from(self.registration_number.as_str()),
            Value::from(self.employment_kind.item()),
            Value::from(self.occupation.as_str()),
            Value::from(district_code),
            Value::from(self.district.as_str()),
            Value::from(self.office.as_str()),
            canonical::date(self.first_day),
            canonical::date(self.issued_on),
        ])))
    }

    /// Reads canonical bytes; anything else, and any field that could not be printed, gives `None`.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        use canonical::{read_date, read_text, read_unsigned};
        let mut fields = canonical::fields(canonical::from_bytes(bytes)?, FIELD_COUNT)?;
        let payload = Self {
            number: fields.next().and_then(read_text)?,
            holder_name: fields.next().and_then(read_text)?,
            id_masked: MaskedId::from_masked(&fields.next().and_then(read_text)?).ok()?,
            registration_number: fields.next().and_then(read_text)?,
            employment_kind: {
                let item = fields.next().and_then(read_unsigned)?;
                EmploymentKind::ALL.into_iter().find(|kind| u64::from(kind.item()) == item)?
            },
            occupation: fields.next().and_then(read_text)?,
            district_code: fields.next().and_then(read_unsigned)?.to_string(),
            district: fields.next().and_then(read_text)?,
            office: fields.next().and_then(read_text)?,
            first_day: fields.next().and_then(read_date)?,
            issued_on: fields.next().and_then(read_date)?,
        };
        payload.check().ok().map(|()| payload)
    }
}

/// A log may say that there is a certificate, not whose.
impl std::fmt::Debug for CertificatePayload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CertificatePayload").field("issued_on", &self.issued_on).finish_non_exhaustive()
    }
}

pub(crate) fn read_region(code: &str) -> Option<u32> {
    let is_code = code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()) && !code.starts_with('0');
    is_code.then(|| code.parse().ok()).flatten()
}

pub(crate) fn check_year(field: impl Into<Cow<'static, str>>, date: Date) -> Result<(), FieldError> {
    if date.year() < 1 {
        return Err(FieldError::new(field, "a year before 0001", "a date in the years 0001–9999"));
    }
    Ok(())
}
