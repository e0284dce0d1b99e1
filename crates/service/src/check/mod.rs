//! `pack check`: holding the packs against the law's outline, the facts and conclusions that are declared, and the
//! rules of the house. Every fault is collected with its file and key.

mod examples;
mod fields;
mod flow;
mod ids;
mod law;
mod mutants;
mod notices;
mod proactive;
mod questions;
mod refer;
mod route;
mod table;
mod terms;
mod translation;
mod unused;
mod wording;

use std::collections::BTreeSet;

use crate::anchor::Outline;
use crate::library::Library;
use crate::notice::NoticeFile;
use crate::pack::{MAIN_FILE, NOTICES_FILE, Pack};
use crate::problem::{Problem, ProblemCode};
use crate::texts::Texts;

/// What the packs are held against. The app hands it in from the law that is loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// The outline of the instrument.
    pub outline: Outline,
    /// The facts that the instrument declares.
    pub facts: BTreeSet<String>,
    /// The conclusions that it makes.
    pub conclusions: BTreeSet<String>,
    /// The calendars of working days that are there.
    pub calendars: BTreeSet<String>,
}

/// All faults, sorted by file and key; none if the packs can be used. That every condition is tested by an example is
/// looked at once there is no other fault.
pub fn check(library: &Library, context: &Context) -> Vec<Problem> {
    let mut found = Vec::new();
    translation::check(library, context, &mut found);
    questions::check(library, context, &mut found);
    route::check_directory(library, &mut found);
    proactive::check(library, context, &mut found);
    let references = refer::References::new(library, context);
    for pack in library.packs.values() {
        let mut findings = Findings { pack, texts: &library.texts, found: &mut found };
        ids::check(&mut findings);
        wording::check(&mut findings);
        law::check(library, context, &mut findings);
        fields::check(library, context, &mut findings);
        terms::check(context, &mut findings);
        route::check(library, &mut findings);
        table::check(library, &references, &route::days(library, pack), &mut findings);
        flow::check(library, &references, &mut findings);
        unused::check(&mut findings);
        notices::check(library, &mut findings);
        examples::check(library, &mut findings);
    }
    if found.is_empty() {
        mutants::check(library, &mut found);
    }
    crate::lines::fill(&library.texts, &mut found);
    found.sort();
    found
}

/// Where the faults of one pack are put.
struct Findings<'a> {
    pack: &'a Pack,
    texts: &'a Texts,
    found: &'a mut Vec<Problem>,
}

impl Findings<'_> {
    /// A fault in the main file.
    fn main(&mut self, key: impl Into<String>, code: ProblemCode, expected: impl Into<String>) {
        self.file(MAIN_FILE, key, code, expected);
    }

    /// A fault in another file of the pack.
    fn file(&mut self, file: &str, key: impl Into<String>, code: ProblemCode, expected: impl Into<String>) {
        let file = format!("{}/{file}", self.pack.folder);
        self.found.push(Problem::new(file, key, code, expected));
    }

    /// The events of the pack's own notices, without those of a shared flow.
    fn own_notices(&self) -> Option<BTreeSet<String>> {
        let path = format!("{}/{NOTICES_FILE}", self.pack.folder);
        let file: NoticeFile = crate::read::toml(self.texts, &path).ok()?;
        Some(file.notices(&path).ok()?.into_iter().map(|notice| notice.event).collect())
    }
}
