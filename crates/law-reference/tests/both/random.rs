//! Random policies and inputs (`make differential` runs ten million of these).

use crate::pair::{Pair, report, smallest};
use law_reference::generate::input::Source;
use law_reference::generate::{self, Draw};

/// Policies of one test; 20,000 pairs in all.
const POLICIES: u64 = 250;
const INPUTS: usize = 20;
const EFFORT_MAX: usize = 400;

fn same_from(first: u64) {
    for seed in first..first + POLICIES {
        let sketch = generate::sketch(seed);
        let pair = Pair::load(&sketch.files()).unwrap_or_else(|fault| panic!("seed {seed}: {fault}\n{}", sketch.files()[2].1));
        let source = Source::new(&pair.program);
        let mut draw = Draw::new(seed ^ 0xda7a);
        for _ in 0..INPUTS {
            let written = source.draw(&mut draw, EFFORT_MAX);
            if let Some(difference) = pair.difference(&written) {
                let (sketch, written, difference) = smallest(sketch, written, difference);
                panic!("{}", report(seed, &sketch, &written, &difference));
            }
        }
    }
}

#[test]
fn random_policies_mean_the_same_to_both_1() {
    same_from(0);
}

#[test]
fn random_policies_mean_the_same_to_both_2() {
    same_from(250);
}

#[test]
fn random_policies_mean_the_same_to_both_3() {
    same_from(500);
}

#[test]
fn random_policies_mean_the_same_to_both_4() {
    same_from(750);
}
