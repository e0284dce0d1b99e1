//! The formatter: twice is once, no word is lost, and the laid out text is read as the same rules.
#![no_main]

use std::collections::BTreeSet;

use law_syntax::{Document, Source, format::format};
use libfuzzer_sys::fuzz_target;

/// Words and marks without layout: white space, the rules under table headers, and the bars of tables.
fn words(text: &str) -> String {
    let lines = text.lines().filter(|line| {
        let line = line.trim();
        let is_mark = |c: char| "|-:".contains(c) || c.is_whitespace();
        !(line.starts_with('|') && line.contains('-') && line.chars().all(is_mark))
    });
    lines.flat_map(str::chars).filter(|c| !c.is_whitespace() && *c != '|').collect()
}

/// What was read, without the places where it stood: the kinds of finding and the words of each fence. How often there
/// is a finding may differ: rules under table headers are lines, and are taken out.
fn meaning(text: &str) -> (BTreeSet<&'static str>, Vec<String>) {
    let mut findings = Vec::new();
    let document = Document::read(&Source::new("a.md", text), &mut findings);
    let fences = document.articles.iter().flat_map(|article| &article.fences);
    let fences = fences.map(|fence| words(&document.source.text[fence.body.start..fence.body.end])).collect();
    (findings.iter().map(|finding| finding.code).collect(), fences)
}

fuzz_target!(|text: &str| {
    let once = format(text);
    assert_eq!(format(&once), once, "formatting twice is formatting once");
    assert_eq!(words(&once), words(text), "no word is lost");
    assert_eq!(meaning(&once), meaning(text), "it says the same");
});
