//! The flows of a pack with the shared ones that they build on, whose clocks, notices and texts become part of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::definition::Definition;
use crate::flow::Flow;
use crate::flow::source::{self, FlowFile, FlowSource};
use crate::notice::{Notice, NoticeFile};
use crate::pack::MAIN_FILE;
use crate::problem::Problem;
use crate::read;
use crate::texts::Texts;

/// The flows of a pack.
pub(super) struct Flows {
    pub(super) flow: Option<Flow>,
    pub(super) linked: BTreeMap<String, Flow>,
    /// The pack's texts, and those of the shared flows.
    pub(super) texts: Texts,
}

/// Reads the flows; clocks and notices of shared ones are taken over where the pack has none of its own.
pub(super) fn read(
    folder: &str,
    definition: &mut Definition,
    notices: &mut Vec<Notice>,
    services: &Texts,
) -> Result<Flows, Vec<Problem>> {
    let file = format!("{folder}/{MAIN_FILE}");
    let mut texts = services.folder(folder);
    let mut problems = Vec::new();
    let mut bases = Vec::new();
    let mut whole = |source: &FlowSource| {
        let base = match &source.extends {
            None => None,
            Some(name) => match shared(name, services, notices, &mut texts) {
                Ok(base) => Some(base),
                Err(found) => {
                    problems.extend(found);
                    return None;
                }
            },
        };
        let whole = source.whole(base.as_ref(), &file).map_err(|found| problems.extend(found)).ok();
        bases.extend(base);
        whole
    };
    let flow = definition.flow.as_ref().and_then(&mut whole);
    let linked: BTreeMap<String, Flow> =
        definition.linked.iter().filter_map(|(kind, source)| Some((kind.clone(), whole(source)?))).collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let flows = || flow.iter().chain(linked.values());
    let states = flows().flat_map(|flow| &flow.states);
    let clocks: BTreeSet<&String> =
        states.flat_map(|state| state.clocks.iter().chain(&state.pauses)).collect();
    let effects: BTreeSet<&String> =
        flows().flat_map(|flow| &flow.actions).flat_map(|action| &action.effects).collect();
    let reasons: BTreeSet<&String> =
        flows().flat_map(|flow| &flow.actions).filter_map(|action| action.reasons.as_ref()).collect();
    for base in bases {
        for clock in base.clocks {
            let is_own = definition.clocks.iter().any(|own| own.id == clock.id);
            if !is_own && clocks.contains(&clock.id) {
                definition.clocks.push(clock);
            }
        }
        for effect in base.effects {
            let is_own = definition.effects.iter().any(|own| own.id == effect.id);
            if !is_own && effects.contains(&effect.id) {
                definition.effects.push(effect);
            }
        }
        for (table, rows) in base.reasons {
            if reasons.contains(&table) {
                definition.reasons.entry(table).or_insert(rows);
            }
        }
    }
    Ok(Flows { flow, linked, texts })
}

fn shared(
    name: &str,
    services: &Texts,
    notices: &mut Vec<Notice>,
    texts: &mut Texts,
) -> Result<FlowFile, Vec<Problem>> {
    let base = FlowFile::read(name, services).map_err(|problem| vec![problem])?;
    let (flow, said) = (source::path(name), source::notices_path(name));
    if services.get(&said).is_some() {
        let file: NoticeFile = read::toml(services, &said).map_err(|problem| vec![problem])?;
        for notice in file.notices(&said)? {
            let same = |own: &Notice| own.event == notice.event && own.channel == notice.channel;
            if !notices.iter().any(same) {
                notices.push(notice);
            }
        }
    }
    for path in [flow, said] {
        if let Some(text) = services.get(&path) {
            texts.insert(format!("../{path}"), text);
        }
    }
    Ok(base)
}
