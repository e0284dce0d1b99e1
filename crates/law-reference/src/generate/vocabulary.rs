//! The words of generated policies. Some contain others (形式 in 形式类别, 甲类 in 甲类别), since phrases are read by
//! longest match.

use std::fmt::Write as _;

/// A fact that may be declared: name, key, what its type may be, phrases.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// Chinese.
    pub name: &'static str,
    /// Key.
    pub key: &'static str,
    /// Type.
    pub sort: Sort,
    /// The phrase for none, if it may be none.
    pub none: &'static str,
}

/// The type of a fact, with what is fixed about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A day.
    Date,
    /// A place.
    Region,
    /// With its negation.
    Flag(&'static str),
    /// A flag that somebody answers for.
    Judgement,
    /// Of this unit.
    Integer(&'static str),
    /// Fen.
    Money,
    /// Labels; codes are a, b, c.
    Choice(&'static [&'static str]),
}

/// The date from which ages are counted.
pub const BORN: Word = word("出生日期", "born", Sort::Date, "没有出生记录");
/// Two days that comparisons may bind.
pub const BOUND: [Word; 2] = [
    word("毕业日期", "graduated_on", Sort::Date, "未毕业"),
    word("入职日期", "hired_on", Sort::Date, "未入职"),
];
/// All others.
pub const OTHERS: [Word; 20] = [
    word("到期日期", "expired_on", Sort::Date, "没有到期"),
    word("备案日", "filed_on", Sort::Date, "没有备案"),
    word("户籍地", "home", Sort::Region, "没有户籍"),
    word("就业地", "work", Sort::Region, "没有就业地"),
    word("上一次就业地", "last_work", Sort::Region, "以前没有就业"),
    word("已登记", "registered", Sort::Flag("未登记"), "不适用登记"),
    word("参加培训", "trained", Sort::Flag("未参加培训"), "不适用培训"),
    word("属于本地人", "local", Sort::Flag("不属于本地人"), "来历不明"),
    word("自愿参保", "volunteer", Sort::Flag("未自愿参保"), "不适用参保"),
    word("形式", "form", Sort::Choice(&["甲类", "乙类", "丙类"]), "没有形式"),
    word("形式类别", "form_kind", Sort::Choice(&["甲类别", "乙类别"]), "没有形式类别"),
    word("性别", "sex", Sort::Choice(&["男性", "女性"]), "性别不明"),
    word("月数", "months", Sort::Integer("个月"), "没有月数"),
    word("人数", "people", Sort::Integer("个"), "没有人数"),
    word("基数", "base_fen", Sort::Money, "没有基数"),
    word("基数差额", "gap_fen", Sort::Money, "没有差额"),
    word("又一月数", "months_too", Sort::Integer("个月"), "没有又一月数"),
    word("年数", "years", Sort::Integer("年"), "没有年数"),
    word("确有困难", "hardship", Sort::Judgement, "困难不明"),
    word("离职日期", "left_on", Sort::Date, "未离职"),
];
/// Definitions.
pub const DEFINITIONS: [(&str, &str); 3] =
    [("属于甲组", "group_a"), ("属于甲组成员", "group_a_member"), ("具有资格", "qualified")];
/// Conclusions.
pub const CONCLUSIONS: [(&str, &str); 4] =
    [("可以甲", "may_a"), ("可以甲乙", "may_b"), ("应当丙", "must_c"), ("不得丁", "must_not_d")];
/// Fields.
pub const FIELDS: [(&str, &str); 5] = [
    ("结果甲", "first"),
    ("结果乙", "second"),
    ("结果丙", "third"),
    ("有效甲", "valid"),
    ("有效甲乙", "valid_too"),
];
/// Codes that fields give.
pub const CODES: [(&str, &str); 3] = [("网站", "web"), ("窗口", "window"), ("甲办法", "way_a")];
/// The field that is always an amount.
pub const AMOUNT_FIELD: (&str, &str) = ("数额", "sum_fen");
/// Exceptions.
pub const EXCEPTIONS: [(&str, &str); 5] = [
    ("例外甲", "exception_a"),
    ("例外乙", "exception_b"),
    ("例外丙", "exception_c"),
    ("例外丁", "exception_d"),
    ("例外戊", "exception_e"),
];
/// A transition, and one of several.
pub const LAYERS: [(&str, &str); 2] = [("过渡甲", "transition_a"), ("只取一项", "only_one")];
/// Tables: by months an amount, by months a rate, by yuan each part its rate.
pub const TABLES: [(&str, &str); 3] =
    [("补助标准表", "table_amount"), ("比例表", "table_rate"), ("速算表", "table_parts")];
/// A number of months.
pub const MONTHS_MAX: (&str, &str) = ("月数上限", "months_max");
/// Authorised matters beside the districts: choices, a flag, an amount, months.
pub const MATTERS: [(&str, &str); 4] = [
    ("试点形式", "pilot_forms"),
    ("需要备案", "needs_filing"),
    ("补贴标准", "allowance"),
    ("最长月数", "longest"),
];
/// How the flag among them is denied.
pub const NO_FILING: &str = "不需要备案";
/// Amounts.
pub const AMOUNTS: [(&str, &str); 2] = [("下限", "floor"), ("下限附加", "floor_more")];
/// Rates.
pub const RATES: [(&str, &str); 2] = [("费率", "rate"), ("比率", "share")];
/// The authorised matter.
pub const MATTER: (&str, &str) = ("试点区", "pilot_regions");

const fn word(name: &'static str, key: &'static str, sort: Sort, none: &'static str) -> Word {
    Word { name, key, sort, none }
}

/// `phrases.toml`: some English for every phrase there is.
pub fn phrases() -> String {
    let mut all: Vec<&str> = vec!["下面的人", "东区", "西区"];
    for word in OTHERS.iter().chain(&BOUND).chain([&BORN]) {
        all.extend([word.name, word.none]);
        match word.sort {
            Sort::Flag(negation) => all.push(negation),
            Sort::Integer(unit) => all.push(unit),
            Sort::Choice(labels) => all.extend(labels),
            Sort::Date | Sort::Region | Sort::Money | Sort::Judgement => {}
        }
    }
    let pairs = [
        &DEFINITIONS[..],
        &CONCLUSIONS,
        &FIELDS,
        &CODES,
        &AMOUNTS,
        &RATES,
        &EXCEPTIONS,
        &LAYERS,
        &TABLES,
        &MATTERS,
        &[MATTER, AMOUNT_FIELD, MONTHS_MAX, (NO_FILING, "")],
    ]
    .concat();
    all.extend(pairs.iter().map(|(name, _)| *name));
    all.sort_unstable();
    all.dedup();
    let mut text = String::from("[phrases]\n");
    for (at, phrase) in all.iter().enumerate() {
        let _ = writeln!(text, "\"{phrase}\" = \"phrase {at}\"");
    }
    text
}
