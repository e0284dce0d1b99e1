//! The statement of contributions (缴费清单) and the months that count (累计缴费年限): every month once,
//! whatever lies between, each line with the document on which it rests.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::id::PersonId;
use crate::money::code::Insurance;
use crate::money::fen::Fen;
use crate::money::ledger::{ContributionState, MonthLedger};
use crate::money::month::Month;
use crate::money::source::Source;

/// One month of the statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementLine {
    /// Which month.
    pub month: Month,
    /// How it stands.
    pub state: ContributionState,
    /// What is charged or paid.
    pub amount: Option<Fen>,
    /// The base.
    pub base: Option<Fen>,
    /// Since when it stands so.
    pub since: Option<Date>,
    /// On what that rests.
    pub source: Option<Source>,
}

/// A month that was paid elsewhere: in another place, or before the ledger begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidElsewhere {
    /// Which month.
    pub month: Month,
    /// On what it rests.
    pub source: Source,
}

/// The statement of one person in one insurance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Whose.
    pub person: PersonId,
    /// Of which insurance.
    pub insurance: Insurance,
    /// The months of the ledger, in order.
    pub lines: Vec<StatementLine>,
    /// The months paid elsewhere that are counted.
    pub elsewhere: Vec<PaidElsewhere>,
    /// What was paid elsewhere for a month that is counted already: shown, and counted once.
    pub duplicates: Vec<PaidElsewhere>,
    /// How many months count, by year.
    pub by_year: BTreeMap<i16, u32>,
}

impl Statement {
    /// The statement up to and with a month.
    pub fn of(ledger: &MonthLedger, elsewhere: &[PaidElsewhere], until: Month) -> Self {
        let mut statement = Self {
            person: ledger.person(),
            insurance: ledger.insurance(),
            lines: Vec::new(),
            elsewhere: Vec::new(),
            duplicates: Vec::new(),
            by_year: BTreeMap::new(),
        };
        let mut counted: BTreeSet<Month> = BTreeSet::new();
        for (month, entry) in ledger.months().take_while(|(month, _)| *month <= until) {
            let passage = entry.entered(entry.contribution.into());
            if entry.counts() {
                counted.insert(month);
            }
            statement.lines.push(StatementLine {
                month,
                state: entry.contribution,
                amount: entry.amount,
                base: entry.base,
                since: passage.map(|passage| passage.on),
                source: passage.map(|passage| passage.source.clone()),
            });
        }
        for paid in elsewhere.iter().filter(|paid| paid.month <= until) {
            let twice = !counted.insert(paid.month);
            let list = if twice { &mut statement.duplicates } else { &mut statement.elsewhere };
            list.push(paid.clone());
        }
        for month in &counted {
            *statement.by_year.entry(month.year()).or_default() += 1;
        }
        statement
    }

    /// All months that count, added up over every gap.
    pub fn months(&self) -> u32 {
        self.by_year.values().sum()
    }

    /// Whole years and the months beyond them.
    pub fn years_and_months(&self) -> (u32, u32) {
        (self.months() / 12, self.months() % 12)
    }
}
