//! Cases of the services that are folders of data: how one is filed, worked on at a desk, followed by the person, and
//! carried to its effects. One request is one transaction: events, state, effects, notices and journal together.

mod act;
mod apply;
mod behalf;
mod carry;
mod clocks;
mod desk;
pub(crate) mod effect;
mod follow;
mod grounds;
mod holding;
mod life;
mod mine;
mod number;
mod packs;
mod shown;
mod steps;
mod subject;
mod watch;

pub use act::{ActRequest, CaseError, FlagRequest};
pub use apply::{Applied, ApplyError, ApplyRequest, HandedIn};
pub use desk::{DeskCase, DeskPage, DeskQuery, DeskRow};
pub(crate) use effect::About;
pub(crate) use effect::record::{REVIEW, Review};
pub(crate) use grounds::{GroundsError, OnRecord};
pub use holding::CaseHolding;
pub use life::{LifeShown, TaskShown, TaskStanding};
pub use mine::{MyCase, Progress};
pub(crate) use packs::kept_texts;
pub use shown::{ActionShown, AnswerShown, By, CaseView, ClockShown, EventShown, StateShown};
pub use watch::{Load, Watch};
