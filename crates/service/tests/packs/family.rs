//! Shared flows that build on one another, as those of the subsidies do.

use std::collections::BTreeSet;

use jiff::civil::date;
use service::{Library, Problem, ProblemCode, Texts, check};

use crate::common::{context, faults, library, list};

const SUBSIDY: &str = "flows/subsidy.toml";

/// The faults with `from` put as `to` in the shared flow of the subsidies.
fn with(from: &str, to: &str) -> Vec<Problem> {
    let mut services = Texts::embedded_services();
    let text = services.get(SUBSIDY).map(str::to_owned).unwrap_or_default();
    assert!(text.contains(from), "{from}");
    services.insert(SUBSIDY, &text.replacen(from, to, 1));
    faults(&services, &Texts::embedded_policies())
}

#[test]
fn a_flow_that_builds_on_itself_is_named_and_not_followed() {
    let found = with("extends = \"standard\"", "extends = \"subsidy\"");
    let fault = found.first().unwrap();
    assert_eq!(
        (fault.file.as_str(), fault.key.as_str(), fault.code),
        (SUBSIDY, "extends", ProblemCode::Malformed)
    );
    assert!(fault.expected.contains("`subsidy`"), "{fault}");
}

#[test]
fn a_wrong_difference_is_named_in_the_file_in_which_it_stands() {
    let found = with("[[in_state]]\nid = \"under_check\"", "[[in_state]]\nid = \"under_chess\"");
    let places: BTreeSet<_> = found.iter().map(|fault| (fault.file.as_str(), fault.key.as_str())).collect();
    assert_eq!(places, BTreeSet::from([(SUBSIDY, "in_state.under_chess")]), "{}", list(&found));
}

#[test]
fn a_condition_of_a_shared_flow_is_asked_for_once_and_where_it_is_written() {
    let found = with(
        "to = \"in_doubt\"\nwho = [\"office\"]\n",
        "to = \"in_doubt\"\nwho = [\"office\"]\nguards = [{ answers_complete = true }]\n",
    );
    let said: Vec<_> = found.iter().map(|fault| (fault.file.as_str(), fault.key.as_str())).collect();
    // Turned round it stops every step; dropped it is missed by nothing.
    assert_eq!(said, [(SUBSIDY, "actions.doubt.guards[0]")], "{}", list(&found));
}

#[test]
fn a_change_anywhere_in_the_chain_is_a_new_version() {
    let hash = |services: &Texts, id: &str| {
        Library::load(services, &Texts::embedded_policies()).unwrap().pack(id).unwrap().hash.clone()
    };
    let before = Texts::embedded_services();
    for (file, from, to) in
        [(SUBSIDY, "amount = 3\n", "amount = 4\n"), ("flows/standard.toml", "amount = 90", "amount = 91")]
    {
        let mut services = before.clone();
        let text = services.get(file).unwrap().replacen(from, to, 1);
        services.insert(file, &text);
        assert_ne!(hash(&services, "pilot-subsidy"), hash(&before, "pilot-subsidy"), "{file}");
        assert_eq!(hash(&services, "flex-change"), hash(&before, "flex-change"), "{file}");
    }
}

#[test]
fn the_rows_of_the_subsidies_and_of_the_title_have_their_examples() {
    let library = library();
    let rows = |id: &str| -> BTreeSet<u16> {
        library.pack(id).unwrap().examples.iter().flat_map(|example| example.rows.clone()).collect()
    };
    assert_eq!(rows("graduate-subsidy"), BTreeSet::from([18, 19, 20, 21]));
    assert_eq!(rows("subsidy-extension"), BTreeSet::from([22, 23, 24]));
    assert_eq!(rows("pilot-subsidy"), BTreeSet::from([43, 44]));
    assert_eq!(rows("title-evaluation"), BTreeSet::from([58, 59, 60]));
}

#[test]
fn money_is_never_granted_or_claimed_back_by_one_officer() {
    use service::effect::EffectKind::{GrantSubsidyMonths, RecoverSubsidy};
    let library = library();
    let mut seen = 0;
    for pack in library.packs.values() {
        for action in pack.flow.iter().flat_map(|flow| &flow.actions) {
            let effects = action.effects.iter().filter_map(|id| pack.effect(id));
            let moves =
                effects.into_iter().any(|effect| matches!(effect.kind, GrantSubsidyMonths | RecoverSubsidy));
            if moves {
                assert!(action.second, "{}: {}", pack.id(), action.id);
                seen += 1;
            }
        }
    }
    assert_eq!(seen, 9);
}

#[test]
fn no_paper_proves_employment_in_any_of_these_services() {
    let library = library();
    for id in ["graduate-subsidy", "subsidy-extension", "pilot-subsidy"] {
        assert!(library.pack(id).unwrap().definition.evidence.items.is_empty(), "{id}");
    }
    let title = &library.pack("title-evaluation").unwrap().definition.evidence;
    assert!(title.items.iter().all(|item| !item.required), "nothing must be handed in");
    let office = library.pack("subsidy-extension").unwrap();
    assert!(office.fields().is_empty() && office.definition.is_open_on(date(2021, 10, 31)));
    assert_eq!(check(&library, &context()), []);
}
