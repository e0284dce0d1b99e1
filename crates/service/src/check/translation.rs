//! The translation has a piece for each piece of the law, so that both can be shown side by side and cited alike.

use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use crate::library::Library;
use crate::problem::{Problem, ProblemCode};
use crate::translation::FILE;

pub(super) fn check(library: &Library, context: &Context, found: &mut Vec<Problem>) {
    let translated = library.translation.outline();
    let translated: BTreeMap<_, _> = translated.articles().collect();
    let law: BTreeMap<_, _> = context.outline.articles().collect();
    for article in law.keys().chain(translated.keys()).collect::<BTreeSet<_>>() {
        let (expected, is) = (law.get(article), translated.get(article));
        if expected != is {
            let said = format!("{} pieces, paragraph by paragraph, found {}", pieces(expected), pieces(is));
            found.push(Problem::new(
                FILE,
                format!("article {article}"),
                ProblemCode::TranslationDiffers,
                said,
            ));
        }
    }
}

fn pieces(of: Option<&&[u16]>) -> String {
    of.map_or_else(|| "no".to_owned(), |of| format!("{of:?}"))
}
