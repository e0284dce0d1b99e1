//! The examples under a rule as tables, each row with the number under which it can be run.

use std::collections::BTreeMap;

use law::Policy;
use law_syntax::{Fence, Source, table};

use super::Sources;
use crate::text::Text;

/// A table of examples.
#[derive(Debug, Clone)]
pub struct ExampleTable {
    /// The names of its columns, in the policy's words.
    pub header: Vec<ExampleCell>,
    /// Its rows.
    pub rows: Vec<ExampleRow>,
}

/// A cell of the table.
#[derive(Debug, Clone)]
pub struct ExampleCell {
    /// Its words: Chinese as written, English where all of them have it.
    pub words: Text,
    /// Whether it speaks of what follows, and not of what is given.
    pub is_result: bool,
}

/// A row.
#[derive(Debug, Clone)]
pub struct ExampleRow {
    /// The number under which it can be run.
    pub number: Option<usize>,
    /// Its cells.
    pub cells: Vec<ExampleCell>,
}

/// The numbers of all examples, by file and place.
pub(super) fn numbers(policy: &Policy) -> BTreeMap<(String, usize), usize> {
    let examples = law::example::read(policy, &mut Vec::new());
    let place = |example: &law::example::Example| (example.source.path.to_string(), example.span.start);
    examples.iter().enumerate().map(|(at, example)| (place(example), at + 1)).collect()
}

pub(super) fn table(sources: &Sources<'_>, source: &Source, fence: &Fence) -> ExampleTable {
    let (_, table) = table::read(source, fence.body);
    let results_from =
        table.header.iter().position(|cell| cell.value.starts_with('⇒')).unwrap_or(table.header.len());
    let cells = |row: &[law_syntax::Spanned<String>]| {
        let cell = |(at, cell): (usize, &law_syntax::Spanned<String>)| ExampleCell {
            words: Text::new(&cell.value, english(sources.policy, &cell.value)),
            is_result: at >= results_from,
        };
        row.iter().enumerate().map(cell).collect()
    };
    let number = |row: &[law_syntax::Spanned<String>]| {
        let start = row.first()?.span.start;
        sources.numbers.get(&(source.path.to_string(), start)).copied()
    };
    ExampleTable {
        header: cells(&table.header),
        rows: table.rows.iter().map(|row| ExampleRow { number: number(row), cells: cells(row) }).collect(),
    }
}

/// The English of a cell: a declared phrase, the name of a place, several of them, or a word of the tables
/// themselves; empty where there is none. What has no Chinese in it reads the same.
fn english(policy: &Policy, cell: &str) -> String {
    let word = |word: &str| -> Option<String> {
        let said = match word {
            "业务日期" => "business date",
            "是" => "yes",
            "否" => "no",
            "未知" => "unknown",
            "没有" => "none",
            _ if word.is_ascii() => word,
            // A flag's column may leave the 已 of its phrase out.
            _ => policy
                .glossary
                .english(word)
                .or_else(|| policy.glossary.english(&format!("已{word}")))
                .or_else(|| Some(policy.regions.find(policy.regions.by_name(word)?)?.en.as_str()))?,
        };
        Some(said.to_owned())
    };
    let (mark, rest) = cell.strip_prefix('⇒').map_or(("", cell), |rest| ("⇒ ", rest.trim_start()));
    let words: Option<Vec<String>> = rest.split('、').map(word).collect();
    words.map_or_else(String::new, |words| format!("{mark}{}", words.join(", ")))
}
