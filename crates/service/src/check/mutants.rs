//! Every condition is tested: dropped, or turned round, it makes an example come out otherwise.
//!
//! Conditions of a shared flow are tested once for all packs that build on it: one example in any of them is enough.

use std::collections::BTreeSet;

use crate::example::run;
use crate::flow::{Flow, Guard, Place};
use crate::library::Library;
use crate::pack::{MAIN_FILE, MAIN_TRACK, Pack};
use crate::problem::{Problem, ProblemCode};
use crate::route::Route;

/// A condition, dropped or turned round.
struct Mutant {
    file: String,
    key: String,
    what: &'static str,
    pack: Pack,
}

/// A problem for each condition that no example tests.
pub(super) fn check(library: &Library, found: &mut Vec<Problem>) {
    let mut open: BTreeSet<(String, String, &str)> = BTreeSet::new();
    let mut tested = BTreeSet::new();
    for pack in library.packs.values().filter(|pack| pack.flow.is_some()) {
        // An example that fails anyway tests nothing.
        if pack.examples.iter().any(|example| run::run(pack, example, library).is_err()) {
            continue;
        }
        each(pack, |mutant| {
            let Mutant { file, key, what, pack } = mutant;
            let place = (file, key, what);
            if tested.contains(&place) {
                return;
            }
            if pack.examples.iter().any(|example| run::run(&pack, example, library).is_err()) {
                open.remove(&place);
                tested.insert(place);
            } else {
                open.insert(place);
            }
        });
    }
    for (file, key, what) in open {
        let said = format!("an example that comes out otherwise when this is {what}");
        found.push(Problem::new(file, key, ProblemCode::ConditionUntested, said));
    }
}

const DROPPED: &str = "dropped";
const TURNED: &str = "turned round";

fn each(pack: &Pack, mut take: impl FnMut(Mutant)) {
    let file = format!("{}/{MAIN_FILE}", pack.folder);
    let mut put = |file: &str, key: String, what: &'static str, mutated: Pack| {
        take(Mutant { file: file.to_owned(), key, what, pack: mutated });
    };
    for (track, flow) in pack.tracks() {
        for (at, action) in flow.actions.iter().enumerate() {
            for guard in 0..action.guards.len() {
                let place = flow.places.get(&action.id).and_then(|places| places.get(guard));
                let Some(Place { file, key }) = place.cloned() else { continue };
                for what in [DROPPED, TURNED] {
                    let mut mutated = pack.clone();
                    if let Some(action) =
                        flow_mut(&mut mutated, track).and_then(|flow| flow.actions.get_mut(at))
                    {
                        change(&mut action.guards, guard, what);
                    }
                    put(&file, key.clone(), what, mutated);
                }
            }
        }
    }
    for guard in 0..pack.definition.eligibility.len() {
        for what in [DROPPED, TURNED] {
            let mut mutated = pack.clone();
            change(&mut mutated.definition.eligibility, guard, what);
            put(&file, format!("eligibility[{guard}]"), what, mutated);
        }
    }
    for (at, field) in pack.definition.fields.iter().enumerate().filter(|(_, field)| field.when.is_some()) {
        let mut mutated = pack.clone();
        if let Some(field) = mutated.definition.fields.get_mut(at) {
            field.when = None;
        }
        put(&file, format!("fields.{}.when", field.id), DROPPED, mutated);
    }
    let Route::Table(table) = &pack.definition.route else { return };
    for (at, row) in table.rows.iter().enumerate() {
        let key = format!("route.rows.{}", row.id);
        put(&file, key.clone(), DROPPED, with_rows(pack, |rows| drop(rows.remove(at))));
        for guard in 0..row.when.len() {
            for what in [DROPPED, TURNED] {
                let mutated = with_rows(pack, |rows| {
                    if let Some(row) = rows.get_mut(at) {
                        change(&mut row.when, guard, what);
                    }
                });
                put(&file, format!("{key}.when[{guard}]"), what, mutated);
            }
        }
    }
}

fn with_rows(pack: &Pack, change: impl FnOnce(&mut Vec<crate::route::RouteRow>)) -> Pack {
    let mut mutated = pack.clone();
    if let Route::Table(table) = &mut mutated.definition.route {
        change(&mut table.rows);
    }
    mutated
}

fn change(guards: &mut Vec<Guard>, at: usize, what: &str) {
    if what == DROPPED {
        guards.remove(at);
    } else if let Some(guard) = guards.get_mut(at) {
        *guard = Guard::Not(Box::new(guard.clone()));
    }
}

fn flow_mut<'a>(pack: &'a mut Pack, track: &str) -> Option<&'a mut Flow> {
    if track == MAIN_TRACK { pack.flow.as_mut() } else { pack.linked.get_mut(track) }
}
