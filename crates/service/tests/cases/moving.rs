//! Running cases keep the version of their pack, or move by a recorded step.

use jiff::civil::date;
use service::case::{Move, MoveError};
use service::{Case, Texts, Words};

use crate::common::{grounds, in_review, liu, moment, pack};

#[test]
fn a_case_moves_with_a_mapping_and_not_in_silence() {
    let (case, mut events) = in_review();
    let mut services = Texts::embedded_services();
    let main = services.get("startup-loan/service.toml").unwrap().replacen("amount = 5", "amount = 4", 1);
    services.insert("startup-loan/service.toml", &main);
    let mut newer = service::Pack::load("startup-loan", &services).unwrap();
    let now = moment(date(2020, 11, 18));
    let go = |newer: &service::Pack| case.move_to(newer, "sha256:next", liu(), &grounds(), now);
    assert!(matches!(go(&newer), Err(MoveError::NoMove { .. })));
    let why = Words { zh: "期限缩短".into(), en: "A shorter term".into() };
    newer.definition.moves =
        vec![Move { from: pack().hash.clone(), why, states: [].into(), clocks: [].into() }];
    newer.flow.as_mut().unwrap().states.retain(|state| state.id != "in_review");
    assert_eq!(go(&newer).unwrap_err(), MoveError::NoState { state: "in_review".into() });
    newer.definition.moves[0].states.insert("in_review".into(), "submitted".into());
    let (moved, event) = go(&newer).unwrap();
    assert_eq!((moved.state.as_str(), &moved.pack), ("submitted", &newer.hash));
    assert!(moved.clocks["decide"].is_active(), "the clock goes on");
    events.push(event);
    assert_eq!(Case::replay(&events).unwrap(), moved);
}
