//! Small things that many results show: provisions, labelled values, offices.

use std::fmt;

use serde::Serialize;

use registry::Registration;

use crate::text::Text;
use crate::{App, Fault};

/// Words of the law with the place where they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Provision {
    /// The instrument in which it stands.
    pub instrument: String,
    /// The id of the place on the reading page, such as `a11-p1-s1`.
    pub anchor: String,
    /// The article; 0 is the clause on entry into force.
    pub article: u16,
    /// The place in words: 第十一条第一款第一句, Art. 11 para. 1 sentence 1.
    pub label: Text,
    /// The words; the English is a translation to help the reader and may be empty.
    pub words: Text,
}

/// A value with its label.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct Labelled {
    /// Its key in the contract or in the service pack.
    pub key: String,
    /// What it is.
    pub label: Text,
    /// The value, as it is shown.
    pub value: Text,
}

impl Labelled {
    pub(crate) fn new(key: impl Into<String>, label: Text, value: Text) -> Self {
        Self { key: key.into(), label, value }
    }
}

// The value is often personal.
impl fmt::Debug for Labelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Labelled").field("key", &self.key).finish_non_exhaustive()
    }
}

/// An office where one can go.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct OfficeShown {
    /// Its id in the directory, such as `pes-110105`.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// The district that it serves.
    pub district: String,
    /// The street that it serves, where not the whole district.
    pub street: Option<String>,
    /// Its address, or that the district has yet to enter it.
    pub address: Text,
    /// Why this one.
    pub why: Text,
    /// Whether the directory is invented for a demonstration; the page says so.
    pub is_demonstration: bool,
}

impl App {
    /// The provisions that a service carries out: what its certificate and its notices rest on.
    pub fn basis(&self, service: &str) -> Vec<Provision> {
        let Some(pack) = self.library().pack(service) else { return Vec::new() };
        let instrument = pack.definition.instrument.as_str();
        let Some(at) = self.policy().instruments.iter().position(|i| i.id == instrument) else {
            return Vec::new();
        };
        let provisions = &self.law.provisions;
        let anchors = pack.definition.anchors.iter().filter_map(|anchor| provisions.anchor(at, *anchor));
        anchors.map(|anchor| provisions.of(at, anchor)).collect()
    }

    /// An office of the directory.
    pub(crate) fn office_shown(&self, office: &service::Office) -> OfficeShown {
        let directory = &self.library().directory;
        let address = if office.address.is_empty() {
            Text::from(&directory.address_empty)
        } else {
            Text::same(&office.address)
        };
        let district = self.district_name(&office.district);
        let street = office.street.as_deref().and_then(|code| self.library().streets.street(code));
        let place = street.map_or(district.clone(), |street| {
            Text::new(format!("{}{}", district.zh, street.name), format!("{}, {}", street.name, district.en))
        });
        OfficeShown {
            id: office.id.clone(),
            name: Text::from(&office.name),
            address,
            why: Text::new(format!("负责{}", place.zh), format!("in charge of {}", place.en)),
            street: office.street.clone(),
            district: office.district.clone(),
            is_demonstration: directory.demonstration,
        }
    }

    /// The office of a registration; one that the directory has dropped as the store remembers it.
    pub(crate) async fn office_of(&self, registration: &Registration) -> Result<OfficeShown, Fault> {
        let key = self.office_key(registration.office);
        if let Some(office) = key.and_then(|key| self.library().directory.office(key)) {
            return Ok(self.office_shown(office));
        }
        let on = registration.effective_on;
        let office = self.parts.store.office_find(registration.office, on).await?;
        let office =
            office.ok_or_else(|| Fault::internal("a registration of an office that is not on record"))?;
        Ok(OfficeShown {
            id: office.id.to_string(),
            name: Text::new(office.name_zh, office.name_en),
            district: office.district.to_string(),
            street: office.street.map(|street| street.to_string()),
            address: Text::same(office.address_zh),
            why: Text::default(),
            is_demonstration: false,
        })
    }
}
