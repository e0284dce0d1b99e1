//! Running an example: its answers, its office, its fee, and its history step by step.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use registry::{AccountId, CaseId, PersonId};

use super::step::How;
use super::{Example, Refused, Step};
use crate::case::{
    ActError, Actor, Case, Command, Done, EvidenceRef, Flag, Grounds, Moment, NoticeToSend, Open, Private,
    Rank, Recorded,
};
use crate::flow::{Answering, BodyKind, Guard};
use crate::library::Library;
use crate::notice::NoticeChannel;
use crate::pack::{MAIN_TRACK, Pack};
use crate::placeholder::{Placeholder, Value};
use crate::review::review;
use crate::words::Lang;

/// The ids of an example are always the same: a draw by a seed needs one.
const CASE: u128 = 1;
const PERSON: u128 = 2;
const LINKED: u128 = 3;

/// Runs an example, or says in what it comes out otherwise.
pub(crate) fn run(pack: &Pack, example: &Example, library: &Library) -> Result<(), String> {
    let case = CaseId(u128_id(CASE));
    let grounds = example.grounds.grounds(library, rate(pack), case);
    filing(pack, example, library, &grounds)?;
    if example.history.is_empty() {
        return Ok(());
    }
    Course::begin(pack, example, library, grounds)?.run()
}

fn filing(pack: &Pack, example: &Example, library: &Library, grounds: &Grounds<'_>) -> Result<(), String> {
    let submission = example.submission();
    let faults = review(pack, &submission, example.as_of, library);
    let mut found: Vec<_> =
        faults.iter().map(|fault| Refused { field: fault.field.clone(), code: fault.code }).collect();
    let mut expected = example.expect.refused.clone();
    found.sort();
    expected.sort();
    if found != expected {
        return Err(format!("expected the faults {}, found {}", list(&expected), list(&found)));
    }
    if !found.is_empty() {
        return Ok(());
    }
    let office = pack.office(&submission, grounds, example.as_of);
    let (office, said) = match office {
        Ok(office) => (Some(office.id.as_str()), office.id.clone()),
        Err(fault) => (None, fault.to_string()),
    };
    if example.expect.office.as_deref() != office {
        return Err(format!("expected the office {:?}, found `{said}`", example.expect.office));
    }
    let fee = office.map(|_| pack.definition.fee_fen);
    if example.expect.fee_fen != fee {
        return Err(format!("expected the fee {:?}, found {fee:?}", example.expect.fee_fen));
    }
    Ok(())
}

fn list(faults: &[Refused]) -> String {
    let all: Vec<_> =
        faults.iter().map(|fault| format!("{}: {}", fault.field, fault.code.as_str())).collect();
    format!("[{}]", all.join(", "))
}

fn u128_id<T: From<uuid::Uuid>>(number: u128) -> T {
    T::from(uuid::Uuid::from_u128(number))
}

/// The rate of the pack's own draw.
fn rate(pack: &Pack) -> Option<u16> {
    let guards = pack.tracks().flat_map(|(_, flow)| &flow.actions).flat_map(|action| &action.guards);
    guards.into_iter().find_map(Guard::draw)
}

struct Course<'a> {
    pack: &'a Pack,
    example: &'a Example,
    library: &'a Library,
    grounds: Grounds<'a>,
    case: Case,
    recorded: Vec<Recorded>,
}

impl<'a> Course<'a> {
    fn begin(
        pack: &'a Pack,
        example: &'a Example,
        library: &'a Library,
        grounds: Grounds<'a>,
    ) -> Result<Self, String> {
        let subject: PersonId = u128_id(PERSON);
        let track = example.track.clone().unwrap_or_else(|| MAIN_TRACK.to_owned());
        let office = (track != MAIN_TRACK).then(|| example.expect.office.clone()).flatten();
        let open = Open {
            id: u128_id(CASE),
            number: "C-EXAMPLE-1".to_owned(),
            track,
            policy: String::new(),
            subject,
            by: Actor::Applicant { person: subject },
            channel: example.channel,
            office,
            parent: None,
            excluded: Vec::new(),
            moment: moment(example.as_of, 9)?,
        };
        let (case, first) = Case::open(pack, open, &library.calendars).map_err(|fault| fault.to_string())?;
        Ok(Self { pack, example, library, grounds, case, recorded: vec![first] })
    }

    fn run(mut self) -> Result<(), String> {
        for (place, step) in self.example.history.iter().enumerate() {
            self.step(step).map_err(|said| format!("step {} ({}): {said}", place + 1, step.action))?;
        }
        match Case::replay(&self.recorded) {
            Ok(again) if again == self.case => Ok(()),
            Ok(_) => Err("expected the same case from its events, found another".to_owned()),
            Err(fault) => Err(fault.to_string()),
        }
    }

    fn step(&mut self, step: &Step) -> Result<(), String> {
        if let Some(given) = &step.grounds {
            self.grounds = given.grounds(self.library, rate(self.pack), self.case.id);
        }
        let moment = moment(step.on, step.hour)?;
        if let Some((kind, ended)) = &step.linked {
            let other: CaseId = u128_id(LINKED);
            let (case, linked) = self.case.link(kind, other, Actor::System, moment);
            let (case, over) = case.link_ended(other, *ended, moment);
            self.case = case;
            self.recorded.extend([linked, over]);
        }
        match (self.done(step, moment), &step.error) {
            (Ok(done), None) => self.expected(step, done),
            (Ok(done), Some(error)) => {
                Err(format!("expected the error `{error}`, found the state `{}`", done.case.state))
            }
            (Err(fault), Some(error)) if fault.code() == error => Ok(()),
            (Err(fault), Some(error)) => {
                Err(format!("expected the error `{error}`, found `{}`: {fault}", fault.code()))
            }
            (Err(fault), None) => Err(fault.to_string()),
        }
    }

    fn done(&mut self, step: &Step, moment: Moment) -> Result<Done, ActError> {
        let actor = self.actor(&step.by);
        for (field, reason) in &step.flags {
            let flag = Flag { field: field.clone(), reason: reason.clone(), note: None };
            let (case, recorded) = self.case.flag(self.pack, flag, actor.clone(), moment)?;
            self.case = case;
            self.recorded.push(recorded);
        }
        let flow = self.case.flow(self.pack)?;
        let files = flow.action(&step.action).is_some_and(|action| action.answers == Answering::All);
        let mut command = Command::new(&step.action, actor, self.case.version, moment);
        let private = |given: &BTreeMap<String, String>| -> BTreeMap<String, Private> {
            given.iter().map(|(field, value)| (field.clone(), value.as_str().into())).collect()
        };
        if files && step.answers.is_empty() {
            command.answers = private(&self.example.answers);
        } else {
            command.answers = private(&step.answers);
        }
        if files && self.case.evidence.is_empty() {
            command.evidence = self.example.evidence.iter().map(piece).collect();
        }
        command.commitment = self.example.commitment.clone().filter(|_| files);
        command.form = private(&step.form);
        command.reasons.clone_from(&step.reasons);
        command.body.clone_from(&step.body);
        match step.how {
            How::Act => self.case.act(self.pack, command, &self.grounds),
            How::Confirm => self.case.confirm(self.pack, command, &self.grounds),
            How::Reject => {
                let (case, recorded) = self.case.reject(self.pack, command, "example")?;
                Ok(Done { case, recorded: vec![recorded], effects: Vec::new(), notices: Vec::new() })
            }
        }
    }

    fn expected(&mut self, step: &Step, done: Done) -> Result<(), String> {
        self.case = done.case;
        self.recorded.extend(done.recorded);
        if let Some(state) = step.state.as_ref().filter(|state| **state != self.case.state) {
            return Err(format!("expected the state `{state}`, found `{}`", self.case.state));
        }
        let running = self.case.running(self.pack, step.on, &self.library.calendars);
        for (clock, day) in &step.due {
            let found = running.iter().find(|running| running.clock.id == *clock);
            let found = found.map_or_else(|| "none".to_owned(), |running| running.due.day.to_string());
            if found != *day {
                return Err(format!("expected {clock} to be due on {day}, found {found}"));
            }
        }
        let effects: BTreeSet<String> = done.effects.iter().map(|todo| todo.effect.id.clone()).collect();
        same("effects", step.effects.as_ref(), &effects)?;
        let notices: BTreeSet<String> = done.notices.iter().map(|notice| notice.event.clone()).collect();
        same("notices", step.notices.as_ref(), &notices)?;
        let said: Vec<_> =
            done.notices.iter().map(|notice| self.rendered(notice)).collect::<Result<_, _>>()?;
        match step.said.as_ref().filter(|words| !said.iter().any(|text| text.contains(*words))) {
            Some(words) => Err(format!("expected a notice that says `{words}`, found {said:?}")),
            None => Ok(()),
        }
    }

    /// Every notice can be filled in, with no more from outside than the person's name. Gives the Chinese text for the
    /// inbox.
    fn rendered(&self, notice: &NoticeToSend) -> Result<String, String> {
        let mut values = notice.values.clone();
        values.insert(Placeholder::PersonName, Value::Text("某某".to_owned()));
        for channel in [NoticeChannel::Inbox, NoticeChannel::Sms] {
            let Some(text) = self.pack.notice(&notice.event, channel) else { continue };
            for lang in [Lang::Zh, Lang::En] {
                text.render(lang, &values).map_err(|fault| fault.to_string())?;
            }
        }
        let text = self.pack.notice(&notice.event, NoticeChannel::Inbox);
        let message = text.map(|text| text.render(Lang::Zh, &values)).transpose();
        let message = message.map_err(|fault| fault.to_string())?;
        Ok(message.map(|message| message.text).unwrap_or_default())
    }

    fn actor(&self, by: &str) -> Actor {
        let (who, office) = by.split_once('@').unwrap_or((by, ""));
        let (who, number) = match who.rsplit_once(':') {
            Some((who, number)) => match number.parse() {
                Ok(number) => (who, number),
                Err(_) => (by, 1_u128),
            },
            None => (who, 1),
        };
        // Accounts of different ranks differ though their numbers are the same.
        let account = |base: u128| -> AccountId { u128_id(base * 1_000 + number) };
        let office = if office.is_empty() {
            self.case.office.clone().or_else(|| self.example.expect.office.clone()).unwrap_or_default()
        } else {
            office.to_owned()
        };
        let person = self.case.subject;
        match who.strip_prefix("body:") {
            Some(kind) => {
                let kind = BodyKind(kind.to_owned());
                let body = self.case.bodies.get(&kind).cloned().unwrap_or_default();
                Actor::Body { account: account(9), kind, body }
            }
            None => match who {
                "office" => Actor::Officer { account: account(1), office, rank: Rank::Clerk },
                "supervisor" => Actor::Officer { account: account(2), office, rank: Rank::Supervisor },
                "city" => Actor::Officer { account: account(3), office: "city".to_owned(), rank: Rank::City },
                "system" => Actor::System,
                "delegate" => Actor::Delegate { person: u128_id(PERSON + 10), mandate: "M-1".to_owned() },
                _ => Actor::Applicant { person },
            },
        }
    }
}

fn same(what: &str, expected: Option<&BTreeSet<String>>, found: &BTreeSet<String>) -> Result<(), String> {
    match expected {
        Some(expected) if expected != found => {
            Err(format!("expected the {what} {expected:?}, found {found:?}"))
        }
        _ => Ok(()),
    }
}

fn piece((item, kind): (&String, &String)) -> EvidenceRef {
    EvidenceRef { item: item.clone(), kind: kind.clone(), file: None, hash: None, bytes: 1 }
}

fn moment(today: Date, hour: i8) -> Result<Moment, String> {
    let time = Time::new(hour, 0, 0, 0).map_err(|_| format!("found hour {hour}, expected 0 to 23"))?;
    // The moment of recording only has to grow with the days.
    let days = (today - Date::ZERO).get_days();
    let second = i64::from(days).saturating_mul(86_400).saturating_add(i64::from(hour) * 3_600);
    let at =
        Timestamp::from_second(second.saturating_sub(62_000_000_000)).map_err(|fault| fault.to_string())?;
    Ok(Moment { today, time, at })
}
