//! 视为 and 推定: a fact is read as another value where conditions hold. The raw
//! fact is kept and shown beside it. A presumption names the evidence against it.

use super::RuleWords;
use super::item::line;
use crate::condition::{Condition, Form, Test};
use crate::fact::{Fact, FactId, Kind, NONE};
use crate::lexicon::Term;
use crate::phrase::{Phrase, unnamed};
use law_syntax::rule::{Statement, StatementKind};
use law_syntax::{Anchor, Diagnostic, Spanned};

/// What a fact is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeemedValue {
    /// A value of its type, or none.
    Fixed(i64),
    /// What another fact of the same type is.
    Fact(FactId),
}

/// A fact that is read as another value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deemed {
    /// The fact.
    pub fact: FactId,
    /// What it is read as.
    pub value: DeemedValue,
    /// 推定 rather than 视为.
    pub presumed: bool,
}

impl Deemed {
    /// How it reads.
    pub const fn word(&self) -> &'static str {
        if self.presumed { "推定" } else { "视为" }
    }
}

/// What the name of a statement says, and the same in English.
pub(super) fn read(
    words: &RuleWords<'_>,
    statement: &Statement,
    out: &mut Vec<Diagnostic>,
) -> Option<(Deemed, String)> {
    if let Some(field) = statement.fields.first() {
        out.push(
            Diagnostic::error(
                "E0290",
                words.source,
                field.name.span,
                "视为、推定没有字段",
                "what is deemed or presumed has no fields",
            )
            .hint("字段写在读这一信息项的认定里", "write the field in the conclusion that reads the fact"),
        );
        return None;
    }
    let presumed = statement.kind == StatementKind::Presumed;
    let found = target(words, &statement.name).map_err(|diagnostic| out.push(*diagnostic)).ok()?;
    let (fact, value, en) = found;
    let en = format!("{}: {en}", if presumed { "presumed" } else { "deemed" });
    Some((Deemed { fact, value, presumed }, en))
}

type Target = (FactId, DeemedValue, String);

fn target(words: &RuleWords<'_>, name: &Spanned<String>) -> Result<Target, Box<Diagnostic>> {
    let these = words.words();
    let mut phrase = Phrase::new(&these, name);
    let whole = phrase.term(|term| match term {
        Term::Flag(fact, wanted) => Some((fact, i64::from(wanted))),
        Term::None(fact) => Some((fact, NONE)),
        _ => None,
    });
    if let Some((fact, value)) = whole.filter(|_| phrase.is_done()) {
        return Ok((fact, DeemedValue::Fixed(value), phrase.english(0, &name.value)?));
    }
    let mut phrase = Phrase::new(&these, name);
    let Some(fact) = phrase.fact(|fact| fact.kind != Kind::Flag) else {
        return Err(unclear(&phrase, &name.value));
    };
    if !phrase.eat("为") {
        return Err(unclear(&phrase, &name.value));
    }
    let here = phrase.clone();
    let declared = &words.facts[fact];
    let Some((value, read_as)) = value(&mut phrase, words.facts, fact) else {
        return Err(unclear(&here, &name.value));
    };
    if !phrase.is_done() {
        return Err(unclear(&phrase, &name.value));
    }
    let read_as = match read_as {
        Some(chinese) => phrase.english(0, &chinese)?,
        None => here.rest(),
    };
    Ok((fact, value, format!("{} is {read_as}", phrase.english(0, &declared.name)?)))
}

/// A value of the fact's type with the words that have to have an English.
fn value(phrase: &mut Phrase<'_>, facts: &[Fact], fact: FactId) -> Option<(DeemedValue, Option<String>)> {
    let kind = &facts[fact].kind;
    if let Kind::Choice(choices) = kind {
        let label = |term| match term {
            Term::Label(of, index) if of == fact => Some(index),
            _ => None,
        };
        let index = phrase.term(label)?;
        let value = DeemedValue::Fixed(i64::try_from(index).ok()?);
        return Some((value, Some(choices[index].label.to_string())));
    }
    if let Some(other) = phrase.fact(|other| other.kind == *kind) {
        let same = other != fact;
        return same.then(|| (DeemedValue::Fact(other), Some(facts[other].name.clone())));
    }
    let value = match kind {
        Kind::Date => phrase.date().ok()?.packed(),
        Kind::Money { min, max } => phrase.money().ok().filter(|fen| (*min..=*max).contains(fen))?,
        Kind::Integer { min, max, unit } => {
            let number = phrase.integer().ok().filter(|number| (*min..=*max).contains(number))?;
            phrase.eat(unit).then_some(number)?
        }
        Kind::Choice(_) | Kind::Region | Kind::Flag => return None,
    };
    Some((DeemedValue::Fixed(value), None))
}

fn unclear(phrase: &Phrase<'_>, name: &str) -> Box<Diagnostic> {
    let fault = phrase.at_fault(
        "E0291",
        format!("“{name}”没有说清哪个信息项视为什么"),
        format!("`{name}` does not say which fact is deemed to be what"),
    );
    Box::new(fault.hint(
        "写作“就业形式为个体经营”“已办理就业登记”“没有参保”，或者“甲日期为乙日期”",
        "write a fact and one value of it, a flag's phrase, or the phrase that says there is none",
    ))
}

/// A statement that was refused, with a finding.
pub(super) struct Refused;

/// The line of a presumption that there is no evidence against it.
pub(super) fn no_evidence(
    words: &RuleWords<'_>,
    statement: &Statement,
    anchor: Anchor,
    out: &mut Vec<Diagnostic>,
) -> Result<Option<Condition>, Refused> {
    let presumed = statement.kind == StatementKind::Presumed;
    let unfit = |span, zh: &str, en: &str| {
        Diagnostic::error("E0293", words.source, span, zh, en).hint(
            "在推定下面写“相反证据：已办理就业登记。”；证据是一个是否项，或者一条定义的名称",
            "write `相反证据：…。` below the presumption: a flag, or the name of a definition",
        )
    };
    let Some(evidence) = statement.evidence.as_ref().filter(|_| presumed) else {
        return match (&statement.evidence, presumed) {
            (None, false) => Ok(None),
            (Some(text), _) => {
                out.push(unfit(text.span, "只有推定才写相反证据", "only a presumption yields to evidence"));
                Err(Refused)
            }
            (None, true) => {
                let span = statement.name.span;
                out.push(unfit(span, "推定没有写明相反证据", "the presumption names no evidence against it"));
                Err(Refused)
            }
        };
    };
    let mut understood = words.understand(evidence, out).ok_or(Refused)?;
    let form = match understood.forms.pop().filter(|_| understood.forms.is_empty()) {
        Some(Form::Test(Test::Flag { fact, wanted })) if words.facts[fact].none.is_none() => {
            Form::Test(Test::Flag { fact, wanted: !wanted })
        }
        Some(Form::Rule { rule, wanted }) => Form::Rule { rule, wanted: !wanted },
        _ => {
            out.push(unfit(
                evidence.span,
                "不是可以作为相反证据的条件",
                "is no condition that can be evidence",
            ));
            return Err(Refused);
        }
    };
    understood.forms.push(form);
    understood.en = format!("no evidence to the contrary: {}", understood.en);
    let shown = line(understood, evidence, anchor);
    Ok(Some(Condition { zh: format!("没有相反证据：{}", evidence.value), ..shown }))
}

/// A line that says whether a fact is deemed so.
pub(crate) fn deemed_line(rule: usize, of: &super::Rule, wanted: bool) -> Condition {
    let (zh, en) = if wanted {
        (of.root.zh.clone(), of.en.clone())
    } else {
        (format!("没有{}", of.root.zh), format!("not {}", of.en))
    };
    Condition {
        shown: true,
        zh,
        en,
        anchor: of.anchor,
        span: of.span,
        ..unnamed(Form::Rule { rule, wanted })
    }
}
