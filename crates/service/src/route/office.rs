//! The office of a filing: the pack's route, resolved from the answers and from what the law and the registry say.

use jiff::civil::Date;

use super::table::Places;
use super::{PlaceSource, Route, RouteError};
use crate::case::Grounds;
use crate::directory::{Directory, Office, OfficeKind};
use crate::flow::Guard;
use crate::pack::Pack;
use crate::review::Submission;

impl Pack {
    /// The office of a filing.
    pub fn office<'a>(
        &self,
        submission: &Submission,
        grounds: &Grounds<'a>,
        on: Date,
    ) -> Result<&'a Office, RouteError> {
        let library = grounds.library;
        match &self.definition.route {
            Route::Place(route) => {
                let place = self.place(submission).ok_or(RouteError::Outside)?;
                route.office(place, on, &library.directory)
            }
            Route::Table(table) => {
                let (row, place) = table.resolve(&Known { submission, grounds, on })?;
                in_charge(&library.directory, row.office_kind, &place, on)
            }
        }
    }
}

/// The office of a district, or of a street where the place is one.
fn in_charge<'a>(
    directory: &'a Directory,
    kind: OfficeKind,
    place: &str,
    on: Date,
) -> Result<&'a Office, RouteError> {
    const STREET_DIGITS: usize = 9;
    if place.len() != STREET_DIGITS {
        return directory.in_charge(kind, place, on);
    }
    let of_street = |office: &&Office| {
        office.kind == kind && office.street.as_deref() == Some(place) && office.serves_on(on)
    };
    let office = directory.offices.iter().find(of_street);
    office.ok_or_else(|| RouteError::None { kind, district: place.to_owned(), on })
}

struct Known<'a> {
    submission: &'a Submission,
    grounds: &'a Grounds<'a>,
    on: Date,
}

impl Places for Known<'_> {
    fn places(&self, source: &PlaceSource) -> Vec<String> {
        match source {
            PlaceSource::Answer(field) => {
                self.submission.answer(field).map(str::to_owned).into_iter().collect()
            }
            PlaceSource::Fact(fact) => self.grounds.facts.get(fact).cloned().into_iter().collect(),
            PlaceSource::Outcome(of) => self.grounds.outcome(&of.id, &of.field).to_vec(),
        }
    }

    fn holds(&self, guard: &Guard) -> bool {
        let answer = |field: &str| self.submission.answer(field);
        guard.holds_before_a_case(&answer, self.grounds, self.on)
    }

    fn chosen(&self, field: &str) -> Option<String> {
        self.submission.answer(field).map(str::to_owned)
    }

    fn is_in_city(&self, place: &str) -> bool {
        let library = self.grounds.library;
        library.regions.district(place).is_some() || library.streets.street(place).is_some()
    }
}
