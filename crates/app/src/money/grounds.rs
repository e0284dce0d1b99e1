//! What conditions and the law read from the ledgers: months left, months offered, months received, the day with which a
//! term ended. Of a ledger that is not there nothing is known, and nothing is said.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use registry::PersonId;
use registry::money::ledger::ContributionState;
use registry::money::{Month, MonthLedger, MonthRange, SubsidyLedger};
use serde_json::json;
use service::Pack;
use service::effect::EffectKind;
use service::flow::guard::Guard;

use super::subsidy::programme;
use crate::deciding::Facts;
use crate::{App, Fault};

/// What is on record of a person's money.
#[derive(Debug, Clone, Default)]
pub(crate) struct MoneyOnRecord {
    pub(crate) ledgers: Vec<MonthLedger>,
    pub(crate) subsidies: Vec<SubsidyLedger>,
}

/// The ledger of entitlement, as conditions name it.
const SUBSIDY: &str = "subsidy";
/// The law's facts that the ledgers know.
const RECEIVED: &str = "subsidy_months_received";
const EXPIRED: &str = "subsidy_expired_on";

impl App {
    pub(crate) async fn money_on_record(&self, person: PersonId) -> Result<MoneyOnRecord, Fault> {
        let ledgers = self.money_of::<MonthLedger>(person).await?;
        let subsidies = self.money_of::<SubsidyLedger>(person).await?;
        Ok(MoneyOnRecord {
            ledgers: ledgers.into_iter().map(|open| open.now).collect(),
            subsidies: subsidies.into_iter().map(|open| open.now).collect(),
        })
    }
}

/// The last day of an entitlement that is over: of its term, or of the last month where none is left.
pub(crate) fn expired_on(ledger: &SubsidyLedger, today: Date) -> Option<Date> {
    let used_up = || {
        let last = ledger.months().last().map(|(month, _)| month.last_day());
        last.filter(|_| ledger.months_left() == 0)
    };
    ledger.ended_on(today).or_else(used_up)
}

/// Of all entitlements the one that an extension is about: extended already, else over, the latest first.
pub(crate) fn of_extension<T>(
    all: impl IntoIterator<Item = T>,
    today: Date,
    ledger: impl Fn(&T) -> &SubsidyLedger,
) -> Option<T> {
    let rank = |held: &T| {
        let held = ledger(held);
        let extended = held.term().is_some_and(|term| term.extensions > 0);
        (extended, expired_on(held, today))
    };
    all.into_iter().filter(|held| rank(held) != (false, None)).max_by_key(rank)
}

impl MoneyOnRecord {
    /// What the law can know from the ledgers.
    pub(crate) fn facts(&self, today: Date) -> Facts {
        let mut facts = Facts::new();
        if self.subsidies.is_empty() {
            return facts;
        }
        let received: u32 = self.subsidies.iter().map(SubsidyLedger::months_granted).sum();
        facts.insert(RECEIVED.to_owned(), json!(received));
        if let Some(over) = self.subsidies.iter().filter_map(|held| expired_on(held, today)).max() {
            facts.insert(EXPIRED.to_owned(), json!(over.to_string()));
        }
        facts
    }

    /// For a subsidy that this house grants its own ledger is the register: what is not in it was not received.
    pub(crate) fn complete(pack: &Pack, facts: &mut Facts) {
        if programme(pack).is_some() {
            facts.entry(RECEIVED.to_owned()).or_insert_with(|| json!(0));
        }
    }

    /// Months left, by ledger.
    pub(crate) fn months_left(&self, pack: &Pack, today: Date) -> BTreeMap<String, u32> {
        let opens =
            pack.definition.effects.iter().any(|e| e.kind == EffectKind::OpenSubsidy && e.about.is_some());
        let own = programme(pack)
            .and_then(|programme| self.subsidies.iter().find(|held| held.programme() == programme));
        let held =
            if opens { own } else { own.or_else(|| of_extension(&self.subsidies, today, |held| held)) };
        held.filter(|held| held.term().is_some())
            .map(|held| (SUBSIDY.to_owned(), held.months_left()))
            .into_iter()
            .collect()
    }

    /// The months that each ledger offers of which a condition of the pack asks.
    pub(crate) fn months(&self, pack: &Pack) -> BTreeMap<String, BTreeSet<String>> {
        let asked = pack.tracks().flat_map(|(_, flow)| &flow.actions).flat_map(|action| &action.guards);
        let asked: BTreeSet<&str> = asked.filter_map(offered).collect();
        let mut effects = pack.definition.effects.iter();
        let of_months = |kind| matches!(kind, EffectKind::DeferMonths | EffectKind::QuoteBackPayment);
        let insurance =
            effects.find(|effect| of_months(effect.kind)).and_then(|effect| effect.about.as_deref());
        let ledger = self.ledgers.iter().find(|held| Some(held.insurance().as_str()) == insurance);
        let Some(ledger) = ledger else { return BTreeMap::new() };
        asked.into_iter().filter_map(|name| Some((name.to_owned(), of(ledger, name)?))).collect()
    }
}

fn offered(guard: &Guard) -> Option<&str> {
    if let Guard::MonthsOffered(wanted) = guard {
        return Some(&wanted.ledger);
    }
    let Guard::Not(other) = guard else { return None };
    offered(other)
}

/// The months of a year that stand as the name of the list says: `unpaid`, `deferrable` or `deferred`, and the year.
fn of(ledger: &MonthLedger, name: &str) -> Option<BTreeSet<String>> {
    use ContributionState as S;
    let (standing, year) = name.rsplit_once('_')?;
    let year = year.parse().ok()?;
    let range = MonthRange::new(Month::new(year, 1).ok()?, Month::new(year, 12).ok()?).ok()?;
    let wanted: &[S] = match standing {
        "unpaid" => &[S::Open, S::Due, S::Deferred],
        "deferrable" => &[S::Open, S::Due],
        "deferred" => &[S::Deferred],
        _ => return None,
    };
    let stands = |month: &Month| wanted.contains(&ledger.contribution(*month));
    Some(range.months().filter(stands).map(|month| month.to_string()).collect())
}
