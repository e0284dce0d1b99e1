//! The last look at a short message's text before it leaves: its length as networks count it (3GPP TS 23.038), no link
//! and no ID number. The first look is at its template, when a service is checked; this one sees the filled-in text.

use std::fmt;

/// The basic characters of the GSM alphabet, one septet each.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
    ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Its further characters, two septets each.
const FURTHER: &str = "^{}\\[~]|€";

/// The alphabet that a text needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    /// The 7-bit alphabet: 160 characters in one message, 153 in each part of a longer one.
    Gsm7,
    /// UCS-2, as soon as one Chinese character is there: 70, and 67.
    Ucs2,
}

/// A text that may be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct SmsText {
    text: String,
    parts: usize,
}

/// Why a text may not be sent. It does not repeat the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    /// It says nothing.
    #[error("text: expected words, found none")]
    Empty,
    /// It needs more messages than allowed.
    #[error("text: expected at most {parts_max} parts, found {parts}")]
    TooLong {
        /// How many it needs.
        parts: usize,
        /// How many are allowed.
        parts_max: usize,
    },
    /// It holds an address: people are asked not to follow links in messages, and the official way is named instead.
    #[error("text: expected no link or web address")]
    Link,
    /// It holds an ID number.
    #[error("text: expected no ID number")]
    IdNumber,
    /// It holds a character that shows nothing.
    #[error("text: expected no control characters")]
    Control,
}

impl SmsText {
    /// Checks a text that is to fit so many parts.
    pub fn new(text: impl Into<String>, parts_max: usize) -> Result<Self, TextFault> {
        let text = text.into();
        if text.trim().is_empty() {
            return Err(TextFault::Empty);
        }
        if text.chars().any(|c| c.is_control() && c != '\n') {
            return Err(TextFault::Control);
        }
        if has_link(&text) {
            return Err(TextFault::Link);
        }
        if has_id_number(&text) {
            return Err(TextFault::IdNumber);
        }
        let parts = parts(&text);
        if parts > parts_max {
            return Err(TextFault::TooLong { parts, parts_max });
        }
        Ok(Self { text, parts })
    }

    /// The text, for the one who sends it.
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// How many messages it takes.
    pub fn parts(&self) -> usize {
        self.parts
    }
}

impl fmt::Debug for SmsText {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "SmsText({} parts)", self.parts)
    }
}

impl Alphabet {
    /// The smallest alphabet that has every character.
    pub fn of(text: &str) -> Self {
        if text.chars().all(|c| BASIC.contains(c) || FURTHER.contains(c)) { Self::Gsm7 } else { Self::Ucs2 }
    }

    /// How many units of the alphabet a character takes: septets, or UTF-16 code units.
    fn units(self, c: char) -> usize {
        match self {
            Self::Gsm7 if FURTHER.contains(c) => 2,
            Self::Gsm7 => 1,
            Self::Ucs2 => c.len_utf16(),
        }
    }

    /// The units of a message alone, and of each part of a longer one.
    fn room(self) -> (usize, usize) {
        match self {
            Self::Gsm7 => (160, 153),
            Self::Ucs2 => (70, 67),
        }
    }
}

/// How many messages a text takes. A character of two units is never cut in two, so a part may stay one unit short.
fn parts(text: &str) -> usize {
    let alphabet = Alphabet::of(text);
    let (alone, in_part) = alphabet.room();
    if text.chars().map(|c| alphabet.units(c)).sum::<usize>() <= alone {
        return 1;
    }
    let (mut parts, mut used) = (1, 0);
    for units in text.chars().map(|c| alphabet.units(c)) {
        if used + units > in_part {
            parts += 1;
            used = 0;
        }
        used += units;
    }
    parts
}

/// A scheme, `www.`, or a dot between letters as in a host name.
fn has_link(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    if lower.contains("://") || lower.contains("www.") {
        return true;
    }
    let mut pieces = lower.split('.').peekable();
    while let (Some(before), Some(after)) = (pieces.next(), pieces.peek()) {
        let host = before.chars().rev().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').count();
        let top = after.chars().take_while(char::is_ascii_alphabetic).count();
        let ends = after.chars().nth(top).is_none_or(|c| !c.is_ascii_digit());
        if host >= 2 && top >= 2 && ends {
            return true;
        }
    }
    false
}

/// A run of 18 digits (the last may be X) whose check digit is right (GB 11643).
fn has_id_number(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || c.eq_ignore_ascii_case(&'x');
    text.split(|c| !is_part(c)).any(is_id_number)
}

fn is_id_number(run: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let mut digits = run.chars();
    let mut sum = 0;
    for weight in WEIGHTS {
        let Some(digit) = digits.next().and_then(|c| c.to_digit(10)) else { return false };
        sum += digit * weight;
    }
    let check = CHECKS.get((sum % 11) as usize);
    let last = digits.next().map(|c| c.to_ascii_uppercase());
    digits.next().is_none() && last.is_some() && last.as_ref() == check
}

#[cfg(test)]
mod tests {
    use super::{Alphabet, SmsText, TextFault};

    fn parts(text: &str) -> usize {
        SmsText::new(text, 100).unwrap().parts()
    }

    #[test]
    fn length_is_counted_as_networks_count_it() {
        assert_eq!((parts(&"a".repeat(160)), parts(&"a".repeat(161))), (1, 2));
        assert_eq!((parts(&"a".repeat(306)), parts(&"a".repeat(307))), (2, 3));
        assert_eq!((parts(&"您".repeat(70)), parts(&"您".repeat(71))), (1, 2));
        assert_eq!((parts(&"您".repeat(134)), parts(&"您".repeat(135))), (2, 3));
        // One Chinese character makes all the others wide.
        assert_eq!(parts(&format!("您{}", "a".repeat(70))), 2);
        assert_eq!((parts(&"€".repeat(80)), parts(&"€".repeat(81))), (1, 2));
        // A character outside the basic plane takes two units and is not cut: 33 in a part of 67.
        assert_eq!((parts(&"𠮷".repeat(35)), parts(&"𠮷".repeat(36)), parts(&"𠮷".repeat(67))), (1, 2, 3));
    }

    #[test]
    fn the_alphabet_has_its_127_characters() {
        assert_eq!(super::BASIC.chars().count(), 127);
        assert_eq!((Alphabet::of("Sign in @ £5"), Alphabet::of("`")), (Alphabet::Gsm7, Alphabet::Ucs2));
    }

    #[test]
    fn a_text_that_is_too_long_is_refused_with_its_parts() {
        let fault = SmsText::new("您".repeat(71), 1);
        assert_eq!(fault, Err(TextFault::TooLong { parts: 2, parts_max: 1 }));
    }

    #[test]
    fn links_are_refused_in_any_dress() {
        for text in [
            "见https://a.b",
            "请登录rsj.beijing.gov.cn查看",
            "go to t.cn now: xy.cn",
            "WWW.X",
            "点击bj-rs.com/x。",
        ] {
            assert_eq!(SmsText::new(text, 1), Err(TextFault::Link), "{text}");
        }
        for text in
            ["No. 5, e.g. at 12.50 yuan.", "登记编号 BJ.2020.1 已生成。", "Signed up. Thank you.", "第5.2条"]
        {
            assert!(SmsText::new(text, 1).is_ok(), "{text}");
        }
    }

    #[test]
    fn id_numbers_are_refused_and_other_numbers_are_not() {
        for text in ["身份证11010519491231002X。", "11010519491231002x"] {
            assert_eq!(SmsText::new(text, 1), Err(TextFault::IdNumber), "{text}");
        }
        for text in ["编号110105194912310021已生成", "0110105194912310021", "2020100112345678", "13800138000"]
        {
            assert!(SmsText::new(text, 1).is_ok(), "{text}");
        }
        assert_eq!(SmsText::new(" \n", 1), Err(TextFault::Empty));
        assert_eq!(SmsText::new("a\u{7}", 1), Err(TextFault::Control));
    }
}
