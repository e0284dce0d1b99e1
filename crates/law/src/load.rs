//! Reads a policy folder: first what is declared (facts, parameters, readings,
//! names of rules), then the rules in these words.

use crate::bundle::Bundle;
use crate::carrier::{self, Carrier};
use crate::date::Date;
use crate::diagram::{Diagram, references};
use crate::fact::{self, Fact, FactId};
use crate::glossary::Glossary;
use crate::lexicon::{Lexicon, Term};
use crate::parameter::{self, Parameter, Setting, SettingKind};
use crate::plan;
use crate::policy::{Instrument, Policy, Reading};
use crate::region::Regions;
use crate::rule::{self, Rule, RuleWords};
use law_syntax::diagnostic::has_errors;
use law_syntax::rule::{Statement, StatementKind};
use law_syntax::{Anchor, Diagnostic, Document, FenceKind, Source, Span, entry};

/// The policy of a folder; findings go to `out`.
pub fn policy(bundle: Bundle, out: &mut Vec<Diagnostic>) -> Option<Policy> {
    let glossary = data(&bundle, "phrases.toml", Glossary::read, out);
    let regions = data(&bundle, "regions.toml", Regions::read, out);
    let mut catalogue = Vec::new();
    let mut lawbooks = Vec::new();
    let mut overlays = Vec::new();
    for (path, text) in bundle.iter().filter(|(path, _)| is_policy_file(path)) {
        let source = Source::new(path, text);
        let document = Document::read(&source, out);
        match document.front("种类").map(|kind| kind.value.as_str()) {
            Some("信息项") => catalogue.push(document),
            Some("文件") => lawbooks.push(document),
            Some("叠加") => overlays.push(document),
            _ => out.push(
                Diagnostic::error(
                    "E0301",
                    &source,
                    Span::new(0, 3.min(text.len())),
                    "文件头没有写明种类",
                    "the front matter names no kind",
                )
                .hint(
                    "写“种类: 文件”、“种类: 叠加”或者“种类: 信息项”",
                    "write `种类: 文件`, `叠加` or `信息项`",
                ),
            ),
        }
    }
    let facts: Vec<Fact> = catalogue.iter().flat_map(|document| fact::read(document, out)).collect();
    let (glossary, regions) = (glossary?, regions?);
    let instruments: Vec<Instrument> = lawbooks
        .into_iter()
        .chain(overlays)
        .filter_map(|document| instrument(&bundle, document, out))
        .collect();
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
    loader.determined(&regions);
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
    plan::prepare(&mut policy, out);
    unused(&policy, &catalogue, out);
    Some(policy)
}

/// Where overlays that are laid on stand in a bundle.
pub const LAID_ON: &str = "with/";

/// Markdown at the top of the folder is policy, and what is laid on; elsewhere
/// deeper down lie translations and overlays that are not laid on.
fn is_policy_file(path: &str) -> bool {
    let path = path.strip_prefix(LAID_ON).unwrap_or(path);
    path.strip_suffix(".md").is_some_and(|stem| !stem.contains('/'))
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
            for parameter in parameter::read(&instrument.document, self.out) {
                self.declare(parameter, &instrument.document.source);
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
                span: statement.name.span,
            };
            let source = self.instruments[index].document.source.clone();
            self.declare(parameter, &source);
        }
    }

    /// Overlays are laid on in the order of their paths.
    fn determined(&mut self, regions: &Regions) {
        for (layer, instrument) in self.instruments.iter().enumerate() {
            parameter::determine(&instrument.document, layer, regions, &mut self.parameters, self.out);
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

    fn declare(&mut self, parameter: Parameter, source: &Source) {
        let taken = self.parameters.iter().any(|p| p.key == parameter.key || p.name == parameter.name);
        if taken {
            self.out.push(Diagnostic::error(
                "E0137",
                source,
                parameter.span,
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
            let twice = statements[..id].iter().any(|(.., other)| {
                other.id.value == statement.id.value || other.name.value == statement.name.value
            });
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
            carrier::check_doubts(&instrument.document, self.out);
        }
    }

    /// A reading that no rule takes is one that nobody follows.
    fn unused_readings(&mut self) {
        let source = self.instruments.first().map(|i| i.document.source.clone());
        let Some(source) = source else { return };
        for (reading, span) in &self.readings {
            if !self.taken.iter().any(|(article, name)| *article == reading.article && *name == reading.name)
            {
                self.out.push(
                    Diagnostic::error(
                        "E0141",
                        &source,
                        *span,
                        format!("口径“{}”没有规则采用", reading.name),
                        format!("no rule takes the reading `{}`", reading.name),
                    )
                    .hint(
                        "在采用它的规则后面写〔口径：……〕",
                        "note 〔口径：…〕 behind the rule that takes it",
                    ),
                );
            }
        }
    }
}

/// What is declared and never read asks people for nothing.
fn unused(policy: &Policy, catalogue: &[Document], out: &mut Vec<Diagnostic>) {
    let mut facts = vec![false; policy.facts.len()];
    let mut parameters = vec![false; policy.parameters.len()];
    for plan in &policy.plans {
        for test in plan.tests.iter().map(|test| &policy.diagram.tests[*test]) {
            test.facts().for_each(|fact| facts[fact] = true);
            test.parameters().for_each(|parameter| parameters[parameter] = true);
        }
        for field in &plan.fields {
            field.facts.iter().for_each(|fact| facts[*fact] = true);
            field.parameters.iter().for_each(|parameter| parameters[*parameter] = true);
        }
    }
    let declared_in = |name: &str, span: Span, documents: &mut dyn Iterator<Item = &Document>| {
        documents.map(|d| d.source.clone()).find(|source| source.slice(span) == name)
    };
    for (fact, _) in policy.facts.iter().zip(facts).filter(|(_, used)| !used) {
        if let Some(source) = declared_in(&fact.name, fact.span, &mut catalogue.iter()) {
            out.push(
                Diagnostic::error(
                    "E0126",
                    &source,
                    fact.span,
                    format!("信息项“{}”没有规则使用", fact.name),
                    format!("no rule reads the fact `{}`", fact.key),
                )
                .hint("用不到的信息不收集：去掉声明", "what nothing reads is not collected: drop it")
                .warning(),
            );
        }
    }
    for (parameter, _) in policy.parameters.iter().zip(parameters).filter(|(p, used)| !used && !p.reserved) {
        let mut documents = policy.instruments.iter().map(|instrument| &instrument.document);
        if let Some(source) = declared_in(&parameter.name, parameter.span, &mut documents) {
            out.push(
                Diagnostic::error(
                    "E0139",
                    &source,
                    parameter.span,
                    format!("参数“{}”没有规则使用", parameter.name),
                    format!("no rule reads the parameter `{}`", parameter.key),
                )
                .hint("去掉声明，或者写“供后续文件使用”", "drop it, or write 供后续文件使用")
                .warning(),
            );
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
    let circular = (0..rules.len()).find(|id| reaches(rules, *id, *id));
    if let Some(rule) = circular.and_then(|id| rules.get(id)) {
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

/// Whether a rule rests on another, by way of any others.
fn reaches(rules: &[Rule], from: usize, to: usize) -> bool {
    let mut seen = vec![false; rules.len()];
    let mut stack = vec![from];
    while let Some(id) = stack.pop() {
        let mut found = Vec::new();
        references(&rules[id].root, &mut found);
        for other in found {
            if other == to {
                return true;
            }
            if !std::mem::replace(&mut seen[other], true) {
                stack.push(other);
            }
        }
    }
    false
}
