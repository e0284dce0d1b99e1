//! A case as pages and the API show it: where it stands, its answers, its timeline, what can be done next.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use registry::CaseId;
use service::case::{Actor, Case, Event, Recorded};
use service::field::{Field, FieldKind};
use service::flow::{Action, End, Owner, Verdict};
use service::reason::Reason;
use service::{Pack, deadline};

use crate::shown::OfficeShown;
use crate::text::Text;
use crate::{App, Fault};

/// Where a case stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateShown {
    /// Its code.
    pub id: String,
    /// In the office's words.
    pub label: Text,
    /// In plain words, for the person.
    pub plain: Text,
    /// Who must act now.
    pub owner: Option<Owner>,
    /// How it ended, if it did.
    pub ended: Option<End>,
    /// How it was decided, if it was.
    pub verdict: Option<Verdict>,
}

impl StateShown {
    pub(super) fn of(pack: &Pack, case: &Case) -> Self {
        let state = pack.track(&case.track).and_then(|flow| flow.state(&case.state));
        Self {
            id: case.state.clone(),
            label: state.map_or_else(|| Text::same(&case.state), |state| Text::from(&state.label)),
            plain: state.map_or_else(|| Text::same(&case.state), |state| Text::from(&state.plain)),
            owner: state.and_then(|state| state.owner.clone()),
            ended: case.ended,
            verdict: case.decided.map(|(verdict, _)| verdict),
        }
    }
}

/// One answer.
#[derive(Clone, PartialEq, Eq)]
pub struct AnswerShown {
    /// The field.
    pub field: String,
    /// The page of the form on which it stands.
    pub page: String,
    /// The question.
    pub label: Text,
    /// The answer in words.
    pub value: Text,
    /// The answer as it was typed.
    pub typed: String,
    /// Whether an officer typed it in.
    pub by_officer: bool,
    /// Whether it is flagged for the next letter, and why.
    pub flag: Option<Text>,
    /// Whether the last letter asked to correct it, and why.
    pub asked: Option<Text>,
}

// The answer is personal.
impl fmt::Debug for AnswerShown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnswerShown").field("field", &self.field).finish_non_exhaustive()
    }
}

/// A clock that runs or stands still.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockShown {
    /// Its id.
    pub id: String,
    /// What it promises, in plain words.
    pub note: Text,
    /// Its last day.
    pub due: Date,
    /// Whether it stands still.
    pub is_standing: bool,
    /// Whether the calendar that it is reckoned by is not published yet.
    pub is_provisional: bool,
    /// Why it is that day.
    pub because: Text,
    /// Where its length comes from.
    pub source: String,
}

/// A step on the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventShown {
    /// The business date.
    pub on: Date,
    /// When it was recorded.
    pub at: Timestamp,
    /// What happened, in words.
    pub what: Text,
    /// The reasons that were picked, in words with their provision.
    pub reasons: Vec<Text>,
    /// Who did it.
    pub by: By,
}

/// Who did something, as far as it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The person, or whom they entrusted.
    Applicant,
    /// The office.
    Office,
    /// A body outside.
    Body,
    /// The house itself.
    System,
}

/// Something that can be done now.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionShown {
    /// Its id.
    pub id: String,
    /// The words on the button.
    pub label: Text,
    /// What is asked with it.
    pub form: Vec<Field>,
    /// The reasons of which one must be picked.
    pub reasons: Vec<Reason>,
    /// The bodies of which one must be picked: id and name.
    pub bodies: Vec<(String, Text)>,
    /// Whether another officer must confirm it.
    pub second: bool,
    /// Whether it sends the flagged answers in one letter.
    pub sends_flags: bool,
    /// Whether answers that were asked for come with it.
    pub corrects: bool,
    /// Whether it decides the matter, and how.
    pub decides: Option<Verdict>,
}

/// A case, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseView {
    /// Its id.
    pub id: CaseId,
    /// Its number.
    pub number: String,
    /// The service's id.
    pub service: String,
    /// The service's title.
    pub title: Text,
    /// The number of its events: what an action must name.
    pub version: u32,
    /// Where it stands.
    pub state: StateShown,
    /// The office in charge.
    pub office: Option<OfficeShown>,
    /// The day it was opened.
    pub opened_on: Date,
    /// Its answers, in the order of the pack.
    pub answers: Vec<AnswerShown>,
    /// Its clocks.
    pub clocks: Vec<ClockShown>,
    /// Its timeline, the oldest first.
    pub events: Vec<EventShown>,
    /// What the one who looks can do now.
    pub actions: Vec<ActionShown>,
    /// The action that waits for a second officer.
    pub pending: Option<Text>,
    /// Numbers of linked cases, with their kind.
    pub links: Vec<(String, String)>,
}

impl App {
    /// A case as the actor sees it.
    pub(super) async fn case_view(&self, pack: &Pack, case: &Case, actor: &Actor) -> Result<CaseView, Fault> {
        let events =
            self.parts.store.case_events(case.id).await?.and_then(store::Kept::held).unwrap_or_default();
        let office = case.office.as_deref().and_then(|id| self.library().directory.office(id));
        let mut actions = Vec::new();
        if case.pending.is_none() {
            for action in case.possible(pack, actor) {
                actions.push(self.action_shown(pack, case, action).await?);
            }
        }
        let pending = case
            .pending
            .as_ref()
            .and_then(|pending| Some(Text::from(&pack.track(&case.track)?.action(&pending.action)?.label)));
        let mut links = Vec::new();
        for link in &case.links {
            if let Some(other) = self.case_load(link.case).await? {
                links.push((link.kind.clone(), other.number));
            }
        }
        Ok(CaseView {
            id: case.id,
            number: case.number.clone(),
            service: case.service.clone(),
            title: Text::from(&pack.definition.title),
            version: case.version,
            state: StateShown::of(pack, case),
            office: office.map(|office| self.office_shown(office)),
            opened_on: case.opened_on,
            answers: self.answers_shown(pack, case),
            clocks: self.clocks_shown(pack, case),
            events: events.iter().filter_map(|event| event_shown(pack, case, event)).collect(),
            actions,
            pending,
            links,
        })
    }

    fn answers_shown(&self, pack: &Pack, case: &Case) -> Vec<AnswerShown> {
        let reason = |flags: &[service::case::Flag], field: &str| {
            let flag = flags.iter().find(|flag| flag.field == field)?;
            let label = Text::from(&pack.return_reason(&flag.reason)?.label);
            Some(match &flag.note {
                Some(note) => Text::new(
                    format!("{}：{}", label.zh, note.as_str()),
                    format!("{}: {}", label.en, note.as_str()),
                ),
                None => label,
            })
        };
        let shown = |field: &Field| {
            let answer = case.answers.get(&field.id)?;
            Some(AnswerShown {
                field: field.id.clone(),
                page: field.page.clone(),
                label: Text::from(&field.label),
                value: self.answer_words(field, answer.value.as_str()),
                typed: answer.value.as_str().to_owned(),
                by_officer: matches!(answer.by, Actor::Officer { .. }),
                flag: reason(&case.flags, &field.id),
                asked: reason(&case.asked, &field.id),
            })
        };
        pack.fields().iter().filter_map(shown).collect()
    }

    /// An answer in words.
    pub fn answer_words(&self, field: &Field, answer: &str) -> Text {
        match field.kind {
            FieldKind::Choice => {
                let choice = field.values.iter().find(|choice| choice.id == answer);
                choice.map_or_else(|| Text::same(answer), |choice| Text::from(&choice.label))
            }
            FieldKind::YesNo if answer == "true" => Text::new("是", "Yes"),
            FieldKind::YesNo => Text::new("否", "No"),
            FieldKind::District | FieldKind::Region => self.district_name(answer),
            FieldKind::Street => answer
                .parse()
                .map_or_else(|_| Text::same(answer), |code: registry::StreetCode| self.street_name(&code)),
            FieldKind::IdNumber => Text::same(
                registry::IdNumber::parse(answer).map_or_else(|_| "…".to_owned(), |n| n.to_string()),
            ),
            FieldKind::Money => Text::same(yuan(answer)),
            FieldKind::PersonName
            | FieldKind::Phone
            | FieldKind::Occupation
            | FieldKind::Date
            | FieldKind::OtherKind
            | FieldKind::ShortText
            | FieldKind::RegistrationNumber
            | FieldKind::Integer
            | FieldKind::Month
            | FieldKind::Months => Text::same(answer),
        }
    }

    fn clocks_shown(&self, pack: &Pack, case: &Case) -> Vec<ClockShown> {
        let running = case.running(pack, self.today(), &self.library().calendars);
        let shown = |running: service::case::RunningClock<'_>| ClockShown {
            id: running.clock.id.clone(),
            note: Text::from(&running.clock.note),
            due: running.due.day,
            is_standing: running.due.is_standing,
            is_provisional: running.due.is_provisional,
            because: Text::from(&deadline::because(&running.due.steps)),
            source: running.clock.source.clone(),
        };
        running.into_iter().map(shown).collect()
    }

    async fn action_shown(&self, pack: &Pack, case: &Case, action: &Action) -> Result<ActionShown, Fault> {
        let bodies = match &action.body {
            Some(kind) => self.bodies_serving(kind, case).await?,
            None => Vec::new(),
        };
        Ok(ActionShown {
            id: action.id.clone(),
            label: Text::from(&action.label),
            form: action.form.clone(),
            reasons: action.reasons.as_deref().map_or_else(Vec::new, |table| pack.reasons(table).to_vec()),
            bodies,
            second: action.second,
            sends_flags: action.sends_flags,
            corrects: action.answers == service::flow::Answering::Flagged,
            decides: action.decides,
        })
    }
}

/// An amount in fen as yuan: the digits are moved, nothing is reckoned.
fn yuan(fen: &str) -> String {
    let digits = format!("{fen:0>3}");
    let (whole, part) = digits.split_at(digits.len().saturating_sub(2));
    format!("{whole}.{part}")
}

/// What an event is on the timeline; the office's own to and fro is not on it.
fn event_shown(pack: &Pack, case: &Case, event: &Recorded) -> Option<EventShown> {
    let flow = pack.track(&case.track)?;
    let (what, reasons) = match &event.event {
        Event::Acted(acted) => {
            let label = flow.action(&acted.action).map(|action| Text::from(&action.label));
            let table = flow.action(&acted.action).and_then(|action| action.reasons.as_deref());
            let picked = table.map_or(&[][..], |table| pack.reasons(table)).iter();
            let picked = picked.filter(|reason| acted.reasons.contains(&reason.code));
            (label.unwrap_or_else(|| Text::same(&acted.action)), picked.map(reason_words).collect())
        }
        Event::Proposed { action, .. } => {
            let label = flow.action(action).map(|action| Text::from(&action.label)).unwrap_or_default();
            let zh = format!("{}：等第二位工作人员确认", label.zh);
            (Text::new(zh, format!("{}: waiting for a second officer", label.en)), Vec::new())
        }
        Event::Moved { .. } => (Text::new("改按新的规定办理", "Goes on under new rules"), Vec::new()),
        Event::Opened(_)
        | Event::Rejected { .. }
        | Event::Claimed { .. }
        | Event::HandedOver { .. }
        | Event::Returned { .. }
        | Event::Flagged { .. }
        | Event::Unflagged { .. }
        | Event::Linked { .. }
        | Event::LinkEnded { .. } => return None,
    };
    let by = match event.by {
        Actor::Applicant { .. } | Actor::Delegate { .. } => By::Applicant,
        Actor::Officer { .. } => By::Office,
        Actor::Body { .. } => By::Body,
        Actor::System => By::System,
    };
    Some(EventShown { on: event.moment.today, at: event.moment.at, what, reasons, by })
}

/// A coded reason with where it stands.
pub(super) fn reason_words(reason: &Reason) -> Text {
    let label = Text::from(&reason.label);
    match &reason.anchor {
        Some(anchor) => Text::new(
            format!("{}（第{}条）", label.zh, law_syntax::numeral::write(anchor.article)),
            format!("{} (Art. {})", label.en, anchor.article),
        ),
        None => label,
    }
}
