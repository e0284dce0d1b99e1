//! Which characters of a text changed: Chinese character by character, numbers
//! and Latin words whole.

use serde::Serialize;

/// What became of a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// In both.
    Same,
    /// Only in the earlier text.
    Removed,
    /// Only in the later text.
    Added,
}

/// A stretch of text with its mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stretch {
    /// What became of it.
    pub mark: Mark,
    /// The text.
    pub text: String,
}

/// Longer texts than this many words are marked as a whole: the table of pairs grows with the square.
pub const WORDS_MAX: usize = 3000;

/// The earlier text and the later one as stretches, in reading order.
pub fn marked(before: &str, after: &str) -> Vec<Stretch> {
    let (one, other) = (words(before), words(after));
    let mut out = Vec::new();
    if one.len() > WORDS_MAX || other.len() > WORDS_MAX {
        push(&mut out, Mark::Removed, before);
        push(&mut out, Mark::Added, after);
        return out;
    }
    for (mark, at) in aligned(&one, &other) {
        push(&mut out, mark, if mark == Mark::Added { other[at] } else { one[at] });
    }
    out
}

/// A longest common sequence of two lists: each step with the index in the list that it is from.
pub fn aligned<T: PartialEq>(one: &[T], other: &[T]) -> Vec<(Mark, usize)> {
    let start = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let end = one[start..].iter().rev().zip(other[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (left, right) = (&one[start..one.len() - end], &other[start..other.len() - end]);
    let width = right.len() + 1;
    let mut longest = vec![0_u32; (left.len() + 1) * width];
    for i in (0..left.len()).rev() {
        for j in (0..right.len()).rev() {
            longest[i * width + j] = if left[i] == right[j] {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let mut steps: Vec<(Mark, usize)> = (0..start).map(|at| (Mark::Same, at)).collect();
    let (mut i, mut j) = (0, 0);
    while i < left.len() || j < right.len() {
        if i < left.len() && j < right.len() && left[i] == right[j] {
            steps.push((Mark::Same, start + i));
            (i, j) = (i + 1, j + 1);
        } else if j == right.len()
            || (i < left.len() && longest[(i + 1) * width + j] >= longest[i * width + j + 1])
        {
            steps.push((Mark::Removed, start + i));
            i += 1;
        } else {
            steps.push((Mark::Added, start + j));
            j += 1;
        }
    }
    steps.extend((one.len() - end..one.len()).map(|at| (Mark::Same, at)));
    steps
}

fn push(out: &mut Vec<Stretch>, mark: Mark, text: &str) {
    match out.last_mut() {
        Some(last) if last.mark == mark => last.text.push_str(text),
        _ if text.is_empty() => {}
        _ => out.push(Stretch { mark, text: text.to_owned() }),
    }
}

fn words(text: &str) -> Vec<&str> {
    let joins = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '%' | '_' | '-' | '/');
    let mut words = Vec::new();
    let mut from = 0;
    let mut inside = false;
    for (at, c) in text.char_indices() {
        if at > from && !(inside && joins(c)) {
            words.push(&text[from..at]);
            from = at;
        }
        inside = joins(c);
    }
    if from < text.len() {
        words.push(&text[from..]);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sides(stretches: &[Stretch]) -> (String, String) {
        let of = |not: Mark| stretches.iter().filter(|s| s.mark != not).map(|s| s.text.as_str()).collect();
        (of(Mark::Added), of(Mark::Removed))
    }

    #[test]
    fn a_number_changes_as_a_whole_and_a_character_alone() {
        let stretches = marked("按照 1%的费率缴纳", "按照 0.5%的费率缴存");
        let changed: Vec<(Mark, &str)> =
            stretches.iter().filter(|s| s.mark != Mark::Same).map(|s| (s.mark, s.text.as_str())).collect();
        assert_eq!(
            changed,
            [(Mark::Removed, "1%"), (Mark::Added, "0.5%"), (Mark::Removed, "纳"), (Mark::Added, "存")]
        );
    }

    #[test]
    fn a_text_past_the_bound_is_marked_whole() {
        let long = "长".repeat(WORDS_MAX + 1);
        assert_eq!(marked(&long, "短").len(), 2);
    }

    proptest! {
        /// Reading one side of the marks gives that side, whatever the texts.
        #[test]
        fn both_texts_can_be_read_from_the_marks(before in "[年满 1-9一二a%]{0,20}", after in "[年满 1-9一二a%]{0,20}") {
            prop_assert_eq!(sides(&marked(&before, &after)), (before, after));
        }
    }
}
