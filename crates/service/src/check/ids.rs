//! Ids: the pack's is its folder's, and no two things of one kind share one.

use std::collections::BTreeSet;

use super::Findings;
use crate::pack::{EXAMPLES_FILE, NOTICES_FILE};
use crate::problem::ProblemCode;

pub(super) fn check(findings: &mut Findings<'_>) {
    let pack = findings.pack;
    let definition = &pack.definition;
    if definition.id != pack.folder {
        let said = format!("found `{}`, expected `{}`, the name of the folder", definition.id, pack.folder);
        findings.main("id", ProblemCode::Malformed, said);
    }
    let lists: [(&str, Vec<&str>); 6] = [
        ("fields", definition.fields.iter().map(|field| field.id.as_str()).collect()),
        ("return_reasons", definition.return_reasons.iter().map(|reason| reason.code.as_str()).collect()),
        ("commitments", definition.commitments.iter().map(|entry| entry.version.as_str()).collect()),
        ("clocks", definition.clocks.iter().map(|clock| clock.id.as_str()).collect()),
        ("effects", definition.effects.iter().map(|effect| effect.id.as_str()).collect()),
        ("retention", definition.retention.iter().map(|retention| retention.data.as_str()).collect()),
    ];
    for (list, ids) in lists {
        for id in doubles(ids) {
            findings.main(
                format!("{list}.{id}"),
                ProblemCode::DuplicateId,
                "one entry with this id, found two",
            );
        }
    }
    for field in &definition.fields {
        for id in doubles(field.values.iter().map(|value| value.id.as_str())) {
            let key = format!("fields.{}.values.{id}", field.id);
            findings.main(key, ProblemCode::DuplicateId, "one value with this id, found two");
        }
    }
    for id in doubles(pack.examples.iter().map(|example| example.id.as_str())) {
        findings.file(EXAMPLES_FILE, id, ProblemCode::DuplicateId, "one example with this id, found two");
    }
    for (event, channel) in doubles(pack.notices.iter().map(|notice| (notice.event.as_str(), notice.channel)))
    {
        let key = format!("{event}.{channel:?}");
        findings.file(
            NOTICES_FILE,
            key,
            ProblemCode::DuplicateId,
            "one notice for an event and channel, found two",
        );
    }
}

fn doubles<T: Ord + Copy>(ids: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    ids.into_iter().filter(|id| !seen.insert(*id)).collect()
}
