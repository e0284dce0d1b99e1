//! The lines of a paper by their ids: what every case has, what was said with the step, what was answered. A line of
//! another id is filled by the field of that id.

use documents::Bilingual;
use documents::paper::{Entry, LineKind, LineTemplate, Month, Scalar};
use service::Pack;
use service::field::Field;

use super::issued::Cause;
use super::made::Making;
use super::remedies::both;
use crate::text::Text;
use crate::{App, form, words};

/// Lines that a pack's field gives under another id.
const OTHER_NAMES: [(&str, &str); 3] =
    [("unemployed_since", "last_day"), ("speciality", "specialty"), ("until", "trainee_until")];

/// What a line says; none, where nothing is on record for it.
pub(super) fn entry(app: &App, making: &Making<'_>, line: &LineTemplate) -> Option<Entry> {
    if line.kind == LineKind::Blank {
        return None;
    }
    let (issue, case) = (making.issue, &making.issue.case);
    let one = |scalar| Some(Entry::One(scalar));
    let words = |text: &Text| Scalar::Words(Bilingual::new(&text.zh, &text.en));
    match line.id.as_str() {
        "service" => one(words(&issue.service)),
        "case_number" | "unemployment_number" => one(Scalar::Text(case.number.clone())),
        "received_on" | "submitted_on" => issue.filed_on.map(|day| Entry::One(Scalar::Date(day))),
        "way" => one(words(&words::channel(form::channel(case.channel)))),
        "handed_in" => Some(Entry::List(handed_in(making))),
        "promised_on" | "respond_by" | "valid_until" => due(app, making),
        "effective_on" | "enrolled_on" | "unemployment_registered_on" | "lapsed_on" | "revoked_from" => {
            one(Scalar::Date(issue.on))
        }
        "cause" => {
            let action = making.pack.track(&case.track)?.action(&issue.acted.action)?;
            one(Scalar::Words(both(&action.label)))
        }
        "wanted" => Some(Entry::List(wanted(making))),
        "revoked_number" => making.takes_back.map(|back| Entry::One(Scalar::Text(back.number.clone()))),
        "unemployment_district" => making.district.as_deref().map(|code| Entry::One(district(app, code))),
        "insurances" => Some(Entry::List(insurances(app, making))),
        "published_from" => {
            let run = case.clocks.get(publicity(making.pack)?)?;
            one(Scalar::Date(run.event_on))
        }
        "published_to" => {
            let clock = making.pack.clock(publicity(making.pack)?)?;
            let due = case.clocks.get(&clock.id)?.due(clock, issue.on, &app.library().calendars);
            one(Scalar::Date(due.day))
        }
        "objections_heard" => {
            let answered = case.said.values().find_map(|said| said.get("answered_with"));
            let none = Scalar::words("没有异议", "none");
            one(answered.map_or(none, |answer| Scalar::Text(answer.as_str().to_owned())))
        }
        "recogniser" => making.recognised_by.clone().map(|name| Entry::One(Scalar::Text(name))),
        "phone" => making.person.phone.as_ref().map(|p| Entry::One(Scalar::Text(p.expose().to_owned()))),
        // Of money the ledger has the word, not what a form once said.
        id => making.ledgers.entry(app, line).or_else(|| said(app, making, line, id)),
    }
}

/// What was said with the step under this id, else what was answered. A letter of the house never takes an answer for
/// what is granted.
fn said(app: &App, making: &Making<'_>, line: &LineTemplate, id: &str) -> Option<Entry> {
    let (issue, case) = (making.issue, &making.issue.case);
    let other = OTHER_NAMES.iter().find(|(line, _)| *line == id).map(|(_, field)| *field);
    let names = [Some(id), other];
    let mut names = names.into_iter().flatten();
    let of_answers = matches!(issue.cause, Cause::Effect | Cause::Form);
    let (field, value) = names.find_map(|name| {
        let action = making.pack.track(&case.track)?.action(&issue.acted.action)?;
        let form = issue.acted.form.get(name).map(service::case::Private::as_str);
        let asked = action.form.iter().find(|field| field.id == name);
        let answered = case.answer(name).filter(|_| of_answers);
        asked.zip(form).or_else(|| making.pack.field(name).zip(answered))
    })?;
    scalar(app, field, value, line.kind).map(Entry::One)
}

fn scalar(app: &App, field: &Field, value: &str, kind: LineKind) -> Option<Scalar> {
    match kind {
        LineKind::Text => {
            let text = app.answer_words(field, value);
            Some(if text.zh == text.en {
                Scalar::Text(text.zh)
            } else {
                Scalar::Words(Bilingual::new(text.zh, text.en))
            })
        }
        LineKind::Date => value.parse().ok().map(Scalar::Date),
        LineKind::Month => {
            let (year, month) = value.split_once('-')?;
            Some(Scalar::Month(Month { year: year.parse().ok()?, month: month.parse().ok()? }))
        }
        LineKind::Money => value.parse().ok().map(Scalar::Money),
        LineKind::Number => value.parse().ok().map(Scalar::Number),
        LineKind::District => Some(district(app, value)),
        LineKind::List | LineKind::Table | LineKind::Blank => None,
    }
}

fn district(app: &App, code: &str) -> Scalar {
    let name = app.district_name(code);
    Scalar::District { code: code.to_owned(), name: Bilingual::new(name.zh, name.en) }
}

/// What came with a filing: the answers, the evidence, the commitment.
fn handed_in(making: &Making<'_>) -> Vec<Scalar> {
    let case = &making.issue.case;
    let mut all = vec![Scalar::words("申请信息（本人填写）", "The application, as filled in")];
    let items = making.pack.definition.evidence.items.iter();
    let brought = items.filter(|item| case.evidence.iter().any(|piece| piece.item == item.id));
    all.extend(brought.map(|item| Scalar::Words(both(&item.label))));
    if case.commitment.is_some() {
        all.push(Scalar::words("书面承诺", "The written commitment"));
    }
    all
}

/// What a letter asks to correct, with the reason of each.
fn wanted(making: &Making<'_>) -> Vec<Scalar> {
    let flags = making.issue.letter().map_or(&[][..], |letter| &letter.flags);
    let each = flags.iter().map(|flag| {
        let field = making.pack.field(&flag.field).map(|field| both(&field.label));
        let field = field.unwrap_or_else(|| Bilingual::new(&flag.field, &flag.field));
        let reason = making.pack.return_reason(&flag.reason).map(|reason| both(&reason.label));
        let reason = reason.unwrap_or_else(|| Bilingual::new(&flag.reason, &flag.reason));
        let note = flag.note.as_ref().map(|note| format!("（{}）", note.as_str())).unwrap_or_default();
        Scalar::words(
            format!("{}：{}{note}", field.zh, reason.zh),
            format!("{}: {}{note}", field.en, reason.en),
        )
    });
    each.collect()
}

fn insurances(app: &App, making: &Making<'_>) -> Vec<Scalar> {
    making.insurances.iter().map(|id| insurance(app, id)).collect()
}

/// The name of an insurance.
pub(super) fn insurance(app: &App, id: &str) -> Scalar {
    let found = app.library().glossary.of_id(service::glossary::TermKind::Value, Some("insurances"), id);
    found.map_or_else(|| Scalar::Text(id.to_owned()), |(zh, term)| Scalar::words(zh, &term.en))
}

/// The clock of a publication.
fn publicity(pack: &Pack) -> Option<&str> {
    pack.definition.effects.iter().find_map(|effect| effect.clock.as_deref())
}

/// The last day of the clock that runs after the step, the earliest where there are several.
fn due(app: &App, making: &Making<'_>) -> Option<Entry> {
    let running = making.issue.case.running(making.pack, making.issue.on, &app.library().calendars);
    let moving = running.into_iter().map(|running| running.due).filter(|due| !due.is_standing);
    moving.map(|due| due.day).min().map(|day| Entry::One(Scalar::Date(day)))
}
