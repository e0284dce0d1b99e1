//! `case_review`: what a case that took effect opened or closed, with all that is known of the person.

use registry::registration::RegistrationState;
use service::effect::EffectKind;
use service::{Placeholder, Value};
use store::{Changes, Job, Kept, Write};

use super::{Done, needed};
use crate::cases::{OnRecord, Review};
use crate::effects::titles;
use crate::inbox::NoticeLink;
use crate::{App, Fault, known};

impl App {
    /// Decides anew on what is known of the person, before and after the case, and tells them what differs.
    pub(super) async fn case_review(&self, job: &Job) -> Result<Done, Fault> {
        let wanted: Review = needed(job)?;
        let store = &self.parts.store;
        let mut changes = Changes::new();
        let case = store.case_find(wanted.case).await?.and_then(Kept::held);
        // A later step of the case has looked for itself.
        let current = case.filter(|case| case.version == wanted.version);
        let person = match &current {
            Some(case) => store.person_find(case.subject).await?.and_then(Kept::held),
            None => None,
        };
        if let (Some(case), Some(person)) = (current, person) {
            let record = self.on_record(&person).await?;
            let (today, moment) = (self.today(), self.moment());
            let after = known::of_record(&record, today, moment);
            let ends_employment = self.pack_of(&case).await?.definition.effects.iter().any(ends);
            let before = self.without(&record, case.id, ends_employment);
            let before = known::of_record(&before, today, moment);
            let effects = self.compare(&before, &after)?;
            let keep = |decided| self.decision_kept(decided, Some(person.id), None, today);
            let (decision_before, decision) = (keep(&effects.before), keep(&effects.after));
            let laid = NoticeLink::BeforeAfter { before: decision_before.id, after: decision.id };
            changes = changes.decision(decision_before).decision(decision);
            for job in self.proactive_of(&person).await? {
                changes = changes.job(job);
            }
            if effects.turns.is_news() {
                let office = case.office.as_deref().and_then(|id| self.library().directory.office(id));
                let office = office.map(|office| self.office_shown(office)).unwrap_or_default();
                let in_words = |list| Value::Words((&titles(list)).into());
                let values = [
                    (Placeholder::PersonName, Value::Text(person.name.expose().to_owned())),
                    (Placeholder::RegistrationNumber, Value::Text(case.number.clone())),
                    (Placeholder::Office, Value::Words((&office.name).into())),
                    (Placeholder::EffectiveOn, Value::Date(today)),
                    (Placeholder::Gained, in_words(&effects.turns.gained)),
                    (Placeholder::Lost, in_words(&effects.turns.lost)),
                ];
                let pack = self.pack(crate::change::SERVICE)?;
                let values = values.into_iter().collect();
                let notice = self.notice(pack, "entitlements_changed", person.id, &values, vec![laid])?;
                changes = changes.write(Write::NoticeInsert(notice));
            }
        }
        self.job_save(job, changes).await
    }

    /// What was on record before a case took effect: without the periods that it opened and the facts that it kept, the
    /// employment that it ended in force again.
    fn without(&self, record: &OnRecord, case: registry::CaseId, ends_employment: bool) -> OnRecord {
        let mut before = record.clone();
        before.periods.retain(|period| period.case != Some(case));
        before.facts.retain(|fact| fact.valid_from < self.today());
        let latest = before.registrations.iter_mut().max_by_key(|registration| registration.effective_on);
        if let Some(latest) = latest.filter(|_| ends_employment) {
            latest.state = RegistrationState::Active;
        }
        before
    }
}

fn ends(effect: &service::effect::Effect) -> bool {
    effect.kind == EffectKind::ClosePeriod
}
