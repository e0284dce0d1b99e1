//! A person's registration: its page, change, end, and what a change brings.

use std::collections::HashMap;

use axum::Router;
use axum::extract::Query;
use axum::response::Redirect;
use axum::routing::get;
use jiff::civil::date;
use web::Ui;
use web::forms::{ChangeChoices, Form, RawForm, Typed, change_form, end_form};
use web::views::{
    self, ChangedRow, Effect, EffectView, Event, FormView, Page, RegistrationState, RegistrationView, Status,
};

use crate::TODAY;
use crate::samples::{SAMPLES, t};

pub(crate) fn routes() -> Router {
    Router::new()
        .route("/registration", get(show))
        .route("/registration/none", get(async |ui: Ui| views::registration(&ui, None)))
        .route("/registration/change", get(change).post(change_send))
        .route("/registration/end", get(end).post(end_send))
        .route("/inbox", get(inbox))
        .route(
            "/registration/effect",
            get(effect).post(async |ui: Ui| Redirect::to(&ui.url("/registration"))),
        )
}

async fn show(ui: Ui) -> Page {
    let by_person = || t("本人，网站", "yourself, website");
    let view = RegistrationView {
        number: "1101052020000017".into(),
        state: RegistrationState::InForce,
        rows: crate::register::work_rows(),
        office: SAMPLES.office(),
        history: vec![
            Event {
                on: date(2020, 11, 10),
                title: t("变更街道", "Street changed"),
                detail: Some(t("朝外街道 → 望京街道", "Chaowai → Wangjing")),
                by: by_person(),
                commitment_href: Some("/commitments/1/1".into()),
            },
            Event {
                on: date(2020, 10, 9),
                title: t("发给证书", "Certificate issued"),
                detail: None,
                by: t("朝阳区公共就业服务中心", "Chaoyang Public Employment Service"),
                commitment_href: None,
            },
            Event {
                on: date(2020, 10, 9),
                title: t("办理登记", "Registered"),
                detail: Some(t("承诺书版本 truth-v1", "Commitment truth-v1")),
                by: by_person(),
                commitment_href: Some("/commitments/1/1".into()),
            },
        ],
        certificate_href: Some("/certificate".into()),
        change_href: Some("/registration/change".into()),
        end_href: Some("/registration/end".into()),
        effects_href: Some("/inbox/1/effects".into()),
        unread: 1,
        looks: vec![views::Look {
            at: "2020-11-10 09:12".into(),
            who: "K105".into(),
            reason: t("办理业务", "case handling"),
        }],
        commitment: None,
    };
    views::registration(&ui, Some(&view))
}

fn sample_change_form() -> Form {
    let choices = ChangeChoices {
        other_kinds: Vec::new(),
        kinds: SAMPLES.kinds(),
        occupations: SAMPLES.occupations.clone(),
        districts: SAMPLES.districts(),
        streets: SAMPLES.streets(),
        platforms: Some(SAMPLES.platforms.clone()),
    };
    let mut form = change_form(choices, TODAY);
    let present =
        [("employment_form", "platform"), ("occupation", "网约配送员"), ("employment_region", "110105")];
    for field in &mut form.fields {
        if let Some((_, value)) = present.iter().find(|(name, _)| *name == field.name) {
            field.typed = Typed::One((*value).to_owned());
        }
    }
    form
}

fn change_view(form: Form) -> FormView {
    FormView {
        title: t("变更登记信息", "Change my registration"),
        lead: Some(t("改好后先看影响，再确认。", "You will see what changes before you confirm.")),
        notes: Vec::new(),
        right_office: None,
        action: "/registration/change".into(),
        back: "/registration".into(),
        form,
        submit: t("看看有什么影响", "See what changes"),
    }
}

async fn change(ui: Ui, Query(query): Query<HashMap<String, String>>) -> Page {
    let mut form = sample_change_form();
    if query.contains_key("faults") {
        form.read(&RawForm::from([
            ("changed_on_year", "2020"),
            ("changed_on_month", "13"),
            ("changed_on_day", "1"),
        ]));
    }
    views::form(&ui, &change_view(form), "/registration")
}

async fn change_send(ui: Ui, raw: RawForm) -> Result<Redirect, Page> {
    let mut form = sample_change_form();
    match form.read(&raw) {
        Some(_) => Ok(Redirect::to(&ui.url("/registration/effect"))),
        None => Err(views::form(&ui, &change_view(form), "/registration")),
    }
}

fn end_view(form: Form) -> FormView {
    FormView {
        title: t("终止登记", "End my registration"),
        lead: Some(t("先看影响，再确认。", "You will see what changes before you confirm.")),
        notes: Vec::new(),
        right_office: None,
        action: "/registration/end".into(),
        back: "/registration".into(),
        form,
        submit: t("看看有什么影响", "See what changes"),
    }
}

async fn end(ui: Ui) -> Page {
    views::form(&ui, &end_view(end_form(SAMPLES.reasons(), TODAY)), "/registration")
}

async fn end_send(ui: Ui, raw: RawForm) -> Result<Redirect, Page> {
    let mut form = end_form(SAMPLES.reasons(), TODAY);
    match form.read(&raw) {
        Some(_) => Ok(Redirect::to(&ui.url("/registration/effect"))),
        None => Err(views::form(&ui, &end_view(form), "/registration")),
    }
}

async fn inbox(ui: Ui) -> Page {
    let notice = |id: &str, is_read| views::Notice {
        id: id.into(),
        title: t("灵活就业登记已办好", "Your flexible employment is registered"),
        text: t("登记编号 1101052020000017。", "Its number is 1101052020000017."),
        at: "2020-10-09 10:12".into(),
        is_read,
        basis: vec![SAMPLES.provision("a11_1")],
        links: vec![views::NoticeLink {
            href: "/inbox/1/effects".into(),
            words: t("看看前后有什么变化", "See before and after"),
        }],
    };
    views::inbox(&ui, &views::InboxView { notices: vec![notice("2", false), notice("1", true)] })
}

async fn effect(ui: Ui) -> Page {
    let stays = |zh: &str, en: &str, status: Status| Effect {
        title: t(zh, en),
        before: status,
        after: status,
        note: None,
        rows: Vec::new(),
        provision: None,
    };
    let view = EffectView {
        title: t("登记前后有什么变化", "Before and after the change"),
        from: TODAY,
        changed: vec![
            ChangedRow {
                label: t("就业类型", "Kind of work"),
                before: t("新就业形态", "Platform work"),
                after: t("个体经营", "Own business"),
            },
            ChangedRow {
                label: t("就业地", "Place of work"),
                before: t("朝阳区", "Chaoyang"),
                after: t("通州区", "Tongzhou"),
            },
        ],
        gained: vec![Effect {
            title: t("创业担保贷款", "Start-up loan"),
            before: Status::No,
            after: Status::Yes,
            note: Some(t(
                "符合的是申请资格，贷款仍要经认定、担保和银行审核。",
                "You may then apply; the loan itself still needs recognition, a guarantee and the bank.",
            )),
            rows: Vec::new(),
            provision: Some(SAMPLES.provision("a9_1")),
        }],
        lost: Vec::new(),
        unchanged: vec![
            stays("毕业生灵活就业社会保险补贴", "Insurance subsidy for graduates", Status::Yes),
            stays(
                "参加本市社会保险（农业户籍）",
                "Joining the city’s social insurance (rural hukou)",
                Status::No,
            ),
        ],
        unknown: Vec::new(),
        offices: Some((SAMPLES.office(), SAMPLES.other_office())),
        commitment: Some(views::Commitment { words: SAMPLES.commitment.clone(), version: "truth-v1".into() }),
        form: web::forms::commitment_form(t(
            "我已阅读并作出上述承诺",
            "I have read this commitment and make it",
        )),
        action: Some("/registration/effect".into()),
        submit: t("确认变更", "Confirm the change"),
        back: "/registration".into(),
        area: "/registration",
    };
    views::effect(&ui, &view)
}
