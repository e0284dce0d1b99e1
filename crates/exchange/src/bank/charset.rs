//! Which characters a file may carry. ISO 20022 is XML in UTF-8, and its text types take every
//! character of Unicode up to a length, so Chinese names are written as the account has them; the
//! Latin-only rule is one of European schemes. Left out are the characters that XML itself forbids and
//! those that would change how a line is read.

/// A text that cannot stand in a file. It does not repeat the text, which may be personal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CharsetError {
    /// Nothing but blanks.
    #[error("{field}: empty; expected a text")]
    Empty {
        /// Which field.
        field: &'static str,
    },
    /// Longer than the standard takes.
    #[error("{field}: {found} characters; expected at most {max}")]
    TooLong {
        /// Which field.
        field: &'static str,
        /// How many there were.
        found: usize,
        /// How many there may be.
        max: usize,
    },
    /// A control or direction character, or one that is no character.
    #[error("{field}: character {position} (U+{code:04X}) cannot stand in a payment file")]
    Character {
        /// Which field.
        field: &'static str,
        /// Counted from 1.
        position: usize,
        /// Which one: such a character is nobody's name.
        code: u32,
    },
}

/// The text without blanks around it, if it may stand in a file.
pub fn text<'a>(field: &'static str, given: &'a str, max: usize) -> Result<&'a str, CharsetError> {
    let given = given.trim();
    let found = given.chars().count();
    if found == 0 {
        return Err(CharsetError::Empty { field });
    }
    if found > max {
        return Err(CharsetError::TooLong { field, found, max });
    }
    match given.chars().enumerate().find(|(_, c)| is_forbidden(*c)) {
        Some((at, c)) => Err(CharsetError::Character { field, position: at + 1, code: u32::from(c) }),
        None => Ok(given),
    }
}

fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_and_rare_characters_pass_and_hidden_ones_do_not() {
        for name in ["王磊", "𠮷㐂", "阿不都热依木·买买提", "O'Neill & Söhne <x>"] {
            assert_eq!(text("name", name, 140), Ok(name));
        }
        assert_eq!(
            text("name", "王\u{202E}磊", 140),
            Err(CharsetError::Character { field: "name", position: 2, code: 0x202E })
        );
        assert_eq!(text("name", "王磊", 1), Err(CharsetError::TooLong { field: "name", found: 2, max: 1 }));
        assert_eq!(text("name", " ", 1), Err(CharsetError::Empty { field: "name" }));
    }
}
