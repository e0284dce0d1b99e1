//! One conclusion of a decision as people read it: what holds, why line by line, what can properly be
//! done about a no, where to go.

mod told;

use jiff::civil::Date;
use serde::Serialize;

use crate::book::Link;
use crate::shown::{Labelled, OfficeShown, Provision};
use crate::text::Text;

pub use law::Status;
pub(crate) use told::{Told, both};

/// One conclusion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conclusion {
    /// Its key in the decision contract, such as `employment_registration`.
    pub key: String,
    /// Whether it holds.
    pub status: Status,
    /// The article that makes it.
    pub article: u16,
    /// Its title.
    pub title: Text,
    /// What it is, in a line.
    pub plain: Text,
    /// What to do with a yes, or where else to turn with a no; the plain line with an unknown.
    pub what_to_do: Text,
    /// What a yes does not promise.
    pub not_promised: Option<Text>,
    /// The channels by which a yes can be used.
    pub channels: Vec<String>,
    /// The provisions that decided, its own article first.
    pub provisions: Vec<Provision>,
    /// The fields of a yes: amounts, months, ends.
    pub fields: Vec<Labelled>,
    /// What the person can properly go and do about a no (invariant 11).
    pub advice: Vec<Advice>,
    /// What else would be otherwise with a yes: reasons, never to be shown as advice.
    pub reasons: Vec<Text>,
    /// What has to be known to decide.
    pub missing: Vec<Missing>,
    /// Where to go.
    pub offices: Vec<OfficeShown>,
    /// Where to go, of which the person picks the one of their street.
    pub street_offices: Vec<OfficeShown>,
    /// The reasoning, line by line.
    pub lines: Vec<Line>,
    /// Set where the answer rests on a figure that is not of high confidence.
    pub cautions: Vec<Text>,
}

/// Something that the person can properly do. All steps together turn the no into a yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// All of it in words.
    pub text: Text,
    /// Step by step.
    pub steps: Vec<AdviceStep>,
}

/// One step of an advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AdviceStep {
    /// Go and have this done: register, entrust the archive.
    Do {
        /// The fact that it changes, such as `employment_registered`.
        fact: String,
    },
    /// Wait for this day.
    WaitUntil(Date),
}

/// A fact that is still to be known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// Its key.
    pub fact: String,
    /// Its name.
    pub name: Text,
    /// The question.
    pub question: Text,
}

/// One line of the reasoning.
#[derive(Clone, PartialEq, Eq)]
pub struct Line {
    /// How deep it stands; 0 is the conclusion itself.
    pub depth: usize,
    /// Whether it holds.
    pub status: Status,
    /// Its number, such as （一）.
    pub label: Option<String>,
    /// What it says.
    pub name: Text,
    /// The facts that it read, as they were given.
    pub values: Vec<Labelled>,
    /// The provision that made it.
    pub provision: Provision,
    /// The readings that it takes, with where they are written.
    pub readings: Vec<Link>,
}

impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Line")
            .field("depth", &self.depth)
            .field("name", &self.name.zh)
            .finish_non_exhaustive()
    }
}
