//! What is said with a step, as money has it: months, amounts, codes. The pack's own review has looked at the form
//! already; what still cannot be read is a fault of its field.

use std::collections::BTreeMap;

use registry::money::{Fen, Month, MonthRange};
use service::Pack;
use service::case::{EffectToDo, Private};
use service::field::{Field, FieldKind};

use crate::cases::GroundsError;
use crate::field_fault::FieldFault;

/// A fault of a field, in the domain's own words.
pub(crate) fn refused(field: &str, error: impl std::fmt::Display) -> GroundsError {
    GroundsError::Field(FieldFault::new(field, "money_refused", error.to_string()))
}

/// What was said in a field.
pub(crate) fn said<'a>(values: &'a BTreeMap<String, Private>, field: &str) -> Result<&'a str, GroundsError> {
    let value = values.get(field).map(Private::as_str).filter(|value| !value.is_empty());
    value.ok_or_else(|| GroundsError::Field(FieldFault::new(field, "missing", "an answer")))
}

/// The field of a kind among those that an effect uses, of the service or of the form of an action.
pub(crate) fn field_of<'a>(pack: &'a Pack, effect: &EffectToDo, kind: FieldKind) -> Option<&'a Field> {
    let forms = pack.tracks().flat_map(|(_, flow)| &flow.actions).flat_map(|action| &action.form);
    let mut all = pack.fields().iter().chain(forms);
    all.find(|field| field.kind == kind && effect.effect.fields.contains(&field.id))
}

/// The months that an effect is about, with the field that said them.
pub(crate) fn months<'a>(
    pack: &'a Pack,
    effect: &EffectToDo,
) -> Result<(&'a Field, Vec<Month>), GroundsError> {
    let field = field_of(pack, effect, FieldKind::Months);
    let field = field.ok_or_else(|| refused("months", "an effect that names a field of months"))?;
    let text = said(&effect.values, &field.id)?;
    let months = service::field::months(text).map(str::parse::<Month>);
    let months = months.collect::<Result<Vec<_>, _>>().map_err(|error| refused(&field.id, error))?;
    Ok((field, months))
}

/// The months between which a field lies.
pub(crate) fn range(field: &Field) -> Result<MonthRange, GroundsError> {
    let bound = |bound: &Option<String>| bound.as_deref().and_then(|month| month.parse::<Month>().ok());
    let both = bound(&field.earliest).zip(bound(&field.latest));
    let range = both.and_then(|(first, last)| MonthRange::new(first, last).ok());
    range.ok_or_else(|| refused(&field.id, "a field of months with a first and a last one"))
}

/// The month that an effect is about, with the field that said it; none where it names no such field.
pub(crate) fn month<'a>(
    pack: &'a Pack,
    effect: &EffectToDo,
) -> Result<Option<(&'a Field, Month)>, GroundsError> {
    let Some(field) = field_of(pack, effect, FieldKind::Month) else { return Ok(None) };
    let month = said(&effect.values, &field.id)?.parse().map_err(|error| refused(&field.id, error))?;
    Ok(Some((field, month)))
}

/// An amount in fen, as forms have it.
pub(crate) fn fen(values: &BTreeMap<String, Private>, field: &str) -> Result<Fen, GroundsError> {
    let text = said(values, field)?;
    text.parse().map(Fen).map_err(|_| refused(field, "an amount in fen"))
}
