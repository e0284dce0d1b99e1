//! What a person is registered as: unemployed, enrolled; and the end of an employment registration with it. Nobody is
//! registered as employed and as unemployed at once: the store refuses it, whoever writes.

use std::collections::BTreeMap;

use jiff::civil::Date;
use registry::registration::{EndCommand, EnteredBy};
use registry::{CertificateState, PeriodId, PeriodKind, StandingPeriod};
use serde_json::{Value, json};
use service::case::{Actor, EffectToDo, Private};
use store::{Changes, Write};

use super::About;
use crate::known::END_NONE;
use crate::{App, Fault, form};

/// The law's conclusion that says in which insurances somebody may enrol, and its field.
const ENROLMENT: (&str, &str) = ("social_insurance_enrolment", "insurances");

impl App {
    pub(super) fn open_unemployment(
        &self,
        changes: Changes,
        about: &About<'_>,
        effect: &EffectToDo,
    ) -> Changes {
        let period = self.period(about, PeriodKind::Unemployment, &effect.values);
        changes.write(Write::PeriodInsert(period))
    }

    pub(super) async fn close_unemployment(
        &self,
        changes: Changes,
        about: &About<'_>,
    ) -> Result<Changes, Fault> {
        self.close_periods(changes, about, |kind| *kind == PeriodKind::Unemployment).await
    }

    pub(super) fn open_enrolment(
        &self,
        mut changes: Changes,
        about: &About<'_>,
        effect: &EffectToDo,
    ) -> Changes {
        for insurance in about.enrolled_in() {
            let period = self.period(about, PeriodKind::Enrolment(insurance.clone()), &effect.values);
            changes = changes.write(Write::PeriodInsert(period));
        }
        changes
    }

    pub(super) async fn close_enrolment(
        &self,
        changes: Changes,
        about: &About<'_>,
    ) -> Result<Changes, Fault> {
        self.close_periods(changes, about, |kind| matches!(kind, PeriodKind::Enrolment(_))).await
    }

    /// Ends the employment registration in force, with its certificate.
    pub(super) async fn close_period(
        &self,
        mut changes: Changes,
        about: &About<'_>,
        effect: &EffectToDo,
    ) -> Result<Changes, Fault> {
        let active = self.parts.store.registration_find_active(about.person.id).await?;
        let Some(before) = active else { return Ok(changes) };
        let said = effect.values.get("last_day").and_then(|day| day.as_str().parse::<Date>().ok());
        let last_day = said.unwrap_or_else(|| self.today()).max(before.effective_on).min(self.today());
        let command = EndCommand {
            last_day,
            reason: END_NONE.to_owned(),
            channel: form::channel(about.case.channel),
            entered_by: match &about.case.applicant {
                Actor::Officer { account, .. } | Actor::Body { account, .. } => EnteredBy::Officer(*account),
                Actor::Applicant { .. } | Actor::Delegate { .. } | Actor::System => EnteredBy::Person,
            },
            today: self.today(),
            recorded_at: self.moment(),
        };
        let (after, recorded) =
            before.end(command).map_err(|e| Fault::because("the end of an employment", e))?;
        let papers = self.parts.store.certificate_list_by_registration(after.id).await?;
        for paper in papers.into_iter().filter(|paper| paper.state == CertificateState::Valid) {
            let ended = paper.end(self.moment(), "registration_ended");
            changes = changes
                .write(Write::CertificateClose(ended.map_err(|e| Fault::because("a certificate", e))?));
        }
        let payload = json!({
            "number": after.number.as_str(), "version": after.version, "case": about.case.number,
        });
        let entry = store::entry(
            registry::CaseId(after.id.0),
            self.moment(),
            crate::viewer::actor(about.viewer, about.person.id),
            "registration.ended",
            &payload,
        )
        .map_err(Fault::from)?;
        // Before the unemployment begins, or the two would stand side by side.
        changes.writes.insert(0, Write::registration_update(before, after, recorded));
        Ok(changes.entry(entry))
    }

    fn period(
        &self,
        about: &About<'_>,
        kind: PeriodKind,
        values: &BTreeMap<String, Private>,
    ) -> StandingPeriod {
        let payload: BTreeMap<&String, Value> =
            values.iter().map(|(field, value)| (field, json!(value.as_str()))).collect();
        StandingPeriod {
            id: PeriodId(self.id()),
            person: about.person.id,
            kind,
            opened_on: self.today(),
            closed_on: None,
            case: Some(about.case.id),
            payload: json!(payload),
        }
    }

    async fn close_periods(
        &self,
        mut changes: Changes,
        about: &About<'_>,
        of: impl Fn(&PeriodKind) -> bool + Send,
    ) -> Result<Changes, Fault> {
        let periods = self.parts.store.period_list_by_person(about.person.id).await?;
        for period in periods.into_iter().filter(|period| period.closed_on.is_none() && of(&period.kind)) {
            changes = changes.write(Write::PeriodClose {
                period: period.id,
                person: about.person.id,
                last_day: self.today().max(period.opened_on),
            });
        }
        Ok(changes)
    }
}

impl About<'_> {
    /// The insurances of an enrolment, as the law concluded.
    fn enrolled_in(&self) -> &[String] {
        self.grounds.outcome(ENROLMENT.0, ENROLMENT.1)
    }
}
