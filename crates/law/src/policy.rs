//! A policy folder, read and checked: facts, parameters, rules with their
//! diagrams, readings, carriers. What it holds is immutable; its version is the
//! hash of the folder.

use crate::bundle::Bundle;
use crate::calendar::Calendar;
use crate::carrier::Carrier;
use crate::cells::{Cells, Options};
use crate::date::Date;
use crate::diagram::Diagram;
use crate::fact::{Fact, FactId};
use crate::glossary::Glossary;
use crate::lexicon::Lexicon;
use crate::load;
use crate::parameter::{Parameter, ParameterId};
use crate::plan::Plan;
use crate::region::Regions;
use crate::rule::Rule;
use law_syntax::diagnostic::has_errors;
use law_syntax::{Anchor, Diagnostic, Document};

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
    /// Working days.
    pub calendar: Calendar,
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
