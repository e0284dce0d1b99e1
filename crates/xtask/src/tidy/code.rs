//! The lines of a Rust file that run in production: comments and test modules taken out, line numbers kept.
//!
//! This leans on rustfmt: a test module is `#[cfg(test)]` before `mod … {`, and ends at the `}` of the same depth.

/// Line number (from 1) and the code on it, for each line that has any.
pub fn lines(text: &str) -> Vec<(usize, &str)> {
    let mut kept = Vec::new();
    let mut all = text.lines().enumerate().peekable();
    while let Some((index, line)) = all.next() {
        let indent = &line[..line.len() - line.trim_start().len()];
        if line.trim() == "#[cfg(test)]" {
            // Other attributes may stand between; a `mod tests;` is one line.
            let mut opens = false;
            for (_, item) in all.by_ref() {
                if !item.trim_start().starts_with("#[") {
                    opens = item.trim_end().ends_with('{');
                    break;
                }
            }
            if opens {
                let end = format!("{indent}}}");
                let _ = all.by_ref().find(|(_, inside)| inside.trim_end() == end);
            }
            continue;
        }
        let code = without_comment(line);
        if !code.trim().is_empty() {
            kept.push((index + 1, code));
        }
    }
    kept
}

/// Cuts a `//` comment, but not the `//` of a URL.
fn without_comment(line: &str) -> &str {
    let start = line.match_indices("//").map(|(at, _)| at).find(|at| !line[..*at].ends_with(':'));
    &line[..start.unwrap_or(line.len())]
}

/// Whether `word` stands in `code` on its own, not as a part of a longer name.
pub fn says(code: &str, word: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        let begins = !word.starts_with(is_name) || !before.is_some_and(is_name);
        let ends = !word.ends_with(is_name) || !after.is_some_and(is_name);
        begins && ends
    })
}

#[cfg(test)]
mod tests {
    use super::{lines, says};

    #[test]
    fn comments_and_test_modules_are_no_code() {
        let text = "//! head\nlet a = 1; // why\n\n#[cfg(test)]\nmod tests {\n    fn b() {\n    }\n}\nlet url = \"https://x\";\n";
        assert_eq!(lines(text), [(2, "let a = 1; "), (9, "let url = \"https://x\";")]);
    }

    #[test]
    fn code_after_an_outlined_test_module_is_read() {
        assert_eq!(lines("#[cfg(test)]\nmod tests;\nlet a = 1;\n"), [(3, "let a = 1;")]);
    }

    #[test]
    fn a_word_is_not_found_inside_a_name() {
        assert!(says("let x: f64 = 1.0;", "f64"));
        assert!(!says("let x = is_f64(y);", "f64"));
        assert!(says("rand::random()", "rand::"));
        assert!(!says("operand::Kind", "rand::"));
    }
}
