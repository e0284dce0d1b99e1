//! A made-up service: a folder of data under 150 lines, with states of its own, and no Rust.

use std::fmt::Write as _;
use std::time::Instant;

use service::{Context, Library, Problem, ProblemCode, Texts, check};

use crate::common::{context, list};

const MAIN: &str = include_str!("../../../../tests/services/stall-permit/service.toml");
const EXAMPLES: &str = include_str!("../../../../tests/services/stall-permit/examples.toml");
const NOTICES: &str = include_str!("../../../../tests/services/stall-permit/notices.toml");

/// What is built in, with the made-up service beside.
pub(crate) fn texts(main: &str, examples: &str) -> Texts {
    let mut services = Texts::embedded_services();
    services.insert("stall-permit/service.toml", main);
    services.insert("stall-permit/examples.toml", examples);
    services.insert("stall-permit/notices.toml", NOTICES);
    services
}

pub(crate) fn stalls() -> Library {
    load(MAIN, EXAMPLES).unwrap_or_else(|found| panic!("{}", list(&found)))
}

fn load(main: &str, examples: &str) -> Result<Library, Vec<Problem>> {
    Library::load(&texts(main, examples), &Texts::embedded_policies())
}

/// The faults of the made-up service alone, with `from` put as `to` in its main file.
fn faults(from: &str, to: &str) -> Vec<Problem> {
    assert!(MAIN.contains(from), "{from}");
    match load(&MAIN.replacen(from, to, 1), EXAMPLES) {
        Ok(library) => check(&library, &context()),
        Err(found) => found,
    }
}

#[test]
fn a_service_is_a_folder_under_150_lines_and_no_rust() {
    assert!(MAIN.lines().count() < 150, "{}", MAIN.lines().count());
    let found = check(&stalls(), &context());
    assert!(found.is_empty(), "{}", list(&found));
}

#[test]
fn each_fault_of_a_flow_is_found_with_its_line() {
    let cases = [
        (ProblemCode::UnknownState, "to = \"stall\"", "to = \"booth\"", "flow.actions.win.to"),
        (
            ProblemCode::UnknownState,
            "clocks = [\"lots\"]",
            "clocks = [\"lot\"]",
            "flow.states.in_the_pot.clocks",
        ),
        (
            ProblemCode::UnknownState,
            "effects = [\"stall_letter\"]",
            "effects = [\"letter\"]",
            "flow.actions.win.effects",
        ),
        (ProblemCode::UnknownState, "action = \"lose\"", "action = \"win\"", "clocks.lots.action"),
        (
            ProblemCode::UnknownState,
            "who = [\"system\"]",
            "who = [\"system\", \"body:choir\"]",
            "flow.actions.lose.who",
        ),
        (ProblemCode::DeadEnd, "to = \"stall\"", "to = \"no_stall\"", "flow.states.stall"),
        (
            ProblemCode::DeadEnd,
            "to = \"in_the_pot\"\nwho = [\"applicant\"]",
            "to = \"asking\"\nwho = [\"applicant\"]",
            "flow.states.asking",
        ),
        (ProblemCode::NoOwner, "owner = \"office\"\n", "", "flow.states.in_the_pot"),
        (ProblemCode::NoOwner, "owner = \"office\"\n", "owner = \"city\"\n", "flow.states.in_the_pot"),
        (ProblemCode::NoOwner, "clocks = [\"lots\"]\n", "", "flow.states.in_the_pot"),
        (
            ProblemCode::NoReasons,
            "decides = \"granted\"",
            "decides = \"refused\"",
            "flow.actions.win.reasons",
        ),
        (ProblemCode::NoReasons, "end = \"granted\"", "end = \"refused\"", "flow.actions.win.reasons"),
        (
            ProblemCode::NoSecondOfficer,
            "undo = \"revoke_letter\"",
            "irreversible = { zh = \"不能\", en = \"cannot\" }",
            "flow.actions.win.second",
        ),
        (ProblemCode::UnusedEntry, "effects = [\"stall_letter\"]\n", "", "effects.stall_letter"),
        (
            ProblemCode::EffectUndo,
            "undo = \"revoke_letter\"",
            "undo = \"unpublish\"",
            "effects.stall_letter.undo",
        ),
        (
            ProblemCode::ClockBasis,
            "unit = \"working_day\"\ncalendar = \"china\"",
            "unit = \"month\"",
            "clocks.lots.rolls",
        ),
        (
            ProblemCode::EvidencePath,
            "items = []",
            "items = [{ id = \"card\", anchor = \"2\", label = { zh = \"证\", en = \"Card\" } }]",
            "evidence.items.card.without_upload",
        ),
        (
            ProblemCode::OverlayPoint,
            "[[retention]]",
            "[[overlay]]\nid = \"slower\"\nchanges = { clock_shorter = { clock = \"lots\", at_least = 9 } }\nabout = { zh = \"慢\", en = \"Slow\" }\n[[retention]]",
            "overlay.slower",
        ),
        (
            ProblemCode::RouteIncomplete,
            "id = \"other\"\nfrom",
            "id = \"other\"\nwhen = [{ answer = { field = \"goods\", is = [\"other\"] } }]\nfrom",
            "route.rows",
        ),
    ];
    for (code, from, to, key) in cases {
        let found = faults(from, to);
        let fault = found.iter().find(|fault| (fault.code, fault.key.as_str()) == (code, key));
        let fault = fault.unwrap_or_else(|| panic!("`{from}` → `{to}`:\n{}", list(&found)));
        assert!(fault.line.is_some(), "{fault}");
    }
}

#[test]
fn a_condition_that_no_example_tests_is_found_and_named() {
    let without = |from: &str| {
        let examples = EXAMPLES.replacen(from, "", 1);
        assert_ne!(examples, EXAMPLES, "{from}");
        let library = load(MAIN, &examples).unwrap_or_else(|found| panic!("{}", list(&found)));
        let found = check(&library, &context());
        assert!(found.iter().all(|fault| fault.code == ProblemCode::ConditionUntested), "{}", list(&found));
        found.into_iter().map(|fault| fault.key).collect::<Vec<_>>()
    };
    let lot = "    { action = \"win\", on = \"2021-05-08\", by = \"office\", form = { lot = \"8\" }, error = \"condition\" },\n";
    assert_eq!(without(lot), ["flow.actions.win.guards[1]"]);
    let early = "    { action = \"win\", on = \"2020-12-31\", by = \"office\", form = { lot = \"7\" }, error = \"condition\" },\n";
    assert_eq!(without(early), ["eligibility[0]", "flow.actions.win.guards[0]"]);
}

#[test]
fn one_hash_covers_the_pack_its_shared_flows_and_the_policy() {
    let hash = |services: &Texts, id: &str| {
        Library::load(services, &Texts::embedded_policies()).unwrap().pack(id).unwrap().hash.clone()
    };
    let mut services = texts(MAIN, EXAMPLES);
    let (loan, stall) = (hash(&services, "startup-loan"), hash(&services, "stall-permit"));
    let flow = services.get("flows/standard.toml").unwrap().replacen("amount = 90", "amount = 91", 1);
    services.insert("flows/standard.toml", &flow);
    assert_ne!(hash(&services, "startup-loan"), loan, "it builds on the flow");
    assert_eq!(hash(&services, "stall-permit"), stall, "it does not");
    let library = stalls();
    let pack = library.pack("stall-permit").unwrap();
    assert_ne!(pack.version("sha256:a"), pack.version("sha256:b"));
}

/// Measured in release alone: `cargo test --release -p service --test packs two_hundred -- --nocapture`.
#[test]
fn a_service_of_two_hundred_fields_compiles_in_under_fifty_milliseconds() {
    let mut fields = String::new();
    for number in 0..200 {
        let _ = write!(
            fields,
            "[[fields]]\nid = \"more_{number}\"\nkind = \"integer\"\npage = \"more\"\nrequired = false\nlabel = {{ zh = \"第{number}项\", en = \"No. {number}\" }}\n"
        );
    }
    let names: Vec<_> = (0..200).map(|number| format!("\"more_{number}\"")).collect();
    let main = MAIN.replacen("[evidence]", &format!("{fields}[evidence]"), 1).replacen(
        "template = \"stall\"",
        &format!("template = \"stall\"\nfields = [{}]", names.join(", ")),
        1,
    );
    let alone = texts(&main, EXAMPLES);
    let context: Context = context();
    let base = Library::load(&Texts::embedded_services(), &Texts::embedded_policies()).unwrap();
    let began = Instant::now();
    let pack = service::Pack::load("stall-permit", &alone).unwrap();
    let mut library = base;
    library.packs = [(pack.id().to_owned(), pack)].into();
    // What is watched names the services that are built in.
    library.proactive.watches.clear();
    library.proactive.ledgers.clear();
    let found = check(&library, &context);
    let took = began.elapsed();
    assert!(found.is_empty(), "{}", list(&found));
    println!("200 fields: {} µs", took.as_micros());
    let most = if cfg!(debug_assertions) { 5_000 } else { 50 };
    assert!(took.as_millis() < most, "{} ms", took.as_millis());
}
