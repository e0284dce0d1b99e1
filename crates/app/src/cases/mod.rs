//! Cases of the services that are folders of data: how one is filed, worked on at a desk, followed by the person, and
//! carried to its effects. One request is one transaction: events, state, effects, notices and journal together.

mod act;
mod apply;
mod carry;
mod clocks;
mod desk;
pub(crate) mod effect;
mod grounds;
mod holding;
mod mine;
mod number;
mod packs;
mod shown;
mod steps;
mod subject;

pub use act::{ActRequest, CaseError, FlagRequest};
pub use apply::{Applied, ApplyError, ApplyRequest};
pub use desk::{DeskCase, DeskPage, DeskQuery, DeskRow};
pub(crate) use effect::record::{REVIEW, Review};
pub(crate) use grounds::OnRecord;
pub use holding::CaseHolding;
pub use mine::{MyCase, Progress};
pub(crate) use packs::kept_texts;
pub use shown::{ActionShown, AnswerShown, By, CaseView, ClockShown, EventShown, StateShown};
