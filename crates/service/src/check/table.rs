//! A route by a table finds exactly one office for every place: tried with all combinations of what it looks at.
//!
//! Between two districts there is no difference but the directory, which is looked at for each of them; so a place is
//! one of: not known, outside, one district, another.

use std::collections::{BTreeMap, BTreeSet};

use super::Findings;
use super::refer::References;
use crate::flow::Guard;
use crate::library::Library;
use crate::problem::ProblemCode as Code;
use crate::route::table::Places;
use crate::route::{PlaceSource, Route, RouteError, RouteTable};

pub(super) fn check(
    library: &Library,
    references: &References<'_>,
    days: &BTreeSet<jiff::civil::Date>,
    findings: &mut Findings<'_>,
) {
    let pack = findings.pack;
    references.early(&pack.definition.eligibility, "eligibility", findings);
    let Route::Table(table) = &pack.definition.route else { return };
    for row in &table.rows {
        references.early(&row.when, &format!("route.rows.{}.when", row.id), findings);
        let of_streets = row.office_kind == crate::directory::OfficeKind::StreetEmploymentService;
        for district in library.regions.districts.iter().filter(|_| !of_streets) {
            let in_charge = |day: &jiff::civil::Date| {
                library.directory.in_charge(row.office_kind, &district.code, *day).err()
            };
            if let Some(fault) = days.iter().find_map(in_charge) {
                let said = format!("exactly one office on each day, but {fault}");
                findings.main(format!("route.rows.{}.office_kind", row.id), Code::RouteIncomplete, said);
            }
        }
    }
    if let Some(fault) = combinations(table) {
        findings.main("route.rows", Code::RouteIncomplete, fault);
    }
}

const OUTSIDE: &str = "outside";
const ONE: &str = "one district";
const OTHER: &str = "another district";

/// At most so many combinations are tried; a table that has more is too much for a person to follow.
const COMBINATIONS_MAX: usize = 65_536;

/// The first combination of each kind of fault.
fn combinations(table: &RouteTable) -> Option<String> {
    let sources: BTreeSet<&PlaceSource> = table.rows.iter().flat_map(|row| &row.from).collect();
    let guards: BTreeMap<String, &Guard> =
        table.rows.iter().flat_map(|row| &row.when).map(|guard| (guard.described(), guard)).collect();
    let kinds: Vec<usize> =
        sources.iter().map(|source| values(source).len()).chain(guards.iter().map(|_| 2)).collect();
    let count: usize = kinds.iter().try_fold(1_usize, |count, kind| count.checked_mul(*kind))?;
    if count > COMBINATIONS_MAX {
        return Some(format!("at most {COMBINATIONS_MAX} combinations of what it looks at, found {count}"));
    }
    (0..count).find_map(|number| fault(table, &Tried::new(number, &sources, &guards)))
}

fn fault(table: &RouteTable, tried: &Tried<'_>) -> Option<String> {
    let is_somewhere = tried.places.values().flatten().any(|place| place != OUTSIDE);
    match table.resolve(tried) {
        Ok(_) => None,
        Err(RouteError::Outside) if !is_somewhere => None,
        Err(RouteError::Choose { expected, .. }) => {
            // Every district that is offered can be chosen, and leads to one office.
            let stuck = expected.iter().find(|place| {
                table.resolve(&Tried { choice: Some((*place).clone()), ..tried.clone() }).is_err()
            });
            stuck.map(|place| format!("the choice of {place} to lead to an office, with {}", tried.said()))
        }
        Err(_) => Some(format!("a row that finds an office with {}", tried.said())),
    }
}

/// What a source can give: a list has several at once.
fn values(source: &PlaceSource) -> Vec<Vec<String>> {
    let all: &[&[&str]] = match source {
        PlaceSource::Answer(_) | PlaceSource::Fact(_) => &[&[], &[OUTSIDE], &[ONE], &[OTHER]],
        PlaceSource::Outcome(_) => &[&[], &[OUTSIDE], &[ONE], &[ONE, OTHER], &[OUTSIDE, OTHER]],
    };
    all.iter().map(|places| places.iter().map(|place| (*place).to_owned()).collect()).collect()
}

#[derive(Clone)]
struct Tried<'a> {
    places: BTreeMap<&'a PlaceSource, Vec<String>>,
    guards: BTreeMap<String, bool>,
    choice: Option<String>,
}

impl<'a> Tried<'a> {
    /// The combination of a number: each digit, in its own base, is one thing that is looked at.
    fn new(number: usize, sources: &BTreeSet<&'a PlaceSource>, guards: &BTreeMap<String, &Guard>) -> Self {
        let mut left = number;
        let mut digit = |base: usize| {
            let digit = left % base.max(1);
            left /= base.max(1);
            digit
        };
        let places = sources.iter().map(|source| {
            let values = values(source);
            let place = digit(values.len());
            (*source, values.into_iter().nth(place).unwrap_or_default())
        });
        let places = places.collect();
        let guards = guards.keys().map(|guard| (guard.clone(), digit(2) == 1)).collect();
        Self { places, guards, choice: None }
    }

    fn said(&self) -> String {
        let places = self.places.iter().map(|(source, places)| format!("{source:?} = {places:?}"));
        let guards = self.guards.iter().map(|(guard, holds)| format!("{guard} = {holds}"));
        places.chain(guards).collect::<Vec<_>>().join(", ")
    }
}

impl Places for Tried<'_> {
    fn places(&self, source: &PlaceSource) -> Vec<String> {
        self.places.get(source).cloned().unwrap_or_default()
    }

    fn holds(&self, guard: &Guard) -> bool {
        self.guards.get(&guard.described()).copied().unwrap_or(false)
    }

    fn chosen(&self, _field: &str) -> Option<String> {
        self.choice.clone()
    }

    fn is_in_city(&self, place: &str) -> bool {
        place != OUTSIDE
    }
}
