//! Parameters: values with the days on which they hold, the day on which they
//! were published, a source and a confidence. Never computed, never guessed.

mod scales;

use crate::date::Date;
use crate::fact::fen;
use crate::ratio::Ratio;
use crate::region::Regions;
use crate::scale::{self, Scale};
use law_syntax::entry;
use law_syntax::table::{self, Table};
use law_syntax::{Diagnostic, Document, FenceKind, Source, Span, Spanned};

use std::sync::Arc;

/// Index of a parameter.
pub type ParameterId = usize;

/// What a parameter holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    /// Fen.
    Money(i64),
    /// A rate.
    Ratio(Ratio),
    /// Codes of districts, ascending, each once.
    Regions(Vec<i64>),
    /// A table.
    Scale(Arc<Scale>),
}

/// The type of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingKind {
    /// 金额
    Money,
    /// 比例
    Ratio,
    /// 授权事项 of districts
    Regions,
    /// 分档 and 分段累进
    Scale,
}

/// How sure the value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// 低
    Low,
    /// 中
    Medium,
    /// 高
    High,
}

impl Confidence {
    /// As tables write it.
    pub fn read(text: &str) -> Option<Self> {
        match text {
            "高" => Some(Self::High),
            "中" => Some(Self::Medium),
            "低" => Some(Self::Low),
            _ => None,
        }
    }

    /// As answers write it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// One dated value.
#[derive(Debug, Clone)]
pub struct Row {
    /// First day.
    pub from: Date,
    /// Last day; open if `None`.
    pub to: Option<Date>,
    /// Day of publication; from the start if `None`.
    pub known: Option<Date>,
    /// The value.
    pub value: Setting,
    /// How sure.
    pub confidence: Confidence,
    /// Where it is from.
    pub source: String,
    /// 0 for the instrument that declares the parameter, then overlay by overlay:
    /// what is laid over holds before what lies under it.
    pub layer: usize,
}

/// One declared parameter.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Identifier.
    pub key: String,
    /// Chinese name.
    pub name: String,
    /// Type.
    pub kind: SettingKind,
    /// 元/月 and the like.
    pub unit: String,
    /// May be given in a decision's `parameters`.
    pub what_if: bool,
    /// Waits for other instruments.
    pub reserved: bool,
    /// An authorised matter without a row holds this.
    pub default: Option<Setting>,
    /// Rows by first day.
    pub rows: Vec<Row>,
    /// Article under which it stands.
    pub article: u16,
    /// Where it is declared.
    pub span: Span,
}

impl Parameter {
    /// The row that holds on a day, of those known by `known_on`. Where two
    /// publications speak of one day, the later published one holds.
    pub fn on(&self, day: Date, known_on: Option<Date>) -> Option<&Row> {
        self.index_on(day, known_on).map(|at| &self.rows[at])
    }

    /// The index of [`Parameter::on`].
    pub fn index_on(&self, day: Date, known_on: Option<Date>) -> Option<usize> {
        let holds = |row: &Row| row.from <= day && row.to.is_none_or(|to| day <= to);
        let known =
            |row: &Row| known_on.is_none_or(|known_on| row.known.is_none_or(|known| known <= known_on));
        let rows = self.rows.iter().enumerate().filter(|(_, row)| holds(row) && known(row));
        rows.max_by_key(|(_, row)| (row.layer, row.known)).map(|(at, _)| at)
    }
}

/// Reads all 参数 of a document.
pub fn read(document: &Document, out: &mut Vec<Diagnostic>) -> Vec<Parameter> {
    let source = &document.source;
    let mut found = Vec::new();
    for article in &document.articles {
        for fence in article.fences.iter().filter(|f| f.kind == FenceKind::Parameter) {
            let (entries, _) = entry::read(source, fence.body);
            let (_, table) = table::read(source, fence.body);
            let head = entries.first().and_then(|entry| Some((entry, entry.id.as_ref()?)));
            let Some((entry, id)) = head.filter(|_| entries.len() == 1) else {
                out.push(
                    Diagnostic::error(
                        "E0130",
                        source,
                        fence.body,
                        "每个参数栏目写一个参数：一行名称，一张表",
                        "a parameter fence holds one parameter: a line with its name, and a table",
                    )
                    .hint(
                        "写作“名称 (identifier)：金额，单位为元/月。”",
                        "write `name (identifier)：type。`",
                    ),
                );
                continue;
            };
            let clauses: Vec<&str> = entry.clauses.iter().map(|c| c.value.as_str()).collect();
            let (kind, unit) = match clauses.first().copied().unwrap_or("") {
                "比例" => (SettingKind::Ratio, String::new()),
                text if scale::Form::parse(text).is_some() => (SettingKind::Scale, text.to_owned()),
                text if text.starts_with("金额，单位为") => {
                    (SettingKind::Money, text["金额，单位为".len()..].to_owned())
                }
                other => {
                    out.push(
                        Diagnostic::error(
                            "E0131",
                            source,
                            entry.span,
                            format!("不认识的参数类型“{other}”"),
                            format!("unknown type of parameter `{other}`"),
                        )
                        .hint(
                            "可用：比例；金额，单位为元/月；分档，按个月，取金额；分段累进，按元，取比例",
                            "use 比例, 金额，单位为…, 分档，按…，取… or 分段累进，按元，取比例",
                        ),
                    );
                    continue;
                }
            };
            for clause in entry.clauses.iter().skip(1) {
                let tried = kind == SettingKind::Scale && clause.value == CLAUSES[0];
                if tried || !CLAUSES.contains(&clause.value.as_str()) {
                    out.push(
                        Diagnostic::error(
                            "E0144",
                            source,
                            clause.span,
                            format!("不认识的说明“{}”", clause.value),
                            format!("unknown clause `{}`", clause.value),
                        )
                        .hint(
                            format!("可用：{}", CLAUSES.join("、")),
                            format!("the clauses are {}", CLAUSES.join(", ")),
                        ),
                    );
                }
            }
            let rows = match scale::Form::parse(&unit).filter(|_| kind == SettingKind::Scale) {
                Some(form) => scales::read(source, &form, 0, &table, out),
                None => rows(source, kind, None, 0, &table, out),
            };
            let parameter = Parameter {
                key: id.value.clone(),
                name: entry.name.value.clone(),
                kind,
                unit,
                what_if: clauses.contains(&CLAUSES[0]),
                reserved: clauses.contains(&CLAUSES[1]),
                default: None,
                rows,
                article: article.number.unwrap_or(0),
                span: entry.name.span,
            };
            found.push(parameter);
        }
    }
    found
}

/// May be given in a decision's `parameters`; waits for other instruments.
const CLAUSES: [&str; 2] = ["可以试算", "供后续文件使用"];

const HEADER: [&str; 6] = ["自", "至", "公布", "数值", "可信度", "来源"];

/// Adds the rows that an overlay gives (确定) to parameters and authorised
/// matters that are declared elsewhere.
pub fn determine(
    document: &Document,
    layer: usize,
    regions: &Regions,
    parameters: &mut [Parameter],
    out: &mut Vec<Diagnostic>,
) {
    let source = &document.source;
    for fence in document.articles.iter().flat_map(|a| &a.fences) {
        if fence.kind != FenceKind::Determined {
            continue;
        }
        let (entries, _) = entry::read(source, fence.body);
        let (_, table) = table::read(source, fence.body);
        let named = entries.first().and_then(|entry| entry.id.as_ref());
        let known = named.and_then(|id| parameters.iter_mut().find(|p| p.key == id.value));
        let Some(parameter) = known else {
            let span = named.map_or(fence.body, |id| id.span);
            out.push(
                Diagnostic::error(
                    "E0138",
                    source,
                    span,
                    "没有这一参数或者授权事项",
                    "there is no such parameter or authorised matter",
                )
                .hint("写作“试点区 (pilot_regions)：依据……。”", "write `name (identifier)：basis。`"),
            );
            continue;
        };
        let form = scale::Form::parse(&parameter.unit).filter(|_| parameter.kind == SettingKind::Scale);
        let found = match form {
            Some(form) => scales::read(source, &form, layer, &table, out),
            None => rows(source, parameter.kind, Some(regions), layer, &table, out),
        };
        parameter.rows.extend(found);
    }
}

fn rows(
    source: &Source,
    kind: SettingKind,
    regions: Option<&Regions>,
    layer: usize,
    table: &Table,
    out: &mut Vec<Diagnostic>,
) -> Vec<Row> {
    let header: Vec<&str> = table.header.iter().map(|cell| cell.value.as_str()).collect();
    if header != HEADER {
        let span = table.header.first().map_or(Span::default(), |cell| cell.span);
        out.push(
            Diagnostic::error("E0132", source, span, "参数表的表头不对", "the header of the table is wrong")
                .hint(format!("应当是：{}", HEADER.join(" | ")), format!("expected {}", HEADER.join(" | "))),
        );
        return Vec::new();
    }
    let mut rows: Vec<Row> = Vec::new();
    for cells in &table.rows {
        let Some(row) = row(source, kind, regions, cells, out) else { continue };
        let row = Row { layer, ..row };
        if let Some(before) = rows.last() {
            let span = cells.first().map_or(Span::default(), |cell| cell.span);
            check_order(source, before, &row, span, out);
        }
        rows.push(row);
    }
    rows
}

fn check_order(source: &Source, before: &Row, row: &Row, span: Span, out: &mut Vec<Diagnostic>) {
    let Some(end) = before.to else {
        out.push(
            Diagnostic::error(
                "E0134",
                source,
                span,
                "上一行没有写明“至”，两行同时有效",
                "the row above is open, so both hold at once",
            )
            .hint("给上一行写上最后一天", "give the row above its last day"),
        );
        return;
    };
    if row.from <= end && row.known == before.known {
        out.push(Diagnostic::error(
            "E0134",
            source,
            span,
            format!("与上一行重叠：上一行至 {end}"),
            format!("overlaps the row above, which holds to {end}"),
        ));
    } else if row.from > end.next() {
        out.push(
            Diagnostic::error(
                "E0135",
                source,
                span,
                format!("与上一行之间有空档：{} 至 {}", end.next(), row.from.previous()),
                format!("no value from {} to {}", end.next(), row.from.previous()),
            )
            .hint("补上缺少的日期，或者改正起止日期", "fill the gap or mend the dates"),
        );
    }
}

fn row(
    source: &Source,
    kind: SettingKind,
    regions: Option<&Regions>,
    cells: &[Spanned<String>],
    out: &mut Vec<Diagnostic>,
) -> Option<Row> {
    let [from, to, known, value, confidence, origin] = cells else {
        let span = cells.first().map_or(Span::default(), |cell| cell.span);
        out.push(Diagnostic::error(
            "E0133",
            source,
            span,
            format!("这一行应当有 {} 格", HEADER.len()),
            format!("{} cells are expected in this row", HEADER.len()),
        ));
        return None;
    };
    let mut day = |cell: &Spanned<String>| -> Option<Option<Date>> {
        if cell.value.is_empty() {
            return Some(None);
        }
        let day = Date::parse(&cell.value);
        if day.is_none() {
            out.push(bad_cell(source, cell, "应当是 YYYY-MM-DD 的日期", "a date YYYY-MM-DD is expected"));
        }
        day.map(Some)
    };
    let (from_day, to, known) = (day(from)?, day(to)?, day(known)?);
    let Some(from_day) = from_day else {
        out.push(bad_cell(source, from, "“自”不能空着", "the first day is missing"));
        return None;
    };
    let setting = match kind {
        SettingKind::Money => fen(&value.value).map(Setting::Money),
        SettingKind::Ratio => Ratio::parse(&value.value).map(Setting::Ratio),
        SettingKind::Regions => regions.and_then(|regions| districts(regions, &value.value)),
        SettingKind::Scale => None,
    };
    let Some(setting) = setting else {
        let (zh, en) = match kind {
            SettingKind::Regions => ("应当是本市各区的名称", "names of Beijing's districts are expected"),
            SettingKind::Money => {
                ("应当是以元为单位、最多两位小数的金额", "an amount in yuan with at most two decimals")
            }
            SettingKind::Ratio | SettingKind::Scale => {
                ("应当是 20%、0.20 或者 2/3 这样的比例", "a rate such as 20%, 0.20 or 2/3 is expected")
            }
        };
        out.push(bad_cell(source, value, zh, en));
        return None;
    };
    let Some(confidence) = Confidence::read(&confidence.value) else {
        out.push(bad_cell(source, confidence, "应当是高、中或者低", "高, 中 or 低 is expected"));
        return None;
    };
    if origin.value.is_empty() {
        out.push(bad_cell(source, origin, "来源不能空着", "the source is missing"));
        return None;
    }
    Some(Row {
        from: from_day,
        to,
        known,
        value: setting,
        confidence,
        source: origin.value.clone(),
        layer: 0,
    })
}

/// `平谷区、密云区`
fn districts(regions: &Regions, text: &str) -> Option<Setting> {
    let codes: Option<Vec<i64>> = text.split('、').map(|name| regions.by_name(name.trim())).collect();
    let mut codes = codes?;
    codes.sort_unstable();
    codes.dedup();
    codes.iter().all(|code| regions.is_city(*code)).then_some(Setting::Regions(codes))
}

fn bad_cell(source: &Source, cell: &Spanned<String>, zh: &str, en: &str) -> Diagnostic {
    Diagnostic::error(
        "E0136",
        source,
        cell.span,
        format!("“{}”：{zh}", cell.value),
        format!("`{}`: {en}", cell.value),
    )
}
