//! The diagram in which both policies stand: one node for one meaning over the
//! common tests, so that two conclusions with the same node are equal, and their
//! difference is a diagram again.

use crate::diagram::{NO, Node, NodeId, YES};
use std::collections::BTreeMap;

/// Nodes over tests in a fixed order.
#[derive(Debug, Clone)]
pub struct Graph {
    /// Nodes; the first two are the answers.
    pub nodes: Vec<Node>,
    unique: BTreeMap<Node, NodeId>,
    known: BTreeMap<(NodeId, NodeId, NodeId), NodeId>,
}

impl Default for Graph {
    fn default() -> Self {
        let leaf = Node { test: u16::MAX, low: NO, high: YES };
        Self { nodes: vec![leaf, leaf], unique: BTreeMap::new(), known: BTreeMap::new() }
    }
}

impl Graph {
    /// The node of one test.
    pub fn leaf(&mut self, test: u16) -> NodeId {
        self.node(Node { test, low: NO, high: YES })
    }

    /// If `when` then `high` else `low`.
    pub fn choose(&mut self, when: NodeId, high: NodeId, low: NodeId) -> NodeId {
        match (when, high, low) {
            (YES, ..) => return high,
            (NO, ..) => return low,
            (_, YES, NO) => return when,
            _ if high == low => return high,
            _ => {}
        }
        let key = (when, high, low);
        if let Some(done) = self.known.get(&key) {
            return *done;
        }
        // A leaf's test is greater than any other.
        let test =
            [when, high, low].into_iter().map(|id| self.nodes[id as usize].test).min().unwrap_or(u16::MAX);
        let [(w0, w1), (h0, h1), (l0, l1)] = [when, high, low].map(|id| self.split(id, test));
        let low = self.choose(w0, h0, l0);
        let high = self.choose(w1, h1, l1);
        let made = self.node(Node { test, low, high });
        self.known.insert(key, made);
        made
    }

    /// Both hold.
    pub fn and(&mut self, one: NodeId, other: NodeId) -> NodeId {
        self.choose(one, other, NO)
    }

    /// One of them holds.
    pub fn or(&mut self, one: NodeId, other: NodeId) -> NodeId {
        self.choose(one, YES, other)
    }

    /// It does not hold.
    pub fn not(&mut self, one: NodeId) -> NodeId {
        self.choose(one, NO, YES)
    }

    /// `one` holds and `other` does not.
    pub fn without(&mut self, one: NodeId, other: NodeId) -> NodeId {
        let not = self.not(other);
        self.and(one, not)
    }

    /// The tests that a node can reach, ascending.
    pub fn support(&self, root: NodeId) -> Vec<u16> {
        let mut seen = vec![false; self.nodes.len()];
        let mut found = std::collections::BTreeSet::new();
        let mut stack = vec![root];
        while let Some(id) = stack.pop() {
            if id <= YES || std::mem::replace(&mut seen[id as usize], true) {
                continue;
            }
            let node = self.nodes[id as usize];
            found.insert(node.test);
            stack.extend([node.low, node.high]);
        }
        found.into_iter().collect()
    }

    fn split(&self, id: NodeId, test: u16) -> (NodeId, NodeId) {
        let node = self.nodes[id as usize];
        if id > YES && node.test == test { (node.low, node.high) } else { (id, id) }
    }

    fn node(&mut self, node: Node) -> NodeId {
        if node.low == node.high {
            return node.low;
        }
        if let Some(known) = self.unique.get(&node) {
            return *known;
        }
        let id = NodeId::try_from(self.nodes.len()).unwrap_or(NodeId::MAX);
        self.nodes.push(node);
        self.unique.insert(node, id);
        id
    }
}
