//! A person's own money: each insurance's months as they stand, what counts towards the years, the base chosen and
//! whether the bounds of today overtook it, what was granted, and whether it was paid.

use registry::PersonId;
use registry::money::base::Side;
use registry::money::ledger::{ContributionState, SubsidyState};
use registry::money::order::OrderState;
use registry::money::statement::Statement;
use registry::money::{Fen, Insurance, Month, MonthLedger, Programme, SubsidyLedger};
use store::OrderFilter;

use super::aggregate::Bases;
use crate::{App, Fault, Viewer};

/// Why there is nothing to see.
#[derive(Debug, thiserror::Error)]
pub enum StatementError {
    /// Nobody is signed in as a person.
    #[error("expected someone who is signed in")]
    Denied,
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// One month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthShown {
    /// Which.
    pub month: Month,
    /// How the contribution stands.
    pub contribution: ContributionState,
    /// What is charged or paid.
    pub amount: Option<Fen>,
    /// The base.
    pub base: Option<Fen>,
    /// How the subsidy stands.
    pub subsidy: SubsidyState,
    /// The subsidy granted.
    pub subsidy_amount: Option<Fen>,
    /// How the order of the subsidy stands.
    pub payment: Option<OrderState>,
    /// What a re-settlement left to be collected or refunded.
    pub unsettled: Fen,
}

/// A base that was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseShown {
    /// The base.
    pub base: Fen,
    /// From which month.
    pub from: Month,
    /// Whether the bounds of today leave it outside, on which side and which bound it misses.
    pub overtaken: Option<(Side, Fen)>,
}

/// One insurance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsuranceShown {
    /// Which.
    pub insurance: Insurance,
    /// Its months in order.
    pub months: Vec<MonthShown>,
    /// How many months count, by year.
    pub by_year: Vec<(i16, u32)>,
    /// All months that count, added up over every gap.
    pub counted: u32,
    /// Whole years and the months beyond them.
    pub years_and_months: (u32, u32),
    /// From which month paying goes on after a deferral.
    pub resumed_from: Option<Month>,
    /// The base that holds now.
    pub base: Option<BaseShown>,
}

/// One subsidy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubsidyShown {
    /// Which.
    pub programme: Programme,
    /// Months granted.
    pub granted: u32,
    /// Months left.
    pub left: u32,
}

/// A person's money.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MoneyShown {
    /// By insurance.
    pub insurances: Vec<InsuranceShown>,
    /// By programme.
    pub subsidies: Vec<SubsidyShown>,
}

impl App {
    /// The money of the person who is signed in.
    pub async fn my_money(&self, viewer: &Viewer) -> Result<MoneyShown, StatementError> {
        let person = viewer.person().ok_or(StatementError::Denied)?;
        let orders = self.parts.store.order_list(&OrderFilter::Person(person)).await.map_err(Fault::from)?;
        let paid = |insurance: Insurance, month: Month| {
            let mut own = orders.iter().filter(|row| row.insurance == insurance && row.month == month);
            own.next_back().map(|row| row.state)
        };
        let bases = self.money_of::<Bases>(person).await?;
        let mut ledgers: Vec<MonthLedger> =
            self.money_of::<MonthLedger>(person).await?.into_iter().map(|open| open.now).collect();
        for open in &bases {
            if !ledgers.iter().any(|ledger| ledger.insurance() == open.now.insurance) {
                ledgers.push(MonthLedger::new(person, open.now.insurance));
            }
        }
        let mut insurances = Vec::with_capacity(ledgers.len());
        for ledger in &ledgers {
            let held = bases.iter().find(|open| open.now.insurance == ledger.insurance());
            let base = match held {
                Some(open) => self.base_shown(person, &open.now).await?,
                None => None,
            };
            insurances.push(shown(ledger, base, Month::of(self.today()), &paid));
        }
        let subsidies = self.money_of::<SubsidyLedger>(person).await?;
        let subsidies = subsidies.iter().map(|open| SubsidyShown {
            programme: open.now.programme(),
            granted: open.now.months_granted(),
            left: open.now.months_left(),
        });
        Ok(MoneyShown { insurances, subsidies: subsidies.collect() })
    }

    /// The base that holds this month, held against the bounds that the law gives today.
    async fn base_shown(&self, person: PersonId, bases: &Bases) -> Result<Option<BaseShown>, Fault> {
        let Some(chosen) = bases.history.for_month(Month::of(self.today())) else { return Ok(None) };
        let bounds = self.bounds_today(person, bases.insurance).await?;
        let overtaken = bounds.and_then(|bounds| chosen.overtaken_by(&bounds));
        Ok(Some(BaseShown {
            base: chosen.base,
            from: chosen.from,
            overtaken: overtaken.map(|overtaken| (overtaken.side, overtaken.bound)),
        }))
    }
}

fn shown(
    ledger: &MonthLedger,
    base: Option<BaseShown>,
    this: Month,
    paid: &dyn Fn(Insurance, Month) -> Option<OrderState>,
) -> InsuranceShown {
    let statement = Statement::of(ledger, &[], this);
    let months = ledger.months().map(|(month, entry)| MonthShown {
        month,
        contribution: entry.contribution,
        amount: entry.amount,
        base: entry.base,
        subsidy: entry.subsidy,
        subsidy_amount: entry.subsidy_amount,
        payment: entry.subsidy_amount.and_then(|_| paid(ledger.insurance(), month)),
        unsettled: entry.unsettled,
    });
    InsuranceShown {
        insurance: ledger.insurance(),
        months: months.collect(),
        by_year: statement.by_year.iter().map(|(year, months)| (*year, *months)).collect(),
        counted: statement.months(),
        years_and_months: statement.years_and_months(),
        resumed_from: ledger.resumed_from(),
        base,
    }
}
