//! Cases that others wrote, said in the language (`tests/language/conformance/*.toml`): a program's text, an input of
//! the decision contract, the answer that it must give. The files name no function of this engine, so that another
//! engine can run them; `docs/language/conformance.md` has the counts, written by this test.

use crate::folder::{files, root, text};
use law::condition::World;
use law::contract::input;
use law::{Bundle, Decider, Options, Policy, Request, fields};
use law_syntax::{Document, Source};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

const FOLDER: &str = "tests/language/conformance";

#[derive(Deserialize)]
struct File {
    version: u32,
    name: String,
    source: String,
    suite: Vec<Suite>,
    program: Vec<Program>,
    #[serde(default)]
    rejected: Vec<Rejected>,
}

/// One of the original suites, with all of its cases.
#[derive(Deserialize)]
struct Suite {
    name: String,
    cases: usize,
}

#[derive(Deserialize)]
struct Program {
    title: String,
    as_of: String,
    text: String,
    /// The code under which the checker has to refuse it.
    refused: Option<String>,
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    suite: String,
    from: String,
    given: Map<String, Value>,
    /// Facts that are known to be none.
    #[serde(default)]
    null: Vec<String>,
    expect: Map<String, Value>,
    /// Why the answer is another than the suite's.
    differs_zh: Option<String>,
    differs_en: Option<String>,
}

#[derive(Deserialize)]
struct Rejected {
    suite: String,
    count: usize,
    why_zh: String,
    why_en: String,
}

fn conformance() -> Vec<File> {
    let read = |(name, text): (String, String)| -> File {
        toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    files(FOLDER, &["toml"]).into_iter().map(read).collect()
}

/// A program as the only instrument of a folder.
fn folder(program: &Program) -> Bundle {
    let frame = format!(
        "---\n种类: 文件\n标识: case\n名称: 算例\n施行: 0001-01-01\n原文校验: -\n---\n\n## 第一条\n\n算例。\n\n{}",
        program.text
    );
    let hash = Document::read(&Source::new("case.md", &frame), &mut Vec::new()).text_hash;
    let mut bundle = Bundle::default();
    bundle.insert("case.md", &frame.replacen("原文校验: -", &format!("原文校验: {hash}"), 1));
    for name in ["facts.md", "phrases.toml"] {
        bundle.insert(name, &text(&format!("{FOLDER}/catalogue/{name}")));
    }
    bundle.insert("regions.toml", &text("policies/regions.toml"));
    bundle
}

fn policy(program: &Program) -> Option<Policy> {
    let bundle = folder(program);
    let (policy, mut findings) = Policy::load(bundle.clone());
    findings.retain(|finding| finding.code != "E0126");
    if let Some(code) = &program.refused {
        assert!(policy.is_none(), "{}: not refused", program.title);
        assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), [code.as_str()], "{}", program.title);
        return None;
    }
    let render = |path: &str| Source::new(path, bundle.get(path).unwrap_or(""));
    let shown: Vec<String> = findings.iter().map(|finding| finding.render(&render(&finding.path))).collect();
    assert!(findings.is_empty(), "{}:\n{}", program.title, shown.join("\n"));
    Some(policy.expect("policy"))
}

/// What the engine answers, in the words of `expect`.
fn answer(policy: &Policy, program: &Program, case: &Case) -> Map<String, Value> {
    let mut facts = case.given.clone();
    facts.extend(case.null.iter().map(|key| (key.clone(), Value::Null)));
    let given = json!({ "as_of": program.as_of, "facts": facts }).to_string();
    let request = match input::read(policy, given.as_bytes()) {
        Ok(request) => request,
        Err(error) => return Map::from_iter([("error".to_owned(), error.code.text().into())]),
    };
    let decision = Decider::default().decide(policy, &request, &Options::default());
    let outcome = &decision.outcomes[0];
    let rule = policy.rule(outcome.plan);
    let key = |fact: &usize| Value::from(policy.facts[*fact].key.as_str());
    let mut made = Map::new();
    made.insert("status".to_owned(), outcome.status.code().into());
    let mut missing: Vec<Value> = outcome.missing.iter().map(key).collect();
    missing.sort_by_key(Value::to_string);
    made.insert("missing".to_owned(), missing.into());
    let mut none = Vec::new();
    for (field, (datum, _)) in rule.fields.iter().zip(&outcome.fields) {
        match datum.json() {
            Value::Null => none.push(Value::from(field.key.as_str())),
            value => {
                made.insert(field.key.clone(), value);
            }
        }
    }
    made.insert("none".to_owned(), none.into());
    made.insert("undecided".to_owned(), undecided(policy, &request, outcome.plan).into());
    made
}

/// The absent facts on which the first field still depends.
fn undecided(policy: &Policy, request: &Request, plan: usize) -> Vec<Value> {
    let settings = law::decide::settings(policy, request, request.as_of);
    let world = World {
        today: request.as_of,
        facts: &request.facts,
        settings: &settings,
        regions: &policy.regions,
        calendar: &policy.calendar,
    };
    if policy.rule(plan).fields.is_empty() {
        return Vec::new();
    }
    let found = fields::undecided(policy, &policy.plans[plan], 0, &world);
    let mut keys: Vec<&str> = found.iter().map(|fact| policy.facts[*fact].key.as_str()).collect();
    keys.sort_unstable();
    keys.into_iter().map(Value::from).collect()
}

/// What a program answers otherwise than its cases say.
fn run(program: &Program) -> Vec<String> {
    let policy = policy(program);
    let mut found = Vec::new();
    for case in &program.case {
        let name = format!("{} / {} / {}", program.title, case.suite, case.from);
        let Some(policy) = &policy else {
            assert!(case.expect.is_empty(), "{name}: a refused program has no answers");
            continue;
        };
        assert!(!case.expect.is_empty(), "{name}: nothing is expected");
        let made = answer(policy, program, case);
        for (key, wanted) in case.expect.iter().filter(|(key, wanted)| made.get(*key) != Some(*wanted)) {
            found.push(format!("{name}: {key} should be {wanted} in {}", Value::Object(made.clone())));
        }
    }
    found
}

#[test]
fn what_others_computed_is_computed_here() {
    let mut found = Vec::new();
    for file in conformance() {
        assert_eq!(file.version, 1, "{}", file.name);
        found.extend(file.program.iter().flat_map(run));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// A wrong answer in a file is seen: the runner cannot pass everything.
#[test]
fn a_case_that_says_something_else_fails() {
    let mut file = conformance().remove(0);
    for program in &mut file.program {
        program.case.retain(|case| case.expect.contains_key("result"));
        for case in &mut program.case {
            case.expect.insert("result".to_owned(), "0001-01-02".into());
        }
    }
    let program = file.program.iter().find(|program| !program.case.is_empty()).expect("a program");
    assert_eq!(run(program).len(), program.case.len());
}

#[derive(Default)]
struct Tally {
    total: usize,
    same: usize,
    differs: Vec<(String, String)>,
    rejected: Vec<(usize, String, String)>,
}

fn tallies(file: &File) -> BTreeMap<&str, Tally> {
    let mut all: BTreeMap<&str, Tally> = BTreeMap::new();
    for suite in &file.suite {
        all.entry(&suite.name).or_default().total = suite.cases;
    }
    for case in file.program.iter().flat_map(|program| &program.case) {
        let tally = all.get_mut(case.suite.as_str()).unwrap_or_else(|| panic!("no suite {}", case.suite));
        match (&case.differs_zh, &case.differs_en) {
            (Some(zh), Some(en)) => tally.differs.push((zh.clone(), en.clone())),
            (None, None) => tally.same += 1,
            _ => panic!("{}: a reason in one language only", case.from),
        }
    }
    for rejected in &file.rejected {
        let tally =
            all.get_mut(rejected.suite.as_str()).unwrap_or_else(|| panic!("no suite {}", rejected.suite));
        tally.rejected.push((rejected.count, rejected.why_zh.clone(), rejected.why_en.clone()));
    }
    all
}

#[test]
fn every_case_of_a_suite_is_accounted_for() {
    for file in conformance() {
        for (name, tally) in tallies(&file) {
            let rejected: usize = tally.rejected.iter().map(|(count, ..)| count).sum();
            let sum = tally.same + tally.differs.len() + rejected;
            assert_eq!(sum, tally.total, "{}/{name}", file.name);
        }
    }
}

fn page() -> String {
    let mut page = String::from(
        "# 与别人的算例对照 · Held against other people's cases\n\n\
         别的规则语言公布了自己的算例。这里把它们的数值用本语言重新写出（`tests/language/conformance/`，版本 1）：\
         一段规则、一个输入、应有的答案，不涉及本引擎的任何函数，别人可以拿去检验另一个引擎。\
         本页由测试写成；每个算例每次都重新计算。\n\n\
         Other rule languages publish their cases. Their values are said again in this language: a program, an input, \
         the answer that is due. The files name nothing of this engine, so that a second one can be held to them. \
         This page is written by the test that runs them (`LINGHUO_UPDATE=1 cargo nextest run -p law conformance`).\n\n\
         - **相同 same**：含义相同，答案相同。*The same meaning, and the same answer.*\n\
         - **不同 differs**：写得出来，答案按本语言的规则不同，也测试。*It can be said; the answer is ours, and is tested.*\n\
         - **没有 rejected**：本语言没有这种写法。*No construct.*\n",
    );
    let mut sums = [0; 4];
    for file in conformance() {
        let _ = write!(
            page,
            "\n## {}\n\n来源 source: {}\n\n| 算例组 suite | 共 cases | 相同 same | 不同 differs | 没有 rejected |\n| --- | ---: | ---: | ---: | ---: |\n",
            file.name, file.source
        );
        let mut reasons: BTreeMap<(String, String), usize> = BTreeMap::new();
        for (name, tally) in tallies(&file) {
            let rejected: usize = tally.rejected.iter().map(|(count, ..)| count).sum();
            let counts = [tally.total, tally.same, tally.differs.len(), rejected];
            let _ =
                writeln!(page, "| {name} | {} | {} | {} | {} |", counts[0], counts[1], counts[2], counts[3]);
            sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
            for (zh, en) in tally.differs {
                *reasons.entry((format!("不同 differs：{zh}"), en)).or_default() += 1;
            }
            for (count, zh, en) in tally.rejected.into_iter().filter(|(count, ..)| *count > 0) {
                *reasons.entry((format!("没有 rejected：{zh}"), en)).or_default() += count;
            }
        }
        page.push('\n');
        for ((zh, en), count) in reasons {
            let _ = writeln!(page, "- {zh}。*{en}.* ({count})");
        }
    }
    let _ = write!(
        page,
        "\n## 合计 · In all\n\n共 {} 个：相同 {}，不同 {}，没有 {}。\n\n*{} cases: {} the same, {} differ, {} without a construct.*\n",
        sums[0], sums[1], sums[2], sums[3], sums[0], sums[1], sums[2], sums[3]
    );
    page
}

#[test]
fn the_page_of_conformance_is_fresh() {
    let path = "docs/language/conformance.md";
    let wanted = page();
    if std::env::var_os("LINGHUO_UPDATE").is_some() {
        std::fs::write(root(path), &wanted).expect("page");
    }
    assert_eq!(text(path), wanted, "{path} is stale: LINGHUO_UPDATE=1 cargo nextest run -p law conformance");
}
