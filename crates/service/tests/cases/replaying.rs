//! A case is nothing but the fold of its events, whatever is tried with it.

use jiff::ToSpan;
use proptest::prelude::*;
use service::case::{Assign, Event, Flag};
use service::{Actor, BodyKind, Case, Recorded};

use crate::common::{
    MONDAY, account, answers, clerk, command, evidence, grounds, liu, moment, open, pack, supervisor,
};

fn actors() -> Vec<Actor> {
    let body = |kind: &str, body: &str| Actor::Body {
        account: account(50),
        kind: BodyKind(kind.into()),
        body: body.into(),
    };
    vec![
        liu(),
        clerk(1),
        clerk(2),
        supervisor(9),
        Actor::System,
        body("guarantor", "京安"),
        body("bank", "惠民"),
    ]
}

/// One try: which action, by whom, after how many days.
type Try = (usize, usize, i64, u8);

/// Does what can be done of what is tried.
fn play(tries: &[Try]) -> (Case, Vec<Recorded>) {
    let (mut case, mut events) = open();
    let mut day = MONDAY;
    for (action, actor, days, how) in tries {
        day = day.checked_add(days.days()).expect("as it was made");
        let actors = actors();
        let actor = actors[actor % actors.len()].clone();
        let now = moment(day);
        let extra = match how {
            0 => case.assign(Assign::Claim, actor.clone(), now).ok(),
            1 => case.assign(Assign::Return, actor.clone(), now).ok(),
            2 => {
                let flag = Flag { field: "id_number".into(), reason: "identity_mismatch".into(), note: None };
                case.flag(pack(), flag, actor.clone(), now).ok()
            }
            _ => None,
        };
        if let Some((next, event)) = extra {
            case = next;
            events.push(event);
        }
        // Of the actions that can be begun now, so that a play gets somewhere.
        let possible = case.possible(pack(), &actor);
        let Some(chosen) = possible.get(action % possible.len().max(1)) else { continue };
        let mut command = command(&case, &chosen.id, actor, now);
        match chosen.id.as_str() {
            "submit" => (command.answers, command.evidence) = (answers(), evidence()),
            "supplement" => {
                command.answers = [("id_number".to_owned(), "110199199008100246".into())].into();
            }
            _ => {}
        }
        command.form = chosen
            .form
            .iter()
            .map(|field| {
                let value = if field.kind == service::FieldKind::Date { day.to_string() } else { "1".into() };
                (field.id.clone(), value.into())
            })
            .collect();
        let table = chosen.reasons.as_deref().map_or(&[][..], |table| pack().reasons(table));
        command.reasons = table.iter().take(1).map(|reason| reason.code.clone()).collect();
        command.body = chosen
            .body
            .as_ref()
            .map(|kind| if kind.0 == "bank" { "惠民".to_owned() } else { "京安".to_owned() });
        if let Ok(done) = case.act(pack(), command, &grounds()) {
            case = done.case;
            events.extend(done.recorded);
        }
    }
    (case, events)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn replay_equals_fold(tries in prop::collection::vec((0_usize..9, 0_usize..7, 0_i64..20, 0_u8..8), 0..30)) {
        let (case, events) = play(&tries);
        prop_assert_eq!(&Case::replay(&events).expect("as it was made"), &case);
        // What is kept as JSON comes back as it was.
        let kept = serde_json::to_string(&events).expect("as it was made");
        let back: Vec<Recorded> = serde_json::from_str(&kept).expect("as it was made");
        prop_assert_eq!(&back, &events);
        let kept = serde_json::to_string(&case).expect("as it was made");
        prop_assert_eq!(&serde_json::from_str::<Case>(&kept).expect("as it was made"), &case);
        // An end has no clock that runs, and no state runs another's clocks.
        let state = pack().flow.as_ref().expect("as it was made").state(&case.state).expect("as it was made");
        let active: Vec<_> = case.clocks.iter().filter(|(_, run)| run.is_active()).map(|(id, _)| id).collect();
        prop_assert!(active.iter().all(|id| state.clocks.contains(id) || state.pauses.contains(id)));
        prop_assert!(!case.is_ended() || active.is_empty());
    }
}

/// The plays get far enough to mean something.
#[test]
fn plays_reach_the_end_and_many_states() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = prop::collection::vec((0_usize..9, 0_usize..7, 0_i64..6, 0_u8..8), 40..60);
    let mut states = std::collections::BTreeSet::new();
    for _ in 0..300 {
        let tree = strategy.new_tree(&mut runner).unwrap();
        let (_, events) = play(&proptest::strategy::ValueTree::current(&tree));
        states.extend(events.iter().filter_map(|recorded| match &recorded.event {
            Event::Acted(acted) => Some(acted.to.clone()),
            _ => None,
        }));
    }
    assert!(states.len() >= 10, "{states:?}");
}

#[test]
fn events_out_of_order_or_of_another_case_make_none() {
    let (_, events) = crate::common::in_review();
    assert!(Case::replay(&[]).is_err());
    assert!(Case::replay(&events[1..]).is_err());
    let swapped: Vec<_> = [&events[..1], &events[2..]].concat();
    assert!(Case::replay(&swapped).unwrap_err().to_string().contains("version 3; expected 2"));
    let twice: Vec<_> = [&events[..1], &events[..1]].concat();
    assert!(Case::replay(&twice).is_err());
}
