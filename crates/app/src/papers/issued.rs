//! Which papers a case issued, read off its events: those that the pack's effects name, the receipt of a filing, the
//! letter of a decision where the pack has none of its own; and which of them were replaced or taken back since.

use documents::paper::Need;
use jiff::civil::Date;
use service::Pack;
use service::case::event::{Acted, Letter};
use service::case::{Actor, Case, Event, Recorded};
use service::effect::EffectKind;
use service::flow::{Answering, End, Verdict};
use service::pack::MAIN_TRACK;

use crate::text::Text;
use crate::{App, CertificateStanding, Fault};

/// The receipt of a filing.
const RECEIPT: &str = "acceptance-receipt";

/// Why a paper was issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// The pack says so.
    Effect,
    /// The same, with the filing: a form or a receipt, which says nothing of the outcome.
    Form,
    /// It was filed.
    Receipt,
    /// What was promised with the filing.
    Commitment,
    /// Answers are to be corrected.
    Corrections,
    /// It was granted, and the pack has no letter of its own.
    Granted,
    /// It was refused.
    Refused,
    /// What was granted is taken back.
    Revoked,
    /// It lapsed.
    Lapsed,
}

/// A paper that was issued.
#[derive(Clone)]
pub(super) struct Issue {
    pub(super) number: String,
    pub(super) version: u32,
    pub(super) template: String,
    pub(super) cause: Cause,
    pub(super) on: Date,
    pub(super) standing: CertificateStanding,
    pub(super) service: Text,
    /// The case as it stood after the event.
    pub(super) case: Case,
    pub(super) acted: Box<Acted>,
    pub(super) by: Actor,
    /// When.
    pub(super) at: jiff::Timestamp,
    /// When the next step of the case was taken.
    pub(super) next_at: Option<jiff::Timestamp>,
    /// The day of the filing.
    pub(super) filed_on: Option<Date>,
    /// The papers that this one takes back, by number.
    pub(super) takes_back: Vec<String>,
}

impl App {
    /// The papers that a case issued, the oldest first.
    pub(super) async fn papers_issued(&self, case: &Case) -> Result<Vec<Issue>, Fault> {
        let events = self.parts.store.case_events(case.id).await?.and_then(store::Kept::held);
        let events = events.unwrap_or_default();
        let mut issues: Vec<Issue> = Vec::new();
        let mut filed_on = None;
        let mut at: Option<Case> = None;
        let mut pack = self.pack_of(case).await?;
        for (index, recorded) in events.iter().enumerate() {
            let before = at.take();
            let unreadable = |error| Fault::because("a case that cannot be made again", error);
            let after = match before.clone() {
                None => Case::replay(std::slice::from_ref(recorded)).map_err(unreadable)?,
                Some(before) => before.apply(recorded).map_err(unreadable)?,
            };
            if pack.hash != after.pack {
                pack = self.pack_of(&after).await?;
            }
            match &recorded.event {
                Event::Acted(acted) => {
                    let is_filing = before.as_ref().is_some_and(|before| before.answers.is_empty())
                        && pack
                            .track(&after.track)
                            .and_then(|flow| flow.action(&acted.action))
                            .is_some_and(|action| action.answers == Answering::All);
                    if is_filing {
                        filed_on = Some(recorded.moment.today);
                    }
                    let then = events.get(index + 1..).unwrap_or_default();
                    let next_at = then.first().map(|next| next.moment.at);
                    let step =
                        Step { pack: &pack, after: &after, recorded, acted, is_filing, filed_on, next_at };
                    self.papers_of_step(&mut issues, &step, then);
                }
                // An objection that was upheld takes the refusal away before anything is decided anew.
                Event::LinkEnded { ended: End::Granted, .. } => {
                    let revoked = CertificateStanding::Revoked { on: recorded.moment.today };
                    close(&mut issues, revoked, |issue| issue.cause == Cause::Refused);
                }
                Event::Opened(_)
                | Event::Proposed { .. }
                | Event::Rejected { .. }
                | Event::Claimed { .. }
                | Event::HandedOver { .. }
                | Event::Returned { .. }
                | Event::Flagged { .. }
                | Event::Unflagged { .. }
                | Event::Linked { .. }
                | Event::LinkEnded { .. }
                | Event::Moved { .. } => {}
            }
            at = Some(after);
        }
        self.end_with_periods(&mut issues, &pack, case).await?;
        Ok(issues)
    }

    fn papers_of_step(&self, issues: &mut Vec<Issue>, step: &Step<'_>, then: &[Recorded]) {
        let (acted, on) = (step.acted, step.recorded.moment.today);
        let effects: Vec<_> = acted.effects.iter().filter_map(|id| step.pack.effect(id)).collect();
        let mut new: Vec<(String, Cause)> = Vec::new();
        let mut takes_back = Vec::new();
        // What lapses, is given up or comes to its end was not taken back by anyone.
        let gone = match acted.ended {
            Some(End::Lapsed | End::Withdrawn | End::Closed) => CertificateStanding::Ended { on },
            Some(End::Granted | End::Refused | End::Revoked) | None => CertificateStanding::Revoked { on },
        };
        for effect in &effects {
            let template = effect.template.as_deref();
            if issues_paper(effect.kind) {
                let Some(id) = template.filter(|id| self.parts.papers.get(id).is_some()) else { continue };
                close(issues, CertificateStanding::Replaced { on }, |issue| issue.template == id);
                let cause = if step.is_filing { Cause::Form } else { Cause::Effect };
                new.push((id.to_owned(), cause));
            } else if matches!(effect.kind, EffectKind::RevokeLetter | EffectKind::RevokeCertificate) {
                let is_it = |issue: &Issue| match template {
                    Some(id) => issue.template == id,
                    None => issue.cause == Cause::Effect,
                };
                takes_back.extend(close(issues, gone, is_it));
            }
        }
        if step.is_filing {
            let has_own = step.pack.definition.effects.iter().any(|e| e.template.as_deref() == Some(RECEIPT));
            if !has_own {
                new.push((RECEIPT.to_owned(), Cause::Receipt));
            }
            if acted.commitment.is_some() {
                new.push((super::COMMITMENT.to_owned(), Cause::Commitment));
            }
        }
        if acted.letter.is_some() {
            close(issues, CertificateStanding::Replaced { on }, |issue| issue.cause == Cause::Corrections);
            new.push(("corrections-wanted".to_owned(), Cause::Corrections));
        }
        // A body outside words its own answers; the pack names the papers among them.
        let by_body = matches!(step.recorded.by, Actor::Body { .. });
        match acted.decides.filter(|_| !by_body) {
            Some(Verdict::Granted) => {
                close(issues, CertificateStanding::Replaced { on }, |issue| issue.cause == Cause::Refused);
                let has_own =
                    new.iter().any(|(_, cause)| *cause == Cause::Effect) || follows(step.pack, then);
                if !has_own {
                    new.push(("decision-granted".to_owned(), Cause::Granted));
                }
            }
            Some(Verdict::Refused) if !acted.reasons.is_empty() => {
                let refuses = |id: &str| {
                    self.parts.papers.get(id).is_some_and(|found| found.needs.contains(&Need::Reasons))
                };
                match new.iter_mut().find(|(id, _)| refuses(id)) {
                    Some(own) => own.1 = Cause::Refused,
                    None => new.push(("decision-refused".to_owned(), Cause::Refused)),
                }
            }
            Some(Verdict::Refused) | None => {}
        }
        match acted.ended {
            Some(End::Revoked) => {
                takes_back.extend(close(issues, CertificateStanding::Revoked { on }, |issue| {
                    matches!(issue.cause, Cause::Effect | Cause::Granted)
                }));
                if !acted.reasons.is_empty() && !takes_back.is_empty() {
                    new.push(("decision-revoked".to_owned(), Cause::Revoked));
                }
            }
            Some(End::Lapsed) if step.filed_on.is_some() => {
                new.push(("notice-lapsed".to_owned(), Cause::Lapsed));
            }
            Some(End::Lapsed | End::Withdrawn | End::Closed | End::Granted | End::Refused) | None => {}
        }
        for (place, (template, cause)) in (1..).zip(new) {
            issues.push(step.issue(place, template, cause, takes_back.clone()));
        }
    }

    /// A certificate of a registration stands as long as the registration.
    async fn end_with_periods(&self, issues: &mut [Issue], pack: &Pack, case: &Case) -> Result<(), Fault> {
        let opens = |kind| matches!(kind, EffectKind::OpenUnemployment | EffectKind::OpenEnrolment);
        if !pack.definition.effects.iter().any(|effect| opens(effect.kind)) {
            return Ok(());
        }
        let periods = self.parts.store.period_list_by_person(case.subject).await?;
        let own: Vec<_> = periods.iter().filter(|period| period.case == Some(case.id)).collect();
        let last = own.iter().map(|period| period.closed_on).collect::<Option<Vec<Date>>>();
        if let Some(on) = last.and_then(|days| days.into_iter().max()) {
            close(issues, CertificateStanding::Ended { on }, |issue| issue.cause == Cause::Effect);
        }
        Ok(())
    }
}

/// One event that did something.
struct Step<'a> {
    pack: &'a Pack,
    after: &'a Case,
    recorded: &'a Recorded,
    acted: &'a Acted,
    is_filing: bool,
    filed_on: Option<Date>,
    next_at: Option<jiff::Timestamp>,
}

impl Step<'_> {
    fn issue(&self, place: u32, template: String, cause: Cause, takes_back: Vec<String>) -> Issue {
        let title = Text::from(&self.pack.definition.title);
        let service = if self.after.track == MAIN_TRACK {
            title
        } else {
            Text::new(format!("{}·异议", title.zh), format!("{}: objection", title.en))
        };
        let version = self.recorded.version;
        Issue {
            number: format!("{}-{version}-{place}", self.after.number),
            version,
            template,
            cause,
            on: self.recorded.moment.today,
            standing: CertificateStanding::Valid,
            service,
            case: self.after.clone(),
            acted: Box::new(self.acted.clone()),
            by: self.recorded.by.clone(),
            at: self.recorded.moment.at,
            next_at: self.next_at,
            filed_on: self.filed_on,
            takes_back,
        }
    }
}

/// What an effect of this kind does with its template.
fn issues_paper(kind: EffectKind) -> bool {
    matches!(kind, EffectKind::IssueLetter | EffectKind::IssueCertificate | EffectKind::ReissueCertificate)
}

/// Whether the steps that the house takes of itself right after issue a paper of the pack's own.
fn follows(pack: &Pack, then: &[Recorded]) -> bool {
    let own = then.iter().take_while(|next| next.by == Actor::System).filter_map(|next| match &next.event {
        Event::Acted(acted) => Some(acted),
        _ => None,
    });
    own.flat_map(|acted| &acted.effects)
        .filter_map(|id| pack.effect(id))
        .any(|effect| issues_paper(effect.kind) && effect.template.is_some())
}

/// Ends those papers that stand and of which this is true; says which they were.
fn close(issues: &mut [Issue], standing: CertificateStanding, is_it: impl Fn(&Issue) -> bool) -> Vec<String> {
    let open = issues.iter_mut().filter(|issue| issue.standing == CertificateStanding::Valid);
    let closed = open.filter(|issue| is_it(issue)).map(|issue| {
        issue.standing = standing;
        issue.number.clone()
    });
    closed.collect()
}

impl Issue {
    /// The letter that asked for corrections.
    pub(super) fn letter(&self) -> Option<&Letter> {
        self.acted.letter.as_ref()
    }
}
