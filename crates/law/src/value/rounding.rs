//! Roundings as articles name them: `，计算到分，分以下四舍五入`, `，计算到元，元以下舍去`,
//! `，向上取整`. An amount says to what unit of money; a number goes to a whole one.

use super::{Expression, Sort, What};
use crate::exact::{Rounding, Way};
use crate::parameter::SettingKind;
use crate::phrase::{Phrase, Words};
use law_syntax::Diagnostic;

/// Units of money in fen.
const UNITS: [(&str, i64); 3] = [("分", 1), ("角", 10), ("元", 100)];
/// What becomes of what lies below the unit.
const BELOW: [(&str, Way); 3] = [("四舍五入", Way::HalfUp), ("舍去", Way::Down), ("进一", Way::Up)];
/// To a whole number.
const WHOLE: [(&str, Way); 3] =
    [("，四舍五入取整", Way::HalfUp), ("，向下取整", Way::Down), ("，向上取整", Way::Up)];

/// A rounding, if one comes next.
pub(super) fn next(phrase: &mut Phrase<'_>) -> Result<Option<(Rounding, bool)>, Box<Diagnostic>> {
    if let Some((_, way)) = WHOLE.into_iter().find(|(word, _)| phrase.eat(word)) {
        return Ok(Some((Rounding { step: 1, way }, false)));
    }
    if !phrase.eat("，计算到") {
        return Ok(None);
    }
    let unit = UNITS.into_iter().find(|(word, _)| phrase.eat(word));
    let Some((unit, step)) = unit else { return Err(unclear(phrase)) };
    if !(phrase.eat("，") && phrase.eat(unit) && phrase.eat("以下")) {
        return Err(unclear(phrase));
    }
    let way = BELOW.into_iter().find(|(word, _)| phrase.eat(word));
    let Some((_, way)) = way else { return Err(unclear(phrase)) };
    Ok(Some((Rounding { step, way }, true)))
}

fn unclear(phrase: &Phrase<'_>) -> Box<Diagnostic> {
    Box::new(phrase.unknown("E0219").hint(
        "写作“，计算到分，分以下四舍五入”；分也可以是角、元，四舍五入也可以是舍去、进一",
        "write ，计算到分，分以下四舍五入, with 分, 角 or 元 and 四舍五入, 舍去 or 进一",
    ))
}

/// An expression under a rounding, if that fits its kind.
pub(super) fn rounded(
    words: &Words<'_>,
    value: Expression,
    sort: &Sort,
    rounding: Rounding,
    money: bool,
) -> Option<Expression> {
    let fits = match &sort.what {
        What::Money(_) => money,
        What::Number(_) | What::Ratio => !money,
        What::Day | What::Other => false,
    };
    if !fits {
        return None;
    }
    // The measures' own form, which the bulk of decisions take, has a path of its own.
    if let Expression::Times(base, rate) = &value
        && let Expression::Parameter(rate) = **rate
        && words.parameters[rate].kind == SettingKind::Ratio
        && matches!(**base, Expression::Fact(_) | Expression::Parameter(_) | Expression::Money(_))
        && rounding == (Rounding { step: 1, way: Way::HalfUp })
    {
        return Some(Expression::Share(base.clone(), rate));
    }
    Some(Expression::Rounded { value: Box::new(value), rounding, money })
}
