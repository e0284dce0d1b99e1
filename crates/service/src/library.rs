//! All packs and the directories beside them, loaded at once.

use std::collections::{BTreeMap, BTreeSet};

use crate::bodies::Bodies;
use crate::calendar::Calendars;
use crate::directory::Directory;
use crate::glossary::Glossary;
use crate::house_rules::HouseRules;
use crate::life_event::LifeEvents;
use crate::lines;
use crate::occupations::Occupations;
use crate::other_kinds::OtherKinds;
use crate::pack::{MAIN_FILE, Pack};
use crate::proactive::Proactive;
use crate::problem::Problem;
use crate::questions::Questions;
use crate::rating::RatingRules;
use crate::regions::Regions;
use crate::streets::Streets;
use crate::texts::Texts;
use crate::translation::Translation;

/// What the services need to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Library {
    /// The packs, by id.
    pub packs: BTreeMap<String, Pack>,
    /// The offices.
    pub directory: Directory,
    /// The kinds of body that a case can be handed to.
    pub bodies: Bodies,
    /// What happens in a life, with the services one then needs.
    pub life_events: LifeEvents,
    /// What every pack must keep to.
    pub rules: HouseRules,
    /// Places by code.
    pub regions: Regions,
    /// Working days.
    pub calendars: Calendars,
    /// Beijing's streets.
    pub streets: Streets,
    /// How decided cases are rated.
    pub rating: RatingRules,
    /// What is watched for people without their asking.
    pub proactive: Proactive,
    /// Occupations and picks.
    pub occupations: Occupations,
    /// Other kinds of flexible work that are recognised.
    pub other_kinds: OtherKinds,
    /// The words of facts and conclusions.
    pub questions: Questions,
    /// Legal terms, their English and their plain glosses.
    pub glossary: Glossary,
    /// The instrument in English.
    pub translation: Translation,
    /// The texts of the services, to say on which line a fault stands.
    pub texts: Texts,
}

impl Library {
    /// Reads everything, or says all that is wrong with the form of the files. What they say is held against the law
    /// by [`check`](crate::check::check).
    pub fn load(services: &Texts, policies: &Texts) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut packs = BTreeMap::new();
        for folder in pack_folders(services) {
            match Pack::load(folder, services) {
                Ok(pack) => {
                    packs.insert(folder.to_owned(), pack);
                }
                Err(found) => problems.extend(found),
            }
        }
        let directory = keep(Directory::read(services), &mut problems);
        let bodies = keep(Bodies::read(services), &mut problems);
        // A pack that cannot be read is said already; an event that names it would only say it again.
        let life_events =
            if problems.is_empty() { keep(LifeEvents::read(services, &packs), &mut problems) } else { None };
        let rules = keep(HouseRules::read(services), &mut problems);
        let rating = RatingRules::read(services).map_err(|found| problems.extend(found)).ok();
        let proactive = Proactive::read(services).map_err(|found| problems.extend(found)).ok();
        let regions = keep(Regions::read(policies), &mut problems);
        let streets = keep(Streets::read(policies), &mut problems);
        let calendars = Calendars::read(policies).map_err(|found| problems.extend(found)).ok();
        let occupations = keep(Occupations::read(policies), &mut problems);
        let other_kinds = keep(OtherKinds::read(policies), &mut problems);
        let questions = keep(Questions::read(policies), &mut problems);
        let glossary = keep(Glossary::read(policies), &mut problems);
        let translation = keep(Translation::read(policies), &mut problems);
        let whole = || {
            let streets = streets?;
            Some(Self {
                packs,
                directory: directory?.with_streets(&streets),
                bodies: bodies?,
                life_events: life_events?,
                proactive: proactive?,
                rating: rating?,
                rules: rules?,
                regions: regions?,
                calendars: calendars?,
                streets,
                occupations: occupations?,
                other_kinds: other_kinds?,
                questions: questions?,
                glossary: glossary?,
                translation: translation?,
                texts: services.clone(),
            })
        };
        whole().filter(|_| problems.is_empty()).ok_or_else(|| {
            lines::fill(services, &mut problems);
            problems
        })
    }

    /// What is built in.
    pub fn embedded() -> Result<Self, Vec<Problem>> {
        Self::load(&Texts::embedded_services(), &Texts::embedded_policies())
    }

    /// A pack by its id.
    pub fn pack(&self, id: &str) -> Option<&Pack> {
        self.packs.get(id)
    }
}

fn pack_folders(services: &Texts) -> BTreeSet<&str> {
    let parts = services.iter().filter_map(|(path, _)| path.split_once('/'));
    parts.filter(|(_, file)| *file == MAIN_FILE).map(|(folder, _)| folder).collect()
}

fn keep<T>(read: Result<T, Problem>, problems: &mut Vec<Problem>) -> Option<T> {
    read.map_err(|problem| problems.push(problem)).ok()
}
