//! Authorised matters as instruments fill them: which filling prevails, what of a broken link is said, what was known,
//! and that an answer which differs by district is exact. The base is `crates/law/tests/spec/authorised.md`.

use crate::folder::text;
use crate::generate::{self, Draw};
use crate::oracle;
use law::contract::output::{Form, Writer};
use law::example::Example;
use law::fact::ABSENT;
use law::prose::{self, Language};
use law::{Bundle, Date, Decider, Diagnostic, Options, Policy, Request, Status, publish};
use law_syntax::{Document, Source};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

const FOLDER: &str = "crates/law/tests/spec";

/// An instrument that fills one matter: who, for where, further keys, the clauses behind the name, the rows.
struct Filling<'a> {
    id: &'a str,
    issuer: &'a str,
    region: &'a str,
    more: &'a str,
    matter: &'a str,
    says: &'a str,
    rows: &'a [[&'a str; 4]],
}

const PINGGU: Filling<'_> = Filling {
    id: "pinggu",
    issuer: "平谷区人民政府",
    region: "110117",
    more: "",
    matter: "补贴标准 (amount)",
    says: "依据第一条；单位为元/月",
    rows: &[["2020-01-01", "2020-12-31", "2019-12-20", "300.00"]],
};

fn hashed(path: &str, text: &str) -> String {
    let hash = Document::read(&Source::new(path, text), &mut Vec::new()).text_hash;
    text.replacen("原文校验: -", &format!("原文校验: {hash}"), 1)
}

fn load(fillings: &[Filling<'_>]) -> (Option<Policy>, Vec<Diagnostic>) {
    let mut bundle = Bundle::default();
    let base = text(&format!("{FOLDER}/authorised.md"));
    bundle.insert("authorised.md", &hashed("authorised.md", &base));
    bundle.insert("facts.md", &text(&format!("{FOLDER}/facts.md")));
    bundle.insert("phrases.toml", &text(&format!("{FOLDER}/phrases.toml")));
    bundle.insert("regions.toml", &text("policies/regions.toml"));
    for (at, filling) in fillings.iter().enumerate() {
        let Filling { id, issuer, region, more, matter, says, rows } = filling;
        let rows: Vec<String> = rows
            .iter()
            .map(|[from, to, known, value]| format!("| {from} | {to} | {known} | {value} | 低 | 示例 |"))
            .collect();
        let overlay = format!(
            "---\n种类: 叠加\n标识: {id}\n名称: 示例\n制定机关: {issuer}\n适用地区: {region}\n施行: 2020-01-01\n{more}原文校验: -\n---\n\n\
             ## 第一条\n\n本条确定一个授权事项。\n\n```确定\n{matter}：{says}。\n| 自 | 至 | 公布 | 数值 | 可信度 | 来源 |\n{}\n```\n",
            rows.join("\n")
        );
        let path = format!("with/{at:02}-{id}.md");
        bundle.insert(&path, &hashed(&path, &overlay));
    }
    let (policy, mut findings) = Policy::load(bundle);
    findings.retain(|finding| finding.code != "E0126");
    (policy, findings)
}

fn clean(fillings: &[Filling<'_>]) -> Policy {
    let (policy, findings) = load(fillings);
    assert_eq!(findings, []);
    policy.expect("policy")
}

fn day(text: &str) -> Date {
    Date::parse(text).expect("day")
}

fn request(policy: &Policy, as_of: &str, facts: &[(&str, i64)]) -> Request {
    let mut given = vec![ABSENT; policy.facts.len()];
    for (key, value) in facts {
        given[policy.fact_by_key(key).expect("fact")] = *value;
    }
    Request { as_of: day(as_of), known_on: None, facts: given, what_if: Vec::new() }
}

fn outcome(policy: &Policy, request: &Request, key: &str) -> Value {
    let options = Options { only: policy.plan(key).map(|plan| vec![plan]), ..Options::default() };
    let decision = Decider::default().decide(policy, request, &options);
    let mut out = String::new();
    Writer::new(policy).write(policy, request, &decision, Form { because: true }, &mut out);
    let answer: Value = serde_json::from_str(&out).expect("JSON");
    answer["outcomes"][key].clone()
}

/// The subsidy's standard of a person of a district on a day.
fn amount(policy: &Policy, as_of: &str, known_on: Option<&str>, district: Option<i64>) -> Value {
    let mut facts = vec![("months", 1)];
    facts.extend(district.map(|code| ("home", code)));
    let mut request = request(policy, as_of, &facts);
    request.known_on = known_on.map(day);
    outcome(policy, &request, "b")["amount_fen"].clone()
}

/// The spec's second table of districts: Pinggu, Miyun, outside the city.
const HERE: i64 = 110_117;
const THERE: i64 = 110_118;
const AWAY: i64 = 130_000;

#[test]
fn a_district_fills_for_its_own_people_on_its_own_days() {
    let policy = clean(&[PINGGU]);
    assert_eq!(amount(&policy, "2020-06-01", None, Some(HERE)), 30_000);
    assert_eq!(amount(&policy, "2020-06-01", None, Some(THERE)), 10_000, "meanwhile");
    assert_eq!(amount(&policy, "2020-06-01", None, Some(AWAY)), 10_000);
    assert_eq!(amount(&policy, "2020-06-01", None, None), Value::Null, "it depends on the district");
    assert_eq!(amount(&policy, "2021-01-01", None, Some(HERE)), 10_000, "the day after");
    assert_eq!(amount(&policy, "2021-01-01", None, None), 10_000, "the same everywhere");
}

#[test]
fn what_was_not_published_yet_was_not_known() {
    let late = Filling { rows: &[["2020-01-01", "2020-12-31", "2020-09-18", "300.00"]], ..PINGGU };
    let policy = clean(&[late]);
    assert_eq!(amount(&policy, "2020-06-01", None, Some(HERE)), 30_000);
    assert_eq!(amount(&policy, "2020-06-01", Some("2020-09-18"), Some(HERE)), 30_000);
    assert_eq!(amount(&policy, "2020-06-01", Some("2020-09-17"), Some(HERE)), 10_000);
    // A row that names no day of its own was published with its instrument.
    let silent =
        Filling {
            more: "公布: 2020-09-18\n", rows: &[["2020-01-01", "2020-12-31", "", "300.00"]], ..PINGGU
        };
    let policy = clean(&[silent]);
    assert_eq!(amount(&policy, "2020-06-01", Some("2020-09-18"), Some(HERE)), 30_000);
    assert_eq!(amount(&policy, "2020-06-01", Some("2020-09-17"), Some(HERE)), 10_000);
}

fn months(
    id: &'static str,
    issuer: &'static str,
    region: &'static str,
    value: &'static [[&'static str; 4]],
) -> Filling<'static> {
    Filling {
        id, issuer, region, more: "", matter: "最长月数 (months_max)", says: "依据第一条", rows: value
    }
}

fn longest(policy: &Policy, district: i64) -> Value {
    let request = request(policy, "2020-06-01", &[("months", 0), ("home", district)]);
    outcome(policy, &request, "b")["longest"].clone()
}

const CITY: &str = "北京市人力资源和社会保障局";
const YEAR_24: &[[&str; 4]] = &[["2020-01-01", "2020-12-31", "2019-12-20", "24"]];
const YEAR_36: &[[&str; 4]] = &[["2020-01-01", "2020-12-31", "2019-12-20", "36"]];

#[test]
fn the_special_prevails_over_the_general_whatever_the_order_of_files() {
    let city = || months("city", CITY, "110000", YEAR_24);
    let own = || months("own", "平谷区人民政府", "110117", YEAR_36);
    for policy in [clean(&[city(), own()]), clean(&[own(), city()])] {
        assert_eq!(longest(&policy, HERE), 36);
        assert_eq!(longest(&policy, THERE), 24);
        assert_eq!(longest(&policy, AWAY), 12, "the city does not speak for people outside it");
    }
}

#[test]
fn of_the_same_place_the_higher_prevails() {
    let city = || months("city", CITY, "110117", YEAR_24);
    let own = || months("own", "平谷区人民政府", "110117", YEAR_36);
    let ranked = || Filling { more: "级别: 市\n", ..city() };
    for policy in [clean(&[ranked(), own()]), clean(&[own(), ranked()])] {
        assert_eq!(longest(&policy, HERE), 24);
    }
}

#[test]
fn a_stated_priority_goes_first() {
    let city =
        Filling { says: "依据第一条；优先于“own”", ..months("city", CITY, "110000", YEAR_24) };
    let own = months("own", "平谷区人民政府", "110117", YEAR_36);
    assert_eq!(longest(&clean(&[own, city]), HERE), 24);
}

#[test]
fn of_one_author_the_later_prevails() {
    let later: &[[&str; 4]] = &[["2020-01-01", "2020-12-31", "2020-02-01", "36"]];
    for order in [false, true] {
        let (one, other) = (months("one", CITY, "110000", YEAR_24), months("other", CITY, "110000", later));
        let policy = if order { clean(&[one, other]) } else { clean(&[other, one]) };
        assert_eq!(longest(&policy, HERE), 36);
    }
}

#[test]
fn a_tie_is_an_error_that_names_both() {
    let one = months("one", CITY, "110000", YEAR_24);
    let other = months("other", CITY, "110000", YEAR_36);
    let (policy, findings) = load(&[one, other]);
    assert!(policy.is_none());
    let [tie] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!(tie.code, "E0155");
    for text in [&tie.message.zh, &tie.message.en] {
        assert!(text.contains("one（") && text.contains("other（") && text.contains("第一条"), "{text}");
    }
    // Saying the same twice is no conflict.
    let same = [months("one", CITY, "110000", YEAR_24), months("other", CITY, "110000", YEAR_24)];
    assert_eq!(longest(&clean(&same), HERE), 24);
    // Two that claim priority over each other claim nothing.
    let circle = [
        Filling { says: "依据第一条；优先于“other”", ..months("one", CITY, "110000", YEAR_24) },
        Filling { says: "依据第一条；优先于“one”", ..months("other", CITY, "110000", YEAR_36) },
    ];
    assert!(load(&circle).0.is_none());
}

#[test]
fn a_filling_without_competence_is_named_in_the_answer_and_changes_nothing() {
    let (policy, findings) = load(&[Filling { issuer: "某协会", ..PINGGU }]);
    let policy = policy.expect("a policy: the filling does not count, it does not stop the law");
    assert_eq!(findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["E0154"]);
    assert_eq!(amount(&policy, "2020-06-01", None, Some(HERE)), 10_000);
    let request = request(&policy, "2020-06-01", &[("months", 1), ("home", HERE)]);
    let fields = outcome(&policy, &request, "b")["because"]["children"].as_array().expect("children").clone();
    let field = fields.iter().find(|node| node["label"] == "amount_fen").expect("field");
    let rows = field["parameters"].as_array().expect("parameters");
    assert_eq!(rows[0]["default"], true);
    assert_eq!(rows[1]["broken"]["link"], "authority");
    let said = rows[1]["broken"]["zh"].as_str().expect("words");
    assert!(said.contains("某协会") && said.contains("由区人民政府确定"), "{said}");
    assert_eq!(rows[1]["instrument"]["id"], "pinggu");
    // Before the day, and before it was published, there is nothing to say of it.
    let earlier = Request { known_on: Some(day("2019-12-19")), ..request.clone() };
    assert!(!outcome(&policy, &earlier, "b").to_string().contains("某协会"));
    let decision = Decider::default().decide(&policy, &request, &Options::default());
    let prose = prose::decision(&policy, &request, &decision, Language::Chinese);
    assert!(prose.contains("另有一处确定无效：由某协会确定"), "{prose}");
    assert!(publish::obstacles(&policy).iter().any(|obstacle| obstacle.code == "P0103"));
}

#[test]
fn a_condition_that_rests_on_an_unsure_row_says_so() {
    let list = Filling {
        matter: "试点区 (pilot)",
        says: "依据第一条",
        rows: &[["2020-01-01", "2020-12-31", "2019-12-20", "平谷区"]],
        ..PINGGU
    };
    let policy = clean(&[list]);
    let request = request(&policy, "2020-06-01", &[("home", HERE)]);
    let found = outcome(&policy, &request, "d");
    assert_eq!(found["status"], "yes");
    let lines = found["because"]["children"].as_array().expect("children");
    let line = lines.iter().find(|line| line["name"]["zh"] == "户籍地属于试点区").expect("line");
    assert_eq!(line["parameters"][0]["confidence"], "low");
    assert_eq!(line["parameters"][0]["instrument"]["issuer"], "平谷区人民政府");
    let decision = Decider::default().decide(&policy, &request, &Options::default());
    let prose = prose::decision(&policy, &request, &decision, Language::Chinese);
    assert!(prose.contains("“试点区”可信度不高"), "{prose}");
}

/// A figure that differs by district binds two facts; the engine agrees with trying every completion.
#[test]
fn an_answer_that_differs_by_district_is_exact() {
    let there: &[[&str; 4]] = &[["2020-01-01", "2020-12-31", "2019-12-20", "6"]];
    let policy = clean(&[
        months("own", "平谷区人民政府", "110117", YEAR_36),
        months("there", "密云区人民政府", "110118", there),
        months("city", CITY, "110000", YEAR_24),
    ]);
    let examples: Vec<Example> = generate::examples(&policy);
    let tried = std::cell::Cell::new([0_u32; 3]);
    let config = Config { cases: 600, failure_persistence: None, ..Config::default() };
    let run = TestRunner::new(config).run(&prop::collection::vec(any::<u32>(), 40), |numbers| {
        let (plan, request) = generate::request(&policy, &examples, &mut Draw::new(numbers), 2);
        let Some((status, missing)) = oracle::answer(&policy, plan, &request) else { return Ok(()) };
        let mut counts = tried.get();
        counts[status as usize] += 1;
        tried.set(counts);
        let options = Options { only: Some(vec![plan]), ..Options::default() };
        let outcome = Decider::default().decide(&policy, &request, &options).outcomes.remove(0);
        prop_assert_eq!(outcome.status, status, "{:?}", request);
        let missing = if status == Status::Unknown { missing } else { Vec::new() };
        prop_assert_eq!(outcome.missing, missing, "{:?}", request);
        Ok(())
    });
    run.unwrap_or_else(|failure| panic!("{failure}"));
    assert!(tried.get().iter().all(|count| *count > 20), "no, yes, unknown: {:?}", tried.get());
    // Thirty months are too many everywhere but in one district.
    let request = request(&policy, "2020-06-01", &[("months", 30)]);
    let found = outcome(&policy, &request, "b");
    assert_eq!(
        (found["status"].as_str(), &found["missing"]),
        (Some("unknown"), &serde_json::json!(["home"]))
    );
    let enough =
        Request { facts: request.facts.iter().map(|v| if *v == 30 { 3 } else { *v }).collect(), ..request };
    assert_eq!(outcome(&policy, &enough, "b")["status"], "yes", "six months are the least of all");
}

/// An instrument's own rules are known from its publication, too, and what that changes is settled again.
#[test]
fn rules_of_an_instrument_are_known_from_its_publication() {
    let mut bundle = crate::folder::bundle();
    let late = text("policies/overlays/miyun-pilot-2021.md")
        .replacen("公布: 2021-02-20", "公布: 2021-04-20", 1)
        .replacen("| 2021-03-01 | 2022-02-28 | 2021-02-20 |", "| 2021-03-01 | 2022-02-28 | 2021-04-20 |", 1);
    bundle.insert("with/00-miyun.md", &late);
    let (policy, findings) = Policy::load(bundle);
    assert_eq!(findings, []);
    let policy = policy.expect("policy");
    let facts = r#"{"hukou_region":"110118","hukou_kind":"agricultural","employment_difficulty":true,
        "employment_form":"self_employed","employment_registered":true}"#;
    let input = format!(r#"{{"as_of":"2021-03-01","facts":{facts}}}"#);
    let request = law::contract::input::read(&policy, input.as_bytes()).expect("input");
    let on = |known: Option<&str>, key: &str| {
        let request = Request { known_on: known.map(day), ..request.clone() };
        outcome(&policy, &request, key)
    };
    for key in ["pilot_subsidy", "miyun_pilot_subsidy"] {
        assert_eq!(on(None, key)["status"], "yes", "{key}");
        assert_eq!(on(Some("2021-04-20"), key)["status"], "yes", "{key}");
        assert_eq!(on(Some("2021-04-19"), key)["status"], "no", "{key}");
    }
    // A provision of an overlay names its instrument; the base's own does not.
    assert_eq!(on(None, "miyun_pilot_subsidy")["citations"][0]["instrument"], "miyun-pilot-2021");
    assert_eq!(on(None, "pilot_subsidy")["citations"][0].get("instrument"), None);
    let words = on(None, "miyun_pilot_subsidy")["because"]["words"].clone();
    assert_eq!(words, "密云区户籍人员申请本区试点补贴的，应当已经办理就业登记。");
    let (from, to) = (day("2021-04-19"), day("2021-04-20"));
    let found = law::resettle::differences(&policy, &mut Decider::default(), &request, from, to);
    let changed: Vec<&str> = found
        .iter()
        .filter(|one| matches!(one.change, law::resettle::Change::Status(Status::No, Status::Yes)))
        .map(|one| policy.rule(one.plan).key.as_str())
        .collect();
    assert_eq!(changed, ["miyun_pilot_subsidy", "pilot_subsidy"]);
    assert!(found.iter().all(|one| !one.news.is_empty()), "{found:?}");
}
