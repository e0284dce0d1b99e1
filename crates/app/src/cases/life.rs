//! What happens in a life, with what the person then does, in order, and how each of it stands for who is signed in.

use registry::Registration;
use service::flow::{Owner, Verdict};
use service::life_event::{LifeEvent, LifeTask};
use service::pack::MAIN_TRACK;
use store::CaseOverview;

use super::OnRecord;
use super::act::CaseError;
use crate::conclusion::{Conclusion, Status};
use crate::text::Text;
use crate::{App, Fault, SERVICE_CHANGE, SERVICE_REGISTER, Viewer, known};

/// Something that happens in a life, as one looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LifeShown {
    /// Its name in addresses.
    pub id: String,
    /// What the person would say.
    pub title: Text,
    /// What it is about.
    pub summary: Text,
    /// What one then does, in order.
    pub tasks: Vec<TaskShown>,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskShown {
    /// The service's id.
    pub service: String,
    /// The service's title.
    pub title: Text,
    /// Why, and for whom.
    pub why: Text,
    /// How it stands; none where nobody is signed in.
    pub standing: Option<TaskStanding>,
}

/// How a thing to do stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaskStanding {
    /// It is done; the case, where there was one.
    Done(Option<String>),
    /// A case is under way, or waits for the person.
    Running {
        /// Its number.
        number: String,
        /// Whether the person must do something.
        is_my_turn: bool,
    },
    /// By what is known the person qualifies.
    Ready,
    /// It depends on something that is not known yet.
    Open,
    /// By what is known it is not for the person: what would change that, or where else to turn.
    NotNow(Vec<Text>),
}

/// What standings are told from.
struct Known {
    record: OnRecord,
    cases: Vec<CaseOverview>,
    conclusions: Vec<Conclusion>,
}

impl App {
    /// What happens in a life.
    pub fn life_events(&self) -> &[LifeEvent] {
        &self.library().life_events.events
    }

    /// One of them, with how each task stands for the viewer.
    pub async fn life_event(&self, viewer: &Viewer, id: &str) -> Result<LifeShown, CaseError> {
        let event = self.library().life_events.event(id).ok_or(CaseError::NotFound)?;
        let known = self.known_of(viewer).await?;
        let tasks = event.tasks.iter().filter_map(|task| self.task_shown(task, known.as_ref()));
        Ok(LifeShown {
            id: event.id.clone(),
            title: Text::from(&event.title),
            summary: Text::from(&event.summary),
            tasks: tasks.collect(),
        })
    }

    async fn known_of(&self, viewer: &Viewer) -> Result<Option<Known>, CaseError> {
        let Some(person) = self.signed_in(viewer).await? else { return Ok(None) };
        let record = self.on_record(&person).await?;
        let facts = known::of_record(&record, self.today(), self.moment());
        let decided = self
            .decide_facts(&facts, self.today(), &law::Options::default())
            .map_err(|error| Fault::because("facts on record that contradict each other", error))?;
        let mut cases = self.parts.store.case_list_by_person(person.id).await.map_err(Fault::from)?;
        cases.retain(|case| case.track == MAIN_TRACK);
        Ok(Some(Known { record, cases, conclusions: self.conclusions(&decided.request, &decided.decision) }))
    }

    fn task_shown(&self, task: &LifeTask, known: Option<&Known>) -> Option<TaskShown> {
        let pack = self.library().pack(&task.service)?;
        Some(TaskShown {
            service: task.service.clone(),
            title: Text::from(&pack.definition.title),
            why: Text::from(&task.why),
            standing: known.map(|known| known.standing(pack.id(), &pack.definition.conclusion)),
        })
    }
}

impl Known {
    fn standing(&self, service: &str, conclusion: &str) -> TaskStanding {
        let registrations = &self.record.registrations;
        let is_active = registrations.iter().any(Registration::is_active);
        // Registrations are kept by themselves and not as cases.
        match service {
            SERVICE_REGISTER if is_active => return TaskStanding::Done(None),
            SERVICE_REGISTER => return TaskStanding::Ready,
            SERVICE_CHANGE if is_active => return TaskStanding::Ready,
            SERVICE_CHANGE if registrations.is_empty() => return TaskStanding::NotNow(Vec::new()),
            SERVICE_CHANGE => return TaskStanding::Done(None),
            _ => {}
        }
        let mine = || self.cases.iter().filter(|case| case.service == service);
        let is_granted = |case: &&CaseOverview| matches!(case.decided, Some((Verdict::Granted, _)));
        if let Some(case) = mine().find(|case| case.ended.is_none() && !is_granted(case)) {
            let is_my_turn = case.owner == Some(Owner::Applicant) && case.due.is_some();
            return TaskStanding::Running { number: case.number.clone(), is_my_turn };
        }
        if let Some(case) = mine().find(is_granted) {
            return TaskStanding::Done(Some(case.number.clone()));
        }
        let Some(found) = self.conclusions.iter().find(|found| found.key == conclusion) else {
            return TaskStanding::Open;
        };
        match found.status {
            Status::Yes => TaskStanding::Ready,
            Status::Unknown => TaskStanding::Open,
            Status::No => {
                let advice = found.advice.iter().map(|advice| advice.text.clone());
                let mut told: Vec<Text> = advice.chain(found.reasons.iter().cloned()).collect();
                // Where no single thing would change it, where else to turn.
                if told.is_empty() {
                    told.push(found.what_to_do.clone());
                }
                TaskStanding::NotNow(told)
            }
        }
    }
}
