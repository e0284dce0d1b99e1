//! The proven difference of two policies: on the planted faults, on every number of the rules, on random persons, and
//! on what is only written otherwise.

use crate::folder::{BASE, bundle, planted, policy, text};
use crate::generate::{self, Draw, facts_of, values};
use law::diff::meaning::{self, Case, Change, Meaning, Verdict};
use law::diff::person::{facts_json, given_json};
use law::diff::{self, text::Fate};
use law::fact::{ABSENT, Kind, NONE};
use law::parameter::Setting;
use law::{Bundle, Decider, Options, Policy, Request};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

#[derive(Deserialize)]
struct File {
    fault: Vec<Fault>,
}

#[derive(Deserialize)]
struct Fault {
    how: String,
    right: String,
    wrong: String,
}

fn faults() -> Vec<Fault> {
    let file: File = toml::from_str(&text("tests/policies/mutations.toml")).expect("mutations.toml");
    file.fault
}

/// The folder with one text of the base instrument replaced; none if the checker refuses it.
fn changed(right: &str, wrong: &str) -> Option<Policy> {
    Policy::load(planted(&bundle(), BASE, right, wrong)).0
}

fn cases(meaning: &Meaning<'_>) -> Vec<(String, Option<String>, Case)> {
    let of_status = meaning
        .conclusions
        .iter()
        .flat_map(|of| of.cases.iter().map(|case| (of.key.clone(), None, case.clone())));
    let of_fields = meaning.conclusions.iter().flat_map(|of| {
        of.fields.iter().flat_map(|field| {
            field.cases.iter().map(|case| (of.key.clone(), Some(field.key.clone()), case.clone()))
        })
    });
    of_status.chain(of_fields).collect()
}

/// The answer of a policy to an input, as its users get it.
fn answer(policy: &Policy, input: &Value) -> BTreeMap<String, Value> {
    let request = law::contract::input::read(policy, input.to_string().as_bytes()).expect("a good input");
    answers(policy, &request)
}

fn answers(policy: &Policy, request: &Request) -> BTreeMap<String, Value> {
    let options = Options { without_because: true, without_changes: true, ..Options::default() };
    let decision = Decider::default().decide(policy, request, &options);
    let of = |outcome: &law::decide::Outcome| {
        let rule = policy.rule(outcome.plan);
        let names = rule.fields.iter().map(|field| field.key.clone());
        let fields: serde_json::Map<String, Value> =
            names.zip(outcome.fields.iter().map(|(datum, _)| datum.json())).collect();
        (rule.key.clone(), json!({ "status": outcome.status.code(), "fields": fields }))
    };
    decision.outcomes.iter().map(of).collect()
}

/// The person of a case is answered as the case says, by both policies.
fn check_person(meaning: &Meaning<'_>, key: &str, field: Option<&str>, case: &Case) -> Result<(), String> {
    let merged = &meaning.merged;
    let person = case.person.as_ref().ok_or_else(|| format!("{key} {field:?}: nobody"))?;
    let mut input = json!({ "as_of": person.as_of.to_string(), "facts": facts_json(merged, person) });
    if !person.given.is_empty() {
        input["parameters"] = given_json(merged, &person.given);
    }
    let [before, after] = merged.policies.map(|policy| answer(policy, &input)[key].clone());
    let fine = match (&case.change, field) {
        (Change::Gain, None) => before["status"] == "no" && after["status"] == "yes",
        (Change::Loss, None) => before["status"] == "yes" && after["status"] == "no",
        (Change::Value { .. }, Some(field)) => {
            before["status"] == "yes"
                && after["status"] == "yes"
                && before["fields"][field] != after["fields"][field]
        }
        _ => false,
    };
    if fine { Ok(()) } else { Err(format!("{key} {field:?} {input}: {before} {after}")) }
}

/// How long one comparison may take.
const PATIENCE: Duration = Duration::from_secs(1);

/// The meaning, and what its quickest of three runs took: the machine may be busy.
fn timed<'p>(before: &'p Policy, after: &'p Policy) -> (Meaning<'p>, Duration) {
    let mut quickest = Duration::MAX;
    loop {
        let start = Instant::now();
        let meaning = meaning::compare(before, after).expect("comparable");
        let took = start.elapsed();
        let tired = quickest < Duration::MAX;
        quickest = quickest.min(took);
        if quickest < PATIENCE || tired {
            return (meaning, quickest);
        }
    }
}

/// Every planted fault that the checker lets through is seen within a second, and each of its cases has a person whose
/// two decisions really differ.
#[test]
fn every_planted_fault_is_seen_with_a_person() {
    let base = policy();
    let (mut seen, mut slowest) = (0, Duration::ZERO);
    for fault in faults() {
        let Some(other) = changed(&fault.right, &fault.wrong) else { continue };
        let (meaning, took) = timed(&base, &other);
        slowest = slowest.max(took);
        let cases = cases(&meaning);
        let removed =
            meaning.conclusions.iter().flat_map(|of| &of.fields).any(|f| f.verdict == Verdict::Added);
        assert!(!cases.is_empty() || removed, "{}: not seen", fault.how);
        for (key, field, case) in cases {
            check_person(&meaning, &key, field.as_deref(), &case)
                .unwrap_or_else(|e| panic!("{}: {e}", fault.how));
        }
        seen += 1;
    }
    println!("{seen} faults, the slowest took {slowest:?}");
    assert!(seen >= 45, "{seen} faults were let through");
    assert!(slowest < PATIENCE, "{slowest:?}");
}

/// Numbers of the rules with a unit, each made one greater: refused, or seen with a person, within a second.
#[test]
fn every_number_of_the_rules_matters() {
    let base = policy();
    let instrument = text(&format!("policies/{BASE}"));
    let (mut seen, mut refused, mut slowest) = (0, 0, Duration::ZERO);
    for (line, from, to) in numbers(&instrument) {
        let number: u32 = line[from..to].parse().expect("a number");
        let wrong = format!("{}{}{}", &line[..from], number + 1, &line[to..]);
        if instrument.matches(line).count() != 1 {
            continue;
        }
        let Some(other) = changed(line, &wrong) else {
            refused += 1;
            continue;
        };
        let (meaning, took) = timed(&base, &other);
        slowest = slowest.max(took);
        let cases = cases(&meaning);
        assert!(!cases.is_empty(), "{wrong}: not seen");
        for (key, field, case) in cases {
            check_person(&meaning, &key, field.as_deref(), &case).unwrap_or_else(|e| panic!("{wrong}: {e}"));
        }
        seen += 1;
    }
    println!("{seen} numbers seen, {refused} refused, the slowest took {slowest:?}");
    assert!(seen >= 12, "{seen} seen, {refused} refused");
    assert!(slowest < PATIENCE, "{slowest:?}");
}

/// The numbers before a unit in the rules, by their lines.
fn numbers(instrument: &str) -> Vec<(&str, usize, usize)> {
    let mut found = Vec::new();
    let mut rules = false;
    for line in instrument.lines() {
        if line.starts_with("```") {
            rules = line == "```规则";
        }
        let mut from = 0;
        while let Some(start) = line[from..].find(|c: char| c.is_ascii_digit()).map(|at| from + at) {
            let end = line[start..].find(|c: char| !c.is_ascii_digit()).map_or(line.len(), |at| start + at);
            let unit = [" 年", " 周岁", " 个月", " 日"].iter().any(|unit| line[end..].starts_with(unit));
            if rules && unit {
                found.push((line, start, end));
            }
            from = end;
        }
    }
    found
}

#[test]
fn a_policy_is_equal_to_itself() {
    let (one, other) = (policy(), policy());
    let difference = diff::compare(&one, &other, &Bundle::default()).expect("comparable");
    assert!(difference.is_equal());
    assert!(difference.meaning.conclusions.iter().all(|of| of.verdict == Verdict::Identical));
    assert!(difference.parameters.is_empty() && difference.touched.is_empty());
}

/// What is only written otherwise: a renamed definition, lists in another order, the same rate in another form, a day
/// said by its other side, a condition said twice. Equal in meaning, and the words differ.
#[test]
fn what_is_only_written_otherwise_is_equal_in_meaning() {
    let base = policy();
    let rewritten = [
        (
            "（一）户籍所在地在本市；\n  （二）就业形式为个体经营；",
            "（一）就业形式为个体经营；\n  （二）户籍所在地在本市；",
        ),
        ("(beijing_agricultural_hukou)", "(farm_hukou)"),
        ("| 2021-01-01 |    |      | 1%   | 高     |", "| 2021-01-01 |    |      | 0.01 | 高     |"),
        ("（三）毕业离校日期不早于 2020 年 1 月 1 日；", "（三）毕业离校日期晚于 2019 年 12 月 31 日；"),
        ("（三）已进行登记注册。", "（三）已进行登记注册，并且就业形式为个体经营。"),
        ("（九）已享受补贴月数不满 36 个月。", "（九）已享受补贴月数在 35 个月以下。"),
    ];
    for (right, wrong) in rewritten {
        let other = changed(right, wrong).unwrap_or_else(|| panic!("{wrong}: refused"));
        let difference = diff::compare(&base, &other, &Bundle::default()).expect("comparable");
        assert!(difference.meaning.is_equal(), "{wrong}");
        assert!(
            difference.text.parts.iter().any(|part| part.fate == Fate::Changed || part.fate == Fate::Added),
            "{wrong}"
        );
        assert!(!difference.is_equal());
    }
}

/// A diagram's path can hold where no person stands on it: two ways of saying one day are not one node, and still equal.
#[test]
fn equality_is_proven_over_persons_not_over_nodes() {
    let base = policy();
    let other = changed("（九）已享受补贴月数不满 36 个月。", "（九）已享受补贴月数在 35 个月以下。")
        .expect("policy");
    let meaning = meaning::compare(&base, &other).expect("comparable");
    let subsidy = meaning.conclusions.iter().find(|of| of.key == "graduate_subsidy").expect("subsidy");
    assert_eq!(subsidy.verdict, Verdict::Equal);
    assert!(subsidy.classes > 0);
}

/// A request with everything given that either policy's conclusion or its fields read.
fn complete(policies: [&Policy; 2], plan: usize, request: &mut Request, draw: &mut Draw) {
    for policy in policies {
        let plan = policy.plan(&policies[0].rule(plan).key).expect("the same conclusions");
        let mut facts = facts_of(policy, plan);
        facts.extend(policy.plans[plan].fields.iter().flat_map(|field| field.facts.clone()));
        for fact in facts {
            if request.facts[fact] == ABSENT {
                let list = if matches!(policy.facts[fact].kind, Kind::Money { .. }) {
                    amounts(policy, request)
                } else {
                    values(policy, plan, fact, request)
                };
                request.facts[fact] = list[draw.below(list.len())];
            }
        }
    }
}

/// Amounts around those that parameters hold on the day.
fn amounts(policy: &Policy, request: &Request) -> Vec<i64> {
    let settings = law::decide::settings(policy, request, request.as_of);
    let money = settings.into_iter().filter_map(|setting| match setting {
        Some(Setting::Money(fen)) => Some(*fen),
        _ => None,
    });
    money.flat_map(|fen| [fen - 1, fen, fen + 1]).chain([0, 1, 400_050, 1_000_000_000_000, NONE]).collect()
}

/// Random persons are answered otherwise exactly if a case says so, whatever was changed.
#[test]
fn random_persons_differ_exactly_inside_the_cases() {
    let base = policy();
    let examples = generate::examples(&base);
    let others: Vec<(String, Policy)> = faults()
        .into_iter()
        .filter_map(|fault| Some((fault.how, changed(&fault.right, &fault.wrong)?)))
        .filter(|(_, other)| other.facts.len() == base.facts.len())
        .collect();
    let meanings: Vec<Meaning<'_>> =
        others.iter().map(|(_, other)| meaning::compare(&base, other).expect("comparable")).collect();
    let counts = std::cell::Cell::new((0_u32, 0_u32, 0_u32));
    let config = Config { cases: 4000, failure_persistence: None, ..Config::default() };
    let drawn = prop::collection::vec(any::<u32>(), 80);
    let run = |numbers: Vec<u32>| {
        let mut draw = Draw::new(numbers);
        let at = draw.below(others.len());
        let (how, other) = &others[at];
        let meaning = &meanings[at];
        // Persons near what changed are met more often than anywhere.
        let touched: Vec<_> = examples
            .iter()
            .filter(|example| meaning.conclusions[example.plan].key == base.rule(example.plan).key)
            .filter(|example| !meaning.conclusions[example.plan].is_equal())
            .cloned()
            .collect();
        let pool = if touched.is_empty() || draw.below(4) == 0 { &examples } else { &touched };
        let (plan, mut request) = generate::request(&base, pool, &mut draw, 0);
        complete([&base, other], plan, &mut request, &mut draw);
        let key = &base.rule(plan).key;
        let of = meaning.conclusions.iter().find(|of| of.key == *key).expect("conclusion");
        let theirs = meaning.merged.other_side(&request).expect("the same catalogue");
        let [before, after] = [answers(&base, &request)[key].clone(), answers(other, &theirs)[key].clone()];
        let inside = |case: &&Case| meaning.merged.is_in(&case.cube, &request);
        let way = |gain: bool| {
            of.cases.iter().filter(|case| (case.change == Change::Gain) == gain).any(|case| inside(&case))
        };
        let yes = |answer: &Value| answer["status"] == "yes";
        let said = format!("{how}: {key} on {}: {before} {after} {:?}", request.as_of, request.facts);
        prop_assert_eq!(!yes(&before) && yes(&after), yes(&after) && way(true), "{}", said);
        prop_assert_eq!(yes(&before) && !yes(&after), yes(&before) && way(false), "{}", said);
        let mut count = counts.get();
        count.0 += u32::from(yes(&before) != yes(&after));
        count.2 += u32::from(before == after);
        if yes(&before) && yes(&after) {
            for field in &of.fields {
                let differs = before["fields"][&field.key] != after["fields"][&field.key];
                count.1 += u32::from(differs);
                if matches!(field.verdict, Verdict::Added | Verdict::Removed) {
                    continue;
                }
                let inside: Vec<&Case> = field.cases.iter().filter(inside).collect();
                prop_assert!(!differs || !inside.is_empty(), "{} {}", field.key, said);
                let everywhere = |case: &&Case| matches!(case.change, Change::Value { everywhere: true, .. });
                prop_assert!(differs || !inside.iter().any(everywhere), "{} {}", field.key, said);
            }
        }
        counts.set(count);
        Ok(())
    };
    TestRunner::new(config).run(&drawn, run).unwrap_or_else(|failure| panic!("{failure}"));
    let (statuses, fields, same) = counts.get();
    assert!(statuses > 100 && fields > 20 && same > 500, "statuses {statuses}, fields {fields}, same {same}");
}

/// Where a conclusion is proven equal, persons of whom facts are unknown are answered the same, with the same missing.
#[test]
fn unknown_answers_of_equal_conclusions_are_equal() {
    let base = policy();
    let other = changed(
        "（三）毕业离校日期不早于 2020 年 1 月 1 日；",
        "（三）毕业离校日期晚于 2019 年 12 月 31 日；",
    )
    .expect("policy");
    assert!(meaning::compare(&base, &other).expect("comparable").is_equal());
    let examples = generate::examples(&base);
    let config = Config { cases: 400, failure_persistence: None, ..Config::default() };
    let run = |numbers: Vec<u32>| {
        let (plan, request) = generate::request(&base, &examples, &mut Draw::new(numbers), 4);
        let options = Options { only: Some(vec![plan]), without_because: true, without_changes: false };
        let [one, two] = [&base, &other]
            .map(|policy| Decider::default().decide(policy, &request, &options).outcomes.remove(0));
        prop_assert_eq!(one.status, two.status);
        prop_assert_eq!(one.missing, two.missing);
        prop_assert_eq!(one.would_change, two.would_change);
        Ok(())
    };
    let drawn = prop::collection::vec(any::<u32>(), 60);
    TestRunner::new(config).run(&drawn, run).unwrap_or_else(|failure| panic!("{failure}"));
}

/// An overlay is compared as any policy is: whoever it lets in stands in the cases, with the days of its list.
#[test]
fn an_overlay_is_compared_for_free() {
    let base = policy();
    let mut laid_on = bundle();
    laid_on.insert("with/00-pinggu.md", &text("policies/overlays/pinggu-pilot-2021.md"));
    let piloted = Policy::load(laid_on).0.expect("policy");
    let difference = diff::compare(&base, &piloted, &Bundle::default()).expect("comparable");
    let differing: Vec<&str> =
        difference.meaning.conclusions.iter().filter(|of| !of.is_equal()).map(|of| of.key.as_str()).collect();
    assert_eq!(differing, ["pilot_subsidy"]);
    for (key, field, case) in cases(&difference.meaning) {
        assert_eq!(case.change, Change::Gain);
        check_person(&difference.meaning, &key, field.as_deref(), &case).expect("a person");
    }
    let periods =
        &difference.parameters.iter().find(|of| of.key == "pilot_regions").expect("the list").periods;
    assert_eq!(periods.len(), 1);
    assert_eq!(periods[0].after.as_deref(), Some("110117"));
}

/// The catalogue is part of what is compared: a value that only one side takes is said, and is no error.
#[test]
fn another_catalogue_is_said() {
    let base = policy();
    let mut folder = bundle();
    let facts = folder.get("facts.md").expect("facts").to_owned();
    folder.insert("facts.md", &facts.replace("其他学历 (other)；", "其他学历 (other)、博士 (doctor)；"));
    let phrases = folder.get("phrases.toml").expect("phrases").to_owned();
    folder
        .insert("phrases.toml", &phrases.replacen("[phrases]\n", "[phrases]\n\"博士\" = \"doctorate\"\n", 1));
    let (other, findings) = Policy::load(folder);
    let other = other.unwrap_or_else(|| panic!("{findings:?}"));
    let meaning = meaning::compare(&base, &other).expect("comparable");
    assert!(meaning.conclusions.iter().all(meaning::ConclusionMeaning::is_equal));
    assert!(!meaning.is_equal(), "an input that one side refuses is a difference");
    let change = meaning.changed_facts().next().expect("a change");
    assert_eq!(change.key, "education");
    assert_eq!(change.what, [law::diff::catalogue::FactDifference::Value("doctor".to_owned(), true)]);
}

/// A conclusion that only one side has is given with its cases.
#[test]
fn a_new_conclusion_is_given_with_its_cases() {
    let base = policy();
    let narrower =
        changed("认定 给予创业担保贷款支持 (startup_loan)", "认定 给予创业担保贷款支持 (startup_credit)")
            .expect("policy");
    let meaning = meaning::compare(&base, &narrower).expect("comparable");
    let verdict = |key: &str| {
        meaning.conclusions.iter().find(|of| of.key == key).map(|of| (of.verdict, of.cases.len()))
    };
    assert_eq!(verdict("startup_loan"), Some((Verdict::Removed, 1)));
    assert_eq!(verdict("startup_credit"), Some((Verdict::Added, 1)));
}
