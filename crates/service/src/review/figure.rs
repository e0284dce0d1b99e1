//! Days and months of a submission within the bounds of their field.

use super::FieldErrorCode;
use crate::date;
use crate::field::{Field, months};

/// Months are written in order, each once, and lie within the bounds.
pub(super) fn months_fault(field: &Field, answer: &str) -> Option<(FieldErrorCode, String)> {
    let months: Vec<&str> = months(answer).collect();
    if !months.iter().all(|month| date::is_month(month)) || !months.is_sorted_by(|one, next| one < next) {
        let expected = "months YYYY-MM with commas between, the earliest first and each once".to_owned();
        return Some((FieldErrorCode::BadMonth, expected));
    }
    months.into_iter().find_map(|month| span_fault(field, month))
}

/// A day or a month lies within the bounds; both are written so that they sort as they follow each other.
pub(super) fn span_fault(field: &Field, answer: &str) -> Option<(FieldErrorCode, String)> {
    let (earliest, latest) = (field.earliest.as_deref(), field.latest.as_deref());
    let is_within = earliest.is_none_or(|first| first <= answer) && latest.is_none_or(|last| answer <= last);
    let expected = format!("from {} to {}", earliest.unwrap_or("any"), latest.unwrap_or("any"));
    (!is_within).then_some((FieldErrorCode::OutOfBounds, expected))
}
