//! Reads the plan of the house from `docs/ARCHITECTURE.md`: the page people read is the table that is enforced.
//!
//! The table of rooms has five columns: room, what lives there, rooms it may use, crates it never depends on, and
//! what it never says. The names in the last column are explained below it, one `- **name**: words` each.

use std::collections::BTreeMap;

use super::Finding;
use crate::tree::Tree;

/// The page the plan is read from.
pub const PAGE: &str = "docs/ARCHITECTURE.md";
/// The name of the class that `legal` checks: it is a pattern, not a list of words.
pub const LEGAL_FIGURES: &str = "legal figures";
/// In place of rooms: the room may use every other one.
const ALL: &str = "all";

/// One row of the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Room {
    /// The rooms it may depend on; `None` is all of them.
    pub may_use: Option<Vec<String>>,
    /// Crates from outside it must not depend on.
    pub never_depends_on: Vec<String>,
    /// Names of the classes of words it must not say.
    pub never_says: Vec<String>,
}

/// The rooms by name, and the classes of words by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Each room of the house that is open or planned.
    pub rooms: BTreeMap<String, Room>,
    /// `clock` → `SystemTime::now`, …
    pub words: BTreeMap<String, Vec<String>>,
}

/// The plan, or what is wrong with its page.
pub fn read(tree: &Tree) -> Result<Plan, Finding> {
    let page =
        tree.file(PAGE).ok_or_else(|| Finding::new(PAGE, 0, "missing: the plan of the house stands here"))?;
    let mut plan = Plan::default();
    for line in page.text.lines() {
        if let Some((name, room)) = room_row(line) {
            plan.rooms.insert(name, room);
        } else if let Some((name, words)) = word_class(line) {
            plan.words.insert(name, words);
        }
    }
    if plan.rooms.is_empty() {
        return Err(Finding::new(
            PAGE,
            0,
            "has no table of rooms: | `room` | what | may use | never depends on | never says |",
        ));
    }
    for (name, room) in &plan.rooms {
        if let Some(used) = room.may_use.iter().flatten().find(|used| !plan.rooms.contains_key(*used)) {
            return Err(Finding::new(PAGE, 0, format!("room `{name}` may use `{used}`, which has no row")));
        }
        for class in &room.never_says {
            if class != LEGAL_FIGURES && !plan.words.contains_key(class) {
                let what =
                    format!("room `{name}` never says “{class}”, which no line `- **{class}**: …` explains");
                return Err(Finding::new(PAGE, 0, what));
            }
        }
    }
    Ok(plan)
}

fn room_row(line: &str) -> Option<(String, Room)> {
    let cells: Vec<&str> = line.strip_prefix('|')?.strip_suffix('|')?.split('|').map(str::trim).collect();
    let [name, _, may_use, depends, says] = cells[..] else { return None };
    let name = name.strip_prefix('`')?.strip_suffix('`')?;
    let room = Room {
        may_use: (may_use != ALL).then(|| quoted(may_use)),
        never_depends_on: quoted(depends),
        never_says: says
            .split(',')
            .map(str::trim)
            .filter(|s| !s.is_empty() && *s != "–")
            .map(str::to_owned)
            .collect(),
    };
    Some((name.to_owned(), room))
}

fn word_class(line: &str) -> Option<(String, Vec<String>)> {
    let (name, rest) = line.strip_prefix("- **")?.split_once("**: ")?;
    let words = quoted(rest);
    (!words.is_empty()).then(|| (name.to_owned(), words))
}

/// The parts of a text that stand between back-ticks.
fn quoted(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}
