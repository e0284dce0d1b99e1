//! The catalogues agree with each other and with what the templates and the code ask for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{Lang, catalogue};

fn placeholders(pattern: &str) -> BTreeSet<String> {
    pattern
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name.to_owned()))
        .collect()
}

fn by_key(lang: Lang) -> BTreeMap<&'static str, &'static str> {
    catalogue(lang).entries().collect()
}

#[test]
fn both_languages_have_the_same_keys_and_placeholders() {
    let (zh, en) = (by_key(Lang::Zh), by_key(Lang::En));
    assert!(zh.len() > 100, "only {} messages were read", zh.len());
    assert_eq!(zh.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>());
    for (key, pattern) in &zh {
        assert_eq!(placeholders(pattern), placeholders(en[key]), "placeholders of {key}");
        assert!(!pattern.trim().is_empty() && !en[key].trim().is_empty(), "{key} is empty");
    }
}

#[test]
fn english_messages_have_no_chinese_left_in_them() {
    // The name of the service and the switch to Chinese are meant to be read in Chinese.
    let chinese_on_purpose = ["site.name", "site.other_lang", "site.name_zh"];
    for (key, pattern) in by_key(Lang::En) {
        let has_han = pattern.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        assert!(!has_han || chinese_on_purpose.contains(&key), "{key}: {pattern}");
    }
}

fn sources(dir: &Path, out: &mut String) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if !path.ends_with("tests.rs") {
            out.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// Every string in quotes that has the form of a key.
fn quoted_keys(source: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for line in source.lines() {
        for piece in line.split('"') {
            let is_key = piece.contains('.')
                && piece.split('.').all(|part| {
                    !part.is_empty()
                        && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
                });
            if is_key {
                keys.insert(piece.to_owned());
            }
        }
    }
    keys
}

#[test]
fn every_key_is_used_and_every_used_key_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut source = String::new();
    sources(&root.join("src"), &mut source);
    sources(&root.join("templates"), &mut source);
    let asked = quoted_keys(&source);
    let zh = by_key(Lang::Zh);
    let areas: BTreeSet<&str> = zh.keys().filter_map(|key| key.split('.').next()).collect();

    let stem = |key: &str| key.trim_end_matches(".one").trim_end_matches(".other").to_owned();
    let unused: Vec<_> =
        zh.keys().filter(|key| !asked.contains(**key) && !asked.contains(&stem(key))).collect();
    assert!(unused.is_empty(), "never used: {unused:?}");

    let known: BTreeSet<String> = zh.keys().flat_map(|key| [(*key).to_owned(), stem(key)]).collect();
    let missing: Vec<_> = asked
        .iter()
        .filter(|key| key.split('.').next().is_some_and(|area| areas.contains(area)))
        .filter(|key| !known.contains(*key) && !has_file_ending(key))
        .collect();
    assert!(missing.is_empty(), "used but in no catalogue: {missing:?}");
}

fn has_file_ending(name: &str) -> bool {
    [".html", ".css", ".js", ".svg", ".json", ".toml", ".png", ".pdf"]
        .iter()
        .any(|ending| name.ends_with(ending))
}
