//! The address of a provision: article, paragraph, item, sentence. Article 0 is
//! the clause on entry into force (施行日期), as the decision contract has it.

use crate::numeral;
use serde::{Deserialize, Serialize};
use std::fmt::{self, Write as _};

/// A provision. A missing part means the whole of what stands above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Anchor {
    /// 条; 0 is 施行日期.
    pub article: u16,
    /// 款, from 1.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub paragraph: Option<u16>,
    /// 项, from 1.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub item: Option<u16>,
    /// 句, from 1: the text is cut at 。 and ；.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sentence: Option<u16>,
}

impl Anchor {
    /// A whole article.
    pub const fn article(article: u16) -> Self {
        Self { article, paragraph: None, item: None, sentence: None }
    }

    /// Reads `第三条第二款第（一）项第一句`; without an article it stands in `home`.
    pub fn parse(text: &str, home: u16) -> Option<Self> {
        let mut anchor = Self::article(home);
        let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let mut rest = compact.as_str();
        if let Some(after) = rest.strip_prefix("施行日期") {
            anchor.article = 0;
            rest = after;
        }
        if rest.is_empty() {
            return (anchor.article == 0).then_some(anchor);
        }
        while !rest.is_empty() {
            let body = rest.strip_prefix('第')?;
            let end = body.find(['条', '款', '项', '句'])?;
            let number = numeral::parse(body[..end].trim_matches(['（', '）', '(', ')']))?;
            let unit = body[end..].chars().next()?;
            match unit {
                '条' => anchor.article = number,
                '款' => anchor.paragraph = Some(number),
                '项' => anchor.item = Some(number),
                _ => anchor.sentence = Some(number),
            }
            rest = &body[end + unit.len_utf8()..];
        }
        if anchor.paragraph.is_none() && (anchor.item.is_some() || anchor.sentence.is_some()) {
            anchor.paragraph = Some(1);
        }
        Some(anchor)
    }

    /// Whether `other` lies within this provision.
    pub fn covers(self, other: Self) -> bool {
        self.article == other.article
            && self.paragraph.is_none_or(|p| Some(p) == other.paragraph)
            && self.item.is_none_or(|i| Some(i) == other.item)
            && self.sentence.is_none_or(|s| Some(s) == other.sentence)
    }

    /// The id of the place on a page, e.g. `a3-p1-s2`.
    pub fn id(self) -> String {
        let mut id = format!("a{}", self.article);
        for (mark, part) in [("p", self.paragraph), ("i", self.item), ("s", self.sentence)] {
            if let Some(number) = part {
                // Writing to a String cannot fail.
                let _ = write!(id, "-{mark}{number}");
            }
        }
        id
    }

    /// In English: `Art. 3 para. 1 item 2 sentence 1`.
    pub fn english(self) -> String {
        let mut text =
            if self.article == 0 { "Entry into force".to_owned() } else { format!("Art. {}", self.article) };
        for (mark, part) in [("para.", self.paragraph), ("item", self.item), ("sentence", self.sentence)] {
            if let Some(number) = part {
                let _ = write!(text, " {mark} {number}");
            }
        }
        text
    }
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.article == 0 {
            f.write_str("施行日期")?;
        } else {
            write!(f, "第{}条", numeral::write(self.article))?;
        }
        if let Some(paragraph) = self.paragraph {
            write!(f, "第{}款", numeral::write(paragraph))?;
        }
        if let Some(item) = self.item {
            write!(f, "第（{}）项", numeral::write(item))?;
        }
        if let Some(sentence) = self.sentence {
            write!(f, "第{}句", numeral::write(sentence))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back_as_it_is_written() {
        for text in ["第三条第二款第一句", "第二条第一款第（三）项", "第十二条", "施行日期第一款"]
        {
            let anchor = Anchor::parse(text, 9).expect(text);
            assert_eq!(anchor.to_string(), text);
        }
        assert_eq!(
            Anchor::parse("第（三）项", 2).map(|a| a.to_string()).as_deref(),
            Some("第二条第一款第（三）项")
        );
        assert_eq!(Anchor::parse("第三", 2), None);
        assert_eq!(Anchor::parse("", 2), None);
    }

    #[test]
    fn a_paragraph_covers_its_sentences() {
        let paragraph = Anchor::parse("第三条第一款", 0).expect("anchor");
        let sentence = Anchor::parse("第三条第一款第二句", 0).expect("anchor");
        assert!(paragraph.covers(sentence));
        assert!(!sentence.covers(paragraph));
    }
}
