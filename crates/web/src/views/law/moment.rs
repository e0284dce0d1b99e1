//! The law as of a day: what is in force and what the figures are, what differs from today; a day of what
//! was known as a second axis. A script may add a slider over the turning days; the form works without.

use app::Book;
use app::book::{Entry, Figure, FigureRow, Instrument, Moment, Standing};
use askama::Template;
use jiff::civil::Date;

use crate::ui::Ui;
use crate::views::Page;
use crate::views::layout::{Head, render};

/// The law as of a day.
#[derive(Debug, Clone, Copy)]
pub struct MomentView<'a> {
    /// The book.
    pub book: &'a Book,
    /// The law as of the day.
    pub moment: &'a Moment,
    /// The business date.
    pub today: Date,
    /// What was typed as a day and is none, by field.
    pub wrong: &'a [&'static str],
}

#[derive(Template)]
#[template(path = "law/moment.html")]
struct Body<'a> {
    ui: &'a Ui,
    book: &'a Book,
    moment: &'a Moment,
    today: Date,
    wrong: &'a [&'static str],
}

/// Makes the page of a day.
pub fn moment(ui: &Ui, view: &MomentView<'_>) -> Page {
    let title = ui.m("law.on_day").with("date", ui.date(&view.moment.day)).to_string();
    let canonical = address(view.moment.day, view.moment.known_on);
    let head = Head::new(&title, super::AREA).back(Some("/law")).canonical(&canonical).script("law.js");
    let head = head.faults(!view.wrong.is_empty()).wide();
    let MomentView { book, moment, today, wrong } = *view;
    render(ui, &head, &Body { ui, book, moment, today, wrong })
}

/// The page of a day.
fn address(day: Date, known_on: Option<Date>) -> String {
    known_on.map_or_else(|| format!("/law/on?day={day}"), |known| format!("/law/on?day={day}&known={known}"))
}

/// Whether something holds on the day, as the page says it.
struct Then {
    class: &'static str,
    mark: &'static str,
    words: String,
    differs: bool,
}

impl Body<'_> {
    fn instruments(&self) -> impl Iterator<Item = (&Instrument, Then)> {
        self.moment.instruments.iter().filter_map(|then| {
            Some((self.book.instruments.get(then.at)?, self.then(then.standing, then.differs)))
        })
    }

    /// The figures with what held then and what holds today.
    fn figures(&self) -> impl Iterator<Item = (&Figure, Option<&FigureRow>, Option<&FigureRow>, bool)> {
        self.moment.figures.iter().filter_map(|then| {
            let figure = self.book.figures.get(then.at)?;
            let row = |at: Option<usize>| figure.rows.get(at?);
            Some((figure, row(then.row), row(then.row_today), then.differs()))
        })
    }

    fn rules(&self) -> impl Iterator<Item = (&Entry, Then)> {
        self.moment
            .rules
            .iter()
            .filter_map(|then| Some((self.book.rules.get(then.at)?, self.then(then.standing, then.differs))))
    }

    fn then(&self, standing: Standing, differs: bool) -> Then {
        let (class, mark, key) = match standing {
            Standing::NotYet => ("unknown", "…", "law.not_yet"),
            Standing::InForce => ("yes", "✓", "law.holds"),
            Standing::Past => ("no", "✕", "law.past"),
        };
        Then { class, mark, words: self.ui.s(key), differs }
    }

    /// The pages of the turning days before and after, with their days.
    fn neighbours(&self) -> [Option<(String, Date)>; 2] {
        let page = |day: Date| (self.ui.url(address(day, self.moment.known_on)), day);
        [self.moment.previous.map(page), self.moment.next.map(page)]
    }

    fn days(&self) -> String {
        let days: Vec<String> = self.book.turning_days.iter().map(Date::to_string).collect();
        days.join(" ")
    }

    fn is_wrong(&self, field: &str) -> bool {
        self.wrong.contains(&field)
    }
}
