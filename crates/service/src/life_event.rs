//! What happens in a life, and the services one then needs, in order: a way in for people who do not know what a
//! service is called.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::pack::Pack;
use crate::problem::{Problem, ProblemCode};
use crate::read;
use crate::texts::Texts;
use crate::words::Words;

/// Where the events stand in the folder of services.
pub const FILE: &str = "life-events.toml";

/// All events, in the order in which they are offered.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LifeEvents {
    /// The events.
    #[serde(rename = "event")]
    pub events: Vec<LifeEvent>,
}

/// Something that happens in a life.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LifeEvent {
    /// Its name in addresses, such as `lost-work`.
    pub id: String,
    /// What the person would say.
    pub title: Words,
    /// What it is about.
    pub summary: Words,
    /// What one then does, in order.
    #[serde(rename = "task")]
    pub tasks: Vec<LifeTask>,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LifeTask {
    /// The service by which it is done.
    pub service: String,
    /// Why, and for whom.
    pub why: Words,
}

impl LifeEvents {
    /// Reads the events; every service they name must be among the packs.
    pub fn read(services: &Texts, packs: &BTreeMap<String, Pack>) -> Result<Self, Problem> {
        let read: Self = read::toml(services, FILE)?;
        for (index, event) in read.events.iter().enumerate() {
            let wrong = |key: String, code, said: String| Err(Problem::new(FILE, key, code, said));
            if read.events.iter().take(index).any(|earlier| earlier.id == event.id) {
                let said = format!("found `{}` a second time, expected each id once", event.id);
                return wrong(format!("event[{index}].id"), ProblemCode::DuplicateId, said);
            }
            if event.tasks.is_empty() {
                let said = "found no task, expected at least one".to_owned();
                return wrong(format!("event[{index}].task"), ProblemCode::Malformed, said);
            }
            for (place, task) in event.tasks.iter().enumerate() {
                let key = format!("event[{index}].task[{place}]");
                if !packs.contains_key(&task.service) {
                    let known = packs.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
                    let said = format!("found `{}`, expected one of: {known}", task.service);
                    return wrong(format!("{key}.service"), ProblemCode::Malformed, said);
                }
                if is_untold(&task.why) {
                    return wrong(format!("{key}.why"), ProblemCode::MissingWords, BOTH.to_owned());
                }
            }
            for (key, words) in [("title", &event.title), ("summary", &event.summary)] {
                if is_untold(words) {
                    return wrong(
                        format!("event[{index}].{key}"),
                        ProblemCode::MissingWords,
                        BOTH.to_owned(),
                    );
                }
            }
        }
        Ok(read)
    }

    /// An event by its id.
    pub fn event(&self, id: &str) -> Option<&LifeEvent> {
        self.events.iter().find(|event| event.id == id)
    }
}

const BOTH: &str = "expected words in Chinese and in English";

fn is_untold(words: &Words) -> bool {
    words.zh.trim().is_empty() || words.en.trim().is_empty()
}
