//! Opening a case, and linking it with others.

use registry::CaseId;

use super::event::Opened;
use super::{ActError, Actor, Case, Event, Moment, Open, Recorded};
use crate::calendar::Calendars;
use crate::flow::End;
use crate::pack::Pack;

impl Case {
    /// Opens a case in the first state of its flow.
    pub fn open(pack: &Pack, open: Open, calendars: &Calendars) -> Result<(Self, Recorded), ActError> {
        let flow = pack
            .track(&open.track)
            .ok_or_else(|| ActError::Unknown { what: "flow", found: open.track.clone() })?;
        let state = flow
            .state(&flow.start)
            .ok_or_else(|| ActError::Unknown { what: "state", found: flow.start.clone() })?;
        let opened = Opened {
            number: open.number,
            service: pack.id().to_owned(),
            track: open.track,
            pack: pack.hash.clone(),
            policy: open.policy,
            subject: open.subject,
            channel: open.channel,
            office: open.office,
            parent: open.parent,
            excluded: open.excluded,
            state: state.id.clone(),
            clocks: super::clocks::starting(pack, state, open.moment, calendars),
        };
        let event = Event::Opened(Box::new(opened.clone()));
        let recorded = Recorded { case: open.id, version: 1, moment: open.moment, by: open.by, event };
        Ok((Self::begin(&recorded, &opened), recorded))
    }

    /// Notes that a linked case of a kind was opened.
    pub fn link(&self, kind: &str, other: CaseId, by: Actor, moment: Moment) -> (Self, Recorded) {
        self.recorded(Event::Linked { kind: kind.to_owned(), other }, by, moment)
    }

    /// Notes how a linked case ended.
    pub fn link_ended(&self, other: CaseId, ended: End, moment: Moment) -> (Self, Recorded) {
        self.recorded(Event::LinkEnded { other, ended }, Actor::System, moment)
    }

    /// The case after an event that is its next, and the event.
    pub(super) fn recorded(&self, event: Event, by: Actor, moment: Moment) -> (Self, Recorded) {
        let recorded = Recorded { case: self.id, version: self.version + 1, moment, by, event };
        let mut case = self.clone();
        case.take(&recorded);
        (case, recorded)
    }
}
