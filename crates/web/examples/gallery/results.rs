//! Sample conclusions: one that holds, one that is open, one with advice, one with a reason alone.

use web::Ui;
use web::i18n::Text;
use web::views::{self, Advice, Conclusion, Missing, Node, Page, ResultsView, Row, Status};

use crate::TODAY;
use crate::samples::{SAMPLES, t};

pub(crate) async fn results(ui: Ui) -> Page {
    let view = ResultsView {
        as_of: TODAY,
        conclusions: conclusions(),
        picture_href: Some("/check/picture.svg".into()),
        register_href: Some("/register".into()),
        policy: Text::zh(SAMPLES.version.clone()),
        answered: crate::check::answered(),
    };
    views::results(&ui, &view)
}

pub(crate) fn conclusions() -> Vec<Conclusion> {
    vec![graduate_subsidy(), registration(), unemployment_contribution(), enrolment(), startup_loan()]
}

fn blank(id: &str, title: Text, status: Status, summary: Text, provision: &str) -> Conclusion {
    Conclusion {
        id: id.to_owned(),
        title,
        status,
        summary,
        provisions: vec![SAMPLES.provision(provision)],
        rows: Vec::new(),
        advice: Vec::new(),
        reasons: Vec::new(),
        missing: Vec::new(),
        offices: Vec::new(),
        streets: Vec::new(),
        because: Vec::new(),
        cautions: Vec::new(),
        todo: None,
        not_promised: None,
    }
}

fn graduate_subsidy() -> Conclusion {
    Conclusion {
        rows: vec![
            Row::new(t("还可享受", "Months left"), t("36 个月", "36")),
            Row::new(t("申请渠道", "Apply by"), t("网站、APP、微信公众号", "website, app or WeChat account")),
        ],
        because: vec![graduate_tree()],
        ..blank(
            "graduate_subsidy",
            t("毕业生灵活就业社会保险补贴", "Insurance subsidy for graduates"),
            Status::Yes,
            t("您可以申请，最长 36 个月。", "You can apply, for up to 36 months."),
            "a4_1",
        )
    }
}

fn graduate_tree() -> Node {
    let leaf = |name: Text, value: Text| Node {
        name,
        value,
        status: Some(Status::Yes),
        provision: None,
        readings: Vec::new(),
        children: Vec::new(),
    };
    let flexible = Node {
        name: t("是灵活就业人员", "Is a flexible worker"),
        value: t("新就业形态", "platform work"),
        status: Some(Status::Yes),
        provision: Some(SAMPLES.provision("a2_3")),
        readings: vec![(
            Text::zh("平台相关企业"),
            "/law/beijing-flexible-employment-2020/2#reading-2".to_owned(),
        )],
        children: vec![
            leaf(t("通过平台就业", "Works on a platform"), t("是", "yes")),
            leaf(
                t("与平台相关企业没有劳动关系", "No labour relation with a company of the platform"),
                t("是", "yes"),
            ),
        ],
    };
    Node {
        name: t("可享受毕业生补贴", "Entitled to the graduate subsidy"),
        value: Text::default(),
        status: Some(Status::Yes),
        provision: Some(SAMPLES.provision("a4_1")),
        readings: Vec::new(),
        children: vec![
            leaf(t("本市户籍", "Household registered in the city"), t("朝阳区", "Chaoyang")),
            leaf(t("2020 年及以后毕业", "Left school in 2020 or later"), t("2020年7月1日", "1 July 2020")),
            leaf(
                t("离校 2 年内初次就业", "First job within two years"),
                t("2020年9月1日", "1 September 2020"),
            ),
            flexible,
        ],
    }
}

fn registration() -> Conclusion {
    Conclusion {
        rows: vec![Row::new(t("费用", "Fee"), t("免费", "none"))],
        offices: vec![SAMPLES.office()],
        ..blank(
            "employment_registration",
            t("办理就业登记", "Registering your employment"),
            Status::Yes,
            t(
                "您可以在线登记，不需要就业证明材料。",
                "You can register online, without any proof of employment.",
            ),
            "a11_1",
        )
    }
}

fn unemployment_contribution() -> Conclusion {
    let question = t(
        "您的档案是不是以个人名义存在存档机构？",
        "Is your personnel file entrusted to an archive in your own name?",
    );
    Conclusion {
        missing: vec![Missing { question, href: Some("/check/archive_entrusted".into()) }],
        cautions: vec![t(
            "2020 年的缴费基数上下限出自二手资料，正式办理时以公布的为准。",
            "The bounds of 2020 come from a second-hand source; the published ones decide.",
        )],
        ..blank(
            "unemployment_contribution",
            t("自己缴纳失业保险", "Paying unemployment insurance yourself"),
            Status::Unknown,
            t("取决于您的档案存在哪里。", "It depends on where your file is kept."),
            "a6_1",
        )
    }
}

fn enrolment() -> Conclusion {
    Conclusion {
        advice: vec![Advice {
            text: t(
                "先办理就业登记，办好后马上重新计算",
                "Register your employment first; the result is then worked out anew",
            ),
            href: Some("/register".into()),
        }],
        ..blank(
            "social_insurance_enrolment",
            t("参加本市社会保险（农业户籍）", "Joining the city’s social insurance (rural hukou)"),
            Status::No,
            t("还没有办理就业登记。", "Your employment is not registered yet."),
            "a3_1",
        )
    }
}

fn startup_loan() -> Conclusion {
    Conclusion {
        reasons: vec![t("您现在做的不是个体经营", "Your present work is not a business of your own")],
        ..blank(
            "startup_loan",
            t("创业担保贷款", "Start-up loan"),
            Status::No,
            t(
                "这项支持只给登记注册的个体经营者。",
                "This is for people with a registered business of their own.",
            ),
            "a9_1",
        )
    }
}
