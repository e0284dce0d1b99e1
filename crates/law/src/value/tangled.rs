//! Facts whose effect on a value cannot be seen from the ends of the pieces of
//! their type: a fact that is read twice, or that goes through a table after
//! something was reckoned. Of few values each is tried; of many the field is
//! taken to differ, which can only be too careful, never wrong.

use super::Expression;
use crate::condition::{Number, Test, World};
use crate::fact::{Fact, FactId, Kind};
use crate::parameter::{Parameter, Setting};

/// What has to be looked at beside the ends of pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tangled {
    /// The facts.
    pub facts: Vec<FactId>,
}

/// The most values of a fact that are tried one by one.
pub const TRIED_MAX: i64 = 4096;

impl Tangled {
    /// Adds those of an expression; `fields` reads an earlier field's facts, once
    /// for each of its cases.
    pub fn add(&mut self, expression: &Expression, fields: &dyn Fn(usize) -> Vec<FactId>) {
        let mut read = Vec::new();
        expression.facts(&mut read);
        let mut earlier = Vec::new();
        expression.fields(&mut earlier);
        read.extend(earlier.into_iter().flat_map(fields));
        read.sort_unstable();
        self.facts.extend(read.chunk_by(|a, b| a == b).filter(|same| same.len() > 1).map(|same| same[0]));
        self.below_tables(expression, fields);
        self.facts.sort_unstable();
        self.facts.dedup();
    }

    fn below_tables(&mut self, expression: &Expression, fields: &dyn Fn(usize) -> Vec<FactId>) {
        if let Expression::Scaled { by, .. } = expression
            && !matches!(**by, Expression::Fact(_))
        {
            self.all_of(by, fields);
        }
        if let Expression::Over(_, divisor) = expression {
            self.all_of(divisor, fields);
        }
        for part in expression.parts() {
            self.below_tables(part, fields);
        }
    }

    fn all_of(&mut self, expression: &Expression, fields: &dyn Fn(usize) -> Vec<FactId>) {
        expression.facts(&mut self.facts);
        let mut earlier = Vec::new();
        expression.fields(&mut earlier);
        self.facts.extend(earlier.into_iter().flat_map(fields));
    }
}

/// Every value of a fact that has few.
pub fn tried_one_by_one(fact: &Fact, world: &World<'_>) -> Option<Vec<i64>> {
    if !matches!(fact.kind, Kind::Integer { .. } | Kind::Money { .. }) {
        return None;
    }
    let (min, max) = fact.bounds(world.today);
    (max.saturating_sub(min) < TRIED_MAX).then(|| (min..=max).collect())
}

impl Expression {
    /// Comparisons that cut a fact's type where a table that it goes through turns.
    pub fn cuts(&self, parameters: &[Parameter], tests: &mut Vec<Test>) {
        if let Self::Scaled { by, scale, .. } = self
            && let Self::Fact(fact) = **by
        {
            for row in &parameters[*scale].rows {
                let Setting::Scale(scale) = &row.value else { continue };
                tests.extend(scale.cuts().map(|at| Test::Numbers {
                    left: Number::Fixed(at),
                    right: Number::Fact(fact),
                    strict: false,
                }));
            }
        }
        for part in self.parts() {
            part.cuts(parameters, tests);
        }
    }
}
