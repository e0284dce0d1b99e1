//! What the instruments of a folder declare, in the order in which later parts
//! need it: parameters, readings, rules, carriers.

use crate::authorised;
use crate::calendar::Calendar;
use crate::carrier::{self, Carrier};
use crate::date::Date;
use crate::fact::Fact;
use crate::glossary::Glossary;
use crate::layer::Layer;
use crate::lexicon::{Lexicon, Term};
use crate::parameter::{self, Parameter, ParameterId, Setting, SettingKind};
use crate::policy::{Instrument, Reading};
use crate::region::Regions;
use crate::rule::{self, Rule, RuleWords};
use law_syntax::rule::{Statement, StatementKind};
use law_syntax::{Anchor, Diagnostic, FenceKind, Piece, Source, Span, entry};

/// Article, whether a conclusion, name and number of items of a rule.
pub(super) type Head = (u16, bool, String, usize);

pub(super) struct Loader<'a> {
    pub(super) facts: &'a [Fact],
    pub(super) calendar: &'a Calendar,
    pub(super) glossary: &'a Glossary,
    pub(super) instruments: &'a [Instrument],
    pub(super) parameters: Vec<Parameter>,
    pub(super) readings: Vec<(Reading, Span)>,
    pub(super) carriers: Vec<Carrier>,
    pub(super) lexicon: Lexicon,
    pub(super) taken: Vec<(usize, u16, String)>,
    /// Of each rule its instrument, and what phrases know of it.
    pub(super) heads: Vec<(usize, Head)>,
    /// By instrument: its day of publication with the parameter that carries it.
    pub(super) publications: Vec<Option<(Date, ParameterId)>>,
    pub(super) out: &'a mut Vec<Diagnostic>,
}

/// Where something is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// In whose file it stands.
    pub(super) file: usize,
    /// Whose provisions it names.
    pub(super) cited: usize,
    /// Under which article of its file.
    pub(super) article: u16,
    /// From which article of the instrument cited an address counts.
    pub(super) home: u16,
}

impl Loader<'_> {
    pub(super) fn statements(&mut self) -> Vec<(usize, u16, Statement)> {
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
        for (index, number, statement) in self.quietly_statements() {
            let source = self.instruments[index].document.source.clone();
            if let Some(matter) = authorised::declare(&source, &statement, number, self.facts, self.out) {
                self.declare(matter, &source);
            }
        }
        for instrument in self.instruments {
            self.publications.push(instrument.office.published.map(|day| {
                self.parameters.push(Parameter::publication(&instrument.id, instrument.force, day));
                (day, self.parameters.len() - 1)
            }));
        }
    }

    /// What instruments determine for others; of an authorised matter also what
    /// their fillings come to.
    pub(super) fn determined(&mut self, regions: &Regions) {
        let words = (regions, self.facts);
        for (layer, instrument) in self.instruments.iter().enumerate() {
            let office = &instrument.office;
            authorised::fill(&instrument.document, layer, office, words, &mut self.parameters, self.out);
        }
        let offices: Vec<_> = self.instruments.iter().map(|instrument| instrument.office.clone()).collect();
        let sources: Vec<_> =
            self.instruments.iter().map(|instrument| instrument.document.source.clone()).collect();
        for parameter in self.parameters.iter_mut().filter(|parameter| parameter.matter.is_some()) {
            parameter.resolved = authorised::resolve(parameter, &offices, regions, &sources, self.out);
            // Where nobody has filled it, too, who is of no district has no figure of a district.
            let scope = parameter.matter.as_ref().and_then(|matter| matter.scope);
            let by = scope.filter(|_| parameter.kind != SettingKind::Regions);
            if let (Some(fact), Some(default)) = (by, parameter.default.take_if(|_| by.is_some())) {
                let elsewhere = Some(Box::new(default));
                parameter.default = Some(Setting::ByRegion { fact, districts: Vec::new(), elsewhere });
            }
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
        if let Some(negative) = parameter.matter.as_ref().and_then(|matter| matter.negative.as_ref()) {
            self.lexicon.add(negative, Term::NotParameter(self.parameters.len()));
        }
        self.parameters.push(parameter);
    }

    pub(super) fn readings(&mut self) {
        for (index, instrument) in self.instruments.iter().enumerate() {
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
                        let reading = Reading {
                            instrument: index,
                            article,
                            name: entry.name.value.clone(),
                            text: text.join("；"),
                        };
                        self.readings.push((reading, entry.name.span));
                    }
                }
            }
        }
    }

    pub(super) fn rules(&mut self) -> Vec<Rule> {
        let (statements, others): (Vec<_>, Vec<_>) =
            self.statements().into_iter().partition(|(_, _, statement)| {
                matches!(
                    statement.kind,
                    StatementKind::Conclusion
                        | StatementKind::Definition
                        | StatementKind::Deemed
                        | StatementKind::Presumed
                )
            });
        for (index, _, statement) in others {
            rule::leans_on_nothing(&self.instruments[index].document.source, &statement, self.out);
        }
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
            let head = (*number, conclusion, statement.name.value.clone(), statement.items.len());
            self.heads.push((*index, head));
        }
        let mut rules = Vec::new();
        for (index, number, statement) in &statements {
            let force = self.instruments[*index].force;
            let at = Place { file: *index, cited: *index, article: *number, home: *number };
            let rule =
                self.with_words(at, None, |words, out| rule::read(words, statement, *number, force, out));
            rules.extend(rule.map(|mut rule| {
                rule.instrument = *index;
                rule.stamp(&|layer| *layer = Layer { cited: *index, file: *index, ..*layer });
                rule
            }));
        }
        rules
    }

    /// Reads phrases of one file against all that is declared.
    pub(super) fn with_words<T>(
        &mut self,
        at: Place,
        text: Option<&[Piece]>,
        read: impl FnOnce(&mut RuleWords<'_>, &mut Vec<Diagnostic>) -> T,
    ) -> T {
        // 符合第三条认定第（一）项 is said of the instrument that the rule belongs to.
        let head = |(instrument, head): &(usize, Head)| {
            let article = if *instrument == at.cited { head.0 } else { u16::MAX };
            (article, head.1, head.2.clone(), head.3)
        };
        let heads: Vec<Head> = self.heads.iter().map(head).collect();
        let cited = &self.instruments[at.cited].document;
        let provisions = |anchor: Anchor| match text {
            Some(pieces) => pieces.iter().any(|piece| anchor.covers(piece.anchor)),
            None => cited.pieces().any(|piece| anchor.covers(piece.anchor)),
        };
        let homes = [(at.cited, at.home), (at.file, at.article)];
        let readings = &self.readings;
        let declared = |_: u16, name: &str| {
            let under = |reading: &Reading| homes.contains(&(reading.instrument, reading.article));
            readings.iter().any(|(reading, _)| under(reading) && reading.name == name)
        };
        let mut words = RuleWords {
            source: &self.instruments[at.file].document.source,
            lexicon: self.lexicon.clone(),
            facts: self.facts,
            calendar: self.calendar,
            parameters: &self.parameters,
            rules: &heads,
            glossary: self.glossary,
            provisions: &provisions,
            readings: &declared,
            published: self.publications.get(at.file).copied().flatten(),
            taken: Vec::new(),
            original: None,
            stands_at: None,
        };
        let result = read(&mut words, self.out);
        for (_, name) in words.taken {
            self.taken.extend(homes.map(|(instrument, article)| (instrument, article, name.clone())));
        }
        result
    }

    pub(super) fn carriers(&mut self) {
        for (index, instrument) in self.instruments.iter().enumerate() {
            let read = carrier::read(&instrument.document, self.out);
            self.carriers.extend(read.into_iter().map(|carrier| Carrier { instrument: index, ..carrier }));
        }
    }

    /// A reading that no rule takes is one that nobody follows.
    pub(super) fn unused_readings(&mut self) {
        for (reading, span) in &self.readings {
            let source = self.instruments[reading.instrument].document.source.clone();
            let takes = |(instrument, article, name): &(usize, u16, String)| {
                (*instrument, *article) == (reading.instrument, reading.article) && *name == reading.name
            };
            if !self.taken.iter().any(takes) {
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
