//! Fixed texts of a template with their placeholders in braces: `{holder}`, `{office}`, `{number}`, `{issued_on}`, and
//! the id of any line with one value.

use serde::{Deserialize, Serialize};

use crate::Bilingual;

/// What every paper has, whatever its lines are.
pub(super) const OF_EVERY_PAPER: [&str; 4] = ["holder", "office", "number", "issued_on"];

/// A fixed text of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FixedText {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
    /// The line without which the text is left out.
    #[serde(default)]
    pub when: Option<String>,
}

impl FixedText {
    /// The words in braces, of both languages.
    pub(super) fn placeholders(&self) -> Vec<&str> {
        [&self.zh, &self.en].into_iter().flat_map(|text| pieces(text)).filter_map(|(_, name)| name).collect()
    }

    /// The text with its placeholders filled; `of` gives the value in both languages.
    pub(super) fn fill(&self, of: impl Fn(&str) -> Bilingual) -> Bilingual {
        let filled = |text: &str, pick: fn(Bilingual) -> String| {
            pieces(text).into_iter().fold(String::new(), |mut filled, (before, name)| {
                filled.push_str(before);
                if let Some(name) = name {
                    filled.push_str(&pick(of(name)));
                }
                filled
            })
        };
        Bilingual { zh: filled(&self.zh, |it| it.zh), en: filled(&self.en, |it| it.en) }
    }
}

/// A text cut at its placeholders: what stands before each, and its name; the last piece has none.
fn pieces(text: &str) -> Vec<(&str, Option<&str>)> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        pieces.push((before, Some(name)));
        rest = after;
    }
    pieces.push((rest, None));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_found_and_filled_once() {
        let text = FixedText { zh: "{a}的{b}。{".into(), en: "{b} of {a}".into(), when: None };
        assert_eq!(text.placeholders(), ["a", "b", "b", "a"]);
        let filled = text.fill(|name| Bilingual::new(format!("〔{name}{{a}}〕"), format!("<{name}>")));
        assert_eq!(filled, Bilingual::new("〔a{a}〕的〔b{a}〕。{", "<b> of <a>"));
    }
}
