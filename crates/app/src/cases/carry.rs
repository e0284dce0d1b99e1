//! A case's steps as one value of changes: the case with its events and clocks, what the steps bring about, what the
//! person is told, and an entry in the journal for each.

use jiff::civil::Date;
use registry::{CaseId, Person};
use serde_json::{Value as Json, json};
use service::case::{Actor, Case, Event, Grounds, NoticeToSend, Recorded};
use service::deadline::Due;
use service::notice::NoticeChannel;
use service::{Pack, Placeholder, Value};
use store::{CaseClock, CaseRow, Changes, Write};

use super::effect::About;
use super::grounds::GroundsError;
use super::steps::Steps;
use crate::inbox::NoticeLink;
use crate::money::MoneyWork;
use crate::outgoing::Outgoing;
use crate::viewer::actor;
use crate::{App, Fault, Viewer};

impl App {
    /// Everything that the steps save: those of the case itself, of the cases that it opens, and of the one that
    /// opened it where it has ended.
    pub(super) async fn carry(
        &self,
        mut steps: Steps<'_>,
        person: &Person,
        viewer: &Viewer,
        grounds: &Grounds<'_>,
    ) -> Result<Changes, GroundsError> {
        let mut all = self.open_linked(&mut steps, person).await?;
        if let Some(mut parent) = self.parent_of(&steps).await? {
            let followed = parent.follow(grounds, self.case_moment());
            followed.map_err(|e| Fault::because("a case that opened another", e))?;
            all.push(parent);
        }
        all.insert(0, steps);
        let mut changes = Changes::new();
        for steps in all {
            changes = self.carry_one(changes, steps, person, viewer, grounds).await?;
        }
        Ok(changes)
    }

    async fn carry_one(
        &self,
        mut changes: Changes,
        steps: Steps<'_>,
        person: &Person,
        viewer: &Viewer,
        grounds: &Grounds<'_>,
    ) -> Result<Changes, GroundsError> {
        let Steps { pack, before, case, recorded, effects, notices } = steps;
        for event in &recorded {
            changes = changes.entry(Self::case_entry(&case, event, viewer)?);
        }
        if let Some(job) = self.papers_closed_job(&case, &recorded) {
            changes = changes.job(job);
        }
        let row = self.case_row(pack, &case, person)?;
        changes = changes.write(if before == 0 {
            Write::case_insert(case.clone(), recorded.clone(), row)
        } else {
            Write::case_update(before, case.clone(), recorded.clone(), row)
        });
        let mut work = MoneyWork::default();
        for effect in effects {
            let step = step(&recorded, &effect.effect.id);
            let about = About { pack, case: &case, person, viewer, grounds, step };
            changes = Box::pin(self.bring_about(changes, &mut work, &about, effect)).await?;
        }
        changes = work.write(changes, Some(case.id), self.moment())?;
        for notice in notices {
            changes = Box::pin(self.tell(changes, pack, &case, person, notice)).await?;
        }
        Ok(changes)
    }

    /// The clock that runs out next.
    pub(super) fn case_due(&self, pack: &Pack, case: &Case) -> Option<Due> {
        let running = case.running(pack, self.today(), &self.library().calendars);
        let moving = running.into_iter().map(|running| running.due).filter(|due| !due.is_standing);
        moving.min_by_key(|due| due.day)
    }

    /// What lists and worklists go by.
    pub(super) fn case_row(&self, pack: &Pack, case: &Case, person: &Person) -> Result<CaseRow, Fault> {
        let wrong = |what: &'static str| move |_| Fault::internal(format!("directory: {what}"));
        let office = case.office.as_deref().and_then(|id| self.library().directory.office(id));
        let district = office.map(|office| office.district.parse().map_err(wrong("a district's code")));
        let street = office.and_then(|office| office.street.as_ref());
        let street = street.map(|street| street.parse().map_err(|_| Fault::internal("directory: a street")));
        let state = pack.track(&case.track).and_then(|flow| flow.state(&case.state));
        let running = case.running(pack, self.today(), &self.library().calendars);
        let clocks = running.iter().filter(|running| !running.due.is_standing).map(|running| CaseClock {
            clock: running.clock.id.clone(),
            due: running.due.day,
            act_on: running.due.day.tomorrow().unwrap_or(Date::MAX),
        });
        Ok(CaseRow {
            owner: state.and_then(|state| state.owner.clone()),
            due: self.case_due(pack, case).map(|due| due.day),
            district: district.transpose()?,
            street: street.transpose()?,
            phone: person.phone.clone(),
            clocks: clocks.collect(),
        })
    }

    fn case_entry(case: &Case, event: &Recorded, viewer: &Viewer) -> Result<registry::EntryDraft, Fault> {
        let by = match (&event.by, viewer) {
            (Actor::System, _) => registry::Actor::System(
                "case".parse().map_err(|_| Fault::internal("the code of the house itself"))?,
            ),
            (Actor::Delegate { person, .. }, _) => registry::Actor::Person(*person),
            _ => actor(viewer, case.subject),
        };
        let mandate = match &event.by {
            Actor::Delegate { mandate, .. } => Some(mandate),
            Actor::Applicant { .. } | Actor::Officer { .. } | Actor::Body { .. } | Actor::System => None,
        };
        let is_for_another = mandate.is_some() || viewer.officer().is_some();
        let payload = json!({
            "number": case.number, "service": case.service, "version": event.version,
            "state": case.state, "office": case.office, "what": what(&event.event),
            "on_behalf_of": is_for_another.then_some(case.subject), "mandate": mandate,
        });
        store::entry(case.id, event.moment.at, by, &format!("case.{}", event.event.code()), &payload)
            .map_err(Fault::from)
    }

    /// A notice for the inbox and, where the pack has one, a short message that names nothing.
    async fn tell(
        &self,
        changes: Changes,
        pack: &Pack,
        case: &Case,
        person: &Person,
        notice: NoticeToSend,
    ) -> Result<Changes, Fault> {
        let mut values = notice.values;
        values.insert(Placeholder::PersonName, Value::Text(person.name.expose().to_owned()));
        let link = NoticeLink::Case { number: case.number.clone() };
        let kept = self.notice(pack, &notice.event, person.id, &values, vec![link])?;
        let mut changes = changes.write(Write::NoticeInsert(kept));
        if let Some(short) = pack.notice(&notice.event, NoticeChannel::Sms) {
            let told = Outgoing {
                person,
                case: Some(case.id),
                cause: format!("{}.{}", pack.id(), notice.event),
                key: notice.key,
                short,
                values: &values,
            };
            changes = self.send_out(changes, &told).await?;
        }
        Ok(changes)
    }

    /// A case as it stands; none, where there is none or it was erased.
    pub(crate) async fn case_load(&self, id: CaseId) -> Result<Option<Case>, Fault> {
        Ok(self.parts.store.case_find(id).await?.and_then(store::Kept::held))
    }
}

/// The step that has an effect: more than one may be taken in a request, by different hands.
fn step<'a>(recorded: &'a [Recorded], effect: &str) -> Option<&'a Recorded> {
    let has = |recorded: &&Recorded| {
        let Event::Acted(acted) = &recorded.event else { return false };
        acted.effects.iter().any(|id| id == effect)
    };
    recorded.iter().find(has)
}

/// What happened, for the journal: codes, never what was said.
fn what(event: &Event) -> Json {
    match event {
        Event::Opened(opened) => {
            json!({ "pack": opened.pack, "policy": opened.policy, "state": opened.state })
        }
        Event::Acted(acted) => json!({
            "action": acted.action, "to": acted.to, "reasons": acted.reasons, "effects": acted.effects,
            "fields": acted.answers.keys().collect::<Vec<_>>(), "decisions": acted.decisions,
            "commitment": acted.commitment, "body": acted.body.as_ref().map(|(_, body)| body),
        }),
        Event::Proposed { action, reasons, .. } => json!({ "action": action, "reasons": reasons }),
        Event::Rejected { action, .. } => json!({ "action": action }),
        Event::Claimed { desk, account } => json!({ "desk": desk.to_string(), "account": account }),
        Event::HandedOver { desk, to } => json!({ "desk": desk.to_string(), "account": to }),
        Event::Returned { desk } => json!({ "desk": desk.to_string() }),
        Event::Flagged { flag } => json!({ "field": flag.field, "reason": flag.reason }),
        Event::Unflagged { field } => json!({ "field": field }),
        Event::Linked { kind, other } => json!({ "kind": kind, "case": other }),
        Event::LinkEnded { other, ended } => json!({ "case": other, "ended": ended.as_str() }),
        Event::Moved { pack, policy, state, .. } => json!({ "pack": pack, "policy": policy, "state": state }),
    }
}
