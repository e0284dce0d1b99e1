//! Whether a policy may be published: what still stands in its way. A gap that
//! nobody accepted, a gap said to be settled by what is not there, a filling by
//! somebody who may not.

use crate::doubt::{GapKind, GapState};
use crate::policy::Policy;
use law_syntax::{Anchor, Diagnostic, Source};

/// What stands in the way, in the order of the files.
pub fn obstacles(policy: &Policy) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for gap in &policy.gaps {
        let Some(instrument) = policy.instruments.get(gap.instrument) else { continue };
        let source = &instrument.document.source;
        let place = Anchor::article(gap.article);
        let (zh_kind, en_kind) = match gap.kind {
            GapKind::Text => ("原文没有说清", "the text does not settle"),
            GapKind::Language => ("语言没有写法", "the language cannot say"),
        };
        match &gap.state {
            GapState::Accepted { .. } => {}
            GapState::Settled { instrument, .. }
                if policy.instruments.iter().any(|other| other.id == *instrument) => {}
            GapState::Open => found.push(
                Diagnostic::error(
                    "P0101",
                    source,
                    gap.span,
                    format!("{place}存疑没有答复（{zh_kind}）：由{}答复", gap.owner),
                    format!(
                        "an open doubt under {} ({en_kind}): {} has to answer",
                        place.english(),
                        gap.owner
                    ),
                )
                .hint(
                    "写明“状态：已接受，单位，日期”或者“状态：已解决，“标识”第……条”",
                    "state who accepted it and when, or what settles it",
                ),
            ),
            GapState::Settled { instrument, provision } => found.push(
                Diagnostic::error(
                    "P0102",
                    source,
                    gap.span,
                    format!("{place}存疑由“{instrument}”{provision}解决，而这里没有这份文件"),
                    format!(
                        "the doubt under {} is settled by `{instrument}`, which is not here",
                        place.english()
                    ),
                )
                .hint("用 --with 叠加这份文件", "lay it on with --with"),
            ),
        }
    }
    found.extend(broken(policy));
    found
}

/// Fillings that do not count.
fn broken(policy: &Policy) -> Vec<Diagnostic> {
    let empty = || Source::new("", "");
    let rows =
        policy.parameters.iter().flat_map(|parameter| parameter.rows.iter().map(move |row| (parameter, row)));
    rows.filter_map(|(parameter, row)| {
        let broken = row.broken.as_ref()?;
        let source = policy.instruments.get(row.layer).map_or_else(empty, |i| i.document.source.clone());
        let zh = format!("确定“{}”无效：{}", parameter.name, broken.words.zh);
        let en = format!("the filling of `{}` does not count: {}", parameter.key, broken.words.en);
        Some(Diagnostic::error("P0103", &source, row.span, zh, en))
    })
    .collect()
}
