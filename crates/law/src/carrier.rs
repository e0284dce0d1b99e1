//! Who carries a sentence of the law that no rule executes (落实): a service,
//! a declaration addressed to an authority, or nobody yet.

use law_syntax::{Anchor, Diagnostic, Document, FenceKind, entry};

/// How a sentence is carried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bearing {
    /// 由服务 S01 承办
    Service {
        /// Identifiers of services.
        services: Vec<String>,
        /// Not built yet.
        planned: bool,
    },
    /// 宣示: addressed to an authority; nothing to execute.
    Declaratory,
    /// 由施行日期执行: the front matter's first day.
    EntryIntoForce,
    /// 存疑: the text does not settle it.
    NotSettled,
}

/// One line of a 落实 fence.
#[derive(Debug, Clone)]
pub struct Carrier {
    /// The instrument whose sentence it is, by index.
    pub instrument: usize,
    /// The sentence or item.
    pub anchor: Anchor,
    /// How it is carried.
    pub bearing: Bearing,
    /// The author's words.
    pub text: String,
}

/// Reads all 落实 of a document.
pub fn read(document: &Document, out: &mut Vec<Diagnostic>) -> Vec<Carrier> {
    let mut carriers = Vec::new();
    for article in &document.articles {
        let number = article.number.unwrap_or(0);
        for fence in article.fences.iter().filter(|f| f.kind == FenceKind::Carriers) {
            let (entries, strays) = entry::read(&document.source, fence.body);
            for entry in entries {
                let text: Vec<&str> = entry.clauses.iter().map(|c| c.value.as_str()).collect();
                let text = text.join("；");
                let anchor = Anchor::parse(&entry.name.value, number)
                    .filter(|anchor| document.pieces().any(|piece| anchor.covers(piece.anchor)));
                match (anchor, bearing(&text)) {
                    (Some(anchor), Some(bearing)) => {
                        carriers.push(Carrier { instrument: 0, anchor, bearing, text });
                    }
                    (None, _) => out.push(
                        Diagnostic::error(
                            "E0230",
                            &document.source,
                            entry.name.span,
                            format!("没有“{}”这一规定", entry.name.value),
                            format!("there is no provision `{}`", entry.name.value),
                        )
                        .hint("写作“第一款第二句”", "write for example 第一款第二句"),
                    ),
                    (_, None) => out.push(unknown(document, entry.span)),
                }
            }
            for span in strays {
                out.push(unknown(document, span));
            }
        }
    }
    carriers
}

/// A doubt that nobody is asked to settle stays one.
pub fn check_doubts(document: &Document, out: &mut Vec<Diagnostic>) {
    let doubts = document.articles.iter().flat_map(|a| &a.fences).filter(|f| f.kind == FenceKind::Doubt);
    for fence in doubts {
        let text = document.source.slice(fence.body);
        let owner = text.split_once(OWNER).map_or("", |(_, owner)| owner.trim_matches(['。', '\n', ' ']));
        if owner.is_empty() {
            out.push(
                Diagnostic::error(
                    "E0143",
                    &document.source,
                    fence.body,
                    "存疑没有写明由谁答复",
                    "the doubt names nobody who could settle it",
                )
                .hint(format!("最后写“{OWNER}……。”"), format!("end with `{OWNER}…。`")),
            );
        }
    }
}

/// Opens the name of who answers.
const OWNER: &str = "答复单位：";

fn bearing(text: &str) -> Option<Bearing> {
    if text.starts_with("宣示") {
        return Some(Bearing::Declaratory);
    }
    if text.starts_with("存疑") {
        return Some(Bearing::NotSettled);
    }
    if text.starts_with("由施行日期执行") {
        return Some(Bearing::EntryIntoForce);
    }
    let (services, rest) = text.strip_prefix("由服务")?.split_once("承办")?;
    let services: Vec<String> = services.split('、').map(|s| s.trim().to_owned()).collect();
    let named = |s: &String| s.len() == 3 && s.starts_with('S') && s[1..].bytes().all(|b| b.is_ascii_digit());
    services
        .iter()
        .all(named)
        .then(|| Bearing::Service { services, planned: rest.starts_with("（计划）") })
}

fn unknown(document: &Document, span: law_syntax::Span) -> Diagnostic {
    Diagnostic::error(
        "E0142",
        &document.source,
        span,
        "没有说明由谁落实",
        "it does not say who carries the sentence out",
    )
    .hint(
        "写作“第一款第一句：由服务 S01 承办（计划）。”、“……：宣示，……。”或者“……：存疑，……。”",
        "write 由服务 S01 承办, 宣示 or 存疑",
    )
}
