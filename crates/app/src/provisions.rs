//! The words of every provision in both languages, gathered once, for each instrument. Chinese comes from
//! the law as loaded; English from the translation, piece by piece at the same place.

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

/// The pieces of one instrument, in order.
struct Instrument {
    id: String,
    pieces: Vec<Piece>,
}

/// The pieces of all instruments, the base first.
pub(crate) struct Provisions(Vec<Instrument>);

impl Provisions {
    pub(crate) fn new(policy: &Policy, library: &Library) -> Self {
        let instruments = policy.instruments.iter().enumerate().map(|(at, instrument)| {
            let mut counted: BTreeMap<(u16, Option<u16>), u16> = BTreeMap::new();
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
                // The translation is that of the base.
                let en = library.translation.words(place).filter(|_| at == 0).unwrap_or_default();
                Piece { anchor, words: Text::new(&piece.text.value, en) }
            };
            Instrument { id: instrument.id.clone(), pieces: instrument.document.pieces().map(of).collect() }
        });
        Self(instruments.collect())
    }

    /// A provision of the base with its words.
    pub(crate) fn get(&self, anchor: Anchor) -> Provision {
        self.of(0, anchor)
    }

    /// A provision of an instrument with its words. An explanation that cites what its own instrument has
    /// not (the entry into force, which an overlay takes from the base) cites the base.
    pub(crate) fn of(&self, at: usize, anchor: Anchor) -> Provision {
        let has = |instrument: &&Instrument| instrument.pieces.iter().any(|p| anchor.covers(p.anchor));
        let Some(home) = self.0.get(at).filter(has).or(self.0.first()) else { return Provision::default() };
        let within = home.pieces.iter().filter(|piece| anchor.covers(piece.anchor));
        let (mut zh, mut en) = (String::new(), Vec::new());
        for piece in within {
            zh.push_str(&piece.words.zh);
            en.push(piece.words.en.as_str());
        }
        Provision {
            instrument: home.id.clone(),
            anchor: anchor.id(),
            article: anchor.article,
            label: Text::new(anchor.to_string(), anchor.english()),
            words: Text::new(zh, en.join(" ")),
        }
    }

    /// The words of one piece.
    pub(crate) fn piece(&self, at: usize, anchor: Anchor) -> Option<&Text> {
        let found = self.0.get(at)?.pieces.iter().find(|piece| piece.anchor == anchor);
        found.map(|piece| &piece.words)
    }

    /// A place that a service names, whose pieces are counted across items, as the law counts it.
    pub(crate) fn anchor(&self, at: usize, place: service::Anchor) -> Option<Anchor> {
        let Some(paragraph) = place.paragraph else { return Some(Anchor::article(place.article)) };
        let whole = Anchor { paragraph: Some(paragraph), ..Anchor::article(place.article) };
        let Some(piece) = place.piece else { return Some(whole) };
        let mut within = self.0.get(at)?.pieces.iter().filter(|piece| whole.covers(piece.anchor));
        within.nth(usize::from(piece).checked_sub(1)?).map(|piece| piece.anchor)
    }
}
