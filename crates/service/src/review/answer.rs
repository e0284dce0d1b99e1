//! The fault of one answer, by the kind of its field.

use jiff::civil::Date;

use super::{FieldError, FieldErrorCode, Submission, fault, figure, names};
use crate::date;
use crate::field::{Field, FieldKind};
use crate::library::Library;

/// What is wrong with an answer, if anything.
pub(super) fn answer_fault(
    field: &Field,
    answer: &str,
    submission: &Submission,
    as_of: Date,
    library: &Library,
) -> Option<FieldError> {
    let (code, expected) = match field.kind {
        FieldKind::PersonName | FieldKind::IdNumber | FieldKind::Phone | FieldKind::RegistrationNumber => {
            return None;
        }
        FieldKind::Choice => {
            let known = field.values.iter().any(|value| value.id == answer);
            let expected = names(field.values.iter().map(|value| value.id.as_str()));
            (!known).then_some((FieldErrorCode::UnknownValue, expected))
        }
        FieldKind::YesNo => {
            let known = matches!(answer, "true" | "false");
            (!known).then_some((FieldErrorCode::UnknownValue, "true or false".into()))
        }
        FieldKind::OtherKind if library.other_kinds.on(as_of).next().is_some() => {
            let known = library.other_kinds.kind(answer, as_of).is_some();
            let expected = names(library.other_kinds.on(as_of).map(|kind| kind.id.as_str()));
            (!known).then_some((FieldErrorCode::UnknownValue, expected))
        }
        FieldKind::Occupation | FieldKind::ShortText | FieldKind::OtherKind => {
            let most = field.chars_max.map_or(usize::MAX, usize::from);
            let expected = format!("at most {most} characters");
            (answer.chars().count() > most).then_some((FieldErrorCode::TooLong, expected))
        }
        FieldKind::District => district_fault(answer, library),
        FieldKind::Street => street_fault(field, answer, submission, library),
        FieldKind::Date => date_fault(field, answer, as_of),
        FieldKind::Region => region_fault(answer, library),
        FieldKind::Money | FieldKind::Integer => number_fault(field, answer),
        FieldKind::Month => month_fault(answer).or_else(|| figure::span_fault(field, answer)),
        FieldKind::Months => figure::months_fault(field, answer),
    }?;
    let found = (!field.kind.is_personal()).then_some(answer);
    Some(fault(&field.id, code, found, expected))
}

fn district_fault(answer: &str, library: &Library) -> Option<(FieldErrorCode, String)> {
    let expected = "the six-digit code of one of Beijing's districts".to_owned();
    let regions = &library.regions;
    if regions.district(answer).is_some() {
        return None;
    }
    let digits = answer.len() == 6 && answer.bytes().all(|byte| byte.is_ascii_digit());
    let in_the_city = regions.province_of(answer) == regions.province_of(&regions.city.code);
    let code =
        if digits && !in_the_city { FieldErrorCode::OutsideBeijing } else { FieldErrorCode::BadRegion };
    Some((code, expected))
}

fn region_fault(answer: &str, library: &Library) -> Option<(FieldErrorCode, String)> {
    let digits = answer.len() == 6 && answer.bytes().all(|byte| byte.is_ascii_digit());
    let regions = &library.regions;
    let in_the_city = regions.province_of(answer) == regions.province_of(&regions.city.code);
    // A place of another province is known by its province alone; one of the city must be a district in force.
    let known = digits
        && regions.province_of(answer).is_some()
        && (!in_the_city || regions.district(answer).is_some());
    let expected = "the six-digit code of a place; in Beijing, of a district in force".to_owned();
    (!known).then_some((FieldErrorCode::BadRegion, expected))
}

fn number_fault(field: &Field, answer: &str) -> Option<(FieldErrorCode, String)> {
    let plain =
        answer.bytes().all(|byte| byte.is_ascii_digit()) && (answer == "0" || !answer.starts_with('0'));
    let Some(number) = answer.parse::<u64>().ok().filter(|_| plain) else {
        let unit = if field.kind == FieldKind::Money { "an amount in whole fen" } else { "a whole number" };
        return Some((FieldErrorCode::BadNumber, format!("{unit}, digits only")));
    };
    let (least, most) = (field.least.unwrap_or(0), field.most.unwrap_or(u64::MAX));
    let expected = format!("from {least} to {most}");
    (!(least..=most).contains(&number)).then_some((FieldErrorCode::OutOfBounds, expected))
}

fn month_fault(answer: &str) -> Option<(FieldErrorCode, String)> {
    let first = format!("{answer}-01");
    let expected = "a month YYYY-MM that exists".to_owned();
    date::parse(&first).is_none().then_some((FieldErrorCode::BadMonth, expected))
}

fn street_fault(
    field: &Field,
    answer: &str,
    submission: &Submission,
    library: &Library,
) -> Option<(FieldErrorCode, String)> {
    let lies_in = field.lies_in.as_deref().unwrap_or("district");
    let district = submission.answer(lies_in).or(submission.registered_district.as_deref());
    match library.streets.street(answer) {
        None => Some((FieldErrorCode::BadRegion, "the nine-digit code of a street of Beijing".into())),
        Some(street) if district == Some(street.district.as_str()) => None,
        Some(_) => Some((FieldErrorCode::StreetElsewhere, "a street of the district that is given".into())),
    }
}

fn date_fault(field: &Field, answer: &str, as_of: Date) -> Option<(FieldErrorCode, String)> {
    let Some(day) = date::parse(answer) else {
        return Some((FieldErrorCode::BadDate, "a date YYYY-MM-DD that exists".into()));
    };
    let late = field.not_after_business_date && day > as_of;
    let late = late.then_some((FieldErrorCode::AfterBusinessDate, format!("a day not after {as_of}")));
    late.or_else(|| figure::span_fault(field, answer))
}
