//! The exceptions of each rule as a tree: as text, and as a drawing for pages.

use super::Exception;
use crate::condition::RuleId;
use crate::policy::Policy;
use crate::prose::{self, Language};
use law_syntax::Anchor;
use std::fmt::Write as _;

/// A rule or an exception with the exceptions that depart from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Key.
    pub key: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// Of an exception, which of [`Policy::exceptions`].
    pub exception: Option<usize>,
    /// What it rests on: instrument by index, provision.
    pub provision: (usize, Anchor),
    /// Exceptions of it.
    pub children: Vec<Node>,
}

/// The rules from which something departs, with their exceptions.
pub fn trees(policy: &Policy) -> Vec<Node> {
    let of_exception = |id: RuleId| policy.exceptions.iter().any(|exception| exception.rule == id);
    let rules = policy.rules.iter().enumerate().filter(|(id, _)| !of_exception(*id));
    rules
        .map(|(id, rule)| Node {
            key: rule.key.clone(),
            zh: rule.name.clone(),
            en: rule.en.clone(),
            exception: None,
            provision: (rule.instrument, rule.anchor),
            children: children(policy, id),
        })
        .filter(|node| !node.children.is_empty())
        .collect()
}

fn children(policy: &Policy, target: RuleId) -> Vec<Node> {
    let all = policy.exceptions.iter().enumerate();
    all.filter(|(_, exception)| exception.target == target)
        .map(|(index, exception)| Node {
            key: exception.key.clone(),
            zh: exception.name.clone(),
            en: exception.en.clone(),
            exception: Some(index),
            provision: (exception.instrument, exception.anchor),
            children: children(policy, exception.rule),
        })
        .collect()
}

/// What a node says, on one line.
pub fn line(policy: &Policy, node: &Node, language: Language) -> String {
    let mut text = String::new();
    if let Some(exception) = node.exception.and_then(|index| policy.exceptions.get(index)) {
        text.push_str(&relation(policy, exception, language));
        text.push_str(language.pick("：", ": "));
    }
    let (instrument, anchor) = node.provision;
    let rests_on = prose::provision(policy, instrument, anchor, language);
    let (open, close) = (language.pick("〔", " ["), language.pick("〕", "]"));
    // Writing to a String cannot fail.
    let _ = write!(text, "{} ({}){open}{rests_on}{close}", language.pick(&node.zh, &node.en), node.key);
    text
}

fn relation(policy: &Policy, exception: &Exception, language: Language) -> String {
    let mut text = language.pick(exception.effect.chinese(), exception.effect.english()).to_owned();
    if let Some(part) = &exception.part {
        let _ = write!(text, "{}{part}", language.pick("", " "));
    }
    if let Some(day) = exception.from {
        let _ = write!(text, "{}{day}", language.pick("，自 ", ", from "));
    }
    let over: Vec<&str> = exception
        .over
        .iter()
        .filter_map(|index| policy.exceptions.get(*index))
        .map(|other| language.pick(&other.name, &other.key))
        .collect();
    if !over.is_empty() {
        let _ = write!(
            text,
            "{}{}",
            language.pick("，优先于", ", prevails over "),
            over.join(language.pick("、", ", "))
        );
    }
    text
}

/// All trees as text.
pub fn text(policy: &Policy, language: Language) -> String {
    let mut out = String::new();
    for tree in trees(policy) {
        let _ = writeln!(out, "{}", line(policy, &tree, language));
        branches(policy, &tree, "", language, &mut out);
    }
    out
}

fn branches(policy: &Policy, node: &Node, lead: &str, language: Language, out: &mut String) {
    for (at, child) in node.children.iter().enumerate() {
        let is_last = at + 1 == node.children.len();
        let (mark, below) = if is_last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        let _ = writeln!(out, "{lead}{mark}{}", line(policy, child, language));
        branches(policy, child, &format!("{lead}{below}"), language, out);
    }
}

/// Height of a row, width of a step, and of one Latin character, in the drawing's units.
const ROW: usize = 36;
const STEP: usize = 32;
const CHAR: usize = 8;

/// All trees as an SVG drawing: its text is selectable, and its title says what it is.
pub fn svg(policy: &Policy, language: Language) -> String {
    let mut rows: Vec<(usize, Option<usize>, String)> = Vec::new();
    for tree in trees(policy) {
        flatten(policy, &tree, 0, None, language, &mut rows);
    }
    let width = rows.iter().map(|(depth, _, text)| depth * STEP + wide(text)).max().unwrap_or(0) + 2 * STEP;
    let height = rows.len().max(1) * ROW;
    let title = language.pick("规则的例外", "Exceptions of the rules");
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{title}\" font-size=\"14\">\n<title>{title}</title>\n"
    );
    for (at, (depth, parent, text)) in rows.iter().enumerate() {
        let (x, y) = (depth * STEP + 4, at * ROW + 4);
        if let Some(parent) = parent {
            let (from_x, from_y) = ((depth - 1) * STEP + 16, parent * ROW + ROW - 4);
            let to = y + ROW / 2 - 4;
            let _ = writeln!(
                out,
                "<path d=\"M{from_x} {from_y}V{to}H{x}\" fill=\"none\" stroke=\"currentColor\"/>"
            );
        }
        let (w, h) = (wide(text) + 16, ROW - 8);
        let _ = writeln!(
            out,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"4\" fill=\"none\" stroke=\"currentColor\"/>"
        );
        let _ = writeln!(
            out,
            "<text x=\"{}\" y=\"{}\" fill=\"currentColor\">{}</text>",
            x + 8,
            y + 19,
            escaped(text)
        );
    }
    out.push_str("</svg>\n");
    out
}

fn flatten(
    policy: &Policy,
    node: &Node,
    depth: usize,
    parent: Option<usize>,
    language: Language,
    rows: &mut Vec<(usize, Option<usize>, String)>,
) {
    let at = rows.len();
    rows.push((depth, parent, line(policy, node, language)));
    for child in &node.children {
        flatten(policy, child, depth + 1, Some(at), language, rows);
    }
}

fn wide(text: &str) -> usize {
    text.chars().map(|c| if c > '\u{2e7f}' { 2 * CHAR } else { CHAR }).sum()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
