//! The line of a key in a data file, found by walking the file with its spans.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::problem::Problem;
use crate::texts::Texts;

/// Gives each problem of a TOML file the line on which its key stands, or the nearest thing around it.
pub(crate) fn fill(services: &Texts, problems: &mut [Problem]) {
    for problem in problems.iter_mut() {
        let text = services
            .get(&problem.file)
            .filter(|_| std::path::Path::new(&problem.file).extension().is_some_and(|found| found == "toml"));
        problem.line = text.and_then(|text| line(text, &problem.key));
    }
}

/// The names by which an entry of a list is meant.
const NAMES: [&str; 8] = ["id", "code", "version", "event", "data", "kind", "conclusion", "service"];

fn line(text: &str, key: &str) -> Option<u32> {
    let root = DeTable::parse(text).ok()?;
    let mut here = DeValue::Table(root.get_ref().clone());
    let mut at = None;
    for part in key.replace('[', ".[").split('.').filter(|part| !part.is_empty()) {
        let Some((start, next)) = step(&here, part) else { break };
        (at, here) = (Some(start), next);
    }
    let before = text.get(..at?)?;
    u32::try_from(before.matches('\n').count() + 1).ok()
}

fn step<'a>(here: &DeValue<'a>, part: &str) -> Option<(usize, DeValue<'a>)> {
    match here {
        DeValue::Table(table) => {
            let (key, value) = table.iter().find(|(key, _)| key.get_ref() == part)?;
            Some((key.span().start, value.get_ref().clone()))
        }
        DeValue::Array(entries) => {
            let index = part.strip_prefix('[').and_then(|part| part.strip_suffix(']'));
            let found = match index.and_then(|index| index.parse::<usize>().ok()) {
                Some(index) => entries.get(index),
                None => entries.iter().find(|entry| is_named(entry, part)),
            }?;
            Some((found.span().start, found.get_ref().clone()))
        }
        _ => None,
    }
}

fn is_named(entry: &Spanned<DeValue<'_>>, name: &str) -> bool {
    let DeValue::Table(table) = entry.get_ref() else { return false };
    NAMES.iter().any(
        |key| matches!(table.get(*key).map(Spanned::get_ref), Some(DeValue::String(found)) if found == name),
    )
}
