//! 对账: the differences between the ledgers and the collecting agencies, each with what either side has and what can be
//! done next; two officers resolve one.

use app::registry::money::mismatch::MismatchState;
use app::{MismatchDeed, MismatchShown, MismatchSide, PaymentError};
use axum::response::{IntoResponse as _, Redirect};

use super::super::{Answer, Asked, Call, officer};
use super::{files, words};
use crate::download::{self, Format};
use crate::forms::RawForm;
use crate::i18n::Text;
use crate::views::{self, Difference, DifferencesView, Problem, Row, TableCell, TableKind, TableView};

const PATH: &str = "/officer/payments/differences";

pub(super) async fn show(call: Call, Asked(query): Asked) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    if let Some(format) = Format::read(query.text("format"))? {
        let found = call.app.mismatches_shown(&call.visit.viewer, true).await?;
        let day = call.app.today().to_string();
        return download::download(&table(&found), &day, call.ui.lang(), format, call.app.moment());
    }
    page(&call, None).await
}

async fn page(call: &Call, fault: Option<Text>) -> Answer {
    let found = call.app.mismatches_shown(&call.visit.viewer, false).await?;
    let view = DifferencesView { open: found.iter().map(difference).collect(), files: files(PATH), fault };
    Ok(views::differences(&call.ui, &view).into_response())
}

fn kind(code: &str) -> Text {
    match code {
        "amount" => Text::message("payments.differs_amount"),
        "month" => Text::message("payments.differs_month"),
        "base" => Text::message("payments.differs_base"),
        "unknown_person" => Text::message("payments.differs_person"),
        "duplicate" => Text::message("payments.differs_twice"),
        "only_here" => Text::message("payments.differs_here"),
        "only_there" => Text::message("payments.differs_there"),
        other => Text::new(other, other),
    }
}

fn state(state: MismatchState) -> Text {
    Text::message(match state {
        MismatchState::Open => "payments.difference_open",
        MismatchState::InReview => "payments.difference_in_review",
        MismatchState::Asked => "payments.difference_asked",
        MismatchState::Proposed => "payments.difference_proposed",
        MismatchState::Resolved => "payments.difference_resolved",
    })
}

fn resolution(code: &str) -> Text {
    match code {
        "theirs" => Text::message("payments.resolve_theirs"),
        "ours" => Text::message("payments.resolve_ours"),
        "not_ours" => Text::message("payments.resolve_not_ours"),
        other => Text::new(other, other),
    }
}

/// A side in words: month, amount, base, receipt.
fn side(side: Option<&MismatchSide>) -> Text {
    let Some(side) = side else { return Text::message("payments.side_nothing") };
    let mut text = Text::message("payments.side").with("month", side.month);
    text = text.with_text("amount", &words::yuan(side.amount));
    if let Some((receipt, on)) = &side.receipt {
        let more = Text::message("payments.side_receipt").with("receipt", receipt).with("date", on);
        text = Text::new(format!("{}{}", text.zh, more.zh), format!("{}{}", text.en, more.en));
    }
    text
}

fn difference(found: &MismatchShown) -> Difference {
    let same = |text: String| Text::new(text.clone(), text);
    let mut rows = vec![
        Row::new(Text::message("payments.insurance"), words::insurance(found.insurance)),
        Row::new(Text::message("payments.here"), side(found.here.as_ref())),
        Row::new(Text::message("payments.there"), side(found.there.as_ref())),
        Row::new(Text::message("payments.batch"), same(found.batch.to_string())),
    ];
    rows.extend(found.line.map(|line| Row::new(Text::message("payments.line"), same(line.to_string()))));
    rows.push(Row::new(Text::message("payments.state"), state(found.state)));
    rows.extend(found.proposed.map(|code| Row::new(Text::message("payments.proposed"), resolution(code))));
    let deed = |deed: &str, key: &str| (deed.to_owned(), Text::message(key));
    let deeds = match found.state {
        MismatchState::Open => vec![deed("take_up", "payments.deed_take_up")],
        MismatchState::InReview | MismatchState::Asked => vec![
            deed("theirs", "payments.resolve_theirs"),
            deed("ours", "payments.resolve_ours"),
            deed("not_ours", "payments.resolve_not_ours"),
        ],
        MismatchState::Proposed if found.may_agree => {
            vec![deed("agree", "payments.deed_agree"), deed("send_back", "payments.deed_send_back")]
        }
        MismatchState::Proposed | MismatchState::Resolved => Vec::new(),
    };
    Difference {
        id: found.id.clone(),
        title: kind(&found.kind),
        rows,
        note: (found.state == MismatchState::Proposed && !found.may_agree)
            .then(|| Text::message("payments.difference_second")),
        deeds,
    }
}

fn table(found: &[MismatchShown]) -> TableView {
    let columns = [
        ("batch", "payments.batch", TableKind::Text),
        ("line", "payments.line", TableKind::Integer),
        ("kind", "payments.difference", TableKind::Text),
        ("insurance", "payments.insurance", TableKind::Text),
        ("month", "payments.month", TableKind::Text),
        ("here", "payments.here", TableKind::Money),
        ("there", "payments.there", TableKind::Money),
        ("state", "payments.state", TableKind::Text),
    ];
    let rows = found.iter().map(|found| {
        let (here, there) = (found.here.as_ref(), found.there.as_ref());
        let month = there.or(here).map(|side| TableCell::same(side.month.to_string()));
        vec![
            TableCell::same(found.batch.to_string()),
            found.line.map_or_else(TableCell::empty, |line| TableCell::integer(line.into())),
            TableCell::text(kind(&found.kind)),
            TableCell::text(words::insurance(found.insurance)),
            month.unwrap_or_else(TableCell::empty),
            TableCell::money(here.map(|side| side.amount.0)),
            TableCell::money(there.map(|side| side.amount.0)),
            TableCell::text(state(found.state)),
        ]
    });
    TableView::new("differences", Text::message("payments.differences"), &columns, rows)
}

pub(super) async fn act(call: Call, raw: RawForm) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let deed = match raw.text("deed") {
        "take_up" => MismatchDeed::TakeUp,
        "theirs" => MismatchDeed::ProposeTheirs,
        "ours" => MismatchDeed::ProposeOurs,
        "not_ours" => MismatchDeed::ProposeNotOurs,
        "agree" => MismatchDeed::Agree,
        "send_back" => MismatchDeed::SendBack,
        _ => return Err(Problem::Unprocessable),
    };
    match call.app.mismatch_act(&call.visit.viewer, raw.text("difference"), deed).await {
        Ok(()) => Ok(Redirect::to(&call.ui.url(PATH)).into_response()),
        Err(PaymentError::File(found)) => {
            page(&call, Some(Text::message("payments.fault_other").with("found", found))).await
        }
        Err(error) => Err(error.into()),
    }
}
