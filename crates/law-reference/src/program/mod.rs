//! What a policy folder says, as plain data: facts, parameters, rules. The reader makes it, the meaning reads it.

mod comparison;
mod fact;
mod parameter;
mod rule;
mod value;

pub use comparison::{Comparison, DayBase, DayTerm, MonthEnd, NumberTerm, Period, Relation, Unit};
pub use fact::{Fact, Judge, Kind, Value};
pub use parameter::{
    Authorised, Band, Competence, Filling, Parameter, Row, Setting, SettingKind, Stretch, TableKind,
};
pub use rule::{
    Amendment, AtMostOne, Body, Condition, Deemed, DeemedValue, Effect, Exception, Item, Link, Preference,
    Relief, Rule, Target, Transition,
};
pub use value::{Case, Counted, Extreme, Field, Grid, Operand, Rounding, Single, Step, Term};

use crate::calendar::Calendar;

/// Index of a fact in [`Program::facts`].
pub type FactId = usize;
/// Index of a parameter in [`Program::parameters`].
pub type ParameterId = usize;
/// Index of a rule in [`Program::rules`].
pub type RuleId = usize;
/// Index of an exception in [`Program::exceptions`].
pub type ExceptionId = usize;

/// A policy folder, read.
#[derive(Debug, Clone, Default)]
pub struct Program {
    /// In the order of declaration.
    pub facts: Vec<Fact>,
    /// Parameters and authorised matters.
    pub parameters: Vec<Parameter>,
    /// Conclusions and definitions, in the order of the files.
    pub rules: Vec<Rule>,
    /// Exceptions, in the order of the files.
    pub exceptions: Vec<Exception>,
    /// Facts that are read as something else.
    pub deemed: Vec<Deemed>,
    /// Conclusions of which a person gets one.
    pub at_most_one: Vec<AtMostOne>,
    /// The city's digits as a number, and how many codes they stand for (110000 is 11 of 10,000 codes).
    pub city: (i64, i64),
    /// Codes of its districts.
    pub districts: Vec<i64>,
    /// Names of places, to codes.
    pub places: Vec<(String, i64)>,
    /// Working days.
    pub calendar: Calendar,
}

impl Program {
    /// Whether a code begins with the city's digits.
    pub fn in_city(&self, code: i64) -> bool {
        code / self.city.1 == self.city.0
    }

    /// A fact by key.
    pub fn fact(&self, key: &str) -> Option<FactId> {
        self.facts.iter().position(|fact| fact.key == key)
    }

    /// A parameter by key.
    pub fn parameter(&self, key: &str) -> Option<ParameterId> {
        self.parameters.iter().position(|parameter| parameter.key == key)
    }
}
