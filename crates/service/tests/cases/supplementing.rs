//! The correction loop: one letter, only what was flagged, a pause, the same clerk, and what could have been said at once.

use jiff::civil::date;
use service::case::Flag;
use service::{ActError, Case};

use crate::common::{clerk, command, grounds, in_review, later, library, liu, pack, supervisor};

fn flag(case: &Case, field: &str, reason: &str, at: service::Moment) -> Result<Case, ActError> {
    let flag = Flag { field: field.into(), reason: reason.into(), note: None };
    case.flag(pack(), flag, clerk(1), at).map(|(case, _)| case)
}

#[test]
fn flags_go_out_in_one_letter_and_the_clock_stands_still() {
    let (case, _) = in_review();
    let now = later(date(2020, 11, 17), 60);
    assert!(matches!(flag(&case, "purpose", "identity_mismatch", now), Err(ActError::Reasons { .. })));
    assert!(matches!(flag(&case, "height", "identity_mismatch", now), Err(ActError::Unknown { .. })));
    let case = flag(&case, "id_number", "identity_mismatch", now).unwrap();
    let case = flag(&case, "business_number", "number_unclear", now).unwrap();
    let (case, _) = case.unflag(pack(), "business_number", clerk(1), now).unwrap();
    let letter = command(&case, "request_supplement", clerk(1), now);
    let done = case.act(pack(), letter, &grounds()).unwrap();
    let case = done.case;
    assert_eq!((case.letters, case.late_letters, case.asked.len(), case.flags.len()), (1, 0, 1, 0));
    let calendars = &library().calendars;
    let standing = case.running(pack(), date(2020, 11, 30), calendars);
    let decide = standing.iter().find(|running| running.clock.id == "decide").unwrap();
    assert!(decide.due.is_standing && decide.due.day > date(2020, 11, 30));
    assert!(
        !case.expired(pack(), date(2020, 11, 30), calendars).iter().any(|over| over.clock.id == "decide")
    );

    // Back with the same clerk; what was changed since can be flagged again, what stood there before cannot by a clerk.
    let back = later(date(2020, 11, 20), 60);
    let mut supplement = command(&case, "supplement", liu(), back);
    supplement.answers = [("id_number".to_owned(), "110199199008100246".into())].into();
    let case = case.act(pack(), supplement, &grounds()).unwrap().case;
    assert_eq!(case.holders.values().collect::<Vec<_>>(), [&crate::common::account(1)]);
    let again = later(date(2020, 11, 23), 60);
    let same = flag(&case, "id_number", "identity_mismatch", again).unwrap();
    assert_eq!(same.late_flags(), Vec::<String>::new());
    let sent = same.act(pack(), command(&same, "request_supplement", clerk(1), again), &grounds()).unwrap();
    assert_eq!((sent.case.letters, sent.case.late_letters), (2, 0));

    let late = flag(&case, "business_number", "number_unclear", again).unwrap();
    let fault = late.act(pack(), command(&late, "request_supplement", clerk(1), again), &grounds());
    assert_eq!(fault, Err(ActError::NeedsSupervisor { fields: vec!["business_number".into()] }));
    let by_the_supervisor = command(&late, "request_supplement", supervisor(8), again);
    let sent = late.act(pack(), by_the_supervisor, &grounds()).unwrap();
    assert_eq!((sent.case.letters, sent.case.late_letters), (2, 1));
}
