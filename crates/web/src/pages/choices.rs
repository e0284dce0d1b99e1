//! What can be chosen on a page: kinds of work, districts, streets, occupations, from the services and
//! directories, never from the program.

use app::App;
use app::service::field::FieldKind;

use super::shown;
use crate::forms::Choice;
use crate::i18n::Text;

/// Beijing's districts.
pub(crate) fn districts(app: &App) -> Vec<Choice> {
    let districts = app.library().regions.districts.iter();
    districts.map(|d| Choice::new(&d.code, Text::new(&d.zh, &d.en))).collect()
}

/// The provinces elsewhere, with the six digits that a fact takes.
pub(crate) fn provinces(app: &App) -> Vec<Choice> {
    let regions = &app.library().regions;
    let elsewhere = regions.provinces.iter().filter(|p| !regions.city.code.starts_with(&p.code));
    elsewhere.map(|p| Choice::new(format!("{:0<6}", p.code), Text::new(&p.zh, &p.en))).collect()
}

/// The streets of a district.
pub(crate) fn streets(app: &App, district: &str) -> Vec<Choice> {
    let streets = app.library().streets.of_district(district);
    streets.map(|s| Choice::new(&s.code, Text::zh(&s.name))).collect()
}

/// The streets of the whole city, each behind its district: for the window, which has one page.
pub(crate) fn streets_everywhere(app: &App) -> Vec<Choice> {
    let districts = &app.library().regions.districts;
    districts
        .iter()
        .flat_map(|d| {
            app.library().streets.of_district(&d.code).map(move |s| {
                let label = Text::new(format!("{} {}", d.zh, s.name), format!("{} {}", d.en, s.name));
                Choice::new(&s.code, label)
            })
        })
        .collect()
}

/// The values of a field of a service, with the words that explain them.
pub(crate) fn values(app: &App, service: &str, field: &str) -> Vec<Choice> {
    let field = app.library().pack(service).and_then(|pack| pack.field(field));
    let Some(field) = field.filter(|field| field.kind == FieldKind::Choice) else { return Vec::new() };
    field
        .values
        .iter()
        .map(|value| {
            let choice = Choice::new(&value.id, shown::words(&value.label));
            match &value.hint {
                Some(hint) => choice.hint(shown::words(hint)),
                None => choice,
            }
        })
        .collect()
}

/// Common occupations, offered while typing.
pub(crate) fn occupations(app: &App) -> Vec<Text> {
    app.library().occupations.picks.iter().map(|pick| Text::new(&pick.zh, &pick.en)).collect()
}

/// The kinds of platform, as the service names them beside the answer "platform work".
pub(crate) fn platforms(app: &App) -> Text {
    let kinds = values(app, app::SERVICE_REGISTER, "employment_form");
    kinds.into_iter().find(|kind| kind.value == PLATFORM).and_then(|kind| kind.hint).unwrap_or_default()
}

/// The other kinds of flexible work that are recognised today, each with the provision that provides for it.
pub(crate) fn other_kinds(app: &App) -> Vec<Choice> {
    let kinds = app.library().other_kinds.on(app.today());
    kinds
        .map(|kind| Choice::new(&kind.id, shown::words(&kind.name)).hint(shown::words(&kind.source)))
        .collect()
}

/// The answer for work of another kind, the one with which the kind and its source are asked for.
pub(crate) const OTHER: &str = "other_flexible";

/// The answer for work on a platform, the one with which the labour relation is asked for.
pub(crate) const PLATFORM: &str = "platform";
