//! Conclusions of which a person gets one (至多一项): their own answers stay as
//! they are; beside them the answer says which is taken, by what comparison,
//! what is missing to say so, or that the person chooses.

use crate::condition::{RuleId, World};
use crate::decide::{Outcome, Status};
use crate::fact::{Fact, FactId};
use crate::fields;
use crate::policy::Policy;
use crate::rule::Rule;
use crate::value::{self, Datum};
use law_syntax::rule::Statement;
use law_syntax::{Anchor, Diagnostic, Source};

/// Which of several is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// 按照……较高的执行
    Highest,
    /// 按照……较低的执行
    Lowest,
    /// The person chooses.
    Choice,
}

impl Comparison {
    /// As answers write it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Highest => "highest",
            Self::Lowest => "lowest",
            Self::Choice => "choice",
        }
    }
}

/// One member with the field that is compared.
#[derive(Debug, Clone)]
pub struct Member {
    /// The conclusion's rule.
    pub rule: RuleId,
    /// Index of the field in it; nothing where the person chooses.
    pub field: Option<usize>,
}

/// One 至多一项.
#[derive(Debug, Clone)]
pub struct AtMostOne {
    /// Key in answers.
    pub key: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub en: String,
    /// Its members, in the order in which they are named.
    pub members: Vec<Member>,
    /// How one is taken.
    pub comparison: Comparison,
    /// Its provision.
    pub anchor: Anchor,
    /// Its instrument.
    pub instrument: usize,
}

/// What came of it for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// No member is a yes.
    None,
    /// This member, by index.
    One(usize),
    /// The person chooses among these members.
    Choose(Vec<usize>),
    /// Not to be said before these facts are known.
    Unknown(Vec<FactId>),
    /// Amounts have no value on this day, so they cannot be compared.
    NoValue(Vec<usize>),
}

const SYNTAX: &str = "写作““甲”的“补贴额”、“乙”的“补助额”，按照金额较高的执行；金额相同的，由本人选择”或者““甲”、“乙”，由本人选择”";

/// Reads the opening of a 至多一项.
pub fn read(
    source: &Source,
    statement: &Statement,
    rules: &[(RuleId, &Rule)],
    facts: &[Fact],
    anchor: Anchor,
    en: String,
    out: &mut Vec<Diagnostic>,
) -> Option<AtMostOne> {
    let text = &statement.opening;
    let mut fault = |zh: String, en: &str| {
        out.push(
            Diagnostic::error("E0277", source, text.span, zh, en)
                .hint(SYNTAX, "write `“甲”的“补贴额”、“乙”的“补助额”，按照金额较高的执行；金额相同的，由本人选择` or `“甲”、“乙”，由本人选择`"),
        );
    };
    let Some((names, how)) = text.value.split_once('，') else {
        fault("没有说明取哪一个".to_owned(), "it does not say which is taken");
        return None;
    };
    let words: String = how.chars().filter(|c| !c.is_whitespace()).collect();
    let Some(comparison) = comparison(&words) else {
        fault(format!("没有说明取哪一个：“{how}”"), "it does not say which is taken");
        return None;
    };
    let mut members: Vec<Member> = Vec::new();
    for name in names.split('、') {
        let Some((rule, field)) = member(name) else {
            fault(format!("“{name}”不是认定的名称"), "a member is no name of a conclusion");
            return None;
        };
        let Some((id, rule)) = rules.iter().find(|(_, own)| own.name == rule) else {
            fault(format!("没有“{rule}”这一认定"), "a member is no conclusion");
            return None;
        };
        let field = field.map(|field| rule.fields.iter().position(|own| own.name == field));
        if field == Some(None) || (comparison == Comparison::Choice) != field.is_none() {
            fault(format!("没有写明“{}”比较哪个字段", rule.name), "a member has no such field to compare");
            return None;
        }
        if members.iter().any(|member| member.rule == *id) {
            fault(format!("“{}”写了两遍", rule.name), "a member is named twice");
            return None;
        }
        members.push(Member { rule: *id, field: field.flatten() });
    }
    let units: Vec<Option<String>> = members
        .iter()
        .filter_map(|member| {
            let (_, rule) = rules.iter().find(|(id, _)| *id == member.rule)?;
            let cases = &rule.fields.get(member.field?)?.cases;
            Some(cases.iter().find_map(|case| value::unit(&case.value, facts)))
        })
        .collect();
    let alike = units.windows(2).all(|pair| pair[0] == pair[1]) && units.iter().all(Option::is_some);
    if members.len() < 2 || !(alike || units.is_empty()) {
        fault(
            "比较的应当是两个以上同类、同单位的数".to_owned(),
            "what is compared are two or more values of one unit",
        );
        return None;
    }
    Some(AtMostOne {
        key: statement.id.value.clone(),
        name: statement.name.value.clone(),
        en,
        members,
        comparison,
        anchor,
        instrument: 0,
    })
}

/// `按照金额较高的执行；金额相同的，由本人选择`
fn comparison(how: &str) -> Option<Comparison> {
    if how == "由本人选择" {
        return Some(Comparison::Choice);
    }
    let (first, tie) = how.strip_prefix("按照")?.split_once("的执行；")?;
    let words = [("较高", Comparison::Highest), ("较多", Comparison::Highest), ("较长", Comparison::Highest)];
    let lower = [("较低", Comparison::Lowest), ("较少", Comparison::Lowest), ("较短", Comparison::Lowest)];
    let mut all = words.into_iter().chain(lower);
    let (what, comparison) = all.find_map(|(word, c)| Some((first.strip_suffix(word)?, c)))?;
    (tie == format!("{what}相同的，由本人选择") && !what.is_empty()).then_some(comparison)
}

/// `“甲”的“乙”` or `“甲”`
fn member(text: &str) -> Option<(&str, Option<&str>)> {
    let (rule, rest) = text.trim().strip_prefix('“')?.split_once('”')?;
    if rest.is_empty() {
        return Some((rule, None));
    }
    Some((rule, Some(rest.strip_prefix("的“")?.strip_suffix('”')?)))
}

/// What comes of it; nothing where not all members were asked for.
pub fn taken(one: &AtMostOne, policy: &Policy, outcomes: &[Outcome], world: &World<'_>) -> Option<Taken> {
    let mut open: Vec<FactId> = Vec::new();
    let mut values: Vec<(usize, i64)> = Vec::new();
    let mut blank = Vec::new();
    let mut yes = Vec::new();
    let mut is_open = false;
    for (at, member) in one.members.iter().enumerate() {
        let outcome = outcomes.iter().find(|outcome| policy.plans[outcome.plan].rule == member.rule)?;
        match outcome.status {
            Status::No => continue,
            Status::Unknown => {
                is_open = true;
                open.extend(&outcome.missing);
                continue;
            }
            Status::Yes => yes.push(at),
        }
        let Some(field) = member.field else { continue };
        let datum = outcome.fields.get(field).map(|(datum, _)| datum);
        if let Some(Datum::Money(value) | Datum::Number(value)) = datum {
            values.push((at, *value));
            continue;
        }
        let undecided = fields::undecided(policy, &policy.plans[outcome.plan], field, world);
        if undecided.is_empty() {
            blank.push(at);
        }
        open.extend(undecided);
    }
    open.sort_unstable();
    open.dedup();
    if is_open {
        return Some(Taken::Unknown(open));
    }
    Some(match yes.as_slice() {
        [] => Taken::None,
        [only] => Taken::One(*only),
        _ if one.comparison == Comparison::Choice => Taken::Choose(yes),
        _ if !open.is_empty() => Taken::Unknown(open),
        _ if !blank.is_empty() => Taken::NoValue(blank),
        _ => {
            let of = values.iter().map(|(_, value)| *value);
            let best = if one.comparison == Comparison::Lowest { of.min() } else { of.max() };
            let best: Vec<usize> =
                values.iter().filter(|(_, value)| Some(*value) == best).map(|(at, _)| *at).collect();
            match best.as_slice() {
                [only] => Taken::One(*only),
                _ => Taken::Choose(best),
            }
        }
    })
}
