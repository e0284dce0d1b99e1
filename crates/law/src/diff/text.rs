//! What changed in the words: provisions sentence by sentence, and below them
//! every rule, reading, parameter, example and whatever else a folder holds, by
//! its name.

use super::letters::{Mark, Stretch, aligned, marked};
use crate::bundle::Bundle;
use crate::policy::{Instrument, Policy};
use law_syntax::{Anchor, Article, Document, Fence, FenceKind, entry};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What became of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Only the later folder has it.
    Added,
    /// Its words changed.
    Changed,
    /// Only the earlier folder has it.
    Removed,
}

/// A sentence or item of the law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provision {
    /// The instrument.
    pub instrument: String,
    /// Where it stands, in the later text if it is there.
    pub anchor: Anchor,
    /// What became of it.
    pub fate: Fate,
    /// Its words with what changed.
    pub words: Vec<Stretch>,
}

/// A part of the folder that is no provision.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartChange {
    /// `规则`, `口径` …, or the path of another file.
    pub kind: String,
    /// The article under which it stands.
    pub article: Option<u16>,
    /// Its name in the file.
    pub name: String,
    /// What became of it.
    pub fate: Fate,
    /// Before and after.
    pub texts: [String; 2],
}

impl PartChange {
    /// The words with what changed.
    pub fn words(&self) -> Vec<Stretch> {
        marked(&self.texts[0], &self.texts[1])
    }
}

/// All differences in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextDifference {
    /// Sentences and items.
    pub provisions: Vec<Provision>,
    /// Everything else.
    pub parts: Vec<PartChange>,
}

impl TextDifference {
    /// Whether no word differs.
    pub fn is_empty(&self) -> bool {
        self.provisions.is_empty() && self.parts.is_empty()
    }
}

/// Compares the words of two policies.
pub fn compare(before: &Policy, after: &Policy) -> TextDifference {
    let mut found = TextDifference::default();
    let mut parts: [BTreeMap<Key, String>; 2] = [named_parts(before), named_parts(after)];
    let partner = |of: &Instrument, among: &Policy| {
        let same = among.instruments.iter().position(|other| other.id == of.id);
        // The base instruments speak to each other whatever they are called.
        same.or_else(|| {
            let first =
                std::ptr::eq(of, before.instruments.first()?) || std::ptr::eq(of, after.instruments.first()?);
            first.then_some(0)
        })
    };
    for instrument in &before.instruments {
        let other = partner(instrument, after).map(|at| &after.instruments[at]);
        provisions(&instrument.id, Some(&instrument.document), other.map(|of| &of.document), &mut found);
    }
    for instrument in after.instruments.iter().filter(|of| partner(of, before).is_none()) {
        provisions(&instrument.id, None, Some(&instrument.document), &mut found);
    }
    for (side, policy) in [before, after].into_iter().enumerate() {
        files(&policy.bundle, &mut parts[side]);
    }
    let [before, after] = parts;
    let keys: BTreeSet<&Key> = before.keys().chain(after.keys()).collect();
    for key in keys {
        let (one, other) = (before.get(key), after.get(key));
        let fate = match (one, other) {
            (Some(one), Some(other)) if one == other => continue,
            (Some(_), Some(_)) => Fate::Changed,
            (None, _) => Fate::Added,
            (_, None) => Fate::Removed,
        };
        let texts = [one, other].map(|text| text.cloned().unwrap_or_default());
        let (kind, article, name) = key.clone();
        found.parts.push(PartChange { kind, article, name, fate, texts });
    }
    found
}

type Key = (String, Option<u16>, String);

fn provisions(id: &str, before: Option<&Document>, after: Option<&Document>, found: &mut TextDifference) {
    let one: Vec<&Article> = before.into_iter().flat_map(|of| &of.articles).collect();
    let other: Vec<&Article> = after.into_iter().flat_map(|of| &of.articles).collect();
    let name = |article: &Article| (article.number, article.heading.value.clone());
    let mut names: Vec<_> = one.iter().chain(&other).map(|article| name(article)).collect();
    names.sort();
    names.dedup();
    for wanted in names {
        let of = |list: &[&Article]| {
            let article = list.iter().find(|article| name(article) == wanted);
            article.map_or_else(Vec::new, |article| {
                article.pieces.iter().map(|p| (p.anchor, p.text.value.clone())).collect()
            })
        };
        pieces(id, &of(&one), &of(&other), found);
    }
}

/// Sentences between two that stayed speak to each other in their order.
fn pieces(id: &str, one: &[(Anchor, String)], other: &[(Anchor, String)], found: &mut TextDifference) {
    let words = |list: &[(Anchor, String)]| list.iter().map(|(_, text)| text.clone()).collect::<Vec<_>>();
    let (mut gone, mut new): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut flush = |gone: &mut Vec<usize>, new: &mut Vec<usize>| {
        for at in 0..gone.len().max(new.len()) {
            let before = gone.get(at).map(|at| &one[*at]);
            let after = new.get(at).map(|at| &other[*at]);
            let fate = match (before, after) {
                (Some(_), Some(_)) => Fate::Changed,
                (None, _) => Fate::Added,
                (_, None) => Fate::Removed,
            };
            let Some(anchor) = after.or(before).map(|(anchor, _)| *anchor) else { continue };
            let text = |of: Option<&(Anchor, String)>| of.map_or("", |(_, text)| text).to_owned();
            let words = marked(&text(before), &text(after));
            found.provisions.push(Provision { instrument: id.to_owned(), anchor, fate, words });
        }
        gone.clear();
        new.clear();
    };
    for (mark, at) in aligned(&words(one), &words(other)) {
        match mark {
            Mark::Removed => gone.push(at),
            Mark::Added => new.push(at),
            Mark::Same => flush(&mut gone, &mut new),
        }
    }
    flush(&mut gone, &mut new);
}

/// Everything in the fences of a policy's files, by kind, article and name.
fn named_parts(policy: &Policy) -> BTreeMap<Key, String> {
    let mut parts = BTreeMap::new();
    let catalogues = policy
        .bundle
        .iter()
        .filter(|(path, _)| path.strip_suffix(".md").is_some() && !is_instrument(policy, path));
    let catalogues = catalogues
        .filter(|(path, _)| !path.contains('/'))
        .map(|(path, text)| Document::read(&law_syntax::Source::new(path, text), &mut Vec::new()));
    let catalogues: Vec<Document> = catalogues.collect();
    let documents = policy.instruments.iter().map(|of| &of.document).chain(&catalogues);
    for document in documents {
        let id = document.front("标识").map_or("", |id| id.value.as_str());
        for (key, value) in &document.front {
            // The hash follows the words.
            if key.value != "原文校验" {
                parts.insert(("文件头".to_owned(), None, format!("{id} {}", key.value)), value.value.clone());
            }
        }
        for article in &document.articles {
            for fence in &article.fences {
                fenced(document, article, fence, &mut parts);
            }
        }
    }
    parts
}

fn is_instrument(policy: &Policy, path: &str) -> bool {
    policy.instruments.iter().any(|of| &*of.document.source.path == path)
}

fn fenced(document: &Document, article: &Article, fence: &Fence, parts: &mut BTreeMap<Key, String>) {
    let source = &document.source;
    let word = FenceKind::ALL.iter().find(|(_, kind)| *kind == fence.kind).map_or("", |(word, _)| *word);
    let mut add = |name: &str, text: &str| {
        let mut name = name.to_owned();
        while parts.contains_key(&(word.to_owned(), article.number, name.clone())) {
            name.push('′');
        }
        parts.insert((word.to_owned(), article.number, name), compact(text));
    };
    match fence.kind {
        FenceKind::Rules => {
            for statement in law_syntax::rule::read(source, fence.body, &mut Vec::new()) {
                add(&statement.id.value, source.slice(statement.span));
            }
        }
        FenceKind::Readings | FenceKind::Carriers | FenceKind::Facts | FenceKind::Suppliers => {
            for entry in entry::read(source, fence.body).0 {
                add(entry.id.as_ref().map_or(&entry.name.value, |id| &id.value), source.slice(entry.span));
            }
        }
        FenceKind::Examples => {
            for row in source.slice(fence.body).lines().filter(|line| line.starts_with('|')) {
                add(&compact(row), row);
            }
        }
        FenceKind::Parameter
        | FenceKind::Determined
        | FenceKind::Doubt
        | FenceKind::Amendments
        | FenceKind::Phrases => {
            let (entries, _) = entry::read(source, fence.body);
            let named = entries.first().and_then(|entry| entry.id.as_ref());
            let name = named.map_or_else(|| article.heading.value.as_str(), |id| id.value.as_str());
            add(name, source.slice(fence.body));
        }
    }
}

/// A text with its white space made one: layout is no change.
fn compact(text: &str) -> String {
    let line = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    text.lines().map(line).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Other files: data by their keys, the rest as they are.
fn files(bundle: &Bundle, parts: &mut BTreeMap<Key, String>) {
    for (path, text) in bundle.iter() {
        if path.strip_suffix(".toml").is_some() {
            match text.parse::<toml::Table>() {
                Ok(table) => leaves(path, "", &toml::Value::Table(table), parts),
                Err(_) => drop(parts.insert((path.to_owned(), None, String::new()), text.to_owned())),
            }
        } else if path.contains('/') && !path.starts_with(crate::load::LAID_ON) {
            parts.insert((path.to_owned(), None, String::new()), text.to_owned());
        }
    }
}

/// The leaves of a data file, an entry of a list by its place.
fn leaves(path: &str, at: &str, value: &toml::Value, parts: &mut BTreeMap<Key, String>) {
    let below = |key: &str| if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") };
    match value {
        toml::Value::Table(table) => {
            table.iter().for_each(|(key, value)| leaves(path, &below(key), value, parts));
        }
        toml::Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                let id = value.get("id").or_else(|| value.get("code")).and_then(toml::Value::as_str);
                leaves(path, &below(id.unwrap_or(&index.to_string())), value, parts);
            }
        }
        toml::Value::String(text) => drop(parts.insert((path.to_owned(), None, at.to_owned()), text.clone())),
        other => drop(parts.insert((path.to_owned(), None, at.to_owned()), other.to_string())),
    }
}
