//! How many registrations there are: a drawing made here, in whole numbers, and beneath it the table that
//! says the same.

use askama::Template;

use crate::i18n::Text;
use crate::ui::Ui;
use crate::views::layout::{Head, Page, render};

/// The numbers of a place.
#[derive(Debug, Clone)]
pub struct CountsView {
    /// The place.
    pub place: Text,
    /// The kinds of work, in the order of the columns and of the parts of a bar.
    pub kinds: Vec<Text>,
    /// The districts.
    pub rows: Vec<CountRow>,
    /// All of them together, where there is more than one.
    pub all: Option<CountRow>,
}

/// The numbers of a district.
#[derive(Debug, Clone)]
pub struct CountRow {
    /// Its name.
    pub name: Text,
    /// In force, by kind.
    pub kinds: Vec<u64>,
    /// In force, all kinds.
    pub active: u64,
    /// Ended.
    pub ended: u64,
}

/// Units of the drawing: its width, the longest bar, a row.
const WIDTH: u64 = 340;
const BAR_LONGEST: u64 = 290;
const ROW_HIGH: u64 = 42;
/// White between two parts of a bar.
const GAP: u64 = 1;

/// A bar of the drawing.
struct Bar<'a> {
    name: &'a Text,
    name_y: u64,
    parts_y: u64,
    parts: Vec<Part>,
    total: u64,
    total_x: u64,
    total_y: u64,
}

/// A part of a bar: one kind of work.
struct Part {
    class: usize,
    x: u64,
    width: u64,
}

#[derive(Template)]
#[template(path = "officer/counts.html")]
struct Body<'a> {
    ui: &'a Ui,
    view: &'a CountsView,
    bars: Vec<Bar<'a>>,
    width: u64,
    height: u64,
}

fn bars(rows: &[CountRow]) -> Vec<Bar<'_>> {
    let longest = rows.iter().map(|row| row.active).max().unwrap_or(0).max(1);
    rows.iter().zip(0..).map(|(row, at)| bar(row, at * ROW_HIGH, longest)).collect()
}

/// One bar; where the longest one would end, it ends in proportion.
fn bar(row: &CountRow, top: u64, longest: u64) -> Bar<'_> {
    let mut parts = Vec::new();
    let (mut before, mut total_x) = (0, 0);
    for (class, amount) in row.kinds.iter().enumerate().filter(|(_, amount)| **amount > 0) {
        // From the sums, so that roundings do not add up.
        let (from, to) = (before * BAR_LONGEST / longest, (before + amount) * BAR_LONGEST / longest);
        parts.push(Part { class, x: from, width: (to - from).saturating_sub(GAP).max(1) });
        (before, total_x) = (before + amount, to);
    }
    Bar {
        name: &row.name,
        name_y: top + 13,
        parts_y: top + 19,
        parts,
        total: row.active,
        total_x: total_x + 5,
        total_y: top + 31,
    }
}

/// Makes the page.
pub fn counts(ui: &Ui, view: &CountsView) -> Page {
    let title = ui.s("counts.title");
    let bars = bars(&view.rows);
    let height = ROW_HIGH * bars.len() as u64;
    let body = Body { ui, view, bars, width: WIDTH, height };
    render(ui, &Head::new(&title, "/officer").wide().back(Some("/officer")), &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(kinds: &[u64]) -> CountRow {
        CountRow { name: Text::zh("朝阳区"), kinds: kinds.to_vec(), active: kinds.iter().sum(), ended: 0 }
    }

    #[test]
    fn bars_are_as_long_as_their_numbers_and_parts_follow_each_other() {
        let rows = [row(&[10, 0, 30, 0]), row(&[5, 5, 5, 5]), row(&[0, 0, 0, 0])];
        let bars = bars(&rows);
        let ends: Vec<u64> = bars.iter().map(|bar| bar.total_x - 5).collect();
        assert_eq!(ends, [BAR_LONGEST, BAR_LONGEST / 2, 0]);
        assert_eq!(bars[0].parts.iter().map(|part| part.class).collect::<Vec<_>>(), [0, 2]);
        for bar in &bars {
            assert!(bar.parts.windows(2).all(|pair| pair[0].x + pair[0].width <= pair[1].x));
            assert!(bar.parts.iter().all(|part| part.x + part.width <= BAR_LONGEST + 1));
        }
        assert!(bars[2].parts.is_empty() && bars[2].total == 0);
    }

    #[test]
    fn one_of_a_million_is_still_seen() {
        let rows = [row(&[999_999, 1, 0, 0])];
        assert_eq!(bars(&rows)[0].parts.len(), 2);
        assert!(bars(&rows)[0].parts.iter().all(|part| part.width > 0));
    }
}
