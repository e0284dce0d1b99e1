//! Exceptions, amendments, transitions and the choice of at most one: a small base with exceptions and overlays laid on
//! it (`crates/law/tests/layers`), and the real overlay. Answers are held to trying every completion.

use crate::folder::{bundle, root, text};
use crate::generate::{self, Draw};
use crate::oracle;
use crate::schemas::{answer, faults, with_validator};
use law::contract::input;
use law::coverage::{Covered, coverage};
use law::layer::{one::Taken, tree};
use law::prose::{self, Language};
use law::{Anchor, Bundle, Date, Decider, Options, Policy, Request, Status, example};
use law_syntax::{Document, Source, format};
use serde_json::Value;

const FOLDER: &str = "crates/law/tests/layers";

fn hashed(text: &str) -> String {
    let hash = Document::read(&Source::new("x.md", text), &mut Vec::new()).text_hash;
    text.replacen("原文校验: -", &format!("原文校验: {hash}"), 1)
}

fn small(base: &str, overlays: &[&str]) -> Bundle {
    let mut bundle = Bundle::default();
    bundle.insert("base.md", &hashed(base));
    bundle.insert("facts.md", &text("crates/law/tests/spec/facts.md"));
    bundle.insert("phrases.toml", &text("crates/law/tests/spec/phrases.toml"));
    bundle.insert("regions.toml", &text("policies/regions.toml"));
    for (at, overlay) in overlays.iter().enumerate() {
        bundle.insert(&format!("with/{at:02}.md"), &hashed(overlay));
    }
    bundle
}

fn loaded(bundle: &Bundle) -> Policy {
    let (policy, mut findings) = Policy::load(bundle.clone());
    findings.retain(|finding| finding.code != "E0126");
    let shown: Vec<String> = findings
        .iter()
        .map(|finding| finding.render(&Source::new(&finding.path, bundle.get(&finding.path).unwrap_or(""))))
        .collect();
    assert!(findings.is_empty(), "{}", shown.join("\n"));
    policy.expect("policy")
}

fn file(name: &str) -> String {
    text(&format!("{FOLDER}/{name}.md"))
}

fn with(overlays: &[&str]) -> Policy {
    let overlays: Vec<String> = overlays.iter().map(|name| file(name)).collect();
    let overlays: Vec<&str> = overlays.iter().map(String::as_str).collect();
    loaded(&small(&file("base"), &overlays))
}

fn real() -> Policy {
    let mut bundle = bundle();
    bundle.insert("with/00-startup-loan-2022.md", &text("policies/overlays/startup-loan-2022.md"));
    let (policy, findings) = Policy::load(bundle);
    assert_eq!(findings, []);
    policy.expect("policy")
}

fn request(policy: &Policy, as_of: &str, facts: &str) -> Request {
    let input = format!(r#"{{"as_of":"{as_of}","facts":{facts}}}"#);
    input::read(policy, input.as_bytes()).expect("input")
}

fn decided(policy: &Policy, as_of: &str, facts: &str) -> Value {
    answer(policy, &request(policy, as_of, facts), &Options::default(), true)
}

/// All stacks that are tried.
fn stacks() -> Vec<Policy> {
    vec![with(&[]), with(&["amend"]), with(&["whole"]), with(&["amend", "whole"]), real()]
}

#[test]
fn every_layer_holds() {
    for (policy, at_least) in [(with(&[]), 19), (with(&["amend"]), 11), (with(&["whole"]), 12), (real(), 8)] {
        let report = example::run(&policy);
        let shown: Vec<String> = report
            .findings
            .iter()
            .map(|f| f.render(&Source::new(&f.path, policy.bundle.get(&f.path).unwrap_or(""))))
            .collect();
        assert!(shown.is_empty(), "{}", shown.join("\n"));
        assert_eq!(report.untried, []);
        assert!(report.run >= at_least, "{}", report.run);
    }
}

#[test]
fn layers_are_laid_out() {
    for name in ["base", "amend", "whole"] {
        let own = file(name);
        if std::env::var_os("LINGHUO_UPDATE").is_some() {
            std::fs::write(root(&format!("{FOLDER}/{name}.md")), format::format(&own)).expect("laid out");
        }
        assert_eq!(format::format(&file(name)), file(name), "{name}");
    }
}

/// Status and missing are those of trying every completion; no third value is guessed.
#[test]
fn layered_answers_are_exact() {
    let mut seed = 7_u32;
    let mut tried = [0_u32; 3];
    for policy in stacks() {
        let examples = generate::examples(&policy);
        for _ in 0..400 {
            let numbers = (0..60)
                .map(|_| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    seed >> 8
                })
                .collect();
            let (plan, mut request) = generate::request(&policy, &examples, &mut Draw::new(numbers), 3);
            request.what_if.clear();
            let Some((status, missing)) = oracle::answer(&policy, plan, &request) else { continue };
            let options = Options { only: Some(vec![plan]), ..Options::default() };
            let outcome = Decider::default().decide(&policy, &request, &options).outcomes.remove(0);
            assert_eq!(outcome.status, status, "{} {request:?}", policy.rule(plan).key);
            assert_eq!(outcome.missing, if status == Status::Unknown { missing } else { Vec::new() });
            tried[status as usize] += 1;
        }
    }
    assert!(tried.iter().all(|count| *count > 50), "no, yes, unknown: {tried:?}");
}

#[test]
fn layered_answers_are_of_the_published_form() {
    with_validator("answer", |validator| {
        for policy in stacks() {
            for example in generate::examples(&policy) {
                let value = answer(&policy, &example.request, &Options::default(), true);
                assert_eq!(faults(validator, &value), [""; 0]);
                // What is written is in the order of its keys.
                let mut out = String::new();
                let decision = Decider::default().decide(&policy, &example.request, &Options::default());
                let form = law::contract::output::Form { because: true };
                law::contract::output::Writer::new(&policy).write(
                    &policy,
                    &example.request,
                    &decision,
                    form,
                    &mut out,
                );
                assert_eq!(out, value.to_string());
                for language in [Language::Chinese, Language::English] {
                    assert!(!prose::decision(&policy, &example.request, &decision, language).is_empty());
                }
            }
        }
    });
}

const GRANTED: &str = r#""form":"a","registered":true,"home":"110101","months":6,"trained":false"#;

#[test]
fn three_effects_in_time_are_told_apart() {
    let policy = with(&[]);
    let effect = |rest: &str| {
        let value = decided(&policy, "2021-06-01", &format!("{{{GRANTED},{rest}}}"));
        let grant = &value["outcomes"]["grant"];
        (grant["status"].clone(), grant.get("effect").cloned())
    };
    let (status, none) = effect(r#""born":"1990-01-01","base_fen":1,"hired_on":null"#);
    assert_eq!((status, none), ("yes".into(), None));
    let (status, except) = effect(r#""born":"1950-01-01","base_fen":1,"hired_on":null"#);
    assert_eq!(status, "no");
    let except = except.expect("effect");
    assert_eq!((&except["kind"], &except["recover"]), (&"except".into(), &false.into()));
    let (_, stop) = effect(r#""born":"1990-01-01","base_fen":1,"hired_on":"2021-05-01""#);
    let stop = stop.expect("effect");
    assert_eq!((&stop["kind"], &stop["period"]), (&"stop".into(), &"next_month".into()));
    let (_, revoke) = effect(r#""born":"1950-01-01","base_fen":null,"hired_on":"2021-05-01""#);
    let revoke = revoke.expect("effect");
    // Of three that meet, the one that prevails says what becomes of it.
    assert_eq!((&revoke["kind"], &revoke["recover"]), (&"revoke".into(), &true.into()));
    assert_eq!(revoke["provision"]["article"], 4);
    // Whoever would have had nothing anyway is met by no effect.
    let (status, nothing) = effect(r#""born":"1990-01-01","base_fen":null,"hired_on":null,"years":1"#);
    assert_eq!((status, nothing.is_some()), ("no".into(), true));
    let value = decided(&policy, "2021-06-01", r#"{"form":"a","registered":false,"base_fen":null}"#);
    assert_eq!(value["outcomes"]["grant"].get("effect"), None);
}

#[test]
fn of_two_benefits_one_is_taken() {
    let policy = with(&[]);
    let taken = |base: &str, rest: &str| {
        let facts = format!(r#"{{{GRANTED},"born":"1990-01-01","hired_on":null{base}{rest}}}"#);
        let request = request(&policy, "2021-06-01", &facts);
        Decider::default().decide(&policy, &request, &Options::default()).at_most_one[0].1.clone()
    };
    assert_eq!(taken(r#","base_fen":59999"#, ""), Taken::One(0));
    assert_eq!(taken(r#","base_fen":60001"#, ""), Taken::One(1));
    assert_eq!(taken(r#","base_fen":60000"#, ""), Taken::Choose(vec![0, 1]));
    let base = policy.fact_by_key("base_fen").expect("fact");
    assert_eq!(taken("", ""), Taken::Unknown(vec![base]));
    let facts = r#"{"form":"c","registered":false}"#;
    let none = request(&policy, "2021-06-01", facts);
    let decision = Decider::default().decide(&policy, &none, &Options::default());
    assert_eq!(decision.at_most_one[0].1, Taken::None);
    // Whoever asks for one of them alone learns nothing of the other.
    let only = Options { only: policy.plan("grant").map(|plan| vec![plan]), ..Options::default() };
    assert!(Decider::default().decide(&policy, &none, &only).at_most_one.is_empty());
    let value = answer(&policy, &none, &only, false);
    assert_eq!(value.get("at_most_one"), None);
}

/// All nodes of an explanation.
fn nodes<'v>(node: &'v Value, found: &mut Vec<&'v Value>) {
    found.push(node);
    node["children"].as_array().into_iter().flatten().for_each(|child| nodes(child, found));
}

#[test]
fn the_business_date_selects_words_and_rules() {
    let policy = with(&["amend"]);
    let facts =
        format!(r#"{{{GRANTED},"born":"1990-01-01","base_fen":1,"hired_on":null,"graduated_on":null}}"#);
    let item = |day: &str| {
        let value = decided(&policy, day, &facts);
        let mut found = Vec::new();
        nodes(&value["outcomes"]["grant"]["because"], &mut found);
        let items: Vec<Value> = found
            .iter()
            .filter(|node| {
                node["label"] == "（一）"
                    && node["name"]["zh"].as_str().is_some_and(|zh| zh.starts_with("形式"))
            })
            .map(|node| (*node).clone())
            .collect();
        (items, value)
    };
    let (before, value) = item("2021-06-30");
    assert_eq!(before.len(), 1, "only what holds on the day is shown");
    assert_eq!(before[0]["name"]["zh"], "形式为甲类或者乙类");
    assert_eq!(before[0]["words"], "甲类、乙类人员已登记的，可以领取补贴。");
    assert_eq!(before[0].get("words_by"), None);
    assert_eq!(value["policy"]["instruments"][1]["id"], "amend");
    let (after, _) = item("2021-07-01");
    // The transition shows both versions, each with its own words.
    assert_eq!(after.len(), 2);
    assert_eq!(after[0]["words"], "甲类、乙类人员已登记的，可以领取补贴。");
    assert_eq!(after[1]["name"]["zh"], "形式为甲类");
    assert_eq!(after[1]["words"], "甲类人员已登记的，可以领取补贴。");
    assert_eq!(after[1]["words_by"], serde_json::json!(["amend"]));
    assert_eq!(after[1]["provision"].get("instrument"), None, "the provision is the base's");
    let base = Anchor::parse("第一条第一款第二句", 1).expect("anchor");
    let day = |text: &str| Date::parse(text);
    assert_eq!(policy.words_on(0, base, day("2021-06-30")), "补贴每月 100 元，按照月数计算。");
    assert_eq!(policy.words_on(0, base, day("2021-07-01")), "补贴每月 120 元，按照月数计算。");
    assert_eq!(policy.amendments_of(0, base), [(day("2021-07-01").expect("day"), [1].as_slice())]);
}

#[test]
fn every_sentence_of_an_overlay_is_accounted_for() {
    for policy in stacks() {
        let holes: Vec<String> = coverage(&policy)
            .into_iter()
            .filter(Covered::is_hole)
            .map(|c| format!("{:?} {}", c.instrument, c.anchor))
            .collect();
        assert_eq!(holes, [""; 0]);
    }
    let bare = file("amend").replace("\n\n```修改", "但是另有一句。\n\n```修改");
    assert_ne!(bare, file("amend"));
    let without = hashed(&file("whole")).replacen("  依据：第一款第三句。\n", "", 1);
    let policy = loaded(&small(&file("base"), &[&without]));
    let all = coverage(&policy);
    let third =
        all.iter().find(|c| c.instrument.is_some() && c.anchor.sentence == Some(3)).expect("sentence");
    // The amendments of the article carry it, the bursary no longer does.
    assert!(!third.executed.iter().any(|key| key == "bursary"), "{:?}", third.executed);
}

/// The overlay on start-up loans changes that conclusion, from its first day on, and nothing else.
#[test]
fn the_loan_overlay_changes_loans_alone() {
    let (base, laid) = (crate::folder::policy(), real());
    for example in generate::examples(&base) {
        let ours = Decider::default().decide(&base, &example.request, &Options::default());
        let theirs = Decider::default().decide(&laid, &example.request, &Options::default());
        for (one, other) in ours.outcomes.iter().zip(&theirs.outcomes) {
            let same = base.rule(one.plan).key != "startup_loan"
                || example.request.as_of < laid.instruments[1].force;
            if same {
                assert_eq!((one.status, &one.missing), (other.status, &other.missing));
                assert_eq!(
                    one.fields.iter().map(|f| &f.0).collect::<Vec<_>>(),
                    other.fields.iter().map(|f| &f.0).collect::<Vec<_>>()
                );
            }
        }
    }
    let facts = r#"{"hukou_region":"130000","employment_form":"self_employed","business_registered":true}"#;
    let value = decided(&laid, "2022-03-01", facts);
    let loan = &value["outcomes"]["startup_loan"];
    assert_eq!(loan["status"], "yes");
    let citations = loan["citations"].as_array().expect("citations");
    assert!(citations.iter().any(|c| c["instrument"] == "startup-loan-2022" && c["article"] == 1));
    assert!(citations.iter().any(|c| c.get("instrument").is_none() && c["article"] == 9));
    // Before its first day nothing of it is said.
    let value = decided(&laid, "2022-02-28", facts);
    assert_eq!(value["outcomes"]["startup_loan"]["status"], "no");
    assert!(!value["outcomes"]["startup_loan"].to_string().contains("startup-loan-2022"));
    assert_eq!(value["outcomes"]["startup_loan"]["would_change"][0]["as_of"], "2022-03-01");
}

#[test]
fn a_what_if_is_laid_on_and_says_so() {
    let trial = file("whole").replacen("种类: 叠加", "种类: 试算", 1);
    let policy = loaded(&small(&file("base"), &[&trial]));
    assert!(policy.instruments[1].is_trial);
    let value = decided(&policy, "2021-06-01", "{}");
    assert_eq!(value["policy"]["instruments"][1]["what_if"], true);
    assert_eq!(value["policy"]["instruments"][0].get("what_if"), None);
    let mut published = small(&file("base"), &[]);
    published.insert("trial.md", &hashed(&trial));
    let (policy, findings) = Policy::load(published);
    assert!(policy.is_none() && findings.iter().any(|finding| finding.code == "E0310"));
}

/// The tree as text, and the same names in the drawing.
#[test]
fn the_tree_of_exceptions_is_drawn() {
    let policy = with(&["whole"]);
    insta::assert_snapshot!(tree::text(&policy, Language::Chinese));
    let drawing = tree::svg(&policy, Language::English);
    for exception in &policy.exceptions {
        assert!(drawing.contains(&exception.key), "{}", exception.key);
    }
    assert_eq!(drawing.matches("<rect").count(), policy.exceptions.len() + 1);
    assert_eq!(tree::text(&crate::folder::policy(), Language::Chinese), "", "the base has no exceptions");
}

/// Planted into the small base, each with the code of what is proven.
#[test]
fn what_is_proven_of_exceptions_is_said_with_a_person() {
    let base = file("base");
    let planted = [
        // Without the order, a trainee of form c aged sixty is met by both.
        ("，优先于“丙类标准”：年满 60 周岁的", "：年满 60 周岁的", "E0280", "形式为丙类"),
        ("：年满 60 周岁的：\n", "：年满 60 周岁、未满 50 周岁的：\n", "E0281", "不可能成立"),
        ("：没有基数的：\n", "：未登记的：\n", "E0281", "不改变"),
        ("：没有基数的：\n", "：已登记，或者未登记的：\n", "E0282", "总是成立"),
        ("优先于“年满六十”、“丙类标准”：入职日期", "优先于“没有基数撤销”：入职日期", "E0283", "互相优先"),
    ];
    for (right, wrong, code, word) in planted {
        assert_eq!(base.matches(right).count(), 1, "{right}");
        let bundle = small(&base.replacen(right, wrong, 1), &[]);
        let (policy, findings) = Policy::load(bundle);
        let mine: Vec<_> = findings.iter().filter(|finding| finding.code == code).collect();
        assert!(policy.is_none() && !mine.is_empty(), "{wrong}: {findings:?}");
        assert!(mine.iter().any(|finding| finding.message.zh.contains(word)), "{wrong}: {mine:?}");
    }
}

/// Damaged layers give a policy or a finding, and never a panic.
#[test]
fn damaged_layers_are_read_to_the_end() {
    let (base, whole) = (file("base"), file("whole"));
    for (which, text) in [("base", &base), ("whole", &whole)] {
        for cut in text.char_indices().map(|(at, _)| at).step_by(23) {
            let mut damaged = text.clone();
            damaged.remove(cut);
            let bundle = match which {
                "base" => small(&damaged, &[&whole]),
                _ => small(&base, &[&damaged]),
            };
            let (policy, findings) = Policy::load(bundle);
            assert!(policy.is_some() || !findings.is_empty());
        }
    }
}
