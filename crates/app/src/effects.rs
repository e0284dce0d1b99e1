//! What a change of the facts does to all conclusions: gained, lost, no longer to be told, the same.

use law::Options;
use registry::{Person, Registration};

use crate::change::Effect;
use crate::conclusion::{Conclusion, Status};
use crate::deciding::{Decided, Facts};
use crate::{App, Fault, known};

/// All conclusions before and after.
pub(crate) struct Effects {
    pub(crate) gained: Vec<Effect>,
    pub(crate) lost: Vec<Effect>,
    pub(crate) unknown: Vec<Effect>,
    pub(crate) unchanged: Vec<Effect>,
    pub(crate) decided: Decided,
}

impl App {
    /// All conclusions with the registration as it was and as it will be.
    pub(crate) async fn effects(
        &self,
        person: &Person,
        before: &Registration,
        after: &Registration,
    ) -> Result<Effects, Fault> {
        let kept = self.parts.store.facts_by_person(person.id).await?;
        let others = self.parts.store.registration_list_by_person(person.id).await?;
        let with = |one: &Registration| {
            let rest = others.iter().filter(|other| other.id != one.id).cloned();
            let all: Vec<Registration> = rest.chain([one.clone()]).collect();
            known::of_person(Some(&person.id_number), &all, &kept, self.today(), self.moment())
        };
        self.compare(&with(before), &with(after))
    }

    /// All conclusions from facts before and facts after.
    pub(crate) fn compare(&self, before: &Facts, after: &Facts) -> Result<Effects, Fault> {
        let (today, options) = (self.today(), Options { without_changes: true, ..Options::default() });
        let bad = |error| Fault::because("facts on record that contradict each other", error);
        let before = self.decide_facts(before, today, &options).map_err(bad)?;
        let decided = self.decide_facts(after, today, &Options::default()).map_err(bad)?;
        let mut effects = Effects {
            gained: Vec::new(),
            lost: Vec::new(),
            unknown: Vec::new(),
            unchanged: Vec::new(),
            decided,
        };
        let was = self.conclusions(&before.request, &before.decision);
        let is = self.conclusions(&effects.decided.request, &effects.decided.decision);
        for (was, is) in was.into_iter().zip(is) {
            let list = match (was.status, is.status) {
                (before, after) if before == after => &mut effects.unchanged,
                (_, Status::Yes) => &mut effects.gained,
                (Status::Yes, Status::No) => &mut effects.lost,
                (_, Status::Unknown) => &mut effects.unknown,
                (_, Status::No) => &mut effects.unchanged,
            };
            list.push(effect(was, is));
        }
        Ok(effects)
    }
}

/// A conclusion before and after as one line, with the provision that decides it now.
fn effect(was: Conclusion, is: Conclusion) -> Effect {
    let note = if is.status == Status::Yes { is.what_to_do.clone() } else { is.plain.clone() };
    let deciding = usize::from(is.provisions.len() > 1);
    let provision = is.provisions.into_iter().nth(deciding).unwrap_or_default();
    Effect {
        key: is.key,
        article: is.article,
        title: is.title,
        before: was.status,
        after: is.status,
        fields_before: was.fields,
        fields_after: is.fields,
        note,
        provision,
    }
}
