//! What a decision letter rests on: the reasons that were picked with the words of their provisions, the provisions of
//! the service, and the ways against it with their last days.

use documents::Bilingual;
use documents::paper::{Objection, Provision, Reason};
use service::Pack;
use service::anchor::Anchor;
use service::effect::EffectKind;
use service::flow::Owner;

use super::made::Making;
use super::remedies::{both, objection};
use crate::App;

/// The reasons picked, each with the words that it rests on.
pub(super) fn reasons(app: &App, making: &Making<'_>) -> Vec<Reason> {
    let acted = &making.issue.acted;
    let flow = making.pack.track(&making.issue.case.track);
    let table = flow.and_then(|flow| flow.action(&acted.action)).and_then(|action| action.reasons.as_deref());
    let all = table.map_or(&[][..], |table| making.pack.reasons(table)).iter();
    let picked = all.filter(|reason| acted.reasons.contains(&reason.code));
    let written = picked.map(|reason| {
        let anchored = reason.anchor.and_then(|anchor| provision(app, making.pack, anchor));
        let elsewhere = || {
            let source = reason.source.clone().unwrap_or_else(|| reason.label.zh.clone());
            Provision {
                instrument: Bilingual::new(&source, &source),
                article: Bilingual::new("所引内容", "as cited"),
                words: reason.label.zh.clone(),
            }
        };
        Reason {
            code: reason.code.clone(),
            text: both(&reason.label),
            provisions: vec![anchored.unwrap_or_else(elsewhere)],
        }
    });
    written.collect()
}

/// The provisions that a service carries out.
pub(super) fn provisions(app: &App, pack: &Pack) -> Vec<Provision> {
    pack.definition.anchors.iter().filter_map(|anchor| provision(app, pack, *anchor)).collect()
}

fn provision(app: &App, pack: &Pack, anchor: Anchor) -> Option<Provision> {
    let instruments = &app.policy().instruments;
    let at = instruments.iter().position(|found| found.id == pack.definition.instrument)?;
    let provisions = &app.law.provisions;
    let found = provisions.of(at, provisions.anchor(at, anchor)?);
    let title = &instruments.get(at)?.title;
    let english = if at == 0 { app.library().translation.title.as_str() } else { title.as_str() };
    Some(Provision {
        instrument: Bilingual::new(title, english),
        article: Bilingual::new(found.label.zh, found.label.en),
        words: found.words.zh,
    })
}

/// The objection of the flow, where its state has one, and the ways of the law of procedure.
pub(super) fn objections(app: &App, making: &Making<'_>) -> Vec<Objection> {
    let (case, on) = (&making.issue.case, making.issue.on);
    let calendars = &app.library().calendars;
    let opens =
        |id: &String| making.pack.effect(id).is_some_and(|effect| effect.kind == EffectKind::OpenLinkedCase);
    let flow = making.pack.track(&case.track);
    let own = flow.and_then(|flow| {
        let mut actions = flow.actions_from(&case.state);
        let action = actions.find(|it| it.who.contains(&Owner::Applicant) && it.effects.iter().any(opens))?;
        let clock = making.pack.clock(flow.state(&case.state)?.clocks.first()?)?;
        let due = case.clocks.get(&clock.id)?.due(clock, on, calendars);
        Some(objection(clock, both(&action.label), making.office.clone(), due.day))
    });
    own.into_iter().chain(app.parts.remedies.against(on, calendars)).collect()
}
