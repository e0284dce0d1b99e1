//! The examples under a rule as tables, each row with the number under which it can be run.

use std::collections::BTreeMap;

use law::Policy;
use law_syntax::{Fence, Source, table};

use super::Sources;

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
    /// Its words.
    pub words: String,
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
            words: cell.value.clone(),
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
