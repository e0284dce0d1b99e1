//! The value of a parameter on a day, by what was known: of a plain one the uppermost file's latest row, of an
//! authorised matter the filling that prevails by time, scope, competence and priority (`docs/language/authorised.md`).

use crate::day::Day;
use crate::program::{Authorised, FactId, Filling, Parameter, Program, Row, Setting, SettingKind, Value};
use std::borrow::Cow;
use std::cmp::Ordering;

/// What a parameter is on a day.
#[derive(Debug, Clone)]
pub enum OfDay<'a> {
    /// For everybody.
    Same(Option<Cow<'a, Setting>>),
    /// By the district of a fact; elsewhere the last.
    ByRegion(FactId, Vec<(i64, Option<&'a Setting>)>, Option<&'a Setting>),
}

impl OfDay<'_> {
    /// For somebody.
    pub fn of(&self, facts: &[Value]) -> Option<&Setting> {
        match self {
            Self::Same(setting) => setting.as_deref(),
            Self::ByRegion(fact, districts, elsewhere) => {
                // Who is of no place has no value of a place.
                let code = facts[*fact]?;
                districts.iter().find(|(of, _)| *of == code).map_or(*elsewhere, |(_, setting)| *setting)
            }
        }
    }

    /// For everybody, if it is the same for everybody.
    pub fn for_all(&self) -> Option<&Setting> {
        if let Self::Same(setting) = self { setting.as_deref() } else { None }
    }

    /// For anybody.
    pub fn every(&self) -> Vec<&Setting> {
        match self {
            Self::Same(setting) => setting.as_deref().into_iter().collect(),
            Self::ByRegion(_, districts, elsewhere) => {
                districts.iter().filter_map(|(_, setting)| *setting).chain(*elsewhere).collect()
            }
        }
    }
}

/// The value of a parameter on a day.
pub fn of_day<'a>(
    program: &'a Program,
    parameter: &'a Parameter,
    today: Day,
    known_on: Option<Day>,
) -> OfDay<'a> {
    let rows: Vec<&Row> = parameter
        .rows
        .iter()
        .filter(|row| {
            row.from <= today
                && row.to.is_none_or(|to| today <= to)
                && row.published.is_none_or(|day| known_on.is_none_or(|known| day <= known))
        })
        .collect();
    let Some(authorised) = &parameter.authorised else {
        // The uppermost file, then the latest publication; a blank one is the earliest.
        let row = rows.into_iter().max_by_key(|row| (row.layer, row.published));
        return OfDay::Same(row.map(|row| Cow::Borrowed(&row.value)));
    };
    let default = authorised.default.as_ref();
    let of = |place: Place| prevailing(program, parameter, authorised, &rows, place);
    if parameter.kind == SettingKind::Regions {
        let listed = |code: &i64| matches!(of(Place::District(*code)), Some(Setting::Regions(codes)) if codes.contains(code));
        let codes = program.districts.iter().copied().filter(listed).collect();
        return OfDay::Same(Some(Cow::Owned(Setting::Regions(codes))));
    }
    let Some(fact) = authorised.by_region else {
        return OfDay::Same(of(Place::Everywhere).or(default).map(Cow::Borrowed));
    };
    let districts =
        program.districts.iter().map(|code| (*code, of(Place::District(*code)).or(default))).collect();
    OfDay::ByRegion(fact, districts, of(Place::Outside).or(default))
}

/// For whom a filling is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// One district.
    District(i64),
    /// Outside the city.
    Outside,
    /// The matter does not differ by place.
    Everywhere,
}

/// How far an instrument reaches: a district is the least.
fn reach(program: &Program, scope: i64) -> i64 {
    match scope {
        0 => 3,
        code if program.districts.contains(&code) => 1,
        _ => 2,
    }
}

fn prevailing<'a>(
    program: &Program,
    parameter: &Parameter,
    authorised: &Authorised,
    rows: &[&'a Row],
    place: Place,
) -> Option<&'a Setting> {
    let counts = |row: &&&Row| {
        row.filling.as_ref().is_some_and(|filling| {
            let reach = reach(program, filling.scope);
            let in_scope = match place {
                Place::District(code) => reach > 1 || filling.scope == code,
                Place::Outside => reach == 3,
                Place::Everywhere => reach > 1,
            };
            // A district speaks for itself alone; a row that does not name it says nothing.
            let is_said = match (&row.value, place) {
                (Setting::Regions(codes), Place::District(code)) => reach > 1 || codes.contains(&code),
                _ => true,
            };
            in_scope && is_said && competent(program, parameter, authorised, filling)
        })
    };
    let rows = rows.iter().filter(counts).copied();
    rows.reduce(|best, row| if order(program, row, best) == Ordering::Greater { row } else { best })
        .map(|row| &row.value)
}

/// Whether who filled it might, on the day on which it acted, with whose approval.
pub fn competent(
    program: &Program,
    parameter: &Parameter,
    authorised: &Authorised,
    filling: &Filling,
) -> bool {
    let district = program.places.iter().find(|(_, code)| *code == filling.scope).map(|(name, _)| name);
    let is_district = reach(program, filling.scope) == 1;
    let differs_by_place = parameter.kind == SettingKind::Regions || authorised.by_region.is_some();
    (differs_by_place || !is_district)
        && authorised.competence.iter().any(|competence| {
            let who = competence.who.iter().any(|who| {
                if let Some(office) = who.strip_prefix('区') {
                    let behind = district.and_then(|name| filling.issuer.strip_prefix(name.as_str()));
                    is_district && behind.is_some_and(|behind| office.is_empty() || behind == office)
                } else {
                    filling.issuer == *who || filling.issuer.strip_prefix("北京") == Some(who)
                }
            });
            let approved = competence.approval.as_ref().is_none_or(|by| filling.approvals.contains(by));
            who && approved && competence.days.holds(filling.acted_on)
        })
}

/// Which of two prevails: what says so; the smaller scope; the higher rank; of one author the later; of one file the
/// later publication.
pub fn order(program: &Program, one: &Row, other: &Row) -> Ordering {
    let (Some(a), Some(b)) = (&one.filling, &other.filling) else { return Ordering::Equal };
    let says = |over: &Filling, under: &Filling| over.prevails_over.contains(&under.instrument);
    says(a, b)
        .cmp(&says(b, a))
        .then(reach(program, b.scope).cmp(&reach(program, a.scope)))
        .then(a.rank.cmp(&b.rank))
        .then_with(|| {
            let same = one.layer == other.layer || a.issuer == b.issuer;
            if same { one.published.cmp(&other.published) } else { Ordering::Equal }
        })
}
