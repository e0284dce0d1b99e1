//! One service pack, read from its folder, with what the app asks of it.

mod flows;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::clock::Clock;
use crate::commitment::Commitment;
use crate::definition::{Channel, Definition};
use crate::directory::{Directory, Office};
use crate::effect::{Effect, NextStep};
use crate::evidence::{EvidenceItem, ReturnReason};
use crate::example::{Example, ExampleFile};
use crate::field::Field;
use crate::flow::Flow;
use crate::notice::{Notice, NoticeChannel, NoticeFile};
use crate::problem::Problem;
use crate::read;
use crate::reason::Reason;
use crate::review::Submission;
use crate::route::{Otherwise, Route, RouteError};
use crate::texts::Texts;
use flows::Flows;

/// The main file of a pack.
pub const MAIN_FILE: &str = "service.toml";
/// The notices of a pack.
pub const NOTICES_FILE: &str = "notices.toml";
/// The examples of a pack.
pub const EXAMPLES_FILE: &str = "examples.toml";

/// The track of a pack's own cases.
pub const MAIN_TRACK: &str = "main";

/// A service pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// The folder that it stands in.
    pub folder: String,
    /// Its main file.
    pub definition: Definition,
    /// Its commitments, by first day.
    pub commitments: Vec<Commitment>,
    /// Its notices.
    pub notices: Vec<Notice>,
    /// Its examples.
    pub examples: Vec<Example>,
    /// The flow of its cases; none where the app carries it out by a use case of its own.
    pub flow: Option<Flow>,
    /// The flows of linked cases, by kind.
    pub linked: BTreeMap<String, Flow>,
    /// `sha256:…` of all its texts and of the shared ones it builds on: the name of this version, which a case keeps.
    pub hash: String,
}

impl Pack {
    /// Reads the pack of a folder, or says all that is wrong with the form of its files.
    pub fn load(folder: &str, services: &Texts) -> Result<Self, Vec<Problem>> {
        let path = |file: &str| format!("{folder}/{file}");
        let mut problems = Vec::new();
        let definition = keep(read::toml::<Definition>(services, &path(MAIN_FILE)), &mut problems);
        let notices = keep(read::toml::<NoticeFile>(services, &path(NOTICES_FILE)), &mut problems);
        let examples = keep(read::toml::<ExampleFile>(services, &path(EXAMPLES_FILE)), &mut problems);
        let notices = notices
            .and_then(|file| file.notices(&path(NOTICES_FILE)).map_err(|found| problems.extend(found)).ok());
        let mut commitments = Vec::new();
        for entry in definition.iter().flat_map(|definition| &definition.commitments) {
            match entry.read(folder, services) {
                Ok(commitment) => commitments.push(commitment),
                Err(found) => problems.extend(found),
            }
        }
        commitments.sort_by_key(|commitment| commitment.effective_from);
        let (Some(mut definition), Some(mut notices), Some(examples), true) =
            (definition, notices, examples, problems.is_empty())
        else {
            return Err(problems);
        };
        let Flows { flow, linked, texts } = flows::read(folder, &mut definition, &mut notices, services)?;
        let hash = texts.hash();
        let (folder, examples) = (folder.to_owned(), examples.examples);
        Ok(Self { folder, definition, commitments, notices, examples, flow, linked, hash })
    }

    /// One name for the pack and the policy that it runs under.
    pub fn version(&self, policy: &str) -> String {
        Texts::from_iter([("pack", self.hash.as_str()), ("policy", policy)]).hash()
    }

    /// The flow of a case: the pack's own, or that of a kind of linked case.
    pub fn track(&self, track: &str) -> Option<&Flow> {
        if track == MAIN_TRACK { self.flow.as_ref() } else { self.linked.get(track) }
    }

    /// All flows by track, the pack's own first.
    pub fn tracks(&self) -> impl Iterator<Item = (&str, &Flow)> {
        let main = self.flow.iter().map(|flow| (MAIN_TRACK, flow));
        main.chain(self.linked.iter().map(|(kind, flow)| (kind.as_str(), flow)))
    }

    /// An effect by its id.
    pub fn effect(&self, id: &str) -> Option<&Effect> {
        self.definition.effects.iter().find(|effect| effect.id == id)
    }

    /// A table of reasons.
    pub fn reasons(&self, table: &str) -> &[Reason] {
        self.definition.reasons.get(table).map_or(&[], Vec::as_slice)
    }

    /// The evidence that is asked for by a channel, without what fresh facts make needless.
    pub fn evidence_on(&self, channel: Channel, fresh: &BTreeSet<String>) -> Vec<&EvidenceItem> {
        let items = self.definition.evidence.items.iter();
        let asked = items.filter(|item| {
            let is_known = item.not_needed_when.as_ref().is_some_and(|fact| fresh.contains(fact));
            !is_known && (item.channels.is_empty() || item.channels.contains(&channel))
        });
        asked.collect()
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.definition.id
    }

    /// What is asked, in order.
    pub fn fields(&self) -> &[Field] {
        &self.definition.fields
    }

    /// A field by its id.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.definition.fields.iter().find(|field| field.id == id)
    }

    /// The commitment to accept on a day: the last wording that has begun.
    pub fn commitment(&self, at: Date) -> Option<&Commitment> {
        self.commitments.iter().rev().find(|commitment| commitment.effective_from <= at)
    }

    /// A time limit by its name.
    pub fn clock(&self, id: &str) -> Option<&Clock> {
        self.definition.clocks.iter().find(|clock| clock.id == id)
    }

    /// A coded reason for which a field may be asked for again.
    pub fn return_reason(&self, code: &str) -> Option<&ReturnReason> {
        self.definition.return_reasons.iter().find(|reason| reason.code == code)
    }

    /// A wording by its version, for what was once accepted.
    pub fn commitment_of_version(&self, version: &str) -> Option<&Commitment> {
        self.commitments.iter().find(|commitment| commitment.version == version)
    }

    /// The office in charge of a district on a day.
    pub fn route<'a>(
        &self,
        district: &str,
        on: Date,
        directory: &'a Directory,
    ) -> Result<&'a Office, RouteError> {
        match &self.definition.route {
            Route::Place(route) => route.office(district, on, directory),
            Route::Table(_) => Err(RouteError::ByTable),
        }
    }

    /// The place that decides the office of a submission: the field of the route, else what the route falls back on.
    pub fn place<'a>(&self, submission: &'a Submission) -> Option<&'a str> {
        let Route::Place(route) = &self.definition.route else { return None };
        submission.answer(&route.field).or_else(|| match route.otherwise? {
            Otherwise::RegisteredDistrict => submission.registered_district.as_deref(),
        })
    }

    /// What comes after an event.
    pub fn next_steps<'a>(&'a self, event: &'a str) -> impl Iterator<Item = &'a NextStep> {
        self.definition.next_steps.iter().filter(move |step| step.event == event)
    }

    /// The notice of an event on a channel.
    pub fn notice(&self, event: &str, channel: NoticeChannel) -> Option<&Notice> {
        self.notices.iter().find(|notice| notice.event == event && notice.channel == channel)
    }
}

fn keep<T>(read: Result<T, Problem>, problems: &mut Vec<Problem>) -> Option<T> {
    read.map_err(|problem| problems.push(problem)).ok()
}
