//! Drafts of papers to test with, one of each page. All people, numbers and amounts are made up.

use std::collections::BTreeMap;

use documents::{
    Bilingual, MaskedId,
    paper::{
        DayUnit, DecisionRef, Entry, Group, Holder, Month, Objection, PaperDraft, Provision, Reason, Rows,
        Scalar,
    },
};

use crate::samples::date;

pub(crate) fn draft(lines: impl IntoIterator<Item = (&'static str, Entry)>) -> PaperDraft {
    PaperDraft {
        number: "LH-110101-2020-000042-1".into(),
        issued_on: date("2020-11-15"),
        office: Bilingual::new("东城区政务服务中心", "Dongcheng District Government Service Centre"),
        holder: Holder {
            name: "刘洋".into(), id_masked: Some(MaskedId::of("11010119900307123X").unwrap())
        },
        lines: lines.into_iter().map(|(id, entry)| (id.to_owned(), entry)).collect::<BTreeMap<_, _>>(),
        reasons: Vec::new(),
        provisions: vec![article_9()],
        decision: Some(DecisionRef {
            id: "018f3c1e-7a2b-7c3d-8e4f-0123456789ab".into(),
            policy_version: "sha256:0f3a9d4e7b1c2a5f".into(),
        }),
        objections: Vec::new(),
    }
}

pub(crate) fn text(value: &str) -> Entry {
    Entry::One(Scalar::Text(value.into()))
}

pub(crate) fn words(zh: &str, en: &str) -> Entry {
    Entry::One(Scalar::words(zh, en))
}

pub(crate) fn day(value: &str) -> Entry {
    Entry::One(Scalar::Date(date(value)))
}

pub(crate) fn article_9() -> Provision {
    Provision {
        instrument: Bilingual::new(
            "《北京市人力资源和社会保障局支持多渠道灵活就业实施办法》",
            "Beijing measures supporting flexible employment through multiple channels",
        ),
        article: Bilingual::new("第九条第一款第二句", "Article 9, para. 1, second sentence"),
        words: "个人借款人可向户籍所在地政务服务中心提交《北京市创业担保贷款个人借款人资格认定申请表》及身份证明材料进行认定。".into(),
    }
}

fn dongcheng() -> Entry {
    Entry::One(Scalar::District {
        code: "110101".into(),
        name: Bilingual::new("东城区", "Dongcheng District"),
    })
}

pub(crate) fn qualification() -> PaperDraft {
    draft([
        ("case_number", text("LH-110101-2020-000042")),
        ("hukou", dongcheng()),
        ("business_number", text("92110101MA01ABCD1X")),
        ("purpose", text("直播设备和样品")),
        ("amount", Entry::One(Scalar::Money(15_000_000))),
        ("valid_until", day("2021-05-17")),
    ])
}

pub(crate) fn refusal() -> PaperDraft {
    let reason = |code: &str, zh: &str, en: &str| Reason {
        code: code.into(),
        text: Bilingual::new(zh, en),
        provisions: vec![Provision {
            article: Bilingual::new("第九条第一款第一句", "Article 9, para. 1, first sentence"),
            words: "对本市户籍从事个体经营并进行登记注册的，按规定给予创业担保贷款支持。".into(),
            ..article_9()
        }],
    };
    let office = Bilingual::new("东城区政务服务中心", "Dongcheng District Government Service Centre");
    PaperDraft {
        reasons: vec![
            reason("no_beijing_hukou", "不是本市户籍", "The hukou is not in Beijing"),
            reason("not_registered", "没有登记注册", "The business is not registered"),
        ],
        provisions: Vec::new(),
        objections: vec![Objection {
            way: Bilingual::new("提出异议", "object"),
            office,
            amount: 60,
            unit: DayUnit::CalendarDay,
            last_day: date("2021-01-14"),
            basis: Bilingual::new(
                "拟议：参照行政复议法规定的六十日；不影响依法申请行政复议或者提起行政诉讼",
                "proposed, after the sixty days of the law on administrative reconsideration, which stays open, as the courts do",
            ),
        }],
        ..draft([
            ("service", words("创业担保贷款", "Start-up loan")),
            ("case_number", text("LH-110101-2020-000042")),
            ("submitted_on", day("2020-11-10")),
        ])
    }
}

pub(crate) fn corrections(items: usize) -> PaperDraft {
    let item = |at: usize| {
        let name = format!("第 {at} 项：统一社会信用代码查不到，请核对");
        Scalar::words(name, format!("Item {at}: the credit code is not found; please check"))
    };
    draft([
        ("service", words("创业担保贷款", "Start-up loan")),
        ("case_number", text("LH-110101-2020-000042")),
        ("wanted", Entry::List((1..=items).map(item).collect())),
        ("respond_by", day("2020-11-25")),
    ])
}

pub(crate) fn receipt() -> PaperDraft {
    PaperDraft {
        provisions: Vec::new(),
        decision: None,
        ..draft([
            ("service", words("灵活就业登记", "Flexible employment registration")),
            ("case_number", text("LH-110105-2020-000007")),
            ("received_on", day("2020-11-15")),
            ("handed_in", Entry::List(vec![Scalar::words("申请表", "Form")])),
            ("promised_on", day("2020-11-16")),
        ])
    }
}

pub(crate) fn application() -> PaperDraft {
    draft([
        ("phone", text("138****0000")),
        ("hukou", dongcheng()),
        ("employment_form", words("个体经营", "Self-employed")),
        ("business_number", text("92110101MA01ABCD1X")),
        ("purpose", text("直播设备和样品")),
        ("amount", Entry::One(Scalar::Money(15_000_000))),
    ])
}

pub(crate) fn unemployment() -> PaperDraft {
    draft([
        ("unemployment_number", text("LH-110105-2021-000003")),
        ("unemployed_since", day("2021-03-01")),
        ("unemployment_registered_on", day("2021-03-08")),
        ("unemployment_district", dongcheng()),
    ])
}

pub(crate) fn recommendation() -> PaperDraft {
    draft([
        ("case_number", text("ZC-2020-000012")),
        ("speciality", words("工程技术（网络与信息安全）", "engineering (network and information security)")),
        ("level", words("中级", "intermediate level")),
        ("published_from", day("2020-11-02")),
        ("published_to", day("2020-11-06")),
        (
            "objections_heard",
            words("收到一件，经核实不成立", "one received, looked into and found without ground"),
        ),
    ])
}

/// A statement of `years` years from 2020 on with two insurances a month.
pub(crate) fn statement(years: i16) -> PaperDraft {
    let fen = |fen| Some(Scalar::Money(fen));
    let year = |year: i16| {
        let row = |month: i8, (zh, en, due): (&str, &str, i64)| {
            let deferred = year == 2020 && month > 9;
            let (paid, put_off) = if deferred { (0, due) } else { (due, 0) };
            let state = if deferred { ("缓缴", "put off") } else { ("已缴", "paid") };
            vec![
                Some(Scalar::Month(Month { year, month })),
                Some(Scalar::words(zh, en)),
                fen(536_000),
                fen(due),
                fen(paid),
                fen(put_off),
                Some(Scalar::words(state.0, state.1)),
            ]
        };
        let of_month = |month| {
            let insurances = [("养老保险", "Pension", 107_200), ("失业保险", "Unemployment", 5_360)];
            insurances.into_iter().map(move |it| row(month, it))
        };
        let rows: Vec<_> = (1..=12).flat_map(of_month).collect();
        Group {
            label: Bilingual::new(format!("{year} 年"), format!("{year}")),
            totals: sums(&rows.iter().collect::<Vec<_>>()),
            rows,
        }
    };
    let groups: Vec<Group> = (2020..2020 + years).map(year).collect();
    let totals = sums(&groups.iter().flat_map(|group| &group.rows).collect::<Vec<_>>());
    PaperDraft {
        provisions: Vec::new(),
        ..draft([
            ("period_from", Entry::One(Scalar::Month(Month { year: 2020, month: 1 }))),
            ("period_to", Entry::One(Scalar::Month(Month { year: 2019 + years, month: 12 }))),
            ("months_counted", Entry::One(Scalar::Number(u64::try_from(years).unwrap() * 12 - 3))),
            ("months", Entry::Table(Rows { groups, totals })),
        ])
    }
}

fn sums(rows: &[&Vec<Option<Scalar>>]) -> Vec<Option<i64>> {
    let money = |cell: &Option<Scalar>| match cell {
        Some(Scalar::Money(fen)) => *fen,
        _ => 0,
    };
    (0..7).map(|at| (3..6).contains(&at).then(|| rows.iter().map(|row| money(&row[at])).sum())).collect()
}
