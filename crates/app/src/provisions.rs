//! The words of every provision in both languages, gathered once. Chinese comes from the law as loaded;
//! English from the translation, piece by piece at the same place.

use std::collections::BTreeMap;

use law::{Anchor, Policy};
use service::Library;

use crate::shown::Provision;
use crate::text::Text;

/// One piece of the law between two marks 。 or ；.
struct Piece {
    anchor: Anchor,
    words: Text,
}

/// The pieces of the instrument, in order.
pub(crate) struct Provisions(Vec<Piece>);

impl Provisions {
    pub(crate) fn new(policy: &Policy, library: &Library) -> Self {
        let mut counted: BTreeMap<(u16, Option<u16>), u16> = BTreeMap::new();
        let pieces = policy.instruments.first().map(|base| base.document.pieces());
        let of = |piece: &law_syntax::document::Piece| {
            let anchor = piece.anchor;
            // An item belongs to the paragraph before it and goes on with its count.
            let number = counted.entry((anchor.article, anchor.paragraph)).or_default();
            *number += 1;
            let place = service::Anchor {
                article: anchor.article,
                paragraph: anchor.paragraph,
                piece: Some(*number),
            };
            let en = library.translation.words(place).unwrap_or_default();
            Piece { anchor, words: Text::new(&piece.text.value, en) }
        };
        Self(pieces.into_iter().flatten().map(of).collect())
    }

    /// A provision with its words.
    pub(crate) fn get(&self, anchor: Anchor) -> Provision {
        let within = self.0.iter().filter(|piece| anchor.covers(piece.anchor));
        let (mut zh, mut en) = (String::new(), Vec::new());
        for piece in within {
            zh.push_str(&piece.words.zh);
            en.push(piece.words.en.as_str());
        }
        Provision {
            anchor: anchor.id(),
            article: anchor.article,
            label: Text::new(anchor.to_string(), anchor.english()),
            words: Text::new(zh, en.join(" ")),
        }
    }
}
