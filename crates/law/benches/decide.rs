//! What one decision costs: all outcomes with explanation and what would change,
//! over a fixed mix of complete and gappy inputs (the contract's own cases).

use law::contract::input;
use law::contract::output::{Form, Writer};
use law::{Bundle, Decider, Options, Policy, Request};
use std::path::Path;
use std::time::Instant;

fn main() {
    let policy = policy();
    let inputs = inputs();
    let requests: Vec<Request> =
        inputs.iter().map(|text| input::read(&policy, text.as_bytes()).expect("input")).collect();
    let writer = Writer::new(&policy);
    let mut decider = Decider::default();
    let gappy = requests.iter().filter(|r| r.facts.contains(&law::fact::ABSENT)).count();
    println!("{} inputs, {gappy} of them with absent facts", requests.len());

    let options = Options::default();
    report("decide, as a structure", &requests, |request| {
        divan::black_box(decider.decide(&policy, request, &options));
    });
    let statuses = Options { without_because: true, without_changes: true, ..Options::default() };
    report("decide, statuses and fields alone", &requests, |request| {
        divan::black_box(decider.decide(&policy, request, &statuses));
    });
    report("read one input", &inputs, |text| {
        divan::black_box(input::read(&policy, text.as_bytes())).expect("input");
    });
    let answers: Vec<_> =
        requests.iter().map(|request| (request, decider.decide(&policy, request, &options))).collect();
    let mut out = String::new();
    for (name, because) in [("write with because", true), ("write without because", false)] {
        report(name, &answers, |(request, decision)| {
            out.clear();
            writer.write(&policy, request, decision, Form { because }, &mut out);
            divan::black_box(&out);
        });
    }
    questions(&policy, &requests);
    report("next question", &requests[..requests.len().min(100)], |request| {
        divan::black_box(law::question::next(&policy, request, &[]));
    });
}

/// How many questions it takes: ours, against asking all that can still matter in the
/// order of the catalogue. Each complete person of the mix answers everything.
fn questions(policy: &Policy, requests: &[Request]) {
    let people: Vec<&Request> = requests.iter().filter(|r| !r.facts.contains(&law::fact::ABSENT)).collect();
    for day in ["2020-11-15", "2021-03-15", "2026-11-23"] {
        let as_of = law::Date::parse(day).expect("day");
        let count = |greedy: bool| {
            let mut counts: Vec<usize> = people.iter().map(|who| asked(policy, who, as_of, greedy)).collect();
            counts.sort_unstable();
            let mean = counts.iter().sum::<usize>() * 10 / counts.len();
            format!("mean {}.{} most {}", mean / 10, mean % 10, counts[counts.len() - 1])
        };
        println!("questions on {day}: {}; in the catalogue's order {}", count(true), count(false));
    }
}

fn asked(policy: &Policy, who: &Request, as_of: law::Date, greedy: bool) -> usize {
    let mut known = Request { as_of, facts: vec![law::fact::ABSENT; who.facts.len()], ..who.clone() };
    let mut count = 0;
    while let Some(question) = law::question::next(policy, &known, &[]) {
        let fact = if greedy { question.fact } else { question.first };
        known.facts[fact] = who.facts[fact];
        count += 1;
    }
    count
}

/// Times each item on its own, many times over, and prints the median and others.
fn report<T>(name: &str, items: &[T], mut run: impl FnMut(&T)) {
    let mut times: Vec<u128> = Vec::new();
    for item in items {
        let mut best = u128::MAX;
        for _ in 0..20 {
            let start = Instant::now();
            run(item);
            best = best.min(start.elapsed().as_nanos());
        }
        times.push(best);
    }
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    let mean = times.iter().sum::<u128>() / times.len() as u128;
    println!("{name:36} p50 {:>7} ns  p90 {:>7} ns  p99 {:>7} ns  mean {mean:>7} ns", at(50), at(90), at(99));
}

fn policy() -> Policy {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    let files = std::fs::read_dir(folder).expect("policies").filter_map(|entry| {
        let path = entry.expect("entry").path();
        let name = path.file_name()?.to_string_lossy().into_owned();
        path.is_file().then(|| (name, std::fs::read_to_string(&path).expect("text")))
    });
    Policy::load(Bundle::new(files)).0.expect("policy")
}

/// The good inputs of `tests/contract/cases.ndjson`.
fn inputs() -> Vec<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/contract/cases.ndjson");
    let text = std::fs::read_to_string(file).expect("cases");
    let mut inputs = Vec::new();
    for line in text.lines() {
        let case: serde_json::Value = serde_json::from_str(line).expect("case");
        if case["answer"]["outcomes"].is_object() && case["known_on"].is_null() && case["input"].is_object() {
            inputs.push(case["input"].to_string());
        }
    }
    inputs
}
