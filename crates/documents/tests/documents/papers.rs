//! Letters and a summary to test with.

use documents::{Bilingual, Commitment, Letter, LetterFact, Mark, MaskedId, Summary, SummaryItem};

use crate::samples::date;

pub(crate) fn confirmation() -> Letter {
    let fact =
        |zh: &str, en: &str, value: &str| LetterFact { label: Bilingual::new(zh, en), value: value.into() };
    Letter {
        title: Bilingual::new("灵活就业登记确认书", "Confirmation of registration of flexible employment"),
        sender: Some(Bilingual::new(
            "北京市平谷区公共就业服务中心",
            "Public Employment Service Centre, Pinggu District, Beijing",
        )),
        reference: "LH-110117-2020-000001".into(),
        date: date("2020-11-15"),
        addressee: Some("王小明".into()),
        facts: vec![
            fact("登记编号", "Registration number", "LH-110117-2020-000001"),
            fact("就业类型", "Kind of employment", "新就业形态"),
            fact("职业", "Occupation", "网约配送员"),
            fact("就业地", "District of employment", "平谷区"),
            fact("就业起始日期", "First day of employment", "2020 年 10 月 8 日"),
        ],
        paragraphs: vec![
            Bilingual::new(
                "您提交的灵活就业登记已办理完毕。您可随时在线下载《就业失业登记证》，不收取任何费用。",
                "Your registration of flexible employment is complete. You can download your certificate on line at any time, free of charge.",
            ),
            Bilingual::new(
                "就业信息发生变更的，请及时办理修改手续。",
                "When particulars of your employment change, please have them amended in good time.",
            ),
        ],
        signature: None,
        footer: Some(Bilingual::new(
            "如有疑问，请向发信机构咨询。",
            "Questions? Please ask the office that sent this letter.",
        )),
    }
}

pub(crate) fn summary() -> Summary {
    let item =
        |mark, zh: &str, en: &str, article, amount: Option<&str>, detail: Option<(&str, &str)>| SummaryItem {
            mark,
            name: Bilingual::new(zh, en),
            article,
            amount: amount.map(Into::into),
            detail: detail.map(|(zh, en)| Bilingual::new(zh, en)),
        };
    Summary {
        title: Bilingual::new("您的权益一览", "What you are entitled to"),
        as_of: date("2021-03-01"),
        items: vec![
            item(Mark::Yes, "灵活就业人员", "Flexible worker", 2, Some("新就业形态"), None),
            item(
                Mark::Yes,
                "高校毕业生社会保险补贴",
                "Insurance subsidy for graduates",
                4,
                Some("还可享受 36 个月"),
                Some(("网站、APP、微信公众号均可申请。", "Apply on the website, in the app or on WeChat.")),
            ),
            item(Mark::Yes, "失业保险缴费", "Unemployment insurance", 6, Some("每月 45.00 元"), None),
            item(
                Mark::No,
                "延期缴纳养老保险",
                "Pension deferral",
                7,
                None,
                Some(("2020 年 12 月 31 日止。", "Ended on 31 December 2020.")),
            ),
            item(
                Mark::Unknown,
                "创业担保贷款",
                "Start-up loan",
                9,
                None,
                Some(("还需要知道：是否登记注册。", "Still needed: whether the business is registered.")),
            ),
            item(Mark::Yes, "灵活就业登记", "Registration", 11, Some("免费"), None),
        ],
        note: Bilingual::new(
            "本结果依您填写的内容得出，不是行政决定。",
            "This result rests on what you entered. It is not an official decision.",
        ),
        policy: "beijing-flexible-employment-2020 · sha256:0f3a…".into(),
    }
}

/// A commitment as a person gave it.
pub(crate) fn commitment() -> Commitment {
    Commitment {
        title: Bilingual::new("书面承诺书", "Written commitment"),
        service: Bilingual::new("灵活就业登记", "Flexible employment registration"),
        reference: "LH-110117-2020-000001-1".into(),
        registration_number: "LH-110117-2020-000001".into(),
        text_version: "truth-v1".into(),
        text: Bilingual::new(
            "我书面承诺：\n\n1. 我填报的信息真实。\n2. 情况变了，及时来改。\n\n我知道：\n\n- 不需要提交就业证明材料。",
            "I commit in writing:\n\n1. What I have filled in is true.\n2. I will amend it in time.\n\nI know:\n\n- No proof is asked for.",
        ),
        name: "王小明".into(),
        id_masked: MaskedId::of("11010119900307123X").unwrap(),
        given_at: "2020-11-15T10:00:07".parse().unwrap(),
        way: Bilingual::new("服务窗口，工作人员协助本人", "service window, an officer with the person"),
    }
}
