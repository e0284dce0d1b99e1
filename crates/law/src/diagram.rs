//! Decision diagrams: the conditions of all conclusions as one reduced ordered
//! binary diagram over atomic tests, each conclusion with a root of its own.
//! Tests of one fact stand together, so that a walk can take a fact's answers at
//! once (see [`crate::reduced`]).

use crate::condition::{Condition, FactSets, Form, RuleId, Test};
use crate::fact::FactId;
use crate::rule::Rule;
use std::collections::BTreeMap;

/// Index of a node; 0 and 1 are the answers.
pub type NodeId = u32;
/// The answer no.
pub const NO: NodeId = 0;
/// The answer yes.
pub const YES: NodeId = 1;

/// One test with where to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// Index of the test in [`Diagram::tests`].
    pub test: u16,
    /// Where to go if it does not hold.
    pub low: NodeId,
    /// Where to go if it holds.
    pub high: NodeId,
}

/// Tests whose facts are bound to each other, or one fact's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its facts, ascending; none if only the business date is read.
    pub facts: Vec<FactId>,
    /// Its tests: from, to.
    pub tests: (usize, usize),
    /// Whether the business date matters.
    pub reads_today: bool,
}

/// The diagram of a policy.
#[derive(Debug, Clone)]
pub struct Diagram {
    /// Tests in order, group by group.
    pub tests: Vec<Test>,
    /// Groups in order of their first fact.
    pub groups: Vec<Group>,
    /// The group of each test.
    pub group_of: Vec<u16>,
    /// Nodes; the first two are the answers.
    pub nodes: Vec<Node>,
    unique: BTreeMap<Node, NodeId>,
}

/// The most tests of one group: their answers are one word of bits.
pub const GROUP_TESTS_MAX: usize = 64;
/// The most facts that comparisons may bind to each other.
pub const GROUP_FACTS_MAX: usize = 2;

impl Diagram {
    /// Prepares the order of all tests of all rules.
    pub fn new(rules: &[Rule]) -> Self {
        let mut tests = Vec::new();
        for rule in rules {
            collect(rules, &rule.root, &mut tests);
        }
        let mut bound = FactSets::default();
        for test in &tests {
            let mut facts = test.facts();
            if let (Some(one), Some(other)) = (facts.next(), facts.next()) {
                bound.join(one, other);
            }
        }
        let key = |test: &Test| test.facts().map(|fact| bound.first(fact)).min();
        tests.sort_by_key(key);
        let mut groups: Vec<Group> = Vec::new();
        let mut group_of = Vec::new();
        let mut last = None;
        for (index, test) in tests.iter().enumerate() {
            let this = Some(key(test));
            if this != last {
                groups.push(Group { facts: Vec::new(), tests: (index, index), reads_today: false });
                last = this;
            }
            group_of.push(u16::try_from(groups.len() - 1).unwrap_or(u16::MAX));
            if let Some(group) = groups.last_mut() {
                group.tests.1 = index + 1;
                group.reads_today |= test.reads_today();
                group.facts.extend(test.facts());
                group.facts.sort_unstable();
                group.facts.dedup();
            }
        }
        let leaf = Node { test: u16::MAX, low: NO, high: YES };
        Self { tests, groups, group_of, nodes: vec![leaf, leaf], unique: BTreeMap::new() }
    }

    /// The node of a condition.
    pub fn add(&mut self, rules: &[Rule], condition: &Condition) -> NodeId {
        match &condition.form {
            Form::Test(test) => self.leaf(test),
            Form::All(parts) => parts.iter().fold(YES, |sofar, part| {
                let next = self.add(rules, part);
                self.and(sofar, next, &mut BTreeMap::new())
            }),
            Form::Any(parts) => parts.iter().fold(NO, |sofar, part| {
                let next = self.add(rules, part);
                self.or(sofar, next)
            }),
            Form::Rule { rule, wanted } => {
                let node = self.add(rules, &rules[*rule].root);
                if *wanted { node } else { self.not(node) }
            }
            Form::Item { rule, item } => self.add(rules, &rules[*rule].items[*item]),
            // Fields are read only by other fields, which the interpreter evaluates.
            Form::Field(_) => NO,
        }
    }

    /// The tests that a node can reach, by index, ascending.
    pub fn support(&self, root: NodeId) -> Vec<usize> {
        let mut found = vec![false; self.tests.len()];
        let mut seen = vec![false; self.nodes.len()];
        let mut stack = vec![root];
        while let Some(id) = stack.pop() {
            if id <= YES || std::mem::replace(&mut seen[id as usize], true) {
                continue;
            }
            let node = self.nodes[id as usize];
            found[usize::from(node.test)] = true;
            stack.extend([node.low, node.high]);
        }
        (0..found.len()).filter(|test| found[*test]).collect()
    }

    /// A diagram that forgets some tests: yes wherever some outcome of them says yes.
    pub fn forget(&mut self, root: NodeId, tests: &[bool], known: &mut BTreeMap<NodeId, NodeId>) -> NodeId {
        if root <= YES {
            return root;
        }
        if let Some(done) = known.get(&root) {
            return *done;
        }
        let Node { test, low, high } = self.nodes[root as usize];
        let low = self.forget(low, tests, known);
        let high = self.forget(high, tests, known);
        let made =
            if tests[usize::from(test)] { self.or(low, high) } else { self.node(Node { test, low, high }) };
        known.insert(root, made);
        made
    }

    /// Yes where both are.
    pub fn both(&mut self, a: NodeId, b: NodeId) -> NodeId {
        self.and(a, b, &mut BTreeMap::new())
    }

    /// Yes where the one is and the other is not.
    pub fn and_not(&mut self, a: NodeId, b: NodeId) -> NodeId {
        let b = self.not(b);
        self.and(a, b, &mut BTreeMap::new())
    }

    fn or(&mut self, a: NodeId, b: NodeId) -> NodeId {
        let (a, b) = (self.not(a), self.not(b));
        let neither = self.and(a, b, &mut BTreeMap::new());
        self.not(neither)
    }

    fn leaf(&mut self, test: &Test) -> NodeId {
        let at = self.tests.iter().position(|t| t == test).and_then(|at| u16::try_from(at).ok());
        at.map_or(NO, |test| self.node(Node { test, low: NO, high: YES }))
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

    fn not(&mut self, id: NodeId) -> NodeId {
        self.not_known(id, &mut BTreeMap::new())
    }

    fn not_known(&mut self, id: NodeId, known: &mut BTreeMap<NodeId, NodeId>) -> NodeId {
        match id {
            NO => return YES,
            YES => return NO,
            _ => {}
        }
        if let Some(done) = known.get(&id) {
            return *done;
        }
        let Node { test, low, high } = self.nodes[id as usize];
        let low = self.not_known(low, known);
        let high = self.not_known(high, known);
        let made = self.node(Node { test, low, high });
        known.insert(id, made);
        made
    }

    fn and(&mut self, a: NodeId, b: NodeId, known: &mut BTreeMap<(NodeId, NodeId), NodeId>) -> NodeId {
        match (a, b) {
            (NO, _) | (_, NO) => return NO,
            (YES, other) | (other, YES) => return other,
            (a, b) if a == b => return a,
            _ => {}
        }
        let key = (a.min(b), a.max(b));
        if let Some(done) = known.get(&key) {
            return *done;
        }
        let (left, right) = (self.nodes[a as usize], self.nodes[b as usize]);
        let test = left.test.min(right.test);
        let split = |id: NodeId, node: Node| if node.test == test { (node.low, node.high) } else { (id, id) };
        let ((a_low, a_high), (b_low, b_high)) = (split(a, left), split(b, right));
        let low = self.and(a_low, b_low, known);
        let high = self.and(a_high, b_high, known);
        let made = self.node(Node { test, low, high });
        known.insert(key, made);
        made
    }
}

fn collect(rules: &[Rule], condition: &Condition, tests: &mut Vec<Test>) {
    match &condition.form {
        Form::Test(test) => {
            if !tests.contains(test) {
                tests.push(test.clone());
            }
        }
        Form::All(parts) | Form::Any(parts) => parts.iter().for_each(|part| collect(rules, part, tests)),
        Form::Rule { rule, .. } => collect(rules, &rules[*rule].root, tests),
        Form::Item { rule, item } => collect(rules, &rules[*rule].items[*item], tests),
        Form::Field(_) => {}
    }
}

/// The rules that a condition refers to.
pub fn references(condition: &Condition, found: &mut Vec<RuleId>) {
    match &condition.form {
        Form::All(parts) | Form::Any(parts) => parts.iter().for_each(|part| references(part, found)),
        Form::Rule { rule, .. } | Form::Item { rule, .. } => found.push(*rule),
        Form::Test(_) | Form::Field(_) => {}
    }
}
