//! The reader and the formatter on text that nobody would write: they return, with findings, and change no words.

use crate::folder::{BASE, bundle, files, root, text};
use law::{Policy, example};
use law_syntax::format::format;
use proptest::prelude::*;
use std::time::{Duration, Instant};

/// Every Markdown file of the repository that carries rules.
fn policies() -> Vec<(String, String)> {
    let mut all = files("policies", &["md"]);
    all.extend(files("policies/overlays", &["md"]));
    all.extend(files("policies/translations", &["md"]));
    all.extend(files("crates/law/tests/spec", &["md"]));
    all
}

/// Words and marks without layout: white space, the rules under table headers, and the bars of tables.
fn words(text: &str) -> String {
    let lines = text.lines().filter(|line| {
        let line = line.trim();
        let is_mark = |c: char| "|-:".contains(c) || c.is_whitespace();
        !(line.starts_with('|') && line.contains('-') && line.chars().all(is_mark))
    });
    lines.flat_map(str::chars).filter(|c| !c.is_whitespace() && *c != '|').collect()
}

/// `linghuo policy fmt --check`, without the binary; `LINGHUO_UPDATE=1` lays them out.
#[test]
fn the_policies_are_laid_out() {
    for folder in ["policies", "policies/overlays", "policies/translations"] {
        for (name, text) in files(folder, &["md"]) {
            if std::env::var_os("LINGHUO_UPDATE").is_some() {
                std::fs::write(root(&format!("{folder}/{name}")), format(&text)).expect("laid out");
                continue;
            }
            assert!(format(&text) == text, "{folder}/{name}");
        }
    }
}

#[test]
fn formatting_twice_is_formatting_once() {
    for (name, text) in policies() {
        let once = format(&text);
        assert!(format(&once) == once, "{name}");
        assert_eq!(words(&once), words(&text), "{name}");
    }
}

/// Found by the fuzzer: a row whose one cell is a dash behind a tab was laid out as the rule under a header, and gone
/// the next time.
#[test]
fn no_row_becomes_a_rule_by_being_laid_out() {
    for space in ["\t", "\u{3000}", "\u{a0}"] {
        let text = format!("```示例\n| a |\n|{space}-\n| b |\n```\n");
        let once = format(&text);
        assert_eq!(format(&once), once, "{space:?}");
        assert_eq!(words(&once), words(&text), "{space:?}");
    }
}

/// A text with its layout disturbed: spaces before lines, at their ends, around bars, line ends of another system.
fn scrambled(text: &str, noise: &[u8]) -> String {
    let mut noise = noise.iter().cycle();
    let mut next = || usize::from(*noise.next().unwrap_or(&0));
    let mut in_fence = false;
    let mut out = String::new();
    for line in text.lines() {
        let is_mark = line.starts_with("```");
        let mut line = line.to_owned();
        if in_fence && !is_mark {
            if line.trim().starts_with('|') {
                line = line.replace('|', [" |", "| ", "|  ", "|"][next() % 4]);
            }
            line = String::from(line.trim());
            line.insert_str(0, ["", " ", "    ", "\t", "　"][next() % 5]);
        }
        in_fence ^= is_mark;
        out.push_str(&line);
        out.push_str(["", " ", "  "][next() % 3]);
        out.push_str(["\n", "\r\n"][next() % 8 / 7]);
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_layout_is_laid_out_the_same(noise in prop::collection::vec(any::<u8>(), 1..400)) {
        for (name, text) in files("policies", &["md"]) {
            let wanted = format(&text);
            let found = format(&scrambled(&text, &noise));
            prop_assert!(found == wanted, "{}", name);
        }
    }

    #[test]
    fn the_formatter_settles_on_any_text(spans in edits()) {
        let text = edited(&text(&format!("policies/{BASE}")), &spans);
        let once = format(&text);
        prop_assert_eq!(words(&once), words(&text));
        prop_assert!(format(&once) == once);
    }
}

/// What is done to a text: where (in thousandths), how long, what.
type Edit = (usize, usize, u8, String);

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let word = prop_oneof![
        "[0-9]{1,12}",
        "[、，。；：的即]{1,3}",
        Just("```".to_owned()),
        Just("```规则\n".to_owned()),
        Just("\n".to_owned()),
        Just("（0）".to_owned()),
        Just("（九十九）".to_owned()),
        Just("\n  1. ".to_owned()),
        Just("|".to_owned()),
        Just("\t-|".to_owned()),
        Just("并且".to_owned()),
        Just("或者".to_owned()),
        Just("符合第三条认定第（一）项".to_owned()),
        Just("后 9999999999 年".to_owned()),
        Just("〔依据第".to_owned()),
        Just("〕".to_owned()),
        Just("𠮷é\u{200b}".to_owned()),
        "\\PC{1,8}",
    ];
    prop::collection::vec((0_usize..1000, 0_usize..60, 0_u8..3, word), 1..6)
}

/// Cuts, doubles or replaces spans of characters.
fn edited(text: &str, edits: &[Edit]) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for (place, length, what, word) in edits {
        let start = place * chars.len() / 1000;
        let end = (start + length).min(chars.len());
        let span: Vec<char> = chars[start..end].to_vec();
        let new: Vec<char> = match what {
            0 => Vec::new(),
            1 => span.iter().chain(&span).copied().collect(),
            _ => word.chars().collect(),
        };
        chars.splice(start..end, new);
    }
    chars.into_iter().collect()
}

/// More than this for one folder is a reader that hangs.
const READ_MAX: Duration = Duration::from_secs(5);

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    /// A folder with damaged files is read to its end: it gives a policy or findings, and its examples run.
    #[test]
    fn the_reader_returns_on_any_text(law in edits(), facts in edits(), which in 0_u8..3) {
        let start = Instant::now();
        let mut bundle = bundle();
        if which != 1 {
            bundle.insert(BASE, &edited(&text(&format!("policies/{BASE}")), &law));
        }
        if which != 0 {
            bundle.insert("facts.md", &edited(&text("policies/facts.md"), &facts));
        }
        let (policy, findings) = Policy::load(bundle.clone());
        prop_assert!(policy.is_some() || !findings.is_empty(), "no policy and no finding");
        for finding in &findings {
            let source = law_syntax::Source::new(&finding.path, bundle.get(&finding.path).unwrap_or(""));
            prop_assert!(finding.render(&source).contains('^'));
        }
        if let Some(policy) = policy {
            let report = example::run(&policy);
            prop_assert!(report.run > 0 || !report.findings.is_empty() || policy.plans.is_empty());
        }
        prop_assert!(start.elapsed() < READ_MAX, "{:?}", start.elapsed());
    }

    /// The same where only the rules are damaged, so that the words of the law still hold and more is read.
    #[test]
    fn the_reader_returns_on_damaged_rules(edits in edits()) {
        let whole = text(&format!("policies/{BASE}"));
        let mut out = String::new();
        for (index, part) in whole.split("```").enumerate() {
            if index > 0 {
                out.push_str("```");
            }
            let damaged = index % 2 == 1 && edits.iter().any(|edit| edit.0 % 12 == index / 2 % 12);
            match part.split_once('\n').filter(|_| damaged) {
                Some((kind, body)) => {
                    out.push_str(kind);
                    out.push('\n');
                    out.push_str(&edited(body, &edits).replace("```", ""));
                }
                None => out.push_str(part),
            }
        }
        let mut bundle = bundle();
        bundle.insert(BASE, &out);
        let (policy, findings) = Policy::load(bundle);
        prop_assert!(policy.is_some() || !findings.is_empty());
        if let Some(policy) = policy {
            let _ = example::run(&policy);
        }
    }
}
