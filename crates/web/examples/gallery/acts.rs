//! What a clerk does to one registration, and the numbers of the place.

use std::collections::HashMap;

use axum::Router;
use axum::extract::Query;
use axum::routing::get;
use web::Ui;
use web::forms::{Choice, RawForm, correction_form, erasure_form};
use web::views::{
    self, AccessCodeView, Act, CountRow, CountsView, ErasedView, ErasureView, FormView, Page, Row,
};

use crate::samples::{SAMPLES, t};

const CASE: &str = "/officer/registrations/1";
const NUMBER: &str = "1101052020000017";

pub(crate) fn routes() -> Router {
    Router::new()
        .route("/officer/counts", get(counts))
        .route("/officer/registrations/1/correction", get(correction))
        .route("/officer/registrations/1/access-code", get(access_code))
        .route("/officer/registrations/1/access-code/new", get(new_code))
        .route("/officer/registrations/1/erasure", get(erasure))
        .route("/officer/registrations/1/erased", get(erased))
}

/// Everything that can be done, as the page of a registration offers it.
pub(crate) fn all() -> Vec<Act> {
    let act = |path: &str, zh: &str, en: &str| Act { href: format!("{CASE}/{path}"), words: t(zh, en) };
    vec![
        act("correction", "请本人核对", "Ask the person to check"),
        act("access-code", "换发取回码", "Renew the access code"),
        act("erasure", "依法删除个人信息", "Erase personal data"),
    ]
}

async fn counts(ui: Ui) -> Page {
    let row = |name: web::i18n::Text, kinds: [u64; 4], ended| CountRow {
        name,
        kinds: kinds.to_vec(),
        active: kinds.iter().sum(),
        ended,
    };
    let names = SAMPLES.districts().into_iter().map(|choice| choice.label);
    let rows: Vec<CountRow> =
        names.zip(1..).map(|(name, n)| row(name, [3 * n, 40, 700 / n, n % 3], 2 * n)).collect();
    let kind = |at: usize| rows.iter().map(|row| row.kinds[at]).sum();
    let ended = rows.iter().map(|row| row.ended).sum();
    let all = row(t("合计", "All"), [kind(0), kind(1), kind(2), kind(3)], ended);
    let kinds = SAMPLES.kinds().into_iter().map(|kind| kind.label).collect();
    views::counts(&ui, &CountsView { place: t("北京市", "Beijing"), kinds, rows, all: Some(all) })
}

async fn correction(ui: Ui, Query(query): Query<HashMap<String, String>>) -> Page {
    let reason = |code: &str, zh: &str, en: &str| Choice::new(code, t(zh, en)).hint(t("就业地", "Place"));
    let mut form = correction_form(vec![
        reason("place_unclear", "就业地不清楚，请核对", "The place of work is unclear; please check"),
        reason("form_unclear", "就业类型对不上，请核对", "The kind of work does not agree; please check"),
    ]);
    if query.contains_key("faults") {
        form.read(&RawForm::default());
    }
    let view = FormView {
        title: t("请本人核对", "Ask the person to check"),
        lead: Some(t("选一项，本人会收到通知。", "Choose one item; the person gets a notice.")),
        notes: vec![t("不得要求提交就业证明材料。", "No proof of employment may be asked for.")],
        right_office: None,
        action: format!("{CASE}/correction"),
        back: CASE.into(),
        form,
        submit: t("发出通知", "Send the notice"),
    };
    views::form(&ui, &view, "/officer")
}

fn code_view(code: Option<&str>) -> AccessCodeView {
    AccessCodeView {
        number: NUMBER.into(),
        person: vec![Row::new(t("姓名", "Name"), t("王磊", "王磊"))],
        code: code.map(str::to_owned),
        back: CASE.into(),
        action: format!("{CASE}/access-code"),
    }
}

async fn access_code(ui: Ui) -> Page {
    views::access_code(&ui, &code_view(None))
}

async fn new_code(ui: Ui) -> Page {
    views::access_code(&ui, &code_view(Some("7KQ2-M9XW")))
}

async fn erasure(ui: Ui, Query(query): Query<HashMap<String, String>>) -> Page {
    let reason =
        Choice::new("consent_withdrawn", t("本人撤回同意", "The person has withdrawn their consent"))
            .hint(web::i18n::Text::zh("个人信息保护法第四十七条"));
    let mut form = erasure_form(vec![reason]);
    if query.contains_key("faults") {
        form.read(&RawForm::default());
    }
    let row = |zh: &str, en: &str| Row::new(t(zh, en), t("3 项", "3 in all"));
    let view = ErasureView {
        number: NUMBER.into(),
        is_in_force: query.contains_key("in_force"),
        goes: vec![row("通知", "Notices"), row("证书内容", "Contents of certificates")],
        stays: vec![row("登记的编号和日期", "Number and days of registrations")],
        form,
        back: CASE.into(),
        action: format!("{CASE}/erasure"),
    };
    views::erasure(&ui, &view)
}

async fn erased(ui: Ui) -> Page {
    let decision = ("01900000-0000-7000-8000-000000000001".to_owned(), t("已依法删除", "erased"));
    let view = ErasedView { number: NUMBER.into(), entries: 5, decisions: vec![decision], back: CASE.into() };
    views::erased(&ui, &view)
}
