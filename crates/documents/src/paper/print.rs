//! A paper as it is read: every value as text in Chinese and, where it differs, in English; fixed texts with their
//! placeholders filled. What a page shows, in print or on a screen, is what stands here.

use jiff::civil::Date;
use serde::Serialize;

use super::{
    fixed::FixedText,
    line::Section,
    scalar::Scalar,
    signed::Paper,
    table::{Cell, Column, Group, Table},
    template::PaperTemplate,
    value::Value,
};
use crate::Bilingual;

/// A value as text; no English where it is the same in both languages.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Printed {
    /// Chinese, or the text as it was entered.
    pub zh: String,
    /// English.
    pub en: Option<String>,
}

impl Printed {
    /// A day in both languages.
    #[cfg(feature = "typeset")]
    pub(crate) fn of_date(day: Date) -> Self {
        scalar(&Scalar::Date(day))
    }
}

/// Printed values are as personal as the values.
impl std::fmt::Debug for Printed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Printed(…)")
    }
}

/// A paper as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrintedPaper {
    /// Paragraphs before the lines.
    pub opening: Vec<Bilingual>,
    /// The lines under their headings.
    pub sections: Vec<PrintedSection>,
    /// Paragraphs after the lines.
    pub closing: Vec<Bilingual>,
    /// Small print.
    pub notes: Vec<Bilingual>,
    /// Where someone signs by hand.
    pub signatures: Vec<Bilingual>,
}

/// Lines under one heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrintedSection {
    /// The heading.
    pub title: Option<Bilingual>,
    /// The lines.
    pub lines: Vec<PrintedLine>,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrintedLine {
    /// Its id.
    pub id: String,
    /// Its label.
    pub label: Bilingual,
    /// What stands behind it.
    #[serde(flatten)]
    pub block: PrintedBlock,
}

/// What stands behind a label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "value")]
pub enum PrintedBlock {
    /// One text.
    One(Printed),
    /// Several.
    List(Vec<Printed>),
    /// A table.
    Table(PrintedTable),
    /// Nothing: a line to write on.
    Blank,
}

/// A cell; none is a dash.
pub type PrintedCell = Option<Printed>;

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrintedTable {
    /// The headings.
    pub columns: Vec<Bilingual>,
    /// Whether a column is set to the right, as numbers are.
    pub right: Vec<bool>,
    /// The groups.
    pub groups: Vec<PrintedGroup>,
    /// The sums over all groups.
    pub totals: Vec<PrintedCell>,
}

/// Rows that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrintedGroup {
    /// What they have in common.
    pub label: Bilingual,
    /// The rows.
    pub rows: Vec<Vec<PrintedCell>>,
    /// Their sums.
    pub totals: Vec<PrintedCell>,
}

impl PaperTemplate {
    /// The paper as text, with the fixed texts of this template.
    pub fn print(&self, paper: &Paper) -> PrintedPaper {
        let texts = |texts: &[FixedText]| {
            let is_printed =
                |text: &&FixedText| text.when.as_deref().is_none_or(|id| paper.body.line(id).is_some());
            texts.iter().filter(is_printed).map(|text| text.fill(|name| value_of(paper, name))).collect()
        };
        PrintedPaper {
            opening: texts(&self.opening),
            sections: paper.body.sections.iter().map(section).collect(),
            closing: texts(&self.closing),
            notes: texts(&self.notes),
            signatures: self.signatures.clone(),
        }
    }
}

/// What a placeholder stands for; the template was checked to name nothing else.
fn value_of(paper: &Paper, name: &str) -> Bilingual {
    let head = &paper.head;
    match name {
        "holder" => Bilingual::new(&head.holder.name, &head.holder.name),
        "office" => head.office.clone(),
        "number" => Bilingual::new(&head.number, &head.number),
        "issued_on" => both(scalar(&Scalar::Date(head.issued_on))),
        line => match paper.body.line(line) {
            Some(Value::One(value)) => both(scalar(value)),
            Some(Value::List(_) | Value::Table(_) | Value::Blank) | None => Bilingual::new("", ""),
        },
    }
}

fn both(printed: Printed) -> Bilingual {
    let en = printed.en.unwrap_or_else(|| printed.zh.clone());
    Bilingual { zh: printed.zh, en }
}

fn section(section: &Section) -> PrintedSection {
    let line = |line: &super::Line| {
        let block = match &line.value {
            Value::One(value) => PrintedBlock::One(scalar(value)),
            Value::List(items) => PrintedBlock::List(items.iter().map(scalar).collect()),
            Value::Table(it) => PrintedBlock::Table(table(it)),
            Value::Blank => PrintedBlock::Blank,
        };
        PrintedLine { id: line.id.clone(), label: line.label.clone(), block }
    };
    PrintedSection { title: section.title.clone(), lines: section.lines.iter().map(line).collect() }
}

fn scalar(value: &Scalar) -> Printed {
    let same = |zh: String| Printed { zh, en: None };
    let two = |zh: String, en: String| Printed { zh, en: Some(en) };
    match value {
        Scalar::Text(text) => same(text.clone()),
        Scalar::Words(words) => two(words.zh.clone(), words.en.clone()),
        Scalar::Date(day) => two(date_zh(*day), day.to_string()),
        Scalar::Month(month) => two(
            format!("{} 年 {} 月", month.year, month.month),
            format!("{:04}-{:02}", month.year, month.month),
        ),
        Scalar::Money(fen) => two(format!("{} 元", yuan(*fen)), format!("CNY {}", yuan(*fen))),
        Scalar::Number(number) => same(number.to_string()),
        Scalar::District { code, name } => {
            two(format!("{}（{code}）", name.zh), format!("{} ({code})", name.en))
        }
    }
}

fn table(table: &Table) -> PrintedTable {
    let total = |fen: &Option<i64>| fen.map(|fen| Printed { zh: yuan(fen), en: None });
    // In a table the unit stands in the heading, and a month is short.
    let cell = |cell: &Cell| {
        cell.as_ref().map(|it| match it {
            Scalar::Money(fen) => Printed { zh: yuan(*fen), en: None },
            Scalar::Month(_) | Scalar::Date(_) => Printed { zh: both(scalar(it)).en, en: None },
            Scalar::Text(_) | Scalar::Words(_) | Scalar::Number(_) | Scalar::District { .. } => scalar(it),
        })
    };
    let group = |group: &Group| PrintedGroup {
        label: group.label.clone(),
        rows: group.rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
        totals: group.totals.iter().map(total).collect(),
    };
    let is_number = |at: usize| {
        let mut cells =
            table.rows.groups.iter().flat_map(|group| &group.rows).filter_map(|row| row.get(at)).flatten();
        cells.any(|it| matches!(it, Scalar::Money(_) | Scalar::Number(_)))
    };
    PrintedTable {
        columns: table.columns.iter().map(|column: &Column| column.label.clone()).collect(),
        right: (0..table.columns.len()).map(is_number).collect(),
        groups: table.rows.groups.iter().map(group).collect(),
        totals: table.rows.totals.iter().map(total).collect(),
    }
}

fn date_zh(day: Date) -> String {
    format!("{} 年 {} 月 {} 日", day.year(), day.month(), day.day())
}

/// Fen as yuan with two decimals and a comma at each thousand.
fn yuan(fen: i64) -> String {
    let (whole, cents) = (fen.unsigned_abs() / 100, fen.unsigned_abs() % 100);
    let digits = whole.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if fen < 0 { "−" } else { "" };
    format!("{sign}{grouped}.{cents:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_written_to_the_fen() {
        let cases = [
            (0, "0.00"),
            (5, "0.05"),
            (-5, "−0.05"),
            (99_999, "999.99"),
            (100_000, "1,000.00"),
            (123_456_789, "1,234,567.89"),
            (i64::MIN, "−92,233,720,368,547,758.08"),
        ];
        for (fen, text) in cases {
            assert_eq!(yuan(fen), text);
        }
    }
}
