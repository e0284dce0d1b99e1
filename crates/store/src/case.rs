//! Cases of the services: the sealed whole, its events, and in the clear what lists and worklists need. The store
//! knows no packs: who owns the state and what is due is handed in ([`CaseRow`]).
//!
//! The events make the case: `Case::replay` of what [`Store::case_events`](crate::Store::case_events) gives is what
//! [`Store::case_find`](crate::Store::case_find) gives.

mod clock;
mod erase;
mod feed;
mod find;
mod list;
pub(crate) mod row;
mod save;

pub use clock::DueClock;
pub(crate) use erase::erase;
pub(crate) use feed::COLUMNS as FEED_COLUMNS;
pub use feed::{FEED_EVENTS_MAX, FeedEvent};
pub use list::{CaseFilter, HolderCount};
pub use row::{CaseClock, CaseOverview, CaseRow};
pub(crate) use save::{insert, replace_days, update};

use registry::{CaseId, Phone};

use crate::seal::Sealer;

const TABLE: &str = "service_case";
const EVENT_TABLE: &str = "case_event";
pub(crate) const COLUMNS: &[&str] = &[
    "id",
    "number",
    "service",
    "track",
    "pack",
    "policy",
    "subject_id",
    "parent_id",
    "channel",
    "office",
    "district",
    "street",
    "state",
    "owner",
    "desk",
    "holder_id",
    "is_held",
    "due_day",
    "was_state",
    "was_held",
    "was_day",
    "opened_on",
    "decided_on",
    "verdict",
    "ended_on",
    "ended",
    "version",
    "phone_index",
    "sealed",
];
pub(crate) const EVENT_COLUMNS: &[&str] =
    &["case_id", "version", "position", "recorded_at", "actor", "code", "sealed"];
pub(crate) const CLOCK_COLUMNS: &[&str] = &["case_id", "clock", "due_on", "act_on"];

/// The place of the sealed event in its case.
fn event_place(case: CaseId, version: u32) -> [u8; 20] {
    let mut place = [0; 20];
    place[..16].copy_from_slice(case.as_bytes());
    place[16..].copy_from_slice(&version.to_be_bytes());
    place
}

fn phone_index(sealer: &Sealer, phone: &Phone) -> Vec<u8> {
    sealer.index("service_case.phone", phone.expose().as_bytes())
}
