//! What a field rests on: the comparisons of its cases, the facts that stand in its values, and of which of these
//! more values have to be tried than the ends of a piece (`docs/language/values.md`, 没有和未给出).

use super::collect::{collect, complete, of_exception, of_versions};
use super::field::cases;
use crate::program::{
    Case, Comparison, Condition, DayBase, FactId, Kind, NumberTerm, Operand, ParameterId, Program, Relation,
    RuleId, Setting, Single, Step, Term,
};

/// What a field rests on.
#[derive(Debug, Clone, Default)]
pub struct Rests {
    /// Comparisons.
    pub comparisons: Vec<Comparison>,
    /// Facts in its values.
    pub shown: Vec<FactId>,
    /// Facts of which the ends of a piece do not show all.
    pub tangled: Vec<FactId>,
}

/// What a field rests on, through the fields that it names.
pub fn rests(program: &Program, rule: RuleId, field: usize) -> Rests {
    let mut rests = Rests::default();
    add(program, rule, field, &mut rests);
    let of = &program.rules[rule];
    of_versions(program, rule, &mut rests.comparisons);
    for exception in of.exceptions.iter().filter(|_| !of.fields.is_empty()) {
        of_exception(program, *exception, &mut rests.comparisons);
    }
    // What is shown is read as it is deemed.
    let shown = rests.shown.iter().map(|fact| Comparison::Reads(*fact));
    rests.comparisons.extend(shown);
    rests.comparisons = complete(program, std::mem::take(&mut rests.comparisons));
    let reads: Vec<FactId> = rests
        .comparisons
        .iter()
        .filter_map(|comparison| if let Comparison::Reads(fact) = comparison { Some(*fact) } else { None })
        .collect();
    rests.shown.extend(reads);
    for list in [&mut rests.shown, &mut rests.tangled] {
        list.sort_unstable();
        list.dedup();
    }
    rests
}

fn add(program: &Program, rule: RuleId, field: usize, rests: &mut Rests) {
    of_cases(program, rule, cases(program, rule, field).into_iter(), rests);
}

/// Whether a value reads what its field was before.
fn reads_before(of: &Term) -> bool {
    let Term::Sum { first, steps, .. } = of else { return false };
    let before = |operand: &Operand| matches!(operand, Operand::One(Single::Before(_)));
    before(first)
        || steps.iter().any(|step| match step {
            Step::Plus(of) | Step::Minus(of) | Step::Times(of) | Step::Over(of) | Step::Bound(_, of) => {
                before(of)
            }
            _ => false,
        })
}

fn of_cases<'p>(program: &Program, rule: RuleId, cases: impl Iterator<Item = &'p Case>, rests: &mut Rests) {
    for case in cases {
        if let Some(when) = &case.when {
            collect(program, when, &mut rests.comparisons);
            let mut named = Vec::new();
            fields_named(when, &mut named);
            for other in named {
                add(program, rule, other, rests);
            }
        }
        let mut read = Vec::new();
        term(program, rule, &case.value, &mut read, rests);
        read.sort_unstable();
        let twice = read.chunk_by(|a, b| a == b).filter(|same| same.len() > 1);
        rests.tangled.extend(twice.filter_map(|same| same.first()));
        rests.shown.extend(read);
    }
}

/// The facts that a value reads, once for each time.
fn term(program: &Program, rule: RuleId, of: &Term, read: &mut Vec<FactId>, rests: &mut Rests) {
    match of {
        Term::Regions(facts, _) => read.extend(facts),
        Term::Sum { first, steps, .. } => {
            operand(program, rule, first, read, rests);
            for (at, step) in steps.iter().enumerate() {
                match step {
                    Step::Plus(of)
                    | Step::Minus(of)
                    | Step::Times(of)
                    | Step::Raised(of)
                    | Step::Lowered(of)
                    | Step::Bound(_, of) => operand(program, rule, of, read, rests),
                    Step::Over(of) => {
                        let mut divisor = Vec::new();
                        operand(program, rule, of, &mut divisor, rests);
                        rests.tangled.extend(&divisor);
                        read.extend(divisor);
                    }
                    Step::By(table) => match first {
                        Operand::One(Single::Fact(fact)) if at == 0 => {
                            cuts(program, *fact, *table, &mut rests.comparisons);
                        }
                        _ => rests.tangled.extend(read.iter()),
                    },
                    Step::ToMonths
                    | Step::ToYears
                    | Step::Away(_)
                    | Step::MonthStart
                    | Step::MonthEnd
                    | Step::Round(..) => {}
                }
            }
        }
        Term::None | Term::Flag(_) | Term::Code(_) | Term::Codes(_) => {}
    }
}

fn operand(program: &Program, rule: RuleId, of: &Operand, read: &mut Vec<FactId>, rests: &mut Rests) {
    let mut single = |of: &Single, read: &mut Vec<FactId>| match of {
        Single::Fact(fact) => read.push(*fact),
        Single::Parameter(id) => {
            let region = program.parameters[*id].authorised.as_ref().and_then(|matter| matter.by_region);
            rests.shown.extend(region);
        }
        Single::Field(field) | Single::Before(field) => {
            let mut there = Rests::default();
            let is_before = matches!(of, Single::Before(_));
            // What it was before does not itself read what it was before, however many exceptions there are.
            let cases = cases(program, rule, *field).into_iter();
            of_cases(
                program,
                rule,
                cases.filter(|case| !is_before || !reads_before(&case.value)),
                &mut there,
            );
            read.extend(&there.shown);
            rests.comparisons.extend(there.comparisons);
            rests.tangled.extend(there.tangled);
        }
        Single::Whole(..) | Single::Rate(_) | Single::Day(_) | Single::Today => {}
    };
    match of {
        Operand::One(of) => single(of, read),
        Operand::Of(_, all) | Operand::Total(all) | Operand::First(all) => {
            for of in all {
                single(of, read);
            }
        }
        Operand::Between(from, to, _) => read.extend(
            [from, to]
                .into_iter()
                .filter_map(|base| if let DayBase::Fact(fact) = base { Some(*fact) } else { None }),
        ),
    }
}

/// A table turns at the bounds of its rows.
fn cuts(program: &Program, fact: FactId, table: ParameterId, found: &mut Vec<Comparison>) {
    for row in &program.parameters[table].rows {
        let Setting::Table(bands) = &row.value else { continue };
        let bounds = bands.iter().flat_map(|band| [band.low, band.high]).flatten();
        found.extend(
            bounds.map(|bound| Comparison::Number(fact, Relation::AtLeast, NumberTerm::Fixed(bound))),
        );
    }
}

fn fields_named(condition: &Condition, found: &mut Vec<usize>) {
    match condition {
        Condition::Field(field) => found.push(*field),
        Condition::All(parts) | Condition::Any(parts) => {
            for part in parts {
                fields_named(part, found);
            }
        }
        Condition::Is(_) | Condition::Rule(..) | Condition::Item(..) => {}
    }
}

/// How many values of a fact are tried one by one.
pub const TRIED_MAX: i64 = 4096;

/// Every value of a fact that has few; none of one that has many.
pub fn one_by_one(program: &Program, fact: FactId) -> Option<Vec<i64>> {
    match &program.facts[fact].kind {
        Kind::Integer(least, most, _) | Kind::Money(least, most) if most - least < TRIED_MAX => {
            Some((*least..=*most).collect())
        }
        _ => None,
    }
}
