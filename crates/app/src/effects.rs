//! What a change of the facts does to all conclusions: gained, lost, no longer to be told, the same.

use law::Options;
use registry::{Person, Registration};

use crate::conclusion::{Conclusion, Status};
use crate::deciding::{Decided, Facts};
use crate::shown::{Labelled, Provision};
use crate::text::Text;
use crate::{App, Fault, known};

/// A conclusion before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// Its key.
    pub key: String,
    /// Its article.
    pub article: u16,
    /// Its title.
    pub title: Text,
    /// Before.
    pub before: Status,
    /// After.
    pub after: Status,
    /// Its fields before, where it was yes.
    pub fields_before: Vec<Labelled>,
    /// Its fields after, where it is yes.
    pub fields_after: Vec<Labelled>,
    /// What that means for the person.
    pub note: Text,
    /// The provision that decides.
    pub provision: Provision,
}

/// All conclusions by what becomes of them, each group in the order of the law.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Turns {
    /// Those that become yes.
    pub gained: Vec<Effect>,
    /// Those that are yes no more.
    pub lost: Vec<Effect>,
    /// Those that can no longer be told.
    pub unknown: Vec<Effect>,
    /// Those whose answer stays; some with other fields.
    pub unchanged: Vec<Effect>,
}

impl Turns {
    /// From the conclusions before and after. Of two policies those that both make are laid side by side.
    pub(crate) fn of(was: &[Conclusion], is: Vec<Conclusion>) -> Self {
        let mut turns = Self::default();
        for is in is {
            let Some(was) = was.iter().find(|was| was.key == is.key).cloned() else { continue };
            let list = match (was.status, is.status) {
                (before, after) if before == after => &mut turns.unchanged,
                (_, Status::Yes) => &mut turns.gained,
                (Status::Yes, Status::No) => &mut turns.lost,
                (_, Status::Unknown) => &mut turns.unknown,
                (_, Status::No) => &mut turns.unchanged,
            };
            list.push(effect(was, is));
        }
        turns
    }

    /// Whether there is something to tell the person: gained or lost.
    pub(crate) fn is_news(&self) -> bool {
        !self.gained.is_empty() || !self.lost.is_empty()
    }
}

/// Both decisions and what lies between them.
pub(crate) struct Effects {
    pub(crate) turns: Turns,
    pub(crate) before: Decided,
    pub(crate) after: Decided,
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
        let decide = |facts: &Facts| {
            self.decide_facts(facts, self.today(), &Options::default())
                .map_err(|error| Fault::because("facts on record that contradict each other", error))
        };
        let (before, after) = (decide(before)?, decide(after)?);
        let turns = Turns::of(
            &self.conclusions(&before.request, &before.decision),
            self.conclusions(&after.request, &after.decision),
        );
        Ok(Effects { turns, before, after })
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

/// Conclusions as a list in words, each with its article.
pub(crate) fn titles(effects: &[Effect]) -> Text {
    if effects.is_empty() {
        return Text::new("没有", "none");
    }
    let zh: Vec<String> = effects
        .iter()
        .map(|effect| format!("{}（第{}条）", effect.title.zh, law_syntax::numeral::write(effect.article)))
        .collect();
    let en: Vec<String> =
        effects.iter().map(|effect| format!("{} (Art. {})", effect.title.en, effect.article)).collect();
    Text::new(zh.join("、"), en.join(", "))
}
