//! The words of an instrument from day to day: an amendment gives new words
//! from its first day on, and the file that it amends stays as it is.

use crate::date::Date;
use law_syntax::amendment::Change;
use law_syntax::{Anchor, Document, Piece, document};
use law_syntax::{Span, Spanned};

/// The words of one instrument from a day on.
#[derive(Debug, Clone)]
pub struct Version {
    /// Whose words, by index.
    pub instrument: usize,
    /// First day.
    pub from: Date,
    /// The instruments that amended them on that day, by index.
    pub by: Vec<usize>,
    /// All its sentences and items.
    pub pieces: Vec<Piece>,
}

/// One paragraph or item.
#[derive(Debug, Clone)]
struct Line {
    article: u16,
    paragraph: u16,
    item: Option<u16>,
    sentences: Vec<String>,
}

/// What cannot be amended so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// There is no such provision.
    NoProvision,
    /// The words do not stand there exactly once.
    NotOnce,
}

/// The pieces of a document as they were published.
pub fn published(document: &Document) -> Vec<Piece> {
    document.pieces().cloned().collect()
}

/// The pieces after a change of words; nothing if the change is one of rules.
pub fn amended(pieces: &[Piece], anchor: Anchor, change: &Change) -> Result<Vec<Piece>, Fault> {
    let mut lines = lines(pieces);
    let within = |line: &Line| {
        let of = Anchor { item: line.item, paragraph: Some(line.paragraph), ..Anchor::article(line.article) };
        Anchor { sentence: None, ..anchor }.covers(of)
            && (anchor.paragraph.is_none() || anchor.item == line.item)
    };
    let touched: Vec<usize> = (0..lines.len()).filter(|at| within(&lines[*at])).collect();
    let first = *touched.first().ok_or(Fault::NoProvision)?;
    let sentence = anchor.sentence.map(|number| usize::from(number) - 1);
    if sentence.is_some_and(|at| at >= lines[first].sentences.len()) {
        return Err(Fault::NoProvision);
    }
    match change {
        Change::Words { old, new, .. } => {
            let mut found = Vec::new();
            for line in &touched {
                for (at, text) in lines[*line].sentences.iter().enumerate() {
                    let here = sentence.is_none_or(|wanted| wanted == at);
                    found.extend((0..text.matches(&old.value).count()).filter(|_| here).map(|_| (*line, at)));
                }
            }
            let [(line, at)] = found.as_slice() else { return Err(Fault::NotOnce) };
            let text = &mut lines[*line].sentences[*at];
            *text = text.replacen(&old.value, &new.value, 1);
        }
        Change::Whole { new, .. } => {
            if let Some(at) = sentence {
                lines[first].sentences[at].clone_from(&new.value);
            } else {
                lines[first].sentences = vec![new.value.clone()];
            }
            if anchor.paragraph.is_none() {
                let stays = |line: &Line| line.paragraph == 1 && line.item.is_none();
                lines.retain(|line| line.article != anchor.article || stays(line));
            }
        }
        Change::Removed { .. } => match sentence {
            Some(at) => drop(lines[first].sentences.remove(at)),
            None => lines.retain(|line| {
                let of = Anchor {
                    item: line.item,
                    paragraph: Some(line.paragraph),
                    ..Anchor::article(line.article)
                };
                !anchor.covers(of)
            }),
        },
        Change::Added { new, .. } => {
            let last = *touched.last().ok_or(Fault::NoProvision)?;
            let paragraph = lines[last].paragraph + 1;
            let line =
                Line { article: anchor.article, paragraph, item: None, sentences: vec![new.value.clone()] };
            lines.insert(last + 1, line);
        }
        Change::Item { .. }
        | Change::ItemAdded { .. }
        | Change::ItemRemoved { .. }
        | Change::Field { .. }
        | Change::Rule { .. } => {}
    }
    Ok(cut(lines))
}

fn lines(pieces: &[Piece]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for piece in pieces {
        let Anchor { article, paragraph, item, .. } = piece.anchor;
        let paragraph = paragraph.unwrap_or(1);
        let text = piece.text.value.clone();
        match lines.last_mut() {
            Some(line)
                if (line.article, line.paragraph, line.item) == (article, paragraph, item)
                    && piece.anchor.sentence.is_some() =>
            {
                line.sentences.push(text);
            }
            _ => lines.push(Line { article, paragraph, item, sentences: vec![text] }),
        }
    }
    lines
}

/// Counts paragraphs and sentences anew.
fn cut(lines: Vec<Line>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (mut article, mut was, mut paragraph) = (u16::MAX, 0, 0);
    for line in lines {
        if line.article != article {
            (article, was, paragraph) = (line.article, 0, 0);
        }
        if line.paragraph != was {
            was = line.paragraph;
            paragraph += 1;
        }
        let of = Anchor { paragraph: Some(paragraph), item: line.item, ..Anchor::article(article) };
        let text = line.sentences.concat();
        if line.item.is_some() {
            pieces.push(Piece { anchor: of, text: Spanned::new(text, Span::default()) });
            continue;
        }
        for (at, sentence) in document::cut(&text).into_iter().enumerate() {
            let anchor = Anchor { sentence: u16::try_from(at + 1).ok(), ..of };
            pieces.push(Piece { anchor, text: Spanned::new(sentence, Span::default()) });
        }
    }
    pieces
}

/// The words of a provision among pieces.
pub fn words(pieces: &[Piece], anchor: Anchor) -> String {
    pieces.iter().filter(|piece| anchor.covers(piece.anchor)).map(|piece| piece.text.value.as_str()).collect()
}

/// What became of a provision between two versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It stands where it stood, though its words may be others.
    Stays,
    /// Its words stand elsewhere.
    Moved(Anchor),
    /// It is gone.
    Gone,
}

/// What an amendment did to a provision that somebody cites.
pub fn fate(before: &[Piece], after: &[Piece], anchor: Anchor) -> Fate {
    let (was, is) = (words(before, anchor), words(after, anchor));
    if was == is {
        return Fate::Stays;
    }
    // Looked for among provisions of the same kind.
    let alike = |piece: &Piece| Anchor {
        sentence: piece.anchor.sentence.filter(|_| anchor.sentence.is_some()),
        item: piece.anchor.item.filter(|_| anchor.item.is_some()),
        paragraph: piece.anchor.paragraph.filter(|_| anchor.paragraph.is_some()),
        ..piece.anchor
    };
    let mut others = after.iter().map(alike).filter(|other| *other != anchor);
    match others.find(|other| words(after, *other) == was) {
        Some(other) => Fate::Moved(other),
        None if is.is_empty() => Fate::Gone,
        None => Fate::Stays,
    }
}
