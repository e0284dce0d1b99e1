//! The chart of accounts: data, with names in both languages. A posting to an account that is not in
//! the chart is refused.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::money::code::{Code, MoneyCodeError};

/// The code of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountCode(Code);

impl AccountCode {
    /// 应收缴费: charged and not paid.
    pub const RECEIVABLE: Self = Self(Code::from_static("contributions.receivable"));
    /// 缓缴缴费: put off.
    pub const DEFERRED: Self = Self(Code::from_static("contributions.deferred"));
    /// Paid to who collects, not yet on the person's account.
    pub const COLLECTED: Self = Self(Code::from_static("contributions.collected"));
    /// On the persons' accounts.
    pub const FUND: Self = Self(Code::from_static("contributions.fund"));
    /// All that was charged.
    pub const CHARGED: Self = Self(Code::from_static("contributions.charged"));
    /// What re-settlements found, to be collected (debit) or refunded (credit).
    pub const UNSETTLED: Self = Self(Code::from_static("contributions.unsettled"));
    /// Subsidies granted.
    pub const SUBSIDY: Self = Self(Code::from_static("subsidy.expense"));
    /// Subsidies granted and not paid out.
    pub const PAYABLE: Self = Self(Code::from_static("subsidy.payable"));
    /// Subsidies granted wrongly and claimed back.
    pub const RECOVERABLE: Self = Self(Code::from_static("subsidy.recoverable"));
    /// Money at the bank.
    pub const BANK: Self = Self(Code::from_static("bank"));

    /// Those that this room posts to.
    pub const USED: &[Self] = &[
        Self::RECEIVABLE,
        Self::DEFERRED,
        Self::COLLECTED,
        Self::FUND,
        Self::CHARGED,
        Self::UNSETTLED,
        Self::SUBSIDY,
        Self::PAYABLE,
        Self::RECOVERABLE,
        Self::BANK,
    ];

    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for AccountCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for AccountCode {
    type Err = MoneyCodeError;

    fn from_str(text: &str) -> Result<Self, MoneyCodeError> {
        text.parse().map(Self)
    }
}

/// The side on which a balance normally stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NormalSide {
    /// What is had or spent.
    Debit,
    /// What is owed or charged.
    Credit,
}

/// A name in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountName {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// One account.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// The code.
    pub code: AccountCode,
    /// The side on which its balance normally stands.
    pub side: NormalSide,
    /// The name.
    pub name: AccountName,
}

/// Why a text is no chart.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChartError {
    /// Not of the form expected.
    #[error("chart of accounts: {0}")]
    Form(String),
    /// The same code twice.
    #[error("chart of accounts: {0} stands twice; expected each code once")]
    Twice(AccountCode),
    /// A name that says nothing.
    #[error("chart of accounts: {0} has an empty name; expected one in Chinese and one in English")]
    Unnamed(AccountCode),
    /// An account that postings use.
    #[error("chart of accounts: {0} is missing; postings use it")]
    Missing(AccountCode),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    accounts: Vec<Account>,
}

/// All accounts by code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart(BTreeMap<AccountCode, Account>);

impl Chart {
    /// The text of the chart that comes with the program.
    pub const BUILT_IN: &'static str = include_str!("../../data/accounts.toml");

    /// Reads a chart; it must have every account that postings use.
    pub fn read(text: &str) -> Result<Self, ChartError> {
        let file: File =
            toml::from_str(text).map_err(|error| ChartError::Form(error.message().to_owned()))?;
        let mut accounts = BTreeMap::new();
        for account in file.accounts {
            let code = account.code;
            if account.name.zh.trim().is_empty() || account.name.en.trim().is_empty() {
                return Err(ChartError::Unnamed(code));
            }
            if accounts.insert(code, account).is_some() {
                return Err(ChartError::Twice(code));
            }
        }
        match AccountCode::USED.iter().find(|code| !accounts.contains_key(*code)) {
            Some(code) => Err(ChartError::Missing(*code)),
            None => Ok(Self(accounts)),
        }
    }

    /// The account with this code.
    pub fn account(&self, code: AccountCode) -> Option<&Account> {
        self.0.get(&code)
    }

    /// All accounts in the order of their codes.
    pub fn accounts(&self) -> impl Iterator<Item = &Account> {
        self.0.values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chart_has_every_account_that_is_posted_to() {
        let chart = Chart::read(Chart::BUILT_IN).unwrap();
        assert_eq!(chart.account(AccountCode::BANK).unwrap().name.zh, "银行存款");
        assert_eq!(chart.accounts().count(), AccountCode::USED.len());
    }

    #[test]
    fn a_chart_that_lacks_or_doubles_an_account_is_refused() {
        let bank =
            "[[accounts]]\ncode = \"bank\"\nside = \"debit\"\nname = { zh = \"银行\", en = \"Bank\" }\n";
        assert_eq!(Chart::read(bank), Err(ChartError::Missing(AccountCode::RECEIVABLE)));
        assert_eq!(Chart::read(&format!("{bank}{bank}")), Err(ChartError::Twice(AccountCode::BANK)));
        assert!(matches!(Chart::read(&bank.replace("银行", " ")), Err(ChartError::Unnamed(_))));
        assert!(matches!(Chart::read("accounts = 1"), Err(ChartError::Form(_))));
    }
}
