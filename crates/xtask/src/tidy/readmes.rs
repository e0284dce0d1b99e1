//! The two READMEs say the same: the commands in their fences agree, line by line, comments apart.

use super::Finding;
use crate::tree::Tree;

const CHINESE: &str = "README.zh.md";
const ENGLISH: &str = "README.md";

/// The first command that one has and the other has not, in its place.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let (Some(chinese), Some(english)) = (tree.file(CHINESE), tree.file(ENGLISH)) else {
        return vec![Finding::new(CHINESE, 0, format!("both {CHINESE} and {ENGLISH} are wanted"))];
    };
    let (chinese, english) = (commands(&chinese.text), commands(&english.text));
    let longest = chinese.len().max(english.len());
    for index in 0..longest {
        let (zh, en) = (chinese.get(index), english.get(index));
        if zh.map(|(_, command)| command) != en.map(|(_, command)| command) {
            let show = |side: Option<&(usize, String)>| {
                side.map_or("nothing".to_owned(), |(_, command)| format!("`{command}`"))
            };
            let what = format!("the commands differ: {} here, {} in {ENGLISH}", show(zh), show(en));
            return vec![Finding::new(CHINESE, zh.map_or(0, |(line, _)| *line), what)];
        }
    }
    Vec::new()
}

/// Line number and command of each line in a `sh` fence, without its comment.
fn commands(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut in_fence = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_fence = line.trim() == "```sh";
            continue;
        }
        let command = line.split(" #").next().unwrap_or_default().trim();
        if in_fence && !command.is_empty() && !command.starts_with('#') {
            found.push((index + 1, command.to_owned()));
        }
    }
    found
}
