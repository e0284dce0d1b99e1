//! Every branch of every rule of the law is reached by an input that the contract takes.

use crate::folder::policy;
use law::cases::cases;
use law::contract::input;
use law::{Decider, Options, Status};
use std::collections::BTreeSet;

#[test]
fn every_branch_of_the_law_is_reached() {
    let policy = policy();
    let cases = cases(&policy);
    let unreached: Vec<String> =
        cases.iter().filter(|case| case.input.is_none()).map(|case| format!("{:?}", case.reaches)).collect();
    assert!(unreached.is_empty(), "{}", unreached.join("\n"));

    // Every line of every conclusion both ways, every case of every field: counted here apart from the search.
    let mut wanted = BTreeSet::new();
    for (plan, of) in policy.plans.iter().enumerate() {
        let rule = policy.rule(plan);
        for (at, _) in of.lines.iter().enumerate().filter(|(_, line)| line.within.is_none()) {
            wanted.extend([true, false].map(|holds| (rule.key.clone(), None, at, holds)));
        }
        for field in &rule.fields {
            wanted.extend(
                (0..field.cases.len()).map(|at| (rule.key.clone(), Some(field.key.clone()), at, true)),
            );
        }
    }
    let listed: BTreeSet<_> = cases
        .iter()
        .map(|case| &case.reaches)
        .map(|of| (of.conclusion.clone(), of.field.clone(), of.at, of.holds))
        .collect();
    assert_eq!(wanted, listed);
    assert!(wanted.len() > 200, "{}", wanted.len());

    for case in &cases {
        let text = case.input.as_ref().expect("input").to_string();
        let request =
            input::read(&policy, text.as_bytes()).unwrap_or_else(|fault| panic!("{fault:?}: {text}"));
        let plan = policy.plan(&case.reaches.conclusion).expect("conclusion");
        let decision = Decider::default().decide(&policy, &request, &Options::default());
        let outcome = &decision.outcomes[plan];
        match &case.reaches.field {
            None => {
                let status = if case.reaches.holds { Status::Yes } else { Status::No };
                assert_eq!(outcome.lines[case.reaches.at], status, "{:?}: {text}", case.reaches);
            }
            Some(key) => {
                let fields = &policy.rule(plan).fields;
                let at = fields.iter().position(|field| field.key == *key).expect("field");
                assert_eq!(outcome.fields[at].1, Some(case.reaches.at), "{:?}: {text}", case.reaches);
            }
        }
    }
}
