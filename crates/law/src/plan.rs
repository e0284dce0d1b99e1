//! A conclusion made ready to be decided: its root in the policy's diagram, the
//! lines of its explanation, what its fields read.

use crate::binding;
use crate::cells::{self, Cells, Options};
use crate::condition::{Condition, Form, Test, World};
use crate::date::Date;
use crate::diagram::{Diagram, GROUP_FACTS_MAX, GROUP_TESTS_MAX, Group, NodeId};
use crate::fact::{self, FactId};
use crate::fields;
use crate::layer::{Effect, Layer};
use crate::parameter::ParameterId;
use crate::phrase::unnamed;
use crate::policy::Policy;
use crate::rule::Rule;
use crate::value::Tangled;
use law_syntax::{Anchor, Diagnostic, Span};
use std::collections::BTreeMap;

/// A line of an explanation.
#[derive(Debug, Clone)]
pub struct Line {
    /// 0 is the conclusion itself.
    pub depth: usize,
    /// What it is.
    pub kind: LineKind,
    /// Its number, e.g. （一）.
    pub label: Option<String>,
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
    /// Provision.
    pub anchor: Anchor,
    /// Readings.
    pub readings: Vec<String>,
    /// File and place.
    pub place: (usize, Span),
    /// Where its value stands in the diagram.
    pub node: NodeId,
    /// The facts that a line without further lines reads.
    pub facts: Vec<FactId>,
    /// The parameters that such a line reads.
    pub parameters: Vec<ParameterId>,
    /// Stands inside the conclusion of this plan, which has an answer of its own.
    pub within: Option<usize>,
    /// Of which instrument it is, and on which business dates it is shown.
    pub layer: Layer,
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// The conclusion asked.
    Conclusion,
    /// Another conclusion that it rests on.
    Reference(usize),
    /// A term.
    Definition,
    /// A numbered condition.
    Condition,
    /// An exception, or that it does not apply.
    Exception {
        /// What it does.
        effect: Effect,
        /// The line says that it applies, not that it does not.
        applies: bool,
    },
}

/// A field with what it reads.
#[derive(Debug, Clone)]
pub struct FieldPlan {
    /// All tests of its cases.
    pub tests: Vec<Test>,
    /// All facts that it reads.
    pub facts: Vec<FactId>,
    /// All parameters that it reads.
    pub parameters: Vec<ParameterId>,
    /// What the ends of pieces do not show.
    pub tangled: Tangled,
}

/// A conclusion, ready to be decided.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Its rule.
    pub rule: usize,
    /// Where it starts in the policy's diagram.
    pub root: NodeId,
    /// Where it starts if whatever may turn with the business date is forgotten:
    /// a no there is a no on every day.
    pub timeless_root: NodeId,
    /// The tests that it can reach, by index.
    pub tests: Vec<usize>,
    /// The groups that it can reach and whose cells may turn with the business date.
    pub turning: Vec<usize>,
    /// Parameters among its conditions.
    pub dated_parameters: Vec<ParameterId>,
    /// Its explanation's lines, in order.
    pub lines: Vec<Line>,
    /// Its fields.
    pub fields: Vec<FieldPlan>,
    /// Exceptions that take out of it, whoever prevails first, each with the node
    /// where it holds and the conclusion would have but for all of them.
    pub effects: Vec<(usize, NodeId)>,
    /// Whether it counts working days, in a condition or a field.
    pub reads_calendar: bool,
}

/// Completes a policy: the diagram of all conclusions, and a plan for each.
pub fn prepare(policy: &mut Policy, out: &mut Vec<Diagnostic>) {
    bound(policy, out);
    let mut diagram = policy.diagram.clone();
    policy.plans = plans(policy, &mut diagram, out);
    policy.diagram = diagram;
    policy.cells = policy.diagram.groups.iter().map(|group| fixed_cells(policy, group)).collect();
}

fn fixed_cells(policy: &Policy, group: &Group) -> Option<(Cells, Options)> {
    if !cells::is_fixed(&policy.diagram, group, &policy.facts) {
        return None;
    }
    let facts = vec![fact::ABSENT; policy.facts.len()];
    let world = World {
        today: Date::MIN,
        facts: &facts,
        settings: &[],
        regions: &policy.regions,
        calendar: &policy.calendar,
    };
    let every = Cells::of_one(&policy.diagram, group, group.facts[0], &policy.facts, &world);
    Some((every, Options::new(&policy.diagram, group, &policy.facts, &world)))
}

/// Comparisons may bind only what can be decided exactly.
fn bound(policy: &Policy, out: &mut Vec<Diagnostic>) {
    for group in &policy.diagram.groups {
        let too_many_facts = group.facts.len() > GROUP_FACTS_MAX;
        let bound_and_changeable =
            group.facts.len() > 1 && group.facts.iter().any(|fact| policy.facts[*fact].changeable);
        let tests = &policy.diagram.tests[group.tests.0..group.tests.1];
        let crossing = group.facts.len() > 1 && !binding::keep_apart(tests);
        if too_many_facts
            || bound_and_changeable
            || crossing
            || group.tests.1 - group.tests.0 > GROUP_TESTS_MAX
        {
            let names: Vec<&str> = group.facts.iter().map(|fact| policy.facts[*fact].name.as_str()).collect();
            let Some((rule, span)) = bound_at(policy, &group.facts) else { return };
            out.push(
                Diagnostic::error(
                    "E0241",
                    &rule.source,
                    span,
                    format!("比较把这些信息项连在一起，超出了能够精确判断的范围：{}", names.join("、")),
                    format!("comparisons bind more than can be decided exactly: {}", names.join(", ")),
                )
                .hint(
                    "一次比较最多连接两个信息项，可以改变的信息项不与其他信息项比较；同一对日期的期间用同一种单位",
                    "bind at most two facts, none of them changeable, and two days by periods of one kind of unit",
                ),
            );
        }
    }
}

/// The last line that compares two of these facts, else the first rule.
fn bound_at<'a>(policy: &'a Policy, facts: &[FactId]) -> Option<(&'a Rule, Span)> {
    let line = |rule: &'a Rule| compares(&rule.root, facts, rule.span).map(|span| (rule, span));
    policy.rules.iter().rev().find_map(line).or_else(|| policy.rules.first().map(|rule| (rule, rule.span)))
}

fn compares(condition: &Condition, facts: &[FactId], above: Span) -> Option<Span> {
    let here = if condition.shown { condition.span } else { above };
    match &condition.form {
        Form::Test(test) => (test.facts().filter(|fact| facts.contains(fact)).count() > 1).then_some(here),
        Form::All(parts) | Form::Any(parts) => {
            parts.iter().rev().find_map(|part| compares(part, facts, here))
        }
        Form::Rule { .. } | Form::Item { .. } | Form::Field(_) => None,
    }
}

fn plans(policy: &Policy, diagram: &mut Diagram, out: &mut Vec<Diagnostic>) -> Vec<Plan> {
    let mut order: Vec<usize> =
        (0..policy.rules.len()).filter(|id| policy.rules[*id].is_conclusion).collect();
    order.sort_by(|a, b| policy.rules[*a].key.cmp(&policy.rules[*b].key));
    order.iter().map(|id| plan(policy, diagram, *id, &order, out)).collect()
}

fn plan(
    policy: &Policy,
    diagram: &mut Diagram,
    id: usize,
    order: &[usize],
    out: &mut Vec<Diagnostic>,
) -> Plan {
    let rule = &policy.rules[id];
    let root = diagram.add(&policy.rules, &rule.root);
    let tests = diagram.support(root);
    let mut dated_parameters: Vec<ParameterId> =
        tests.iter().flat_map(|test| diagram.tests[*test].parameters()).collect();
    dated_parameters.sort_unstable();
    dated_parameters.dedup();
    for parameter in &dated_parameters {
        let declared = &policy.parameters[*parameter];
        if declared.default.is_none() {
            out.push(
                Diagnostic::error(
                    "E0242",
                    &rule.source,
                    rule.span,
                    format!("条件使用了可能没有数值的参数“{}”", declared.name),
                    format!("a condition reads `{}`, which may have no value", declared.key),
                )
                .hint("条件只使用有缺省的授权事项", "conditions read only authorised matters with a default"),
            );
        }
    }
    let mut lines = Vec::new();
    let mut turning: Vec<usize> = tests.iter().map(|test| usize::from(diagram.group_of[*test])).collect();
    turning.dedup();
    turning.retain(|group| !cells::is_fixed(diagram, &diagram.groups[*group], &policy.facts));
    let forgotten: Vec<bool> =
        diagram.group_of.iter().map(|group| turning.contains(&usize::from(*group))).collect();
    let timeless_root = diagram.forget(root, &forgotten, &mut BTreeMap::new());
    let mut writer = LineWriter { policy, order, diagram, lines: &mut lines };
    writer.rule(id, 0, LineKind::Conclusion, None, &rule.root);
    let fields = (0..rule.fields.len())
        .map(|index| {
            let (mut tests, mut facts, mut parameters) = (Vec::new(), Vec::new(), Vec::new());
            fields::support(&policy.rules, rule, index, &mut tests, &mut facts);
            parameters.extend(tests.iter().flat_map(Test::parameters));
            fields::parameters(rule, index, &mut parameters);
            parameters.sort_unstable();
            parameters.dedup();
            facts.extend(scope_facts(policy, rule, index));
            facts.sort_unstable();
            facts.dedup();
            fields::cuts(policy, rule, index, &mut tests);
            FieldPlan { tests, facts, parameters, tangled: fields::tangled(rule, index) }
        })
        .collect();
    let counted = tests.iter().any(|test| diagram.tests[*test].reads_calendar());
    let cases = rule.fields.iter().flat_map(|field| &field.cases);
    let reads_calendar = counted || cases.into_iter().any(|case| case.value.reads_calendar());
    let effects = effects(policy, diagram, id);
    Plan {
        rule: id,
        root,
        timeless_root,
        tests,
        turning,
        dated_parameters,
        lines,
        fields,
        effects,
        reads_calendar,
    }
}

fn effects(policy: &Policy, diagram: &mut Diagram, id: usize) -> Vec<(usize, NodeId)> {
    let all = policy.exceptions.iter().enumerate();
    let mut left: Vec<usize> =
        all.filter(|(_, e)| e.target == id && e.effect.takes_out()).map(|(index, _)| index).collect();
    let mut granted = policy.rules[id].root.clone();
    grant_all(&mut granted, &left.iter().map(|index| policy.exceptions[*index].rule).collect::<Vec<_>>());
    let mut found = Vec::new();
    while !left.is_empty() {
        let loses = |index: usize| left.iter().any(|other| policy.exceptions[*other].over.contains(&index));
        let at = left.iter().position(|index| !loses(*index)).unwrap_or(0);
        let index = left.remove(at);
        let exception = &policy.exceptions[index];
        let holds = unnamed(Form::Rule { rule: exception.rule, wanted: true });
        let but_for = unnamed(Form::All(vec![granted.clone(), holds]));
        found.push((index, diagram.add(&policy.rules, &but_for)));
    }
    found
}

/// The facts that name the district of what a field reads, by way of earlier fields too.
fn scope_facts(policy: &Policy, rule: &Rule, index: usize) -> Vec<FactId> {
    let mut parameters = Vec::new();
    let mut found = Vec::new();
    for case in &rule.fields[index].cases {
        case.value.parameters(&mut parameters);
        let mut earlier = Vec::new();
        case.value.fields(&mut earlier);
        if let Some(condition) = &case.when {
            fields_read(condition, &mut earlier);
        }
        for field in earlier {
            found.extend(scope_facts(policy, rule, field));
        }
    }
    let matters = parameters.iter().filter_map(|id| policy.parameters[*id].matter.as_ref());
    found.extend(matters.filter_map(|matter| matter.scope));
    found
}

/// The earlier fields that a condition of a case names.
fn fields_read(condition: &Condition, found: &mut Vec<usize>) {
    match &condition.form {
        Form::Field(field) => found.push(*field),
        Form::All(parts) | Form::Any(parts) => parts.iter().for_each(|part| fields_read(part, found)),
        Form::Test(_) | Form::Rule { .. } | Form::Item { .. } => {}
    }
}

/// Leaves out that these exceptions do not apply.
fn grant_all(condition: &mut Condition, exceptions: &[usize]) {
    let takes_out = |part: &Condition| matches!(&part.form, Form::Rule { rule, wanted: false } if exceptions.contains(rule));
    if let Form::All(parts) | Form::Any(parts) = &mut condition.form {
        parts.retain(|part| !takes_out(part));
        for part in parts {
            grant_all(part, exceptions);
        }
    }
}

struct LineWriter<'a> {
    policy: &'a Policy,
    order: &'a [usize],
    diagram: &'a mut Diagram,
    lines: &'a mut Vec<Line>,
}

impl LineWriter<'_> {
    /// The lines of a rule and all below it.
    fn rule(&mut self, id: usize, depth: usize, kind: LineKind, within: Option<usize>, shown: &Condition) {
        let rule = &self.policy.rules[id];
        let node = self.diagram.add(&self.policy.rules, shown);
        let mut own = line(self.policy, shown, depth, kind, node, within);
        own.anchor = if kind == LineKind::Conclusion { rule.anchor } else { shown.anchor };
        self.lines.push(own);
        self.below(&rule.root, depth + 1, within);
    }

    fn below(&mut self, condition: &Condition, depth: usize, within: Option<usize>) {
        let parts: &[Condition] = match &condition.form {
            Form::All(parts) | Form::Any(parts) => parts,
            Form::Rule { rule, .. } => {
                let other = &self.policy.rules[*rule];
                return self.below(&other.root, depth, within);
            }
            Form::Item { rule, item } => {
                let other = &self.policy.rules[*rule];
                return self.below(&other.items[*item], depth, within);
            }
            Form::Test(_) | Form::Field(_) => return,
        };
        for part in parts {
            // The conclusion itself says from which day the measures hold; once is enough.
            if part.anchor.article == 0 && part.shown && depth > 1 {
                continue;
            }
            if part.silent {
                continue;
            }
            if part.shown {
                self.shown(part, depth, within);
            } else {
                self.below(part, depth, within);
            }
        }
    }

    fn shown(&mut self, part: &Condition, depth: usize, within: Option<usize>) {
        let node = self.diagram.add(&self.policy.rules, part);
        let (kind, inside) = match &part.form {
            Form::Rule { rule, .. } => match self.order.iter().position(|id| id == rule) {
                Some(plan) => (LineKind::Reference(plan), within.or(Some(plan))),
                None => (LineKind::Definition, within),
            },
            _ => (LineKind::Condition, within),
        };
        let applies = !matches!(part.form, Form::Rule { wanted: false, .. });
        let kind = part.layer.effect.map_or(kind, |effect| LineKind::Exception { effect, applies });
        let own = line(self.policy, part, depth, kind, node, within);
        self.lines.push(own);
        self.below(part, depth + 1, inside);
    }
}

fn line(
    policy: &Policy,
    condition: &Condition,
    depth: usize,
    kind: LineKind,
    node: NodeId,
    within: Option<usize>,
) -> Line {
    let mut tests = Vec::new();
    leaf_tests(condition, &mut tests);
    let mut facts: Vec<FactId> = tests.iter().flat_map(|test| test.facts()).collect();
    facts.sort_unstable();
    facts.dedup();
    let mut parameters: Vec<ParameterId> = tests.iter().flat_map(|test| test.parameters()).collect();
    parameters.retain(|id| !policy.parameters[*id].is_publication());
    parameters.sort_unstable();
    parameters.dedup();
    Line {
        depth,
        kind,
        label: condition.label.clone(),
        zh: condition.zh.clone(),
        en: condition.en.clone(),
        anchor: condition.anchor,
        readings: condition.readings.clone(),
        place: (condition.layer.file, condition.span),
        node,
        facts,
        parameters,
        within,
        layer: condition.layer,
    }
}

/// The tests of a line that has no lines below it.
fn leaf_tests<'a>(condition: &'a Condition, tests: &mut Vec<&'a Test>) {
    match &condition.form {
        Form::Test(test) => tests.push(test),
        Form::All(parts) | Form::Any(parts) => {
            // A line that reads a deemed fact shows the raw one; what has a line of its own shows there.
            for part in parts.iter().filter(|part| !part.shown) {
                leaf_tests(part, tests);
            }
        }
        _ => {}
    }
}
