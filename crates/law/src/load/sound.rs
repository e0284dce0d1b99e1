//! What a folder must hold to besides its grammar: nothing declared in vain, no
//! rule that rests on itself.

use crate::diagram::references;
use crate::policy::Policy;
use crate::rule::Rule;
use law_syntax::{Diagnostic, Document, Span};

/// What is declared and never read asks people for nothing.
pub(super) fn unused(policy: &Policy, catalogue: &[Document], out: &mut Vec<Diagnostic>) {
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

pub(super) fn has_cycle(rules: &[Rule], out: &mut Vec<Diagnostic>) -> bool {
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
