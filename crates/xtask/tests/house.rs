//! The house is tidy, and each check finds what it is there to find: for every one a small house that breaks it.

use std::path::Path;

use xtask::tidy::{self, Finding};
use xtask::tree::{File, Tree};

const PLAN: &str = "\
| Room | What | May use | Never depends on | Never says |
| --- | --- | --- | --- | --- |
| `law` | rules | | `sqlx` | clock, legal figures |
| `store` | rows | `law` | | – |

- **clock**: `SystemTime::now`
";
const README: &str = "```sh\nmake run\n```\n";
const MANIFEST: &str = "[package]\nname = \"x\"\n";

/// A house of two rooms in which everything is as it should be, with some files replaced or added.
fn house(changes: &[(&str, &str)]) -> Tree {
    let mut files = vec![
        ("README.md", README),
        ("README.zh.md", README),
        ("docs/ARCHITECTURE.md", PLAN),
        ("docs/decisions/001-first.md", "# First\n"),
        ("crates/law/Cargo.toml", MANIFEST),
        ("crates/law/src/lib.rs", "//! Law.\n"),
        ("crates/store/Cargo.toml", "[dependencies]\nlaw.workspace = true\n"),
        ("crates/store/src/lib.rs", "//! Store.\n"),
        ("policies/one.md", "```参数\n| 自 | 数值 |\n| 2025-07-01 | 7777.00 |\n```\n"),
    ];
    files.retain(|(path, _)| changes.iter().all(|(changed, _)| changed != path));
    files.extend(changes);
    Tree::from_files(
        files.into_iter().map(|(path, text)| File { path: path.into(), text: text.into() }).collect(),
    )
}

/// The one finding of a house with these changes.
fn only_finding(changes: &[(&str, &str)]) -> Finding {
    let findings = tidy::check(&house(changes));
    assert_eq!(findings.len(), 1, "{findings:#?}");
    findings[0].clone()
}

#[test]
fn this_house_is_tidy() {
    let tree = Tree::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")).unwrap();
    let findings: Vec<String> = tidy::check(&tree).iter().map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

#[test]
fn a_tidy_house_gives_no_finding() {
    assert_eq!(tidy::check(&house(&[])), []);
}

#[test]
fn a_file_without_a_header_is_found() {
    let finding = only_finding(&[("crates/law/src/lib.rs", "pub fn a() {}\n")]);
    assert_eq!((finding.path.as_str(), finding.line), ("crates/law/src/lib.rs", 1));
}

#[test]
fn a_file_over_the_limit_is_found_and_a_test_is_not() {
    let long = format!("//! Long.\n{}", "fn a() {}\n".repeat(tidy::sizes::LINES_MAX));
    assert!(only_finding(&[("crates/law/src/long.rs", &long)]).what.contains("601 lines"));
    assert_eq!(tidy::check(&house(&[("crates/law/tests/long.rs", &long)])), []);
}

#[test]
fn an_arrow_against_the_plan_is_found() {
    let finding = only_finding(&[("crates/law/Cargo.toml", "[dependencies]\nstore.workspace = true\n")]);
    assert_eq!((finding.line, finding.what.contains("`store`")), (2, true));
    let renamed = "[target.'cfg(unix)'.dependencies]\ndb = { package = \"sqlx\", version = \"1\" }\n";
    assert!(only_finding(&[("crates/law/Cargo.toml", renamed)]).what.contains("`sqlx`"));
    // What a test needs is no arrow of the room.
    assert_eq!(tidy::check(&house(&[("crates/law/Cargo.toml", "[dev-dependencies]\nsqlx = \"1\"\n")])), []);
}

#[test]
fn a_room_outside_the_plan_is_found() {
    assert!(only_finding(&[("crates/cellar/Cargo.toml", MANIFEST)]).what.contains("no row"));
}

#[test]
fn a_plan_that_names_what_it_does_not_explain_is_found() {
    let plan = PLAN.replace("- **clock**", "- **time**");
    assert!(only_finding(&[("docs/ARCHITECTURE.md", &plan)]).what.contains("“clock”"));
    let plan = PLAN.replace("rows | `law`", "rows | `cellar`");
    assert!(only_finding(&[("docs/ARCHITECTURE.md", &plan)]).what.contains("`cellar`"));
    assert!(only_finding(&[("docs/ARCHITECTURE.md", "# No plan\n")]).what.contains("no table"));
}

#[test]
fn a_clock_in_a_pure_room_is_found_and_in_its_tests_is_not() {
    let clock = "//! Law.\nfn now() { SystemTime::now(); }\n";
    assert_eq!(only_finding(&[("crates/law/src/lib.rs", clock)]).line, 2);
    let tests = "//! Law.\n#[cfg(test)]\nmod tests {\n    fn now() { SystemTime::now(); }\n}\n";
    assert_eq!(tidy::check(&house(&[("crates/law/src/lib.rs", tests)])), []);
    assert_eq!(tidy::check(&house(&[("crates/store/src/lib.rs", clock)])), []);
}

#[test]
fn legal_figures_in_a_pure_room_are_found() {
    for code in ["let from = \"2020-10-01\";", "let floor_fen = 777_700;", "let district = \"110105\";"] {
        let file = format!("//! Law.\n{code}\n");
        assert_eq!(only_finding(&[("crates/law/src/lib.rs", &file)]).line, 2, "{code}");
    }
}

#[test]
fn unfinished_work_is_found() {
    let mark = concat!("//! Law.\n// FIX", "ME later\n");
    assert_eq!(only_finding(&[("crates/store/src/lib.rs", mark)]).line, 2);
}

#[test]
fn decision_records_out_of_order_are_found() {
    assert!(only_finding(&[("docs/decisions/003-third.md", "# Third\n")]).what.contains("expected 002"));
    assert!(only_finding(&[("docs/decisions/notes.md", "# Notes\n")]).what.contains("NNN"));
    assert!(only_finding(&[("docs/decisions/002-second.md", "no title\n")]).what.contains("title"));
}

#[test]
fn registry_hosts_and_machine_paths_are_found_but_not_in_lock_files() {
    let host = concat!("https://registry.npm", "js.org/x\n");
    assert!(only_finding(&[("docs/a.md", host)]).what.contains("registry"));
    assert_eq!(tidy::check(&house(&[("assets/package-lock.json", host)])), []);
    assert!(only_finding(&[("docs/a.md", concat!("see /ho", "me/me/x\n"))]).what.contains("machine"));
}

#[test]
fn a_link_to_nothing_is_found() {
    let page = "[law](../crates/law/src/lib.rs) [gone](gone.md#part)\n";
    let finding = only_finding(&[("docs/page.md", page)]);
    assert_eq!((finding.line, finding.what.contains("`gone.md`")), (1, true));
}

#[test]
fn readmes_that_differ_in_a_command_are_found() {
    let finding = only_finding(&[("README.zh.md", "```sh\nmake test\n```\n")]);
    assert_eq!(finding.line, 2);
    assert!(finding.what.contains("`make run`"));
    // Comments are prose: each language has its own.
    assert_eq!(tidy::check(&house(&[("README.zh.md", "```sh\nmake run   # 启动\n```\n")])), []);
}
