//! Every sentence of the law with what becomes of it: executed by a rule,
//! carried by a service, declaratory, not settled; or none of them, which is a hole.

use crate::carrier::Bearing;
use crate::condition::{Condition, Form};
use crate::layer::Layer;
use crate::policy::Policy;
use law_syntax::{Anchor, FenceKind, entry};
use serde::Serialize;

/// One sentence or item with what becomes of it.
#[derive(Debug, Clone, Serialize)]
pub struct Covered {
    /// Its instrument, unless that is the base.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instrument: Option<String>,
    /// Its address.
    pub anchor: Anchor,
    /// Its words.
    pub words: String,
    /// Keys of the rules that execute it.
    pub executed: Vec<String>,
    /// Services that carry it, and whether they are only planned.
    pub services: Vec<(String, bool)>,
    /// Addressed to an authority, nothing to execute.
    pub declaratory: bool,
    /// The text does not settle it.
    pub not_settled: bool,
}

impl Covered {
    /// Whether nothing becomes of it.
    pub fn is_hole(&self) -> bool {
        self.executed.is_empty() && self.services.is_empty() && !self.declaratory && !self.not_settled
    }
}

/// All sentences of the base instrument in order, then those of overlays.
pub fn coverage(policy: &Policy) -> Vec<Covered> {
    let mut executed: Vec<(usize, Anchor, &str)> = Vec::new();
    for rule in &policy.rules {
        let key = rule.key.as_str();
        cite(&rule.root, &mut |layer, anchor| executed.push((layer.cited, anchor, key)));
        executed.push((rule.instrument, rule.anchor, key));
        for field in &rule.fields {
            executed.push((field.layer.cited, field.anchor, key));
            executed.extend(field.cases.iter().map(|case| (case.layer.cited, case.anchor, key)));
        }
    }
    for one in &policy.at_most_one {
        executed.push((one.instrument, one.anchor, &one.key));
    }
    let layers = policy.instruments.iter().enumerate();
    layers
        // An overlay that only fills authorised matters has its figures and no sentences of its own to execute.
        .filter(|(layer, of)| *layer == 0 || !of.is_overlay || policy.is_laid_on())
        .flat_map(|(layer, _)| sentences(policy, layer, &executed))
        .collect()
}

/// The sentences of one instrument.
fn sentences(policy: &Policy, layer: usize, executed: &[(usize, Anchor, &str)]) -> Vec<Covered> {
    let of = &policy.instruments[layer];
    let pieces = of.document.pieces();
    pieces
        .map(|piece| {
            let anchor = piece.anchor;
            let mut rules: Vec<String> = executed
                .iter()
                .filter(|(instrument, cited, _)| *instrument == layer && cites(*cited, anchor))
                .map(|(.., key)| (*key).to_owned())
                .collect();
            let amends = policy.amendments.iter().filter(|a| (a.by, a.article) == (layer, anchor.article));
            rules.extend(amends.map(|amended| match amended.rule {
                Some(rule) => policy.rules[rule].key.clone(),
                None => "修改".to_owned(),
            }));
            rules.extend(determined(policy, layer, anchor.article));
            rules.sort();
            rules.dedup();
            let bearings: Vec<&Bearing> = policy
                .carriers
                .iter()
                .filter(|c| c.instrument == layer && c.anchor.covers(anchor))
                .map(|c| &c.bearing)
                .collect();
            let services = bearings.iter().flat_map(|bearing| match bearing {
                Bearing::Service { services, planned } => {
                    services.iter().map(|service| (service.clone(), *planned)).collect()
                }
                Bearing::Declaratory | Bearing::EntryIntoForce | Bearing::NotSettled => Vec::new(),
            });
            if bearings.iter().any(|b| matches!(b, Bearing::EntryIntoForce)) {
                rules.push("施行".to_owned());
            }
            Covered {
                instrument: (layer > 0).then(|| of.id.clone()),
                anchor,
                words: piece.text.value.clone(),
                executed: rules,
                services: services.collect(),
                declaratory: bearings.iter().any(|b| matches!(b, Bearing::Declaratory)),
                not_settled: bearings.iter().any(|b| matches!(b, Bearing::NotSettled)),
            }
        })
        .collect()
}

/// A citation of a paragraph stands for its sentences, not for its items.
fn cites(cited: Anchor, piece: Anchor) -> bool {
    cited.paragraph.is_some() && cited.covers(piece) && (cited.item.is_some() || piece.item.is_none())
}

fn cite(condition: &Condition, found: &mut impl FnMut(Layer, Anchor)) {
    if condition.shown {
        found(condition.layer, condition.anchor);
    }
    if let Form::All(parts) | Form::Any(parts) = &condition.form {
        for part in parts {
            cite(part, found);
        }
    }
}

/// What an overlay determines under an article: keys of parameters.
fn determined(policy: &Policy, layer: usize, article: u16) -> Vec<String> {
    let document = &policy.instruments[layer].document;
    let own = document.articles.iter().filter(|own| own.number == Some(article));
    let fences = own.flat_map(|own| &own.fences).filter(|fence| fence.kind == FenceKind::Determined);
    let entries = fences.flat_map(|fence| entry::read(&document.source, fence.body).0);
    entries.filter_map(|entry| entry.id.map(|id| id.value)).collect()
}
