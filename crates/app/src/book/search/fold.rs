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

#[cfg(test)]
mod tests {
    use super::*;

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
