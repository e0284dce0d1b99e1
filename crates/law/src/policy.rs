//! A policy folder, read and checked: facts, parameters, rules with their
//! diagrams, readings, carriers. What it holds is immutable; its version is the
//! hash of the folder.

use crate::authorised::Office;
use crate::bundle::Bundle;
use crate::calendar::Calendar;
use crate::carrier::Carrier;
use crate::cells::{Cells, Options};
use crate::date::Date;
use crate::diagram::Diagram;
use crate::doubt::Gap;
use crate::fact::{Fact, FactId};
use crate::glossary::Glossary;
use crate::layer::one::AtMostOne;
use crate::layer::version::Transition;
use crate::layer::{Exception, text};
use crate::lexicon::Lexicon;
use crate::load;
use crate::origin::Supplier;
use crate::parameter::{Parameter, ParameterId};
use crate::plan::Plan;
use crate::region::Regions;
use crate::rule::Rule;
use law_syntax::diagnostic::has_errors;
use law_syntax::{Anchor, Diagnostic, Document, Source};

/// A reading (口径) that the policy takes.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Of which instrument, by index.
    pub instrument: usize,
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
    /// 叠加: laid on the base.
    pub is_overlay: bool,
    /// 试算: a what-if, which is never published.
    pub is_trial: bool,
    /// Who made it, for where, when it was published.
    pub office: Office,
    /// The file, in blocks.
    pub document: Document,
}

/// One amendment that was made.
#[derive(Debug, Clone)]
pub struct Amended {
    /// First day.
    pub from: Date,
    /// The instrument that amends, by index.
    pub by: usize,
    /// The article under which it says so.
    pub article: u16,
    /// The instrument that is amended, by index.
    pub instrument: usize,
    /// The provision whose words are others.
    pub provision: Option<Anchor>,
    /// The rule that is another, among [`Policy::rules`].
    pub rule: Option<usize>,
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
    /// Exceptions, in the order of the files.
    pub exceptions: Vec<Exception>,
    /// Transitions.
    pub transitions: Vec<Transition>,
    /// Conclusions of which a person gets one.
    pub at_most_one: Vec<AtMostOne>,
    /// Words that amendments gave, by day.
    pub texts: Vec<text::Version>,
    /// What amendments changed, in the order in which they were applied.
    pub amendments: Vec<Amended>,
    /// Conclusions by key.
    pub plans: Vec<Plan>,
    /// The conditions of all conclusions.
    pub diagram: Diagram,
    /// For each group of the diagram its cells, if they are always the same.
    pub cells: Vec<Option<(Cells, Options)>>,
    /// Divisions.
    pub regions: Regions,
    /// Working days.
    pub calendar: Calendar,
    /// English.
    pub glossary: Glossary,
    /// Readings.
    pub readings: Vec<Reading>,
    /// Who carries each sentence that no rule executes.
    pub carriers: Vec<Carrier>,
    /// Who supplies facts.
    pub suppliers: Vec<Supplier>,
    /// What is not settled.
    pub gaps: Vec<Gap>,
    /// Phrases, for tables of examples.
    pub lexicon: Lexicon,
    /// Facts by key, for look-up and for answers, whose lists are sorted.
    pub fact_order: Vec<FactId>,
}

impl Policy {
    /// Reads and checks a folder. The policy is there exactly if no finding is an error.
    pub fn load(bundle: Bundle) -> (Option<Self>, Vec<Diagnostic>) {
        let mut out = Vec::new();
        let policy = load::policy(bundle, &mut out);
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

    /// Whether overlays change or add to what the instruments below them say.
    pub fn is_laid_on(&self) -> bool {
        let adds = |layer: usize| {
            self.rules.iter().any(|rule| rule.instrument == layer)
                || self.amendments.iter().any(|amended| amended.by == layer)
        };
        self.instruments.iter().enumerate().any(|(layer, of)| of.is_overlay && adds(layer))
    }

    /// The words of a provision of the base as it was published.
    pub fn words(&self, anchor: Anchor) -> String {
        self.words_on(0, anchor, None)
    }

    /// The words of a provision of an instrument: as published, or as they are on a day.
    pub fn words_on(&self, instrument: usize, anchor: Anchor, day: Option<Date>) -> String {
        match self.text_on(instrument, day) {
            Some(version) => text::words(&version.pieces, anchor),
            None => self.instruments.get(instrument).map_or_else(String::new, |of| {
                let within = of.document.pieces().filter(|piece| anchor.covers(piece.anchor));
                within.map(|piece| piece.text.value.as_str()).collect()
            }),
        }
    }

    /// The amended words of an instrument on a day, if amendments then hold.
    pub fn text_on(&self, instrument: usize, day: Option<Date>) -> Option<&text::Version> {
        let day = day?;
        let of = self.texts.iter().filter(|text| text.instrument == instrument && text.from <= day);
        of.max_by_key(|text| text.from)
    }

    /// The days from which a provision reads otherwise than before, each with the
    /// instruments that say so.
    pub fn amendments_of(&self, instrument: usize, anchor: Anchor) -> Vec<(Date, &[usize])> {
        let mut was = self.words_on(instrument, anchor, None);
        let mut found = Vec::new();
        let mut of: Vec<_> = self.texts.iter().filter(|text| text.instrument == instrument).collect();
        of.sort_by_key(|text| text.from);
        for text in of {
            let is = text::words(&text.pieces, anchor);
            if is != was {
                found.push((text.from, text.by.as_slice()));
                was = is;
            }
        }
        found
    }

    /// Which instrument a file is.
    pub fn file_of(&self, source: &Source) -> usize {
        let mut files = self.instruments.iter();
        files.position(|instrument| instrument.document.source.path == source.path).unwrap_or(0)
    }
}
