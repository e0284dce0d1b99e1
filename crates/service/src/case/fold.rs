//! Making a case from its events. An event is applied as it was recorded; whether it may be is judged before.

use std::collections::{BTreeMap, BTreeSet};

use registry::CaseId;

use super::event::{Acted, Opened};
use super::{Actor, Answer, Case, ClockChange, Event, Flag, Link, Moment, Proposal, Recorded};
use crate::deadline::{Pause, Run};
use crate::flow::Owner;

/// Why events do not make a case.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    /// None at all, or the first does not open it.
    #[error("a case begins with `opened`")]
    NotOpened,
    /// The versions are not 1, 2, 3 …
    #[error("case {case}: version {found}; expected {expected}")]
    Gap {
        /// Which.
        case: CaseId,
        /// The version that was met.
        found: u32,
        /// The one that was due.
        expected: u32,
    },
    /// An event of another case, or a second beginning.
    #[error("case {case}: `{event}` cannot be version {version}")]
    Misplaced {
        /// Which.
        case: CaseId,
        /// The event's code.
        event: &'static str,
        /// Its version.
        version: u32,
    },
}

impl Case {
    /// The case that these events make.
    pub fn replay(events: &[Recorded]) -> Result<Self, ReplayError> {
        let (first, rest) = events.split_first().ok_or(ReplayError::NotOpened)?;
        let Event::Opened(opened) = &first.event else { return Err(ReplayError::NotOpened) };
        if first.version != 1 {
            return Err(ReplayError::Gap { case: first.case, found: first.version, expected: 1 });
        }
        rest.iter().try_fold(Self::begin(first, opened), Self::apply)
    }

    /// The case after one more event.
    pub fn apply(mut self, recorded: &Recorded) -> Result<Self, ReplayError> {
        let expected = self.version + 1;
        if recorded.version != expected {
            return Err(ReplayError::Gap { case: self.id, found: recorded.version, expected });
        }
        let event = &recorded.event;
        if recorded.case != self.id || matches!(event, Event::Opened(_)) {
            let (case, version) = (self.id, recorded.version);
            return Err(ReplayError::Misplaced { case, event: event.code(), version });
        }
        self.take(recorded);
        Ok(self)
    }

    pub(super) fn begin(recorded: &Recorded, opened: &Opened) -> Self {
        let mut case = Self {
            id: recorded.case,
            number: opened.number.clone(),
            service: opened.service.clone(),
            track: opened.track.clone(),
            pack: opened.pack.clone(),
            policy: opened.policy.clone(),
            subject: opened.subject,
            applicant: recorded.by.clone(),
            channel: opened.channel,
            office: opened.office.clone(),
            bodies: BTreeMap::new(),
            holders: BTreeMap::new(),
            handing_over: None,
            state: opened.state.clone(),
            answers: BTreeMap::new(),
            commitment: None,
            flags: Vec::new(),
            asked: Vec::new(),
            asked_before: BTreeSet::new(),
            first_letter_at: None,
            letters: 0,
            late_letters: 0,
            evidence: Vec::new(),
            decisions: Vec::new(),
            links: Vec::new(),
            parent: opened.parent,
            excluded: opened.excluded.iter().copied().collect(),
            deciders: BTreeSet::new(),
            clocks: BTreeMap::new(),
            pending: None,
            done: BTreeMap::new(),
            said: BTreeMap::new(),
            version: 1,
            opened_on: recorded.moment.today,
            decided: None,
            ended: None,
        };
        case.turn(&opened.clocks);
        case
    }

    /// Takes in an event that is known to be the next.
    pub(super) fn take(&mut self, recorded: &Recorded) {
        self.version = recorded.version;
        match &recorded.event {
            Event::Opened(_) => {}
            Event::Acted(acted) => self.acted(acted, &recorded.by, recorded.moment),
            Event::Proposed { action, form, reasons, body, decisions } => {
                self.pending = Some(Proposal {
                    action: action.clone(),
                    by: recorded.by.clone(),
                    form: form.clone(),
                    reasons: reasons.clone(),
                    body: body.clone(),
                    decisions: decisions.clone(),
                    on: recorded.moment.today,
                });
            }
            Event::Rejected { .. } => self.pending = None,
            Event::Claimed { desk, account } => {
                self.holders.insert(desk.clone(), *account);
                self.handing_over = None;
            }
            Event::HandedOver { desk, to } => self.handing_over = Some((desk.clone(), *to)),
            Event::Returned { desk } => {
                self.holders.remove(desk);
                self.handing_over = None;
            }
            Event::Flagged { flag } => put(&mut self.flags, flag),
            Event::Unflagged { field } => self.flags.retain(|flag| flag.field != *field),
            Event::Linked { kind, other } => {
                self.links.push(Link { kind: kind.clone(), case: *other, ended: None });
            }
            Event::LinkEnded { other, ended } => {
                for link in self.links.iter_mut().filter(|link| link.case == *other) {
                    link.ended = Some(*ended);
                }
            }
            Event::Moved { pack, policy, state, clocks, changes } => {
                (self.pack, self.policy, self.state) = (pack.clone(), policy.clone(), state.clone());
                for (old, new) in clocks {
                    if let Some(run) = self.clocks.remove(old) {
                        self.clocks.insert(new.clone(), run);
                    }
                }
                self.turn(changes);
            }
        }
    }

    /// Where the case lies now. Who held it at an office or a body that is another one now, holds it no longer.
    fn placed(&mut self, acted: &Acted) {
        if let Some(office) = &acted.office {
            if self.office.as_ref().is_some_and(|before| before != office) {
                self.holders.remove(&Owner::Office);
                self.handing_over = None;
            }
            self.office = Some(office.clone());
        }
        if let Some((kind, body)) = &acted.body {
            let before = self.bodies.insert(kind.clone(), body.clone());
            if before.is_some_and(|before| before != *body) {
                self.holders.remove(&Owner::Body(kind.clone()));
            }
        }
    }

    fn acted(&mut self, acted: &Acted, by: &Actor, moment: Moment) {
        self.state.clone_from(&acted.to);
        self.ended = acted.ended;
        self.pending = None;
        for (field, value) in &acted.answers {
            let answer = Answer { value: value.clone(), by: by.clone(), at: moment.at };
            self.answers.insert(field.clone(), answer);
        }
        for field in &acted.dropped {
            self.answers.remove(field);
        }
        self.commitment = acted.commitment.clone().or(self.commitment.take());
        self.evidence.extend(acted.evidence.iter().cloned());
        self.decisions.extend(acted.decisions.iter().copied());
        self.placed(acted);
        if let Some(verdict) = acted.decides {
            self.decided = Some((verdict, moment.today));
            let proposer = acted.proposed_by.as_ref().and_then(Actor::account);
            self.deciders.extend(by.account().into_iter().chain(proposer));
        }
        if let Some(letter) = &acted.letter {
            self.letters += 1;
            self.late_letters += u32::from(letter.is_late);
            self.first_letter_at = self.first_letter_at.or(Some(moment.at));
            self.asked_before.extend(letter.flags.iter().map(|flag| flag.field.clone()));
            self.asked.clone_from(&letter.flags);
            self.flags.clear();
        }
        if acted.answered_letter {
            self.asked.clear();
        }
        if !acted.form.is_empty() {
            self.said.insert(acted.action.clone(), acted.form.clone());
        }
        *self.done.entry(acted.action.clone()).or_default() += 1;
        self.turn(&acted.clocks);
    }

    fn turn(&mut self, changes: &[ClockChange]) {
        for change in changes {
            match change {
                ClockChange::Started { clock, on, counted_on } => {
                    let run = Run {
                        event_on: *on,
                        counted_on: *counted_on,
                        pauses: Vec::new(),
                        is_extended: false,
                        stopped_on: None,
                    };
                    self.clocks.insert(clock.clone(), run);
                }
                ClockChange::Paused { clock, on } => {
                    self.run(clock, |run| run.pauses.push(Pause { from: *on, to: None }));
                }
                ClockChange::Resumed { clock, on } => self.run(clock, |run| {
                    if let Some(pause) = run.pauses.last_mut() {
                        pause.to = Some(*on);
                    }
                }),
                ClockChange::Stopped { clock, on } => self.run(clock, |run| run.stopped_on = Some(*on)),
                ClockChange::Extended { clock } => self.run(clock, |run| run.is_extended = true),
            }
        }
    }

    fn run(&mut self, clock: &str, change: impl FnOnce(&mut Run)) {
        if let Some(run) = self.clocks.get_mut(clock) {
            change(run);
        }
    }
}

fn put(flags: &mut Vec<Flag>, flag: &Flag) {
    flags.retain(|old| old.field != flag.field);
    flags.push(flag.clone());
}
