//! The law to walk through: instruments, articles, terms, search, the law as of a day; all of it from the
//! book, without a session. Running an example asks the law and is apart.

mod examples;
mod kept;
mod shelf;

use app::book::{Article, Instrument};
use axum::Router;
use axum::extract::{FromRef, Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use jiff::civil::Date;

use super::Answer;
use crate::forms::RawForm;
use crate::security;
use crate::ui::Ui;
use crate::views::{self, ArticleView, LawView, MomentView, Problem, SearchView, TermsView};

pub(crate) use examples::routes as example_routes;
pub use shelf::Shelf;

/// The pages of the law, over whatever holds a book.
pub fn law_pages<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    Shelf: FromRef<S>,
{
    Router::new()
        .route("/law", get(contents))
        .route("/law/search", get(search))
        .route("/law/terms", get(terms))
        .route("/law/on", get(moment))
        .route("/law/{instrument}", get(instrument))
        .route("/law/{instrument}/{article}", get(article))
}

async fn contents(ui: Ui, State(shelf): State<Shelf>, headers: HeaderMap) -> Response {
    kept::answer(&ui, &shelf, &headers, views::law(&ui, LawView { book: &shelf.book }))
}

/// An instrument; or an article of the base by its number alone, as addresses were before.
async fn instrument(
    ui: Ui,
    State(shelf): State<Shelf>,
    headers: HeaderMap,
    Path(name): Path<String>,
) -> Answer {
    if let Some(instrument) = shelf.book.instrument(&name) {
        let page = views::instrument(&ui, &shelf.book, instrument);
        return Ok(kept::answer(&ui, &shelf, &headers, page));
    }
    let base = shelf.book.instruments.first().ok_or(Problem::NotFound)?;
    let article = base.article(number(&name)?).ok_or(Problem::NotFound)?;
    Ok(Redirect::permanent(&ui.page_of(base, article)).into_response())
}

async fn article(
    ui: Ui,
    State(shelf): State<Shelf>,
    headers: HeaderMap,
    Path((name, article)): Path<(String, String)>,
) -> Answer {
    let (instrument, article) = found(&shelf, &name, &article)?;
    let view = ArticleView { book: &shelf.book, instrument, article, today: shelf.today() };
    Ok(kept::answer(&ui, &shelf, &headers, views::article(&ui, &view)))
}

fn found<'a>(
    shelf: &'a Shelf,
    instrument: &str,
    article: &str,
) -> Result<(&'a Instrument, &'a Article), Problem> {
    let instrument = shelf.book.instrument(instrument).ok_or(Problem::NotFound)?;
    let article = instrument.article(number(article)?).ok_or(Problem::NotFound)?;
    Ok((instrument, article))
}

/// A number as addresses write it, so that no article has two addresses.
fn number(text: &str) -> Result<u16, Problem> {
    let number: u16 = text.parse().map_err(|_| Problem::NotFound)?;
    if number.to_string() == text { Ok(number) } else { Err(Problem::NotFound) }
}

async fn terms(ui: Ui, State(shelf): State<Shelf>, headers: HeaderMap) -> Response {
    kept::answer(&ui, &shelf, &headers, views::terms(&ui, TermsView { book: &shelf.book }))
}

async fn search(ui: Ui, State(shelf): State<Shelf>, headers: HeaderMap, asked: RawForm) -> Response {
    let query = asked.text("q").trim();
    let results = shelf.book.search(query);
    let page = views::search(&ui, SearchView { query, results: &results });
    kept::answer(&ui, &shelf, &headers, page)
}

async fn moment(ui: Ui, State(shelf): State<Shelf>, headers: HeaderMap, asked: RawForm) -> Response {
    let today = shelf.today();
    let mut wrong = Vec::new();
    let mut day = |name: &'static str| -> Option<Date> {
        let typed = Some(asked.text(name).trim()).filter(|typed| !typed.is_empty())?;
        // The law's days are those from year 1 on; a civil date may be earlier.
        let read = typed.parse().ok().filter(|day: &Date| day.year() >= 1);
        if read.is_none() {
            wrong.push(name);
        }
        read
    };
    let (on, known_on) = (day("day").unwrap_or(today), day("known"));
    let moment = shelf.book.on(on, known_on, today);
    let page = views::moment(&ui, &MomentView { book: &shelf.book, moment: &moment, today, wrong: &wrong });
    let mut response = kept::answer(&ui, &shelf, &headers, page);
    // A slider turns the days.
    security::headers::allow_script(response.headers_mut());
    response
}
