//! Whose account, at which bank. An account number is personal: `Debug` and `Display` show its last
//! four digits at most, and no error repeats it.

use std::fmt;
use std::str::FromStr;

use zeroize::Zeroizing;

use super::charset::{CharsetError, text};

/// The longest account number that a file takes.
pub const ACCOUNT_CHARS_MAX: usize = 34;
const ACCOUNT_CHARS_MIN: usize = 6;
const CLEARING_DIGITS: usize = 12;
/// The longest name that a file takes.
pub const NAME_CHARS_MAX: usize = 140;

/// Why a text is no account or no clearing number. It never repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    /// Too short or too long.
    #[error("account: {found} characters; expected {ACCOUNT_CHARS_MIN} to {ACCOUNT_CHARS_MAX}")]
    Length {
        /// How many there were.
        found: usize,
    },
    /// A character that cannot stand there.
    #[error("account: character {position} is wrong; expected digits, letters A–Z and hyphens")]
    Character {
        /// Counted from 1.
        position: usize,
    },
    /// Not twelve digits.
    #[error("clearing number: expected {CLEARING_DIGITS} digits")]
    Clearing,
}

/// An account number.
#[derive(Clone, PartialEq, Eq)]
pub struct BankAccount(Zeroizing<String>);

impl Ord for BankAccount {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.expose().cmp(other.expose())
    }
}

impl PartialOrd for BankAccount {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl BankAccount {
    /// The number in the clear; never for a log.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl FromStr for BankAccount {
    type Err = AccountError;

    /// Blanks are dropped, as people group the digits by four.
    fn from_str(given: &str) -> Result<Self, AccountError> {
        let number: Zeroizing<String> = Zeroizing::new(given.chars().filter(|c| *c != ' ').collect());
        let right = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || c == '-';
        if let Some(at) = number.chars().position(|c| !right(c)) {
            return Err(AccountError::Character { position: at + 1 });
        }
        let found = number.chars().count();
        if !(ACCOUNT_CHARS_MIN..=ACCOUNT_CHARS_MAX).contains(&found) {
            return Err(AccountError::Length { found });
        }
        Ok(Self(number))
    }
}

impl fmt::Display for BankAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = self.0.chars().count();
        // Of a short number even four digits would be too much.
        let shown = if length >= 12 { 4 } else { 0 };
        f.write_str("****")?;
        self.0.chars().skip(length - shown).try_for_each(|c| write!(f, "{c}"))
    }
}

impl fmt::Debug for BankAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BankAccount({self})")
    }
}

/// 联行号: the number of a branch in the clearing system, twelve digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClearingNumber(String);

impl ClearingNumber {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ClearingNumber {
    type Err = AccountError;

    fn from_str(text: &str) -> Result<Self, AccountError> {
        let right = text.len() == CLEARING_DIGITS && text.bytes().all(|b| b.is_ascii_digit());
        if right { Ok(Self(text.to_owned())) } else { Err(AccountError::Clearing) }
    }
}

/// Somebody with an account.
#[derive(Clone, PartialEq, Eq)]
pub struct Party {
    name: Zeroizing<String>,
    /// The account.
    pub account: BankAccount,
    /// The branch that keeps it.
    pub branch: ClearingNumber,
}

impl Party {
    /// The name is written as the account has it, in whatever script.
    pub fn new(name: &str, account: BankAccount, branch: ClearingNumber) -> Result<Self, CharsetError> {
        let name = Zeroizing::new(text("name", name, NAME_CHARS_MAX)?.to_owned());
        Ok(Self { name, account, branch })
    }

    /// The name in the clear; never for a log.
    pub fn expose_name(&self) -> &str {
        &self.name
    }
}

impl fmt::Debug for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Party").field("account", &self.account).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_never_shown_whole() {
        let account: BankAccount = "6222 0212 3456 7890 123".parse().unwrap();
        assert_eq!(account.expose(), "6222021234567890123");
        let party = Party::new("王磊", account.clone(), "102100000021".parse().unwrap()).unwrap();
        for shown in [format!("{account}"), format!("{account:?}"), format!("{party:?}")] {
            assert!(shown.contains("0123") && !shown.contains("90123") && !shown.contains('王'), "{shown}");
        }
        assert_eq!("123456".parse::<BankAccount>().unwrap().to_string(), "****");
    }

    #[test]
    fn wrong_numbers_are_named_without_being_repeated() {
        assert_eq!("6222x".parse::<BankAccount>(), Err(AccountError::Character { position: 5 }));
        assert_eq!("12345".parse::<BankAccount>(), Err(AccountError::Length { found: 5 }));
        assert_eq!("1".repeat(35).parse::<BankAccount>(), Err(AccountError::Length { found: 35 }));
        assert!("10210000002".parse::<ClearingNumber>().is_err());
    }
}
