//! What holds of a registration through its life: commands give events, events give it back, each
//! version is seen on its days.

use jiff::civil::{Date, date};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::form::FlexibleKind;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn rider(district: &str) -> EmploymentDetails {
    EmploymentDetails {
        kind: FlexibleKind::Platform,
        occupation: Occupation { text: "外卖骑手".into(), code: None },
        district: district.parse().unwrap(),
        street: None,
        started_on: date(2020, 10, 5),
        platform: Some("速达".into()),
        platform_labour_relation: Some(false),
        other: None,
    }
}

fn command(details: EmploymentDetails) -> RegisterCommand {
    RegisterCommand {
        id: RegistrationId(Uuid::from_u128(1)),
        number: RegistrationNumber::new(2020, &details.district, 42).unwrap(),
        person: PersonId(Uuid::from_u128(2)),
        office: OfficeId(Uuid::from_u128(3)),
        details,
        channel: Channel::App,
        entered_by: EnteredBy::Person,
        commitment: Commitment { text: "truth-employment".into(), version: "1".into(), accepted_at: at(1) },
        today: date(2020, 11, 15),
        recorded_at: at(1),
    }
}

fn change(details: EmploymentDetails, on: Date) -> ChangeCommand {
    ChangeCommand {
        details,
        office: OfficeId(Uuid::from_u128(4)),
        effective_on: on,
        channel: Channel::Website,
        entered_by: EnteredBy::Person,
        today: date(2021, 6, 1),
        recorded_at: at(2),
    }
}

fn end(on: Date) -> EndCommand {
    EndCommand {
        last_day: on,
        reason: "work_ended".into(),
        channel: Channel::Window,
        entered_by: EnteredBy::Officer(AccountId(Uuid::from_u128(9))),
        today: date(2021, 6, 1),
        recorded_at: at(3),
    }
}

#[test]
fn a_life_of_register_move_and_end_is_seen_day_by_day() {
    let (first, e1) = Registration::register(None, command(rider("110105"))).unwrap();
    let (moved, e2) = first.change(change(rider("110112"), date(2021, 1, 4))).unwrap();
    let (over, e3) = moved.end(end(date(2021, 2, 28))).unwrap();
    let history = History::new(vec![e1, e2, e3]).unwrap();
    assert_eq!(history.current().unwrap(), over);
    let seen = |day| history.on(day).map(|r| (r.version, r.details.district.to_string(), r.is_active()));
    assert_eq!(seen(date(2020, 10, 4)), None);
    assert_eq!(seen(date(2020, 10, 5)), Some((1, "110105".into(), true)));
    assert_eq!(seen(date(2021, 1, 3)), Some((1, "110105".into(), true)));
    assert_eq!(seen(date(2021, 1, 4)), Some((2, "110112".into(), true)));
    assert_eq!(seen(date(2021, 2, 28)), Some((2, "110112".into(), true)));
    assert_eq!(seen(date(2021, 3, 1)), Some((3, "110112".into(), false)));
}

#[test]
fn only_one_registration_is_in_force() {
    let (first, _) = Registration::register(None, command(rider("110105"))).unwrap();
    let again = Registration::register(Some(&first), command(rider("110105")));
    assert!(matches!(again, Err(RegistrationError::AlreadyActive { .. })));
    let (over, _) = first.end(end(date(2021, 1, 1))).unwrap();
    assert!(Registration::register(Some(&over), command(rider("110105"))).is_ok());
    let ended = RegistrationError::Ended { number: over.number.clone(), last_day: date(2021, 1, 1) };
    assert_eq!(over.end(end(date(2021, 1, 2))).unwrap_err(), ended);
    assert_eq!(over.change(change(rider("110101"), date(2021, 1, 2))).unwrap_err(), ended);
}

#[test]
fn days_have_their_order() {
    let (first, _) = Registration::register(None, command(rider("110105"))).unwrap();
    assert!(matches!(
        first.change(change(rider("110112"), date(2020, 10, 4))),
        Err(RegistrationError::TooEarly { field: "effective_on", .. })
    ));
    assert!(matches!(
        first.end(end(date(2021, 6, 2))),
        Err(RegistrationError::TooLate { field: "last_day", .. })
    ));
    assert_eq!(
        first.change(ChangeCommand { office: first.office, ..change(rider("110105"), date(2021, 1, 1)) }),
        Err(RegistrationError::Unchanged)
    );
}

#[test]
fn what_cannot_be_recorded_is_named() {
    let refused = |details: EmploymentDetails| match Registration::register(None, command(details)) {
        Err(RegistrationError::Details(error)) => error,
        other => panic!("expected a refusal of the details, got {other:?}"),
    };
    let rider = || rider("110105");
    let street = "110112001".parse().ok();
    assert!(matches!(refused(EmploymentDetails { street, ..rider() }), DetailsError::StreetElsewhere { .. }));
    let other = Some(OtherKind { name: "自由职业".to_owned(), source: "某条例".to_owned() });
    assert_eq!(
        refused(EmploymentDetails { other: other.clone(), ..rider() }),
        DetailsError::NotOther { kind: FlexibleKind::Platform }
    );
    let nameless = other.clone().map(|other| OtherKind { name: " ".to_owned(), ..other });
    let freelance = EmploymentDetails {
        kind: FlexibleKind::OtherFlexible,
        platform: None,
        platform_labour_relation: None,
        other: nameless,
        ..rider()
    };
    assert!(matches!(refused(freelance.clone()), DetailsError::Empty { field: "other_kind", .. }));
    assert_eq!(EmploymentDetails { other, ..freelance }.check(date(2020, 11, 15)), Ok(()));
    assert!(matches!(
        refused(EmploymentDetails { started_on: date(2020, 11, 16), ..rider() }),
        DetailsError::NotBegun { .. }
    ));
    assert!(matches!(
        refused(EmploymentDetails { kind: FlexibleKind::PartTime, ..rider() }),
        DetailsError::NoPlatform { field: "platform", .. }
    ));
    let occupation = |text: &str| Occupation { text: text.into(), code: None };
    assert!(matches!(
        refused(EmploymentDetails { occupation: occupation("  "), ..rider() }),
        DetailsError::Empty { field: "occupation", .. }
    ));
    assert!(matches!(
        refused(EmploymentDetails { occupation: occupation(&"长".repeat(201)), ..rider() }),
        DetailsError::TooLong { field: "occupation", found: 201 }
    ));
    let mut without = command(rider());
    without.commitment.text = String::new();
    assert!(matches!(
        Registration::register(None, without),
        Err(RegistrationError::Details(DetailsError::Empty { field: "commitment", .. }))
    ));
}

#[test]
fn events_that_do_not_fit_make_no_history() {
    let (first, e1) = Registration::register(None, command(rider("110105"))).unwrap();
    let (moved, e2) = first.change(change(rider("110112"), date(2021, 1, 4))).unwrap();
    let (_, e3) = moved.end(end(date(2021, 2, 28))).unwrap();
    assert_eq!(History::new(vec![]), Err(HistoryError::Empty));
    assert!(matches!(History::new(vec![e2.clone()]), Err(HistoryError::Gap { found: 2, .. })));
    assert!(matches!(
        History::new(vec![e1.clone(), e3.clone()]),
        Err(HistoryError::Gap { found: 3, expected: 2, .. })
    ));
    let late = Recorded { version: 4, ..e2.clone() };
    assert!(matches!(History::new(vec![e1, e2, e3, late]), Err(HistoryError::Misplaced { version: 4, .. })));
}

proptest! {
    /// Whatever sequence of commands is tried, replaying the accepted events gives the aggregate, and
    /// versions and days never go back.
    #[test]
    fn replay_gives_the_aggregate(steps in prop::collection::vec((any::<bool>(), 0i64..300, 0usize..16), 0..12)) {
        let (mut held, first) = Registration::register(None, command(rider("110105"))).unwrap();
        let mut events = vec![first];
        for (ends, days, district) in steps {
            let day = date(2020, 9, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            let tried = if ends {
                held.end(end(day))
            } else {
                held.change(change(rider(&format!("1101{:02}", district + 1)), day))
            };
            if let Ok((next, event)) = tried {
                prop_assert!(next.effective_on >= held.effective_on && next.version == held.version + 1);
                held = next;
                events.push(event);
            }
        }
        let history = History::new(events).unwrap();
        prop_assert_eq!(history.current().unwrap(), held.clone());
        if let RegistrationState::Ended { last_day, .. } = held.state {
            prop_assert!(history.on(last_day).unwrap().is_active());
        }
    }
}
