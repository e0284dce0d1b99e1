//! A flow as it is written: on its own, or as differences from a shared one.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::action::{Action, Verdict};
use super::guard::Guard;
use super::owner::Owner;
use super::state::State;
use super::{Flow, Place};
use crate::clock::Clock;
use crate::effect::Effect;
use crate::problem::{Problem, ProblemCode};
use crate::read;
use crate::reason::Reason;
use crate::texts::Texts;

/// The folder of the shared flows.
pub const FOLDER: &str = "flows";

/// A shared flow, `services/flows/<name>.toml`: a whole one, or differences from another. Its keys are those of
/// [`FlowSource`], and what a pack takes over beside.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlowFile {
    /// The shared flow it builds on.
    #[serde(default)]
    pub extends: Option<String>,
    /// The state in which a case begins, where it differs.
    #[serde(default)]
    pub start: Option<String>,
    /// States that are not there.
    #[serde(default)]
    pub without_states: Vec<String>,
    /// Actions that are not there.
    #[serde(default)]
    pub without_actions: Vec<String>,
    /// The states.
    #[serde(default)]
    pub states: Vec<State>,
    /// The actions.
    #[serde(default)]
    pub actions: Vec<Action>,
    /// What is added to states.
    #[serde(default)]
    pub in_state: Vec<InState>,
    /// What is added to actions.
    #[serde(default)]
    pub on_action: Vec<OnAction>,
    /// Clocks that a pack takes over unless it has its own of the same id.
    #[serde(default)]
    pub clocks: Vec<Clock>,
    /// Effects that a pack takes over in the same way.
    #[serde(default)]
    pub effects: Vec<Effect>,
    /// Tables of reasons that a pack takes over in the same way.
    #[serde(default)]
    pub reasons: BTreeMap<String, Vec<Reason>>,
}

/// The flow of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlowSource {
    /// The shared flow it builds on.
    #[serde(default)]
    pub extends: Option<String>,
    /// The state in which a case begins, where it differs.
    #[serde(default)]
    pub start: Option<String>,
    /// States of the shared flow that are not there.
    #[serde(default)]
    pub without_states: Vec<String>,
    /// Actions of the shared flow that are not there. Those that begin or end in a state that is not there go with it.
    #[serde(default)]
    pub without_actions: Vec<String>,
    /// States that are added, or take the place of one with the same id.
    #[serde(default)]
    pub states: Vec<State>,
    /// Actions that are added, or take the place of one with the same id.
    #[serde(default)]
    pub actions: Vec<Action>,
    /// What is added to states of the shared flow.
    #[serde(default)]
    pub in_state: Vec<InState>,
    /// What is added to actions of the shared flow.
    #[serde(default)]
    pub on_action: Vec<OnAction>,
}

/// What is added to a state of the shared flow.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InState {
    /// The state.
    pub id: String,
    /// Another owner.
    #[serde(default)]
    pub owner: Option<Owner>,
    /// Other clocks.
    #[serde(default)]
    pub clocks: Option<Vec<String>>,
    /// Other clocks that stand still.
    #[serde(default)]
    pub pauses: Option<Vec<String>>,
}

/// What is added to an action of the shared flow.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnAction {
    /// The action.
    pub id: String,
    /// Another state it leads to.
    #[serde(default)]
    pub to: Option<String>,
    /// States in which it can be done too.
    #[serde(default)]
    pub from: Vec<String>,
    /// Others who may do it.
    #[serde(default)]
    pub who: Option<Vec<Owner>>,
    /// Conditions more.
    #[serde(default)]
    pub guards: Vec<Guard>,
    /// Effects more.
    #[serde(default)]
    pub effects: Vec<String>,
    /// Notices more.
    #[serde(default)]
    pub notices: Vec<String>,
    /// Whether another officer must confirm it.
    #[serde(default)]
    pub second: Option<bool>,
    /// Whether it decides the matter.
    #[serde(default)]
    pub decides: Option<Verdict>,
}

impl FlowFile {
    /// Reads a shared flow.
    pub fn read(name: &str, services: &Texts) -> Result<Self, Problem> {
        read::toml(services, &path(name))
    }

    /// Its states and actions, as differences from what it builds on.
    pub fn source(&self) -> FlowSource {
        FlowSource {
            extends: self.extends.clone(),
            start: self.start.clone(),
            without_states: self.without_states.clone(),
            without_actions: self.without_actions.clone(),
            states: self.states.clone(),
            actions: self.actions.clone(),
            in_state: self.in_state.clone(),
            on_action: self.on_action.clone(),
        }
    }
}

/// Where a shared flow stands.
pub fn path(name: &str) -> String {
    format!("{FOLDER}/{name}.toml")
}

/// Where the notices of a shared flow stand.
pub fn notices_path(name: &str) -> String {
    format!("{FOLDER}/{name}.notices.toml")
}

impl FlowSource {
    /// The whole flow, over the one that it builds on. `file` is where the differences stand, `at` the key there.
    pub fn whole(&self, base: Option<&Flow>, file: &str, at: &str) -> Result<Flow, Vec<Problem>> {
        let key = |key: &str| if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") };
        let mut problems = Vec::new();
        let mut wrong = |key: String, said: String| {
            problems.push(Problem::new(file, key, ProblemCode::UnknownState, said));
        };
        let mut flow = base.cloned().unwrap_or_else(Flow::empty);
        let Flow { states, actions, places, .. } = &mut flow;
        let (mut has_state, mut has_action) = (BTreeSet::new(), BTreeSet::new());
        has_state.extend(states.iter().map(|state| state.id.clone()));
        has_action.extend(actions.iter().map(|action| action.id.clone()));
        for id in self.without_states.iter().filter(|id| !has_state.contains(*id)) {
            let said = format!("found `{id}`, expected a state of the shared flow");
            wrong(key("without_states"), said);
        }
        for id in self.without_actions.iter().filter(|id| !has_action.contains(*id)) {
            let said = format!("found `{id}`, expected an action of the shared flow");
            wrong(key("without_actions"), said);
        }
        for change in &self.in_state {
            match states.iter_mut().find(|state| state.id == change.id) {
                Some(state) => change.apply(state),
                None => wrong(
                    key(&format!("in_state.{}", change.id)),
                    "the id of a state of the shared flow".to_owned(),
                ),
            }
        }
        for change in &self.on_action {
            let key = key(&format!("on_action.{}", change.id));
            match actions.iter_mut().find(|action| action.id == change.id) {
                Some(action) => {
                    change.apply(action);
                    let more = places_of(&change.guards, file, &key);
                    places.entry(change.id.clone()).or_default().extend(more);
                }
                None => wrong(key, "the id of an action of the shared flow".to_owned()),
            }
        }
        states.retain(|state| !self.without_states.contains(&state.id));
        actions.retain(|action| {
            !self.without_actions.contains(&action.id) && !self.without_states.contains(&action.to)
        });
        for action in actions.iter_mut() {
            action.from.retain(|from| !self.without_states.contains(from));
        }
        actions.retain(|action| !action.from.is_empty());
        put(states, &self.states, |state| &state.id);
        put(actions, &self.actions, |action| &action.id);
        for action in &self.actions {
            let key = key(&format!("actions.{}", action.id));
            places.insert(action.id.clone(), places_of(&action.guards, file, &key).collect());
        }
        if let Some(start) = &self.start {
            flow.start.clone_from(start);
        }
        if flow.start.is_empty() {
            wrong(key("start"), "the state in which a case begins".to_owned());
        }
        if problems.is_empty() { Ok(flow) } else { Err(problems) }
    }
}

fn places_of(guards: &[Guard], file: &str, key: &str) -> impl Iterator<Item = Place> {
    (0..guards.len()).map(move |at| Place { file: file.to_owned(), key: format!("{key}.guards[{at}]") })
}

/// Adds each, or puts it in the place of the one with its id.
fn put<T: Clone>(all: &mut Vec<T>, more: &[T], id: impl Fn(&T) -> &String) {
    for new in more {
        match all.iter_mut().find(|old| id(old) == id(new)) {
            Some(old) => *old = new.clone(),
            None => all.push(new.clone()),
        }
    }
}

impl InState {
    fn apply(&self, state: &mut State) {
        state.owner = self.owner.clone().or(state.owner.take());
        if let Some(clocks) = &self.clocks {
            state.clocks.clone_from(clocks);
            state.rests = None;
        }
        if let Some(pauses) = &self.pauses {
            state.pauses.clone_from(pauses);
        }
    }
}

impl OnAction {
    fn apply(&self, action: &mut Action) {
        if let Some(to) = &self.to {
            action.to.clone_from(to);
        }
        if let Some(who) = &self.who {
            action.who.clone_from(who);
        }
        action.from.extend(self.from.iter().cloned());
        action.guards.extend(self.guards.iter().cloned());
        action.effects.extend(self.effects.iter().cloned());
        action.notices.extend(self.notices.iter().cloned());
        action.second = self.second.unwrap_or(action.second);
        action.decides = self.decides.or(action.decides);
    }
}
