//! Where the chain from the law to a filling is broken: who filled the matter
//! and what was required. It is said, never passed over in silence.

use law_syntax::diagnostic::Bilingual;

/// Which link is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// Another authority is competent.
    Authority,
    /// The authority was not competent on the day on which it acted.
    Day,
    /// The filling reaches beyond the place for which its author speaks.
    Scope,
    /// Nobody who has to approve it did.
    Approval,
}

impl Link {
    /// As answers write it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Authority => "authority",
            Self::Day => "day",
            Self::Scope => "scope",
            Self::Approval => "approval",
        }
    }
}

/// A filling that does not count, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Which link.
    pub link: Link,
    /// Who filled it and what was required.
    pub words: Bilingual,
}

impl Broken {
    pub(super) fn new(link: Link, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { link, words: Bilingual::new(zh, en) }
    }
}
