//! What an office must not miss: overdue, due soon, and who has how much.

use app::DeskRow;
use app::registry::Role;
use axum::Router;
use axum::response::IntoResponse as _;
use axum::routing::get;

use super::{Answer, Call, desk, officer, qualifying};
use crate::desk::Desk;
use crate::i18n::Text;
use crate::views::{self, DeskLine, LoadRow, WatchView};

pub(crate) fn routes() -> Router<Desk> {
    Router::new().route("/officer/watch", get(show))
}

async fn show(call: Call) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let found = call.app.desk_watch(&call.visit.viewer).await?;
    let lines = |rows: Vec<DeskRow>| rows.iter().map(line).collect();
    let amount = |amount: u64| usize::try_from(amount).unwrap_or(usize::MAX);
    let load = found.load.into_iter().map(|load| LoadRow {
        who: load.who,
        total: load.total,
        overdue: load.overdue,
    });
    let view = WatchView {
        is_whole: found.is_whole,
        overdue_total: amount(found.overdue_total),
        overdue: lines(found.overdue),
        soon_total: amount(found.soon_total),
        soon: lines(found.soon),
        load: load.collect(),
        lists: lists(&call),
    };
    Ok(views::watch(&call.ui, &view).into_response())
}

/// The lists that are the city's.
fn lists(call: &Call) -> Vec<(Text, String)> {
    let is_city = call.visit.viewer.officer().is_some_and(|account| account.role == Role::City);
    let all = call.app.qualifying_lists().into_iter().filter(|_| is_city);
    all.map(|(id, title)| (title.into(), qualifying::address(&id))).collect()
}

/// A line of a desk's list.
pub(crate) fn line(row: &DeskRow) -> DeskLine {
    DeskLine {
        href: desk::address(&row.number),
        number: row.number.clone(),
        service: (&row.service).into(),
        state: (&row.state).into(),
        due: row.due,
        is_overdue: row.is_overdue,
        is_mine: row.is_mine,
        is_held: row.is_held,
        opened_on: row.opened_on,
    }
}
