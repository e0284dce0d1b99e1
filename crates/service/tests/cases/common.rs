//! What the tests of cases share: the packs that are built in, people and officers, and a case on its way.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, date, time};
use registry::{AccountId, CaseId, PersonId};
use service::case::{Decided, EvidenceRef, Open, Rank};
use service::definition::Channel;
use service::flow::guard::Concluded;
use service::{Actor, BodyKind, Case, Command, Grounds, Library, Moment, Pack, Private, Recorded};
use uuid::Uuid;

pub(crate) const MONDAY: Date = date(2020, 11, 16);

pub(crate) fn library() -> &'static Library {
    static LIBRARY: LazyLock<Library> =
        LazyLock::new(|| Library::embedded().expect("as the fixture is written"));
    &LIBRARY
}

pub(crate) fn pack() -> &'static Pack {
    library().pack("startup-loan").expect("as the fixture is written")
}

pub(crate) fn moment(today: Date) -> Moment {
    let days = i64::from((today - date(1970, 1, 1)).get_days());
    Moment {
        today,
        time: time(10, 0, 0, 0),
        at: Timestamp::from_second(days * 86_400).expect("as the fixture is written"),
    }
}

pub(crate) fn later(today: Date, seconds: i64) -> Moment {
    let at =
        Timestamp::from_second(moment(today).at.as_second() + seconds).expect("as the fixture is written");
    Moment { at, ..moment(today) }
}

pub(crate) fn account(number: u128) -> AccountId {
    AccountId(Uuid::from_u128(number))
}

pub(crate) fn liu() -> Actor {
    Actor::Applicant { person: PersonId(Uuid::from_u128(7)) }
}

pub(crate) fn clerk(number: u128) -> Actor {
    Actor::Officer { account: account(number), office: "gsc-110101".into(), rank: Rank::Clerk }
}

pub(crate) fn supervisor(number: u128) -> Actor {
    Actor::Officer { account: account(number), office: "gsc-110101".into(), rank: Rank::Supervisor }
}

pub(crate) fn grounds() -> Grounds<'static> {
    let mut grounds = Grounds::new(library());
    let fields = BTreeMap::from([("office_region".to_owned(), vec!["110101".to_owned()])]);
    grounds.conclusions.insert("startup_loan".into(), Decided { is: Concluded::Yes, fields });
    grounds.bodies.insert(BodyKind("guarantor".into()), ["京安".to_owned()].into());
    grounds.bodies.insert(BodyKind("bank".into()), ["惠民".to_owned()].into());
    grounds
}

pub(crate) fn open() -> (Case, Vec<Recorded>) {
    let open = Open {
        id: CaseId(Uuid::from_u128(1)),
        number: "C-1".into(),
        track: "main".into(),
        policy: "sha256:policy".into(),
        subject: PersonId(Uuid::from_u128(7)),
        by: liu(),
        channel: Channel::Website,
        office: None,
        parent: None,
        excluded: Vec::new(),
        moment: moment(MONDAY),
    };
    let (case, first) = Case::open(pack(), open, &library().calendars).expect("as the fixture is written");
    (case, vec![first])
}

pub(crate) fn answers() -> BTreeMap<String, Private> {
    [
        ("name", "刘洋"),
        ("id_number", "110199199008100246"),
        ("phone", "13900000002"),
        ("hukou", "110101"),
        ("employment_form", "self_employed"),
        ("registered", "true"),
        ("business_number", "91110101MA00000X0X"),
        ("purpose", "设备"),
        ("amount", "20000000"),
    ]
    .into_iter()
    .map(|(field, value)| (field.to_owned(), value.into()))
    .collect()
}

pub(crate) fn evidence() -> Vec<EvidenceRef> {
    [("application_form", "signed_form"), ("identity_document", "identity_card")]
        .into_iter()
        .map(|(item, kind)| EvidenceRef {
            item: item.into(),
            kind: kind.into(),
            file: None,
            hash: None,
            bytes: 1,
        })
        .collect()
}

pub(crate) fn command(case: &Case, action: &str, by: Actor, at: Moment) -> Command {
    Command::new(action, by, case.version, at)
}

/// A case in review, held by clerk 1.
pub(crate) fn in_review() -> (Case, Vec<Recorded>) {
    let (case, mut events) = open();
    let mut submit = command(&case, "submit", liu(), moment(MONDAY));
    (submit.answers, submit.evidence) = (answers(), evidence());
    let done = case.act(pack(), submit, &grounds()).expect("as the fixture is written");
    events.extend(done.recorded);
    let take = command(&done.case, "take_up", clerk(1), moment(MONDAY));
    let done = done.case.act(pack(), take, &grounds()).expect("as the fixture is written");
    events.extend(done.recorded);
    (done.case, events)
}
