//! Taking a case a step on: everything is judged first, then it takes effect, or waits for a second officer.

use std::collections::BTreeMap;

use super::event::Acted;
use super::{
    ActError, Actor, Answer, Case, Command, Done, EffectToDo, Event, Grounds, NoticeToSend, Proposal,
    Recorded,
};
use crate::flow::{Action, Answering, State};
use crate::pack::Pack;

impl Case {
    /// Does an action, or proposes it where a second officer must confirm it.
    pub fn act(&self, pack: &Pack, command: Command, grounds: &Grounds<'_>) -> Result<Done, ActError> {
        let action = self.find(pack, &command.action, command.version)?;
        if let Some(pending) = &self.pending {
            return Err(ActError::Pending { action: pending.action.clone() });
        }
        let acted = self.judged(action, pack, &command, grounds, None)?;
        if !action.second {
            return Ok(self.carried_out(action, acted, pack, &command, grounds));
        }
        let event = Event::Proposed {
            action: command.action,
            form: command.form,
            reasons: command.reasons,
            body: command.body,
            decisions: command.decisions,
        };
        let (case, recorded) = self.recorded(event, command.actor, command.moment);
        Ok(Done { case, recorded: vec![recorded], effects: Vec::new(), notices: Vec::new() })
    }

    /// Confirms what waits, as another officer: `command` names the action that is confirmed. It is judged anew, as of
    /// now, with what was proposed.
    pub fn confirm(&self, pack: &Pack, command: Command, grounds: &Grounds<'_>) -> Result<Done, ActError> {
        let (action, proposal) = self.proposed(pack, &command)?;
        let command = Command {
            form: proposal.form.clone(),
            reasons: proposal.reasons.clone(),
            body: proposal.body.clone(),
            decisions: proposal.decisions.clone(),
            ..command
        };
        let acted = self.judged(action, pack, &command, grounds, Some(proposal.by.clone()))?;
        Ok(self.carried_out(action, acted, pack, &command, grounds))
    }

    /// Rejects what waits, as another officer. The case stands as before.
    pub fn reject(
        &self,
        pack: &Pack,
        command: Command,
        note: impl Into<String>,
    ) -> Result<(Self, Recorded), ActError> {
        let (action, _) = self.proposed(pack, &command)?;
        let event = Event::Rejected { action: action.id.clone(), note: note.into().into() };
        Ok(self.recorded(event, command.actor, command.moment))
    }

    fn find<'a>(&self, pack: &'a Pack, action: &str, version: u32) -> Result<&'a Action, ActError> {
        let flow = self.flow(pack)?;
        if version != self.version {
            return Err(ActError::Stale { expected: version, found: self.version });
        }
        let unknown = || ActError::Unknown { what: "action", found: action.to_owned() };
        let found = flow.action(action).ok_or_else(unknown)?;
        if self.is_ended() || !found.from.contains(&self.state) {
            let (action, from) = (found.id.clone(), found.from.clone());
            return Err(ActError::NotNow { action, state: self.state.clone(), from });
        }
        Ok(found)
    }

    /// The action that waits, if this actor may confirm or reject it: one who may do it, and is not who proposed it.
    fn proposed<'a>(&self, pack: &'a Pack, command: &Command) -> Result<(&'a Action, &Proposal), ActError> {
        let action = self.find(pack, &command.action, command.version)?;
        let waiting = self.pending.as_ref().filter(|pending| pending.action == action.id);
        let proposal = waiting.ok_or(ActError::NothingPending)?;
        let account = command.actor.account();
        if account.is_none()
            || account == proposal.by.account()
            || account.is_some_and(|account| self.excluded.contains(&account))
        {
            return Err(ActError::AnotherOfficer { action: action.id.clone() });
        }
        // The second officer need not hold the case.
        if !action.who.iter().any(|owner| command.actor.is(owner, self)) {
            return Err(ActError::NotYours { action: action.id.clone(), who: action.who.clone() });
        }
        Ok((action, proposal))
    }

    fn judged(
        &self,
        action: &Action,
        pack: &Pack,
        command: &Command,
        grounds: &Grounds<'_>,
        proposed_by: Option<Actor>,
    ) -> Result<Acted, ActError> {
        let moment = command.moment;
        if proposed_by.is_none() {
            self.may(action, &command.actor)?;
        }
        if matches!(command.actor, Actor::System) {
            self.system_may(action, pack, grounds, moment)?;
        }
        Self::reasons(action, pack, &command.reasons)?;
        Self::form(action, &command.form, grounds, moment)?;
        let body = Self::body(action, command.body.as_ref(), grounds)?;
        let office = self.filing(action, pack, command, grounds)?;
        self.answered(pack, command).conditions(action, pack, &command.form, grounds, moment)?;
        let letter = self.letter(action, &command.actor)?;
        let to = self.target(action, pack)?;
        let mut clocks = self.extension(action)?;
        clocks.extend(self.turning(pack, to, &action.restarts, moment, &grounds.library.calendars));
        let answers: BTreeMap<_, _> =
            command.answers.iter().filter(|(_, value)| !value.as_str().trim().is_empty()).collect();
        Ok(Acted {
            action: action.id.clone(),
            to: to.id.clone(),
            ended: to.end,
            answers: answers.into_iter().map(|(field, value)| (field.clone(), value.clone())).collect(),
            dropped: self.dropped(pack, &command.answers),
            commitment: command.commitment.clone(),
            evidence: command.evidence.clone(),
            form: command.form.clone(),
            reasons: command.reasons.clone(),
            office,
            body,
            decides: action.decides,
            decisions: command.decisions.clone(),
            letter,
            answered_letter: action.answers == Answering::Flagged,
            proposed_by,
            clocks,
            effects: action.effects.clone(),
        })
    }

    /// Holds the answers that come with an action against the pack, and finds the office.
    fn filing(
        &self,
        action: &Action,
        pack: &Pack,
        command: &Command,
        grounds: &Grounds<'_>,
    ) -> Result<Option<String>, ActError> {
        match action.answers {
            Answering::None if command.answers.is_empty() && command.evidence.is_empty() => return Ok(None),
            Answering::None => {
                let fields = command.answers.keys().cloned().collect();
                return Err(ActError::NotFlagged { fields, flagged: Vec::new() });
            }
            Answering::Flagged => self.only_flagged(pack, &command.answers)?,
            Answering::All => {}
        }
        let answers = &command.answers;
        let dropped = self.dropped(pack, answers);
        let mut submission = self.submission(answers, command.commitment.as_ref());
        submission.answers.retain(|field, _| !dropped.contains(field));
        let faults = crate::review::review(pack, &submission, command.moment.today, grounds.library);
        if !faults.is_empty() {
            return Err(ActError::Answers(faults));
        }
        self.evidence(pack, command, grounds)?;
        Ok(Some(pack.office(&submission, grounds, command.moment.today)?.id.clone()))
    }

    /// The case with the answers that come, so that conditions look at what is said now and not at what was said before.
    fn answered(&self, pack: &Pack, command: &Command) -> Self {
        let mut case = self.clone();
        for field in self.dropped(pack, &command.answers) {
            case.answers.remove(&field);
        }
        for (field, value) in command.answers.iter().filter(|(_, value)| !value.as_str().trim().is_empty()) {
            let answer = Answer { value: value.clone(), by: command.actor.clone(), at: command.moment.at };
            case.answers.insert(field.clone(), answer);
        }
        case
    }

    fn target<'a>(&self, action: &Action, pack: &'a Pack) -> Result<&'a State, ActError> {
        let state = self.flow(pack)?.state(&action.to);
        state.ok_or_else(|| ActError::Unknown { what: "state", found: action.to.clone() })
    }

    fn extension(&self, action: &Action) -> Result<Vec<super::ClockChange>, ActError> {
        let Some(clock) = &action.extends else { return Ok(Vec::new()) };
        let run = self.clocks.get(clock).filter(|run| run.is_active() && !run.is_extended);
        if run.is_none() {
            return Err(ActError::NoExtension { clock: clock.clone() });
        }
        Ok(vec![super::ClockChange::Extended { clock: clock.clone() }])
    }

    fn carried_out(
        &self,
        action: &Action,
        acted: Acted,
        pack: &Pack,
        command: &Command,
        grounds: &Grounds<'_>,
    ) -> Done {
        let mut recorded = Vec::new();
        let mut case = self.clone();
        // Who acts at a desk that nobody holds, holds the case from then on.
        let desk = command.actor.desk().filter(|desk| {
            action.who.contains(desk) && !self.holders.contains_key(desk) && acted.proposed_by.is_none()
        });
        if let (Some(desk), Some(account)) = (desk, command.actor.account()) {
            let event = Event::Claimed { desk, account };
            let (next, claimed) = case.recorded(event, command.actor.clone(), command.moment);
            recorded.push(claimed);
            case = next;
        }
        let body = acted.body.as_ref().map(|(_, body)| body.clone());
        let event = Event::Acted(Box::new(acted));
        let (case, done) = case.recorded(event, command.actor.clone(), command.moment);
        recorded.push(done);
        let effects = case.effects(action, pack, command, body.as_ref());
        let notices = case.notices(action, pack, command, grounds);
        Done { case, recorded, effects, notices }
    }

    fn effects(
        &self,
        action: &Action,
        pack: &Pack,
        command: &Command,
        body: Option<&String>,
    ) -> Vec<EffectToDo> {
        let effects = action.effects.iter().filter_map(|id| pack.effect(id));
        effects
            .map(|effect| {
                let value = |field: &String| {
                    let said = command.form.get(field).cloned();
                    let value = said.or_else(|| self.answers.get(field).map(|answer| answer.value.clone()));
                    value.map(|value| (field.clone(), value))
                };
                let values = effect.fields.iter().filter_map(value).collect();
                let key = format!("{}/{}/{}", self.id, self.version, effect.id);
                EffectToDo { key, effect: effect.clone(), values, body: body.cloned() }
            })
            .collect()
    }

    fn notices(
        &self,
        action: &Action,
        pack: &Pack,
        command: &Command,
        grounds: &Grounds<'_>,
    ) -> Vec<NoticeToSend> {
        let values = self.notice_values(pack, &command.reasons, command.moment, grounds);
        let send = |event: &String| NoticeToSend {
            key: format!("{}/{}/{event}", self.id, self.version),
            event: event.clone(),
            values: values.clone(),
        };
        action.notices.iter().map(send).collect()
    }
}
