//! The kinds of body outside the administration that a case can be handed to.

use serde::Deserialize;

use crate::flow::BodyKind;
use crate::problem::Problem;
use crate::read;
use crate::texts::Texts;
use crate::words::Words;

/// Where the kinds stand in the folder of services.
pub const FILE: &str = "bodies.toml";

/// All kinds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bodies {
    /// The kinds.
    #[serde(rename = "body")]
    pub kinds: Vec<BodyWords>,
}

/// One kind.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyWords {
    /// Its name in data.
    pub kind: BodyKind,
    /// What people read.
    pub label: Words,
}

impl Bodies {
    /// Reads the kinds from the folder of services.
    pub fn read(services: &Texts) -> Result<Self, Problem> {
        read::toml(services, FILE)
    }

    /// Whether there is such a kind.
    pub fn has(&self, kind: &BodyKind) -> bool {
        self.kinds.iter().any(|known| known.kind == *kind)
    }
}
