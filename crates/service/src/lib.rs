//! Service packs: what a person is asked, commits to, is sent and where the matter goes, as data.
//!
//! A pack is a folder of texts (`services/<id>/`). [`Library::load`] reads all packs and the directories beside the
//! law (`policies/*.toml`), [`check`](check::check) holds them against the law's outline and the rules of the house,
//! and [`Pack`] gives the app its typed access. The room is pure: no clock, no files, no randomness; texts are
//! embedded or handed in. A pack version is named by the hash of its texts, which a case keeps.

pub mod anchor;
pub mod bodies;
pub mod calendar;
pub mod case;
pub mod check;
pub mod clock;
pub mod commitment;
mod date;
pub mod deadline;
pub mod definition;
pub mod directory;
pub mod draw;
pub mod effect;
pub mod evidence;
pub mod example;
pub mod field;
pub mod flow;
pub mod glossary;
pub mod house_rules;
pub mod library;
pub mod life_event;
mod lines;
pub mod notice;
pub mod occupations;
pub mod other_kinds;
pub mod overlay;
pub mod pack;
pub mod placeholder;
pub mod proactive;
pub mod problem;
pub mod questions;
pub mod rating;
mod read;
pub mod reason;
pub mod regions;
pub mod review;
pub mod route;
pub mod streets;
pub mod texts;
pub mod translation;
pub mod words;

pub use anchor::{Anchor, Outline};
pub use calendar::{Calendar, CalendarError, Calendars, Term};
pub use case::{ActError, Actor, Case, Command, Done, Grounds, Moment, Private, Recorded};
pub use check::{Context, check};
pub use commitment::Commitment;
pub use deadline::Due;
pub use directory::{Directory, Office, OfficeKind};
pub use field::{Field, FieldKind};
pub use flow::{BodyKind, Flow, Guard, Owner};
pub use glossary::Glossary;
pub use library::Library;
pub use life_event::{LifeEvent, LifeEvents};
pub use notice::{Message, Notice, NoticeChannel};
pub use other_kinds::{OtherKind, OtherKinds};
pub use pack::Pack;
pub use placeholder::{Placeholder, Value, Values};
pub use proactive::Proactive;
pub use problem::{Problem, ProblemCode};
pub use questions::Questions;
pub use regions::Regions;
pub use review::{FieldError, FieldErrorCode, Submission};
pub use route::RouteError;
pub use texts::Texts;
pub use translation::Translation;
pub use words::{Lang, Words};
