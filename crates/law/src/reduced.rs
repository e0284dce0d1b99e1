//! A conclusion's diagram under what is known: groups become nodes with one
//! branch for each cell, equal branches fall together. In this reduced form the
//! answers are exact: a conclusion is decided exactly if the root is an answer,
//! and an absent fact matters exactly if a node of its group is left.

use crate::cells::{Cells, Mask};
use crate::diagram::{Diagram, NO, NodeId, YES};

/// How a group's cells are chosen.
#[derive(Debug, Clone)]
pub enum Choice {
    /// Its facts are known.
    Known(Mask),
    /// A fact is absent: every cell has to be reckoned with.
    Every(Cells),
    /// A known fact that may be otherwise: any cell may be chosen.
    Any {
        /// The patterns in the type's order.
        masks: Vec<Mask>,
        /// The first value of each.
        values: Vec<i64>,
        /// The one that holds now.
        now: usize,
    },
}

/// Index of a reduced node; 0 and 1 are the answers.
type Id = u32;

#[derive(Debug, Clone, Copy)]
struct Branching {
    group: u16,
    from: u32,
    count: u16,
}

/// The reduced diagram of one conclusion; memory is kept from one use to the next.
#[derive(Debug, Default)]
pub struct Reduced {
    nodes: Vec<Branching>,
    branches: Vec<Id>,
    known: Vec<Id>,
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
    /// Forgets what was built, for another conclusion or other facts.
    pub fn start(&mut self, diagram: &Diagram) {
        self.nodes.clear();
        self.branches.clear();
        self.every.clear();
        self.both.clear();
        let leaf = Branching { group: u16::MAX, from: 0, count: 0 };
        self.nodes.extend([leaf, leaf]);
        self.known.clear();
        self.known.resize(diagram.nodes.len(), UNSEEN);
    }

    /// The reduced node of a diagram's node.
    pub fn reduce(&mut self, diagram: &Diagram, choices: &[Choice], node: NodeId) -> Id {
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
            Choice::Any { masks, .. } => self.branch(diagram, choices, node, group, masks),
        };
        self.known[node as usize] = made;
        made
    }

    fn branch(&mut self, diagram: &Diagram, choices: &[Choice], node: NodeId, group: u16, masks: &[Mask]) -> Id {
        let ids: Vec<Id> = masks
            .iter()
            .map(|mask| self.reduce(diagram, choices, follow(diagram, node, group, *mask)))
            .collect();
        self.intern(group, &ids)
    }

    fn intern(&mut self, group: u16, ids: &[Id]) -> Id {
        if let Some(first) = ids.first().filter(|first| ids.iter().all(|id| id == *first)) {
            return *first;
        }
        let same = |node: &Branching| node.group == group && self.of(node) == ids;
        if let Some(at) = self.nodes.iter().position(same) {
            return Id::try_from(at).unwrap_or(UNSEEN);
        }
        let from = u32::try_from(self.branches.len()).unwrap_or(u32::MAX);
        self.branches.extend_from_slice(ids);
        let count = u16::try_from(ids.len()).unwrap_or(u16::MAX);
        self.nodes.push(Branching { group, from, count });
        Id::try_from(self.nodes.len() - 1).unwrap_or(UNSEEN)
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
    pub fn for_every(&mut self, choices: &[Choice], id: Id) -> Id {
        if id <= YES {
            return id;
        }
        if let Some((_, done)) = self.every.iter().find(|(from, _)| *from == id) {
            return *done;
        }
        let node = self.nodes[id as usize];
        let ids: Vec<Id> = self.of(&node).to_vec();
        let ids: Vec<Id> = ids.into_iter().map(|branch| self.for_every(choices, branch)).collect();
        let made = match choices[usize::from(node.group)] {
            Choice::Every(_) => ids.into_iter().reduce(|a, b| self.and(a, b)).unwrap_or(YES),
            Choice::Any { .. } | Choice::Known(_) => self.intern(node.group, &ids),
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
        let mut ids = Vec::with_capacity(usize::from(count));
        for index in 0..usize::from(count) {
            let x = if left.group == group { self.branches[left.from as usize + index] } else { a };
            let y = if right.group == group { self.branches[right.from as usize + index] } else { b };
            ids.push(self.and(x, y));
        }
        let made = self.intern(group, &ids);
        self.both.push((a, b, made));
        made
    }

    /// The least number of changes that lead from what holds now to yes.
    pub fn cost(&mut self, choices: &[Choice], root: Id) -> u8 {
        self.costs.clear();
        self.costs.resize(self.nodes.len(), NEVER - 1);
        self.cost_of(choices, root)
    }

    fn cost_of(&mut self, choices: &[Choice], id: Id) -> u8 {
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
    pub fn changes(&self, choices: &[Choice], id: Id, budget: u8, path: &mut Change, found: &mut Vec<Change>) {
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

fn holds_now(choices: &[Choice], group: u16, index: u16) -> bool {
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
