//! How many registrations there are, by district and kind: of the own place, for the city of all.

use registry::Role;
use registry::registration::STATE_ACTIVE;

use super::OfficerError;
use crate::permission::{Deed, Matter, may};
use crate::text::Text;
use crate::{App, Fault, Viewer};

/// Numbers of one district and kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountShown {
    /// The district's code.
    pub district: String,
    /// Its name.
    pub name: Text,
    /// The kind of work.
    pub kind: Text,
    /// In force.
    pub active: u64,
    /// Ended.
    pub ended: u64,
}

impl App {
    /// The numbers of the officer's place. A street's officer has a list and no numbers.
    pub async fn officer_counts(&self, viewer: &Viewer) -> Result<Vec<CountShown>, OfficerError> {
        let officer = viewer.officer().ok_or(OfficerError::Denied)?;
        let district = match &officer.role {
            Role::City => None,
            Role::District(district) => Some(district.clone()),
            Role::Street(_) | Role::Body { .. } => return Err(OfficerError::Denied),
        };
        let reach = Matter { owner: None, district: district.as_ref(), street: None };
        if !may(viewer, Deed::List, &reach) {
            return Err(OfficerError::Denied);
        }
        let counts = self.parts.store.registration_counts(district.as_ref()).await.map_err(Fault::from)?;
        let mut shown: Vec<CountShown> = Vec::new();
        for count in counts {
            let kind = self.kind_words(count.kind);
            let district = count.district.to_string();
            let at = shown.iter().position(|row| row.district == district && row.kind == kind);
            let at = at.unwrap_or_else(|| {
                let name = self.district_name(&district);
                shown.push(CountShown { district, name, kind, active: 0, ended: 0 });
                shown.len() - 1
            });
            let row = &mut shown[at];
            if count.state == STATE_ACTIVE {
                row.active += count.amount;
            } else {
                row.ended += count.amount;
            }
        }
        Ok(shown)
    }
}
