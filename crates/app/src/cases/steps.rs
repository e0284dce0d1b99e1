//! What one request does to one case, from the first step to the last that follows of itself: collected here, saved
//! in one transaction.

use service::Pack;
use service::case::{
    ActError, Actor, Case, Command, Done, EffectToDo, Grounds, Moment, NoticeToSend, Recorded,
};
use service::flow::Owner;

/// The most steps that the house takes of itself after one that was asked for.
const AUTO_MAX: usize = 16;

/// A case on its way through one request.
pub(crate) struct Steps<'a> {
    pub(crate) pack: &'a Pack,
    /// The version on record; 0 for a case that is opened here.
    pub(crate) before: u32,
    pub(crate) case: Case,
    pub(crate) recorded: Vec<Recorded>,
    pub(crate) effects: Vec<EffectToDo>,
    pub(crate) notices: Vec<NoticeToSend>,
}

impl<'a> Steps<'a> {
    /// A case that is on record.
    pub(crate) fn of(pack: &'a Pack, case: Case) -> Self {
        let before = case.version;
        Self { pack, before, case, recorded: Vec::new(), effects: Vec::new(), notices: Vec::new() }
    }

    /// A case that was just opened.
    pub(crate) fn opened(pack: &'a Pack, (case, recorded): (Case, Recorded)) -> Self {
        Self { before: 0, recorded: vec![recorded], ..Self::of(pack, case) }
    }

    /// Takes over what one step comes to.
    pub(crate) fn take(&mut self, done: Done) {
        self.case = done.case;
        self.recorded.extend(done.recorded);
        self.effects.extend(done.effects);
        self.notices.extend(done.notices);
    }

    /// Takes over an event without effects.
    pub(crate) fn note(&mut self, (case, recorded): (Case, Recorded)) {
        self.case = case;
        self.recorded.push(recorded);
    }

    /// Takes the steps that the house takes of itself, as long as the conditions of one hold.
    pub(crate) fn follow(&mut self, grounds: &Grounds<'_>, moment: Moment) -> Result<(), ActError> {
        for _ in 0..AUTO_MAX {
            if !self.follow_once(grounds, moment)? {
                break;
            }
        }
        Ok(())
    }

    fn follow_once(&mut self, grounds: &Grounds<'_>, moment: Moment) -> Result<bool, ActError> {
        let Some(flow) = self.pack.track(&self.case.track) else { return Ok(false) };
        if self.case.is_ended() || self.case.pending.is_some() {
            return Ok(false);
        }
        let state = self.case.state.clone();
        let own =
            flow.actions_from(&state).filter(|action| action.auto && action.who.contains(&Owner::System));
        for action in own {
            let command = Command::new(&action.id, Actor::System, self.case.version, moment);
            match self.case.act(self.pack, command, grounds) {
                Ok(done) => {
                    self.take(done);
                    return Ok(true);
                }
                Err(ActError::Condition { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(false)
    }
}
