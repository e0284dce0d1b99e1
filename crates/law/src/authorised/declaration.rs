//! The declaration of an authorised matter: its type, who may fill it and from
//! when to when, what a filling must state, what holds until one is there.

use crate::date::Date;
use crate::fact::{Fact, FactId, Kind, fen};
use crate::parameter::{Parameter, Setting, SettingKind};
use crate::ratio::Ratio;
use law_syntax::rule::Statement;
use law_syntax::{Diagnostic, Source, Span, Spanned};

/// Who may fill a matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authority {
    /// Each district for itself; the words behind 区 (人民政府 …) are kept.
    District(String),
    /// One named authority, as the declaration writes it.
    Named(String),
}

impl Authority {
    fn of(name: &str) -> Self {
        match name.strip_prefix('区').or_else(|| name.strip_prefix("各区")) {
            Some(rest) => Self::District(rest.to_owned()),
            None => Self::Named(name.to_owned()),
        }
    }

    /// As the declaration writes it.
    pub fn words(&self) -> String {
        match self {
            Self::District(rest) => format!("区{rest}"),
            Self::Named(name) => name.clone(),
        }
    }
}

/// One piece of the dated path of competence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Competence {
    /// First day of the competence; from the start, if `None`.
    pub from: Option<Date>,
    /// Last day; open if `None`.
    pub to: Option<Date>,
    /// Any of these may fill it.
    pub authorities: Vec<Authority>,
    /// Who has to approve.
    pub approval: Option<String>,
    /// The clause as written.
    pub words: String,
}

impl Competence {
    /// Whether it holds on a day.
    pub fn is_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// What a filling must state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Required {
    /// 文件依据
    Basis,
    /// 起止日期
    Dates,
    /// 公布日期
    Publication,
}

impl Required {
    const ALL: [(&'static str, Self); 3] =
        [("文件依据", Self::Basis), ("起止日期", Self::Dates), ("公布日期", Self::Publication)];

    /// As declarations write it.
    pub fn words(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(words, _)| words)
    }
}

/// What is declared of a matter beside its type and default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matter {
    /// Who may fill it, by time.
    pub competence: Vec<Competence>,
    /// What a filling must state.
    pub required: Vec<Required>,
    /// A district's filling holds for those whose fact names the district.
    pub scope: Option<FactId>,
    /// The phrase that says a 是否 matter is not so.
    pub negative: Option<String>,
}

/// Reads one 授权事项 as a parameter; findings go to `out`.
pub fn declare(
    source: &Source,
    statement: &Statement,
    article: u16,
    facts: &[Fact],
    out: &mut Vec<Diagnostic>,
) -> Option<Parameter> {
    let mut reader = Reader { source, facts, matter: Matter::default(), out };
    let clauses = cut(&statement.opening);
    let (first, rest) = clauses.split_first()?;
    let (kind, unit) = reader.kind(first)?;
    let mut default = None;
    for clause in rest {
        match clause.value.strip_prefix("未确定的，") {
            Some(words) => default = Some(reader.default(clause, words, kind)?),
            None => reader.clause(clause, kind)?,
        }
    }
    let matter = reader.matter;
    if matter.competence.is_empty() {
        out.push(
            Diagnostic::error(
                "E0151",
                source,
                statement.name.span,
                format!("授权事项“{}”没有写明由谁确定", statement.name.value),
                format!("the authorised matter `{}` names nobody who may fill it", statement.id.value),
            )
            .hint("加上“由……确定”", "add `由…确定`"),
        );
        return None;
    }
    let Some(default) = default else {
        out.push(
            Diagnostic::error(
                "E0152",
                source,
                statement.name.span,
                format!("授权事项“{}”没有写明未确定时怎样", statement.name.value),
                format!("the authorised matter `{}` does not say what holds meanwhile", statement.id.value),
            )
            .hint("加上“未确定的，……”", "add `未确定的，…`"),
        );
        return None;
    };
    Some(Parameter {
        key: statement.id.value.clone(),
        name: statement.name.value.clone(),
        kind,
        unit,
        what_if: true,
        reserved: false,
        open: true,
        default: match default {
            Meanwhile::Nothing => None,
            Meanwhile::Value(setting) => Some(setting),
        },
        rows: Vec::new(),
        article,
        span: statement.name.span,
        matter: Some(matter),
        resolved: Vec::new(),
    })
}

/// The clauses of an opening, cut at ； with their places.
fn cut(opening: &Spanned<String>) -> Vec<Spanned<String>> {
    let mut from = 0;
    opening
        .value
        .split('；')
        .map(|piece| {
            let start = opening.span.start + from;
            from += piece.len() + '；'.len_utf8();
            Spanned::new(piece.trim().to_owned(), Span::new(start, start + piece.len()))
        })
        .filter(|clause| !clause.value.is_empty())
        .collect()
}

struct Reader<'a> {
    source: &'a Source,
    facts: &'a [Fact],
    matter: Matter,
    out: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn kind(&mut self, clause: &Spanned<String>) -> Option<(SettingKind, String)> {
        let text = clause.value.as_str();
        let none = String::new();
        let found = match text {
            "本市的区" => Some((SettingKind::Regions, none)),
            "是否" => Some((SettingKind::Flag, none)),
            "比例" => Some((SettingKind::Ratio, none)),
            _ => {
                if let Some(unit) = text.strip_prefix("金额，单位为") {
                    Some((SettingKind::Money, unit.to_owned()))
                } else if let Some(unit) =
                    text.strip_prefix("期限，单位为").or_else(|| text.strip_prefix("数，单位为"))
                {
                    Some((SettingKind::Number, unit.to_owned()))
                } else if let Some(name) = text.strip_suffix("的选项") {
                    let name = name.trim_matches(['“', '”']);
                    let of = self.facts.iter().position(|fact| fact.name == name);
                    of.filter(|fact| matches!(self.facts[*fact].kind, Kind::Choice(_)))
                        .map(|fact| (SettingKind::Choices(fact), none))
                } else {
                    None
                }
            }
        };
        if found.is_none() {
            self.fault(
                clause,
                "不认识的类型",
                "unknown type",
                "可用：本市的区；“就业形式”的选项；金额，单位为元/月；比例；期限，单位为个月；是否",
                "use 本市的区, “…”的选项, 金额，单位为…, 比例, 期限，单位为… or 是否",
            );
        }
        found
    }

    fn default(&mut self, clause: &Spanned<String>, words: &str, kind: SettingKind) -> Option<Meanwhile> {
        let found = meanwhile(words, kind);
        if found.is_none() {
            self.fault(
                clause,
                "未确定时的取值与类型不合",
                "the default is not of the type",
                "写作“未确定的，没有试点区”“未确定的，为否”“未确定的，为 12 个月”或者“未确定的，没有数值”",
                "write 未确定的，没有…, 为否, 为 12 个月 or 没有数值",
            );
        }
        found
    }

    fn clause(&mut self, clause: &Spanned<String>, kind: SettingKind) -> Option<()> {
        let text = clause.value.as_str();
        if let Some(list) = text.strip_prefix("应当载明") {
            for word in list.split(['和', '、']) {
                let Some((_, required)) = Required::ALL.iter().find(|(name, _)| *name == word) else {
                    let known: Vec<&str> = Required::ALL.iter().map(|(name, _)| *name).collect();
                    let mend = format!("可以要求：{}", known.join("、"));
                    let mend_en = format!("one of {}", known.join(", "));
                    self.fault(clause, "不认识的载明事项", "unknown thing to state", &mend, &mend_en);
                    return None;
                };
                self.matter.required.push(*required);
            }
            return Some(());
        }
        if let Some(phrase) = text.strip_prefix("否定为").filter(|_| kind == SettingKind::Flag) {
            self.matter.negative = Some(phrase.to_owned());
            return Some(());
        }
        if let Some(name) = text.strip_prefix('按').and_then(|rest| rest.strip_suffix("适用")) {
            let of = self.facts.iter().position(|fact| fact.name == name && fact.kind == Kind::Region);
            let scalar = !matches!(kind, SettingKind::Regions | SettingKind::Choices(_));
            if let (Some(fact), true) = (of, scalar) {
                self.matter.scope = Some(fact);
                return Some(());
            }
            self.fault(
                clause,
                "应当是地区的信息项；名单不能按地区适用",
                "a fact of a region is expected; a list is not applied by region",
                "例如“按户籍所在地适用”",
                "for example 按户籍所在地适用",
            );
            return None;
        }
        if let Some(competence) = competence(text) {
            self.matter.competence.push(competence);
            return Some(());
        }
        self.fault(
            clause,
            "不认识的说明",
            "unknown clause",
            "可用：由……确定；应当载明……；按……适用；否定为……；未确定的，……",
            "use 由…确定, 应当载明…, 按…适用, 否定为… or 未确定的，…",
        );
        None
    }

    fn fault(&mut self, clause: &Spanned<String>, zh: &str, en: &str, mend: &str, mend_en: &str) {
        let finding = Diagnostic::error(
            "E0150",
            self.source,
            clause.span,
            format!("授权事项：“{}”：{zh}", clause.value),
            format!("authorised matter: `{}`: {en}", clause.value),
        );
        self.out.push(finding.hint(mend, mend_en));
    }
}

/// What holds until somebody fills the matter.
enum Meanwhile {
    /// 没有数值
    Nothing,
    /// A value.
    Value(Setting),
}

/// `没有试点区`, `为否`, `为 12 个月`, `没有数值`.
fn meanwhile(words: &str, kind: SettingKind) -> Option<Meanwhile> {
    if words == "没有数值" {
        return Some(Meanwhile::Nothing);
    }
    let value = words.strip_prefix('为').unwrap_or(words).trim();
    let none = words.starts_with("没有");
    let setting = match kind {
        SettingKind::Regions => none.then(|| Setting::Regions(Vec::new())),
        SettingKind::Choices(_) => none.then_some(Setting::Choices(0)),
        SettingKind::Flag => (value == "是" || value == "否").then_some(Setting::Flag(value == "是")),
        SettingKind::Money => value.strip_suffix('元').and_then(|v| fen(v.trim())).map(Setting::Money),
        SettingKind::Ratio => Ratio::parse(value).map(Setting::Ratio),
        SettingKind::Scale => None,
        SettingKind::Number => {
            value.trim_end_matches(|c: char| !c.is_ascii_digit()).parse().ok().map(Setting::Number)
        }
    };
    setting.map(Meanwhile::Value)
}

/// `自 2021 年 1 月 1 日起由区人民政府或者市人力资源和社会保障局确定，经……批准`
fn competence(text: &str) -> Option<Competence> {
    let mut rest = text;
    let (mut from, mut to) = (None, None);
    if let Some(after) = rest.strip_prefix('自') {
        let (day, after) = after.split_once('起')?;
        from = Some(Date::chinese_day(day)?);
        rest = after.trim_start_matches('，').trim_start();
    }
    if let Some(after) = rest.strip_prefix('至') {
        let (day, after) = after.split_once('止')?;
        to = Some(Date::chinese_day(day)?);
        rest = after.trim_start_matches('，').trim_start();
    }
    let body = rest.strip_prefix('由')?;
    let (head, tail) = body.split_once('，').unwrap_or((body, ""));
    let names = ["确定", "提出", "规定"].iter().find_map(|verb| head.strip_suffix(verb))?;
    let names = names.replace("或者", "、");
    let authorities: Vec<Authority> =
        names.split('、').map(str::trim).filter(|name| !name.is_empty()).map(Authority::of).collect();
    let approval =
        tail.split('，').find_map(|part| part.strip_prefix('经')?.strip_suffix("批准")).map(str::to_owned);
    (!authorities.is_empty()).then(|| Competence { from, to, authorities, approval, words: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn competence_is_read_with_its_days_and_who_approves() {
        let text = "自 2021 年 1 月 1 日起，至 2021 年 12 月 31 日止，由区人民政府或者市局确定，经市政府批准";
        let read = competence(text).expect("competence");
        assert_eq!(
            read.authorities,
            [Authority::District("人民政府".to_owned()), Authority::Named("市局".to_owned())]
        );
        assert_eq!(read.approval.as_deref(), Some("市政府"));
        let day = |text| Date::parse(text).expect("day");
        assert!(read.is_on(day("2021-01-01")) && read.is_on(day("2021-12-31")));
        assert!(!read.is_on(day("2020-12-31")) && !read.is_on(day("2022-01-01")));
        assert_eq!(competence("由区负责"), None);
        assert_eq!(competence("由确定"), None);
    }
}
