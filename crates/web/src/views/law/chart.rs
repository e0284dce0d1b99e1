//! A figure over the years as steps, drawn on the server in whole numbers. The table below it reads the
//! same, so that the drawing is one picture with one name.

use app::book::{Confidence, Figure, FigureRow};
use askama::Template;
use jiff::civil::{Date, date};

use crate::ui::Ui;

const WIDTH: i64 = 360;
const HEIGHT: i64 = 176;
const LEFT: i64 = 6;
const RIGHT: i64 = 354;
const TOP: i64 = 26;
const BOTTOM: i64 = 150;
/// Between the words of two values, so that they do not run into each other.
const LABEL_WIDTH: i64 = 44;
/// Years between two marks of the axis: the first of these whose marks all fit.
const YEARS_BETWEEN: [i16; 4] = [1, 2, 5, 10];
const YEAR_MARKS_MAX: usize = 9;

/// The drawing.
#[derive(Template)]
#[template(path = "law/chart.html")]
pub(super) struct Chart<'a> {
    ui: &'a Ui,
    name: &'a app::Text,
    steps: Vec<Step>,
    years: Vec<(i64, i16)>,
    today: Option<i64>,
}

struct Step {
    from: i64,
    to: i64,
    y: i64,
    is_sure: bool,
    /// Where the words of its value stand.
    label: Option<(i64, String)>,
    published: Option<i64>,
    /// The height of the step before, where that one ends as this one begins.
    rises_from: Option<i64>,
}

impl<'a> Chart<'a> {
    /// None for what is no number, or never changed.
    pub(super) fn new(ui: &'a Ui, figure: &'a Figure, today: Date) -> Option<Self> {
        let rows: Vec<(&FigureRow, i64)> =
            figure.rows.iter().map(|row| Some((row, row.height?))).collect::<Option<_>>()?;
        let highest = rows.iter().map(|(_, height)| *height).max().filter(|height| *height > 0)?;
        let first = rows.iter().map(|(row, _)| row.from).min()?;
        let last = rows.iter().map(|(row, _)| row.to.unwrap_or(row.from)).max()?;
        let end = last.max(today.min(date(last.year().saturating_add(2).min(9999), 1, 1)));
        if rows.len() < 2 || first >= end {
            return None;
        }
        let scale = Scale { first, days: days(first, end) };
        let (mut labelled_to, mut before) = (i64::MIN, None);
        let last_from = rows.last().map_or(i64::MAX, |(row, _)| scale.x(row.from));
        let steps = rows.iter().enumerate().map(|(at, (row, height))| {
            let from = scale.x(row.from);
            let is_last = at + 1 == rows.len();
            let has_room = is_last || (from >= labelled_to && from + LABEL_WIDTH <= last_from);
            if has_room {
                labelled_to = from + LABEL_WIDTH;
            }
            let y = BOTTOM - (BOTTOM - TOP) * height / highest;
            let to = scale.x(row.to.and_then(|to| to.tomorrow().ok()).unwrap_or(end));
            let rises_from = before.filter(|(end, _)| *end == from).map(|(_, y)| y);
            before = Some((to, y));
            Step {
                rises_from,
                from,
                to,
                y,
                is_sure: row.confidence == Confidence::High,
                label: has_room.then(|| (from.min(WIDTH - LABEL_WIDTH), short(&row.value.zh))),
                published: row.published.filter(|day| *day >= first && *day <= end).map(|day| scale.x(day)),
            }
        });
        Some(Self {
            ui,
            name: &figure.name,
            steps: steps.collect(),
            years: years(&scale, first, end),
            today: (today >= first && today <= end).then(|| scale.x(today)),
        })
    }
}

struct Scale {
    first: Date,
    days: i64,
}

impl Scale {
    fn x(&self, day: Date) -> i64 {
        LEFT + (RIGHT - LEFT) * days(self.first, day) / self.days.max(1)
    }
}

fn days(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

fn years(scale: &Scale, first: Date, end: Date) -> Vec<(i64, i16)> {
    let of = |between: i16| -> Vec<i16> {
        (first.year()..=end.year()).filter(|year| year % between == 0 && date(*year, 1, 1) >= first).collect()
    };
    let fitting =
        YEARS_BETWEEN.iter().map(|between| of(*between)).find(|years| years.len() <= YEAR_MARKS_MAX);
    let marks = fitting.unwrap_or_default().into_iter().map(|year| (scale.x(date(year, 1, 1)), year));
    // The words of a mark at the very edge would stand outside the drawing.
    marks.filter(|(x, _)| *x + LABEL_WIDTH / 2 <= WIDTH && *x >= LABEL_WIDTH / 2).collect()
}

/// `3613.00` as `3613`: the table has every digit.
fn short(value: &str) -> String {
    value.strip_suffix(".00").unwrap_or(value).to_owned()
}
