//! The correction loop (一次告知): answers are flagged one by one and go out in one letter; only what was flagged, and
//! what hangs on it, can be changed. What could have been said the first time needs a supervisor, and is counted.

use std::collections::BTreeMap;

use super::event::Letter;
use super::{ActError, Actor, Case, Event, Flag, Moment, Private, Recorded};
use crate::flow::Action;
use crate::pack::Pack;
use crate::review::{FieldError, FieldErrorCode};

impl Case {
    /// Flags an answer for the next letter. A flag of the same field is replaced.
    pub fn flag(
        &self,
        pack: &Pack,
        flag: Flag,
        by: Actor,
        moment: Moment,
    ) -> Result<(Self, Recorded), ActError> {
        self.may_flag(pack, &by)?;
        let reasons = || pack.definition.return_reasons.iter().filter(|reason| reason.field == flag.field);
        if pack.field(&flag.field).is_none() {
            return Err(ActError::Unknown { what: "field", found: flag.field });
        }
        if !reasons().any(|reason| reason.code == flag.reason) {
            let expected = reasons().map(|reason| reason.code.clone()).collect();
            return Err(ActError::Reasons { found: vec![flag.reason], expected });
        }
        Ok(self.recorded(Event::Flagged { flag }, by, moment))
    }

    /// Takes a flag off.
    pub fn unflag(
        &self,
        pack: &Pack,
        field: &str,
        by: Actor,
        moment: Moment,
    ) -> Result<(Self, Recorded), ActError> {
        self.may_flag(pack, &by)?;
        if !self.flags.iter().any(|flag| flag.field == field) {
            return Err(ActError::Unknown { what: "flag", found: field.to_owned() });
        }
        Ok(self.recorded(Event::Unflagged { field: field.to_owned() }, by, moment))
    }

    /// The flagged fields that an earlier letter could have asked for: their answers stand as they stood then, and no
    /// letter asked for them.
    pub fn late_flags(&self) -> Vec<String> {
        let Some(first) = self.first_letter_at else { return Vec::new() };
        let stood = |flag: &&Flag| {
            let answer = self.answers.get(&flag.field);
            let changed_since = answer.is_some_and(|answer| answer.at > first);
            !changed_since && !self.asked_before.contains(&flag.field)
        };
        self.flags.iter().filter(stood).map(|flag| flag.field.clone()).collect()
    }

    /// Whoever can send the letter can flag for it.
    fn may_flag(&self, pack: &Pack, by: &Actor) -> Result<(), ActError> {
        let flow = self.flow(pack)?;
        let sends = flow.actions_from(&self.state).find(|action| action.sends_flags);
        let Some(action) = sends else {
            let from = flow.actions.iter().filter(|action| action.sends_flags);
            let from = from.flat_map(|action| action.from.clone()).collect();
            return Err(ActError::NotNow { action: "flag".into(), state: self.state.clone(), from });
        };
        self.may(action, by)
    }

    /// The letter that an action sends.
    pub(super) fn letter(&self, action: &Action, actor: &Actor) -> Result<Option<Letter>, ActError> {
        if !action.sends_flags {
            return Ok(None);
        }
        if self.flags.is_empty() {
            return Err(ActError::NoFlags);
        }
        let late = self.late_flags();
        if action.supervisor_if_repeated && !late.is_empty() && !actor.is_supervisor() {
            return Err(ActError::NeedsSupervisor { fields: late });
        }
        Ok(Some(Letter { flags: self.flags.clone(), is_late: !late.is_empty() }))
    }

    /// Only what was flagged may come back, and what is asked anew because of it.
    pub(super) fn only_flagged(
        &self,
        pack: &Pack,
        answers: &BTreeMap<String, Private>,
    ) -> Result<(), ActError> {
        let flagged: Vec<String> = self.asked.iter().map(|flag| flag.field.clone()).collect();
        let hangs_on = |field: &str| {
            let mut field = pack.field(field);
            while let Some(when) = field.and_then(|field| field.when.as_ref()) {
                if flagged.contains(&when.field) {
                    return true;
                }
                field = pack.field(&when.field);
            }
            false
        };
        let foreign = answers.keys().filter(|field| !flagged.contains(field) && !hangs_on(field));
        let fields: Vec<String> = foreign.cloned().collect();
        if !fields.is_empty() {
            return Err(ActError::NotFlagged { fields, flagged });
        }
        let missing = flagged.into_iter().filter(|field| !answers.contains_key(field));
        let missing: Vec<_> = missing
            .map(|field| FieldError {
                field,
                code: FieldErrorCode::Missing,
                found: None,
                expected: "an answer, since the letter asks for it".to_owned(),
            })
            .collect();
        if missing.is_empty() { Ok(()) } else { Err(ActError::Answers(missing)) }
    }
}
