//! Evidence of a service, and why an officer may ask for a correction.

use serde::Deserialize;

use crate::anchor::Anchor;
use crate::definition::Channel;
use crate::words::Words;

/// What papers a service asks for. Where the law forbids it, none.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The papers asked for.
    pub items: Vec<EvidenceItem>,
    /// The provision that forbids asking.
    #[serde(default)]
    pub forbidden_by: Option<Anchor>,
    /// The same in plain words, for pages and officers.
    pub note: Words,
}

/// A paper that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceItem {
    /// Its name.
    pub id: String,
    /// The provision that asks for it.
    pub anchor: Anchor,
    /// What the person reads.
    pub label: Words,
    /// Whether a filing needs it.
    #[serde(default = "yes")]
    pub required: bool,
    /// The kinds that are accepted, such as `identity_card`; empty where any is.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// The channels by which it is asked for; empty where it is by all.
    #[serde(default)]
    pub channels: Vec<Channel>,
    /// The fact that makes it needless once it is known from a register and fresh.
    #[serde(default)]
    pub not_needed_when: Option<String>,
    /// The most bytes of one file.
    #[serde(default)]
    pub bytes_max: Option<u64>,
    /// The most files.
    #[serde(default)]
    pub count_max: Option<u16>,
    /// How to hand it in without an upload.
    #[serde(default)]
    pub without_upload: Option<Words>,
}

fn yes() -> bool {
    true
}

/// A coded reason to ask the person to look at a field again. It names a field, so it cannot ask for a paper.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnReason {
    /// Its code.
    pub code: String,
    /// The field to look at again.
    pub field: String,
    /// What officer and person read.
    pub label: Words,
}
