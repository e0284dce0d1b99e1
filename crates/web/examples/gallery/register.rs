//! The registration, page by page, and the certificate.

use std::collections::HashMap;

use app::documents::Qr;
use axum::Router;
use axum::extract::Query;
use axum::response::Redirect;
use axum::routing::get;
use jiff::civil::date;
use web::Ui;
use web::forms::{Form, RawForm, commitment_form, place_form, who_form, work_form};
use web::i18n::Text;
use web::views::{
    self, CertificateView, Commitment, DoneView, FromId, Page, ReviewView, Row, Section, StepView, Svg,
    VerifyState,
};

use crate::TODAY;
use crate::samples::{SAMPLES, t};

const STEPS: usize = 4;

pub(crate) fn routes() -> Router {
    Router::new()
        .route("/register", get(who).post(who_send))
        .route("/register/work", get(work).post(work_send))
        .route("/register/place", get(place).post(place_send))
        .route("/register/review", get(review).post(review_send))
        .route("/register/done", get(done))
        .route("/certificate", get(certificate))
}

type Flags = Query<HashMap<String, String>>;

/// The form as it is first seen, or as it is when it was sent empty.
fn shown(mut form: Form, flags: &Flags) -> Form {
    if flags.contains_key("faults") {
        form.read(&RawForm::from([
            ("id_number", "11010519491231"),
            ("phone", "1380013800"),
            ("name", "王磊"),
        ]));
    }
    form
}

async fn who(ui: Ui, flags: Flags) -> Page {
    views::step(&ui, &who_view(shown(who_form(), &flags)))
}

async fn who_send(ui: Ui, raw: RawForm) -> Result<Redirect, Page> {
    let mut form = who_form();
    match form.read(&raw) {
        Some(_) => Ok(Redirect::to(&ui.url("/register/work"))),
        None => Err(views::step(&ui, &who_view(form))),
    }
}

fn who_view(form: Form) -> StepView {
    StepView {
        step: 1,
        steps: STEPS,
        title: t("您是谁", "Who you are"),
        lead: None,
        from_id: None,
        action: "/register".into(),
        back: "/".into(),
        form,
    }
}

fn sample_work_form() -> Form {
    work_form(SAMPLES.kinds(), SAMPLES.occupations.clone(), SAMPLES.districts())
}

async fn work(ui: Ui, flags: Flags) -> Page {
    views::step(&ui, &work_view(shown(sample_work_form(), &flags)))
}

async fn work_send(ui: Ui, raw: RawForm) -> Result<Redirect, Page> {
    let mut form = sample_work_form();
    match form.read(&raw) {
        Some(_) => Ok(Redirect::to(&ui.url("/register/place"))),
        None => Err(views::step(&ui, &work_view(form))),
    }
}

fn work_view(form: Form) -> StepView {
    StepView {
        step: 2,
        title: t("您的工作", "Your work"),
        from_id: Some(FromId {
            birth_date: date(1994, 3, 2),
            is_female: false,
            region: t("河北省保定市", "Baoding, Hebei"),
            change_href: "/register".into(),
        }),
        action: "/register/work".into(),
        back: "/register".into(),
        ..who_view(form)
    }
}

fn sample_place_form() -> Form {
    place_form(Some(SAMPLES.platforms.clone()), SAMPLES.streets(), TODAY)
}

async fn place(ui: Ui, flags: Flags) -> Page {
    views::step(&ui, &place_view(shown(sample_place_form(), &flags)))
}

async fn place_send(ui: Ui, raw: RawForm) -> Result<Redirect, Page> {
    let mut form = sample_place_form();
    match form.read(&raw) {
        Some(_) => Ok(Redirect::to(&ui.url("/register/review"))),
        None => Err(views::step(&ui, &place_view(form))),
    }
}

fn place_view(form: Form) -> StepView {
    StepView {
        step: 3,
        title: t("怎么做、在哪里、从哪天起", "How, where and since when"),
        action: "/register/place".into(),
        back: "/register/work".into(),
        ..who_view(form)
    }
}

fn promise() -> Text {
    t("我已阅读并作出上述承诺", "I have read this commitment and make it")
}

async fn review(ui: Ui, flags: Flags) -> Page {
    views::review(&ui, &review_view(shown(commitment_form(promise()), &flags)))
}

async fn review_send(ui: Ui, raw: RawForm) -> Result<Redirect, Page> {
    let mut form = commitment_form(promise());
    match form.read(&raw) {
        Some(_) => Ok(Redirect::to(&ui.url("/register/done"))),
        None => Err(views::review(&ui, &review_view(form))),
    }
}

fn review_view(form: Form) -> ReviewView {
    let who = vec![
        Row::new(t("姓名", "Name"), Text::zh("王磊")),
        Row::new(t("身份证号", "Identity number"), t("130602199403020017", "130602199403020017")),
        Row::new(t("手机号", "Mobile number"), t("13800138000", "13800138000")),
        Row::new(t("出生日期", "Date of birth"), t("1994年3月2日", "2 March 1994")),
    ];
    ReviewView {
        step: 4,
        steps: STEPS,
        sections: vec![
            Section {
                title: t("您是谁", "Who you are"), rows: who, change_href: Some("/register".into())
            },
            Section {
                title: t("您的工作", "Your work"),
                rows: work_rows(),
                change_href: Some("/register/work".into()),
            },
        ],
        office: SAMPLES.office(),
        commitment: Commitment { words: SAMPLES.commitment.clone(), version: "truth-v1".into() },
        action: "/register/review".into(),
        back: "/register/place".into(),
        form,
    }
}

/// What is registered in the samples.
pub(crate) fn work_rows() -> Vec<Row> {
    vec![
        Row::new(t("就业类型", "Kind of work"), t("新就业形态（通过平台接单）", "New form (platform work)")),
        Row::new(t("劳动关系", "Labour relation"), t("没有", "none")),
        Row::new(t("职业", "Occupation"), t("网约配送员", "Food courier")),
        Row::new(t("就业地", "Place of work"), t("朝阳区 望京街道", "Wangjing, Chaoyang")),
        Row::new(t("开始日期", "Started"), t("2020年9月1日", "1 September 2020")),
    ]
}

async fn done(ui: Ui) -> Page {
    let view = DoneView {
        number: "1101052020000017".into(),
        access_code: Some("7KQ2-M9XW-4PTR".into()),
        is_window: false,
        office: SAMPLES.office(),
        next: vec![
            t("登记今天已经生效", "The registration is in force from today"),
            t("结果已发送到您的手机", "The result was sent to your phone"),
            t(
                "换工作、换区或者不做了，请及时来这里修改",
                "Tell us here in time when you change job or district, or stop",
            ),
        ],
        certificate_href: "/certificate".into(),
        certificate_pdf_href: "/certificate.pdf".into(),
        commitment_href: "/commitments/1/1".into(),
        effects_href: Some("/inbox/1/effects".into()),
    };
    views::done(&ui, &view)
}

async fn certificate(ui: Ui) -> Page {
    let code = "LH7K2M9QX4PT8R3W";
    let qr = Qr::of(&format!("https://linghuo.example/verify/{code}"))
        .ok()
        .and_then(|qr| Svg::new(&qr.to_svg()))
        .expect("a short address fits a QR code");
    let view = CertificateView {
        title: t("就业失业登记证", "Employment and Unemployment Registration Certificate"),
        number: "1101052020000017".into(),
        rows: crate::open::printed_rows(),
        issuer: t(
            "北京市朝阳区公共就业服务中心（演示）",
            "Chaoyang Public Employment Service, Beijing (demonstration)",
        ),
        issued_on: TODAY,
        verify_href: format!("/verify/{code}"),
        qr,
        state: VerifyState::Valid,
        pdf_href: "/certificate.pdf".into(),
        basis: vec![SAMPLES.provision("a11_1")],
    };
    views::certificate(&ui, &view)
}
