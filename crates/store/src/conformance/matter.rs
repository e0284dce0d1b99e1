//! Made-up cases: opened, filed, claimed and decided by events alone, as they stand in the store; no pack is needed to fold
//! them.

use std::collections::BTreeMap;

use jiff::civil::{Date, date, time};
use registry::{Account, AccountId, CaseId, PasswordHash, PersonId, Rank, Role};
use service::case::event::{Acted, Opened};
use service::case::{Actor, Case, Event, Moment, Private, Recorded};
use service::definition::Channel;
use service::flow::{BodyKind, End, Owner, Verdict};
use uuid::Uuid;

use super::fixture::at;
use crate::{CaseClock, CaseRow, Write};

/// The service of made-up cases.
pub const SERVICE: &str = "startup-loan";
/// The office of made-up cases.
pub const OFFICE: &str = "dongcheng-centre";

/// A case on its way through a test, with the events that made it.
#[derive(Debug, Clone)]
pub struct Matter {
    /// As it stands.
    pub case: Case,
    /// All events so far.
    pub recorded: Vec<Recorded>,
    /// The version that is saved.
    pub saved: u32,
    /// What is known beside it.
    pub row: CaseRow,
}

/// A moment on a day.
pub fn moment(today: Date, second: i64) -> Moment {
    Moment { today, time: time(10, 0, 0, 0), at: at(second) }
}

/// The day on which made-up cases are opened.
pub fn opened_on() -> Date {
    date(2020, 11, 2)
}

impl Matter {
    /// A case that a person opens for themselves.
    pub fn open(subject: PersonId, number: u64) -> Self {
        Self::open_as(subject, number, SERVICE, OFFICE)
    }

    /// A case of a service, with an office.
    pub fn open_as(subject: PersonId, number: u64, service: &str, office: &str) -> Self {
        let opened = Opened {
            number: format!("S11-2020-{number:08}"),
            service: service.to_owned(),
            track: "main".to_owned(),
            pack: "sha256:11".to_owned(),
            policy: super::fixture::POLICY.to_owned(),
            subject,
            channel: Channel::Website,
            office: Some(office.to_owned()),
            parent: None,
            excluded: Vec::new(),
            state: "draft".to_owned(),
            clocks: Vec::new(),
        };
        Self::begin(opened)
    }

    /// A case from what opens it.
    pub fn begin(opened: Opened) -> Self {
        let recorded = Recorded {
            case: CaseId(Uuid::now_v7()),
            version: 1,
            moment: moment(opened_on(), 1),
            by: Actor::Applicant { person: opened.subject },
            event: Event::Opened(Box::new(opened)),
        };
        let case = Case::replay(std::slice::from_ref(&recorded)).expect("a beginning");
        let row = CaseRow { owner: Some(Owner::Applicant), ..CaseRow::default() };
        Self { case, recorded: vec![recorded], saved: 0, row }
    }

    /// What opens a case linked to this one.
    pub fn link(&self, kind: &str, number: u64) -> Opened {
        Opened {
            number: format!("S11-2020-{number:08}"),
            service: self.case.service.clone(),
            track: kind.to_owned(),
            pack: self.case.pack.clone(),
            policy: self.case.policy.clone(),
            subject: self.case.subject,
            channel: Channel::Website,
            office: self.case.office.clone(),
            parent: Some(self.case.id),
            excluded: Vec::new(),
            state: "filed".to_owned(),
            clocks: Vec::new(),
        }
    }

    /// One more event.
    pub fn then(&mut self, event: Event, by: Actor, today: Date) -> &mut Self {
        let version = self.case.version + 1;
        let moment = moment(today, i64::from(version));
        let recorded = Recorded { case: self.case.id, version, moment, by, event };
        self.case = self.case.clone().apply(&recorded).expect("the next event");
        self.recorded.push(recorded);
        self
    }

    /// Filed with a personal answer; it waits at the office until a day.
    pub fn file(&mut self, due: Date) -> &mut Self {
        let by = Actor::Applicant { person: self.case.subject };
        let answer = Private::from("海淀区中关村大街 1 号");
        let answers = BTreeMap::from([("address".to_owned(), answer)]);
        self.then(Event::Acted(Box::new(Acted { answers, ..acted("file", "in_review") })), by, opened_on());
        self.waits(Owner::Office, Some(due))
    }

    /// Who must act now, and until when.
    pub fn waits(&mut self, owner: Owner, due: Option<Date>) -> &mut Self {
        self.row.owner = Some(owner);
        self.row.due = due;
        self.row.clocks = due
            .map(|due| CaseClock {
                clock: "decide".to_owned(),
                due,
                act_on: due.tomorrow().expect("a day after"),
            })
            .into_iter()
            .collect();
        self
    }

    /// Claimed by an officer.
    pub fn claim(&mut self, account: AccountId) -> &mut Self {
        self.then(Event::Claimed { desk: Owner::Office, account }, clerk(account), opened_on())
    }

    /// Granted by an officer: the case ends.
    pub fn grant(&mut self, account: AccountId) -> &mut Self {
        let acted =
            Acted { ended: Some(End::Granted), decides: Some(Verdict::Granted), ..acted("grant", "granted") };
        self.then(Event::Acted(Box::new(acted)), clerk(account), date(2020, 11, 9));
        self.row.owner = None;
        self.row.due = None;
        self.row.clocks.clear();
        self
    }

    /// Handed to a body, at whose desk it waits then.
    pub fn hand_to(&mut self, kind: &str, body: &str, account: AccountId) -> &mut Self {
        let kind = BodyKind(kind.to_owned());
        let acted =
            Acted { body: Some((kind.clone(), body.to_owned())), ..acted("hand_over", "with_guarantor") };
        self.then(Event::Acted(Box::new(acted)), clerk(account), date(2020, 11, 9));
        self.waits(Owner::Body(kind), Some(date(2020, 11, 23)))
    }

    /// What saves all that was not saved yet.
    pub fn save(&mut self) -> Write {
        let before = std::mem::replace(&mut self.saved, self.case.version);
        let recorded: Vec<Recorded> =
            self.recorded.iter().filter(|event| event.version > before).cloned().collect();
        if before == 0 {
            return Write::case_insert(self.case.clone(), recorded, self.row.clone());
        }
        Write::case_update(before, self.case.clone(), recorded, self.row.clone())
    }
}

/// An action that took effect, with nothing said.
pub fn acted(action: &str, to: &str) -> Acted {
    Acted {
        action: action.to_owned(),
        to: to.to_owned(),
        ended: None,
        answers: BTreeMap::new(),
        dropped: Vec::new(),
        commitment: None,
        evidence: Vec::new(),
        form: BTreeMap::new(),
        reasons: Vec::new(),
        office: None,
        body: None,
        decides: None,
        decisions: Vec::new(),
        letter: None,
        answered_letter: false,
        proposed_by: None,
        clocks: Vec::new(),
        effects: Vec::new(),
    }
}

/// A clerk of the made-up office.
pub fn clerk(account: AccountId) -> Actor {
    Actor::Officer { account, office: OFFICE.to_owned(), rank: service::case::Rank::Clerk }
}

/// The account of an officer.
pub fn account(name: &str) -> Account {
    Account {
        id: AccountId(Uuid::now_v7()),
        version: 1,
        name: name.to_owned(),
        display_name: name.to_owned(),
        role: Role::City,
        rank: Rank::Clerk,
        password: PasswordHash::new("$argon2id$".to_owned()),
        created_at: at(0),
        disabled_at: None,
    }
}
