//! The districts' budgets: what holds, what is spent of it, what waits for a second officer; one is proposed, and another
//! officer confirms it.

use app::registry::money::budget::OverCap;
use app::registry::money::budget_plan::BudgetTerms;
use app::registry::money::{Fen, MonthRange};
use app::{BudgetShown, BudgetWord, PaymentError};
use axum::response::{IntoResponse as _, Redirect, Response};

use super::super::{Answer, Asked, Call, officer};
use super::{files, is_paymaster, words};
use crate::download::{self, Format};
use crate::forms::{Choice, Form, RawForm, Value, budget_form};
use crate::i18n::Text;
use crate::views::{self, BudgetWaiting, BudgetsView, Problem, Row, TableCell, TableKind, TableView};

const PATH: &str = "/officer/payments/budgets";

fn form(call: &Call) -> Form {
    let districts = call.app.library().regions.districts.iter();
    let districts =
        districts.map(|district| Choice::new(&district.code, Text::new(&district.zh, &district.en)));
    let programmes = call.app.budget_programmes().into_iter();
    let programmes = programmes.map(|(programme, name)| Choice::new(programme.as_str(), name.into()));
    budget_form(districts.collect(), programmes.collect())
}

pub(super) async fn show(call: Call, Asked(query): Asked) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    if let Some(format) = Format::read(query.text("format"))? {
        let found = call.app.budgets_shown(&call.visit.viewer).await?;
        let day = call.app.today().to_string();
        return download::download(&table(&found), &day, call.ui.lang(), format, call.app.moment());
    }
    page(&call, form(&call), None).await
}

async fn page(call: &Call, form: Form, fault: Option<Text>) -> Answer {
    let found = call.app.budgets_shown(&call.visit.viewer).await?;
    let waiting = found.iter().filter_map(|budget| {
        let terms = budget.proposed.as_ref()?;
        let mut rows = vec![
            Row::new(Text::message("payments.district"), (&budget.district).into()),
            Row::new(Text::message("payments.programme"), (&budget.programme).into()),
        ];
        rows.extend(of_terms(terms));
        Some(BudgetWaiting { key: budget.key.clone(), rows, may_confirm: budget.may_confirm })
    });
    let view =
        BudgetsView { waiting: waiting.collect(), budgets: table(&found), files: files(PATH), form, fault };
    Ok(views::budgets(&call.ui, &view).into_response())
}

fn over_cap(over_cap: OverCap) -> Text {
    Text::message(match over_cap {
        OverCap::HoldOne => "payments.hold_one",
        OverCap::HoldRest => "payments.hold_rest",
    })
}

fn of_terms(terms: &BudgetTerms) -> Vec<Row> {
    let same = |text: String| Text::new(text.clone(), text);
    let mut rows = vec![
        Row::new(Text::message("payments.budget_months"), same(months(terms))),
        Row::new(Text::message("payments.cap"), words::yuan(terms.cap)),
        Row::new(Text::message("payments.over_cap"), over_cap(terms.over_cap)),
    ];
    rows.extend(
        terms
            .stopped_from
            .map(|from| Row::new(Text::message("payments.stopped_from"), same(from.to_string()))),
    );
    rows.push(Row::new(Text::message("payments.document"), same(terms.document.to_string())));
    rows
}

fn months(terms: &BudgetTerms) -> String {
    format!("{} – {}", terms.months.first(), terms.months.last())
}

fn table(found: &[BudgetShown]) -> TableView {
    let columns = [
        ("district", "payments.district", TableKind::Text),
        ("programme", "payments.programme", TableKind::Text),
        ("months", "payments.budget_months", TableKind::Text),
        ("cap", "payments.cap", TableKind::Money),
        ("committed", "payments.committed", TableKind::Money),
        ("over_cap", "payments.over_cap", TableKind::Text),
        ("stopped_from", "payments.stopped_from", TableKind::Text),
        ("document", "payments.document", TableKind::Text),
    ];
    let rows = found.iter().filter_map(|budget| {
        let terms = budget.in_force.as_ref()?;
        let stopped = terms.stopped_from.map(|from| TableCell::same(from.to_string()));
        Some(vec![
            TableCell::text((&budget.district).into()),
            TableCell::text((&budget.programme).into()),
            TableCell::same(months(terms)),
            TableCell::money(Some(terms.cap.0)),
            TableCell::money(Some(budget.committed.0)),
            TableCell::text(over_cap(terms.over_cap)),
            stopped.unwrap_or_else(TableCell::empty),
            TableCell::same(terms.document.to_string()),
        ])
    });
    TableView::new("budgets", Text::message("payments.budgets"), &columns, rows)
}

pub(super) async fn propose(call: Call, raw: RawForm) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    if !is_paymaster(&call) {
        return Err(Problem::Forbidden);
    }
    let mut form = form(&call);
    let Some(values) = form.read(&raw) else { return page(&call, form, None).await };
    let text = |name: &str| values.text(name).unwrap_or_default();
    let month = |name: &str| text(name).parse().ok();
    let Some((first, last)) = month("first").zip(month("last")) else {
        return page(&call, form, None).await;
    };
    let Ok(months) = MonthRange::new(first, last) else {
        form.refuse("last", Text::message("payments.fault_months"));
        return page(&call, form, None).await;
    };
    let cap = match values.get("cap") {
        Some(Value::Fen(fen)) => Fen(*fen),
        _ => Fen::ZERO,
    };
    let (Ok(district), Ok(programme), Ok(document)) =
        (text("district").parse(), text("programme").parse(), text("document").parse())
    else {
        return page(&call, form, None).await;
    };
    let over_cap = if text("over_cap") == "hold_one" { OverCap::HoldOne } else { OverCap::HoldRest };
    let terms = BudgetTerms { months, cap, over_cap, stopped_from: month("stopped_from"), document };
    match call.app.budget_propose(&call.visit.viewer, district, programme, terms).await {
        Ok(()) => Ok(back(&call)),
        Err(PaymentError::Budget(_)) => {
            form.refuse("stopped_from", Text::message("payments.fault_stop"));
            page(&call, form, None).await
        }
        Err(error) => Err(error.into()),
    }
}

fn back(call: &Call) -> Response {
    Redirect::to(&call.ui.url(PATH)).into_response()
}

/// The second officer's word.
pub(super) async fn word(call: Call, raw: RawForm) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let word = if raw.text("word") == "confirm" { BudgetWord::Confirm } else { BudgetWord::Reject };
    match call.app.budget_word(&call.visit.viewer, raw.text("budget"), word).await {
        Ok(()) => Ok(back(&call)),
        Err(PaymentError::Budget(_)) => {
            page(&call, form(&call), Some(Text::message("payments.fault_budget_second"))).await
        }
        Err(error) => Err(error.into()),
    }
}
