//! What the law's answer says in amounts and days, as the ledgers take it.

use registry::PersonId;
use registry::money::{Bounds, Fen, Insurance};
use service::Pack;
use service::case::Grounds;
use service::effect::EffectKind;

use crate::{App, Fault};

/// A field of the conclusion that opens a service, in fen; none where the answer has none.
pub(crate) fn outcome_fen(pack: &Pack, grounds: &Grounds<'_>, field: &str) -> Option<Fen> {
    let values = grounds.outcome(&pack.definition.conclusion, field);
    values.first().and_then(|fen| fen.parse().ok()).map(Fen)
}

/// The bounds between which a base can be chosen on the day of the answer. Their version is what they say, so that bounds
/// which are renewed unchanged are the same ones.
pub(crate) fn bounds(pack: &Pack, grounds: &Grounds<'_>) -> Result<Bounds, Fault> {
    let both = outcome_fen(pack, grounds, "base_min_fen").zip(outcome_fen(pack, grounds, "base_max_fen"));
    let (lower, upper) =
        both.ok_or_else(|| Fault::internal("an answer of the law without bounds of the base"))?;
    let version =
        format!("{lower}-{upper}").parse().map_err(|e| Fault::because("the version of bounds", e))?;
    Ok(Bounds { version, lower, upper })
}

impl App {
    /// The bounds of today for the service in which a person chooses a base of an insurance; none where there is no such
    /// service, or the law gives the person none.
    pub(crate) async fn bounds_today(
        &self,
        person: PersonId,
        insurance: Insurance,
    ) -> Result<Option<Bounds>, Fault> {
        let chooses = |pack: &&Pack| {
            pack.definition.effects.iter().any(|effect| {
                effect.kind == EffectKind::ChooseBase && effect.about.as_deref() == Some(insurance.as_str())
            })
        };
        let Some(pack) = self.library().packs.values().find(chooses) else { return Ok(None) };
        for overview in self.parts.store.case_list_by_person(person).await? {
            if overview.service != pack.id() {
                continue;
            }
            let Some(case) = self.case_load(overview.id).await? else { continue };
            let person = self.parts.store.person_find(case.subject).await?.and_then(store::Kept::held);
            let Some(person) = person else { return Ok(None) };
            let gathered = self.gathered_on(pack, &case, &person, self.today()).await;
            let gathered = gathered.map_err(|e| Fault::because("the bounds of today", e))?;
            return Ok(bounds(pack, &gathered.grounds).ok());
        }
        Ok(None)
    }
}
