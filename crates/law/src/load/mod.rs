//! Reads a policy folder: first what is declared (facts, parameters, readings,
//! names of rules), then the rules in these words.

mod amend;
mod cited;
mod declared;
mod layers;
mod linked;
mod office;
mod sound;
mod substitute;
mod transition;

use crate::bundle::Bundle;
use crate::calendar::Calendar;
use crate::date::Date;
use crate::diagram::Diagram;
use crate::doubt;
use crate::fact::{self, Fact, FactId};
use crate::glossary::Glossary;
use crate::layer::one::AtMostOne;
use crate::layer::version::Transition;
use crate::layer::{Exception, check, text};
use crate::lexicon::Lexicon;
use crate::origin;
use crate::plan;
use crate::policy::{Amended, Instrument, Policy};
use crate::region::Regions;
use crate::rule::Rule;
use declared::Loader;
use law_syntax::diagnostic::has_errors;
use law_syntax::{Diagnostic, Document, FenceKind, Source, Span, entry};

/// The policy of a folder; findings go to `out`.
pub fn policy(bundle: Bundle, out: &mut Vec<Diagnostic>) -> Option<Policy> {
    let glossary = data(&bundle, "phrases.toml", Glossary::read, out);
    let regions = data(&bundle, "regions.toml", Regions::read, out);
    let Documents { catalogue, lawbooks, overlays } = documents(&bundle, out);
    let calendar = calendar(&bundle, out);
    let declaring = || catalogue.iter().chain(&lawbooks).chain(&overlays);
    let mut facts: Vec<Fact> = Vec::new();
    declaring().for_each(|document| fact::read_onto(document, &mut facts, out));
    let suppliers = origin::read(declaring(), out);
    let declared_in: Vec<Document> = declaring().cloned().collect();
    let (mut glossary, regions) = (glossary?, regions?);
    for document in lawbooks.iter().chain(&overlays) {
        phrases(document, &mut glossary, out);
    }
    let instruments: Vec<Instrument> = lawbooks
        .into_iter()
        .chain(overlays)
        .filter_map(|document| instrument(&bundle, document, &regions, out))
        .collect();
    origin::check(&facts, &suppliers, &instruments, &declared_in, out);
    let gaps = doubt::read(&instruments, out);
    let mut loader = Loader {
        facts: &facts,
        calendar: &calendar,
        glossary: &glossary,
        instruments: &instruments,
        parameters: Vec::new(),
        readings: Vec::new(),
        carriers: Vec::new(),
        lexicon: Lexicon::of_facts(&facts).with_places(&regions),
        taken: Vec::new(),
        heads: Vec::new(),
        publications: Vec::new(),
        out,
    };
    loader.parameters();
    loader.determined(&regions);
    loader.readings();
    let mut rules = loader.rules();
    loader.carriers();
    // What departs from rules is read where all of them are there.
    let mut layers = if has_errors(loader.out) { Layers::default() } else { loader.all_layers(&mut rules) };
    loader.unused_readings();
    let Loader { parameters, readings, carriers, lexicon, .. } = loader;
    if has_errors(out) {
        return None;
    }
    linked::apply(&mut rules, &mut layers.exceptions);
    substitute::deem(&mut rules, &mut layers.exceptions, &facts, out);
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
        suppliers,
        gaps,
        lexicon,
        instruments,
        exceptions: layers.exceptions,
        transitions: layers.transitions,
        at_most_one: layers.at_most_one,
        texts: layers.texts,
        amendments: layers.amended,
    };
    plan::prepare(&mut policy, out);
    check::exceptions(&policy, out);
    sound::unused(&policy, &declared_in, out);
    Some(policy)
}

/// The files of a folder by what they are.
#[derive(Default)]
struct Documents {
    catalogue: Vec<Document>,
    lawbooks: Vec<Document>,
    overlays: Vec<Document>,
}

fn documents(bundle: &Bundle, out: &mut Vec<Diagnostic>) -> Documents {
    let mut found = Documents::default();
    for (path, text) in bundle.iter().filter(|(path, _)| is_policy_file(path)) {
        let source = Source::new(path, text);
        let document = Document::read(&source, out);
        match document.front("种类").map(|kind| kind.value.as_str()) {
            Some("信息项") => found.catalogue.push(document),
            Some("文件") => found.lawbooks.push(document),
            Some("叠加") => found.overlays.push(document),
            Some("试算") => {
                published_trial(&document, out);
                found.overlays.push(document);
            }
            _ => out.push(
                Diagnostic::error(
                    "E0301",
                    &source,
                    Span::new(0, 3.min(text.len())),
                    "文件头没有写明种类",
                    "the front matter names no kind",
                )
                .hint(
                    "写“种类: 文件”、“种类: 叠加”、“种类: 试算”或者“种类: 信息项”",
                    "write `种类: 文件`, `叠加`, `试算` or `信息项`",
                ),
            ),
        }
    }
    found
}

/// What exceptions, amendments, transitions and choices came to.
#[derive(Default)]
struct Layers {
    exceptions: Vec<Exception>,
    transitions: Vec<Transition>,
    at_most_one: Vec<AtMostOne>,
    texts: Vec<text::Version>,
    amended: Vec<Amended>,
}

impl Loader<'_> {
    fn all_layers(&mut self, rules: &mut Vec<Rule>) -> Layers {
        let mut made = self.amend(rules);
        let transitions = self.transitions(rules, &mut made);
        amend::compose(rules, &made, &transitions);
        let exceptions = self.exceptions(rules);
        let at_most_one = self.at_most_one(rules);
        Layers { exceptions, transitions, at_most_one, texts: made.texts, amended: made.amended }
    }
}

/// A what-if is laid on by whoever tries it; the folder is what is published.
fn published_trial(document: &Document, out: &mut Vec<Diagnostic>) {
    let kind = document.front("种类").map(|kind| kind.span);
    if let Some(span) = kind.filter(|_| !document.source.path.starts_with(LAID_ON)) {
        out.push(
            Diagnostic::error(
                "E0310",
                &document.source,
                span,
                "试算不能放在政策文件夹里公布",
                "a what-if cannot stand among published policies",
            )
            .hint("用 --with 叠加", "lay it on with --with"),
        );
    }
}

/// The English of words that an instrument brings.
fn phrases(document: &Document, glossary: &mut Glossary, out: &mut Vec<Diagnostic>) {
    let fences = document.articles.iter().flat_map(|article| &article.fences);
    for fence in fences.filter(|fence| fence.kind == FenceKind::Phrases) {
        let (entries, strays) = entry::read(&document.source, fence.body);
        let wrong = |span: Span| {
            Diagnostic::error(
                "E0311",
                &document.source,
                span,
                "词语应当写作“中文：English。”，而且没有别的英文",
                "a phrase reads `中文：English。` and has no other English",
            )
            .hint("已经有英文的，不必再写", "what has English already is not repeated")
        };
        out.extend(strays.into_iter().map(wrong));
        for entry in entries {
            let english: Vec<&str> = entry.clauses.iter().map(|clause| clause.value.as_str()).collect();
            if english.concat().is_empty() || !glossary.add(&entry.name.value, &english.join("; ")) {
                out.push(wrong(entry.span));
            }
        }
    }
}

/// Where overlays that are laid on stand in a bundle.
pub const LAID_ON: &str = "with/";

/// How the files of the overlay that lies at a place in the order begin in a bundle.
pub fn laid_on(index: usize) -> String {
    format!("{LAID_ON}{index:02}-")
}

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

fn instrument(
    bundle: &Bundle,
    document: Document,
    regions: &Regions,
    out: &mut Vec<Diagnostic>,
) -> Option<Instrument> {
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
    let kind = document.front("种类").map_or("", |kind| kind.value.as_str());
    let (is_overlay, is_trial) = (matches!(kind, "叠加" | "试算"), kind == "试算");
    let office = office::read(&document, &id.value, day, regions, out);
    Some(Instrument {
        id: id.value,
        title: title.value,
        version,
        force: day,
        is_overlay,
        is_trial,
        office,
        document,
    })
}
