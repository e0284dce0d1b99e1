//! The templates of papers: those built into the program, and others that are handed in. A template may build on
//! another (`extends`) and say only what differs. What is wrong with one is told with its file and key.

use std::collections::{BTreeMap, BTreeSet};

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use super::{
    fixed::{FixedText, OF_EVERY_PAPER},
    head::check_kind,
    template::{Confidence, LineKind, LineTemplate, Need, PaperTemplate, SectionTemplate},
};
use crate::Bilingual;

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates/papers");
/// What is no template though it lies beside them: words that all pages share.
const SHARED_WORDS: &str = "words.toml";
/// Deepest chain of templates that build on one another.
const EXTENDS_MAX: usize = 4;

/// Why a template cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("templates/papers/{file}: `{key}` {what}")]
pub struct TemplateError {
    /// The file.
    pub file: String,
    /// The key in it.
    pub key: String,
    /// What is wrong, and what was expected.
    pub what: String,
}

/// The kinds of papers that can be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperLibrary {
    templates: BTreeMap<String, PaperTemplate>,
    files: BTreeMap<String, String>,
}

impl PaperLibrary {
    /// The templates built into the program.
    pub fn embedded() -> Result<Self, TemplateError> {
        let text = |file: &include_dir::File<'_>| {
            Some((file.path().to_str()?.to_owned(), file.contents_utf8()?.to_owned()))
        };
        Self::from_files(EMBEDDED.files().filter_map(text).collect())
    }

    /// These templates and further files: `<id>.toml`, and `<layout>.typ` for a page of its own. A file of the same
    /// name takes the place of the earlier one.
    pub fn with(mut self, files: BTreeMap<String, String>) -> Result<Self, TemplateError> {
        self.files.extend(files);
        Self::from_files(self.files)
    }

    fn from_files(files: BTreeMap<String, String>) -> Result<Self, TemplateError> {
        let mut raws = BTreeMap::new();
        for (file, text) in &files {
            if let Some(id) = file.strip_suffix(".toml").filter(|_| file != SHARED_WORDS) {
                raws.insert(id, read(file, text)?);
            }
        }
        let mut templates = BTreeMap::new();
        for id in raws.keys() {
            let template = resolve(id, &raws)?;
            check(&template, &files)?;
            templates.insert((*id).to_owned(), template);
        }
        Ok(Self { templates, files })
    }

    /// The template of this id.
    pub fn get(&self, id: &str) -> Option<&PaperTemplate> {
        self.templates.get(id)
    }

    /// Every template, by id.
    pub fn iter(&self) -> impl Iterator<Item = &PaperTemplate> {
        self.templates.values()
    }

    /// The files by name: pages, templates and shared words.
    #[cfg(feature = "typeset")]
    pub(crate) fn files(&self) -> &BTreeMap<String, String> {
        &self.files
    }
}

/// A template as its file says it; what it leaves out it has from the one that it extends.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    extends: Option<String>,
    layout: Option<String>,
    title: Option<Bilingual>,
    source: String,
    confidence: Confidence,
    needs: Option<Vec<Need>>,
    opening: Option<Vec<FixedText>>,
    closing: Option<Vec<FixedText>>,
    notes: Option<Vec<FixedText>>,
    signatures: Option<Vec<Bilingual>>,
    sections: Option<Vec<RawSection>>,
    lines: Option<Vec<LineTemplate>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSection {
    id: String,
    title: Bilingual,
    #[serde(default)]
    optional: bool,
}

fn read(file: &str, text: &str) -> Result<Raw, TemplateError> {
    let fault = |key: String, what: String| TemplateError { file: file.to_owned(), key, what };
    let parsed = toml::Deserializer::parse(text)
        .map_err(|error| fault(String::new(), format!("is no TOML: {}", error.to_string().trim())))?;
    serde_path_to_error::deserialize(parsed)
        .map_err(|error| fault(error.path().to_string(), error.inner().to_string().trim().to_owned()))
}

/// A template with what it has from the ones that it extends.
fn resolve(id: &str, raws: &BTreeMap<&str, Raw>) -> Result<PaperTemplate, TemplateError> {
    let fault = |key: &str, what: String| TemplateError { file: format!("{id}.toml"), key: key.into(), what };
    check_kind(id).map_err(|error| fault("id", error.to_string()))?;
    let mut chain = Vec::new();
    let mut next = Some(id);
    while let Some(at) = next {
        let raw =
            raws.get(at).ok_or_else(|| fault("extends", format!("names `{at}`, which is not there")))?;
        chain.push(raw);
        if chain.len() > EXTENDS_MAX {
            return Err(fault("extends", format!("goes through more than {EXTENDS_MAX} templates")));
        }
        next = raw.extends.as_deref();
    }
    macro_rules! from_chain {
        ($field:ident) => {
            chain.iter().find_map(|raw| raw.$field.clone())
        };
    }
    let first = chain.first().ok_or_else(|| fault("id", "is not there".into()))?;
    let sections = from_chain!(sections).unwrap_or_default();
    let lines = from_chain!(lines).unwrap_or_default();
    Ok(PaperTemplate {
        id: id.to_owned(),
        layout: from_chain!(layout)
            .ok_or_else(|| fault("layout", "is missing; expected the name of a page".into()))?,
        title: from_chain!(title).ok_or_else(|| fault("title", "is missing; expected zh and en".into()))?,
        source: first.source.clone(),
        confidence: first.confidence,
        needs: from_chain!(needs).unwrap_or_default(),
        opening: from_chain!(opening).unwrap_or_default(),
        closing: from_chain!(closing).unwrap_or_default(),
        notes: from_chain!(notes).unwrap_or_default(),
        signatures: from_chain!(signatures).unwrap_or_default(),
        sections: under_headings(sections, lines).map_err(|(key, what)| fault(&key, what))?,
    })
}

/// The lines under their headings; those without one come first.
fn under_headings(
    sections: Vec<RawSection>,
    lines: Vec<LineTemplate>,
) -> Result<Vec<SectionTemplate>, (String, String)> {
    let bare = SectionTemplate { id: String::new(), title: None, is_optional: false, lines: Vec::new() };
    let mut all = vec![bare];
    all.extend(sections.into_iter().map(|section| SectionTemplate {
        id: section.id,
        title: Some(section.title),
        is_optional: section.optional,
        lines: Vec::new(),
    }));
    for line in lines {
        let wanted = line.section.clone().unwrap_or_default();
        let section = all.iter_mut().find(|section| section.id == wanted);
        let fault =
            || (format!("lines.{}.section", line.id), format!("names `{wanted}`, which is no section"));
        section.ok_or_else(fault)?.lines.push(line);
    }
    all.retain(|section| section.title.is_some() || !section.lines.is_empty());
    Ok(all)
}

/// What would make a paper that cannot be printed is told before one is made.
fn check(template: &PaperTemplate, files: &BTreeMap<String, String>) -> Result<(), TemplateError> {
    let fault = |key: String, what: &str| {
        Err(TemplateError { file: format!("{}.toml", template.id), key, what: what.to_owned() })
    };
    if !files.contains_key(&format!("{}.typ", template.layout)) {
        return fault("layout".into(), "names a page that is not there");
    }
    if let Some(empty) = template.sections.iter().find(|section| section.lines.is_empty()) {
        return fault(format!("sections.{}", empty.id), "has no line");
    }
    let mut ids = BTreeSet::new();
    for line in template.lines() {
        let key = format!("lines.{}", line.id);
        if OF_EVERY_PAPER.contains(&line.id.as_str()) {
            return fault(key, "is what every paper has; expected another id");
        }
        if !ids.insert(line.id.as_str()) {
            return fault(key, "stands twice; expected each id once");
        }
        if (line.kind == LineKind::Table) == line.columns.is_empty() {
            return fault(format!("{key}.columns"), "are for a table, and a table has one or more");
        }
        if let Some(column) = line.columns.iter().find(|column| !column.kind.is_single()) {
            return fault(format!("{key}.columns.{}", column.id), "is no single value");
        }
    }
    for (key, texts) in
        [("opening", &template.opening), ("closing", &template.closing), ("notes", &template.notes)]
    {
        for (at, text) in texts.iter().enumerate() {
            let key = format!("{key}[{at}]");
            if let Some(unknown) = text.when.as_deref().filter(|when| !ids.contains(when)) {
                return fault(key, &format!("depends on `{unknown}`, which is no line"));
            }
            if let Some(name) = text.placeholders().into_iter().find(|name| !can_fill(template, text, name)) {
                let what =
                    format!("has `{{{name}}}`; expected a line of one value that is always there, or `when`");
                return fault(key, &what);
            }
        }
    }
    Ok(())
}

fn can_fill(template: &PaperTemplate, text: &FixedText, name: &str) -> bool {
    let is_single = |id: &str| template.lines().any(|line| line.id == id && line.kind.is_single());
    let is_there = template.is_always_there(name) || text.when.as_deref() == Some(name);
    OF_EVERY_PAPER.contains(&name) || (is_single(name) && is_there)
}
