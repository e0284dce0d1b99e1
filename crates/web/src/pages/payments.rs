//! The pages of the officers who pay: cycles, what waits, who pays, the bank's answers, the book. Each step of a cycle is
//! a page that says what it does, and a form.

mod answers;
mod budgets;
mod cycle;
mod differences;
mod step;
pub(super) mod words;

use app::registry::Role;
use app::{PayerSet, PaymentError};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};

use super::{Answer, Asked, Call, officer};
use crate::desk::Desk;
use crate::download::{self, Format};
use crate::forms::{RawForm, Typed, UPLOAD_BYTES_MAX, cycle_form, payer_form};
use crate::i18n::Text;
use crate::views::{
    self, Act, BookView, FormView, PaymentsView, Problem, Row, TableCell, TableKind, TableView,
};

pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/officer/payments", get(list).post(open))
        .route("/officer/payments/payer", get(payer).post(payer_set))
        .route("/officer/payments/book", get(book))
        .route(
            "/officer/payments/answers",
            get(answers::show).post(answers::take).layer(DefaultBodyLimit::max(UPLOAD_BYTES_MAX)),
        )
        .route("/officer/payments/budgets", get(budgets::show).post(budgets::propose))
        .route("/officer/payments/budgets/word", post(budgets::word))
        .route("/officer/payments/differences", get(differences::show).post(differences::act))
        .route("/officer/payments/{cycle}", get(cycle::show))
        .route("/officer/payments/{cycle}/{step}", get(step::ask).post(step::take))
}

/// What has no words on a page of its own.
impl From<PaymentError> for Problem {
    fn from(error: PaymentError) -> Self {
        match error {
            PaymentError::Denied => Self::Forbidden,
            PaymentError::NotFound => Self::NotFound,
            PaymentError::Cycle(_)
            | PaymentError::Budget(_)
            | PaymentError::NoPayer
            | PaymentError::File(_) => Self::Unprocessable,
            PaymentError::Unproven(found) => {
                tracing::error!(found, "the book does not add up");
                Self::Internal
            }
            PaymentError::Fault(fault) => fault.into(),
        }
    }
}

/// Whether the viewer pays, and is shown the way here.
pub(super) fn is_paymaster(call: &Call) -> bool {
    call.visit.viewer.officer().is_some_and(|account| account.role == Role::City)
}

/// The page of a cycle.
fn address(cycle: impl std::fmt::Display) -> String {
    format!("/officer/payments/{cycle}")
}

/// The forms in which a list of a page can be had.
fn files(path: &str) -> Vec<Act> {
    let file =
        |format: &str, key: &str| Act { href: format!("{path}?format={format}"), words: Text::message(key) };
    vec![file("xlsx", "payments.xlsx"), file("csv", "payments.csv")]
}

async fn list(call: Call, Asked(query): Asked) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    if let Some(format) = Format::read(query.text("format"))? {
        let cycles = cycles(&call).await?;
        return download::download(&cycles, "all", call.ui.lang(), format, call.app.moment());
    }
    let this = app::registry::money::Month::of(call.app.today());
    let mut form = cycle_form();
    form.fields.iter_mut().for_each(|field| field.typed = Typed::One(this.to_string()));
    Ok(page(&call, form).await?.into_response())
}

async fn cycles(call: &Call) -> Result<TableView, Problem> {
    let rows = call.app.payment_cycles(&call.visit.viewer).await?;
    let columns = [
        ("month", "payments.month", TableKind::Text),
        ("state", "payments.state", TableKind::Text),
        ("orders", "payments.orders", TableKind::Integer),
        ("total", "payments.amount", TableKind::Money),
        ("unanswered", "payments.unanswered", TableKind::Integer),
        ("opened_on", "payments.opened_on", TableKind::Date),
    ];
    let rows = rows.iter().map(|row| {
        vec![
            TableCell::same(row.month.to_string()).to(address(row.cycle)),
            TableCell::text(words::cycle_state(row.state)),
            TableCell::integer(row.orders.into()),
            TableCell::money(Some(row.total.0)),
            TableCell::integer(row.unanswered.into()),
            TableCell::date(app::beijing_date(row.opened_at)),
        ]
    });
    Ok(TableView::new("cycles", Text::message("payments.cycles"), &columns, rows))
}

async fn page(call: &Call, form: crate::forms::Form) -> Result<views::Page, Problem> {
    let waiting = call.app.payments_waiting(&call.visit.viewer).await?;
    let rows = [
        ("payments.ready", waiting.ready.to_string()),
        ("payments.without_account", waiting.without_account.to_string()),
        ("payments.awaiting_amount", waiting.awaiting_amount.to_string()),
        ("payments.sent_back_now", waiting.sent_back.to_string()),
    ];
    let mut rows: Vec<Row> =
        rows.into_iter().map(|(key, n)| Row::new(Text::message(key), Text::new(n.clone(), n))).collect();
    rows.insert(1, Row::new(Text::message("payments.ready_total"), words::yuan(waiting.total)));
    let act = |href: &str, key: &str| Act { href: href.to_owned(), words: Text::message(key) };
    let view = PaymentsView {
        waiting: rows,
        has_payer: call.app.payer_shown(&call.visit.viewer).await?.is_some(),
        cycles: cycles(call).await?,
        form,
        acts: vec![
            act("/officer/payments/answers", "payments.answers_title"),
            act("/officer/payments/book", "payments.book_title"),
            act("/officer/payments/differences", "payments.differences"),
            act("/officer/payments/budgets", "payments.budgets"),
            act("/officer/payments/payer", "payments.payer"),
        ],
    };
    Ok(views::payments(&call.ui, &view))
}

async fn open(call: Call, raw: RawForm) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let mut form = cycle_form();
    let Some(month) = form.read(&raw).and_then(|values| values.text("month")?.parse().ok()) else {
        return Ok(page(&call, form).await?.into_response());
    };
    let cycle = call.app.cycle_open(&call.visit.viewer, month).await?;
    Ok(Redirect::to(&call.ui.url(address(cycle))).into_response())
}

fn payer_page(call: &Call, form: crate::forms::Form) -> Response {
    let view = FormView {
        title: Text::message("payments.payer"),
        lead: Some(Text::message("payments.payer_lead")),
        notes: Vec::new(),
        right_office: None,
        action: "/officer/payments/payer".to_owned(),
        back: "/officer/payments".to_owned(),
        form,
        submit: Text::message("payments.payer_submit"),
    };
    views::form(&call.ui, &view, "/officer/payments").into_response()
}

async fn payer(call: Call) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let mut form = payer_form();
    if let Some(set) = call.app.payer_shown(&call.visit.viewer).await? {
        let all = [set.name, set.account, set.branch, set.sender];
        form.fields.iter_mut().zip(all).for_each(|(field, value)| field.typed = Typed::One(value));
    }
    Ok(payer_page(&call, form))
}

async fn payer_set(call: Call, raw: RawForm) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let mut form = payer_form();
    if !is_paymaster(&call) {
        return Err(Problem::Forbidden);
    }
    let Some(values) = form.read(&raw) else { return Ok(payer_page(&call, form)) };
    let said = |name: &str| values.text(name).unwrap_or_default().to_owned();
    let set = PayerSet {
        name: said("name"),
        account: said("account"),
        branch: said("branch"),
        sender: said("sender"),
    };
    match call.app.payer_set(&call.visit.viewer, &set).await {
        Ok(()) => Ok(Redirect::to(&call.ui.url("/officer/payments")).into_response()),
        Err(PaymentError::File(found)) => {
            // The error names the part; where it names none, it is the name.
            let parts = [("branch", "clearing"), ("account", "account"), ("name", "")];
            let part =
                parts.iter().find(|(_, begins)| found.starts_with(begins)).map_or("name", |(part, _)| part);
            form.refuse(part, Text::message("payments.payer_fault"));
            Ok(payer_page(&call, form))
        }
        Err(error) => Err(error.into()),
    }
}

async fn book(call: Call, Asked(query): Asked) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let (accounts, sum) = call.app.book_shown(&call.visit.viewer).await?;
    let columns = [
        ("code", "payments.account_code", TableKind::Text),
        ("name", "payments.account_name", TableKind::Text),
        ("debit", "payments.debit", TableKind::Money),
        ("credit", "payments.credit", TableKind::Money),
    ];
    let rows = accounts.iter().map(|account| {
        vec![
            TableCell::same(account.code.as_str()),
            TableCell::text((&account.name).into()),
            TableCell::money(Some(account.debit.0)),
            TableCell::money(Some(account.credit.0)),
        ]
    });
    let accounts = TableView::new("book", Text::message("payments.book_title"), &columns, rows);
    if let Some(format) = Format::read(query.text("format"))? {
        let day = call.app.today().to_string();
        return download::download(&accounts, &day, call.ui.lang(), format, call.app.moment());
    }
    let view = BookView { sum: sum.0, accounts, files: files("/officer/payments/book") };
    Ok(views::book(&call.ui, &view).into_response())
}
