//! Whose matter a filing is: the person who is signed in, whom the office has on record, or someone new; and who brings
//! it in.

use registry::{Person, PersonId, Role};
use service::case::{Actor, Rank};
use service::definition::Channel;
use service::{Pack, Submission};
use store::Write;

use super::apply::ApplyError;
use crate::{App, Fault, Viewer, form};

/// The fields by which a person is told.
pub(super) const IDENTITY: [&str; 3] = ["name", "id_number", "phone"];

/// The person of a filing, with what is to be saved of them.
pub(super) struct Subject {
    pub(super) person: Person,
    pub(super) write: Option<Write>,
    /// Whether nobody of this identity number was on record.
    pub(super) is_new: bool,
}

impl App {
    /// The person who is signed in, as they are on record; what a form asks of them is filled in from there.
    pub(super) async fn signed_in(&self, viewer: &Viewer) -> Result<Option<Person>, Fault> {
        let Some(id) = viewer.person() else { return Ok(None) };
        Ok(self.parts.store.person_find(id).await?.and_then(store::Kept::held))
    }

    /// Fills in what is known of the person who is signed in.
    pub(super) fn told_once(pack: &Pack, submission: &mut Submission, own: Option<&Person>) {
        let Some(own) = own else { return };
        let known = [
            ("name", Some(own.name.expose().to_owned())),
            ("id_number", Some(own.id_number.expose().to_owned())),
            ("phone", own.phone.as_ref().map(|phone| phone.expose().to_owned())),
        ];
        for (field, value) in known {
            if let (Some(_), None, Some(value)) = (pack.field(field), submission.answer(field), value) {
                submission.answers.insert(field.to_owned(), value);
            }
        }
    }

    /// Whose matter it is, as the viewer may bring it in.
    pub(super) async fn subject(
        &self,
        viewer: &Viewer,
        pack: &Pack,
        submission: &Submission,
        own: Option<Person>,
    ) -> Result<Subject, ApplyError> {
        if IDENTITY.iter().any(|field| pack.field(field).is_none()) {
            let person = own.ok_or(ApplyError::SignInFirst)?;
            return Ok(Subject { person, write: None, is_new: false });
        }
        let read = form::person(submission, self.today()).map_err(ApplyError::Fields)?;
        let known = self.parts.store.person_find_by_id_number(&read.id_number).await.map_err(Fault::from)?;
        let is_new = known.is_none();
        match (viewer, &known) {
            (Viewer::Public, Some(_)) => return Err(ApplyError::SignInFirst),
            // Someone signed in as one person files for nobody else.
            (Viewer::Person(_), None) => return Err(ApplyError::Denied),
            (Viewer::Person(own), Some(known)) if *own != known.id => return Err(ApplyError::Denied),
            (Viewer::Public, None) | (Viewer::Person(_), Some(_)) | (Viewer::Officer(_), _) => {}
        }
        let (person, write) = self.person_written(known, &read);
        Ok(Subject { person, write, is_new })
    }

    /// Who acts on a case for the person.
    pub(super) fn for_person(
        &self,
        viewer: &Viewer,
        person: PersonId,
        office: Option<&str>,
    ) -> Option<Actor> {
        match viewer {
            Viewer::Public => Some(Actor::Applicant { person }),
            Viewer::Person(own) => (*own == person).then_some(Actor::Applicant { person }),
            Viewer::Officer(_) => self.at_desk(viewer, office),
        }
    }

    /// Who an officer is to a case of an office; none where the office is out of their reach.
    pub(super) fn at_desk(&self, viewer: &Viewer, office: Option<&str>) -> Option<Actor> {
        let account = viewer.officer()?;
        let own = account.id;
        let rank = match account.rank {
            registry::Rank::Clerk => Rank::Clerk,
            registry::Rank::Supervisor => Rank::Supervisor,
        };
        match &account.role {
            Role::City => Some(Actor::Officer { account: own, office: "city".to_owned(), rank: Rank::City }),
            Role::Body { kind, body } => Some(Actor::Body {
                account: own,
                kind: service::flow::BodyKind(kind.clone()),
                body: body.clone(),
            }),
            Role::District(_) | Role::Street(_) => {
                let office = self.library().directory.office(office?)?;
                Self::reaches(&account.role, office).then(|| Actor::Officer {
                    account: own,
                    office: office.id.clone(),
                    rank,
                })
            }
        }
    }

    /// Whether a role works for an office: of its district, where the office is none of a street; of its street else.
    pub(crate) fn reaches(role: &Role, office: &service::Office) -> bool {
        match role {
            Role::City | Role::Body { .. } => false,
            Role::District(district) => office.street.is_none() && office.district == district.as_str(),
            Role::Street(street) => office.street.as_deref() == Some(street.as_str()),
        }
    }

    /// Whether a channel is this viewer's: the window exactly for officers.
    pub(super) fn is_channel_of(viewer: &Viewer, channel: Channel) -> bool {
        (channel == Channel::Window) == viewer.officer().is_some()
    }
}
