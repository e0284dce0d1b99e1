//! What the instruments of a folder declare, in the order in which later parts
//! need it: parameters, readings, rules, carriers.

use crate::calendar::Calendar;
use crate::carrier::{self, Carrier};
use crate::fact::Fact;
use crate::glossary::Glossary;
use crate::lexicon::{Lexicon, Term};
use crate::parameter::{self, Parameter, Setting, SettingKind};
use crate::policy::{Instrument, Reading};
use crate::region::Regions;
use crate::rule::{self, Rule, RuleWords};
use law_syntax::rule::{Statement, StatementKind};
use law_syntax::{Anchor, Diagnostic, FenceKind, Source, Span, entry};

pub(super) struct Loader<'a> {
    pub(super) facts: &'a [Fact],
    pub(super) calendar: &'a Calendar,
    pub(super) glossary: &'a Glossary,
    pub(super) instruments: &'a [Instrument],
    pub(super) parameters: Vec<Parameter>,
    pub(super) readings: Vec<(Reading, Span)>,
    pub(super) carriers: Vec<Carrier>,
    pub(super) lexicon: Lexicon,
    pub(super) taken: Vec<(u16, String)>,
    pub(super) out: &'a mut Vec<Diagnostic>,
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

    pub(super) fn parameters(&mut self) {
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
    pub(super) fn determined(&mut self, regions: &Regions) {
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

    pub(super) fn readings(&mut self) {
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

    pub(super) fn rules(&mut self) -> Vec<Rule> {
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
            // What is deemed is named by the fact's own words.
            if !matches!(statement.kind, StatementKind::Deemed | StatementKind::Presumed) {
                self.lexicon.add_rule(&statement.name.value, id);
            }
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
                calendar: self.calendar,
                parameters: &self.parameters,
                rules: &heads,
                glossary: self.glossary,
                provisions: &provisions,
                readings: &declared,
                taken: Vec::new(),
                stands_at: None,
            };
            let rule = rule::read(&mut words, statement, *number, instrument.force, self.out);
            self.taken.append(&mut words.taken);
            rules.extend(rule);
        }
        rules
    }

    pub(super) fn carriers(&mut self) {
        for instrument in self.instruments {
            self.carriers.extend(carrier::read(&instrument.document, self.out));
            carrier::check_doubts(&instrument.document, self.out);
        }
    }

    /// A reading that no rule takes is one that nobody follows.
    pub(super) fn unused_readings(&mut self) {
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
