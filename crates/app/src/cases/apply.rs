//! Filing a case: by the person on three channels, by an officer with them at the window. What the law says of it is
//! decided and kept; who does not fulfil the conditions is heard, and refused by the office with its reasons.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use registry::{CaseId, PersonId};
use serde::{Deserialize, Serialize};
use service::case::{ActError, Case, Command, EvidenceRef, Moment, Open};
use service::definition::Channel;
use service::flow::{Answering, Owner};
use service::pack::MAIN_TRACK;
use service::{Pack, Submission};
use store::{Double, Idempotency, SaveError, Saved};

use super::grounds::{GroundsError, OnRecord};
use super::shown::StateShown;
use super::steps::Steps;
use crate::field_fault::FieldFault;
use crate::register::NextStep;
use crate::shown::OfficeShown;
use crate::text::Text;
use crate::{App, Fault, Viewer, form};

/// What is filed.
#[derive(Clone, PartialEq, Eq)]
pub struct ApplyRequest {
    /// The service.
    pub service: String,
    /// The channel by which it came; `Window` exactly for officers.
    pub channel: Channel,
    /// The fields of the pack as they were typed.
    pub fields: BTreeMap<String, String>,
    /// The version of the commitment that was accepted.
    pub commitment: Option<String>,
    /// The papers that an officer saw at the window, by item, with their kind. Nobody else can say so.
    pub papers_seen: BTreeMap<String, String>,
    /// Chosen by the sender, the same for each sending.
    pub idempotency_key: Option<String>,
}

// All of it is personal.
impl fmt::Debug for ApplyRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApplyRequest")
            .field("service", &self.service)
            .field("channel", &self.channel)
            .finish_non_exhaustive()
    }
}

/// A case that was filed.
#[derive(Clone, PartialEq, Eq)]
pub struct Applied {
    /// Its id.
    pub case: CaseId,
    /// Its number.
    pub number: String,
    /// Whose it is: the session is theirs from now on (not at the window).
    pub person: PersonId,
    /// The service.
    pub service: Text,
    /// How it stands.
    pub state: StateShown,
    /// The office in charge.
    pub office: Option<OfficeShown>,
    /// The last day of the clock that runs, and whether it may still move.
    pub due: Option<(Date, bool)>,
    /// With the number of the case, the way back in. Shown on this page and never again.
    pub access_code: String,
    /// What comes next.
    pub next_steps: Vec<NextStep>,
    /// Whether it was sent before, and this is what was answered then.
    pub is_repeated: bool,
}

// The access code is a secret.
impl fmt::Debug for Applied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Applied").field("case", &self.case).finish_non_exhaustive()
    }
}

/// Why a case was not filed.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// There is no such service, or it is carried out in another way.
    #[error("service: {found:?}; expected one of {expected}")]
    NoService {
        /// What was named, cut.
        found: String,
        /// Those that there are.
        expected: String,
    },
    /// Something is missing or cannot be: show each beside its field; all that was typed stays.
    #[error("{} fields are at fault", .0.len())]
    Fields(Vec<FieldFault>),
    /// The person has a case of this service that is open.
    #[error("the person has an open case of this service: {number}")]
    AlreadyOpen {
        /// Its number.
        number: String,
    },
    /// Somebody with this identity number is on record, or the service is for those who are: sign in first.
    #[error("the person is on record; expected them to sign in")]
    SignInFirst,
    /// It belongs to another office: show it.
    #[error("another office is in charge: {}", .0.id)]
    WrongOffice(Box<OfficeShown>),
    /// The flow of the service does not allow it now.
    #[error(transparent)]
    Act(Box<ActError>),
    /// This viewer may not do this on this channel.
    #[error("not allowed")]
    Denied,
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<GroundsError> for ApplyError {
    fn from(error: GroundsError) -> Self {
        match error {
            GroundsError::Field(fault) => Self::Fields(vec![fault]),
            GroundsError::Fault(fault) => Self::Fault(fault),
        }
    }
}

impl From<ActError> for ApplyError {
    fn from(error: ActError) -> Self {
        match error {
            ActError::Answers(faults) | ActError::Form(faults) => {
                Self::Fields(faults.into_iter().map(FieldFault::from).collect())
            }
            ActError::Route(service::RouteError::Choose { field, expected, .. }) => {
                let fault = FieldFault::new(&field, "choose_office", expected.join(", "));
                Self::Fields(vec![fault])
            }
            other => Self::Act(Box::new(other)),
        }
    }
}

/// What is kept of the answer for a second sending; the access code follows from the id.
#[derive(Serialize, Deserialize)]
struct Receipt {
    case: CaseId,
}

/// The longest piece of a name that an error repeats.
const FOUND_CHARS_MAX: usize = 64;

impl App {
    /// The services that are filed as cases, by id.
    pub fn case_services(&self) -> impl Iterator<Item = &Pack> {
        let offered = |pack: &&Pack| {
            pack.flow.is_some()
                && pack.definition.effects.iter().all(|effect| super::effect::is_carried_out(effect.kind))
        };
        self.library().packs.values().filter(offered)
    }

    /// A service that is filed as a case.
    pub(crate) fn case_pack(&self, service: &str) -> Result<&Pack, ApplyError> {
        self.case_services().find(|pack| pack.id() == service).ok_or_else(|| ApplyError::NoService {
            found: service.chars().take(FOUND_CHARS_MAX).collect(),
            expected: self.case_services().map(Pack::id).collect::<Vec<_>>().join(", "),
        })
    }

    /// Looks a filing over before its commitment: faults by field, nothing saved.
    pub async fn apply_faults(
        &self,
        viewer: &Viewer,
        request: &ApplyRequest,
    ) -> Result<Vec<FieldFault>, ApplyError> {
        let pack = self.case_pack(&request.service)?;
        let own = self.signed_in(viewer).await?;
        let mut submission = request.submission();
        Self::told_once(pack, &mut submission, own.as_ref());
        let mut faults = form::faults(pack, &submission, self.today(), self.library());
        faults.retain(|fault| fault.field != "commitment");
        Ok(faults)
    }

    /// Files a case.
    pub async fn apply(&self, viewer: &Viewer, request: ApplyRequest) -> Result<Applied, ApplyError> {
        let pack = self.case_pack(&request.service)?;
        let saw_papers = !request.papers_seen.is_empty() && viewer.officer().is_none();
        if !Self::is_channel_of(viewer, request.channel) || saw_papers {
            return Err(ApplyError::Denied);
        }
        let own = self.signed_in(viewer).await?;
        let mut submission = request.submission();
        Self::told_once(pack, &mut submission, own.as_ref());
        let faults = form::faults(pack, &submission, self.today(), self.library());
        if !faults.is_empty() {
            return Err(ApplyError::Fields(faults));
        }
        let once = request.once(&submission, &self.parts.store);
        if let Some(before) = self.applied_before(once.as_deref()).await? {
            return Ok(before);
        }
        let papers = request.papers_seen.into_iter().map(|(item, kind)| EvidenceRef {
            item,
            kind,
            file: None,
            hash: None,
            bytes: 0,
        });
        match self.file(viewer, pack, &submission, papers.collect(), own, once.clone()).await {
            // The same form, sent a moment earlier, may have been saved since: then this is its answer.
            Err(refused @ (ApplyError::SignInFirst | ApplyError::AlreadyOpen { .. })) => {
                self.applied_before(once.as_deref()).await?.ok_or(refused)
            }
            other => other,
        }
    }

    async fn file(
        &self,
        viewer: &Viewer,
        pack: &Pack,
        submission: &Submission,
        evidence: Vec<EvidenceRef>,
        own: Option<registry::Person>,
        once: Option<String>,
    ) -> Result<Applied, ApplyError> {
        let subject = self.subject(viewer, pack, submission, own).await?;
        let record =
            if subject.is_new { OnRecord::default() } else { self.on_record(&subject.person).await? };
        if let Some(number) = self.case_open_number(&subject.person, pack.id()).await? {
            return Err(ApplyError::AlreadyOpen { number });
        }
        let gathered = self.gather(pack, submission, &record)?;
        let office = pack.office(submission, &gathered.grounds, self.today()).map_err(ActError::from)?;
        let actor = self
            .for_person(viewer, subject.person.id, Some(&office.id))
            .ok_or_else(|| ApplyError::WrongOffice(Box::new(self.office_shown(office))))?;
        let decision = self.decision_kept(&gathered.decided, Some(subject.person.id), None, self.today());
        let moment = self.case_moment();
        let open = Open {
            id: CaseId(self.id()),
            number: self.case_number(pack).await?,
            track: MAIN_TRACK.to_owned(),
            policy: self.policy().version.clone(),
            subject: subject.person.id,
            by: actor.clone(),
            channel: submission.channel,
            office: Some(office.id.clone()),
            parent: None,
            excluded: Vec::new(),
            moment,
        };
        let opened = Case::open(pack, open, &self.library().calendars)?;
        let mut steps = Steps::opened(pack, opened);
        let filing = filing_action(pack, &steps.case)
            .ok_or_else(|| Fault::internal(format!("`{}` has no action that files", pack.id())))?;
        let command = Command {
            answers: submission
                .answers
                .iter()
                .map(|(field, value)| (field.clone(), value.as_str().into()))
                .collect(),
            commitment: submission.commitment.clone(),
            evidence,
            decisions: vec![decision.id],
            ..Command::new(filing, actor, steps.case.version, moment)
        };
        let done = steps.case.act(pack, command, &gathered.grounds)?;
        steps.take(done);
        steps.follow(&gathered.grounds, moment)?;
        let case = steps.case.clone();
        let mut changes =
            self.carry(steps, &subject.person, viewer, &gathered.grounds).await?.decision(decision);
        if let Some(write) = subject.write {
            changes.writes.insert(0, write);
        }
        if let Some(key) = once {
            let receipt = serde_json::to_vec(&Receipt { case: case.id })
                .map_err(|_| Fault::internal("a receipt that cannot be written"))?;
            changes = changes.once(Idempotency { key, result: receipt, at: self.clock() });
        }
        match self.parts.store.save(changes).await {
            Ok(Saved::New) => self.applied(&case, false),
            Ok(Saved::Repeated(receipt)) => self.applied_again(&receipt).await,
            // Someone was quicker with the same person.
            Err(SaveError::Double(Double::PersonIdNumber)) => Err(ApplyError::SignInFirst),
            Err(error) => Err(Fault::from(error).into()),
        }
    }

    async fn case_open_number(
        &self,
        person: &registry::Person,
        service: &str,
    ) -> Result<Option<String>, Fault> {
        let open = self.parts.store.case_list_open(person.id, service, MAIN_TRACK).await?;
        // One that has taken effect rests; it stands in nobody's way.
        let waits = |case: &store::CaseOverview| case.decided.is_none();
        Ok(open.into_iter().find(waits).map(|case| case.number))
    }

    async fn applied_before(&self, once: Option<&str>) -> Result<Option<Applied>, ApplyError> {
        let Some(key) = once else { return Ok(None) };
        match self.parts.store.idempotency_find(key).await.map_err(Fault::from)? {
            Some(receipt) => self.applied_again(&receipt).await.map(Some),
            None => Ok(None),
        }
    }

    async fn applied_again(&self, receipt: &[u8]) -> Result<Applied, ApplyError> {
        let receipt: Receipt =
            serde_json::from_slice(receipt).map_err(|_| Fault::internal("a receipt that cannot be read"))?;
        let case = self.case_load(receipt.case).await?;
        let case = case.ok_or_else(|| Fault::internal("a receipt of a case that is not on record"))?;
        self.applied(&case, true)
    }

    fn applied(&self, case: &Case, is_repeated: bool) -> Result<Applied, ApplyError> {
        let pack = self.pack(&case.service)?;
        let office = case.office.as_deref().and_then(|id| self.library().directory.office(id));
        let due = self.case_due(pack, case);
        Ok(Applied {
            case: case.id,
            number: case.number.clone(),
            person: case.subject,
            service: Text::from(&pack.definition.title),
            state: StateShown::of(pack, case),
            office: office.map(|office| self.office_shown(office)),
            due: due.map(|due| (due.day, due.is_provisional)),
            access_code: self.case_access_code(case.id),
            next_steps: crate::issue::next_steps(pack, &case.state),
            is_repeated,
        })
    }

    /// The moment of a step: the business date, the time of day in Beijing, the moment of recording.
    pub(crate) fn case_moment(&self) -> Moment {
        let at = self.moment();
        Moment { today: self.today(), time: crate::sources::beijing_time(at).time(), at }
    }
}

impl ApplyRequest {
    fn submission(&self) -> Submission {
        Submission {
            channel: self.channel,
            answers: self.fields.clone(),
            commitment: self.commitment.clone(),
            registered_district: None,
        }
    }

    /// The key against double sending, scoped to service and person so that nobody gets another's answer.
    fn once(&self, submission: &Submission, store: &store::Store) -> Option<String> {
        let key = self.idempotency_key.as_ref()?;
        let whose = submission.answer("id_number").unwrap_or_default();
        let index = store.keyed_hash("apply", whose.as_bytes());
        Some(format!("apply:{}:{}:{key}", self.service, hex::encode(index)))
    }
}

/// The action with which the applicant files from the first state.
fn filing_action(pack: &Pack, case: &Case) -> Option<String> {
    let flow = pack.track(&case.track)?;
    let mut actions = flow.actions_from(&case.state);
    let files =
        actions.find(|action| action.answers == Answering::All && action.who.contains(&Owner::Applicant))?;
    Some(files.id.clone())
}
