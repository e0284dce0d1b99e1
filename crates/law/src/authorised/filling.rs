//! A filling (确定): the rows that an instrument gives to what is declared
//! elsewhere, with what it states, measured against the declaration.

use super::competence::Measure;
use super::declaration::{Matter, Required};
use super::priority::Office;

use crate::fact::Fact;
use crate::parameter::{Parameter, Row, table_rows};
use crate::region::Regions;
use law_syntax::{Anchor, Diagnostic, Document, FenceKind, Source, Span, Spanned, entry, table};

/// What a filling states beside its rows.
#[derive(Debug, Clone, Default)]
pub struct Filling {
    /// 依据……
    pub basis: Option<Spanned<String>>,
    /// 经……批准
    pub approved: Vec<String>,
    /// 单位为……
    pub unit: Option<Spanned<String>>,
    /// 优先于……
    pub over: Vec<String>,
}

/// Adds the rows of an instrument to what they fill.
pub fn fill(
    document: &Document,
    layer: usize,
    office: &Office,
    words: (&Regions, &[Fact]),
    parameters: &mut [Parameter],
    out: &mut Vec<Diagnostic>,
) {
    let source = &document.source;
    for article in &document.articles {
        for fence in article.fences.iter().filter(|fence| fence.kind == FenceKind::Determined) {
            let (entries, _) = entry::read(source, fence.body);
            let (_, table) = table::read(source, fence.body);
            let named = entries.first().and_then(|entry| entry.id.as_ref().map(|id| (entry, id)));
            let known = named.and_then(|(_, id)| parameters.iter_mut().find(|p| p.key == id.value));
            let (Some(parameter), Some((entry, _))) = (known, named) else {
                let span = named.map_or(fence.body, |(_, id)| id.span);
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
            let filling = statements(source, &entry.clauses, out);
            let mut found =
                table_rows(source, (parameter.kind, &parameter.unit), Some(words), layer, &table, out);
            let place = Anchor::article(article.number.unwrap_or(0));
            for row in &mut found {
                row.known = row.known.or(office.published);
                row.over.clone_from(&filling.over);
                row.place = Some(place);
            }
            if let Some(unit) = filling.unit.as_ref().filter(|unit| unit.value != parameter.unit) {
                out.push(other_unit(source, unit.span, &parameter.unit, &unit.value));
            }
            if let Some(matter) = parameter.matter.clone() {
                let mut check = Check { source, parameter, matter: &matter, filling: &filling, out };
                check.stated(entry.name.span, &found);
                let measure =
                    Measure { office, regions: words.0, parameter, matter: &matter, filling: &filling };
                found = found.into_iter().flat_map(|row| measure.row(row)).collect();
                for row in found.iter().filter(|row| row.broken.is_some()) {
                    warn(source, parameter, row, out);
                }
            }
            parameter.rows.extend(found);
        }
    }
}

/// Amounts of one unit are not amounts of another.
pub fn other_unit(source: &Source, span: Span, declared: &str, unit: &str) -> Diagnostic {
    Diagnostic::error(
        "E0157",
        source,
        span,
        format!("单位“{unit}”与声明的“{declared}”不同，不换算"),
        format!("the unit `{unit}` is not the declared `{declared}`; nothing is converted"),
    )
    .hint(format!("用声明的单位“{declared}”"), format!("use the declared unit `{declared}`"))
}

/// The clauses behind the name: 依据…，由…提出；经…批准；单位为…；优先于“…”.
fn statements(source: &Source, clauses: &[Spanned<String>], out: &mut Vec<Diagnostic>) -> Filling {
    let mut filling = Filling::default();
    for clause in clauses {
        let mut from = 0;
        for piece in clause.value.split('，') {
            let start = clause.span.start + from;
            from += piece.len() + '，'.len_utf8();
            let span = Span::new(start, start + piece.len());
            let text = piece.trim();
            let by = ["提出", "确定", "规定"].iter().any(|verb| text.ends_with(verb));
            if let Some(basis) = text.strip_prefix("依据") {
                filling.basis = Some(Spanned::new(basis.to_owned(), span));
            } else if let Some(unit) = text.strip_prefix("单位为") {
                filling.unit = Some(Spanned::new(unit.to_owned(), span));
            } else if let Some(id) = text.strip_prefix("优先于") {
                filling.over.push(id.trim_matches(['“', '”']).to_owned());
            } else if let Some(who) = text.strip_prefix('经').and_then(|t| t.strip_suffix("批准")) {
                filling.approved.push(who.to_owned());
            } else if !(text.is_empty() || text.starts_with('由') && by) {
                out.push(
                    Diagnostic::error(
                        "E0156",
                        source,
                        span,
                        format!("确定：不认识的说明“{text}”"),
                        format!("filling: unknown clause `{text}`"),
                    )
                    .hint(
                        "可用：依据第……条；由……提出；经……批准；单位为……；优先于“标识”",
                        "use 依据…, 由…提出, 经…批准, 单位为… or 优先于“id”",
                    ),
                );
            }
        }
    }
    filling
}

struct Check<'a> {
    source: &'a Source,
    parameter: &'a Parameter,
    matter: &'a Matter,
    filling: &'a Filling,
    out: &'a mut Vec<Diagnostic>,
}

impl Check<'_> {
    /// What the declaration asks a filling to state.
    fn stated(&mut self, head: Span, rows: &[Row]) {
        for required in &self.matter.required {
            let (missing, span) = match required {
                Required::Basis => (self.filling.basis.is_none(), head),
                Required::Dates => {
                    let open = rows.iter().find(|row| row.to.is_none());
                    (open.is_some(), open.map_or(head, |row| row.span))
                }
                Required::Publication => {
                    let silent = rows.iter().find(|row| row.known.is_none());
                    (silent.is_some(), silent.map_or(head, |row| row.span))
                }
            };
            if missing {
                self.unstated(span, required.words());
            }
        }
        // The basis has to be the article that leaves the matter to others.
        let Some(basis) = &self.filling.basis else { return };
        let home = self.parameter.article;
        let named = Anchor::parse(&basis.value, home).is_some_and(|anchor| anchor.article == home);
        if !named {
            let article = Anchor::article(home);
            self.out.push(
                Diagnostic::error(
                    "E0153",
                    self.source,
                    basis.span,
                    format!("“{}”由{article}授权，依据写成了“{}”", self.parameter.name, basis.value),
                    format!(
                        "`{}` is left to others by {}, not by `{}`",
                        self.parameter.key,
                        article.english(),
                        basis.value
                    ),
                )
                .hint(format!("写“依据{article}”"), format!("write `依据{article}`")),
            );
        }
    }

    fn unstated(&mut self, span: Span, what: &str) {
        self.out.push(
            Diagnostic::error(
                "E0153",
                self.source,
                span,
                format!("确定“{}”应当载明{what}", self.parameter.name),
                format!("a filling of `{}` has to state {what}", self.parameter.key),
            )
            .hint(format!("写明{what}"), format!("state {what}")),
        );
    }
}

fn warn(source: &Source, parameter: &Parameter, row: &Row, out: &mut Vec<Diagnostic>) {
    let Some(broken) = &row.broken else { return };
    let finding = Diagnostic::error(
        "E0154",
        source,
        row.span,
        format!("确定“{}”无效：{}", parameter.name, broken.words.zh),
        format!("the filling of `{}` does not count: {}", parameter.key, broken.words.en),
    );
    let mend = "由有权的机关确定；解释里也会这样说";
    out.push(finding.hint(mend, "have it filled by who may; explanations say the same").warning());
}
