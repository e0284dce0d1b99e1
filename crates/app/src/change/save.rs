//! A change that was worked out, saved: the new version, the certificates, the decision and the notices
//! in one transaction; and the answer again for whoever sent it twice.

use registry::registration::History;
use registry::{CaseId, Certificate, CertificateState};
use serde_json::json;
use service::{Placeholder, Value};
use store::{Changes, Idempotency, SaveError, Saved, Write};

use super::work_out::Worked;
use super::{ChangeError, ChangeRequest, Changed};
use crate::effects::{Effect, titles};
use crate::inbox::NoticeLink;
use crate::issue::next_steps;
use crate::viewer::{actor, on_behalf_of};
use crate::{App, Fault, Viewer};

/// Why a certificate ended, as codes of the store.
const REPLACED: &str = "replaced";
const REGISTRATION_ENDED: &str = "registration_ended";

impl ChangeRequest {
    fn once(&self, key: &str) -> String {
        format!("change:{}:{key}", self.number)
    }
}

impl App {
    pub(super) async fn was_sent(&self, request: &ChangeRequest, key: &str) -> Result<bool, Fault> {
        Ok(self.parts.store.idempotency_find(&request.once(key)).await?.is_some())
    }

    pub(super) async fn save_change(
        &self,
        viewer: &Viewer,
        request: &ChangeRequest,
        worked: Worked<'_>,
    ) -> Result<Changed, ChangeError> {
        let at = self.moment();
        let Worked { pack, before, after, recorded, person, office, effects, preview } = worked;
        let closed = self.closed_certificates(&after).await?;
        let certificate =
            if after.is_active() { Some(self.issue_certificate(&person, &after, &office)?) } else { None };
        let event = if after.is_active() { "changed" } else { "ended" };
        let keep = |decided| self.decision_kept(decided, Some(person.id), Some(after.id), self.today());
        // Both are kept, so that what changed can be laid side by side years later.
        let (decision_before, decision) = (keep(&effects.before), keep(&effects.after));
        let turns = &effects.turns;
        let keys = |list: &[Effect]| list.iter().map(|effect| effect.key.clone()).collect::<Vec<_>>();
        let payload = json!({
            "number": after.number.as_str(), "version": after.version,
            "channel": recorded.channel.code(), "office": office.id,
            "decision": decision.id.to_string(), "policy": decision.policy_version,
            "certificate": certificate.as_ref().map(|paper| &paper.number),
            "gained": keys(&turns.gained), "lost": keys(&turns.lost), "unknown": keys(&turns.unknown),
            "decision_before": decision_before.id.to_string(),
            "commitment": request.commitment, "pack": pack.hash,
            "on_behalf_of": on_behalf_of(viewer, person.id),
        });
        let entry = store::entry(
            CaseId(after.id.0),
            at,
            actor(viewer, person.id),
            &format!("registration.{event}"),
            &payload,
        )
        .map_err(Fault::from)?;
        let mut values = self.notice_values(&person, &after, &office, certificate.as_ref());
        values.insert(Placeholder::EffectiveOn, Value::Date(preview.from));
        values.insert(Placeholder::Gained, Value::Words((&titles(&turns.gained)).into()));
        values.insert(Placeholder::Lost, Value::Words((&titles(&turns.lost)).into()));
        let number = after.number.clone();
        let laid = NoticeLink::BeforeAfter { before: decision_before.id, after: decision.id };
        let promised = NoticeLink::Commitment { number, version: after.version };
        let mut changes = Changes::new().decision(decision_before).decision(decision).entry(entry);
        let notice = self.notice(pack, event, person.id, &values, vec![promised])?;
        changes = changes.write(Write::NoticeInsert(notice));
        if turns.is_news() {
            let notice = self.notice(pack, "entitlements_changed", person.id, &values, vec![laid])?;
            changes = changes.write(Write::NoticeInsert(notice));
        }
        for paper in closed {
            changes = changes.write(Write::CertificateClose(paper));
        }
        let certificate_number = certificate.as_ref().map(|paper| paper.number.clone());
        if let Some(paper) = certificate {
            changes = changes.write(Write::CertificateInsert(paper));
        }
        let answer = Changed {
            number: after.number.clone(),
            version: after.version,
            office,
            certificate_number,
            preview,
            next_steps: next_steps(pack, event),
        };
        changes = changes.write(Write::registration_update(before, after, recorded));
        if let Some(key) = &request.idempotency_key {
            let result = answer.version.to_string().into_bytes();
            changes = changes.once(Idempotency { key: request.once(key), result, at: self.clock() });
        }
        match self.parts.store.save(changes).await {
            Ok(Saved::New) => Ok(answer),
            Ok(Saved::Repeated(_)) => self.changed_before(viewer, request).await,
            // A second sending that came at the same moment.
            Err(SaveError::Stale { .. }) if self.sent_meanwhile(request).await? => {
                self.changed_before(viewer, request).await
            }
            Err(error) => Err(Fault::from(error).into()),
        }
    }

    async fn sent_meanwhile(&self, request: &ChangeRequest) -> Result<bool, Fault> {
        match &request.idempotency_key {
            Some(key) => self.was_sent(request, key).await,
            None => Ok(false),
        }
    }

    /// The certificates that a change puts out of force.
    async fn closed_certificates(&self, after: &registry::Registration) -> Result<Vec<Certificate>, Fault> {
        let reason = if after.is_active() { REPLACED } else { REGISTRATION_ENDED };
        let papers = self.parts.store.certificate_list_by_registration(after.id).await?;
        let valid = papers.into_iter().filter(|paper| paper.state == CertificateState::Valid);
        valid
            .map(|paper| paper.end(self.moment(), reason).map_err(|e| Fault::because("a certificate", e)))
            .collect()
    }

    /// What the first sending of a change was answered, worked out again from the versions.
    pub(super) async fn changed_before(
        &self,
        viewer: &Viewer,
        request: &ChangeRequest,
    ) -> Result<Changed, ChangeError> {
        let pack = self.pack(super::SERVICE)?;
        let registration =
            self.registration_seen(viewer, &request.number).await?.ok_or(ChangeError::NotFound)?;
        let key = request.idempotency_key.as_deref().unwrap_or_default();
        let kept = self.parts.store.idempotency_find(&request.once(key)).await.map_err(Fault::from)?;
        let version = kept.and_then(|kept| String::from_utf8(kept).ok()?.parse::<usize>().ok());
        let version = version.ok_or_else(|| Fault::internal("a receipt that cannot be read"))?;
        let events = self.parts.store.registration_history(registration.id).await.map_err(Fault::from)?;
        let state = |versions: usize| {
            let events = events.get(..versions).unwrap_or_default().to_vec();
            History::new(events)
                .and_then(|history| history.current())
                .map_err(|e| Fault::because("the versions of a registration", e))
        };
        let (before, after) = (state(version.saturating_sub(1))?, state(version)?);
        let recorded =
            events.get(version.saturating_sub(1)).ok_or_else(|| Fault::internal("a missing version"))?;
        let person = self.person_seen(viewer, &after, "change").await?.ok_or(ChangeError::NotFound)?;
        let effects = self.effects(&person, &before, &after).await?;
        let event = if after.is_active() { "changed" } else { "ended" };
        Ok(Changed {
            number: after.number.clone(),
            version: after.version,
            office: self.office_of(&after).await?,
            certificate_number: after.is_active().then(|| format!("{}-{}", after.number, after.version)),
            preview: self.preview(pack, &before, &after, recorded, &effects).await?,
            next_steps: next_steps(pack, event),
        })
    }
}
