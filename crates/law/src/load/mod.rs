//! Reads a policy folder: first what is declared (facts, parameters, readings,
//! names of rules), then the rules in these words.

mod declared;
mod linked;
mod sound;
mod substitute;

use crate::bundle::Bundle;
use crate::calendar::Calendar;
use crate::date::Date;
use crate::diagram::Diagram;
use crate::fact::{self, Fact, FactId};
use crate::glossary::Glossary;
use crate::lexicon::Lexicon;
use crate::plan;
use crate::policy::{Instrument, Policy};
use crate::region::Regions;
use declared::Loader;
use law_syntax::diagnostic::has_errors;
use law_syntax::{Diagnostic, Document, Source, Span};

/// The policy of a folder; findings go to `out`.
pub fn policy(bundle: Bundle, out: &mut Vec<Diagnostic>) -> Option<Policy> {
    let glossary = data(&bundle, "phrases.toml", Glossary::read, out);
    let regions = data(&bundle, "regions.toml", Regions::read, out);
    let mut catalogue = Vec::new();
    let mut lawbooks = Vec::new();
    let mut overlays = Vec::new();
    for (path, text) in bundle.iter().filter(|(path, _)| is_policy_file(path)) {
        let source = Source::new(path, text);
        let document = Document::read(&source, out);
        match document.front("种类").map(|kind| kind.value.as_str()) {
            Some("信息项") => catalogue.push(document),
            Some("文件") => lawbooks.push(document),
            Some("叠加") => overlays.push(document),
            _ => out.push(
                Diagnostic::error(
                    "E0301",
                    &source,
                    Span::new(0, 3.min(text.len())),
                    "文件头没有写明种类",
                    "the front matter names no kind",
                )
                .hint(
                    "写“种类: 文件”、“种类: 叠加”或者“种类: 信息项”",
                    "write `种类: 文件`, `叠加` or `信息项`",
                ),
            ),
        }
    }
    let calendar = calendar(&bundle, out);
    let facts: Vec<Fact> = catalogue.iter().flat_map(|document| fact::read(document, out)).collect();
    let (glossary, regions) = (glossary?, regions?);
    let instruments: Vec<Instrument> = lawbooks
        .into_iter()
        .chain(overlays)
        .filter_map(|document| instrument(&bundle, document, out))
        .collect();
    let mut loader = Loader {
        facts: &facts,
        calendar: &calendar,
        glossary: &glossary,
        instruments: &instruments,
        parameters: Vec::new(),
        readings: Vec::new(),
        carriers: Vec::new(),
        lexicon: Lexicon::of_facts(&facts),
        taken: Vec::new(),
        out,
    };
    loader.parameters();
    loader.determined(&regions);
    loader.readings();
    let mut rules = loader.rules();
    loader.carriers();
    loader.unused_readings();
    let Loader { parameters, readings, carriers, lexicon, .. } = loader;
    if has_errors(out) {
        return None;
    }
    linked::apply(&mut rules);
    substitute::deem(&mut rules, &facts, out);
    if has_errors(out) || sound::has_cycle(&rules, out) {
        return None;
    }
    let version = bundle.version();
    let mut fact_order: Vec<FactId> = (0..facts.len()).collect();
    fact_order.sort_by(|a, b| facts[*a].key.cmp(&facts[*b].key));
    let mut policy = Policy {
        fact_order,
        bundle,
        version,
        facts,
        parameters,
        plans: Vec::new(),
        diagram: Diagram::new(&rules),
        rules,
        cells: Vec::new(),
        regions,
        calendar: calendar.clone(),
        glossary: glossary.clone(),
        readings: readings.into_iter().map(|(reading, _)| reading).collect(),
        carriers,
        lexicon,
        instruments,
    };
    plan::prepare(&mut policy, out);
    sound::unused(&policy, &catalogue, out);
    Some(policy)
}

/// Where overlays that are laid on stand in a bundle.
pub const LAID_ON: &str = "with/";

/// Markdown at the top of the folder is policy, and what is laid on; elsewhere
/// deeper down lie translations and overlays that are not laid on.
fn is_policy_file(path: &str) -> bool {
    let path = path.strip_prefix(LAID_ON).unwrap_or(path);
    path.strip_suffix(".md").is_some_and(|stem| !stem.contains('/'))
}

fn data<T>(
    bundle: &Bundle,
    path: &str,
    read: impl Fn(&str) -> Result<T, String>,
    out: &mut Vec<Diagnostic>,
) -> Option<T> {
    let text = bundle.get(path).unwrap_or("");
    let source = Source::new(path, text);
    match read(text) {
        Ok(value) => Some(value),
        Err(error) => {
            out.push(Diagnostic::error(
                "E0302",
                &source,
                Span::default(),
                format!("{path} 读不出来：{error}"),
                format!("{path} cannot be read: {error}"),
            ));
            None
        }
    }
}

/// The years of working days in the folder, one file each.
fn calendar(bundle: &Bundle, out: &mut Vec<Diagnostic>) -> Calendar {
    let mut calendar = Calendar::default();
    for (path, text) in bundle.iter() {
        let named = path.strip_prefix(CALENDARS).is_some_and(|name| name.strip_suffix(".toml").is_some());
        if let Err(error) = if named { calendar.add_year(text) } else { Ok(()) } {
            out.push(Diagnostic::error(
                "E0302",
                &Source::new(path, text),
                Span::default(),
                format!("{path} 读不出来：{error}"),
                format!("{path} cannot be read: {error}"),
            ));
        }
    }
    calendar
}

/// Where the calendars of working days stand in a bundle.
const CALENDARS: &str = "calendars/";

fn instrument(bundle: &Bundle, document: Document, out: &mut Vec<Diagnostic>) -> Option<Instrument> {
    let head = Span::new(0, 3.min(document.source.text.len()));
    let mut need = |key: &str| {
        let found = document.front(key).filter(|value| !value.value.is_empty()).cloned();
        if found.is_none() {
            out.push(Diagnostic::error(
                "E0303",
                &document.source,
                head,
                format!("文件头缺少“{key}”"),
                format!("the front matter lacks `{key}`"),
            ));
        }
        found
    };
    let (id, title, force, hash) = (need("标识")?, need("名称")?, need("施行")?, need("原文校验")?);
    let Some(day) = Date::parse(&force.value) else {
        out.push(Diagnostic::error(
            "E0304",
            &document.source,
            force.span,
            "施行日期应当写作 YYYY-MM-DD",
            "the first day reads YYYY-MM-DD",
        ));
        return None;
    };
    if hash.value != document.text_hash {
        out.push(
            Diagnostic::error(
                "E0305",
                &document.source,
                hash.span,
                "条文与公布的原文不一致",
                "the words differ from the published text",
            )
            .hint(
                format!("恢复原文；原文确有修改的，写“原文校验: {}”", document.text_hash),
                format!("restore the words, or if the text was amended write `{}`", document.text_hash),
            ),
        );
    }
    let version = bundle.file_version(&document.source.path).unwrap_or_default();
    Some(Instrument { id: id.value, title: title.value, version, force: day, document })
}
