//! Officers: how they sign in, what they list and count, and one case with its decision, explanation
//! and journal. Each sees their own place; each look is an entry.

mod case;
mod counts;
mod list;
mod sign_in;

use registry::{Account, Role};

pub use case::{CaseShown, JournalLine, OfficerLook};
pub use counts::CountShown;
pub use list::{ListFilter, ListPage, ListRow};
pub use sign_in::SignInError;
pub(crate) use sign_in::password_hash;

use crate::text::Text;
use crate::{App, Fault};

/// Why an officer cannot see something.
#[derive(Debug, thiserror::Error)]
pub enum OfficerError {
    /// There is none, or none that this officer may know of.
    #[error("no such registration for this officer")]
    NotFound,
    /// A filter outside the officer's own place, or no officer.
    #[error("not allowed")]
    Denied,
    /// The mark of where to go on is none that was given.
    #[error("after: expected a mark that was given before")]
    BadCursor,
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl App {
    /// What the place of this officer is called.
    pub fn place_of(&self, account: &Account) -> Text {
        match &account.role {
            Role::City => {
                let city = &self.library().regions.city;
                Text::new(&city.zh, &city.en)
            }
            Role::District(district) => self.district_name(district.as_str()),
            Role::Street(street) => {
                let (district, street) =
                    (self.district_name(street.district().as_str()), self.street_name(street));
                Text::new(format!("{}{}", district.zh, street.zh), format!("{}, {}", street.en, district.en))
            }
            // A body has no place; its name is in the register of bodies.
            Role::Body { body, .. } => Text::new(body, body),
        }
    }
}
