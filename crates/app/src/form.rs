//! What was typed into the fields of a pack, read into the registry's own types. The pack's review has
//! looked at it first; here the registry's forms have their say, and what a certificate can print.

use jiff::civil::Date;
use registry::id_number::IdNumberError;
use registry::registration::{EmploymentDetails, Occupation, OtherKind};
use registry::{FlexibleKind, IdNumber, PersonName, Phone};
use service::definition::Channel;
use service::review::review;
use service::{Library, Pack, Submission};

use crate::field_fault::FieldFault;

/// The most bytes of an occupation or a name that a certificate prints (`docs/certificate.md`).
const OCCUPATION_BYTES_MAX: usize = 90;
const NAME_BYTES_MAX: usize = 120;

/// The person of a form.
pub(crate) struct PersonRead {
    pub(crate) name: PersonName,
    pub(crate) id_number: IdNumber,
    pub(crate) phone: Phone,
}

/// A channel of the services as the registry keeps it.
pub(crate) fn channel(channel: Channel) -> registry::form::Channel {
    match channel {
        Channel::Website => registry::form::Channel::Website,
        Channel::App => registry::form::Channel::App,
        Channel::Wechat => registry::form::Channel::Wechat,
        Channel::Window => registry::form::Channel::Window,
    }
}

/// All faults of a submission as the pack and the registry see them.
pub(crate) fn faults(
    pack: &Pack,
    submission: &Submission,
    today: Date,
    library: &Library,
) -> Vec<FieldFault> {
    let mut faults: Vec<FieldFault> =
        review(pack, submission, today, library).into_iter().map(FieldFault::from).collect();
    let mut add = |found: Option<FieldFault>| {
        faults.extend(found.filter(|fault| faults.iter().all(|known| known.field != fault.field)));
    };
    add(submission.answer("name").and_then(|text| name(text).err()));
    add(submission.answer("id_number").and_then(|text| id_number(text, today).err()));
    add(submission.answer("phone").and_then(|text| phone(text).err()));
    add(submission.answer("occupation").and_then(|text| occupation(text, library).err()));
    add(submission.answer("platform_name").and_then(|text| visible("platform_name", text).err()));
    for field in ["other_kind", "other_source"] {
        add(submission.answer(field).and_then(|text| visible(field, text).err()));
    }
    add(other(submission, today, library).err());
    add(begun_before_birth(submission));
    faults
}

/// Work cannot begin before birth.
fn begun_before_birth(submission: &Submission) -> Option<FieldFault> {
    let id = IdNumber::parse(submission.answer("id_number")?).ok()?;
    let start: Date = submission.answer("start_date")?.parse().ok()?;
    let expected = "a day after the birth that the ID number names";
    (start <= id.birth_date()).then(|| FieldFault::new("start_date", "before_birth", expected))
}

/// The person of a form without faults.
pub(crate) fn person(submission: &Submission, today: Date) -> Result<PersonRead, Vec<FieldFault>> {
    let given = |field: &str| submission.answer(field).unwrap_or_default();
    let (name, id_number, phone) =
        (name(given("name")), id_number(given("id_number"), today), phone(given("phone")));
    match (name, id_number, phone) {
        (Ok(name), Ok(id_number), Ok(phone)) => Ok(PersonRead { name, id_number, phone }),
        (name, id_number, phone) => {
            Err([name.err(), id_number.err(), phone.err()].into_iter().flatten().collect())
        }
    }
}

fn name(text: &str) -> Result<PersonName, FieldFault> {
    let wrong = || {
        FieldFault::new("name", "name_form", "the name as in the identity document, at most 40 characters")
    };
    visible("name", text)?;
    if text.trim().len() > NAME_BYTES_MAX {
        return Err(wrong());
    }
    text.parse().map_err(|_| wrong())
}

fn phone(text: &str) -> Result<Phone, FieldFault> {
    text.parse().map_err(|_| FieldFault::new("phone", "phone_form", "7 to 15 digits"))
}

/// An identity number, in whatever way its blanks and letters were typed.
pub(crate) fn id_number(text: &str, today: Date) -> Result<IdNumber, FieldFault> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let number = IdNumber::parse(&plain).map_err(|error| {
        let (code, expected) = match error {
            IdNumberError::Length { .. } => ("id_length", "18 characters"),
            IdNumberError::Character { .. } => ("id_character", "digits, and X at the end only"),
            IdNumberError::Region => ("id_region", "a division in the first six digits"),
            IdNumberError::Date => ("id_date", "a birth date in digits 7 to 14"),
            IdNumberError::CheckDigit { .. } => ("id_check_digit", "a last character that fits the others"),
        };
        FieldFault::new("id_number", code, expected)
    })?;
    if number.birth_date() > today {
        return Err(FieldFault::new("id_number", "id_date", "a birth date that has come"));
    }
    Ok(number)
}

/// An occupation in the person's own words, with the code of the classification where one is meant.
pub(crate) fn occupation(text: &str, library: &Library) -> Result<Occupation, FieldFault> {
    let text = text.trim();
    visible("occupation", text)?;
    if text.len() > OCCUPATION_BYTES_MAX {
        return Err(FieldFault::new("occupation", "too_long", "at most 30 Chinese characters or 90 letters"));
    }
    let meant = library.occupations.meant_by(text);
    let code = meant.and_then(|occupation| occupation.codes.last()).map(|code| code.code.clone());
    Ok(Occupation { text: text.to_owned(), code })
}

/// Characters that change what is read without being seen.
fn visible(field: &str, text: &str) -> Result<(), FieldFault> {
    let is_hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}')
            || matches!(c, '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
    };
    if text.chars().any(is_hidden) {
        return Err(FieldFault::new(field, "name_form", "visible characters only"));
    }
    Ok(())
}

/// Another kind of flexible work: one that is recognised on the day, with its source; or kind and source in words.
fn other(submission: &Submission, today: Date, library: &Library) -> Result<Option<OtherKind>, FieldFault> {
    let is_other = submission.answer("employment_form") == Some(FlexibleKind::OtherFlexible.code());
    let Some(said) = submission.answer("other_kind").filter(|_| is_other) else { return Ok(None) };
    if let Some(kind) = library.other_kinds.kind(said, today) {
        return Ok(Some(OtherKind { name: kind.name.zh.clone(), source: kind.source.zh.clone() }));
    }
    let source = submission.answer("other_source");
    let source =
        source.ok_or_else(|| FieldFault::new("other_source", "missing", "the law that provides for it"))?;
    Ok(Some(OtherKind { name: said.to_owned(), source: source.to_owned() }))
}

/// The employment of a form: what is given, else what holds.
pub(crate) fn details(
    submission: &Submission,
    held: Option<&EmploymentDetails>,
    today: Date,
    library: &Library,
) -> Result<EmploymentDetails, Vec<FieldFault>> {
    let missing = |field: &str| vec![FieldFault::new(field, "missing", "an answer")];
    let kind: FlexibleKind = match (submission.answer("employment_form"), held) {
        (Some(code), _) => code.parse().map_err(|_| {
            vec![FieldFault::new("employment_form", "unknown_value", "one of the four kinds")]
        })?,
        (None, Some(held)) => held.kind,
        (None, None) => return Err(missing("employment_form")),
    };
    let occupation = match (submission.answer("occupation"), held) {
        (Some(text), _) => occupation(text, library).map_err(|fault| vec![fault])?,
        (None, Some(held)) => held.occupation.clone(),
        (None, None) => return Err(missing("occupation")),
    };
    let district = match (submission.answer("district"), held) {
        (Some(code), _) => {
            code.parse().map_err(|_| vec![FieldFault::new("district", "bad_region", "a district's code")])?
        }
        (None, Some(held)) => held.district.clone(),
        (None, None) => return Err(missing("district")),
    };
    let street = match (submission.answer("street"), held) {
        (Some(code), _) => {
            Some(code.parse().map_err(|_| vec![FieldFault::new("street", "bad_region", "a street's code")])?)
        }
        // A street of another district says nothing any more.
        (None, Some(held)) if held.district == district => held.street.clone(),
        (None, _) => None,
    };
    let started_on = match (submission.answer("start_date"), held) {
        (Some(day), _) => {
            day.parse().map_err(|_| vec![FieldFault::new("start_date", "bad_date", "a date YYYY-MM-DD")])?
        }
        (None, Some(held)) => held.started_on,
        (None, None) => return Err(missing("start_date")),
    };
    let other = other(submission, today, library).map_err(|fault| vec![fault])?;
    let other = other.or_else(|| held.and_then(|held| held.other.clone()));
    let held = held.filter(|held| kind == FlexibleKind::Platform && held.kind == kind);
    let relation = submission.answer("platform_labour_relation").map(|answer| answer == "true");
    let platform = submission.answer("platform_name").map(str::to_owned);
    let is_platform = kind == FlexibleKind::Platform;
    Ok(EmploymentDetails {
        kind,
        occupation,
        district,
        street,
        started_on,
        platform: platform.or_else(|| held.and_then(|held| held.platform.clone())).filter(|_| is_platform),
        platform_labour_relation: relation
            .or_else(|| held.and_then(|held| held.platform_labour_relation))
            .filter(|_| is_platform),
        other: other.filter(|_| kind == FlexibleKind::OtherFlexible),
    })
}
