//! The layers of the law: exceptions, amendments, transitions and the choice of
//! at most one, each with a target that it names. All of them become conditions
//! of the present forms before the diagram is built, so that answers stay exact.

pub mod apply;
pub mod check;
mod moment;
pub mod one;
pub mod proof;
pub mod target;
pub mod text;
pub mod tree;
pub mod version;

use crate::condition::{Condition, Form, RuleId};
use crate::date::Date;
use law_syntax::{Anchor, Source, Span};

/// The business dates on which a line is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Window {
    /// First day.
    pub from: Option<Date>,
    /// First day on which it is no longer.
    pub until: Option<Date>,
}

impl Window {
    /// Whether a day lies in it.
    pub fn holds(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }

    /// The days that lie in both.
    #[must_use]
    pub fn within(self, outer: Self) -> Self {
        let until = match (self.until, outer.until) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Self { from: self.from.max(outer.from), until }
    }
}

/// Where a line comes from; instruments by index, the base is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Layer {
    /// Whose provision it cites.
    pub cited: usize,
    /// In whose file it stands.
    pub file: usize,
    /// When it is shown.
    pub window: Window,
    /// It cites the words as they were before this day, whatever the business date.
    pub words_before: Option<Date>,
    /// It tells of an exception with this effect.
    pub effect: Option<Effect>,
}

/// What an exception does to its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// 替代: other conditions or another value where it holds.
    Replace,
    /// 除外于: takes out; never granted.
    Except,
    /// 不受……限制: lifts one named condition.
    Lift,
    /// 停止: ended from the next period.
    Stop,
    /// 撤销: void from the start, paid amounts to recover.
    Revoke,
}

impl Effect {
    /// As answers write it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Replace => "replace",
            Self::Except => "except",
            Self::Lift => "lift",
            Self::Stop => "stop",
            Self::Revoke => "revoke",
        }
    }

    /// As statutes say it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Replace => "替代",
            Self::Except => "除外",
            Self::Lift => "不受限制",
            Self::Stop => "停止",
            Self::Revoke => "撤销",
        }
    }

    /// In English.
    pub const fn english(self) -> &'static str {
        match self {
            Self::Replace => "replaces",
            Self::Except => "takes out",
            Self::Lift => "lifts a condition",
            Self::Stop => "stops",
            Self::Revoke => "revokes",
        }
    }

    /// Whether whoever it meets is not granted what the target grants.
    pub const fn takes_out(self) -> bool {
        matches!(self, Self::Except | Self::Stop | Self::Revoke)
    }
}

/// From when a 停止 works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// 自次月起
    NextMonth,
    /// 自次年起
    NextYear,
}

impl Period {
    /// As answers write it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NextMonth => "next_month",
            Self::NextYear => "next_year",
        }
    }
}

/// One exception of a policy.
#[derive(Debug, Clone)]
pub struct Exception {
    /// Key.
    pub key: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub en: String,
    /// What it does.
    pub effect: Effect,
    /// The rule that holds where it does, among [`crate::Policy::rules`].
    pub rule: RuleId,
    /// What it departs from, among the same: a conclusion, a definition or another exception's rule.
    pub target: RuleId,
    /// The part of the target that it names, e.g. `第（一）项` or a field's name.
    pub part: Option<String>,
    /// From when a 停止 works.
    pub period: Option<Period>,
    /// The last fixed day from which it holds, if its opening names one.
    pub from: Option<Date>,
    /// Exceptions of the same target over which it prevails, by index.
    pub over: Vec<usize>,
    /// Its provision.
    pub anchor: Anchor,
    /// Its instrument.
    pub instrument: usize,
    /// What the target was before it was applied.
    pub before: Condition,
    /// What it was after.
    pub after: Condition,
    /// What it demands instead of the target's conditions.
    pub instead: Option<Condition>,
    /// Fields of the target that it gives another value.
    pub fields: Vec<String>,
    /// Its file.
    pub source: Source,
    /// Its name's place.
    pub span: Span,
}

/// Marks a condition and all below it.
pub fn stamp(condition: &mut Condition, mark: &impl Fn(&mut Layer)) {
    mark(&mut condition.layer);
    if let Form::All(parts) | Form::Any(parts) = &mut condition.form {
        for part in parts {
            stamp(part, mark);
        }
    }
}
