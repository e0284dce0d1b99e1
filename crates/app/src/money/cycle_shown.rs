//! A payment cycle as the officers who pay see it: its lines, what each district bears, what is held and why, what is
//! drawn for audit, who computed and who approved it. Nobody's name or account stands in it: a line leads to its case.

use std::collections::BTreeMap;

use exchange::bank::reasons::{Reasons, Who};
use registry::money::order::{OrderState, PaymentReference};
use registry::money::{Fen, Insurance, Month, OrderId, Programme, ReasonCode, audit};
use registry::{AccountId, CycleId, PersonId};
use store::{CycleRow, OrderFilter, OrderRow};

use super::cycle::{PaymentError, paymaster};
use crate::{App, Fault, Text, Viewer};

/// How many lines of a cycle are drawn for audit.
const SAMPLE: usize = 20;
/// Of so many lines that came back the case is looked up.
const CASES_MAX: usize = 200;

/// A cycle with what is in it.
#[derive(Debug, Clone)]
pub struct CycleShown {
    /// As the list has it.
    pub row: CycleRow,
    /// What it pays, in the order of the file.
    pub lines: Vec<CycleLine>,
    /// What each district bears.
    pub districts: Vec<DistrictTotal>,
    /// Orders that could be paid and are held.
    pub held: Vec<HeldLine>,
    /// Who computed it.
    pub computed_by: Option<String>,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// Whether the viewer may approve it: another officer computed it.
    pub may_approve: bool,
}

/// One payment of a cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CycleLine {
    /// Order and attempt, as the bank's file names them.
    pub reference: PaymentReference,
    /// Under which programme.
    pub programme: Text,
    /// Which insurance.
    pub insurance: Insurance,
    /// Which month.
    pub month: Month,
    /// Which district bears it.
    pub district: Text,
    /// How much.
    pub amount: Fen,
    /// How it stands in this cycle.
    pub state: OrderState,
    /// Why the bank refused it or sent it back.
    pub reason: Option<BankReason>,
    /// The case it comes from: looked up for what came back and what is drawn for audit.
    pub case: Option<String>,
    /// Whether it is drawn for audit.
    pub is_sampled: bool,
}

/// A bank's reason in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankReason {
    /// The code.
    pub code: ReasonCode,
    /// In words; a code that is not known is shown as it is.
    pub words: Text,
    /// Who can put it right, where that is known.
    pub who: Option<Who>,
}

/// What a district bears of a cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DistrictTotal {
    /// Its name.
    pub name: Text,
    /// How many orders.
    pub orders: usize,
    /// All of them together.
    pub total: Fen,
}

/// An order that is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldLine {
    /// Which.
    pub order: OrderId,
    /// Under which programme.
    pub programme: Text,
    /// Which month.
    pub month: Month,
    /// Which district.
    pub district: Text,
    /// How much.
    pub amount: Option<Fen>,
    /// The code of the reason.
    pub reason: &'static str,
}

impl App {
    /// A cycle with its orders.
    pub async fn payment_cycle(&self, viewer: &Viewer, cycle: CycleId) -> Result<CycleShown, PaymentError> {
        let officer = paymaster(viewer)?.id;
        let held = self.cycle_read(cycle).await?.now;
        let rows = self.payment_cycles(viewer).await?;
        let row = rows.into_iter().find(|row| row.cycle == cycle).ok_or(PaymentError::NotFound)?;
        let orders = self.parts.store.order_list(&OrderFilter::Cycle(cycle)).await.map_err(Fault::from)?;
        let mut orders: BTreeMap<OrderId, OrderRow> =
            orders.into_iter().map(|order| (order.order, order)).collect();
        let seed = held.message_id();
        let entries: Vec<_> = held.entries().copied().collect();
        let sample =
            audit::sample(entries.iter().map(|entry| entry.reference.order), seed.as_bytes(), SAMPLE);
        let reasons =
            Reasons::read(Reasons::BUILT_IN).map_err(|e| Fault::because("the bank's reasons", e))?;
        let mut lines = Vec::with_capacity(entries.len());
        let mut looked_up = 0;
        for entry in entries {
            let order = entry.reference.order;
            // An order that came back is in the next cycle by now.
            let kept = match orders.remove(&order) {
                Some(kept) => Some(kept),
                None => self.parts.store.order_find(order).await.map_err(Fault::from)?,
            };
            let kept = kept.ok_or_else(|| Fault::internal("a cycle's order that is not on record"))?;
            let is_here = kept.attempt == entry.reference.attempt;
            let state = if is_here { kept.state } else { held.answer(order).unwrap_or(OrderState::Sent) };
            let is_back = matches!(state, OrderState::Rejected | OrderState::Returned);
            let is_sampled = sample.contains(&order);
            let case = if is_sampled || (is_back && looked_up < CASES_MAX) {
                looked_up += 1;
                self.case_of_programme(kept.person, kept.programme).await?
            } else {
                None
            };
            lines.push(CycleLine {
                reference: entry.reference,
                programme: self.programme_name(kept.programme),
                insurance: kept.insurance,
                month: kept.month,
                district: self.district_name(kept.district.as_str()),
                amount: entry.amount,
                state,
                reason: kept.reason.filter(|_| is_here && is_back).map(|code| of_bank(&reasons, code)),
                case,
                is_sampled,
            });
        }
        let mut waiting = Vec::with_capacity(held.held().len());
        for held in held.held() {
            let found = self.parts.store.order_find(held.order).await.map_err(Fault::from)?;
            let found = found.ok_or_else(|| Fault::internal("an order held that is not on record"))?;
            waiting.push(HeldLine {
                order: held.order,
                programme: self.programme_name(found.programme),
                month: found.month,
                district: self.district_name(found.district.as_str()),
                amount: found.amount,
                reason: held.reason.code(),
            });
        }
        Ok(CycleShown {
            row,
            districts: districts(&lines)?,
            lines,
            held: waiting,
            computed_by: self.officer_name(held.computed_by()).await?,
            approved_by: self.officer_name(held.approved_by()).await?,
            may_approve: held.computed_by().is_some_and(|by| by != officer),
        })
    }

    async fn officer_name(&self, officer: Option<AccountId>) -> Result<Option<String>, Fault> {
        let Some(officer) = officer else { return Ok(None) };
        let found = self.parts.store.account_find(officer).await?;
        Ok(found.map(|account| account.display_name))
    }

    /// The number of the latest case of a person in the service that grants a programme.
    async fn case_of_programme(
        &self,
        person: PersonId,
        programme: Programme,
    ) -> Result<Option<String>, Fault> {
        let packs = &self.library().packs;
        let mut own = packs.values().filter(|pack| pack.definition.conclusion == programme.as_str());
        let Some(pack) = own.next() else { return Ok(None) };
        let cases = self.parts.store.case_list_by_person(person).await?;
        let own = cases.into_iter().filter(|case| case.service == pack.id());
        Ok(own.max_by(|one, other| one.number.cmp(&other.number)).map(|case| case.number))
    }
}

fn of_bank(reasons: &Reasons, code: ReasonCode) -> BankReason {
    let known = reasons.reason(code);
    BankReason {
        code,
        words: known
            .map_or_else(|| Text::same(code.as_str()), |reason| Text::new(&reason.name.zh, &reason.name.en)),
        who: known.map(|reason| reason.who),
    }
}

fn districts(lines: &[CycleLine]) -> Result<Vec<DistrictTotal>, Fault> {
    let mut found: BTreeMap<&Text, (usize, Vec<Fen>)> = BTreeMap::new();
    for line in lines {
        let (orders, amounts) = found.entry(&line.district).or_default();
        *orders += 1;
        amounts.push(line.amount);
    }
    let total = |amounts| Fen::sum(amounts).map_err(|e| Fault::because("what a district bears", e));
    let each = found.into_iter().map(|(name, (orders, amounts))| {
        Ok(DistrictTotal { name: name.clone(), orders, total: total(amounts)? })
    });
    each.collect()
}
