//! At which clearing number a bank takes payments, by the name that people write, from `data/bank-branches.toml`. A bank
//! that is not there is asked for, never guessed.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::account::ClearingNumber;

/// A text that is no list of banks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("bank branches: {0}")]
pub struct BranchesError(String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    source: String,
    confidence: String,
    banks: Vec<Bank>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bank {
    number: String,
    names: Vec<String>,
}

/// The banks by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branches(BTreeMap<String, ClearingNumber>);

impl Branches {
    /// The list that comes with the program.
    pub const BUILT_IN: &'static str = include_str!("../../data/bank-branches.toml");

    /// Reads a list; each name stands once, and the list says where it is from.
    pub fn read(text: &str) -> Result<Self, BranchesError> {
        let file: File = toml::from_str(text).map_err(|error| BranchesError(error.message().to_owned()))?;
        if file.source.trim().is_empty() || file.confidence.trim().is_empty() {
            return Err(BranchesError("expected a source and a confidence".to_owned()));
        }
        let mut banks = BTreeMap::new();
        for bank in file.banks {
            let number: ClearingNumber =
                bank.number.parse().map_err(|error| BranchesError(format!("{}: {error}", bank.number)))?;
            for name in bank.names {
                if banks.insert(key(&name), number.clone()).is_some() {
                    return Err(BranchesError(format!("{name}: expected each name once")));
                }
            }
        }
        Ok(Self(banks))
    }

    /// The number of a bank, whatever blanks and case its name is written with.
    pub fn number(&self, name: &str) -> Option<&ClearingNumber> {
        self.0.get(&key(name))
    }
}

fn key(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bank_is_found_by_the_names_people_write_and_no_other() {
        let banks = Branches::read(Branches::BUILT_IN).unwrap();
        let long = banks.number(" 中国工商银行 ").unwrap();
        assert_eq!((Some(long), long.as_str()), (banks.number("icbc"), "102100099996"));
        assert_eq!(banks.number("某银行"), None);
        let twice = "source = \"s\"\nconfidence = \"c\"\n[[banks]]\nnumber = \"102100099996\"\nnames = [\"a\", \"A\"]\n";
        assert!(Branches::read(twice).is_err());
        assert!(Branches::read(&twice.replace("\"A\"", "\"B\"").replace("\"s\"", "\" \"")).is_err());
    }
}
