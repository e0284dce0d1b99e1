//! Where in the law something stands, and the outline of a law against which such an anchor is checked.
//!
//! An anchor is written `11`, `11.1` or `11.1.2`: article, paragraph, piece. Pieces are what stands between 。 and ；,
//! counted from 1; an item （一） belongs to the paragraph before it and goes on with its count. Article 0 is the
//! clause on entry into force.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, de::Error};

/// A place in the law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Anchor {
    /// The article; 0 is the clause on entry into force.
    pub article: u16,
    /// The paragraph, from 1.
    pub paragraph: Option<u16>,
    /// The piece of the paragraph, from 1.
    pub piece: Option<u16>,
}

impl Anchor {
    /// Reads `11`, `11.1` or `11.1.2`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.').map(number);
        let article = parts.next()??;
        let paragraph = parts.next().map(from_one);
        let piece = parts.next().map(from_one);
        match (paragraph, piece, parts.next()) {
            (Some(None), _, _) | (_, Some(None), _) | (_, _, Some(_)) => None,
            (paragraph, piece, None) => {
                Some(Self { article, paragraph: paragraph.flatten(), piece: piece.flatten() })
            }
        }
    }
}

fn number(text: &str) -> Option<u16> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

fn from_one(number: Option<u16>) -> Option<u16> {
    number.filter(|number| *number >= 1)
}

impl fmt::Display for Anchor {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.article)?;
        for part in [self.paragraph, self.piece].into_iter().flatten() {
            write!(out, ".{part}")?;
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for Anchor {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::parse(&text).ok_or_else(|| {
            D::Error::custom(format!("found `{text}`, expected an anchor such as `11`, `11.1` or `11.1.2`"))
        })
    }
}

/// How many pieces each paragraph of each article has. The app hands it in from the parsed law.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline(BTreeMap<u16, Vec<u16>>);

impl Outline {
    /// An outline from the pieces of each paragraph, by article.
    pub fn new(articles: impl IntoIterator<Item = (u16, Vec<u16>)>) -> Self {
        Self(articles.into_iter().collect())
    }

    /// Whether an anchor names something that is there.
    pub fn has(&self, anchor: Anchor) -> bool {
        let Some(paragraphs) = self.0.get(&anchor.article) else { return false };
        let Some(paragraph) = anchor.paragraph else { return anchor.piece.is_none() };
        let pieces = paragraphs.get(usize::from(paragraph).saturating_sub(1));
        pieces.is_some_and(|pieces| anchor.piece.is_none_or(|piece| piece <= *pieces))
    }

    /// The pieces of each paragraph, by article.
    pub fn articles(&self) -> impl Iterator<Item = (u16, &[u16])> {
        self.0.iter().map(|(article, pieces)| (*article, pieces.as_slice()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_read_and_written_alike() {
        for text in ["0", "11", "11.1", "11.1.2"] {
            assert_eq!(Anchor::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "a", "11.", "11.0", "11.1.0", "11.1.2.3", "-1", "11,1", "+1"] {
            assert_eq!(Anchor::parse(text), None, "{text}");
        }
    }

    #[test]
    fn an_outline_has_what_is_there_and_no_more() {
        let outline = Outline::new([(2, vec![5]), (3, vec![4, 2, 1])]);
        for text in ["2", "2.1.5", "3.3.1", "3.2"] {
            assert!(outline.has(Anchor::parse(text).unwrap()), "{text}");
        }
        for text in ["1", "2.1.6", "2.2", "3.4", "3.3.2"] {
            assert!(!outline.has(Anchor::parse(text).unwrap()), "{text}");
        }
    }
}
