//! Every sentence of the law with what becomes of it: executed by a rule,
//! carried by a service, declaratory, not settled; or none of them, which is a hole.

use crate::carrier::Bearing;
use crate::condition::{Condition, Form};
use crate::policy::Policy;
use law_syntax::Anchor;
use serde::Serialize;

/// One sentence or item with what becomes of it.
#[derive(Debug, Clone, Serialize)]
pub struct Covered {
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

/// All sentences of the base instrument in order.
pub fn coverage(policy: &Policy) -> Vec<Covered> {
    let mut executed: Vec<(Anchor, &str)> = Vec::new();
    for rule in &policy.rules {
        cite(&rule.root, &mut |anchor| executed.push((anchor, &rule.key)));
        executed.push((rule.anchor, &rule.key));
        for field in &rule.fields {
            executed.push((field.anchor, &rule.key));
            executed.extend(field.cases.iter().map(|case| (case.anchor, rule.key.as_str())));
        }
    }
    let Some(base) = policy.instruments.first() else { return Vec::new() };
    let pieces = base.document.pieces();
    pieces
        .map(|piece| {
            let anchor = piece.anchor;
            let mut rules: Vec<String> = executed
                .iter()
                .filter(|(cited, _)| cites(*cited, anchor))
                .map(|(_, key)| (*key).to_owned())
                .collect();
            rules.sort();
            rules.dedup();
            let bearings: Vec<&Bearing> =
                policy.carriers.iter().filter(|c| c.anchor.covers(anchor)).map(|c| &c.bearing).collect();
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

fn cite(condition: &Condition, found: &mut impl FnMut(Anchor)) {
    if condition.shown {
        found(condition.anchor);
    }
    if let Form::All(parts) | Form::Any(parts) = &condition.form {
        for part in parts {
            cite(part, found);
        }
    }
}
