//! What a field computes, written out over the common catalogue: two fields of
//! one shape are equal without looking further.

use super::catalogue::Catalogue;
use crate::condition::{Condition, Form, Test};
use crate::parameter::ParameterId;
use crate::policy::Policy;
use crate::rule::Rule;
use crate::value::Expression;
use std::fmt::Write as _;

/// The shape of a field.
pub fn field(policy: &Policy, catalogue: &Catalogue, side: usize, rule: &Rule, index: usize) -> String {
    let mut writer = Writer { policy, catalogue, side, out: String::new() };
    writer.field(rule, index);
    writer.out
}

struct Writer<'a> {
    policy: &'a Policy,
    catalogue: &'a Catalogue,
    side: usize,
    out: String,
}

impl Writer<'_> {
    fn field(&mut self, rule: &Rule, index: usize) {
        for case in &rule.fields[index].cases {
            match &case.when {
                Some(condition) => self.condition(rule, condition),
                None => self.out.push_str("else"),
            }
            let value = self.catalogue.expression(self.side, &case.value);
            self.out.push_str(" => ");
            self.out.push_str(&written(&value));
            let mut above = Vec::new();
            case.value.fields(&mut above);
            for field in above {
                self.out.push_str(" field{");
                self.field(rule, field);
                self.out.push('}');
            }
            self.out.push(';');
        }
    }

    fn condition(&mut self, rule: &Rule, condition: &Condition) {
        match &condition.form {
            Form::Test(test) => {
                let test = self.catalogue.test(self.side, test);
                // Writing to a String cannot fail.
                let _ = write!(self.out, "{test:?}");
            }
            Form::All(parts) => self.list("all", rule, parts),
            Form::Any(parts) => self.list("any", rule, parts),
            Form::Rule { rule: other, wanted } => {
                self.out.push_str(if *wanted { "is " } else { "not " });
                let other = &self.policy.rules[*other];
                self.condition(other, &other.root);
            }
            Form::Item { rule: other, item } => {
                let other = &self.policy.rules[*other];
                self.condition(other, &other.items[*item]);
            }
            Form::Field(index) => {
                self.out.push_str("field{");
                self.field(rule, *index);
                self.out.push('}');
            }
        }
    }

    fn list(&mut self, word: &str, rule: &Rule, parts: &[Condition]) {
        self.out.push_str(word);
        self.out.push('(');
        for part in parts {
            self.condition(rule, part);
            self.out.push(',');
        }
        self.out.push(')');
    }
}

/// Named values by their codes: what they are called is no part of an answer.
fn written(value: &Expression) -> String {
    match value {
        Expression::Code(choice) => format!("code {}", choice.code),
        Expression::Codes(choices) => {
            let codes: Vec<&str> = choices.iter().map(|choice| choice.code.as_ref()).collect();
            format!("codes {}", codes.join(" "))
        }
        other => format!("{:?}", placeless(other)),
    }
}

/// A field that is read is told by its own shape, wherever it stands.
fn placeless(value: &Expression) -> Expression {
    match value {
        Expression::Field(_) => Expression::Field(0),
        other => other.with_parts(&placeless),
    }
}

/// The parameters without which a condition has no value.
pub fn parameters(policy: &Policy, condition: &Condition, found: &mut Vec<ParameterId>) {
    match &condition.form {
        Form::Test(test) => found.extend(Test::parameters(test)),
        Form::All(parts) | Form::Any(parts) => parts.iter().for_each(|part| parameters(policy, part, found)),
        Form::Rule { rule, .. } => parameters(policy, &policy.rules[*rule].root, found),
        Form::Item { rule, item } => parameters(policy, &policy.rules[*rule].items[*item], found),
        // A field without a value is not 是: the reading condition still has one.
        Form::Field(_) => {}
    }
}
