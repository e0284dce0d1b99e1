//! Reads a fact as something else: as another fact (参照), or as a value where a
//! rule deems it so (视为、推定). Each comparison t of a fact f becomes
//! (e and t of the value) or (not e and t), so that exactness stays as it is.

use crate::condition::{Condition, Day, DayBase, Form, Number, RuleId, Test};
use crate::date::Date;
use crate::fact::{Fact, FactId, Kind, NONE};
use crate::layer::Exception;
use crate::phrase::unnamed;
use crate::rule::{Deemed, DeemedValue, FieldCase, Rule, deemed_line};
use crate::value::Expression;
use law_syntax::Diagnostic;

/// What a fact is read as.
pub(super) enum Into {
    /// Another fact of its type.
    Fact(FactId),
    /// A value of its type, or none.
    Value(i64),
}

/// A comparison with a fact read as something else.
enum Said {
    Test(Test),
    Constant(bool),
}

/// The condition with a fact read as something else throughout.
pub(super) fn rewritten(condition: &Condition, fact: FactId, into: &Into) -> Condition {
    let mut made = condition.clone();
    made.form = match &condition.form {
        Form::Test(test) => {
            if test.facts().any(|of| of == fact) {
                constant_or_test(substituted(test, fact, into))
            } else {
                condition.form.clone()
            }
        }
        Form::All(parts) => Form::All(parts.iter().map(|part| rewritten(part, fact, into)).collect()),
        Form::Any(parts) => Form::Any(parts.iter().map(|part| rewritten(part, fact, into)).collect()),
        Form::Rule { .. } | Form::Item { .. } | Form::Field(_) => condition.form.clone(),
    };
    made
}

fn constant_or_test(said: Said) -> Form {
    match said {
        Said::Test(test) => Form::Test(test),
        Said::Constant(true) => Form::All(Vec::new()),
        Said::Constant(false) => Form::Any(Vec::new()),
    }
}

fn substituted(test: &Test, fact: FactId, into: &Into) -> Said {
    let day = |day: Day| match (day.base, into) {
        (DayBase::Fact(of), Into::Fact(other)) if of == fact => {
            Some(Day { base: DayBase::Fact(*other), ..day })
        }
        (DayBase::Fact(of), Into::Value(NONE)) if of == fact => None,
        (DayBase::Fact(of), Into::Value(value)) if of == fact => {
            Some(Day { base: DayBase::Fixed(Date::from_packed(*value)), ..day })
        }
        _ => Some(day),
    };
    let number = |number: Number| match (number, into) {
        (Number::Fact(of), Into::Fact(other)) if of == fact => Some(Number::Fact(*other)),
        (Number::Scoped(parameter, of), Into::Fact(other)) if of == fact => {
            Some(Number::Scoped(parameter, *other))
        }
        // Whose district is none has no figure of a district.
        (Number::Fact(of) | Number::Scoped(_, of), Into::Value(NONE)) if of == fact => None,
        (Number::Fact(of), Into::Value(value)) if of == fact => Some(Number::Fixed(*value)),
        _ => Some(number),
    };
    match (test, into) {
        (Test::Days { left, right, strict }, _) => match (day(*left), day(*right)) {
            (Some(left), Some(right)) => Said::Test(Test::Days { left, right, strict: *strict }),
            _ => Said::Constant(false),
        },
        (Test::Numbers { left, right, strict }, _) => match (number(*left), number(*right)) {
            (Some(Number::Fixed(left)), Some(Number::Fixed(right))) => {
                Said::Constant(left < right || (!strict && left == right))
            }
            (Some(left), Some(right)) => Said::Test(Test::Numbers { left, right, strict: *strict }),
            _ => Said::Constant(false),
        },
        (_, Into::Fact(other)) => {
            let fact = *other;
            Said::Test(match test.clone() {
                Test::Among { set, .. } => Test::Among { fact, set },
                Test::Flag { wanted, .. } => Test::Flag { fact, wanted },
                Test::InCity { wanted, .. } => Test::InCity { fact, wanted },
                Test::InRegions { parameter, .. } => Test::InRegions { fact, parameter },
                Test::IsNone { .. } => Test::IsNone { fact },
                Test::InPlace { code, .. } => Test::InPlace { fact, code },
                Test::AmongSet { parameter, .. } => Test::AmongSet { fact, parameter },
                Test::Granted { parameter, wanted, .. } => {
                    Test::Granted { parameter, by: Some(fact), wanted }
                }
                other @ (Test::Days { .. } | Test::Numbers { .. }) => other,
            })
        }
        (Test::IsNone { .. }, Into::Value(value)) => Said::Constant(*value == NONE),
        // A region is only ever read as another region's fact (see `rule::deemed`), or as none.
        (_, Into::Value(NONE))
        | (
            // Of a fact that an authorised matter's choices are asked of see `asks_of_set`.
            Test::InCity { .. }
            | Test::InRegions { .. }
            | Test::InPlace { .. }
            | Test::Granted { .. }
            | Test::AmongSet { .. },
            Into::Value(_),
        ) => Said::Constant(false),
        (Test::Among { set, .. }, Into::Value(value)) => Said::Constant(set >> value & 1 == 1),
        (Test::Flag { wanted, .. }, Into::Value(value)) => Said::Constant(*value == i64::from(*wanted)),
    }
}

/// Lets every rule read each deemed fact as it is deemed to be, with what exceptions
/// keep of their targets.
pub(super) fn deem(
    rules: &mut [Rule],
    exceptions: &mut [Exception],
    facts: &[Fact],
    out: &mut Vec<Diagnostic>,
) {
    let deemed: Vec<(RuleId, Deemed)> =
        rules.iter().enumerate().filter_map(|(id, rule)| Some((id, rule.deems?))).collect();
    for (at, (id, deems)) in deemed.iter().enumerate() {
        if deemed[..at].iter().any(|(_, other)| other.fact == deems.fact) {
            out.push(twice(&rules[*id], &facts[deems.fact]));
            return;
        }
    }
    for (id, deems) in &deemed {
        let fixed = matches!(deems.value, DeemedValue::Fixed(value) if value != NONE);
        if fixed && rules.iter().any(|rule| reads_set(rule, deems.fact)) {
            out.push(of_set(&rules[*id], &facts[deems.fact]));
            return;
        }
    }
    for (id, deems) in deemed {
        let by = Deeming {
            rule: id,
            deems,
            yes: deemed_line(id, &rules[id], true),
            no: deemed_line(id, &rules[id], false),
        };
        // Whether a fact is deemed so depends on what it is, not on what it is deemed to be.
        let mut raw = vec![id];
        while let Some(more) = exceptions.iter().find(|e| raw.contains(&e.target) && !raw.contains(&e.rule)) {
            raw.push(more.rule);
        }
        for exception in exceptions.iter_mut().filter(|exception| !raw.contains(&exception.target)) {
            by.condition(&mut exception.before);
            by.condition(&mut exception.after);
            exception.instead.iter_mut().for_each(|instead| by.condition(instead));
        }
        for (other, rule) in rules.iter_mut().enumerate() {
            if raw.contains(&other) {
                continue;
            }
            by.condition(&mut rule.root);
            rule.items.iter_mut().for_each(|item| by.condition(item));
            for field in &mut rule.fields {
                field.cases = std::mem::take(&mut field.cases)
                    .into_iter()
                    .flat_map(|case| by.case(case, facts))
                    .collect();
            }
        }
    }
}

/// Whether a rule asks if a fact is one of the choices that a matter holds: which
/// they are turns on the day, so no fixed value can stand for the fact.
fn reads_set(rule: &Rule, fact: FactId) -> bool {
    let cases = rule.fields.iter().flat_map(|field| &field.cases);
    let mut all = rule.items.iter().chain([&rule.root]).chain(cases.filter_map(|case| case.when.as_ref()));
    all.any(|condition| asks_of_set(condition, fact))
}

fn asks_of_set(condition: &Condition, fact: FactId) -> bool {
    match &condition.form {
        Form::Test(Test::AmongSet { fact: of, .. }) => *of == fact,
        Form::All(parts) | Form::Any(parts) => parts.iter().any(|part| asks_of_set(part, fact)),
        Form::Test(_) | Form::Rule { .. } | Form::Item { .. } | Form::Field(_) => false,
    }
}

fn of_set(rule: &Rule, fact: &Fact) -> Diagnostic {
    Diagnostic::error(
        "E0291",
        &rule.source,
        rule.span,
        format!("信息项“{}”有规则问它是否属于授权事项的选项，不能视为一个固定的选项", fact.name),
        format!("a rule asks whether `{}` is among an authorised matter's choices: no fixed value", fact.key),
    )
    .hint("视为另一个同类型的信息项", "deem it to be another fact of its type")
}

fn twice(rule: &Rule, fact: &Fact) -> Diagnostic {
    Diagnostic::error(
        "E0292",
        &rule.source,
        rule.span,
        format!("信息项“{}”有两条视为或者推定，没有先后", fact.name),
        format!("the fact `{}` is deemed or presumed twice, in no order", fact.key),
    )
    .hint("合成一条，或者分成两个信息项", "make one of them, or two facts")
}

struct Deeming {
    rule: RuleId,
    deems: Deemed,
    yes: Condition,
    no: Condition,
}

impl Deeming {
    fn into(&self) -> Into {
        match self.deems.value {
            DeemedValue::Fixed(value) => Into::Value(value),
            DeemedValue::Fact(fact) => Into::Fact(fact),
        }
    }

    fn condition(&self, condition: &mut Condition) {
        match &mut condition.form {
            Form::Test(test) if test.facts().any(|of| of == self.deems.fact) => {
                let raw = unnamed(Form::Test(test.clone()));
                let silent_no =
                    Condition { silent: true, ..unnamed(Form::Rule { rule: self.rule, wanted: false }) };
                condition.form = match substituted(test, self.deems.fact, &self.into()) {
                    Said::Constant(true) => Form::Any(vec![raw, self.yes.clone()]),
                    Said::Constant(false) => Form::All(vec![raw, self.no.clone()]),
                    Said::Test(test) => Form::Any(vec![
                        unnamed(Form::All(vec![unnamed(Form::Test(test)), self.yes.clone()])),
                        unnamed(Form::All(vec![raw, silent_no])),
                    ]),
                };
            }
            Form::All(parts) | Form::Any(parts) => parts.iter_mut().for_each(|part| self.condition(part)),
            Form::Test(_) | Form::Rule { .. } | Form::Item { .. } | Form::Field(_) => {}
        }
    }

    /// A case whose value reads the fact becomes two: where it is deemed so, and otherwise.
    fn case(&self, mut case: FieldCase, facts: &[Fact]) -> Vec<FieldCase> {
        if let Some(when) = &mut case.when {
            self.condition(when);
        }
        let mut read = Vec::new();
        case.value.facts(&mut read);
        if !read.contains(&self.deems.fact) {
            return vec![case];
        }
        let when = match &case.when {
            Some(when) => Condition {
                form: Form::All(vec![unnamed(when.form.clone()), self.yes.clone()]),
                ..when.clone()
            },
            None => self.yes.clone(),
        };
        let value = read_as(&case.value, self.deems.fact, &self.into(), &facts[self.deems.fact].kind);
        // The two never hold at once.
        let raw = case.when.clone().map(|when| {
            let not = Condition { silent: true, ..unnamed(Form::Rule { rule: self.rule, wanted: false }) };
            Condition { form: Form::All(vec![unnamed(when.form.clone()), not]), ..when }
        });
        vec![FieldCase { when: Some(when), value, ..case.clone() }, FieldCase { when: raw, ..case }]
    }
}

/// An expression with a fact read as something else.
fn read_as(expression: &Expression, fact: FactId, into: &Into, kind: &Kind) -> Expression {
    let day = |day: &Day| match (day.base, into) {
        (DayBase::Fact(of), Into::Fact(other)) if of == fact => {
            Some(Day { base: DayBase::Fact(*other), ..*day })
        }
        (DayBase::Fact(of), Into::Value(NONE)) if of == fact => None,
        (DayBase::Fact(of), Into::Value(value)) if of == fact => {
            Some(Day { base: DayBase::Fixed(Date::from_packed(*value)), ..*day })
        }
        _ => Some(*day),
    };
    match expression {
        Expression::Fact(of) if *of == fact => match into {
            Into::Fact(other) => Expression::Fact(*other),
            Into::Value(value) => literal(*value, kind),
        },
        Expression::YearsAfter(of, years) if *of == fact => {
            let moved = Day { years: *years, ..Day::plain(DayBase::Fact(*of)) };
            day(&moved).map_or(Expression::None, Expression::Moved)
        }
        Expression::Moved(moved) => day(moved).map_or(Expression::None, Expression::Moved),
        Expression::MonthEdge(of, edge) => {
            day(of).map_or(Expression::None, |day| Expression::MonthEdge(day, *edge))
        }
        Expression::Between(from, to, count) => match (day(from), day(to)) {
            (Some(from), Some(to)) => Expression::Between(from, to, *count),
            _ => Expression::None,
        },
        Expression::Regions(list, city_only) => {
            let as_read = |of: &FactId| match into {
                Into::Fact(other) if *of == fact => Some(*other),
                Into::Value(_) if *of == fact => None,
                _ => Some(*of),
            };
            Expression::Regions(list.iter().filter_map(as_read).collect(), *city_only)
        }
        other => other.with_parts(&|part| read_as(part, fact, into, kind)),
    }
}

fn literal(value: i64, kind: &Kind) -> Expression {
    match kind {
        _ if value == NONE => Expression::None,
        Kind::Date => Expression::Day(Date::from_packed(value)),
        Kind::Flag => Expression::Flag(value == 1),
        Kind::Integer { .. } => Expression::Number(value),
        Kind::Money { .. } => Expression::Money(value),
        Kind::Choice(choices) => usize::try_from(value)
            .ok()
            .and_then(|at| choices.get(at))
            .map_or(Expression::None, |choice| Expression::Code(choice.clone())),
        Kind::Region => Expression::None,
    }
}
