//! The flows of a pack with the shared ones that they build on, whose clocks, notices and texts become part of it.
//!
//! A shared flow may build on another; what is said nearer to the pack takes the place of what is said farther off.

use std::collections::{BTreeMap, BTreeSet};

use crate::definition::Definition;
use crate::flow::Flow;
use crate::flow::source::{self, FlowFile, FlowSource};
use crate::notice::{Notice, NoticeFile};
use crate::pack::MAIN_FILE;
use crate::problem::{Problem, ProblemCode};
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
    let mut shared = Shared { services, notices, texts: services.folder(folder), files: Vec::new() };
    let mut problems = Vec::new();
    let mut whole = |source: &FlowSource, at: &str| {
        let flow = shared.over(source, &file, at, &[]);
        flow.map_err(|found| problems.extend(found)).ok()
    };
    let flow = definition.flow.as_ref().and_then(|source| whole(source, "flow"));
    let linked: BTreeMap<String, Flow> = definition
        .linked
        .iter()
        .filter_map(|(kind, source)| Some((kind.clone(), whole(source, &format!("linked.{kind}"))?)))
        .collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let Shared { texts, files, .. } = shared;
    let flows = || flow.iter().chain(linked.values());
    let states = flows().flat_map(|flow| &flow.states);
    let clocks: BTreeSet<&String> =
        states.flat_map(|state| state.clocks.iter().chain(&state.pauses)).collect();
    let effects: BTreeSet<&String> =
        flows().flat_map(|flow| &flow.actions).flat_map(|action| &action.effects).collect();
    let reasons: BTreeSet<&String> =
        flows().flat_map(|flow| &flow.actions).filter_map(|action| action.reasons.as_ref()).collect();
    for base in files {
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

/// What is gathered from the shared flows, the nearer ones first.
struct Shared<'a> {
    services: &'a Texts,
    notices: &'a mut Vec<Notice>,
    texts: Texts,
    files: Vec<FlowFile>,
}

impl Shared<'_> {
    /// The whole flow of differences that stand in a file. `under` are the shared flows that led here.
    fn over(
        &mut self,
        source: &FlowSource,
        file: &str,
        at: &str,
        under: &[&str],
    ) -> Result<Flow, Vec<Problem>> {
        let base = match &source.extends {
            None => None,
            Some(name) if under.contains(&name.as_str()) => {
                let said = format!("found `{name}`, expected a flow that does not build on this one");
                return Err(vec![Problem::new(file, "extends", ProblemCode::Malformed, said)]);
            }
            Some(name) => Some(self.named(name, under)?),
        };
        source.whole(base.as_ref(), file, at)
    }

    /// A shared flow, whole.
    fn named(&mut self, name: &str, under: &[&str]) -> Result<Flow, Vec<Problem>> {
        let file = FlowFile::read(name, self.services).map_err(|problem| vec![problem])?;
        let (path, said) = (source::path(name), source::notices_path(name));
        if self.services.get(&said).is_some() {
            let texts: NoticeFile = read::toml(self.services, &said).map_err(|problem| vec![problem])?;
            for notice in texts.notices(&said)? {
                let same = |own: &Notice| own.event == notice.event && own.channel == notice.channel;
                if !self.notices.iter().any(same) {
                    self.notices.push(notice);
                }
            }
        }
        for path in [&path, &said] {
            if let Some(text) = self.services.get(path) {
                self.texts.insert(format!("../{path}"), text);
            }
        }
        let source = file.source();
        self.files.push(file);
        let under: Vec<&str> = under.iter().copied().chain([name]).collect();
        self.over(&source, &path, "", &under)
    }
}
