//! A person's own money: the months of each insurance as a drawing and line by line, what counts towards the years, the
//! base and whether it was overtaken, the subsidies with their counter.

use app::registry::money::Fen;
use app::registry::money::base::Side;
use app::registry::money::ledger::{ContributionState, SubsidyState};
use app::{InsuranceShown, MonthShown, RestsOn, StatementError, SubsidyShown};
use axum::Router;
use axum::extract::Path;
use axum::response::IntoResponse as _;
use axum::routing::get;

use super::payments::words;
use super::{Answer, Asked, Call, cases, mine, shown};
use crate::desk::Desk;
use crate::download::{self, Format};
use crate::i18n::Text;
use crate::views::{
    self, InsuranceView, MoneyView, MonthMark, Problem, Row, SubsidyView, TableCell, TableKind, TableView,
};

pub(crate) fn routes() -> Router<Desk> {
    Router::new().route("/me/money", get(show)).route("/me/money/{insurance}", get(file))
}

impl From<StatementError> for Problem {
    fn from(error: StatementError) -> Self {
        match error {
            StatementError::Denied => Self::Forbidden,
            StatementError::Fault(fault) => fault.into(),
        }
    }
}

async fn show(call: Call) -> Answer {
    if let Some(elsewhere) = mine::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let found = call.app.my_money(&call.visit.viewer).await?;
    let view = MoneyView {
        insurances: found.insurances.iter().map(insurance).collect(),
        subsidies: found.subsidies.iter().map(subsidy).collect(),
    };
    Ok(views::money(&call.ui, &view).into_response())
}

/// One insurance's statement as a file.
async fn file(call: Call, Path(insurance): Path<String>, Asked(query): Asked) -> Answer {
    if let Some(elsewhere) = mine::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let format = Format::read(query.text("format"))?.unwrap_or(Format::Csv);
    let found = call.app.my_money(&call.visit.viewer).await?;
    let one = found.insurances.iter().find(|one| one.insurance.as_str() == insurance);
    let one = one.ok_or(Problem::NotFound)?;
    download::download(&lines(one), &call.app.today().to_string(), call.ui.lang(), format, call.app.moment())
}

fn number(n: impl std::fmt::Display) -> Text {
    Text::new(n.to_string(), n.to_string())
}

fn insurance(found: &InsuranceShown) -> InsuranceView {
    let (years, months) = found.years_and_months;
    let counted = Text::message("money.years").with("years", years).with("months", months);
    let mut rows = vec![Row::new(Text::message("money.counted"), counted)];
    for (year, months) in &found.by_year {
        let label = Text::message("money.in_year").with("year", year);
        rows.push(Row::new(label, Text::message("money.months").with("n", months)));
    }
    if let Some(base) = &found.base {
        rows.push(Row::new(Text::message("money.base"), words::yuan(base.base)));
        rows.push(Row::new(Text::message("money.base_from"), number(base.from)));
    }
    rows.extend(found.resumed_from.map(|from| Row::new(Text::message("money.resumed_from"), number(from))));
    let code = found.insurance.as_str();
    InsuranceView {
        id: code.to_owned(),
        title: words::insurance(found.insurance),
        overtaken: found.base.as_ref().and_then(|base| base.overtaken).map(|(side, bound)| {
            let key = match side {
                Side::Below => "money.overtaken_below",
                Side::Above => "money.overtaken_above",
            };
            Text::message(key).with_text("bound", &words::yuan(bound))
        }),
        rows,
        marks: found.months.iter().map(mark).collect(),
        lines: lines(found),
        basis: found.articles.iter().map(shown::provision).collect(),
        files: ["xlsx", "csv"]
            .map(|format| views::Act {
                href: format!("/me/money/{code}?format={format}"),
                words: Text::message(if format == "csv" { "payments.csv" } else { "payments.xlsx" }),
            })
            .into(),
    }
}

/// One month of the drawing.
fn mark(month: &MonthShown) -> MonthMark {
    MonthMark {
        year: month.month.year(),
        month: month.month.month(),
        kind: match month.contribution {
            ContributionState::Paid | ContributionState::Credited => 0,
            ContributionState::Due => 1,
            ContributionState::Deferred => 2,
            ContributionState::Open => 3,
        },
        is_subsidised: month.subsidy == SubsidyState::Subsidised,
    }
}

fn contribution(state: ContributionState) -> Text {
    Text::message(match state {
        ContributionState::Open => "money.open",
        ContributionState::Due => "money.due",
        ContributionState::Deferred => "money.deferred",
        ContributionState::Paid => "money.paid",
        ContributionState::Credited => "money.credited",
    })
}

fn subsidy_state(month: &MonthShown) -> Text {
    if let Some(payment) = month.payment {
        return words::order_state(payment);
    }
    match month.subsidy {
        SubsidyState::None => Text::default(),
        SubsidyState::Subsidised => Text::message("money.subsidised"),
        SubsidyState::Suspended => Text::message("money.suspended"),
        SubsidyState::Recovered => Text::message("money.recovered"),
    }
}

fn rests_on(month: &MonthShown) -> TableCell {
    match &month.rests_on {
        Some(RestsOn::Case(number)) => TableCell::same(number.as_str()).to(cases::address(number)),
        Some(RestsOn::Receipt(receipt)) => {
            TableCell::text(Text::message("money.receipt").with("number", receipt))
        }
        Some(RestsOn::Document(document)) => TableCell::same(document.as_str()),
        Some(RestsOn::House) => TableCell::text(Text::message("money.house")),
        None => TableCell::empty(),
    }
}

/// The statement, line by line.
fn lines(found: &InsuranceShown) -> TableView {
    let columns = [
        ("month", "payments.month", TableKind::Text),
        ("state", "money.contribution", TableKind::Text),
        ("base", "money.base_of_month", TableKind::Money),
        ("amount", "money.amount", TableKind::Money),
        ("subsidy", "money.subsidy", TableKind::Money),
        ("payment", "money.subsidy_state", TableKind::Text),
        ("unsettled", "money.unsettled", TableKind::Money),
        ("since", "money.since", TableKind::Date),
        ("article", "money.article", TableKind::Text),
        ("rests_on", "money.rests_on", TableKind::Text),
    ];
    let amount = |fen: Option<Fen>| TableCell::money(fen.map(|fen| fen.0));
    let rows = found.months.iter().map(|month| {
        let article = month.article.as_ref().map(shown::provision);
        vec![
            TableCell::same(month.month.to_string()),
            TableCell::text(contribution(month.contribution)),
            amount(month.base),
            amount(month.amount),
            amount(month.subsidy_amount),
            TableCell::text(subsidy_state(month)),
            amount(Some(month.unsettled).filter(|fen| *fen != Fen::ZERO)),
            month.since.map_or_else(TableCell::empty, TableCell::date),
            article.map_or_else(TableCell::empty, |found| TableCell::text(found.label).to(found.href)),
            rests_on(month),
        ]
    });
    let caption = Text::message("money.statement").with_text("insurance", &words::insurance(found.insurance));
    TableView::new(format!("statement-{}", found.insurance), caption, &columns, rows)
}

fn subsidy(found: &SubsidyShown) -> SubsidyView {
    let mut rows = vec![
        Row::new(Text::message("money.granted"), Text::message("money.months").with("n", found.granted)),
        Row::new(Text::message("money.left"), Text::message("money.months").with("n", found.left)),
    ];
    rows.extend(found.last_day.map(|day| Row::new(Text::message("money.last_day"), shown::date(day))));
    SubsidyView {
        title: (&found.title).into(),
        granted: found.granted,
        left: found.left,
        rows,
        basis: found.article.iter().map(shown::provision).collect(),
    }
}
