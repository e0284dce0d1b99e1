//! Who may do what. One function answers for all use cases; its whole table is a golden text among the
//! tests, so that a change of it is seen in review.

use registry::{PersonId, Region, Registration, StreetCode};

use crate::Viewer;

/// What someone wants to do. Asking what holds and checking a certificate take no viewer: all may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    /// Register on the website, in the app, by WeChat.
    RegisterOnline,
    /// Register with someone at the window.
    RegisterAtWindow,
    /// See a registration with its history and certificate.
    SeeRegistration,
    /// Change or end a registration on the website, in the app, by WeChat.
    ChangeOnline,
    /// Change or end a registration with someone at the window.
    ChangeAtWindow,
    /// Read the notices.
    ReadInbox,
    /// Take a certificate back.
    RevokeCertificate,
    /// Give out a new access code.
    RenewAccessCode,
    /// Ask the person to look at a field again.
    AskCorrection,
    /// List and count registrations of a place.
    List,
    /// See a case with decision and journal.
    SeeCase,
    /// Replay a decision about someone.
    Replay,
    /// See at whom another officer looked.
    Supervise,
    /// Look through the journal.
    VerifyJournal,
    /// Erase a person.
    Erase,
}

impl Deed {
    /// All of them, for the table.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 15] = [
        Self::RegisterOnline,
        Self::RegisterAtWindow,
        Self::SeeRegistration,
        Self::ChangeOnline,
        Self::ChangeAtWindow,
        Self::ReadInbox,
        Self::RevokeCertificate,
        Self::RenewAccessCode,
        Self::AskCorrection,
        Self::List,
        Self::SeeCase,
        Self::Replay,
        Self::Supervise,
        Self::VerifyJournal,
        Self::Erase,
    ];
}

/// Whose matter it is and where it belongs.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Matter<'a> {
    pub(crate) owner: Option<PersonId>,
    pub(crate) district: Option<&'a Region>,
    pub(crate) street: Option<&'a StreetCode>,
}

impl<'a> Matter<'a> {
    pub(crate) fn of(registration: &'a Registration) -> Self {
        Self {
            owner: Some(registration.person),
            district: Some(&registration.details.district),
            street: registration.details.street.as_ref(),
        }
    }
}

/// Whether this viewer may do this.
pub(crate) fn may(viewer: &Viewer, deed: Deed, matter: &Matter<'_>) -> bool {
    let is_owner = || matter.owner.is_some() && viewer.person() == matter.owner;
    let is_of_the_city = || viewer.officer().is_some_and(|officer| officer.role == registry::Role::City);
    let reaches = || {
        viewer.officer().is_some_and(|officer| match matter.district {
            Some(district) => officer.role.may_see_street(district, matter.street),
            None => officer.role == registry::Role::City,
        })
    };
    match deed {
        Deed::RegisterOnline => viewer.officer().is_none(),
        Deed::RegisterAtWindow
        | Deed::ChangeAtWindow
        | Deed::RenewAccessCode
        | Deed::AskCorrection
        | Deed::List
        | Deed::SeeCase => reaches(),
        Deed::SeeRegistration => is_owner() || reaches(),
        Deed::ChangeOnline | Deed::ReadInbox => is_owner(),
        Deed::Replay => {
            is_owner()
                || is_of_the_city()
                || (matter.owner.is_some() && matter.district.is_some() && reaches())
        }
        Deed::RevokeCertificate | Deed::Supervise | Deed::VerifyJournal | Deed::Erase => is_of_the_city(),
    }
}

#[cfg(test)]
#[path = "permission_tests.rs"]
mod tests;
