//! The diagram under what is known: groups become nodes with one
//! branch for each cell, equal branches fall together. In this reduced form the
//! answers are exact: a conclusion is decided exactly if the root is an answer,
//! and an absent fact matters exactly if a node of its group is left.

use crate::cells::{Cells, Mask, Options};
use crate::diagram::{Diagram, NO, NodeId, YES};
use std::borrow::Cow;

/// How a group's cells are chosen.
#[derive(Debug, Clone)]
pub enum Choice<'p> {
    /// Its facts are known.
    Known(Mask),
    /// A fact is absent: every cell has to be reckoned with.
    Every(Cow<'p, Cells>),
    /// A known fact that may be otherwise: any cell may be chosen.
    Any {
        /// The cells, in the type's order.
        options: Cow<'p, Options>,
        /// The one that holds now.
        now: usize,
    },
}

/// Index of a reduced node; 0 and 1 are the answers.
type Id = u32;

#[derive(Debug, Clone, Copy)]
struct Branching {
    group: u16,
    count: u16,
    from: u32,
    /// The node of the same group that was made before.
    before: Id,
}

/// The reduced diagram; memory is kept from one use to the next.
#[derive(Debug, Default)]
pub struct Reduced {
    nodes: Vec<Branching>,
    branches: Vec<Id>,
    known: Vec<Id>,
    last: Vec<Id>,
    work: Vec<Id>,
    every: Vec<(Id, Id)>,
    both: Vec<(Id, Id, Id)>,
    costs: Vec<u8>,
}

const UNSEEN: Id = Id::MAX;
/// No change works.
pub const NEVER: u8 = u8::MAX;

/// One change that works: for each group whether and to which cell it changes.
pub type Change = Vec<(u16, u16)>;

impl Reduced {
    /// Forgets what was built, for other facts.
    pub fn start(&mut self, diagram: &Diagram) {
        self.nodes.clear();
        self.branches.clear();
        self.every.clear();
        self.both.clear();
        let leaf = Branching { group: u16::MAX, count: 0, from: 0, before: UNSEEN };
        self.nodes.extend([leaf, leaf]);
        self.last.clear();
        self.last.resize(diagram.groups.len(), UNSEEN);
        self.known.clear();
        self.known.resize(diagram.nodes.len(), UNSEEN);
    }

    /// The reduced node of a diagram's node.
    pub fn reduce(&mut self, diagram: &Diagram, choices: &[Choice<'_>], node: NodeId) -> Id {
        if node <= YES {
            return node;
        }
        let done = self.known[node as usize];
        if done != UNSEEN {
            return done;
        }
        let group = diagram.group_of[usize::from(diagram.nodes[node as usize].test)];
        let made = match &choices[usize::from(group)] {
            Choice::Known(mask) => self.reduce(diagram, choices, follow(diagram, node, group, *mask)),
            Choice::Every(cells) => self.branch(diagram, choices, node, group, &cells.masks),
            Choice::Any { options, .. } => self.branch(diagram, choices, node, group, &options.masks),
        };
        self.known[node as usize] = made;
        made
    }

    fn branch(
        &mut self,
        diagram: &Diagram,
        choices: &[Choice<'_>],
        node: NodeId,
        group: u16,
        masks: &[Mask],
    ) -> Id {
        let from = self.work.len();
        for mask in masks {
            let id = self.reduce(diagram, choices, follow(diagram, node, group, *mask));
            self.work.push(id);
        }
        self.intern_work(group, from)
    }

    /// The node of the branches that were pushed to `work` from `from` on.
    fn intern_work(&mut self, group: u16, from: usize) -> Id {
        let ids = &self.work[from..];
        let made = match ids.first() {
            Some(first) if ids.iter().all(|id| id == first) => *first,
            _ => self.find(group, from).unwrap_or_else(|| self.add(group, from)),
        };
        self.work.truncate(from);
        made
    }

    fn find(&self, group: u16, from: usize) -> Option<Id> {
        let ids = &self.work[from..];
        let mut at = self.last[usize::from(group)];
        while at != UNSEEN {
            let node = &self.nodes[at as usize];
            if self.of(node) == ids {
                return Some(at);
            }
            at = node.before;
        }
        None
    }

    fn add(&mut self, group: u16, from: usize) -> Id {
        let start = u32::try_from(self.branches.len()).unwrap_or(u32::MAX);
        self.branches.extend_from_slice(&self.work[from..]);
        let count = u16::try_from(self.work.len() - from).unwrap_or(u16::MAX);
        let id = Id::try_from(self.nodes.len()).unwrap_or(UNSEEN);
        let before = std::mem::replace(&mut self.last[usize::from(group)], id);
        self.nodes.push(Branching { group, count, from: start, before });
        id
    }

    fn of(&self, node: &Branching) -> &[Id] {
        &self.branches[node.from as usize..node.from as usize + usize::from(node.count)]
    }

    /// Calls `seen` with each group that is left below `root` and its branches.
    pub fn left(&self, root: Id, mut seen: impl FnMut(u16, &[Id])) {
        let mut stack = vec![root];
        let mut visited = vec![false; self.nodes.len()];
        while let Some(id) = stack.pop() {
            if id <= YES || std::mem::replace(&mut visited[id as usize], true) {
                continue;
            }
            let node = self.nodes[id as usize];
            seen(node.group, self.of(&node));
            stack.extend(self.of(&node));
        }
    }

    /// The diagram that says yes only where every completion of the absent facts
    /// does: what remains asks only facts that may be changed.
    pub fn for_every(&mut self, choices: &[Choice<'_>], id: Id) -> Id {
        if id <= YES {
            return id;
        }
        if let Some((_, done)) = self.every.iter().find(|(from, _)| *from == id) {
            return *done;
        }
        let node = self.nodes[id as usize];
        let from = self.work.len();
        for index in 0..usize::from(node.count) {
            let branch = self.branches[node.from as usize + index];
            let id = self.for_every(choices, branch);
            self.work.push(id);
        }
        let made = match choices[usize::from(node.group)] {
            Choice::Every(_) => {
                let mut all = YES;
                for index in from..self.work.len() {
                    let branch = self.work[index];
                    all = self.and(all, branch);
                }
                self.work.truncate(from);
                all
            }
            Choice::Any { .. } | Choice::Known(_) => self.intern_work(node.group, from),
        };
        self.every.push((id, made));
        made
    }

    fn and(&mut self, a: Id, b: Id) -> Id {
        match (a, b) {
            (NO, _) | (_, NO) => return NO,
            (YES, other) | (other, YES) => return other,
            (a, b) if a == b => return a,
            _ => {}
        }
        let (a, b) = (a.min(b), a.max(b));
        if let Some((.., done)) = self.both.iter().find(|(x, y, _)| *x == a && *y == b) {
            return *done;
        }
        let (left, right) = (self.nodes[a as usize], self.nodes[b as usize]);
        let group = left.group.min(right.group);
        let count = if left.group == group { left.count } else { right.count };
        let from = self.work.len();
        for index in 0..usize::from(count) {
            let x = if left.group == group { self.branches[left.from as usize + index] } else { a };
            let y = if right.group == group { self.branches[right.from as usize + index] } else { b };
            let id = self.and(x, y);
            self.work.push(id);
        }
        let made = self.intern_work(group, from);
        self.both.push((a, b, made));
        made
    }

    /// The least number of changes that lead from what holds now to yes.
    pub fn cost(&mut self, choices: &[Choice<'_>], root: Id) -> u8 {
        self.costs.clear();
        self.costs.resize(self.nodes.len(), NEVER - 1);
        self.cost_of(choices, root)
    }

    fn cost_of(&mut self, choices: &[Choice<'_>], id: Id) -> u8 {
        match id {
            NO => return NEVER,
            YES => return 0,
            _ => {}
        }
        if self.costs[id as usize] != NEVER - 1 {
            return self.costs[id as usize];
        }
        let node = self.nodes[id as usize];
        let mut best = NEVER;
        for index in 0..node.count {
            let branch = self.branches[node.from as usize + usize::from(index)];
            let onward = self.cost_of(choices, branch);
            best = best.min(onward.saturating_add(u8::from(!holds_now(choices, node.group, index))));
        }
        self.costs[id as usize] = best;
        best
    }

    /// All ways of `budget` changes, in no order. [`Reduced::cost`] comes first.
    pub fn changes(
        &self,
        choices: &[Choice<'_>],
        id: Id,
        budget: u8,
        path: &mut Change,
        found: &mut Vec<Change>,
    ) {
        if id == YES {
            if budget == 0 {
                found.push(path.clone());
            }
            return;
        }
        if id == NO || self.costs[id as usize] > budget {
            return;
        }
        let node = self.nodes[id as usize];
        for (index, branch) in (0..node.count).zip(self.of(&node)) {
            if holds_now(choices, node.group, index) {
                self.changes(choices, *branch, budget, path, found);
            } else if budget > 0 {
                path.push((node.group, index));
                self.changes(choices, *branch, budget - 1, path, found);
                path.pop();
            }
        }
    }
}

fn holds_now(choices: &[Choice<'_>], group: u16, index: u16) -> bool {
    match &choices[usize::from(group)] {
        Choice::Any { now, .. } => *now == usize::from(index),
        Choice::Known(_) | Choice::Every(_) => true,
    }
}

/// The first node behind a group's tests.
pub fn follow(diagram: &Diagram, mut node: NodeId, group: u16, mask: Mask) -> NodeId {
    let first = diagram.groups[usize::from(group)].tests.0;
    while node > YES {
        let at = diagram.nodes[node as usize];
        let test = usize::from(at.test);
        if diagram.group_of[test] != group {
            break;
        }
        node = if mask >> (test - first) & 1 == 1 { at.high } else { at.low };
    }
    node
}
