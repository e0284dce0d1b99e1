//! What becomes of a sentence: which rules execute it, which services carry it, or that it only declares
//! or is not settled.

use law::Anchor;
use law::carrier::Bearing as Carried;
use law::coverage::Covered;

use super::Sources;
use super::link::Link;
use crate::text::Text;

/// What becomes of a sentence.
#[derive(Debug, Clone, Default)]
pub struct Bearing {
    /// The rules that execute it.
    pub executed: Vec<Link>,
    /// Executed by the first day of the instrument.
    pub by_entry_into_force: bool,
    /// The services that carry it.
    pub carried: Vec<Bearer>,
    /// Addressed to an authority: nothing to execute.
    pub is_declaratory: bool,
    /// The text does not settle it.
    pub is_not_settled: bool,
}

/// A service that carries a provision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    /// Its code, such as S01.
    pub code: String,
    /// Its title, where it is built.
    pub title: Option<Text>,
    /// What it is, in a line.
    pub summary: Text,
    /// Its id, where it is built.
    pub service: Option<String>,
}

/// None where nothing becomes of it.
pub(super) fn bearing(sources: &Sources<'_>, covered: &Covered) -> Option<Bearing> {
    if covered.is_hole() {
        return None;
    }
    let rule = |key: &String| sources.entries.iter().find(|entry| entry.key == *key);
    Some(Bearing {
        executed: covered.executed.iter().filter_map(rule).map(super::link::Entry::link).collect(),
        by_entry_into_force: covered.executed.iter().any(|key| rule(key).is_none()),
        carried: covered.services.iter().map(|(code, _)| bearer(sources, code)).collect(),
        is_declaratory: covered.declaratory,
        is_not_settled: covered.not_settled,
    })
}

fn bearer(sources: &Sources<'_>, code: &str) -> Bearer {
    let pack = sources.library.packs.values().find(|pack| pack.definition.code == code);
    let definition = pack.map(|pack| &pack.definition);
    Bearer {
        code: code.to_owned(),
        title: definition.map(|d| (&d.title).into()),
        summary: definition.map_or_else(Text::default, |d| (&d.summary).into()),
        service: definition.map(|d| d.id.clone()),
    }
}

/// The services that carry anything of an article: those that say so themselves, and those that the
/// policy names.
pub(super) fn bearers(sources: &Sources<'_>, at: usize, article: u16) -> Vec<Bearer> {
    let instrument = &sources.policy.instruments[at].id;
    let packs = sources.library.packs.values().map(|pack| &pack.definition);
    let own = packs.filter(|d| d.instrument == *instrument && d.anchors.iter().any(|a| a.article == article));
    let mut codes: Vec<String> = own.map(|definition| definition.code.clone()).collect();
    let named = sources.policy.carriers.iter().filter(|carrier| at == 0 && covers(article, carrier.anchor));
    for carrier in named {
        if let Carried::Service { services, .. } = &carrier.bearing {
            codes.extend(services.iter().cloned());
        }
    }
    codes.sort();
    codes.dedup();
    codes.iter().map(|code| bearer(sources, code)).collect()
}

fn covers(article: u16, anchor: Anchor) -> bool {
    anchor.article == article
}
