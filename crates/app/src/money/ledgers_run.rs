//! A month charged over all ledgers of an insurance: read by pages in the order of their keys, judged, and saved a page
//! at a time with the mark up to which the run came, in one transaction. Broken off, it goes on from that mark; run again
//! it finds everything charged. While a page is saved the next one is read and judged, so that both cores work.

use registry::money::book::TrialBalance;
use registry::money::ledger::{ContributionState, LedgerEvent};
use registry::money::{Fen, Insurance, Month, MonthLedger, Source, Stamp};
use registry::{Action, Actor, CaseId};
use store::{Changes, MoneyKind, MoneyStream, SaveError, Write};

use super::aggregate::Aggregate as _;
use super::cycle::PaymentError;
use super::work::{MoneyWork, Open};
use crate::{App, Fault};

/// Ledgers in one transaction.
const PAGE: u32 = 4_000;

/// What a run did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LedgersRun {
    /// Ledgers looked at.
    pub seen: u64,
    /// Months charged.
    pub charged: u64,
    /// What they come to.
    pub total: Fen,
    /// Whether it went on from a run that was broken off.
    pub is_resumed: bool,
}

fn mark_name(insurance: Insurance, month: Month) -> String {
    format!("money.run.{insurance}.{month}")
}

/// A page on its way to the store.
type Saving = tokio::task::JoinHandle<Result<store::Saved, SaveError>>;

/// Waits until it is there.
async fn saved(page: Option<Saving>) -> Result<(), Fault> {
    let Some(page) = page else { return Ok(()) };
    page.await.map_err(|e| Fault::because("a page that was being saved", e))??;
    Ok(())
}

impl App {
    /// Charges a month to every ledger of an insurance for which `premium` gives an amount and its base. `progress` is
    /// told how many ledgers were looked at. At the end the whole book is proven.
    pub async fn ledgers_charge(
        &self,
        insurance: Insurance,
        month: Month,
        mut premium: impl FnMut(&MonthLedger) -> Option<(Fen, Fen)>,
        mut progress: impl FnMut(u64),
    ) -> Result<LedgersRun, PaymentError> {
        let store = &self.parts.store;
        let name = mark_name(insurance, month);
        let mark = store.setting_get(&name).await.map_err(Fault::from)?.unwrap_or_default();
        let mut run = LedgersRun { is_resumed: !mark.is_empty(), ..LedgersRun::default() };
        let mut saving = None;
        let mut page = store.money_stream_page(MoneyKind::Ledger, &mark, PAGE).await.map_err(Fault::from)?;
        while let Some(last) = page.last().map(|stream| stream.key.clone()) {
            let seen = u64::try_from(page.len()).unwrap_or(u64::MAX);
            let work = self.charge_page(page, insurance, month, &mut premium, &mut run)?;
            let mut balance = TrialBalance::default();
            let unproven = |error: &dyn std::fmt::Display| PaymentError::Unproven(error.to_string());
            work.postings.iter().try_for_each(|made| balance.add(made)).map_err(|e| unproven(&e))?;
            balance.prove().map_err(|e| unproven(&e))?;
            let mark = Write::SettingPut { name: name.clone(), value: last.clone(), at: self.clock() };
            let changes = work.write(Changes::new(), None, self.moment())?.write(mark);
            // In order: a mark is never ahead of what it marks.
            saved(saving.take()).await?;
            let to = store.clone();
            saving = Some(tokio::spawn(async move { to.save(changes).await }));
            page = store.money_stream_page(MoneyKind::Ledger, &last, PAGE).await.map_err(Fault::from)?;
            run.seen += seen;
            progress(run.seen);
        }
        saved(saving).await?;
        let payload = serde_json::json!({
            "insurance": insurance, "month": month, "seen": run.seen, "charged": run.charged,
        });
        let by = Actor::System(Action::from_static("charges"));
        let entry = store::entry(CaseId(self.id()), self.moment(), by, "payment.ledgers_charged", &payload);
        // Run again, it begins at the first ledger: one that was opened meanwhile may stand anywhere.
        let done = Write::SettingPut { name, value: String::new(), at: self.clock() };
        let changes = Changes::new().entry(entry.map_err(Fault::from)?).write(done);
        store.save(changes).await.map_err(Fault::from)?;
        self.prove_all().await?;
        Ok(run)
    }

    fn charge_page(
        &self,
        page: Vec<MoneyStream>,
        insurance: Insurance,
        month: Month,
        premium: &mut impl FnMut(&MonthLedger) -> Option<(Fen, Fen)>,
        run: &mut LedgersRun,
    ) -> Result<MoneyWork, Fault> {
        let reference = mark_name(insurance, month);
        let reference = reference.parse().map_err(|e| Fault::because("the name of a run", e))?;
        let stamp = Stamp {
            on: self.today(),
            at: self.moment(),
            by: Actor::System(Action::from_static("charges")),
            source: Source::Run(reference),
        };
        let mut work = MoneyWork::default();
        for stream in page {
            let mut open = Open::<MonthLedger>::read(stream)?;
            let is_free = open.now.contribution(month) == ContributionState::Open;
            if open.now.insurance() != insurance || !is_free {
                continue;
            }
            let Some((amount, base)) = premium(&open.now) else { continue };
            let event = LedgerEvent::Charged { month, amount, base: Some(base) };
            let recorded = open.now.record([event], &stamp);
            for event in recorded.map_err(|e| Fault::because("a month to be charged", e))? {
                work.postings.extend(open.book(event)?);
            }
            run.charged += 1;
            run.total = run.total.plus(amount).map_err(|e| Fault::because("what a run comes to", e))?;
            work.ledgers.insert(open.now.key(), open);
        }
        Ok(work)
    }
}
