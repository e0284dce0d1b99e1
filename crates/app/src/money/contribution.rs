//! The effects on a person's contributions: a base is chosen, months are put off and taken back, paying goes on.

use registry::money::ledger::{ContributionState, Deferral, LedgerCommands};
use registry::money::{ChosenBase, Insurance, Month, MonthLedger, Recorded};
use service::case::EffectToDo;
use service::field::FieldKind;

use super::aggregate::{Aggregate as _, Bases};
use super::bounds::bounds;
use super::values::{fen, field_of, month, months, range, refused};
use super::work::MoneyWork;
use crate::App;
use crate::cases::{About, GroundsError};

/// What is done to contributions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contribution {
    ChooseBase,
    Defer,
    WithdrawDeferral,
    Resume,
}

/// The insurance that an effect is about.
pub(crate) fn insurance(effect: &EffectToDo) -> Result<Insurance, GroundsError> {
    let about = effect.effect.about.as_deref().unwrap_or_default();
    about.parse().map_err(|error| refused("insurance", error))
}

impl App {
    /// Does it.
    pub(crate) async fn contribute(
        &self,
        work: &mut MoneyWork,
        about: &About<'_>,
        effect: &EffectToDo,
        what: Contribution,
    ) -> Result<(), GroundsError> {
        let insurance = insurance(effect)?;
        if what == Contribution::ChooseBase {
            return self.choose_base(work, about, effect, insurance).await;
        }
        let person = about.person.id;
        let stamp = self.stamp(about);
        let ledger = &self.money_open(&mut work.ledgers, MonthLedger::new(person, insurance)).await?.now;
        let (key, field, recorded) = match what {
            Contribution::ChooseBase => return Ok(()),
            Contribution::Defer | Contribution::WithdrawDeferral => {
                let (field, mut months) = months(about.pack, effect)?;
                // Whether it is in time the flow has judged, by the day on which it was asked.
                let law = Deferral { months: range(field)?, last_day: stamp.on };
                let recorded = if what == Contribution::Defer {
                    ledger.defer(&months, law, &stamp)
                } else {
                    months.retain(|month| ledger.contribution(*month) == ContributionState::Deferred);
                    if months.is_empty() {
                        Ok(Vec::new())
                    } else {
                        ledger.withdraw_deferral(&months, law, &stamp)
                    }
                };
                (ledger.key(), field.id.clone(), recorded)
            }
            Contribution::Resume => {
                let Some((field, from)) = month(about.pack, effect)? else {
                    return Err(refused("month", "an effect that names a field of a month"));
                };
                let earliest = field.earliest.as_deref().and_then(|first| first.parse().ok());
                (ledger.key(), field.id.clone(), ledger.resume(from, earliest.unwrap_or(from), &stamp))
            }
        };
        let recorded: LedgerCommands = recorded.map_err(|error| refused(&field, error))?;
        for event in recorded {
            work.book(&key, event)?;
        }
        Ok(())
    }

    /// Keeps the base from this month on; where one holds for this month already, from the next one.
    async fn choose_base(
        &self,
        work: &mut MoneyWork,
        about: &About<'_>,
        effect: &EffectToDo,
        insurance: Insurance,
    ) -> Result<(), GroundsError> {
        let field = field_of(about.pack, effect, FieldKind::Money);
        let field = field.ok_or_else(|| refused("base", "an effect that names a field of money"))?;
        let base = fen(&effect.values, &field.id)?;
        let (bounds, stamp) = (bounds(about.pack, about.grounds)?, self.stamp(about));
        let held = self.money_open(&mut work.bases, Bases::new(about.person.id, insurance)).await?;
        let this = Month::of(stamp.on);
        let from = held.now.history.choices().last().map_or(this, |last| this.max(last.from.next()));
        let chosen = ChosenBase::choose(base, stamp.on, from, bounds, stamp.source.clone());
        let event = chosen.map_err(|error| refused(&field.id, error))?;
        Ok(held.take(Recorded { version: held.now.version() + 1, stamp, event })?)
    }
}
