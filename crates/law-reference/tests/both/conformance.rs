//! The cases of conformance of the language, `tests/language/conformance/core-1`: read, and put to both.

use serde::Deserialize;
use serde_json::Value as Json;
use std::path::{Path, PathBuf};

/// A file of cases.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// The page of docs/language that the programs hold to.
    page: String,
    program: Vec<ProgramText>,
}

/// A policy with the cases that are put to it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProgramText {
    /// What stands on the page, to the letter, that the cases hold to.
    says: String,
    /// Articles with their fences, from `## 第一条` on.
    policy: Option<String>,
    /// In place of the shared catalogue: its lines.
    facts: Option<String>,
    /// An overlay's articles.
    overlay: Option<String>,
    /// The code with which it is refused; then it has no cases.
    refused: Option<String>,
    #[serde(default)]
    case: Vec<CaseText>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseText {
    input: String,
    known_on: Option<String>,
    /// Outcomes with the members that are expected of them.
    expect: Option<String>,
    /// The contract's code with which the input is refused.
    refused: Option<String>,
}

/// One case: a folder, an input, what is expected.
#[derive(Debug, Clone)]
pub struct Case {
    /// File and place.
    pub id: String,
    /// The page and what it says.
    pub says: (String, String),
    /// The policy folder.
    pub files: Vec<(String, String)>,
    /// The input; none where the folder is refused.
    pub input: Option<Json>,
    /// `--known-on`
    pub known_on: Option<String>,
    /// What is expected.
    pub expect: Expected,
}

/// What is expected of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// The folder is refused with this code.
    Folder(String),
    /// The input is refused with this code.
    Input(String),
    /// Outcomes have these members.
    Outcomes(Json),
}

/// A path of the repository.
pub fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

const FOLDER: &str = "tests/language/conformance/core-1";

fn read(path: &str) -> String {
    std::fs::read_to_string(root(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// All cases, in the order of their files.
pub fn cases() -> Vec<Case> {
    let entries = std::fs::read_dir(root(FOLDER)).expect("the folder of cases");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("entry").file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| name.strip_suffix(".toml").is_some());
    names.sort();
    names.iter().flat_map(|name| of_file(name)).collect()
}

fn of_file(name: &str) -> Vec<Case> {
    let file: File =
        toml::from_str(&read(&format!("{FOLDER}/{name}"))).unwrap_or_else(|error| panic!("{name}: {error}"));
    let json =
        |text: &str| serde_json::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}: {text}"));
    let mut cases = Vec::new();
    for (at, program) in file.program.iter().enumerate() {
        let files = folder(program);
        let says = (file.page.clone(), program.says.clone());
        let id = |case: usize| format!("{}/{}.{case}", name.trim_end_matches(".toml"), at + 1);
        if let Some(code) = &program.refused {
            let expect = Expected::Folder(code.clone());
            cases.push(Case { id: id(0), says, files, input: None, known_on: None, expect });
            continue;
        }
        assert!(!program.case.is_empty(), "{}: neither cases nor a refusal", id(0));
        for (count, case) in program.case.iter().enumerate() {
            let expect = match (&case.expect, &case.refused) {
                (Some(expect), None) => Expected::Outcomes(json(expect)),
                (None, Some(code)) => Expected::Input(code.clone()),
                _ => panic!("{}: either `expect` or `refused`", id(count + 1)),
            };
            cases.push(Case {
                id: id(count + 1),
                says: says.clone(),
                files: files.clone(),
                input: Some(json(&case.input)),
                known_on: case.known_on.clone(),
                expect,
            });
        }
    }
    cases
}

fn folder(program: &ProgramText) -> Vec<(String, String)> {
    let front = |kind: &str, force: &str| {
        format!(
            "---\n种类: {kind}\n标识: case\n名称: 试验\n制定机关: 市局\n适用地区: 000000\n施行: {force}\n原文校验: -\n---\n\n# 试验\n\n"
        )
    };
    let shared = |name: &str| (name.to_owned(), read(&format!("{FOLDER}/folder/{name}")));
    let catalogue = |lines: &String| {
        format!("---\n种类: 信息项\n标识: facts\n名称: 信息项\n---\n\n## 信息项\n\n```信息项\n{lines}\n```\n")
    };
    let facts = program.facts.as_ref().map_or_else(|| shared("facts.md").1, catalogue);
    let policy = program.policy.clone().unwrap_or_default();
    // A policy that has a front matter of its own is written out whole.
    let policy = if policy.starts_with("---") { policy } else { front("文件", "2020-01-01") + &policy };
    let mut files = vec![
        ("facts.md".to_owned(), facts),
        ("policy.md".to_owned(), policy),
        shared("phrases.toml"),
        shared("regions.toml"),
    ];
    if let Some(overlay) = &program.overlay {
        files.push(("with/00-overlay.md".to_owned(), front("叠加", "2019-01-01") + overlay));
    }
    files
}

/// Whether an answer has what is expected: every outcome and every member that is named.
pub fn agrees(expect: &Json, outcomes: &Json) -> bool {
    let Some(wanted) = expect.as_object() else { return false };
    wanted.iter().all(|(key, members)| {
        members.as_object().is_some_and(|members| {
            members.iter().all(|(member, value)| outcomes[key].get(member) == Some(value))
        })
    })
}
