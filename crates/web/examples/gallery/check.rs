//! The check: a question of each kind, then the results.

use std::collections::HashMap;

use axum::Router;
use axum::extract::{Path, Query};
use axum::response::Redirect;
use axum::routing::get;
use jiff::civil::date;
use web::Ui;
use web::forms::{Answer, Choice, Form, Question, QuestionKind, RawForm};
use web::i18n::Text;
use web::views::{self, Answered, CheckStartView, Page, Problem, QuestionView};

use crate::TODAY;
use crate::samples::{SAMPLES, t};

const ORDER: [&str; 7] = [
    "birth_date",
    "employment_form",
    "hukou_region",
    "archive_entrusted",
    "contribution_base_fen",
    "unpaid_pension_months_2020",
    "insured_region",
];

pub(crate) fn routes() -> Router {
    Router::new()
        .route("/check", get(start))
        .route("/check/results", get(crate::results::results))
        .route("/check/{fact}", get(show).post(send))
}

async fn start(ui: Ui) -> Page {
    views::check_start(
        &ui,
        &CheckStartView {
            first_href: "/check/birth_date".into(),
            resume_href: Some("/check/hukou_region".into()),
        },
    )
}

async fn show(
    ui: Ui,
    Path(fact): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Page, Problem> {
    let question = question(&fact).ok_or(Problem::NotFound)?;
    let form = if query.contains_key("faults") {
        question
            .read(&RawForm::from([("answer", "outside"), ("answer_year", "1994")]))
            .err()
            .unwrap_or_default()
    } else {
        question.form((fact == "employment_form").then(|| Answer::Choice("platform".into())).as_ref())
    };
    Ok(views::question(&ui, &view(question, form)))
}

async fn send(ui: Ui, Path(fact): Path<String>, raw: RawForm) -> Result<Redirect, Result<Page, Problem>> {
    let question = question(&fact).ok_or(Err(Problem::NotFound))?;
    match question.read(&raw) {
        Ok(_) => {
            let next = ORDER.iter().skip_while(|known| **known != fact).nth(1).unwrap_or(&"results");
            Ok(Redirect::to(&ui.url(format!("/check/{next}"))))
        }
        Err(form) => Err(Ok(views::question(&ui, &view(question, form)))),
    }
}

fn view(question: Question, form: Form) -> QuestionView {
    let place = ORDER.iter().position(|known| *known == question.fact).unwrap_or(0);
    QuestionView {
        action: format!("/check/{}", question.fact),
        back: place
            .checked_sub(1)
            .map_or_else(|| "/check".into(), |before| format!("/check/{}", ORDER[before])),
        form,
        remaining: ORDER.len() - place - 1,
        why: vec![SAMPLES.provision("a4_1"), SAMPLES.provision("a3_1")],
        decides: vec![
            t("毕业生灵活就业社会保险补贴", "Insurance subsidy for graduates"),
            t("参加本市社会保险", "Joining the city’s social insurance"),
        ],
        answered: answered().into_iter().take(place).collect(),
        question,
    }
}

/// What was answered in the samples.
pub(crate) fn answered() -> Vec<Answered> {
    let answers = [
        ("birth_date", t("2000年4月12日", "12 April 2000")),
        ("employment_form", t("通过互联网平台接单", "Platform work")),
        ("hukou_region", t("朝阳区", "Chaoyang")),
        ("archive_entrusted", t("不知道", "I don’t know")),
    ];
    answers
        .into_iter()
        .filter_map(|(fact, answer)| {
            Some(Answered { question: question(fact)?.text, answer, change_href: format!("/check/{fact}") })
        })
        .collect()
}

fn question(fact: &str) -> Option<Question> {
    let region = || QuestionKind::Region { districts: SAMPLES.districts(), provinces: SAMPLES.provinces() };
    let ask = |text: Text, hint: Option<Text>, kind: QuestionKind| Question {
        fact: fact.to_owned(),
        text,
        hint,
        kind,
        none: None,
    };
    Some(match fact {
        "birth_date" => ask(
            t("您的出生日期是哪一天？", "When were you born?"),
            Some(t(
                "在身份证正面，例如 1994 年 3 月 2 日",
                "On the front of your identity card, for example 1994 3 2",
            )),
            QuestionKind::Day { earliest: Some(date(1900, 1, 1)), latest: Some(TODAY), is_birthday: true },
        ),
        "employment_form" => {
            let mut kinds = SAMPLES.kinds();
            kinds.push(Choice::new(
                "employee",
                t("签了劳动合同的全日制工作", "Full-time work under a labour contract"),
            ));
            kinds.push(Choice::new("none", t("现在没有工作", "I have no work now")));
            ask(
                t("您现在做的是哪一类工作？", "What kind of work do you do now?"),
                Some(t("有好几份的，选最主要的一份", "If there are several, take the main one")),
                QuestionKind::Choice(kinds),
            )
        }
        "hukou_region" => ask(
            t("您的户口在哪里？", "Where is your household registered?"),
            Some(t(
                "看户口簿首页的住址",
                "See the address on the first page of the household booklet (户口簿)",
            )),
            region(),
        ),
        "archive_entrusted" => ask(
            t(
                "您的档案是不是以个人名义存在存档机构？",
                "Is your personnel file entrusted to an archive in your own name?",
            ),
            Some(t(
                "以个人名义和人才、职介等存档机构签过存档协议，就是",
                "Yes, if you signed a contract yourself with a body that keeps such files",
            )),
            QuestionKind::YesNo,
        ),
        "contribution_base_fen" => Question {
            none: Some(t("还没有选", "Not chosen yet")),
            ..ask(
                t("您打算选多少作为每月的缴费基数？", "Which monthly contribution base do you choose?"),
                Some(t(
                    "在社保缴费通知或个人权益记录里",
                    "On the notice of contributions or the statement of rights",
                )),
                QuestionKind::Money { fen_max: 1_000_000_000_000 },
            )
        },
        "unpaid_pension_months_2020" => ask(
            t("2020 年有几个月没有交养老保险？", "How many months of 2020 are unpaid in your pension?"),
            None,
            QuestionKind::Integer { min: 0, max: 12, unit: t("个月", "months") },
        ),
        "insured_region" => Question {
            none: Some(t("没有参保", "I am not insured")),
            ..ask(t("您的社会保险交在哪里？", "Where do you pay social insurance?"), None, region())
        },
        _ => return None,
    })
}
