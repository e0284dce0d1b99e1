//! What becomes due each month: of everyone who chose a base and whose matter still runs, the premium that the law gives
//! on that base is charged to the ledger. And the notice that acts backwards: under another law than the one of the last
//! run the months already charged are settled anew, and what that leaves to collect or refund stands in the ledger.
//!
//! Run again it finds everything charged and does nothing: it may be broken off at any point and begun anew.

use std::collections::BTreeMap;

use jiff::civil::Date;
use registry::money::ledger::{ContributionState, LedgerEvent};
use registry::money::resettlement::{NewAmount, resettle};
use registry::money::{Fen, Insurance, Month, MonthLedger, Reference, Source, Stamp};
use registry::{Action, Actor, CaseId, Person, Region};
use service::Pack;
use service::case::Case;
use service::effect::EffectKind;
use service::field::FieldKind;
use service::flow::guard::Concluded;
use store::{CaseFilter, Changes};

use super::aggregate::{Aggregate as _, Bases, insurance_key};
use super::bounds::outcome_fen;
use super::work::MoneyWork;
use crate::{App, Fault};

/// The law's field of the premium of a month.
const PREMIUM: &str = "monthly_premium_fen";
/// Cases that are looked at in one round.
const ROUND: u32 = 200;
/// The setting that says under which law the months were charged last.
const CHARGED_UNDER: &str = "money.charged_under";

/// What a run did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ChargesRun {
    /// Months charged.
    pub charged: usize,
    /// Months settled anew.
    pub resettled: usize,
    /// Ledgers for which the law gives no premium on the base that holds: nothing was charged, the person chooses anew.
    pub without_premium: usize,
}

/// An insurance whose base people choose, with the service in which they do.
struct Chosen<'a> {
    pack: &'a Pack,
    insurance: Insurance,
    /// The field of the base.
    base: &'a str,
}

fn chosen(pack: &Pack) -> Option<Chosen<'_>> {
    let mut effects = pack.definition.effects.iter();
    let effect = effects.find(|effect| effect.kind == EffectKind::ChooseBase)?;
    let insurance = effect.about.as_deref()?.parse().ok()?;
    let mut fields = pack.fields().iter();
    let base = fields.find(|field| field.kind == FieldKind::Money && effect.fields.contains(&field.id))?;
    Some(Chosen { pack, insurance, base: &base.id })
}

impl App {
    /// Charges this month to everyone who chose a base, and settles anew where the law is another than at the last run.
    pub async fn charges_run(&self) -> Result<ChargesRun, Fault> {
        let law = self.policy().version.clone();
        let before = self.parts.store.setting_get(CHARGED_UNDER).await?;
        let is_another = before.is_some_and(|before| before != law);
        let mut run = ChargesRun::default();
        for pack in self.library().packs.values() {
            let Some(chosen) = chosen(pack) else { continue };
            for district in &self.library().regions.districts {
                let code: Region = district.code.parse().map_err(|_| Fault::internal("a district's code"))?;
                let filter =
                    CaseFilter { service: Some(pack.id().to_owned()), ..CaseFilter::all(code.clone()) };
                let mut after = None;
                loop {
                    let found = self.parts.store.case_list(&filter, after.as_ref(), ROUND).await?;
                    let Some(last) = found.last().cloned() else { break };
                    for case in found.iter().filter(|case| case.ended.is_none()) {
                        self.charge_case(&chosen, case.id, is_another, &mut run).await?;
                    }
                    after = Some(last);
                }
            }
        }
        self.parts.store.setting_put(CHARGED_UNDER, &law, self.clock()).await?;
        if run != ChargesRun::default() {
            tracing::info!(
                charged = run.charged,
                resettled = run.resettled,
                without_premium = run.without_premium,
                "contributions were charged"
            );
        }
        Ok(run)
    }

    async fn charge_case(
        &self,
        chosen: &Chosen<'_>,
        id: CaseId,
        is_another: bool,
        run: &mut ChargesRun,
    ) -> Result<(), Fault> {
        let Some(case) = self.case_load(id).await? else { return Ok(()) };
        let person = self.parts.store.person_find(case.subject).await?.and_then(store::Kept::held);
        let Some(person) = person else { return Ok(()) };
        let key = insurance_key(person.id, chosen.insurance);
        let Some(bases) = self.money_find::<Bases>(&key).await? else { return Ok(()) };
        let this = Month::of(self.today());
        let Some(base) = bases.now.history.for_month(this).map(|held| held.base) else { return Ok(()) };
        let mut work = MoneyWork::default();
        let ledger = MonthLedger::new(person.id, chosen.insurance);
        let ledger = self.money_open(&mut work.ledgers, ledger).await?.now.clone();
        let is_new = ledger.contribution(this) == ContributionState::Open;
        if !is_new && !is_another {
            return Ok(());
        }
        let mut events = Vec::new();
        let stamp = Stamp {
            on: self.today(),
            at: self.moment(),
            by: Actor::System(Action::from_static("charges")),
            source: Source::Case(id),
        };
        if is_new {
            match self.premium(chosen, &case, &person, base, self.today()).await? {
                Some(amount) => {
                    let event = LedgerEvent::Charged { month: this, amount, base: Some(base) };
                    let recorded = ledger.record([event], &stamp);
                    events.extend(recorded.map_err(|e| Fault::because("a month to be charged", e))?);
                    run.charged += 1;
                }
                None => run.without_premium += 1,
            }
        }
        let mut ledger = ledger;
        for event in &events {
            ledger.apply(event).map_err(|e| Fault::because("a month charged", e))?;
        }
        if is_another {
            let version: Reference = self
                .policy()
                .version
                .chars()
                .take(100)
                .collect::<String>()
                .parse()
                .map_err(|e| Fault::because("the version of a policy", e))?;
            let months: Vec<(Month, Option<Fen>)> =
                ledger.months().map(|(month, entry)| (month, entry.base)).collect();
            let mut amounts = Vec::new();
            for (month, base) in months {
                let Some(base) = base else { continue };
                let given =
                    self.premium(chosen, &case, &person, base, month.last_day().min(self.today())).await?;
                amounts.extend(given.map(|amount| NewAmount { month, amount, base: Some(base) }));
            }
            let settled = resettle(&ledger, &version, &amounts, &stamp);
            let settled = settled.map_err(|e| Fault::because("months to be settled anew", e))?;
            run.resettled += settled.events.len();
            events.extend(settled.events);
        }
        if events.is_empty() {
            return Ok(());
        }
        for event in events {
            work.book(&ledger.key(), event)?;
        }
        let changes = work.write(Changes::new(), Some(id), self.moment())?;
        self.parts.store.save(changes).await?;
        Ok(())
    }

    /// The premium that the law gives on a base, as of a day; none where it gives none.
    async fn premium(
        &self,
        chosen: &Chosen<'_>,
        case: &Case,
        person: &Person,
        base: Fen,
        as_of: Date,
    ) -> Result<Option<Fen>, Fault> {
        let coming = BTreeMap::from([(chosen.base.to_owned(), base.0.to_string())]);
        let gathered = self.gathered_with(chosen.pack, case, person, &coming, as_of).await;
        let gathered = gathered.map_err(|e| Fault::because("the premium of a month", e))?;
        let conclusion = &chosen.pack.definition.conclusion;
        let holds = gathered.grounds.conclusions.get(conclusion).map(|decided| decided.is);
        Ok(outcome_fen(chosen.pack, &gathered.grounds, PREMIUM).filter(|_| holds == Some(Concluded::Yes)))
    }
}
