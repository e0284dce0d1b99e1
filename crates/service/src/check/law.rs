//! What the law says of a pack: its anchors exist; no evidence, no fee and a commitment where the law says so.

use super::{Context, Findings};
use crate::anchor::Anchor;
use crate::definition::Definition;
use crate::house_rules::ArticleRule;
use crate::library::Library;
use crate::pack::Pack;
use crate::problem::ProblemCode;

pub(super) fn check(library: &Library, context: &Context, findings: &mut Findings<'_>) {
    anchors(context, findings);
    conclusions(library, context, findings);
    let pack = findings.pack;
    let definition = &pack.definition;
    for rule in carried_out(&library.rules.no_evidence, definition) {
        for item in &definition.evidence.items {
            let key = format!("evidence.items.{}", item.id);
            findings.main(key, ProblemCode::EvidenceForbidden, says(rule, "no evidence"));
        }
        for reason in &definition.return_reasons {
            if let Some(word) = rule.barred.said(&reason.label) {
                let key = format!("return_reasons.{}.label", reason.code);
                let said = says(rule, &format!("words without `{word}`, which asks for a paper"));
                findings.main(key, ProblemCode::EvidenceForbidden, said);
            }
        }
        if definition.evidence.items.is_empty() && definition.evidence.forbidden_by != Some(rule.anchor) {
            let said = format!("`{}`, the provision that forbids it: {}", rule.anchor, rule.words);
            findings.main("evidence.forbidden_by", ProblemCode::EvidenceForbidden, said);
        }
    }
    for rule in carried_out(&library.rules.free_of_charge, definition) {
        if definition.fee_fen != 0 {
            let said = format!("found {} fen, expected {}", definition.fee_fen, says(rule, "0"));
            findings.main("fee_fen", ProblemCode::FeeForbidden, said);
        }
    }
    for rule in carried_out(&library.rules.commitment, definition) {
        commitments(rule, pack, findings);
    }
}

fn anchors(context: &Context, findings: &mut Findings<'_>) {
    let pack = findings.pack;
    for (key, anchor) in all_anchors(pack) {
        if !context.outline.has(anchor) {
            let said = format!("found `{anchor}`, expected a piece of `{}`", pack.definition.instrument);
            findings.main(key, ProblemCode::UnknownAnchor, said);
        }
    }
}

fn all_anchors(pack: &Pack) -> Vec<(String, Anchor)> {
    let definition = &pack.definition;
    let mut all: Vec<_> = definition.anchors.iter().map(|anchor| ("anchors".to_owned(), *anchor)).collect();
    for field in &definition.fields {
        for value in &field.values {
            let key = format!("fields.{}.values.{}.anchor", field.id, value.id);
            all.extend(value.anchor.map(|anchor| (key, anchor)));
        }
    }
    all.extend(definition.evidence.forbidden_by.map(|anchor| ("evidence.forbidden_by".to_owned(), anchor)));
    for item in &definition.evidence.items {
        all.push((format!("evidence.items.{}.anchor", item.id), item.anchor));
    }
    all.push(("route.anchor".to_owned(), definition.route.anchor()));
    for clock in &definition.clocks {
        all.extend(clock.anchor.map(|anchor| (format!("clocks.{}.anchor", clock.id), anchor)));
    }
    for commitment in &pack.commitments {
        all.push((format!("commitments.{}.anchor", commitment.version), commitment.anchor));
    }
    all
}

fn conclusions(library: &Library, context: &Context, findings: &mut Findings<'_>) {
    let definition = &findings.pack.definition;
    let mut named = vec![("conclusion".to_owned(), definition.conclusion.as_str())];
    for (place, step) in definition.next_steps.iter().enumerate() {
        named.extend(step.conclusion.as_deref().map(|id| (format!("next_steps[{place}].conclusion"), id)));
        if let Some(service) = step.service.as_deref().filter(|id| !library.packs.contains_key(*id)) {
            let said = format!("found `{service}`, expected a service that is there");
            findings.main(format!("next_steps[{place}].service"), ProblemCode::MissingFile, said);
        }
    }
    for (key, id) in named {
        if !context.conclusions.contains(id) {
            let said = format!("found `{id}`, expected a conclusion of the law");
            findings.main(key, ProblemCode::UnknownConclusion, said);
        }
    }
}

fn commitments(rule: &ArticleRule, pack: &Pack, findings: &mut Findings<'_>) {
    let from = pack.definition.effective_from;
    if pack.commitment(from).is_none() {
        let said = format!("a commitment in force on {from}, the first day of the service: {}", rule.words);
        findings.main("commitments", ProblemCode::CommitmentMissing, said);
    }
    for pair in pack.commitments.windows(2) {
        if let [earlier, later] = pair
            && earlier.effective_from == later.effective_from
        {
            let key = format!("commitments.{}", later.version);
            let said = format!("a first day of its own, found {} twice", later.effective_from);
            findings.main(key, ProblemCode::CommitmentMismatch, said);
        }
    }
}

fn carried_out<'a>(
    rules: &'a [ArticleRule],
    definition: &'a Definition,
) -> impl Iterator<Item = &'a ArticleRule> + 'a {
    rules.iter().filter(|rule| definition.anchors.iter().any(|anchor| anchor.article == rule.article))
}

fn says(rule: &ArticleRule, expected: &str) -> String {
    format!("{expected} under `{}`: {}", rule.anchor, rule.words)
}
