//! The simulated bank on the command line: a payment file in, the bank's answers out, by a scenario.

use std::fs;

use crate::binary::run;
use crate::place::Place;

/// A payment file as the house writes it: two payments of one cycle.
const FILE: &str = include_str!("../data/pain001.xml");

#[test]
fn a_scenario_refuses_one_account_and_says_the_rest_twice() {
    let place = Place::new();
    let folder = place.data();
    fs::create_dir_all(&folder).unwrap();
    let (file, scenario, out) = (folder.join("pay.xml"), folder.join("bank.toml"), folder.join("answers"));
    fs::write(&file, FILE).unwrap();
    fs::write(&scenario, "closed = [\"6222020000000000001\"]\ntwice_per_mille = 1000\n").unwrap();
    let path = |path: &std::path::Path| path.display().to_string();
    let words = |day: &str| {
        [
            "bank-simulator",
            &path(&file),
            &path(&file),
            "--scenario",
            &path(&scenario),
            "--day",
            day,
            "--out",
            &path(&out),
        ]
        .map(str::to_owned)
    };
    let ran = run(words("2020-11-17"));
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(
        ran.errors.starts_with("0 payments left the account"),
        "both go to the closed one: {}",
        ran.errors
    );
    let answers: Vec<String> =
        ran.output.lines().map(|line| fs::read_to_string(line).expect("each file that is named")).collect();
    assert!(answers.len() >= 4, "the file came twice, and each answer twice: {}", answers.len());
    assert!(answers.iter().all(|xml| xml.contains("AC04") && xml.contains("RJCT")));

    fs::write(&scenario, "closed = [\"x\"]").unwrap();
    let ran = run(words("2020-11-17"));
    assert_eq!(ran.status, Some(1));
    assert!(ran.errors.contains("closed, entry 1"), "{}", ran.errors);
    let ran = run(["bank-simulator", "nothing.xml"]);
    assert!(ran.status == Some(1) && ran.errors.contains("nothing.xml"), "{ran:?}");
}
