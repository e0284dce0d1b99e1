//! A person's money: for each insurance a drawing of its months, years as rows, and beneath it the statement that says
//! the same in words and amounts; for each subsidy a counter.

use askama::Template;

use super::layout::{Head, Page, render};
use crate::i18n::Text;
use crate::ui::Ui;
use crate::views::{Act, Provision, Row, TableView};

/// A person's money.
#[derive(Debug, Clone)]
pub struct MoneyView {
    /// By insurance.
    pub insurances: Vec<InsuranceView>,
    /// By subsidy.
    pub subsidies: Vec<SubsidyView>,
}

/// One insurance.
#[derive(Debug, Clone)]
pub struct InsuranceView {
    /// Its code, by which its parts are told from those of another.
    pub id: String,
    /// Its name.
    pub title: Text,
    /// That new bounds left the base outside, in words.
    pub overtaken: Option<Text>,
    /// Years and months that count, the base.
    pub rows: Vec<Row>,
    /// Its months, in order.
    pub marks: Vec<MonthMark>,
    /// Its months in words.
    pub lines: TableView,
    /// The provisions.
    pub basis: Vec<Provision>,
    /// The statement as files.
    pub files: Vec<Act>,
}

/// One month of the drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthMark {
    /// The year.
    pub year: i16,
    /// 1–12.
    pub month: i8,
    /// 0 paid, 1 due, 2 put off, 3 nothing.
    pub kind: u8,
    /// Whether a subsidy was granted.
    pub is_subsidised: bool,
}

/// One subsidy.
#[derive(Debug, Clone)]
pub struct SubsidyView {
    /// Which.
    pub title: Text,
    /// Months granted.
    pub granted: u32,
    /// Months left.
    pub left: u32,
    /// The same in words.
    pub rows: Vec<Row>,
    /// The provision.
    pub basis: Vec<Provision>,
}

/// Units of the drawing: the room for a year's number, a month, a row.
const NAME: u64 = 44;
const CELL: u64 = 24;
const GAP: u64 = 3;
const ROW_HIGH: u64 = 30;

/// A month as drawn.
struct Drawn {
    x: u64,
    y: u64,
    kind: u8,
    is_subsidised: bool,
}

/// A year's number as drawn.
struct Year {
    year: i16,
    y: u64,
}

struct Drawing {
    years: Vec<Year>,
    months: Vec<Drawn>,
    height: u64,
}

impl InsuranceView {
    fn drawing(&self) -> Drawing {
        drawing(&self.marks)
    }
}

fn drawing(marks: &[MonthMark]) -> Drawing {
    let mut years: Vec<i16> = marks.iter().map(|mark| mark.year).collect();
    years.dedup();
    let row = |year: i16| years.iter().position(|held| *held == year).unwrap_or(0) as u64;
    let months = marks.iter().map(|mark| Drawn {
        x: NAME + u64::try_from(mark.month - 1).unwrap_or(0) * CELL,
        y: row(mark.year) * ROW_HIGH,
        kind: mark.kind,
        is_subsidised: mark.is_subsidised,
    });
    Drawing {
        months: months.collect(),
        height: years.len() as u64 * ROW_HIGH,
        years: years.iter().map(|year| Year { year: *year, y: row(*year) * ROW_HIGH + 17 }).collect(),
    }
}

impl SubsidyView {
    /// The parts of its bar: months granted and all of them, as drawn.
    fn counter(&self) -> (u64, u64) {
        let all = u64::from(self.granted + self.left).max(1);
        (u64::from(self.granted) * (12 * CELL) / all, 12 * CELL)
    }
}

#[derive(Template)]
#[template(path = "mine/money.html")]
struct Body<'a> {
    ui: &'a Ui,
    view: &'a MoneyView,
    width: u64,
    cell: u64,
}

/// Makes the page.
pub fn money(ui: &Ui, view: &MoneyView) -> Page {
    let title = ui.s("money.title");
    let head = Head::new(&title, "/me").wide().back(Some("/me"));
    render(ui, &head, &Body { ui, view, width: NAME + 12 * CELL, cell: CELL - GAP })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_rows_and_a_gap_of_years_takes_no_room() {
        let mark = |year, month, kind| MonthMark { year, month, kind, is_subsidised: false };
        let drawn = drawing(&[mark(2020, 1, 0), mark(2020, 12, 2), mark(2022, 1, 0)]);
        assert_eq!(drawn.years.iter().map(|year| year.year).collect::<Vec<_>>(), [2020, 2022]);
        assert_eq!(drawn.height, 2 * ROW_HIGH);
        let places: Vec<(u64, u64)> = drawn.months.iter().map(|month| (month.x, month.y)).collect();
        assert_eq!(places, [(NAME, 0), (NAME + 11 * CELL, 0), (NAME, ROW_HIGH)]);
    }

    #[test]
    fn a_counter_is_full_when_no_month_is_left() {
        let of = |granted, left| {
            SubsidyView { title: Text::zh("补贴"), granted, left, rows: vec![], basis: vec![] }.counter()
        };
        assert_eq!((of(36, 0), of(0, 36), of(0, 0)), ((288, 288), (0, 288), (0, 288)));
    }
}
