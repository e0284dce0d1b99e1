//! Every diagnostic code has a planted error and a section in `docs/language/diagnostics.md`, which is written from
//! the same data; the caret stands under the right character, counted here apart from the renderer.

use crate::folder::{BASE, bundle, files, findings, narrow, planted, root, text};
use law::{Bundle, Diagnostic};
use law_syntax::Source;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr as _;

#[derive(Deserialize)]
struct File {
    code: Vec<Code>,
}

#[derive(Deserialize)]
struct Code {
    #[serde(rename = "code")]
    name: String,
    zh: String,
    en: String,
    why_zh: String,
    why_en: String,
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    #[serde(default = "base")]
    file: String,
    right: String,
    wrong: String,
    /// What else has to be otherwise in the base for the fault to show: from, to.
    also_base: Option<[String; 2]>,
    /// The same in the case's own file.
    also_file: Option<[String; 2]>,
    /// The first line of what is underlined.
    at: Option<String>,
    /// What stands on the line left of the caret.
    left: Option<String>,
}

fn base() -> String {
    BASE.to_owned()
}

fn codes() -> Vec<Code> {
    let mut codes: Vec<Code> = Vec::new();
    for (name, text) in files("tests/policies/broken", &["toml"]) {
        let file: File = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        codes.extend(file.code);
    }
    codes.sort_by(|a, b| a.name.cmp(&b.name));
    codes
}

/// What the checker says of a planted error: its findings of that code, and how many others there are.
fn said(bundle: &Bundle, code: &Code, case: &Case) -> (Bundle, Vec<Diagnostic>, usize) {
    let mut planted = planted(bundle, &case.file, &case.right, &case.wrong);
    for (file, change) in [(BASE, &case.also_base), (&case.file, &case.also_file)] {
        let Some([from, to]) = change else { continue };
        let text = planted.get(file).expect("file").to_owned();
        assert_eq!(text.matches(from.as_str()).count(), 1, "stands once in {file}: {from}");
        planted.insert(file, &text.replacen(from.as_str(), to, 1));
    }
    let (all, _) = findings(&planted);
    let count = all.len();
    let mine: Vec<Diagnostic> = all.into_iter().filter(|finding| finding.code == code.name).collect();
    assert!(!mine.is_empty(), "{} is not said of: {}", code.name, case.wrong);
    let others = count - mine.len();
    (planted, mine, others)
}

/// The same with `N` for the number of the line, which moves with every edit of the policy.
fn unnumbered(bundle: &Bundle, finding: &Diagnostic) -> String {
    let source = Source::new(&finding.path, bundle.get(&finding.path).unwrap_or(""));
    let number = source.line_column(finding.span.start).0.to_string();
    let pad = " ".repeat(number.len());
    let line = |line: &str| {
        let gutter = [format!("{number} |"), format!("{pad} |"), format!("{pad} ="), format!("{pad}-->")];
        let line = match gutter.iter().position(|start| line.starts_with(start.as_str())) {
            Some(0) => format!("N{}", &line[pad.len()..]),
            Some(_) => format!(" {}", &line[pad.len()..]),
            None => line.to_owned(),
        };
        line.replace(&format!(":{number}:"), ":N:")
    };
    rendered(bundle, finding).lines().map(|text| line(text) + "\n").collect()
}

fn rendered(bundle: &Bundle, finding: &Diagnostic) -> String {
    let source = Source::new(&finding.path, bundle.get(&finding.path).unwrap_or(""));
    finding.render(&source)
}

#[test]
fn every_planted_error_is_found_under_its_code() {
    let bundle = bundle();
    for code in codes() {
        let mut shown = String::new();
        for case in &code.case {
            let (planted, mine, others) = said(&bundle, &code, case);
            let _ =
                writeln!(shown, "{}\n- {}\n+ {}", case.file, case.right.trim_end(), case.wrong.trim_end());
            shown.push('\n');
            shown.push_str(&unnumbered(&planted, &mine[0]));
            let _ = writeln!(shown, "({} of this code, {others} others)\n", mine.len());
        }
        insta::assert_snapshot!(code.name.clone(), shown);
    }
}

#[test]
fn every_caret_stands_under_the_right_character() {
    let bundle = bundle();
    for code in codes() {
        for case in &code.case {
            let (planted, mine, _) = said(&bundle, &code, case);
            let finding = &mine[0];
            let name = format!("{}: {}", code.name, case.wrong);
            assert!(case.at.is_some() || case.left.is_some(), "{name}: neither `at` nor `left`");
            let file = planted.get(&finding.path).expect("file");
            let words = &file[finding.span.start..finding.span.end.max(finding.span.start)];
            if let Some(at) = &case.at {
                assert_eq!(words.lines().next().unwrap_or(""), at, "{name}");
            }
            let start = file[..finding.span.start].rfind('\n').map_or(0, |at| at + 1);
            let before = &file[start..finding.span.start];
            if let Some(left) = &case.left {
                assert!(before.ends_with(narrow(left).as_str()), "{name}: caret behind `{before}`");
            }
            let text = rendered(&planted, finding);
            let lines: Vec<&str> = text.lines().collect();
            let caret = lines.iter().rposition(|line| line.contains('^')).expect("caret line");
            let gutter = lines[caret].find('|').expect("gutter") + 2;
            assert_eq!(lines[caret].find('^'), Some(gutter + before.width()), "{name}\n{text}");
            let first = words.lines().next().unwrap_or("");
            assert_eq!(lines[caret].matches('^').count(), first.width().max(1), "{name}\n{text}");
            assert!(lines[caret - 1].contains(first), "{name}\n{text}");
        }
    }
}

#[test]
fn every_finding_speaks_both_languages() {
    let bundle = bundle();
    let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for code in codes() {
        for case in &code.case {
            for finding in said(&bundle, &code, case).1 {
                let texts = [Some(&finding.message), finding.hint.as_ref()];
                for both in texts.into_iter().flatten() {
                    assert!(is_chinese(&both.zh), "{}: {}", code.name, both.zh);
                    assert!(both.en.chars().any(|c| c.is_ascii_alphabetic()), "{}: {}", code.name, both.en);
                    assert_ne!(both.zh, both.en, "{}", code.name);
                }
            }
        }
    }
}

/// Codes in the sources of both rooms, test modules left out.
fn codes_in_sources() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![root("crates/law/src"), root("crates/law-syntax/src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("sources") {
            let path = entry.expect("entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("text");
            let code = text.split("#[cfg(test)]").next().unwrap_or("");
            let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            for piece in lines.flat_map(|line| line.split("\"E0").skip(1)) {
                let digits: String = piece.chars().take_while(char::is_ascii_digit).collect();
                if digits.len() == 3 && piece[3..].starts_with('"') {
                    found.insert(format!("E0{digits}"));
                }
            }
        }
    }
    found
}

#[test]
fn every_code_has_a_planted_error_and_every_planted_error_a_code() {
    let listed: Vec<String> = codes().into_iter().map(|code| code.name).collect();
    let distinct: BTreeSet<String> = listed.iter().cloned().collect();
    assert_eq!(listed.len(), distinct.len(), "a code is listed twice");
    assert_eq!(distinct, codes_in_sources());
}

/// The page, from the same data as the tests.
fn page(bundle: &Bundle) -> String {
    let mut page = String::from(
        "# 错误代码 · Diagnostics\n\n\
         `linghuo policy check` 和 `linghuo policy test` 说的每一句话都有一个代码。本页按代码说明：是什么意思、\
         错的写法、程序怎样说、改好的写法。每个例子都是测试（`tests/policies/broken/`），本页由它们写成。\n\n\
         Every finding of `linghuo policy check` and `linghuo policy test` has a code. For each: what it means, a wrong \
         example, what is said of it, the mended example. Each example is a test, and this page is written from them \
         (`LINGHUO_UPDATE=1 cargo nextest run -p law diagnostics`).\n\n\
         | 代码 code | 文件或阶段 what is looked at |\n| --- | --- |\n\
         | E01xx | 写法 the form: 文件头、栏目、编号、声明 |\n\
         | E02xx | 词语和规则 words and rules |\n\
         | E03xx | 文件夹 the folder |\n\
         | E04xx | 示例 examples |\n",
    );
    for code in codes() {
        let case = &code.case[0];
        let (planted, mine, _) = said(bundle, &code, case);
        let _ = write!(
            page,
            "\n## {} {}\n\n{}\n\n*{}.* {}\n\n错的写法 wrong (`{}`):\n\n{}\n\n程序这样说 what is said:\n\n{}\n\n改好的写法 mended:\n\n{}\n",
            code.name,
            code.zh,
            code.why_zh,
            code.en,
            code.why_en,
            case.file,
            fenced(&case.wrong),
            fenced(&said_of(&planted, &mine[0])),
            fenced(&case.right),
        );
    }
    page
}

/// The message and its mend, without the place, which moves with the file.
fn said_of(bundle: &Bundle, finding: &Diagnostic) -> String {
    let text = rendered(bundle, finding);
    let kept = text.lines().filter(|line| {
        ["错误", "error", "提示", "warning"].iter().any(|w| line.starts_with(w))
            || line.trim_start().starts_with("= ")
    });
    let lines: Vec<&str> = kept.map(str::trim_start).collect();
    lines.join("\n")
}

fn fenced(text: &str) -> String {
    let text = text.trim_matches('\n');
    let text = if text.is_empty() { "（空 nothing）" } else { text };
    format!("````text\n{text}\n````")
}

#[test]
fn the_page_of_diagnostics_is_fresh() {
    let path = "docs/language/diagnostics.md";
    let wanted = page(&bundle());
    if std::env::var_os("LINGHUO_UPDATE").is_some() {
        std::fs::write(root(path), &wanted).expect("page");
    }
    assert_eq!(text(path), wanted, "{path} is stale: LINGHUO_UPDATE=1 cargo nextest run -p law diagnostics");
}
