//! No legal date, amount or district in the Rust of the rooms whose row forbids it: they are data with a source.
//!
//! The amounts that are looked for are read from the policies themselves, so this file holds none either.

use std::collections::BTreeSet;

use super::architecture::{LEGAL_FIGURES, Plan};
use super::{Finding, code};
use crate::tree::Tree;

/// Below this an amount is too common a number to be suspected (a limit, a size, a port).
const AMOUNT_FEN_MIN: u64 = 10_000;

/// Dates, amounts of the policies and codes of districts in production code.
pub fn check(tree: &Tree, plan: &Plan) -> Vec<Finding> {
    let amounts = policy_amounts(tree);
    let mut findings = Vec::new();
    for file in tree.files().iter().filter(|file| file.is_rust()) {
        let forbids = |room: &str| {
            plan.rooms.get(room).is_some_and(|r| r.never_says.iter().any(|s| s == LEGAL_FIGURES))
        };
        if !file.room().is_some_and(forbids) {
            continue;
        }
        for (line, text) in code::lines(&file.text) {
            if let Some(figure) = legal_figure(text, &amounts) {
                let what = format!("{figure} in Rust: it belongs in policies/ or services/, with its source");
                findings.push(Finding::new(&file.path, line, what));
            }
        }
    }
    findings
}

/// Words after which a figure is an example in a message, so a quotation.
const QUOTES: [&str; 3] = ["such as ", "for example ", "例如"];

fn legal_figure(code: &str, amounts: &BTreeSet<u64>) -> Option<String> {
    let code = QUOTES.iter().filter_map(|words| code.find(words)).min().map_or(code, |at| &code[..at]);
    let numbers = numbers(code);
    for (index, number) in numbers.iter().enumerate() {
        let following: Vec<&Number> = numbers[index + 1..].iter().take(2).collect();
        if let [month, day] = following[..]
            && number.digits.len() == 4
            && number.digits.starts_with("20")
            && is_date_separator(&code[number.end..month.start])
            && code[number.end..month.start] == code[month.end..day.start]
            && (1..=12).contains(&month.value)
            && (1..=31).contains(&day.value)
        {
            return Some(format!("the date {}", &code[number.start..day.end]));
        }
        if amounts.contains(&number.value) {
            return Some(format!("the amount {} of a policy", number.value));
        }
        if number.digits.len() == 6 && number.digits.starts_with("1101") {
            return Some(format!("the district {}", number.digits));
        }
    }
    None
}

fn is_date_separator(between: &str) -> bool {
    between == "-" || between == ", " || between == ","
}

/// A run of digits (with `_` between) as it stands in a line of code.
struct Number {
    start: usize,
    end: usize,
    digits: String,
    value: u64,
}

fn numbers(code: &str) -> Vec<Number> {
    let is_digit = |c: char| c.is_ascii_digit() || c == '_';
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = code[at..].find(|c: char| c.is_ascii_digit()).map(|offset| at + offset) {
        let end = code[start..].find(|c| !is_digit(c)).map_or(code.len(), |offset| start + offset);
        let part_of_name = code[..start].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let digits = code[start..end].replace('_', "");
        if let Ok(value) = digits.parse()
            && !part_of_name
        {
            found.push(Number { start, end, digits, value });
        }
        at = end;
    }
    found
}

/// Amounts in the parameter tables of the policies, in fen: a cell in yuan (two decimals) or in fen.
fn policy_amounts(tree: &Tree) -> BTreeSet<u64> {
    let mut amounts = BTreeSet::new();
    for file in tree.under("policies/") {
        let mut in_parameters = file.has_extension("csv");
        for line in file.text.lines() {
            if line.starts_with("```") {
                in_parameters = line.starts_with("```参数");
            }
            if in_parameters {
                for cell in line.split(['|', ',']).map(str::trim) {
                    amounts.extend(amount_fen(cell));
                }
            }
        }
    }
    amounts
}

fn amount_fen(cell: &str) -> Option<u64> {
    let fen = match cell.split_once('.') {
        Some((yuan, cents)) if cents.len() == 2 => format!("{yuan}{cents}").parse().ok()?,
        Some(_) => return None,
        None => cell.parse().ok()?,
    };
    (fen >= AMOUNT_FEN_MIN).then_some(fen)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{amount_fen, legal_figure};

    #[test]
    fn dates_amounts_and_districts_are_seen() {
        let amounts = BTreeSet::from([123_400]);
        assert!(legal_figure("parse(\"2020-10-01\")", &amounts).is_some());
        assert!(legal_figure("date(2020, 10, 1)", &amounts).is_some());
        assert!(legal_figure("let floor = 123_400;", &amounts).is_some());
        assert!(legal_figure("if region == \"110105\" {", &amounts).is_some());
    }

    #[test]
    fn ordinary_numbers_are_not() {
        let amounts = BTreeSet::from([123_400]);
        for code in [
            "const MAX: u64 = 1_000_000;",
            "let id2020 = 1;",
            "[2048, 64, 64]",
            "date(1900, 1, 1)",
            "\"six digits such as 110105\"",
        ] {
            assert_eq!(legal_figure(code, &amounts), None, "{code}");
        }
    }

    #[test]
    fn amounts_are_read_in_yuan_and_in_fen() {
        assert_eq!(amount_fen("7162.00"), Some(716_200));
        assert_eq!(amount_fen("716200"), Some(716_200));
        assert_eq!(amount_fen("0.20"), None);
        assert_eq!(amount_fen("2021-07-01"), None);
    }
}
