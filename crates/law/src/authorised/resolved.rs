//! The fillings of a matter made ready: for each stretch of days, and each
//! stretch of what was known, the value that prevails and the rows that gave it.
//! Worked out once, so that a tie is found when the policy is loaded.

use super::priority::{Office, Scope, prevails};
use crate::date::Date;
use crate::fact::FactId;
use crate::parameter::{Parameter, Row, Setting, SettingKind};
use crate::region::Regions;
use law_syntax::{Diagnostic, Source};
use std::cmp::Ordering;

/// What holds on some days with some knowledge.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// First day.
    pub from: Date,
    /// The day after the last; open if `None`.
    pub until: Option<Date>,
    /// First day of this knowledge; from the start if `None`.
    pub known_from: Option<Date>,
    /// The day on which more became known.
    pub known_until: Option<Date>,
    /// The value; the default where nobody filled it.
    pub setting: Option<Setting>,
    /// The rows that gave it.
    pub rows: Vec<usize>,
}

impl Resolved {
    /// Whether it holds on a day, with what was known.
    pub fn holds(&self, day: Date, known_on: Option<Date>) -> bool {
        let in_time = self.from <= day && self.until.is_none_or(|until| day < until);
        let known = match known_on {
            None => self.known_until.is_none(),
            Some(known_on) => {
                self.known_from.is_none_or(|from| from <= known_on)
                    && self.known_until.is_none_or(|until| known_on < until)
            }
        };
        in_time && known
    }
}

/// Works the fillings of a matter out; ties go to `out`.
pub fn resolve(
    parameter: &Parameter,
    offices: &[Office],
    regions: &Regions,
    sources: &[Source],
    out: &mut Vec<Diagnostic>,
) -> Vec<Resolved> {
    let mut work = Work { parameter, offices, regions, ties: Vec::new() };
    let rows = &parameter.rows;
    let mut days: Vec<Date> =
        rows.iter().flat_map(|row| [Some(row.from), row.to.map(Date::next)]).flatten().collect();
    days.sort_unstable();
    days.dedup();
    let mut known: Vec<Option<Date>> = rows.iter().map(|row| row.known).chain([None]).collect();
    known.sort_unstable();
    known.dedup();
    let mut found = Vec::new();
    for (at, from) in days.iter().enumerate() {
        for (step, known_from) in known.iter().enumerate() {
            let candidates: Vec<usize> = (0..rows.len())
                .filter(|row| {
                    let row = &rows[*row];
                    row.broken.is_none()
                        && row.from <= *from
                        && row.to.is_none_or(|to| *from <= to)
                        && row.known <= *known_from
                })
                .collect();
            if candidates.is_empty() {
                continue;
            }
            let (setting, rows) = work.winner(&candidates);
            found.push(Resolved {
                from: *from,
                until: days.get(at + 1).copied(),
                known_from: *known_from,
                known_until: known.get(step + 1).copied().flatten(),
                setting,
                rows,
            });
        }
    }
    let ties = work.ties;
    for (one, other) in ties {
        out.push(tie(parameter, &rows[one], &rows[other], offices, sources));
    }
    found
}

struct Work<'a> {
    parameter: &'a Parameter,
    offices: &'a [Office],
    regions: &'a Regions,
    ties: Vec<(usize, usize)>,
}

impl Work<'_> {
    fn winner(&mut self, candidates: &[usize]) -> (Option<Setting>, Vec<usize>) {
        let mut given = Vec::new();
        let scope = self.parameter.matter.as_ref().and_then(|matter| matter.scope);
        let setting = if self.parameter.kind == SettingKind::Regions {
            Some(self.list(candidates, &mut given))
        } else if let Some(fact) = scope {
            Some(self.by_region(fact, candidates, &mut given))
        } else {
            self.value(candidates, &mut given)
        };
        given.sort_unstable();
        given.dedup();
        (setting, given)
    }

    /// District by district: whoever prevails for it lists it or does not.
    fn list(&mut self, candidates: &[usize], given: &mut Vec<usize>) -> Setting {
        let rows = &self.parameter.rows;
        let mut listed = Vec::new();
        for code in self.regions.district_codes() {
            let lists =
                |row: usize| matches!(&rows[row].value, Setting::Regions(codes) if codes.contains(code));
            let here = self.covering(candidates, *code);
            let Some(row) = self.first(&here, |one, other| lists(one) == lists(other)) else { continue };
            given.push(row);
            if lists(row) {
                listed.push(*code);
            }
        }
        Setting::Regions(listed)
    }

    /// A value for each district, and one for those outside the city.
    fn by_region(&mut self, fact: FactId, candidates: &[usize], given: &mut Vec<usize>) -> Setting {
        let mut districts = Vec::new();
        for code in self.regions.district_codes() {
            let here = self.covering(candidates, *code);
            districts.extend(self.value(&here, given).map(|value| (*code, value)));
        }
        let rows = &self.parameter.rows;
        let everyone: Vec<usize> =
            candidates.iter().copied().filter(|row| rows[*row].scope == Scope::All).collect();
        let elsewhere = self.value(&everyone, given).map(Box::new);
        Setting::ByRegion { fact, districts, elsewhere }
    }

    /// One value for all of these, else what holds meanwhile.
    fn value(&mut self, candidates: &[usize], given: &mut Vec<usize>) -> Option<Setting> {
        let rows = &self.parameter.rows;
        let row = self.first(candidates, |one, other| rows[one].value == rows[other].value);
        given.extend(row);
        row.map(|row| rows[row].value.clone()).or_else(|| self.parameter.default.clone())
    }

    fn covering(&self, candidates: &[usize], district: i64) -> Vec<usize> {
        let rows = &self.parameter.rows;
        candidates.iter().copied().filter(|row| rows[*row].scope.covers(district)).collect()
    }

    /// The row before which all others stand back; a tie is noted.
    fn first(&mut self, rows: &[usize], same: impl Fn(usize, usize) -> bool) -> Option<usize> {
        let order = |one: usize, other: usize| {
            prevails(&self.parameter.rows[one], &self.parameter.rows[other], self.offices)
        };
        let stands = |one: &usize| rows.iter().all(|other| order(*one, *other) != Ordering::Less);
        let first = rows.iter().copied().find(stands);
        let Some(first) = first else {
            // Priorities that run in a circle order nothing.
            if let [one, other, ..] = rows {
                self.note(*one, *other);
            }
            return rows.first().copied();
        };
        let rival = rows
            .iter()
            .copied()
            .find(|other| order(first, *other) == Ordering::Equal && !same(first, *other));
        if let Some(other) = rival {
            self.note(first, other);
        }
        Some(first)
    }

    fn note(&mut self, one: usize, other: usize) {
        let pair = (one.min(other), one.max(other));
        if !self.ties.contains(&pair) {
            self.ties.push(pair);
        }
    }
}

fn tie(parameter: &Parameter, one: &Row, other: &Row, offices: &[Office], sources: &[Source]) -> Diagnostic {
    let name = |row: &Row| {
        let office = offices.get(row.layer);
        let basis = row.place.map_or_else(String::new, |article| article.to_string());
        let from = row.from;
        office.map_or_else(String::new, |o| format!("{}（{}）{basis}，{from}", o.id, o.issuer))
    };
    let source = sources.get(other.layer).cloned().unwrap_or_else(|| Source::new("", ""));
    Diagnostic::error(
        "E0155",
        &source,
        other.span,
        format!("“{}”由两处同时确定，分不出先后：{}；{}", parameter.name, name(one), name(other)),
        format!("`{}` is filled twice and neither prevails: {}; {}", parameter.key, name(one), name(other)),
    )
    .hint("在应当优先的一处写“优先于“标识””", "write `优先于“id”` where one prevails")
}
