//! Arrows: a room depends on the rooms and crates that its row of the plan allows. Tests may use more.

use super::Finding;
use super::architecture::{PAGE, Plan};
use crate::tree::{File, Tree};

/// Checks of the house are no rooms: nothing depends on them.
const CHECKS: [&str; 2] = ["xtask", "law-reference"];

/// Rooms that are not in the plan, and dependencies the plan does not allow.
pub fn check(tree: &Tree, plan: &Plan) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.under("crates/") {
        let Some((folder, "Cargo.toml")) =
            file.path.strip_prefix("crates/").and_then(|rest| rest.split_once('/'))
        else {
            continue;
        };
        if !CHECKS.contains(&folder) {
            check_room(folder, file, plan, &mut findings);
        }
    }
    findings
}

fn check_room(folder: &str, manifest: &File, plan: &Plan, findings: &mut Vec<Finding>) {
    let Some(room) = plan.rooms.get(folder) else {
        findings.push(Finding::new(
            &manifest.path,
            0,
            format!("`{folder}` has no row in the table of {PAGE}"),
        ));
        return;
    };
    for (line, dependency) in dependencies(manifest, findings) {
        if CHECKS.contains(&dependency.as_str()) {
            let what = format!("`{folder}` must not depend on `{dependency}`, which only checks the house");
            findings.push(Finding::new(&manifest.path, line, what));
            continue;
        }
        let is_room = plan.rooms.contains_key(&dependency);
        let allowed = match &room.may_use {
            Some(may_use) if is_room => may_use.contains(&dependency),
            _ => !room.never_depends_on.contains(&dependency),
        };
        if !allowed {
            let what = format!("`{folder}` must not depend on `{dependency}` (table of {PAGE})");
            findings.push(Finding::new(&manifest.path, line, what));
        }
    }
}

/// Names of the `[dependencies]` and `[build-dependencies]`, of every target, with the line each stands on.
fn dependencies(manifest: &File, findings: &mut Vec<Finding>) -> Vec<(usize, String)> {
    let table: toml::Table = match manifest.text.parse() {
        Ok(table) => table,
        Err(error) => {
            findings.push(Finding::new(&manifest.path, 0, format!("is no TOML: {}", error.message())));
            return Vec::new();
        }
    };
    let targets = table.get("target").and_then(toml::Value::as_table);
    let tables = std::iter::once(&table)
        .chain(targets.into_iter().flat_map(|t| t.values().filter_map(toml::Value::as_table)));
    let mut names = Vec::new();
    for table in tables {
        for kind in ["dependencies", "build-dependencies"] {
            for (key, value) in table.get(kind).and_then(toml::Value::as_table).into_iter().flatten() {
                let name = value.get("package").and_then(toml::Value::as_str).unwrap_or(key);
                names.push((line_of(manifest, key), name.to_owned()));
            }
        }
    }
    names
}

fn line_of(manifest: &File, key: &str) -> usize {
    let starts = |line: &str| {
        line.trim_start().strip_prefix(key).is_some_and(|rest| rest.starts_with(['.', ' ', '=']))
    };
    manifest.text.lines().position(starts).map_or(0, |index| index + 1)
}
