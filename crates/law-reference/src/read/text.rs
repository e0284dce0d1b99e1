//! Small texts: white space left out, numerals, amounts, names with their identifiers.

use super::{Reading, refuse};
use crate::day::{self, Day};

/// A text without its white space.
pub fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// 一 to 九十九, or digits.
pub fn numeral(text: &str) -> Option<i64> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok();
    }
    let digit = |text: &str| {
        let at = "一二三四五六七八九".chars().position(|c| text.chars().eq([c]))?;
        i64::try_from(at + 1).ok()
    };
    match text.split_once('十') {
        None => digit(text),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens)? };
            let ones = if ones.is_empty() { 0 } else { digit(ones)? };
            Some(tens * 10 + ones)
        }
    }
}

/// The digits that a text begins with, and what follows.
pub fn digits(text: &str) -> Option<(i64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    Some((text[..end].parse().ok()?, &text[end..]))
}

/// Yuan with at most two decimals, as fen.
pub fn amount(text: &str) -> Option<i64> {
    let (yuan, part) = text.split_once('.').unwrap_or((text, "0"));
    let good = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !good(yuan) || !good(part) || part.len() > 2 {
        return None;
    }
    let fen: i64 = format!("{part:0<2}").parse().ok()?;
    yuan.parse::<i64>().ok()?.checked_mul(100)?.checked_add(fen)
}

/// The amount (digits and a point) that a text begins with, and what follows.
pub fn leading_amount(text: &str) -> Option<(i64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    Some((amount(&text[..end])?, &text[end..]))
}

/// `2020年12月31日` at the beginning of a text, and what follows; `None` if the text begins otherwise.
pub fn leading_day(text: &str) -> Option<Reading<(Day, &str)>> {
    let (year, rest) = digits(text)?;
    let (month, rest) = digits(rest.strip_prefix('年')?)?;
    let (of_month, rest) = digits(rest.strip_prefix('月')?)?;
    let rest = rest.strip_prefix('日')?;
    let made = day::make(year, month, of_month).filter(|day| *day <= day::LAST);
    Some(made.map_or_else(|| refuse("E0211", text), |day| Ok((day, rest))))
}

/// `name (id)`, and what follows the bracket. The name is compact.
pub fn named(text: &str) -> Option<(String, String, &str)> {
    let is_id = |text: &str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    text.match_indices('(').find_map(|(open, _)| {
        let close = open + text[open..].find(')')?;
        let (name, id) = (compact(&text[..open]), &text[open + 1..close]);
        (is_id(id) && !name.is_empty()).then(|| (name, id.to_owned(), &text[close + 1..]))
    })
}

/// A text without the marks at its end that mean nothing: ： ； 。 ，
pub fn without_end(text: &str) -> &str {
    text.trim_end_matches(|c: char| "：；。，".contains(c) || c.is_whitespace())
}

/// The cells of a row of a table.
pub fn cells(line: &str) -> Option<Vec<&str>> {
    let inside = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    Some(inside.split('|').map(str::trim).collect())
}

/// Whether a row only rules off the header.
pub fn is_ruler(cells: &[&str]) -> bool {
    cells.iter().all(|cell| !cell.is_empty() && cell.chars().all(|c| c == '-' || c == ':'))
}
