//! Whether an action can be done: who may, on what conditions, with what said.

use std::collections::{BTreeMap, BTreeSet};

use super::error::{EvidenceFault, EvidenceFaultKind};
use super::{ActError, Actor, Case, Command, Grounds, Moment, Private};
use crate::clock::OnExpiry;
use crate::draw;
use crate::flow::guard::Concluded;
use crate::flow::{Action, BodyKind, Flow, Guard, Owner};
use crate::pack::Pack;
use crate::review::{self, FieldError, Submission};

impl Case {
    /// The flow that it runs through.
    pub fn flow<'a>(&self, pack: &'a Pack) -> Result<&'a Flow, ActError> {
        if pack.hash != self.pack {
            return Err(ActError::OtherPack { expected: self.pack.clone(), found: pack.hash.clone() });
        }
        pack.track(&self.track).ok_or_else(|| ActError::Unknown { what: "flow", found: self.track.clone() })
    }

    /// The actions that an actor can begin now, whether or not their conditions hold.
    pub fn possible<'a>(&self, pack: &'a Pack, actor: &Actor) -> Vec<&'a Action> {
        let Ok(flow) = self.flow(pack) else { return Vec::new() };
        let actions = flow.actions.iter().filter(|action| action.from.contains(&self.state));
        actions.filter(|action| self.may(action, actor).is_ok()).collect()
    }

    /// What the system is to do now of its own: the first of its actions whose conditions hold.
    pub fn automatic<'a>(&self, pack: &'a Pack, grounds: &Grounds<'_>, moment: Moment) -> Option<&'a Action> {
        let flow = self.flow(pack).ok().filter(|_| self.pending.is_none())?;
        let mut actions =
            flow.actions.iter().filter(|action| action.auto && action.from.contains(&self.state));
        actions.find(|action| {
            let mut holds =
                action.guards.iter().map(|guard| self.holds(guard, pack, &BTreeMap::new(), grounds, moment));
            holds.all(|holds| holds)
        })
    }

    /// Whether an actor may do an action: it is theirs, nobody else holds the case, and they have not decided it.
    pub(super) fn may(&self, action: &Action, actor: &Actor) -> Result<(), ActError> {
        if !action.who.iter().any(|owner| actor.is(owner, self)) {
            return Err(ActError::NotYours { action: action.id.clone(), who: action.who.clone() });
        }
        if actor.account().is_some_and(|account| self.excluded.contains(&account)) {
            return Err(ActError::AnotherOfficer { action: action.id.clone() });
        }
        // On behalf of the person, or as a supervisor, one need not hold the case.
        let for_the_person = action.who.contains(&Owner::Applicant) && !matches!(actor, Actor::Body { .. });
        if for_the_person || actor.is_supervisor() {
            return Ok(());
        }
        let holder = actor.desk().and_then(|desk| self.holders.get(&desk));
        match (holder, actor.account()) {
            (Some(holder), Some(account)) if *holder != account => Err(ActError::HeldByOther),
            _ => Ok(()),
        }
    }

    /// Whether all conditions of an action hold.
    pub(super) fn conditions(
        &self,
        action: &Action,
        pack: &Pack,
        form: &BTreeMap<String, Private>,
        grounds: &Grounds<'_>,
        moment: Moment,
    ) -> Result<(), ActError> {
        for (place, guard) in action.guards.iter().enumerate() {
            if !self.holds(guard, pack, form, grounds, moment) {
                let condition = guard.described();
                return Err(ActError::Condition { action: action.id.clone(), number: place + 1, condition });
            }
        }
        Ok(())
    }

    fn holds(
        &self,
        guard: &Guard,
        pack: &Pack,
        form: &BTreeMap<String, Private>,
        grounds: &Grounds<'_>,
        moment: Moment,
    ) -> bool {
        let answer = |field: &str| self.answer(field);
        match guard {
            Guard::Conclusion(_)
            | Guard::Outcome(_)
            | Guard::Fact(_)
            | Guard::Answer(_)
            | Guard::Within(_)
            | Guard::MonthsLeft(_) => guard.holds_before_a_case(&answer, grounds, moment.today),
            Guard::Form(wanted) => form
                .get(&wanted.field)
                .is_some_and(|said| wanted.is.iter().any(|value| value == said.as_str())),
            Guard::Elapsed(clock) => self.has_elapsed(pack, clock, moment.today, &grounds.library.calendars),
            Guard::NoOpenCase(kind) => !self.has_open(kind) && !grounds.open_cases.contains(kind),
            Guard::Linked(wanted) => {
                self.last_end(&wanted.kind).is_some_and(|end| wanted.ended.contains(&end))
            }
            Guard::Done(action) => self.done.contains_key(action),
            Guard::MonthsOffered(wanted) => {
                let said = form.get(&wanted.field).map(Private::as_str);
                grounds.offers(&wanted.ledger, said.or_else(|| self.answer(&wanted.field)))
            }
            Guard::Drawn(rate) => {
                grounds.seed.is_some_and(|seed| draw::takes(rate.per_ten_thousand, &seed, self.id))
            }
            Guard::AnswersComplete(wanted) => {
                let faults = self.faults(pack, &BTreeMap::new(), None, grounds, moment);
                faults.is_empty() == *wanted
            }
            Guard::Eligible(wanted) => {
                let definition = &pack.definition;
                let decided = grounds.conclusions.get(&definition.conclusion);
                let mut own = definition.eligibility.iter();
                let eligible = decided.is_some_and(|decided| decided.is == Concluded::Yes)
                    && own.all(|guard| guard.holds_before_a_case(&answer, grounds, moment.today));
                eligible == *wanted
            }
            Guard::Not(other) => !self.holds(other, pack, form, grounds, moment),
        }
    }

    /// The faults of the answers as they stand with what comes.
    pub(super) fn faults(
        &self,
        pack: &Pack,
        answers: &BTreeMap<String, Private>,
        commitment: Option<&String>,
        grounds: &Grounds<'_>,
        moment: Moment,
    ) -> Vec<FieldError> {
        let submission = self.submission(answers, commitment);
        review::review(pack, &submission, moment.today, grounds.library)
    }

    /// The answers as they stand with what comes, an empty one taking the old away.
    pub(super) fn submission(
        &self,
        answers: &BTreeMap<String, Private>,
        commitment: Option<&String>,
    ) -> Submission {
        let mut all: BTreeMap<String, String> = self
            .answers
            .iter()
            .map(|(field, answer)| (field.clone(), answer.value.as_str().to_owned()))
            .collect();
        all.extend(answers.iter().map(|(field, value)| (field.clone(), value.as_str().to_owned())));
        Submission {
            channel: self.channel,
            answers: all,
            commitment: commitment.or(self.commitment.as_ref()).cloned(),
            registered_district: None,
        }
    }

    /// What the action itself asks.
    pub(super) fn form(
        action: &Action,
        form: &BTreeMap<String, Private>,
        grounds: &Grounds<'_>,
        moment: Moment,
    ) -> Result<(), ActError> {
        let answers = form.iter().map(|(field, value)| (field.clone(), value.as_str().to_owned())).collect();
        let faults = review::fields(&action.form, &answers, moment.today, grounds.library);
        if faults.is_empty() { Ok(()) } else { Err(ActError::Form(faults)) }
    }

    /// The reasons are of the table that the action names.
    pub(super) fn reasons(action: &Action, pack: &Pack, picked: &[String]) -> Result<(), ActError> {
        let table = action.reasons.as_deref().map_or(&[][..], |table| pack.reasons(table));
        let known = |code: &String| table.iter().any(|reason| reason.code == *code);
        let enough = action.reasons.is_none() || !picked.is_empty();
        if enough && picked.iter().all(known) {
            return Ok(());
        }
        let expected = table.iter().map(|reason| reason.code.clone()).collect();
        Err(ActError::Reasons { found: picked.to_vec(), expected })
    }

    /// The body is one of those that serve.
    pub(super) fn body(
        action: &Action,
        picked: Option<&String>,
        grounds: &Grounds<'_>,
    ) -> Result<Option<(BodyKind, String)>, ActError> {
        let Some(kind) = &action.body else { return Ok(None) };
        let serving = grounds.bodies.get(kind);
        match picked.filter(|picked| serving.is_some_and(|bodies| bodies.contains(*picked))) {
            Some(picked) => Ok(Some((kind.clone(), picked.clone()))),
            None => Err(ActError::Body {
                kind: kind.clone(),
                found: picked.cloned(),
                expected: serving.map_or_else(Vec::new, |bodies| bodies.iter().cloned().collect()),
            }),
        }
    }

    /// The evidence of a filing, with what was handed in before.
    pub(super) fn evidence(
        &self,
        pack: &Pack,
        command: &Command,
        grounds: &Grounds<'_>,
    ) -> Result<(), ActError> {
        let all: Vec<_> = self.evidence.iter().chain(&command.evidence).collect();
        let mut items = Vec::new();
        let mut wrong = |item: &str, fault| items.push(EvidenceFault { item: item.to_owned(), fault });
        let asked = pack.evidence_on(self.channel, &grounds.fresh);
        for item in &asked {
            if item.required && !all.iter().any(|piece| piece.item == item.id) {
                wrong(&item.id, EvidenceFaultKind::Missing);
            }
        }
        let mut count = BTreeMap::<&str, u16>::new();
        for piece in all {
            let Some(item) = asked.iter().find(|item| item.id == piece.item) else {
                wrong(&piece.item, EvidenceFaultKind::NotAsked);
                continue;
            };
            let pieces = count.entry(item.id.as_str()).or_default();
            *pieces += 1;
            if !item.kinds.is_empty() && !item.kinds.contains(&piece.kind) {
                wrong(&item.id, EvidenceFaultKind::WrongKind);
            } else if item.bytes_max.is_some_and(|most| piece.bytes > most) {
                wrong(&item.id, EvidenceFaultKind::TooLarge);
            } else if item.count_max.is_some_and(|most| *pieces > most) {
                wrong(&item.id, EvidenceFaultKind::TooMany);
            }
        }
        if items.is_empty() { Ok(()) } else { Err(ActError::Evidence { items }) }
    }

    /// The system acts of its own where the action says so; else only once a clock that names the action has run out.
    pub(super) fn system_may(
        &self,
        action: &Action,
        pack: &Pack,
        grounds: &Grounds<'_>,
        moment: Moment,
    ) -> Result<(), ActError> {
        if action.auto {
            return Ok(());
        }
        let calendars = &grounds.library.calendars;
        let mut running = self.running(pack, moment.today, calendars).into_iter();
        let own = running.find(|running| {
            let acts = running.clock.on_expiry == OnExpiry::Act;
            acts && running.clock.action.as_deref() == Some(action.id.as_str())
        });
        match own {
            Some(own) if own.due.is_standing || own.due.day >= moment.today => {
                Err(ActError::NotElapsed { clock: own.clock.id.clone(), due: own.due.day })
            }
            Some(_) => Ok(()),
            None => Err(ActError::NotYours { action: action.id.clone(), who: action.who.clone() }),
        }
    }

    /// Answers that no longer are asked for with what comes.
    pub(super) fn dropped(&self, pack: &Pack, answers: &BTreeMap<String, Private>) -> Vec<String> {
        let submission = self.submission(answers, None);
        let asked: BTreeSet<&str> = review::asked(pack.fields(), &submission);
        let gone = |field: &&String| {
            let emptied = answers.get(*field).is_some_and(|value| value.as_str().trim().is_empty());
            emptied || (!asked.contains(field.as_str()) && !answers.contains_key(*field))
        };
        self.answers.keys().filter(gone).cloned().collect()
    }
}
