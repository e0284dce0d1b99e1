//! Parameters: values with the days on which they hold, the day on which they
//! were published, a source and a confidence. Never computed, never guessed.

mod scales;

use crate::authorised::{Broken, Matter, Resolved, Scope, other_unit};
use crate::date::Date;
use crate::fact::{Fact, FactId, Kind, NONE, fen};
use crate::ratio::Ratio;
use crate::region::Regions;
use crate::scale::{self, Scale};
use law_syntax::entry;
use law_syntax::table::{self, Table};
use law_syntax::{Anchor, Diagnostic, Document, FenceKind, Source, Span, Spanned};

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
    /// Choices of a fact, bit by index.
    Choices(u64),
    /// A number of units.
    Number(i64),
    /// Yes or no.
    Flag(bool),
    /// A table.
    Scale(Arc<Scale>),
    /// Another value for each district of a fact.
    ByRegion {
        /// The fact that names the district.
        fact: FactId,
        /// By district, ascending; a district without a value is left out.
        districts: Vec<(i64, Setting)>,
        /// Outside the city.
        elsewhere: Option<Box<Setting>>,
    },
}

impl Setting {
    /// The value for a person whose facts are known.
    pub fn of(&self, facts: &[i64]) -> Option<&Self> {
        let Self::ByRegion { fact, districts, elsewhere } = self else { return Some(self) };
        let code = facts.get(*fact).filter(|code| **code != NONE)?;
        let here = districts.iter().find(|(of, _)| of == code);
        here.map(|(_, setting)| setting).or(elsewhere.as_deref())
    }
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
    /// 授权事项 of a fact's choices
    Choices(FactId),
    /// 数, 期限
    Number,
    /// 是否
    Flag,
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
    /// what is laid over holds before what lies under it. Of an authorised matter
    /// it only says which instrument gave the row.
    pub layer: usize,
    /// For whom the row speaks.
    pub scope: Scope,
    /// Instruments before which it holds, by identifier.
    pub over: Vec<String>,
    /// The article of the instrument that fills it.
    pub place: Option<Anchor>,
    /// Why the row does not count.
    pub broken: Option<Broken>,
    /// Where it stands.
    pub span: Span,
}

impl Row {
    /// Whether it speaks of a day and was known on another.
    pub fn holds(&self, day: Date, known_on: Option<Date>) -> bool {
        let in_time = self.from <= day && self.to.is_none_or(|to| day <= to);
        in_time && known_on.is_none_or(|known_on| self.known.is_none_or(|known| known <= known_on))
    }
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
    /// That the last row is open is meant so.
    pub open: bool,
    /// An authorised matter without a row holds this.
    pub default: Option<Setting>,
    /// Rows by first day.
    pub rows: Vec<Row>,
    /// Article under which it stands.
    pub article: u16,
    /// Where it is declared.
    pub span: Span,
    /// What an authorised matter says of its fillings.
    pub matter: Option<Matter>,
    /// Of an authorised matter: what its fillings come to.
    pub resolved: Vec<Resolved>,
}

impl Parameter {
    /// Whether an instrument is known: a flag that turns on with its publication,
    /// so that what was known on a day reaches its rules as it reaches figures.
    pub fn publication(instrument: &str, force: Date, day: Date) -> Self {
        let row = Row {
            from: force,
            to: None,
            known: Some(day),
            value: Setting::Flag(true),
            confidence: Confidence::High,
            source: String::new(),
            layer: 0,
            scope: Scope::default(),
            over: Vec::new(),
            place: None,
            broken: None,
            span: Span::default(),
        };
        Self {
            key: String::new(),
            name: instrument.to_owned(),
            kind: SettingKind::Flag,
            unit: String::new(),
            what_if: false,
            reserved: true,
            open: true,
            default: Some(Setting::Flag(false)),
            rows: vec![row],
            article: 0,
            span: Span::default(),
            matter: None,
            resolved: Vec::new(),
        }
    }

    /// Whether it is an instrument's publication rather than a declared figure.
    pub fn is_publication(&self) -> bool {
        self.key.is_empty()
    }

    /// The value of a day, of what was known; without the default.
    pub fn setting_on(&self, day: Date, known_on: Option<Date>) -> Option<&Setting> {
        if self.matter.is_some() {
            return self.resolved.iter().find(|part| part.holds(day, known_on))?.setting.as_ref();
        }
        self.on(day, known_on).map(|row| &row.value)
    }

    /// The rows on which the value of a day rests.
    pub fn rows_on(&self, day: Date, known_on: Option<Date>) -> Vec<usize> {
        if self.matter.is_some() {
            let part = self.resolved.iter().find(|part| part.holds(day, known_on));
            return part.map(|part| part.rows.clone()).unwrap_or_default();
        }
        self.index_on(day, known_on).into_iter().collect()
    }

    /// The rows of a day that do not count, because a link to the law is broken.
    pub fn broken_on(&self, day: Date, known_on: Option<Date>) -> impl Iterator<Item = usize> {
        let broken =
            move |(at, row): (usize, &Row)| (row.broken.is_some() && row.holds(day, known_on)).then_some(at);
        self.rows.iter().enumerate().filter_map(broken)
    }

    /// The row that holds on a day, of those known by `known_on`. Where two
    /// publications speak of one day, the later published one holds.
    pub fn on(&self, day: Date, known_on: Option<Date>) -> Option<&Row> {
        self.index_on(day, known_on).map(|at| &self.rows[at])
    }

    /// The index of [`Parameter::on`].
    pub fn index_on(&self, day: Date, known_on: Option<Date>) -> Option<usize> {
        let rows = self.rows.iter().enumerate().filter(|(_, row)| row.holds(day, known_on));
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
                text if text.starts_with("数，单位为") => {
                    (SettingKind::Number, text["数，单位为".len()..].to_owned())
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
            let rows = table_rows(source, (kind, &unit), None, 0, &table, out);
            let parameter = Parameter {
                key: id.value.clone(),
                name: entry.name.value.clone(),
                kind,
                unit,
                what_if: clauses.contains(&CLAUSES[0]),
                reserved: clauses.contains(&CLAUSES[1]),
                open: clauses.contains(&CLAUSES[2]),
                default: None,
                rows,
                article: article.number.unwrap_or(0),
                span: entry.name.span,
                matter: None,
                resolved: Vec::new(),
            };
            check_end(source, &parameter, out);
            found.push(parameter);
        }
    }
    found
}

/// May be given in a decision's `parameters`; waits for other instruments; its
/// last row is open on purpose.
const CLAUSES: [&str; 3] = ["可以试算", "供后续文件使用", "至另有规定为止"];

const HEADER: [&str; 6] = ["自", "至", "公布", "数值", "可信度", "来源"];

/// An open end is a promise that nobody checks; whoever means it says so.
fn check_end(source: &Source, parameter: &Parameter, out: &mut Vec<Diagnostic>) {
    let open = parameter.rows.iter().find(|row| row.to.is_none()).filter(|_| !parameter.open);
    if let Some(row) = open {
        out.push(
            Diagnostic::error(
                "E0146",
                source,
                row.span,
                format!("参数“{}”没有写明到哪一天为止", parameter.name),
                format!("the parameter `{}` has an open end", parameter.key),
            )
            .hint(
                format!("写上最后一天；确实没有期限的，在声明里写“{}”", CLAUSES[2]),
                format!("give the last day, or declare `{}` where none is set", CLAUSES[2]),
            )
            .warning(),
        );
    }
}

/// What cells are read against.
type CellWords<'a> = (&'a Regions, &'a [Fact]);

/// The rows of a parameter's table, of a scale or of single values.
pub fn table_rows(
    source: &Source,
    kind: (SettingKind, &str),
    words: Option<CellWords<'_>>,
    layer: usize,
    table: &Table,
    out: &mut Vec<Diagnostic>,
) -> Vec<Row> {
    match scale::Form::parse(kind.1).filter(|_| kind.0 == SettingKind::Scale) {
        Some(form) => scales::read(source, &form, layer, table, out),
        None => rows(source, kind, words, layer, table, out),
    }
}

/// The rows of a table; its kind with its unit is the parameter's.
fn rows(
    source: &Source,
    kind: (SettingKind, &str),
    words: Option<CellWords<'_>>,
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
        let Some(row) = row(source, kind, words, cells, out) else { continue };
        let row = Row { layer, ..row };
        if let Some(before) = rows.last() {
            check_order(source, before, &row, row.span, out);
        }
        check_overlap(source, &rows, &row, out);
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

/// Rows further up that speak of the same days with the same publication; the
/// row right above is looked at by [`check_order`].
fn check_overlap(source: &Source, rows: &[Row], row: &Row, out: &mut Vec<Diagnostic>) {
    let Some((_, further)) = rows.split_last() else { return };
    let overlaps = |other: &&Row| {
        other.known == row.known
            && other.to.is_none_or(|to| row.from <= to)
            && row.to.is_none_or(|to| other.from <= to)
    };
    if let Some(other) = further.iter().find(overlaps) {
        out.push(Diagnostic::error(
            "E0134",
            source,
            row.span,
            format!("与前面自 {} 起的一行重叠", other.from),
            format!("overlaps the row above that holds from {}", other.from),
        ));
    }
}

fn row(
    source: &Source,
    (kind, unit): (SettingKind, &str),
    words: Option<CellWords<'_>>,
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
        SettingKind::Regions => words.and_then(|(regions, _)| districts(regions, &value.value)),
        SettingKind::Choices(fact) => {
            words.and_then(|(_, facts)| choices(facts.get(fact)?, &value.value)).map(Setting::Choices)
        }
        SettingKind::Number => value.value.parse().ok().filter(|n| *n >= 0).map(Setting::Number),
        SettingKind::Flag => match value.value.as_str() {
            "是" => Some(Setting::Flag(true)),
            "否" => Some(Setting::Flag(false)),
            _ => None,
        },
        SettingKind::Scale => None,
    };
    let Some(setting) = setting else {
        // An amount with another unit is worth a word of its own.
        let tail = value.value.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim();
        if !unit.is_empty() && tail.len() < value.value.len() && !tail.is_empty() && tail != unit {
            out.push(other_unit(source, value.span, unit, tail));
            return None;
        }
        let (zh, en) = match kind {
            SettingKind::Regions => ("应当是本市各区的名称", "names of Beijing's districts are expected"),
            SettingKind::Money => {
                ("应当是以元为单位、最多两位小数的金额", "an amount in yuan with at most two decimals")
            }
            SettingKind::Ratio | SettingKind::Scale => {
                ("应当是 20%、0.20 或者 2/3 这样的比例", "a rate such as 20%, 0.20 or 2/3 is expected")
            }
            SettingKind::Choices(_) => {
                ("应当是这个信息项的选项，用、隔开", "choices of the fact are expected, parted by 、")
            }
            SettingKind::Number => ("应当是整数，不写单位", "a whole number without its unit is expected"),
            SettingKind::Flag => ("应当是“是”或者“否”", "是 or 否 is expected"),
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
        scope: Scope::default(),
        over: Vec::new(),
        place: None,
        broken: None,
        span: from.span,
    })
}

/// `个体经营、非全日制` as bits of a fact's choices.
pub fn choices(fact: &Fact, text: &str) -> Option<u64> {
    let Kind::Choice(known) = &fact.kind else { return None };
    text.split('、').try_fold(0_u64, |set, label| {
        let at = known.iter().position(|choice| *choice.label == *label.trim())?;
        Some(set | 1 << at)
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
