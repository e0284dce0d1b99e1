//! A scenario: how a simulated bank behaves, as a small file says it. Left out is left as a good bank does it.
//!
//! ```toml
//! seed = 7                              # another seed, other delays
//! closed = ["6222021234567890123"]      # refused: the account is closed
//! limit_fen = 100000                    # refused: above the limit
//! delay_days_max = 3                    # answers may take so long
//! twice_per_mille = 200                 # of a thousand messages so many come twice
//! return_per_mille = 10                 # of a thousand payments so many come back
//! return_days_max = 5
//! out_of_order = true
//! [holders]                             # whose an account is: another name is refused
//! "6217000010001234567" = "陈晨"
//! ```

use std::collections::{BTreeMap, BTreeSet};

use registry::money::Fen;
use serde::Deserialize;

use super::{BankSimulator, Rules};
use crate::bank::account::BankAccount;

/// A text that is no scenario. It repeats no account.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("scenario: {0}")]
pub struct ScenarioError(String);

/// A bank that follows a scenario.
#[derive(Debug, Clone)]
pub struct Scenario {
    seed: u64,
    rules: Rules,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    seed: u64,
    closed: Vec<String>,
    holders: BTreeMap<String, String>,
    limit_fen: Option<i64>,
    delay_days_max: u8,
    twice_per_mille: u16,
    return_per_mille: u16,
    return_days_max: u8,
    out_of_order: bool,
    report_version: String,
}

impl Default for Written {
    fn default() -> Self {
        let rules = Rules::default();
        Self {
            seed: 1,
            closed: Vec::new(),
            holders: BTreeMap::new(),
            limit_fen: None,
            delay_days_max: rules.delay_days_max,
            twice_per_mille: rules.twice_per_mille,
            return_per_mille: rules.return_per_mille,
            return_days_max: rules.return_days_max,
            out_of_order: rules.out_of_order,
            report_version: rules.report_version,
        }
    }
}

impl Scenario {
    /// Reads a scenario; an empty text is a bank that pays everything at once.
    pub fn read(text: &str) -> Result<Self, ScenarioError> {
        let written: Written =
            toml::from_str(text).map_err(|error| ScenarioError(error.message().to_owned()))?;
        let account = |key: &str, at: usize, text: &str| {
            text.parse::<BankAccount>().map_err(|error| ScenarioError(format!("{key}, entry {at}: {error}")))
        };
        for (key, value) in
            [("twice_per_mille", written.twice_per_mille), ("return_per_mille", written.return_per_mille)]
        {
            if value > 1000 {
                return Err(ScenarioError(format!("{key}: {value}; expected 0 to 1000")));
            }
        }
        if let Some(limit) = written.limit_fen.filter(|limit| *limit < 0) {
            return Err(ScenarioError(format!("limit_fen: {limit}; expected 0 or more")));
        }
        let closed = written.closed.iter().zip(1_usize..).map(|(text, at)| account("closed", at, text));
        let holders = written
            .holders
            .iter()
            .zip(1_usize..)
            .map(|((text, name), at)| Ok((account("holders", at, text)?, name.clone())));
        let rules = Rules {
            closed: closed.collect::<Result<BTreeSet<_>, _>>()?,
            holders: holders.collect::<Result<BTreeMap<_, _>, ScenarioError>>()?,
            limit: written.limit_fen.map(Fen),
            delay_days_max: written.delay_days_max,
            twice_per_mille: written.twice_per_mille,
            return_per_mille: written.return_per_mille,
            return_days_max: written.return_days_max,
            out_of_order: written.out_of_order,
            report_version: written.report_version,
        };
        Ok(Self { seed: written.seed, rules })
    }

    /// The bank of the scenario.
    pub fn bank(self) -> BankSimulator {
        BankSimulator::new(self.seed, self.rules)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_scenario_is_a_bank_that_pays_at_once() {
        let scenario = Scenario::read("").unwrap();
        assert_eq!((scenario.seed, scenario.rules.delay_days_max, scenario.rules.limit), (1, 0, None));
    }

    #[test]
    fn what_is_wrong_is_named_by_its_place_and_no_account_is_repeated() {
        let said = |text: &str| Scenario::read(text).unwrap_err().to_string();
        assert!(
            said("closed = [\"6222021234567890123\", \"x\"]")
                .starts_with("scenario: closed, entry 2: account")
        );
        assert_eq!(said("twice_per_mille = 1001"), "scenario: twice_per_mille: 1001; expected 0 to 1000");
        assert_eq!(said("limit_fen = -1"), "scenario: limit_fen: -1; expected 0 or more");
        assert!(said("twice = 1").contains("twice"));
        assert!(!said("[holders]\n\"622202 abc\" = \"甲\"").contains("622202"));
    }
}
