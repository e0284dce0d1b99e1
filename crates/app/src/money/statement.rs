//! A person's own money: each insurance's months as they stand, what counts towards the years, the base chosen and
//! whether the bounds of today overtook it, what was granted, and whether it was paid.

use std::collections::BTreeMap;

use jiff::civil::Date;
use registry::money::base::Side;
use registry::money::ledger::{ContributionState, SubsidyState};
use registry::money::order::OrderState;
use registry::money::statement::Statement;
use registry::money::{Fen, Insurance, Month, MonthLedger, Programme, Source, SubsidyLedger};
use registry::{CaseId, PersonId};
use store::{CaseOverview, OrderFilter};

use super::aggregate::Bases;
use crate::{App, Fault, Provision, Text, Viewer};

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
    /// Since when it stands so.
    pub since: Option<Date>,
    /// On what that rests.
    pub rests_on: Option<RestsOn>,
    /// The provision under which it stands so, where a service brought it.
    pub article: Option<Provision>,
}

/// On what a line of a statement rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RestsOn {
    /// A case of the person, by its number.
    Case(String),
    /// A receipt of who collects.
    Receipt(String),
    /// A document.
    Document(String),
    /// Something of the house itself: a decision, a run, a cycle.
    House,
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
    /// The provisions of the services about it.
    pub articles: Vec<Provision>,
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
    /// What it is called.
    pub title: Text,
    /// The provision that grants it.
    pub article: Option<Provision>,
    /// The day with which its term ends, where the law gives one.
    pub last_day: Option<Date>,
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
        let cases = self.parts.store.case_list_by_person(person).await.map_err(Fault::from)?;
        let cases: BTreeMap<CaseId, CaseOverview> = cases.into_iter().map(|case| (case.id, case)).collect();
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
            let mut of_one = shown(ledger, base, Month::of(self.today()), &paid);
            self.rest(ledger, &mut of_one, &cases);
            insurances.push(of_one);
        }
        let subsidies = self.money_of::<SubsidyLedger>(person).await?;
        let subsidies = subsidies.iter().map(|open| SubsidyShown {
            programme: open.now.programme(),
            granted: open.now.months_granted(),
            left: open.now.months_left(),
            title: self.programme_name(open.now.programme()),
            article: self.article_of(open.now.programme().as_str()),
            last_day: open.now.term().and_then(|term| term.last_day),
        });
        Ok(MoneyShown { insurances, subsidies: subsidies.collect() })
    }

    /// On what each line rests, and under which provision: that of the service whose case brought it.
    fn rest(&self, ledger: &MonthLedger, shown: &mut InsuranceShown, cases: &BTreeMap<CaseId, CaseOverview>) {
        for line in &mut shown.months {
            let Some(entry) = ledger.month(line.month) else { continue };
            // A month with nothing but a subsidy rests on that.
            let passage = if entry.contribution == ContributionState::Open {
                entry.trail.last()
            } else {
                entry.entered(entry.contribution.into())
            };
            let Some(passage) = passage else { continue };
            line.since = Some(passage.on);
            let case = match &passage.source {
                Source::Case(id) => cases.get(id),
                Source::Decision(_)
                | Source::Document(_)
                | Source::Receipt(_)
                | Source::Cycle(_)
                | Source::Run(_) => None,
            };
            line.article = case.and_then(|case| self.article_of_service(&case.service));
            line.rests_on = Some(match (&passage.source, case) {
                (_, Some(case)) => RestsOn::Case(case.number.clone()),
                (Source::Receipt(receipt), None) => RestsOn::Receipt(receipt.to_string()),
                (Source::Document(document), None) => RestsOn::Document(document.to_string()),
                (Source::Case(_) | Source::Decision(_) | Source::Cycle(_) | Source::Run(_), None) => {
                    RestsOn::House
                }
            });
        }
        let articles: BTreeMap<String, Provision> = shown
            .months
            .iter()
            .filter_map(|line| line.article.clone())
            .map(|article| (article.anchor.clone(), article))
            .collect();
        shown.articles = articles.into_values().collect();
    }

    /// The provision of the service that a conclusion opens.
    fn article_of(&self, conclusion: &str) -> Option<Provision> {
        let mut packs = self.library().packs.values();
        let pack = packs.find(|pack| pack.definition.conclusion == conclusion)?;
        self.article_of_service(pack.id())
    }

    /// The first provision that a service carries out.
    fn article_of_service(&self, service: &str) -> Option<Provision> {
        self.basis(service).into_iter().next()
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
        since: None,
        rests_on: None,
        article: None,
    });
    InsuranceShown {
        insurance: ledger.insurance(),
        months: months.collect(),
        by_year: statement.by_year.iter().map(|(year, months)| (*year, *months)).collect(),
        counted: statement.months(),
        years_and_months: statement.years_and_months(),
        resumed_from: ledger.resumed_from(),
        base,
        articles: Vec::new(),
    }
}
