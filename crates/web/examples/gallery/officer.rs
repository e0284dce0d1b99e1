//! A clerk's pages.

use std::collections::HashMap;

use axum::Router;
use axum::extract::Query;
use axum::response::Redirect;
use axum::routing::get;
use jiff::civil::date;
use web::Ui;
use web::forms::{Choice, Form, RawForm, WindowChoices, filter_form, sign_in_form, window_form};
use web::i18n::Text;
use web::views::{
    self, CaseView, FormView, JournalEntry, ListRow, ListView, Page, RegistrationState, WindowView,
};

use crate::TODAY;
use crate::samples::{SAMPLES, t};

pub(crate) fn routes() -> Router {
    Router::new()
        .route("/officer/sign-in", get(sign_in).post(sign_in_send))
        .route("/officer", get(list))
        .route("/officer/registrations/1", get(case))
        .route("/officer/window", get(window).post(window_send))
}

fn sign_in_view(form: Form) -> FormView {
    FormView {
        title: t("工作人员登录", "Sign in for staff"),
        lead: None,
        notes: Vec::new(),
        right_office: None,
        action: "/officer/sign-in".into(),
        back: "/".into(),
        form,
        submit: t("登录", "Sign in"),
    }
}

async fn sign_in(ui: Ui, Query(query): Query<HashMap<String, String>>) -> Page {
    let mut form = sign_in_form();
    if query.contains_key("faults") {
        form.read(&RawForm::from([("account", "K105")]));
    }
    views::form(&ui, &sign_in_view(form), "")
}

async fn sign_in_send(ui: Ui, raw: RawForm) -> Result<Redirect, Page> {
    let mut form = sign_in_form();
    match form.read(&raw) {
        Some(_) => Ok(Redirect::to(&ui.url("/officer"))),
        None => Err(views::form(&ui, &sign_in_view(form), "")),
    }
}

async fn list(ui: Ui, raw: RawForm) -> Page {
    let states = vec![
        Choice::new("in_force", Text::message("mine.in_force")),
        Choice::new("ended", Text::message("mine.ended")),
    ];
    let mut filter = filter_form(states, SAMPLES.kinds());
    filter.read(&raw);
    let names = ["王磊", "孙梅", "刘洋", "古丽米热·阿卜杜热合曼", "何军", "马芳", "周航", "赵国强"];
    let channels = [t("网站", "website"), t("微信", "WeChat"), t("窗口", "window"), t("APP", "app")];
    let rows = names.iter().zip(1..).map(|(name, n): (_, i8)| ListRow {
        number: format!("11010520200000{n:02}"),
        href: "/officer/registrations/1".into(),
        name: (*name).to_owned(),
        kind: SAMPLES.kinds()[usize::from(n.unsigned_abs()) % 4].label.clone(),
        place: SAMPLES.streets()[usize::from(n.unsigned_abs()) % 4].label.clone(),
        channel: channels[usize::from(n.unsigned_abs()) % 4].clone(),
        registered_on: date(2020, 11, 15 - n),
        state: match n {
            3 => RegistrationState::Ended,
            7 => RegistrationState::Revoked,
            _ => RegistrationState::InForce,
        },
    });
    let view = ListView {
        office: SAMPLES.office().name,
        counts_href: Some("/officer/counts".into()),
        payments_href: Some("/officer/payments".into()),
        filter,
        rows: rows.collect(),
        total: Some(1284),
        previous_href: None,
        next_href: Some("/officer?after=1101052020000008".into()),
    };
    views::list(&ui, &view)
}

async fn case(ui: Ui) -> Page {
    let entry = |sequence, at: &str, who: Text, what: Text, hash: &str| JournalEntry {
        sequence,
        at: at.to_owned(),
        who,
        what,
        hash: hash.to_owned(),
    };
    let view = CaseView {
        number: "1101052020000017".into(),
        state: RegistrationState::InForce,
        acts: crate::acts::all(),
        facts: crate::register::work_rows(),
        conclusions: crate::results::conclusions().into_iter().take(2).collect(),
        policy: Text::zh(SAMPLES.version.clone()),
        journal: vec![
            entry(
                1,
                "2020-10-09 10:12",
                t("本人，网站", "the person, website"),
                t("提交登记", "Registration filed"),
                "9f3c51…",
            ),
            entry(
                2,
                "2020-10-09 10:12",
                t("系统", "the system"),
                t("认定：是灵活就业人员，登记生效", "Decided: flexible worker; in force"),
                "04be77…",
            ),
            entry(
                3,
                "2020-10-09 10:12",
                t("系统", "the system"),
                t("发给证书", "Certificate issued"),
                "c1a8e2…",
            ),
            entry(
                4,
                "2020-11-10 08:40",
                t("本人，微信", "the person, WeChat"),
                t("变更街道", "Street changed"),
                "77d09b…",
            ),
        ],
        history: vec![views::Event {
            on: date(2020, 10, 9),
            title: t("办理登记", "Registered"),
            detail: None,
            by: t("本人，网站", "the person, website"),
            commitment_href: Some("/commitments/1/1".into()),
        }],
        certificates: vec![views::CaseCertificate {
            href: "/certificate".into(),
            number: "1101052020000017".into(),
            state: views::VerifyState::Valid,
            issued_at: "2020-10-09".into(),
            revoke: Some("/officer/registrations/1/revoke".into()),
            reasons: vec![Choice::new("false_statement", t("填报不实", "What was stated is not true"))],
        }],
    };
    views::case(&ui, &view)
}

fn sample_window_form() -> Form {
    let choices = WindowChoices {
        other_kinds: Vec::new(),
        kinds: SAMPLES.kinds(),
        occupations: SAMPLES.occupations.clone(),
        districts: SAMPLES.districts(),
        streets: SAMPLES.streets(),
        platforms: SAMPLES.platforms.clone(),
        commitment: t(
            "本人已当面签署承诺书（truth-v1）",
            "The person has signed the commitment here (truth-v1)",
        ),
    };
    window_form(choices, TODAY)
}

async fn window(ui: Ui, Query(query): Query<HashMap<String, String>>) -> Page {
    let mut form = sample_window_form();
    let has_faults = query.contains_key("faults");
    if has_faults {
        form.read(&RawForm::from([("name", "王磊"), ("employment_region", "110112")]));
    }
    views::window(&ui, &window_view(form, has_faults))
}

fn window_view(form: Form, is_elsewhere: bool) -> WindowView {
    WindowView {
        office: SAMPLES.office().name,
        form,
        right_office: is_elsewhere.then(|| SAMPLES.other_office()),
        action: "/officer/window".into(),
    }
}

async fn window_send(ui: Ui, raw: RawForm) -> Result<Redirect, Page> {
    let mut form = sample_window_form();
    match form.read(&raw) {
        Some(_) => Ok(Redirect::to(&ui.url("/officer/registrations/1"))),
        None => Err(views::window(&ui, &window_view(form, false))),
    }
}
