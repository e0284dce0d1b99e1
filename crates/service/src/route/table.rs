//! An ordered table of places: the first row whose conditions hold and which has a place in Beijing decides.

use serde::Deserialize;

use super::RouteError;
use crate::anchor::Anchor;
use crate::directory::OfficeKind;
use crate::flow::Guard;
use crate::words::Words;

/// The rule that finds the office by a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteTable {
    /// The rows, in order.
    pub rows: Vec<RouteRow>,
    /// The provision that says so.
    pub anchor: Anchor,
    /// What a person is told none of whose places is in Beijing.
    pub outside: Words,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RouteRow {
    /// Its name.
    pub id: String,
    /// The conditions under which it decides.
    #[serde(default)]
    pub when: Vec<Guard>,
    /// The places, in order.
    pub from: Vec<PlaceSource>,
    /// The kind of office there.
    pub office_kind: OfficeKind,
    /// The field by which the person chooses where there are several.
    #[serde(default)]
    pub choice: Option<String>,
}

/// Where a place comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceSource {
    /// An answer.
    Answer(String),
    /// A fact of the law that is known.
    Fact(String),
    /// A field of a conclusion; a list has several.
    Outcome(OutcomeField),
}

/// A field of a conclusion.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutcomeField {
    /// The conclusion.
    pub id: String,
    /// Its field.
    pub field: String,
}

/// What a table is resolved from.
pub trait Places {
    /// The places of a source.
    fn places(&self, source: &PlaceSource) -> Vec<String>;
    /// Whether a condition holds.
    fn holds(&self, guard: &Guard) -> bool;
    /// What was chosen in a field.
    fn chosen(&self, field: &str) -> Option<String>;
    /// Whether a place is in the city.
    fn is_in_city(&self, place: &str) -> bool;
}

impl RouteTable {
    /// The row that decides, and the place.
    pub fn resolve<'a>(&'a self, from: &impl Places) -> Result<(&'a RouteRow, String), RouteError> {
        for row in self.rows.iter().filter(|row| row.when.iter().all(|guard| from.holds(guard))) {
            let mut found: Vec<String> = Vec::new();
            for place in row.from.iter().flat_map(|source| from.places(source)) {
                if from.is_in_city(&place) && !found.contains(&place) {
                    found.push(place);
                }
            }
            let chosen = row.choice.as_ref().map(|field| (field, from.chosen(field)));
            return match (found.as_slice(), chosen) {
                ([], _) => continue,
                ([only], _) => Ok((row, only.clone())),
                (_, Some((_, Some(chosen)))) if found.contains(&chosen) => Ok((row, chosen)),
                (_, Some((field, chosen))) => {
                    Err(RouteError::Choose { field: field.clone(), found: chosen, expected: found })
                }
                ([first, ..], None) => Ok((row, first.clone())),
            };
        }
        Err(RouteError::Outside)
    }

    /// The fields that it looks at.
    pub fn fields(&self) -> Vec<&str> {
        let mut fields = Vec::new();
        for row in &self.rows {
            fields.extend(row.choice.as_deref());
            fields.extend(row.when.iter().flat_map(Guard::fields));
            fields.extend(row.from.iter().filter_map(|source| match source {
                PlaceSource::Answer(field) => Some(field.as_str()),
                PlaceSource::Fact(_) | PlaceSource::Outcome(_) => None,
            }));
        }
        fields
    }
}
