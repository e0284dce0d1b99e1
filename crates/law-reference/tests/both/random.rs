//! Random policies and inputs (`make differential` runs ten million of these).

use crate::pair::{Pair, of_seed, report, smallest};
use crate::policies::specification;
use law_reference::generate::Draw;
use law_reference::generate::input::Source;
use law_reference::program::{Body, Comparison, Condition, Item, MonthEnd, Relation};

/// Policies of one test.
const POLICIES: u64 = 9;
const INPUTS: usize = 20;
const EFFORT_MAX: usize = 100;

fn same_from(first: u64) {
    for seed in first..first + POLICIES {
        let (sketch, pair) = of_seed(seed).unwrap_or_else(|fault| panic!("{fault}"));
        let source = Source::new(&pair.program);
        let mut draw = Draw::new(seed ^ 0xda7a);
        for _ in 0..INPUTS {
            let (written, input) = source.draw(&mut draw, EFFORT_MAX);
            if let Some(difference) = pair.differs(&written, &source.answerer().answer(&input)) {
                let (sketch, written, difference) = smallest(sketch, written, difference);
                panic!("{}", report(seed, &sketch, &written, &difference));
            }
        }
    }
}

#[test]
fn random_policies_mean_the_same_to_both_1() {
    same_from(100);
}

#[test]
fn random_policies_mean_the_same_to_both_2() {
    same_from(117);
}

#[test]
fn random_policies_mean_the_same_to_both_3() {
    same_from(134);
}

#[test]
fn random_policies_mean_the_same_to_both_4() {
    same_from(151);
}

/// What a fault does to a comparison.
type Fault = fn(&mut Comparison);

/// Changes every comparison of a program.
fn changed(pair: &mut Pair, change: Fault) {
    fn within(condition: &mut Condition, change: Fault) {
        match condition {
            Condition::Is(comparison) => change(comparison),
            Condition::All(parts) | Condition::Any(parts) => {
                for part in parts {
                    within(part, change);
                }
            }
            Condition::Rule(..) | Condition::Item(..) | Condition::Field(_) => {}
        }
    }
    fn items(of: &mut [Item], change: Fault) {
        for item in of {
            item.own.iter_mut().for_each(|own| within(own, change));
            item.below.iter_mut().for_each(|(_, below)| items(below, change));
        }
    }
    fn body(of: &mut Body, change: Fault) {
        of.only.iter_mut().for_each(|only| within(only, change));
        items(&mut of.items, change);
    }
    pair.program.rules.iter_mut().for_each(|rule| body(&mut rule.body, change));
}

/// What these tests would not notice they could not hold: faults of one word, planted into the reference, are found.
#[test]
fn planted_faults_are_found() {
    let faults: [(&str, Fault); 4] = [
        ("不满 includes the number", |comparison| {
            if let Comparison::Number(_, relation @ Relation::Less, _) = comparison {
                *relation = Relation::AtMost;
            }
        }),
        ("早于 includes the day", |comparison| {
            if let Comparison::Days(_, relation @ Relation::Less, _) = comparison {
                *relation = Relation::AtMost;
            }
        }),
        ("ages are clamped", |comparison| {
            if let Comparison::Days(_, _, day) = comparison {
                day.period.end = MonthEnd::Clamp;
            }
        }),
        ("none is outside the city", |comparison| {
            if let Comparison::InCity(fact, false) = comparison {
                *comparison = Comparison::IsNone(*fact);
            }
        }),
    ];
    // The pages of the specification differ nowhere without a fault, so what differs with one was found.
    let folders = specification();
    for (name, fault) in faults {
        let found = folders.iter().any(|(_, files)| {
            let mut pair = Pair::load(files).expect("both read it");
            changed(&mut pair, fault);
            let source = Source::new(&pair.program);
            let mut draw = Draw::new(1);
            (0..400).any(|_| {
                let (written, input) = source.draw(&mut draw, EFFORT_MAX);
                pair.differs(&written, &source.answerer().answer(&input)).is_some()
            })
        });
        assert!(found, "{name}: not found");
    }
}
