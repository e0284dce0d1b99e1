//! Both languages are complete: no text of a pack is empty in either.

use super::Findings;
use crate::definition::Definition;
use crate::pack::Pack;
use crate::pack::{EXAMPLES_FILE, NOTICES_FILE};
use crate::problem::ProblemCode;
use crate::reason::Reason;
use crate::words::Words;

pub(super) fn check(findings: &mut Findings<'_>) {
    let pack = findings.pack;
    for (key, words) in all(&pack.definition).into_iter().chain(flows(pack)) {
        for lang in empty(words) {
            findings.main(format!("{key}.{lang}"), ProblemCode::MissingWords, "words, found none");
        }
    }
    for commitment in &pack.commitments {
        for lang in empty(&commitment.text) {
            let key = format!("commitments.{}.{lang}", commitment.version);
            findings.main(key, ProblemCode::MissingWords, "the words of the commitment, found none");
        }
    }
    for notice in &pack.notices {
        for lang in empty(&notice.title) {
            let key = format!("{}.{:?}.title.{lang}", notice.event, notice.channel);
            findings.file(NOTICES_FILE, key, ProblemCode::MissingWords, "words, found none");
        }
    }
    for example in &pack.examples {
        for lang in empty(&example.about) {
            let key = format!("{}.about.{lang}", example.id);
            findings.file(EXAMPLES_FILE, key, ProblemCode::MissingWords, "words, found none");
        }
    }
}

fn flows(pack: &Pack) -> Vec<(String, &Words)> {
    let mut all = Vec::new();
    for (_, flow) in pack.tracks() {
        for state in &flow.states {
            let key = format!("flow.states.{}", state.id);
            all.push((format!("{key}.label"), &state.label));
            all.push((format!("{key}.plain"), &state.plain));
            all.extend(state.rests.iter().map(|words| (format!("{key}.rests"), words)));
        }
        for action in &flow.actions {
            let key = format!("flow.actions.{}", action.id);
            all.push((format!("{key}.label"), &action.label));
            for field in &action.form {
                all.push((format!("{key}.form.{}.label", field.id), &field.label));
                let hints = field.hint.iter().chain(field.values.iter().map(|value| &value.label));
                all.extend(hints.map(|words| (format!("{key}.form.{}", field.id), words)));
            }
        }
    }
    all
}

/// The languages in which words are empty.
pub(super) fn empty(words: &Words) -> impl Iterator<Item = &'static str> {
    let pairs = [("zh", words.zh.trim().is_empty()), ("en", words.en.trim().is_empty())];
    pairs.into_iter().filter(|(_, empty)| *empty).map(|(lang, _)| lang)
}

fn all<'a>(definition: &'a Definition) -> Vec<(String, &'a Words)> {
    let mut all = vec![
        ("title".to_owned(), &definition.title),
        ("summary".to_owned(), &definition.summary),
        ("audience".to_owned(), &definition.audience),
        ("evidence.note".to_owned(), &definition.evidence.note),
        ("route.outside".to_owned(), definition.route.outside()),
    ];
    for field in &definition.fields {
        all.push((format!("fields.{}.label", field.id), &field.label));
        all.extend(field.hint.iter().map(|hint| (format!("fields.{}.hint", field.id), hint)));
        for value in &field.values {
            let key = format!("fields.{}.values.{}", field.id, value.id);
            all.push((format!("{key}.label"), &value.label));
            all.extend(value.hint.iter().map(|hint| (format!("{key}.hint"), hint)));
        }
    }
    for item in &definition.evidence.items {
        let key = format!("evidence.items.{}", item.id);
        all.push((format!("{key}.label"), &item.label));
        all.extend(item.without_upload.iter().map(|words| (format!("{key}.without_upload"), words)));
    }
    for (table, reasons) in &definition.reasons {
        let label = |reason: &'a Reason| (format!("reasons.{table}.{}.label", reason.code), &reason.label);
        all.extend(reasons.iter().map(label));
    }
    all.extend(definition.overlay.iter().map(|point| (format!("overlay.{}.about", point.id), &point.about)));
    all.extend(definition.moves.iter().map(|step| (format!("moves.{}.why", step.from), &step.why)));
    for reason in &definition.return_reasons {
        all.push((format!("return_reasons.{}.label", reason.code), &reason.label));
    }
    for clock in &definition.clocks {
        all.push((format!("clocks.{}.note", clock.id), &clock.note));
    }
    for effect in &definition.effects {
        let key = format!("effects.{}.irreversible", effect.id);
        all.extend(effect.irreversible.iter().map(|words| (key.clone(), words)));
    }
    for (place, step) in definition.next_steps.iter().enumerate() {
        all.push((format!("next_steps[{place}].title"), &step.title));
        all.push((format!("next_steps[{place}].text"), &step.text));
    }
    for retention in &definition.retention {
        let key = format!("retention.{}", retention.data);
        all.push((format!("{key}.note"), &retention.note));
        all.extend(retention.owner.iter().map(|owner| (format!("{key}.owner"), owner)));
    }
    all
}
