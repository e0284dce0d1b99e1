//! Reads the parameters of a document: a head line, then the table of its values.

use super::{Parameter, SettingKind, table_rows};
use crate::scale;
use law_syntax::{Diagnostic, Document, FenceKind, Source, entry, table};

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
