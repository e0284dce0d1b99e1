//! The route finds exactly one office for every district on every day of the service's life.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::Findings;
use crate::directory;
use crate::field::FieldKind;
use crate::library::Library;
use crate::pack::Pack;
use crate::problem::{Problem, ProblemCode};
use crate::route::Route;

pub(super) fn check(library: &Library, findings: &mut Findings<'_>) {
    let pack = findings.pack;
    let Route::Place(route) = &pack.definition.route else { return };
    if let Some(field) = pack.field(&route.field)
        && (field.kind != FieldKind::District || !field.facts.contains(&route.place))
    {
        let said = format!("a field of kind district that gives `{}`, found `{}`", route.place, field.id);
        findings.main("route.place", ProblemCode::WrongKind, said);
    }
    let days = days(library, pack);
    for district in &library.regions.districts {
        let fault = days.iter().find_map(|day| pack.route(&district.code, *day, &library.directory).err());
        if let Some(fault) = fault {
            let said = format!("exactly one office on each day, but {fault}");
            findings.main("route.office_kind", ProblemCode::RouteIncomplete, said);
        }
    }
}

/// Between two of these days nothing changes, so looking at each of them is looking at every day.
pub(super) fn days(library: &Library, pack: &Pack) -> BTreeSet<Date> {
    let first = pack.definition.effective_from;
    let mut days = BTreeSet::from([first]);
    for office in &library.directory.offices {
        days.insert(office.from);
        days.extend(office.to.and_then(|to| to.tomorrow().ok()));
    }
    days.retain(|day| pack.definition.is_open_on(*day));
    days
}

pub(super) fn check_directory(library: &Library, found: &mut Vec<Problem>) {
    let mut seen = BTreeSet::new();
    for office in &library.directory.offices {
        let key = |name: &str| format!("office.{}.{name}", office.id);
        if !seen.insert(office.id.as_str()) {
            let said = "one office with this id, found two";
            found.push(Problem::new(directory::FILE, key("id"), ProblemCode::DuplicateId, said));
        }
        if library.regions.district(&office.district).is_none() {
            let said = format!("found `{}`, expected the code of a district in force", office.district);
            found.push(Problem::new(directory::FILE, key("district"), ProblemCode::UnknownPlace, said));
        }
        for lang in super::wording::empty(&office.name) {
            let said = "a name, found none";
            found.push(Problem::new(
                directory::FILE,
                key(&format!("name.{lang}")),
                ProblemCode::MissingWords,
                said,
            ));
        }
    }
}
