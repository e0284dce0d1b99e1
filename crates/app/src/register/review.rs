//! Before anything is sent: what the identity number says, the faults of a page, all answers to look at,
//! the commitment to accept.

use jiff::civil::Date;
use registry::form::Sex;
use service::Pack;

use super::{CommitmentShown, FromIdNumber, RegisterError, RegisterRequest, Review, SERVICE};
use crate::field_fault::FieldFault;
use crate::form;
use crate::shown::Labelled;
use crate::text::Text;
use crate::{App, Fault};

impl App {
    /// What an identity number says, for the page that shows it.
    pub fn from_id_number(&self, text: &str) -> Result<FromIdNumber, FieldFault> {
        let number = form::id_number(text, self.today())?;
        let region = self.library().regions.district_now(number.first_region_code());
        Ok(FromIdNumber {
            birth_date: number.birth_date(),
            is_female: number.sex() == Sex::Female,
            region: region.map(|district| (district.code.clone(), Text::new(&district.zh, &district.en))),
        })
    }

    /// The commitment of a service to accept on a day.
    pub fn commitment(&self, service: &str, on: Date) -> Option<CommitmentShown> {
        let commitment = self.library().pack(service)?.commitment(on)?;
        Some(CommitmentShown { version: commitment.version.clone(), text: Text::from(&commitment.text) })
    }

    /// The faults of some fields alone, for a page that asks only these.
    pub fn check_fields(&self, request: &RegisterRequest, only: &[&str]) -> Vec<FieldFault> {
        let Ok(pack) = self.pack(SERVICE) else { return Vec::new() };
        let mut faults = form::faults(pack, &request.submission(), self.today(), self.library());
        faults.retain(|fault| only.contains(&fault.field.as_str()));
        faults
    }

    /// The answers to look at before they are sent; only the commitment may still be missing.
    pub fn review(&self, request: &RegisterRequest) -> Result<Review, RegisterError> {
        let pack = self.pack(SERVICE)?;
        let submission = request.submission();
        let mut faults = form::faults(pack, &submission, self.today(), self.library());
        faults.retain(|fault| fault.field != "commitment");
        if !faults.is_empty() {
            return Err(RegisterError::Fields(faults));
        }
        let person = form::person(&submission, self.today()).map_err(RegisterError::Fields)?;
        let details =
            form::details(&submission, None, self.today(), self.library()).map_err(RegisterError::Fields)?;
        let mut rows = vec![
            Labelled::new("name", self.field_label("name"), Text::same(person.name.expose())),
            Labelled::new("id_number", self.field_label("id_number"), Text::same(person.id_number.expose())),
            Labelled::new("phone", self.field_label("phone"), Text::same(person.phone.expose())),
        ];
        rows.extend(self.details_rows(&details));
        let office = self.route(pack, details.district.as_str())?;
        let commitment = self
            .commitment(SERVICE, self.today())
            .ok_or_else(|| Fault::internal(format!("`{SERVICE}` has no commitment in force")))?;
        Ok(Review { rows, office: self.office_shown(office), commitment })
    }

    /// The office of a pack in charge of a district today.
    pub(crate) fn route<'a>(&'a self, pack: &'a Pack, district: &str) -> Result<&'a service::Office, Fault> {
        let office = pack.route(district, self.today(), &self.library().directory);
        office.map_err(|error| Fault::because("the directory", error))
    }
}
