//! A policy folder, read and checked: facts, parameters, rules with their
//! diagrams, readings, carriers. What it holds is immutable; its version is the
//! hash of the folder.

use crate::bundle::Bundle;
use crate::carrier::{self, Carrier};
use crate::cells::{self, Cells, Options};
use crate::condition::{Condition, Form, Test, World};
use crate::date::Date;
use crate::diagram::{Diagram, GROUP_FACTS_MAX, GROUP_TESTS_MAX, Group, NodeId, references};
use crate::fact::{self, Fact, FactId};
use crate::fields;
use crate::glossary::Glossary;
use crate::lexicon::{Lexicon, Term};
use crate::parameter::{self, Parameter, ParameterId, Setting, SettingKind};
use crate::region::Regions;
use crate::rule::{self, Rule, RuleWords};
use law_syntax::diagnostic::has_errors;
use std::collections::BTreeMap;
use law_syntax::rule::{Statement, StatementKind};
use law_syntax::{Anchor, Diagnostic, Document, FenceKind, Source, Span, entry};

/// A reading (口径) that the policy takes.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Under which article.
    pub article: u16,
    /// Its name.
    pub name: String,
    /// What it says.
    pub text: String,
}

/// One instrument of the policy.
#[derive(Debug, Clone)]
pub struct Instrument {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: String,
    /// `sha256:` of its file.
    pub version: String,
    /// First day.
    pub force: Date,
    /// The file, in blocks.
    pub document: Document,
}

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
    /// Stands inside the conclusion of this plan, which has an answer of its own.
    pub within: Option<usize>,
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
}

/// A checked policy folder.
#[derive(Debug, Clone)]
pub struct Policy {
    /// The folder's text.
    pub bundle: Bundle,
    /// Hash of the folder.
    pub version: String,
    /// Instruments; the base first.
    pub instruments: Vec<Instrument>,
    /// Catalogue of facts.
    pub facts: Vec<Fact>,
    /// Parameters.
    pub parameters: Vec<Parameter>,
    /// Rules.
    pub rules: Vec<Rule>,
    /// Conclusions by key.
    pub plans: Vec<Plan>,
    /// The conditions of all conclusions.
    pub diagram: Diagram,
    /// For each group of the diagram its cells, if they are always the same.
    pub cells: Vec<Option<(Cells, Options)>>,
    /// Divisions.
    pub regions: Regions,
    /// English.
    pub glossary: Glossary,
    /// Readings.
    pub readings: Vec<Reading>,
    /// Who carries each sentence that no rule executes.
    pub carriers: Vec<Carrier>,
    /// Phrases, for tables of examples.
    pub lexicon: Lexicon,
    /// Facts by key, for look-up and for answers, whose lists are sorted.
    pub fact_order: Vec<FactId>,
}

impl Policy {
    /// Reads and checks a folder. The policy is there exactly if no finding is an error.
    pub fn load(bundle: Bundle) -> (Option<Self>, Vec<Diagnostic>) {
        let mut out = Vec::new();
        let policy = load(bundle, &mut out);
        let policy = policy.filter(|_| !has_errors(&out));
        out.sort_by(|a, b| (&a.path, a.span.start, a.code).cmp(&(&b.path, b.span.start, b.code)));
        (policy, out)
    }

    /// A fact by its key.
    pub fn fact_by_key(&self, key: &str) -> Option<FactId> {
        let at = self.fact_order.binary_search_by(|id| self.facts[*id].key.as_str().cmp(key)).ok()?;
        Some(self.fact_order[at])
    }

    /// A parameter by its key.
    pub fn parameter(&self, key: &str) -> Option<ParameterId> {
        self.parameters.iter().position(|parameter| parameter.key == key)
    }

    /// A conclusion by its key.
    pub fn plan(&self, key: &str) -> Option<usize> {
        self.plans.iter().position(|plan| self.rules[plan.rule].key == key)
    }

    /// The rule of a plan.
    pub fn rule(&self, plan: usize) -> &Rule {
        &self.rules[self.plans[plan].rule]
    }

    /// The words of a provision: its pieces joined.
    pub fn words(&self, anchor: Anchor) -> String {
        self.instruments
            .first()
            .map(|base| {
                let within = base.document.pieces().filter(|piece| anchor.covers(piece.anchor));
                within.map(|piece| piece.text.value.as_str()).collect::<Vec<_>>().join("")
            })
            .unwrap_or_default()
    }
}

fn load(bundle: Bundle, out: &mut Vec<Diagnostic>) -> Option<Policy> {
    let glossary = data(&bundle, "phrases.toml", Glossary::read, out);
    let regions = data(&bundle, "regions.toml", Regions::read, out);
    let mut catalogue = Vec::new();
    let mut lawbooks = Vec::new();
    for (path, text) in bundle.iter().filter(|(path, _)| is_policy_file(path)) {
        let source = Source::new(path, text);
        let document = Document::read(&source, out);
        match document.front("种类").map(|kind| kind.value.as_str()) {
            Some("信息项") => catalogue.push(document),
            Some("文件") => lawbooks.push(document),
            _ => out.push(
                Diagnostic::error(
                    "E0301",
                    &source,
                    Span::new(0, 3.min(text.len())),
                    "文件头没有写明种类",
                    "the front matter names no kind",
                )
                .hint("写“种类: 文件”或者“种类: 信息项”", "write `种类: 文件` or `种类: 信息项`"),
            ),
        }
    }
    let facts: Vec<Fact> = catalogue.iter().flat_map(|document| fact::read(document, out)).collect();
    let (glossary, regions) = (glossary?, regions?);
    let instruments: Vec<Instrument> =
        lawbooks.into_iter().filter_map(|document| instrument(&bundle, document, out)).collect();
    let mut loader = Loader {
        facts: &facts,
        glossary: &glossary,
        instruments: &instruments,
        parameters: Vec::new(),
        readings: Vec::new(),
        carriers: Vec::new(),
        lexicon: Lexicon::of_facts(&facts),
        taken: Vec::new(),
        out,
    };
    loader.parameters();
    loader.readings();
    let rules = loader.rules();
    loader.carriers();
    loader.unused_readings();
    let Loader { parameters, readings, carriers, lexicon, .. } = loader;
    if has_errors(out) || has_cycle(&rules, out) {
        return None;
    }
    let version = bundle.version();
    let mut fact_order: Vec<FactId> = (0..facts.len()).collect();
    fact_order.sort_by(|a, b| facts[*a].key.cmp(&facts[*b].key));
    let mut policy = Policy {
        fact_order,
        bundle,
        version,
        facts,
        parameters,
        plans: Vec::new(),
        diagram: Diagram::new(&rules),
        rules,
        cells: Vec::new(),
        regions,
        glossary: glossary.clone(),
        readings: readings.into_iter().map(|(reading, _)| reading).collect(),
        carriers,
        lexicon,
        instruments,
    };
    bound(&policy, out);
    let mut diagram = policy.diagram.clone();
    policy.plans = plans(&policy, &mut diagram, out);
    policy.diagram = diagram;
    policy.cells = policy.diagram.groups.iter().map(|group| fixed_cells(&policy, group)).collect();
    Some(policy)
}

fn fixed_cells(policy: &Policy, group: &Group) -> Option<(Cells, Options)> {
    if !cells::is_fixed(&policy.diagram, group, &policy.facts) {
        return None;
    }
    let facts = vec![fact::ABSENT; policy.facts.len()];
    let world = World { today: Date::MIN, facts: &facts, settings: &[], regions: &policy.regions };
    let every = Cells::of_one(&policy.diagram, group, group.facts[0], &policy.facts, &world);
    Some((every, Options::new(&policy.diagram, group, &policy.facts, &world)))
}

/// Comparisons may bind only what can be decided exactly.
fn bound(policy: &Policy, out: &mut Vec<Diagnostic>) {
    for group in &policy.diagram.groups {
        let too_many_facts = group.facts.len() > GROUP_FACTS_MAX;
        let bound_and_changeable =
            group.facts.len() > 1 && group.facts.iter().any(|fact| policy.facts[*fact].changeable);
        if too_many_facts || bound_and_changeable || group.tests.1 - group.tests.0 > GROUP_TESTS_MAX {
            let names: Vec<&str> = group.facts.iter().map(|fact| policy.facts[*fact].name.as_str()).collect();
            let Some(rule) = policy.rules.first() else { return };
            out.push(
                Diagnostic::error(
                    "E0241",
                    &rule.source,
                    rule.span,
                    format!("比较把这些信息项连在一起，超出了能够精确判断的范围：{}", names.join("、")),
                    format!("comparisons bind more than can be decided exactly: {}", names.join(", ")),
                )
                .hint(
                    "一次比较最多连接两个信息项，可以改变的信息项不与其他信息项比较",
                    "bind at most two facts, none of them changeable",
                ),
            );
        }
    }
}

/// Markdown at the top of the folder is policy; deeper down lie translations and notes.
fn is_policy_file(path: &str) -> bool {
    path.ends_with(".md") && !path.contains('/')
}

fn data<T>(
    bundle: &Bundle,
    path: &str,
    read: impl Fn(&str) -> Result<T, String>,
    out: &mut Vec<Diagnostic>,
) -> Option<T> {
    let text = bundle.get(path).unwrap_or("");
    let source = Source::new(path, text);
    match read(text) {
        Ok(value) => Some(value),
        Err(error) => {
            out.push(Diagnostic::error(
                "E0302",
                &source,
                Span::default(),
                format!("{path} 读不出来：{error}"),
                format!("{path} cannot be read: {error}"),
            ));
            None
        }
    }
}

fn instrument(bundle: &Bundle, document: Document, out: &mut Vec<Diagnostic>) -> Option<Instrument> {
    let head = Span::new(0, 3.min(document.source.text.len()));
    let mut need = |key: &str| {
        let found = document.front(key).filter(|value| !value.value.is_empty()).cloned();
        if found.is_none() {
            out.push(Diagnostic::error(
                "E0303",
                &document.source,
                head,
                format!("文件头缺少“{key}”"),
                format!("the front matter lacks `{key}`"),
            ));
        }
        found
    };
    let (id, title, force, hash) = (need("标识")?, need("名称")?, need("施行")?, need("原文校验")?);
    let Some(day) = Date::parse(&force.value) else {
        out.push(Diagnostic::error(
            "E0304",
            &document.source,
            force.span,
            "施行日期应当写作 YYYY-MM-DD",
            "the first day reads YYYY-MM-DD",
        ));
        return None;
    };
    if hash.value != document.text_hash {
        out.push(
            Diagnostic::error(
                "E0305",
                &document.source,
                hash.span,
                "条文与公布的原文不一致",
                "the words differ from the published text",
            )
            .hint(
                format!("恢复原文；原文确有修改的，写“原文校验: {}”", document.text_hash),
                format!("restore the words, or if the text was amended write `{}`", document.text_hash),
            ),
        );
    }
    let version = bundle.file_version(&document.source.path).unwrap_or_default();
    Some(Instrument { id: id.value, title: title.value, version, force: day, document })
}

struct Loader<'a> {
    facts: &'a [Fact],
    glossary: &'a Glossary,
    instruments: &'a [Instrument],
    parameters: Vec<Parameter>,
    readings: Vec<(Reading, Span)>,
    carriers: Vec<Carrier>,
    lexicon: Lexicon,
    taken: Vec<(u16, String)>,
    out: &'a mut Vec<Diagnostic>,
}

impl Loader<'_> {
    fn statements(&mut self) -> Vec<(usize, u16, Statement)> {
        let mut found = Vec::new();
        for (index, instrument) in self.instruments.iter().enumerate() {
            for article in &instrument.document.articles {
                let number = article.number.unwrap_or(0);
                for fence in article.fences.iter().filter(|f| f.kind == FenceKind::Rules) {
                    let source = &instrument.document.source;
                    let statements = law_syntax::rule::read(source, fence.body, self.out);
                    found.extend(statements.into_iter().map(|statement| (index, number, statement)));
                }
            }
        }
        found
    }

    fn parameters(&mut self) {
        for instrument in self.instruments {
            for (parameter, span) in parameter::read(&instrument.document, self.out) {
                self.declare(parameter, &instrument.document.source, span);
            }
        }
        let authorised: Vec<_> = self.quietly_statements();
        for (index, number, statement) in authorised {
            let parameter = Parameter {
                key: statement.id.value.clone(),
                name: statement.name.value.clone(),
                kind: SettingKind::Regions,
                unit: String::new(),
                what_if: true,
                reserved: false,
                default: Some(Setting::Regions(Vec::new())),
                rows: Vec::new(),
                article: number,
            };
            let source = self.instruments[index].document.source.clone();
            self.declare(parameter, &source, statement.name.span);
        }
    }

    /// 授权事项 are declared before any rule is read; findings are reported then.
    fn quietly_statements(&mut self) -> Vec<(usize, u16, Statement)> {
        let kept = self.out.len();
        let mut statements = self.statements();
        self.out.truncate(kept);
        statements.retain(|(_, _, statement)| statement.kind == StatementKind::Authorised);
        statements
    }

    fn declare(&mut self, parameter: Parameter, source: &Source, span: Span) {
        let taken = self.parameters.iter().any(|p| p.key == parameter.key || p.name == parameter.name);
        if taken {
            self.out.push(Diagnostic::error(
                "E0137",
                source,
                span,
                format!("参数“{}”重复声明", parameter.name),
                format!("the parameter `{}` is declared twice", parameter.key),
            ));
            return;
        }
        self.lexicon.add(&parameter.name, Term::Parameter(self.parameters.len()));
        self.parameters.push(parameter);
    }

    fn readings(&mut self) {
        for instrument in self.instruments {
            for article in &instrument.document.articles {
                for fence in article.fences.iter().filter(|f| f.kind == FenceKind::Readings) {
                    let (entries, strays) = entry::read(&instrument.document.source, fence.body);
                    for span in strays {
                        self.out.push(Diagnostic::error(
                            "E0140",
                            &instrument.document.source,
                            span,
                            "口径应当写作“名称：内容。”",
                            "a reading reads `name：text。`",
                        ));
                    }
                    for entry in entries {
                        let text: Vec<&str> = entry.clauses.iter().map(|c| c.value.as_str()).collect();
                        let article = article.number.unwrap_or(0);
                        let reading =
                            Reading { article, name: entry.name.value.clone(), text: text.join("；") };
                        self.readings.push((reading, entry.name.span));
                    }
                }
            }
        }
    }

    fn rules(&mut self) -> Vec<Rule> {
        let statements = self.statements();
        let statements: Vec<_> = statements
            .into_iter()
            .filter(|(_, _, statement)| statement.kind != StatementKind::Authorised)
            .collect();
        let mut heads = Vec::new();
        for (id, (index, number, statement)) in statements.iter().enumerate() {
            let source = &self.instruments[*index].document.source;
            let twice = statements[..id]
                .iter()
                .any(|(.., other)| other.id.value == statement.id.value || other.name.value == statement.name.value);
            if twice {
                self.out.push(Diagnostic::error(
                    "E0239",
                    source,
                    statement.name.span,
                    format!("“{}”重复规定", statement.name.value),
                    format!("`{}` is ruled twice", statement.id.value),
                ));
            }
            self.lexicon.add_rule(&statement.name.value, id);
            let conclusion = statement.kind == StatementKind::Conclusion;
            heads.push((*number, conclusion, statement.name.value.clone(), statement.items.len()));
        }
        let mut rules = Vec::new();
        for (index, number, statement) in &statements {
            let instrument = &self.instruments[*index];
            let provisions =
                |anchor: Anchor| instrument.document.pieces().any(|piece| anchor.covers(piece.anchor));
            let readings = &self.readings;
            let declared = |article: u16, name: &str| {
                readings.iter().any(|(reading, _)| reading.article == article && reading.name == name)
            };
            let mut words = RuleWords {
                source: &instrument.document.source,
                lexicon: self.lexicon.clone(),
                facts: self.facts,
                parameters: &self.parameters,
                rules: &heads,
                glossary: self.glossary,
                provisions: &provisions,
                readings: &declared,
                taken: Vec::new(),
            };
            let rule = rule::read(&mut words, statement, *number, instrument.force, self.out);
            self.taken.append(&mut words.taken);
            rules.extend(rule);
        }
        rules
    }

    fn carriers(&mut self) {
        for instrument in self.instruments {
            self.carriers.extend(carrier::read(&instrument.document, self.out));
        }
    }

    /// A reading that no rule takes is one that nobody follows.
    fn unused_readings(&mut self) {
        let source = self.instruments.first().map(|i| i.document.source.clone());
        let Some(source) = source else { return };
        for (reading, span) in &self.readings {
            if !self.taken.iter().any(|(article, name)| *article == reading.article && *name == reading.name) {
                self.out.push(
                    Diagnostic::error(
                        "E0141",
                        &source,
                        *span,
                        format!("口径“{}”没有规则采用", reading.name),
                        format!("no rule takes the reading `{}`", reading.name),
                    )
                    .hint("在采用它的规则后面写〔口径：……〕", "note 〔口径：…〕 behind the rule that takes it"),
                );
            }
        }
    }
}

fn has_cycle(rules: &[Rule], out: &mut Vec<Diagnostic>) -> bool {
    let mut depth = vec![0_usize; rules.len()];
    for _ in 0..=rules.len() {
        let mut changed = false;
        for (id, rule) in rules.iter().enumerate() {
            let mut found = Vec::new();
            references(&rule.root, &mut found);
            let deepest = found.iter().map(|other| depth[*other] + 1).max().unwrap_or(0);
            if deepest > depth[id] {
                depth[id] = deepest;
                changed = true;
            }
        }
        if !changed {
            return false;
        }
    }
    let worst = (0..rules.len()).max_by_key(|id| depth[*id]);
    if let Some(rule) = worst.and_then(|id| rules.get(id)) {
        out.push(
            Diagnostic::error(
                "E0240",
                &rule.source,
                rule.span,
                format!("“{}”绕了一圈又引用自己", rule.name),
                format!("`{}` refers to itself in a circle", rule.key),
            )
            .hint("去掉其中一处引用", "drop one of the references"),
        );
    }
    true
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
            for case in &rule.fields[index].cases {
                case.value.parameters(&mut parameters);
            }
            parameters.sort_unstable();
            parameters.dedup();
            FieldPlan { tests, facts, parameters }
        })
        .collect();
    Plan { rule: id, root, timeless_root, tests, turning, dated_parameters, lines, fields }
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
        let mut line = self.line(shown, &rule.source, depth, kind, node, within);
        line.anchor = if kind == LineKind::Conclusion { rule.anchor } else { shown.anchor };
        self.lines.push(line);
        self.below(&rule.root, &rule.source, depth + 1, within);
    }

    fn below(&mut self, condition: &Condition, source: &Source, depth: usize, within: Option<usize>) {
        let parts: &[Condition] = match &condition.form {
            Form::All(parts) | Form::Any(parts) => parts,
            Form::Rule { rule, .. } => {
                let other = &self.policy.rules[*rule];
                return self.below(&other.root, &other.source, depth, within);
            }
            Form::Item { rule, item } => {
                let other = &self.policy.rules[*rule];
                return self.below(&other.items[*item], &other.source, depth, within);
            }
            Form::Test(_) | Form::Field(_) => return,
        };
        for part in parts {
            if part.shown {
                self.shown(part, source, depth, within);
            } else {
                self.below(part, source, depth, within);
            }
        }
    }

    fn shown(&mut self, part: &Condition, source: &Source, depth: usize, within: Option<usize>) {
        let node = self.diagram.add(&self.policy.rules, part);
        let (kind, inside) = match &part.form {
            Form::Rule { rule, .. } => match self.order.iter().position(|id| id == rule) {
                Some(plan) => (LineKind::Reference(plan), within.or(Some(plan))),
                None => (LineKind::Definition, within),
            },
            _ => (LineKind::Condition, within),
        };
        let line = self.line(part, source, depth, kind, node, within);
        self.lines.push(line);
        self.below(part, source, depth + 1, inside);
    }

    fn line(
        &self,
        condition: &Condition,
        source: &Source,
        depth: usize,
        kind: LineKind,
        node: NodeId,
        within: Option<usize>,
    ) -> Line {
        let file = self
            .policy
            .instruments
            .iter()
            .position(|instrument| instrument.document.source.path == source.path)
            .unwrap_or(0);
        let mut facts = Vec::new();
        leaf_facts(condition, &mut facts);
        facts.sort_unstable();
        facts.dedup();
        Line {
            depth,
            kind,
            label: condition.label.clone(),
            zh: condition.zh.clone(),
            en: condition.en.clone(),
            anchor: condition.anchor,
            readings: condition.readings.clone(),
            place: (file, condition.span),
            node,
            facts,
            within,
        }
    }
}

/// The facts of a line that has no lines below it.
fn leaf_facts(condition: &Condition, facts: &mut Vec<FactId>) {
    match &condition.form {
        Form::Test(test) => facts.extend(test.facts()),
        Form::All(parts) | Form::Any(parts) if parts.iter().all(|part| !part.shown) => {
            parts.iter().for_each(|part| leaf_facts(part, facts));
        }
        _ => {}
    }
}
