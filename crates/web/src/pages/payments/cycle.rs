//! One cycle: its numbers, what is next, its lines by page, and all of them as a file.

use app::registry::CycleId;
use app::registry::money::cycle::CycleState;
use app::registry::money::order::OrderState;
use app::{CycleLine, CycleShown};
use axum::extract::Path;
use axum::response::IntoResponse as _;

use super::super::{Answer, Asked, Call, desk, officer};
use super::{address, files, words};
use crate::download::{self, Format};
use crate::i18n::Text;
use crate::views::{self, Act, CycleView, Problem, Row, TableCell, TableKind, TableView};

/// Lines on a page.
const LINES: usize = 100;

pub(super) fn id(text: &str) -> Result<CycleId, Problem> {
    text.parse().map(CycleId).map_err(|_| Problem::NotFound)
}

pub(super) async fn show(call: Call, Path(cycle): Path<String>, Asked(query): Asked) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let found = call.app.payment_cycle(&call.visit.viewer, id(&cycle)?).await?;
    if let Some(format) = Format::read(query.text("format"))? {
        let lines = lines("payments", "payments.lines", found.lines.iter());
        let month = found.row.month.to_string();
        return download::download(&lines, &month, call.ui.lang(), format, call.app.moment());
    }
    let asked = query.text("page").parse().unwrap_or(1_usize);
    let pages = found.lines.len().div_ceil(LINES).max(1);
    let page = asked.clamp(1, pages);
    let href = |page: usize| format!("{}?page={page}", address(&cycle));
    let here = found.lines.iter().skip((page - 1) * LINES).take(LINES);
    let is_back = |line: &&CycleLine| matches!(line.state, OrderState::Rejected | OrderState::Returned);
    let view = CycleView {
        month: found.row.month.to_string(),
        state: words::cycle_state(found.row.state),
        rows: rows(&found),
        steps: steps(&found),
        note: (found.row.state == CycleState::Computed && !found.may_approve)
            .then(|| Text::message("payments.second_needed")),
        districts: districts(&found),
        sent_back: sent_back(found.lines.iter().filter(is_back)),
        held: held(&found),
        sample: lines("sample", "payments.sample", found.lines.iter().filter(|line| line.is_sampled)),
        lines: lines("lines", "payments.lines", here),
        total: found.lines.len(),
        previous_href: (page > 1).then(|| href(page - 1)),
        next_href: (page < pages).then(|| href(page + 1)),
        files: files(&address(&cycle)),
    };
    Ok(views::cycle(&call.ui, &view).into_response())
}

/// Its numbers, and who did what.
pub(super) fn rows(found: &CycleShown) -> Vec<Row> {
    let same = |text: &str| Text::new(text, text);
    let mut rows = vec![
        Row::new(Text::message("payments.month"), same(&found.row.month.to_string())),
        Row::new(Text::message("payments.orders"), same(&found.row.orders.to_string())),
        Row::new(Text::message("payments.control_sum"), words::yuan(found.row.total)),
    ];
    if matches!(found.row.state, CycleState::Sent | CycleState::Closed) {
        let open = same(&found.row.unanswered.to_string());
        rows.push(Row::new(Text::message("payments.unanswered"), open));
    }
    for (key, by) in
        [("payments.computed_by", &found.computed_by), ("payments.approved_by", &found.approved_by)]
    {
        rows.extend(by.as_ref().map(|name| Row::new(Text::message(key), same(name))));
    }
    rows
}

/// What can be done next, the usual one first.
fn steps(found: &CycleShown) -> Vec<Act> {
    let step = |step: &str, key: &str| Act {
        href: format!("{}/{step}", address(found.row.cycle)),
        words: Text::message(key),
    };
    match found.row.state {
        CycleState::Open => vec![step("compute", "payments.compute")],
        CycleState::Computed if found.may_approve => {
            vec![step("approve", "payments.approve"), step("send-back", "payments.send_back")]
        }
        CycleState::Computed => Vec::new(),
        CycleState::Approved => vec![step("file", "payments.file")],
        CycleState::Sent => {
            let answers = Act {
                href: "/officer/payments/answers".to_owned(),
                words: Text::message("payments.answers_title"),
            };
            let close = step("close", "payments.close");
            let again = step("file", "payments.file_again");
            if found.row.unanswered == 0 { vec![close, again] } else { vec![answers, again] }
        }
        CycleState::Closed => vec![step("file", "payments.file_again")],
    }
}

/// What each district bears.
pub(super) fn districts(found: &CycleShown) -> TableView {
    let columns = [
        ("district", "payments.district", TableKind::Text),
        ("orders", "payments.orders", TableKind::Integer),
        ("total", "payments.amount", TableKind::Money),
    ];
    let rows = found.districts.iter().map(|district| {
        vec![
            TableCell::text((&district.name).into()),
            TableCell::count(district.orders),
            TableCell::money(Some(district.total.0)),
        ]
    });
    TableView::new("districts", Text::message("payments.by_district"), &columns, rows)
}

fn case(line: &CycleLine) -> TableCell {
    match &line.case {
        Some(number) => TableCell::same(number.as_str()).to(desk::address(number)),
        None => TableCell::empty(),
    }
}

fn sent_back<'a>(lines: impl Iterator<Item = &'a CycleLine>) -> TableView {
    let columns = [
        ("reference", "payments.reference", TableKind::Text),
        ("amount", "payments.amount", TableKind::Money),
        ("state", "payments.state", TableKind::Text),
        ("reason", "payments.bank_reason", TableKind::Text),
        ("who", "payments.who", TableKind::Text),
        ("case", "payments.case", TableKind::Text),
    ];
    let rows = lines.map(|line| {
        let reason = line.reason.as_ref();
        vec![
            TableCell::same(line.reference.to_string()),
            TableCell::money(Some(line.amount.0)),
            TableCell::text(words::order_state(line.state)),
            reason.map_or_else(TableCell::empty, |reason| TableCell::text((&reason.words).into())),
            TableCell::text(words::who(reason.and_then(|reason| reason.who))),
            case(line),
        ]
    });
    TableView::new("sent-back", Text::message("payments.sent_back"), &columns, rows)
}

fn held(found: &CycleShown) -> TableView {
    let columns = [
        ("order", "payments.order", TableKind::Text),
        ("programme", "payments.programme", TableKind::Text),
        ("month", "payments.month", TableKind::Text),
        ("district", "payments.district", TableKind::Text),
        ("amount", "payments.amount", TableKind::Money),
        ("reason", "payments.hold", TableKind::Text),
    ];
    let rows = found.held.iter().map(|line| {
        vec![
            TableCell::same(line.order.to_string()),
            TableCell::text((&line.programme).into()),
            TableCell::same(line.month.to_string()),
            TableCell::text((&line.district).into()),
            TableCell::money(line.amount.map(|fen| fen.0)),
            TableCell::text(words::hold(line.reason)),
        ]
    });
    TableView::new("held", Text::message("payments.held"), &columns, rows)
}

fn lines<'a>(id: &'static str, caption: &str, lines: impl Iterator<Item = &'a CycleLine>) -> TableView {
    let columns = [
        ("reference", "payments.reference", TableKind::Text),
        ("programme", "payments.programme", TableKind::Text),
        ("insurance", "payments.insurance", TableKind::Text),
        ("month", "payments.month", TableKind::Text),
        ("district", "payments.district", TableKind::Text),
        ("amount", "payments.amount", TableKind::Money),
        ("state", "payments.state", TableKind::Text),
        ("case", "payments.case", TableKind::Text),
    ];
    let rows = lines.map(|line| {
        vec![
            TableCell::same(line.reference.to_string()),
            TableCell::text((&line.programme).into()),
            TableCell::text(words::insurance(line.insurance)),
            TableCell::same(line.month.to_string()),
            TableCell::text((&line.district).into()),
            TableCell::money(Some(line.amount.0)),
            TableCell::text(words::order_state(line.state)),
            case(line),
        ]
    });
    TableView::new(id, Text::message(caption), &columns, rows)
}
