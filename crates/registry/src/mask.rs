//! What may be shown of a personal value to someone who need not know all of it.

/// Keeps the first `head` and the last `tail` characters and puts a star for each of the others.
/// A text too short to hide anything is hidden whole.
pub(crate) fn mask(text: &str, head: usize, tail: usize) -> String {
    let length = text.chars().count();
    let hides_something = length > head + tail;
    text.chars()
        .enumerate()
        .map(|(at, c)| if hides_something && (at < head || at >= length - tail) { c } else { '*' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::mask;

    #[test]
    fn the_middle_is_hidden_and_a_short_text_wholly() {
        assert_eq!(mask("110105199403020011", 6, 4), "110105********0011");
        assert_eq!(mask("王磊", 1, 0), "王*");
        assert_eq!(mask("王", 1, 0), "*");
        assert_eq!(mask("", 3, 4), "");
    }
}
