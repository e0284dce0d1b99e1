//! Taking a case a step on: the person's own steps, an officer's at the desk, a body's, the second officer's; flags and
//! who holds it. Every step is judged by the pack that the case runs by and saved with the version that was seen.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use registry::{AccountId, Person};
use service::case::{ActError, Actor, Assign, AssignError, Case, Command, Flag, Grounds};
use service::definition::DecidesAsOf;
use service::{Pack, Submission};
use store::{Changes, Idempotency, Look, SaveError};

use super::grounds::{Gathered, GroundsError};
use super::shown::CaseView;
use super::steps::Steps;
use crate::field_fault::FieldFault;
use crate::{App, Fault, Viewer};

/// An action with what is said.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ActRequest {
    /// The action.
    pub action: String,
    /// The version of the case that was seen.
    pub version: u32,
    /// Answers that come with it.
    pub answers: BTreeMap<String, String>,
    /// What the action itself asks.
    pub form: BTreeMap<String, String>,
    /// The reasons picked.
    pub reasons: Vec<String>,
    /// The body picked.
    pub body: Option<String>,
    /// Chosen by the sender, the same for each sending.
    pub idempotency_key: Option<String>,
}

// What is said is personal.
impl fmt::Debug for ActRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ActRequest").field("action", &self.action).finish_non_exhaustive()
    }
}

/// An answer to flag for the next letter.
#[derive(Clone, PartialEq, Eq)]
pub struct FlagRequest {
    /// The field.
    pub field: String,
    /// The coded reason; none takes the flag off.
    pub reason: Option<String>,
    /// More, in the officer's words.
    pub note: Option<String>,
}

impl fmt::Debug for FlagRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlagRequest").field("field", &self.field).finish_non_exhaustive()
    }
}

/// Why a case was not taken on.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// There is none, or none that this viewer may know of.
    #[error("no such case for this viewer")]
    NotFound,
    /// Something is missing or cannot be: show each beside its field; all that was typed stays.
    #[error("{} fields are at fault", .0.len())]
    Fields(Vec<FieldFault>),
    /// The flow does not allow it now, or not to this viewer.
    #[error(transparent)]
    Act(Box<ActError>),
    /// It cannot be claimed, handed over or given back so.
    #[error(transparent)]
    Assign(#[from] AssignError),
    /// Too many attempts: wait.
    #[error("too many attempts; wait {seconds} seconds")]
    Wait {
        /// How long.
        seconds: u64,
    },
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<ActError> for CaseError {
    fn from(error: ActError) -> Self {
        match error {
            ActError::Answers(faults) | ActError::Form(faults) => {
                Self::Fields(faults.into_iter().map(FieldFault::from).collect())
            }
            other => Self::Act(Box::new(other)),
        }
    }
}

impl From<GroundsError> for CaseError {
    fn from(error: GroundsError) -> Self {
        match error {
            GroundsError::Field(fault) => Self::Fields(vec![fault]),
            GroundsError::Fault(fault) => Self::Fault(fault),
        }
    }
}

/// A case that was found for someone, with all that a step needs.
pub(crate) struct Found {
    pub(crate) case: Case,
    pub(crate) person: Person,
    pub(crate) actor: Actor,
}

impl App {
    /// A case by its number, for whoever may see it: its person, an officer of its office, a body that it is with, the
    /// city. For others it does not exist.
    pub(crate) async fn case_found(
        &self,
        viewer: &Viewer,
        number: &str,
        looked: &str,
    ) -> Result<Found, CaseError> {
        let case = self.parts.store.case_find_by_number(number).await.map_err(Fault::from)?;
        let case = case.and_then(store::Kept::held).ok_or(CaseError::NotFound)?;
        let actor = match viewer {
            Viewer::Public => return Err(CaseError::NotFound),
            Viewer::Person(_) => self.person_or_delegate(viewer, &case).await?,
            Viewer::Officer(_) => self.at_desk(viewer, case.office.as_deref()),
        };
        let actor = actor.filter(|actor| sees(actor, &case)).ok_or(CaseError::NotFound)?;
        let person = self.parts.store.person_find(case.subject).await.map_err(Fault::from)?;
        let person = person.and_then(store::Kept::held).ok_or(CaseError::NotFound)?;
        if let Some(officer) = viewer.officer() {
            let (officer, at, reason) = (officer.id, self.moment(), format!("case.{looked}"));
            let look = Look { officer, person: person.id, at, reason, case: Some(case.id) };
            self.parts.store.save(Changes::new().look(&look)).await.map_err(Fault::from)?;
        }
        Ok(Found { case, person, actor })
    }

    /// A case, whole, as the viewer may see it.
    pub async fn case_see(&self, viewer: &Viewer, number: &str) -> Result<CaseView, CaseError> {
        let found = self.case_found(viewer, number, "case").await?;
        let pack = self.pack_of(&found.case).await?;
        Ok(self.case_view(&pack, &found.case, &found.actor).await?)
    }

    /// Does an action.
    pub async fn case_act(
        &self,
        viewer: &Viewer,
        number: &str,
        request: ActRequest,
    ) -> Result<CaseView, CaseError> {
        let once = request.idempotency_key.as_ref().map(|key| format!("act:{number}:{key}"));
        if let Some(key) = &once
            && self.parts.store.idempotency_find(key).await.map_err(Fault::from)?.is_some()
        {
            return self.case_see(viewer, number).await;
        }
        let Found { case, person, actor } = self.case_found(viewer, number, "act").await?;
        let pack = self.pack_of(&case).await?;
        let (gathered, decision) = self.grounds_of(&pack, &case, &person, &request.answers).await?;
        let private = |map: BTreeMap<String, String>| {
            map.into_iter().map(|(field, value)| (field, value.into())).collect::<BTreeMap<_, _>>()
        };
        let moment = self.case_moment();
        let command = Command {
            answers: private(request.answers),
            form: private(request.form),
            reasons: request.reasons,
            body: request.body,
            decisions: decision.iter().map(|decision| decision.id).collect(),
            ..Command::new(request.action, actor, request.version, moment)
        };
        let mut steps = Steps::of(&pack, case);
        let done = if steps.case.pending.is_some() {
            steps.case.confirm(&pack, command, &gathered.grounds)?
        } else {
            steps.case.act(&pack, command, &gathered.grounds)?
        };
        steps.take(done);
        steps.follow(&gathered.grounds, moment)?;
        let touches_ledgers =
            steps.effects.iter().any(|effect| super::effect::is_of_ledgers(effect.effect.kind));
        let id = steps.case.id;
        self.save_steps(viewer, steps, &person, &gathered.grounds, decision, once).await?;
        if touches_ledgers {
            // What the ledgers say now may be what the next step waits for.
            Box::pin(self.case_follow(id)).await?;
        }
        self.case_see(viewer, number).await
    }

    /// Rejects what waits for a second officer.
    pub async fn case_reject(
        &self,
        viewer: &Viewer,
        number: &str,
        version: u32,
        note: &str,
    ) -> Result<CaseView, CaseError> {
        let Found { case, person, actor } = self.case_found(viewer, number, "act").await?;
        let pack = self.pack_of(&case).await?;
        let pending = case.pending.as_ref().ok_or(ActError::NothingPending)?.action.clone();
        let command = Command::new(pending, actor, version, self.case_moment());
        let mut steps = Steps::of(&pack, case);
        let rejected = steps.case.reject(&pack, command, note)?;
        steps.note(rejected);
        let nothing = Grounds::new(self.library());
        self.save_steps(viewer, steps, &person, &nothing, None, None).await?;
        self.case_see(viewer, number).await
    }

    /// Flags answers for the next letter, or takes flags off.
    pub async fn case_flag(
        &self,
        viewer: &Viewer,
        number: &str,
        flags: Vec<FlagRequest>,
    ) -> Result<CaseView, CaseError> {
        let Found { case, person, actor } = self.case_found(viewer, number, "flag").await?;
        let pack = self.pack_of(&case).await?;
        let mut steps = Steps::of(&pack, case);
        let moment = self.case_moment();
        for flag in flags {
            let note = flag.note.filter(|note| !note.trim().is_empty()).map(Into::into);
            let noted = match flag.reason {
                Some(reason) => {
                    let flag = Flag { field: flag.field, reason, note };
                    steps.case.flag(&pack, flag, actor.clone(), moment)?
                }
                None => steps.case.unflag(&pack, &flag.field, actor.clone(), moment)?,
            };
            steps.note(noted);
        }
        let nothing = Grounds::new(self.library());
        self.save_steps(viewer, steps, &person, &nothing, None, None).await?;
        self.case_see(viewer, number).await
    }

    /// Claims a case, hands it over, confirms the receipt, gives it back, puts in a deputy.
    pub async fn case_assign(
        &self,
        viewer: &Viewer,
        number: &str,
        assign: Assign,
    ) -> Result<CaseView, CaseError> {
        if let Assign::HandOver(to) | Assign::Deputy(to) = assign {
            self.require_colleague(viewer, to).await?;
        }
        let Found { case, person, actor } = self.case_found(viewer, number, "assign").await?;
        let pack = self.pack_of(&case).await?;
        let mut steps = Steps::of(&pack, case);
        let (assign, actor) = self.claim_as(assign, actor, &steps.case).await?;
        let assigned = steps.case.assign(assign, actor, self.case_moment())?;
        steps.note(assigned);
        let nothing = Grounds::new(self.library());
        self.save_steps(viewer, steps, &person, &nothing, None, None).await?;
        self.case_see(viewer, number).await
    }

    /// Whether an account is one to which a case can be handed: of the same role as the viewer's.
    async fn require_colleague(&self, viewer: &Viewer, to: AccountId) -> Result<(), CaseError> {
        let found = self.parts.store.account_find(to).await.map_err(Fault::from)?;
        let own = viewer.officer().map(|own| &own.role);
        let open = found.filter(|found| found.disabled_at.is_none() && Some(&found.role) == own);
        open.map(|_| ()).ok_or(CaseError::Assign(AssignError::NoDesk))
    }

    /// What the conditions of a case are answered from now, with the decision where one is to be kept.
    pub(super) async fn grounds_of(
        &self,
        pack: &Pack,
        case: &Case,
        person: &Person,
        coming: &BTreeMap<String, String>,
    ) -> Result<(Gathered<'_>, Option<store::Decision>), CaseError> {
        let as_of = self.decides_as_of(pack, case);
        Box::pin(self.gathered(pack, case, person, coming, as_of)).await
    }

    /// What the law says of a case on a day.
    pub(crate) async fn gathered_on(
        &self,
        pack: &Pack,
        case: &Case,
        person: &Person,
        as_of: Date,
    ) -> Result<Gathered<'_>, GroundsError> {
        self.gathered_with(pack, case, person, &BTreeMap::new(), as_of).await
    }

    /// The same with other answers than were given.
    pub(crate) async fn gathered_with(
        &self,
        pack: &Pack,
        case: &Case,
        person: &Person,
        instead: &BTreeMap<String, String>,
        as_of: Date,
    ) -> Result<Gathered<'_>, GroundsError> {
        let record = self.on_record(person).await?;
        self.gather(pack, &submitted(case, instead), &record, as_of)
    }

    async fn gathered(
        &self,
        pack: &Pack,
        case: &Case,
        person: &Person,
        coming: &BTreeMap<String, String>,
        as_of: Date,
    ) -> Result<(Gathered<'_>, Option<store::Decision>), CaseError> {
        let record = self.on_record(person).await?;
        let submission = submitted(case, coming);
        let mut gathered = self.gather(pack, &submission, &record, as_of)?;
        gathered.grounds.bodies = self.bodies_of(pack, case).await?;
        gathered.grounds.seed = Some(super::grounds::draw_seed(case.id));
        let decision = self.decision_kept(&gathered.decided, Some(person.id), None, as_of);
        Ok((gathered, Some(decision)))
    }

    /// The day as of which the law is asked: of a case that is not decided and whose pack says so, the day of filing.
    fn decides_as_of(&self, pack: &Pack, case: &Case) -> Date {
        let by_filing = pack.definition.decides_as_of == DecidesAsOf::Filing && case.decided.is_none();
        if by_filing { case.opened_on } else { self.today() }
    }

    /// Saves steps with what follows from them.
    pub(super) async fn save_steps(
        &self,
        viewer: &Viewer,
        steps: Steps<'_>,
        person: &Person,
        grounds: &Grounds<'_>,
        decision: Option<store::Decision>,
        once: Option<String>,
    ) -> Result<(), CaseError> {
        if steps.recorded.is_empty() {
            return Ok(());
        }
        let before = steps.before;
        let mut changes = self.carry(steps, person, viewer, grounds).await?;
        if let Some(decision) = decision {
            changes = changes.decision(decision);
        }
        if let Some(key) = once {
            changes = changes.once(Idempotency { key, result: Vec::new(), at: self.clock() });
        }
        match self.parts.store.save(changes).await {
            Ok(_) => Ok(()),
            Err(SaveError::Stale { table: "service_case", .. }) => {
                let stale = ActError::Stale { expected: before, found: before + 1 };
                Err(CaseError::Act(Box::new(stale)))
            }
            Err(error) => Err(Fault::from(error).into()),
        }
    }
}

/// What a case says, with what comes now.
fn submitted(case: &Case, coming: &BTreeMap<String, String>) -> Submission {
    let answers = case.answers.iter();
    let mut answers: BTreeMap<String, String> =
        answers.map(|(field, answer)| (field.clone(), answer.value.as_str().to_owned())).collect();
    answers.extend(coming.clone());
    let (channel, commitment) = (case.channel, case.commitment.clone());
    Submission { channel, answers, commitment, registered_district: None }
}

/// Whether an actor may know of a case at all.
fn sees(actor: &Actor, case: &Case) -> bool {
    match actor {
        Actor::Applicant { person } => *person == case.subject,
        // A delegate is one only with a mandate for the case.
        Actor::Officer { .. } | Actor::Delegate { .. } => true,
        Actor::Body { kind, body, .. } => case.bodies.get(kind) == Some(body),
        Actor::System => false,
    }
}
