//! What a person is told afterwards: before and after side by side, the commitment as it was given.

use axum::Router;
use axum::routing::get;
use web::Ui;
use web::views::{self, BeforeAfterView, CommitmentView, Page, Row, Side, Status, Turn};

use crate::TODAY;
use crate::samples::{SAMPLES, t};

pub(crate) fn routes() -> Router {
    Router::new().route("/inbox/1/effects", get(before_after)).route("/commitments/1/1", get(commitment))
}

async fn before_after(ui: Ui) -> Page {
    let side = |status| Side { status, rows: Vec::new() };
    let turn = |zh: &str, en: &str, before, after| Turn {
        title: t(zh, en),
        before: side(before),
        after: side(after),
        note: None,
        provision: SAMPLES.provision("a9_1"),
    };
    let gained = Turn {
        after: Side {
            status: Status::Yes,
            rows: vec![
                Row::new(t("办理机构所在区", "District of the office"), t("朝阳区", "Chaoyang")),
                Row::new(t("险种", "Insurances"), t("养老、医疗、失业", "pension, medical, unemployment")),
            ],
        },
        note: Some(t("符合的是申请资格。", "You may then apply.")),
        ..turn("创业担保贷款", "Start-up loan", Status::No, Status::Yes)
    };
    let view = BeforeAfterView {
        as_of: TODAY,
        policy: SAMPLES.version.clone(),
        gained: vec![gained],
        lost: Vec::new(),
        unknown: vec![turn("职称评审", "Professional titles", Status::No, Status::Unknown)],
        unchanged: vec![turn("灵活就业登记", "Registration", Status::Yes, Status::Yes)],
    };
    views::before_after(&ui, &view)
}

async fn commitment(ui: Ui) -> Page {
    let row = |zh: &str, en: &str, value: &str| Row::new(t(zh, en), t(value, value));
    let view = CommitmentView {
        title: t("书面承诺书", "Written commitment"),
        service: t("灵活就业登记", "Flexible employment registration"),
        words: SAMPLES.commitment.clone(),
        rows: vec![
            row("承诺人", "Given by", "王磊"),
            row("身份证件号码", "Identity number", "110***********0115"),
            row("承诺书版本", "Version of the text", "truth-v1"),
        ],
        pdf_href: "/commitments/1/1/pdf".into(),
        back: "/registration".into(),
        area: "/registration",
    };
    views::commitment(&ui, &view)
}
