//! Examples (示例) under each rule: tables of facts and what follows, run as
//! tests by `linghuo policy test`. A cell left empty is an absent fact, or an
//! answer that the row does not speak of.

use crate::date::Date;
use crate::decide::{Decider, Options, Request, Status};
use crate::fact::{ABSENT, FactId, Kind, NONE, fen};
use crate::parameter::{ParameterId, Setting, SettingKind, choices};
use crate::policy::Policy;
use crate::ratio::Ratio;
use crate::value;
use law_syntax::{Diagnostic, FenceKind, Source, Span, Spanned, table};

/// One row with its place.
#[derive(Debug, Clone)]
pub struct Example {
    /// Article under which it stands.
    pub article: u16,
    /// File.
    pub source: Source,
    /// The row.
    pub span: Span,
    /// What is asked.
    pub request: Request,
    /// The conclusion that it speaks of.
    pub plan: usize,
    /// The status expected, in the cell's words.
    pub status: Spanned<String>,
    /// Fields expected: index, cell.
    pub fields: Vec<(usize, Spanned<String>)>,
}

/// What a policy's examples came to.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Rows run.
    pub run: usize,
    /// Rows that failed, and tables that could not be read.
    pub findings: Vec<Diagnostic>,
    /// Conclusions without an example for yes, or for no.
    pub untried: Vec<(usize, Status)>,
}

enum Column {
    Today,
    Fact(FactId),
    Parameter(ParameterId),
    Status(usize),
    Field(usize),
}

/// All examples of a policy; tables that cannot be read are findings. Where
/// overlays are laid on, theirs: the examples of what lies below say what holds
/// without them.
pub fn read(policy: &Policy, out: &mut Vec<Diagnostic>) -> Vec<Example> {
    let mut examples = Vec::new();
    let is_laid_on = policy.is_laid_on();
    for instrument in policy.instruments.iter().filter(|of| of.is_overlay || !is_laid_on) {
        let source = &instrument.document.source;
        for article in &instrument.document.articles {
            for fence in article.fences.iter().filter(|f| f.kind == FenceKind::Examples) {
                let (_, table) = table::read(source, fence.body);
                let Some((columns, plan)) = columns(policy, source, &table.header, out) else { continue };
                for row in &table.rows {
                    if let Some(example) = example(policy, source, &columns, plan, row, out) {
                        examples.push(Example { article: article.number.unwrap_or(0), ..example });
                    }
                }
            }
        }
    }
    examples
}

/// Runs all examples.
pub fn run(policy: &Policy) -> Report {
    run_of(policy, |_| true)
}

/// Runs the examples of the files that are `wanted`, by path; each conclusion of
/// these files has to have an example for yes and one for no.
pub fn run_of(policy: &Policy, wanted: impl Fn(&str) -> bool) -> Report {
    let mut report = Report::default();
    let mut decider = Decider::default();
    let mut tried = vec![[false; 3]; policy.plans.len()];
    for example in read(policy, &mut report.findings) {
        if !wanted(&example.source.path) {
            continue;
        }
        let options = Options { only: Some(vec![example.plan]), ..Options::default() };
        let decision = decider.decide(policy, &example.request, &options);
        let Some(outcome) = decision.outcomes.first() else { continue };
        report.run += 1;
        tried[example.plan][outcome.status as usize] = true;
        let mut expect = |cell: &Spanned<String>, what: &str, got: String| {
            if cell.value == got {
                return;
            }
            report.findings.push(Diagnostic::error(
                "E0401",
                &example.source,
                cell.span,
                format!("示例不符：{what}应当是“{}”，结果是“{got}”", cell.value),
                format!("the example fails: {what} should be `{}`, is `{got}`", cell.value),
            ));
        };
        let rule = policy.rule(example.plan);
        expect(&example.status, &rule.name, status_word(outcome.status).to_owned());
        for (field, cell) in &example.fields {
            let got = match outcome.fields.get(*field) {
                Some((datum, _)) => cell_text(policy, datum, &cell.value),
                None => String::new(),
            };
            expect(cell, &rule.fields[*field].name, got);
        }
    }
    let is_laid_on = policy.is_laid_on();
    for (plan, seen) in tried.iter().enumerate() {
        // What lies below is tried without the overlays.
        if is_laid_on && !policy.instruments[policy.rule(plan).instrument].is_overlay {
            continue;
        }
        for status in [Status::No, Status::Yes] {
            if !seen[status as usize] && wanted(&policy.rule(plan).source.path) {
                report.untried.push((plan, status));
            }
        }
    }
    report
}

const fn status_word(status: Status) -> &'static str {
    match status {
        Status::Yes => "是",
        Status::No => "否",
        Status::Unknown => "未知",
    }
}

/// A value as a table writes it: dates as YYYY-MM-DD, money in yuan without the unit.
fn cell_text(policy: &Policy, datum: &value::Datum, cell: &str) -> String {
    match datum {
        value::Datum::Day(day) => day.to_string(),
        value::Datum::Money(fen) => {
            let yuan = crate::fact::yuan(*fen);
            if crate::fact::fen(cell) == Some(*fen) { cell.to_owned() } else { yuan }
        }
        other => value::chinese(other, &policy.regions),
    }
}

fn columns(
    policy: &Policy,
    source: &Source,
    header: &[Spanned<String>],
    out: &mut Vec<Diagnostic>,
) -> Option<(Vec<Column>, usize)> {
    let mut columns = Vec::new();
    let mut plan = None;
    for cell in header {
        let column = column(policy, &cell.value, plan);
        let Some(column) = column else {
            out.push(
                Diagnostic::error(
                    "E0402",
                    source,
                    cell.span,
                    format!("“{}”不是信息项、参数、认定或者字段", cell.value),
                    format!("`{}` is no fact, parameter, conclusion or field", cell.value),
                )
                .hint(
                    "结果列以“⇒ 认定名称”开头，后面是它的字段",
                    "the results open with `⇒ name`, followed by its fields",
                ),
            );
            return None;
        };
        if let Column::Status(of) = column {
            plan = Some(of);
        }
        columns.push(column);
    }
    let Some(plan) = plan else {
        let span = header.first().map_or(Span::default(), |cell| cell.span);
        out.push(Diagnostic::error(
            "E0402",
            source,
            span,
            "示例没有结果列",
            "the example has no result column",
        ));
        return None;
    };
    Some((columns, plan))
}

fn column(policy: &Policy, name: &str, plan: Option<usize>) -> Option<Column> {
    let compact = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let wanted = compact(name.trim_start_matches('⇒'));
    if name.starts_with('⇒') {
        let plans = 0..policy.plans.len();
        return plans.into_iter().find(|p| compact(&policy.rule(*p).name) == wanted).map(Column::Status);
    }
    if let Some(plan) = plan {
        let fields = &policy.rule(plan).fields;
        return fields.iter().position(|field| compact(&field.name) == wanted).map(Column::Field);
    }
    if wanted == "业务日期" {
        return Some(Column::Today);
    }
    // A flag's column may leave the 已 of its phrase out.
    let fact = policy.facts.iter().position(|fact| {
        let name = compact(&fact.name);
        name == wanted || name.strip_prefix('已') == Some(&wanted)
    });
    let parameter = || policy.parameters.iter().position(|p| compact(&p.name) == wanted && p.what_if);
    fact.map(Column::Fact).or_else(|| parameter().map(Column::Parameter))
}

fn example(
    policy: &Policy,
    source: &Source,
    columns: &[Column],
    plan: usize,
    row: &[Spanned<String>],
    out: &mut Vec<Diagnostic>,
) -> Option<Example> {
    let span = row.first()?.span;
    let mut wrong = |cell: &Spanned<String>, zh: &str, en: &str| {
        out.push(Diagnostic::error(
            "E0403",
            source,
            cell.span,
            format!("“{}”：{zh}", cell.value),
            format!("`{}`: {en}", cell.value),
        ));
    };
    if row.len() != columns.len() {
        wrong(&row[0], "这一行的格数与表头不同", "this row has not as many cells as the header");
        return None;
    }
    let mut today = None;
    let mut facts = vec![ABSENT; policy.facts.len()];
    let mut what_if = Vec::new();
    let mut status = None;
    let mut fields = Vec::new();
    for (column, cell) in columns.iter().zip(row) {
        if cell.value.is_empty() {
            if let Column::Field(field) = column {
                // An empty field says that there is none, which holds exactly unless it is a yes.
                fields.push((*field, cell.clone()));
            }
            continue;
        }
        match column {
            Column::Today => match Date::parse(&cell.value) {
                Some(date) => today = Some(date),
                None => wrong(cell, "应当是 YYYY-MM-DD 的日期", "a date YYYY-MM-DD is expected"),
            },
            Column::Fact(fact) => match fact_cell(policy, *fact, &cell.value) {
                Some(value) => facts[*fact] = value,
                None => wrong(cell, "不是这个信息项的取值", "no value of this fact"),
            },
            Column::Parameter(parameter) if policy.parameters[*parameter].kind != SettingKind::Regions => {
                match tried(policy, *parameter, &cell.value) {
                    Some(setting) => what_if.push((*parameter, setting)),
                    None => wrong(cell, "不是这个参数的数值", "no value of this parameter"),
                }
            }
            Column::Parameter(parameter) => {
                let codes: Option<Vec<i64>> =
                    cell.value.split('、').map(|name| policy.regions.by_name(name.trim())).collect();
                match codes {
                    Some(mut codes) => {
                        codes.sort_unstable();
                        what_if.push((*parameter, Setting::Regions(codes)));
                    }
                    None => wrong(cell, "应当是区的名称", "names of districts are expected"),
                }
            }
            Column::Status(_) => status = Some(cell.clone()),
            Column::Field(field) => fields.push((*field, cell.clone())),
        }
    }
    let Some(as_of) = today else {
        wrong(&row[0], "示例没有业务日期", "the example has no business date");
        return None;
    };
    let Some(status) = status else {
        wrong(&row[0], "示例没有结果", "the example has no result");
        return None;
    };
    let request = Request { as_of, known_on: None, facts, what_if };
    Some(Example { article: 0, source: source.clone(), span, request, plan, status, fields })
}

/// A what-if value as a table writes it.
fn tried(policy: &Policy, parameter: ParameterId, cell: &str) -> Option<Setting> {
    match policy.parameters[parameter].kind {
        SettingKind::Money => fen(cell).map(Setting::Money),
        SettingKind::Ratio => Ratio::parse(cell).map(Setting::Ratio),
        SettingKind::Number => cell.parse().ok().map(Setting::Number),
        SettingKind::Flag if cell == "是" || cell == "否" => Some(Setting::Flag(cell == "是")),
        SettingKind::Choices(of) => choices(&policy.facts[of], cell).map(Setting::Choices),
        SettingKind::Regions | SettingKind::Flag | SettingKind::Scale => None,
    }
}

fn fact_cell(policy: &Policy, fact: FactId, cell: &str) -> Option<i64> {
    let declared = &policy.facts[fact];
    if cell == "没有" {
        return declared.none.as_ref().map(|_| NONE);
    }
    let value = match &declared.kind {
        Kind::Date => Date::parse(cell)?.packed(),
        Kind::Choice(choices) => i64::try_from(choices.iter().position(|c| *c.label == *cell)?).ok()?,
        Kind::Region => policy.regions.by_name(cell)?,
        Kind::Flag => match cell {
            "是" => 1,
            "否" => 0,
            _ => return None,
        },
        Kind::Integer { .. } => cell.parse().ok()?,
        Kind::Money { .. } => fen(cell)?,
    };
    let (min, max) = declared.bounds(Date::MAX);
    (min <= value && value <= max).then_some(value)
}
