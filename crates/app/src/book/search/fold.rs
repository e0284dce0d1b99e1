//! Letters folded for search, and a text cut at what was found in it.

use super::Piece;

/// Letters without case, width and white space, each with where it stands in the text.
#[derive(Debug, Clone, Default)]
pub(super) struct Folded(Vec<(usize, char)>);

impl Folded {
    pub(super) fn text(&self) -> String {
        self.0.iter().map(|(_, c)| *c).collect()
    }

    /// Where a folded word begins, as indices of letters; matches do not overlap.
    pub(super) fn places(&self, word: &str) -> Vec<usize> {
        let wanted: Vec<char> = word.chars().collect();
        let mut places = Vec::new();
        let mut at = 0;
        while !wanted.is_empty() && at + wanted.len() <= self.0.len() {
            if self.0[at..].iter().zip(&wanted).all(|((_, c), wanted)| c == wanted) {
                places.push(at);
                at += wanted.len();
            } else {
                at += 1;
            }
        }
        places
    }
}

pub(super) fn fold(text: &str) -> Folded {
    let chars = text.char_indices().filter(|(_, c)| !c.is_whitespace());
    Folded(chars.map(|(at, c)| (at, plain(c))).collect())
}

/// A letter without case and width (Ａ is a). Case changes that make two letters of one keep the letter.
fn plain(c: char) -> char {
    let narrow = match u32::from(c) {
        wide @ 0xff01..=0xff5e => char::from_u32(wide - 0xfee0).unwrap_or(c),
        _ => c,
    };
    let mut lower = narrow.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => narrow,
    }
}

/// A text cut at what was found.
pub(super) fn marked(text: &str, folded: &Folded, words: &[String]) -> Vec<Piece> {
    let mut is_found = vec![false; folded.0.len()];
    for word in words {
        for at in folded.places(word) {
            is_found.iter_mut().skip(at).take(word.chars().count()).for_each(|found| *found = true);
        }
    }
    let mut pieces: Vec<Piece> = Vec::new();
    let mut letters = folded.0.iter().zip(is_found).peekable();
    for (at, c) in text.char_indices() {
        let found = letters.next_if(|((place, _), _)| *place == at).map(|(_, found)| found);
        // White space belongs to what stands before it only within a match.
        let is_match = match found {
            Some(found) => found,
            None => {
                pieces.last().is_some_and(|piece| piece.is_match)
                    && letters.peek().is_some_and(|(_, found)| *found)
            }
        };
        match pieces.last_mut() {
            Some(last) if last.is_match == is_match => last.words.push(c),
            _ => pieces.push(Piece { words: c.into(), is_match }),
        }
    }
    pieces
}

/// From how many letters on a text is cut to what stands around a match.
const LONG_CHARS: usize = 160;
/// How many letters stand on each side of a match.
const AROUND_CHARS: usize = 24;

/// What stands around the matches of a long text; a short one whole, a long one without a match by its
/// beginning.
pub(super) fn excerpt(pieces: Vec<Piece>) -> Vec<Piece> {
    if pieces.iter().map(|piece| piece.words.chars().count()).sum::<usize>() <= LONG_CHARS {
        return pieces;
    }
    let last = pieces.len().saturating_sub(1);
    let has_match = pieces.iter().any(|piece| piece.is_match);
    let cut = |(at, piece): (usize, Piece)| {
        let chars: Vec<char> = piece.words.chars().collect();
        let head = if at == 0 && has_match { 0 } else { AROUND_CHARS };
        let tail = if at == last { 0 } else { AROUND_CHARS };
        if piece.is_match || chars.len() <= head + tail + 1 {
            return piece;
        }
        let (begins, ends) = (chars.iter().take(head), chars.iter().skip(chars.len() - tail));
        Piece { words: begins.chain(&['…']).chain(ends).collect(), is_match: false }
    };
    pieces.into_iter().enumerate().map(cut).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_to_what_stands_around_a_match() {
        let text = format!("{}补缴{}", "前".repeat(200), "后".repeat(200));
        let pieces = excerpt(marked(&text, &fold(&text), &["补缴".to_owned()]));
        let words: Vec<&str> = pieces.iter().map(|piece| piece.words.as_str()).collect();
        let (before, after) = (format!("…{}", "前".repeat(24)), format!("{}…", "后".repeat(24)));
        assert_eq!(words, [before.as_str(), "补缴", after.as_str()]);
        let none = excerpt(marked(&text, &fold(&text), &[]));
        assert_eq!(none.iter().map(|piece| piece.words.chars().count()).sum::<usize>(), 25);
        let short = marked("自愿补缴", &fold("自愿补缴"), &["补缴".to_owned()]);
        assert_eq!(excerpt(short.clone()), short);
    }

    #[test]
    fn what_was_found_is_marked_across_white_space_and_case() {
        let text = "对 2020 年及以后毕业";
        let pieces = marked(text, &fold(text), &["2020年".to_owned()]);
        let found: Vec<&str> = pieces.iter().filter(|p| p.is_match).map(|p| p.words.as_str()).collect();
        assert_eq!(found, ["2020 年"]);
        assert_eq!(pieces.iter().map(|piece| piece.words.as_str()).collect::<String>(), text);
        let english = "Beijing HRSS App";
        let pieces = marked(english, &fold(english), &["ａｐｐ".chars().map(plain).collect()]);
        assert!(pieces.last().is_some_and(|piece| piece.is_match && piece.words == "App"), "{pieces:?}");
    }
}
