//! 好差评: the steps by which a decided case is rated, what counts as bad, and within which term a bad rating is answered.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::clock::{Clock, Confidence};
use crate::notice::{Notice, NoticeChannel, NoticeFile, NoticeText};
use crate::problem::{Problem, ProblemCode};
use crate::read;
use crate::texts::Texts;
use crate::words::Words;

/// Where it stands in the folder of services.
pub const FILE: &str = "rating.toml";
/// The notice of a reply.
pub const REPLIED: &str = "replied";

/// How cases are rated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatingRules {
    /// The steps, the best first.
    pub steps: Vec<RatingStep>,
    /// Up to which number of stars a rating is bad and followed up.
    pub bad_at_most: u8,
    /// The most characters of what one may add, and of a reply.
    pub words_chars_max: usize,
    /// The term of the reply to a bad one.
    pub reply: Clock,
    /// Where it comes from.
    pub source: String,
    /// How sure that is.
    pub confidence: Confidence,
    pub(crate) notices: Vec<Notice>,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatingStep {
    /// The stars.
    pub stars: u8,
    /// In words.
    pub label: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    source: String,
    confidence: Confidence,
    bad_at_most: u8,
    words_chars_max: usize,
    step: Vec<RatingStep>,
    reply: Clock,
    notices: Vec<NoticeText>,
}

impl RatingRules {
    /// Reads them. The steps are one to five stars, each once; not all of them can be bad.
    pub fn read(services: &Texts) -> Result<Self, Vec<Problem>> {
        let raw: Raw = read::toml(services, FILE).map_err(|problem| vec![problem])?;
        let wrong = |key: &str, said: &str| Err(vec![Problem::new(FILE, key, ProblemCode::Malformed, said)]);
        let stars: BTreeSet<u8> = raw.step.iter().map(|step| step.stars).collect();
        if raw.step.len() != stars.len() || !stars.iter().copied().eq(1..=5) {
            return wrong("step", "expected five steps, of one to five stars each once");
        }
        if raw.bad_at_most >= 5 {
            return wrong("bad_at_most", "expected 0 to 4: the best step is never a bad one");
        }
        let mut steps = raw.step;
        steps.sort_by_key(|step| std::cmp::Reverse(step.stars));
        let rules = Self {
            steps,
            bad_at_most: raw.bad_at_most,
            words_chars_max: raw.words_chars_max,
            reply: raw.reply,
            source: raw.source,
            confidence: raw.confidence,
            notices: NoticeFile::from(raw.notices).notices(FILE)?,
        };
        if rules.notice(REPLIED).is_none() {
            return wrong("notices", "expected a notice `replied` for the inbox");
        }
        Ok(rules)
    }

    /// A notice for the inbox.
    pub fn notice(&self, event: &str) -> Option<&Notice> {
        self.notices.iter().find(|notice| notice.event == event && notice.channel == NoticeChannel::Inbox)
    }

    /// Whether a rating is bad.
    pub fn is_bad(&self, stars: u8) -> bool {
        stars <= self.bad_at_most
    }
}
