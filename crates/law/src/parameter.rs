//! Parameters: values with the days on which they hold, the day on which they
//! were published, a source and a confidence. Never computed, never guessed.

mod frame;
mod read;
mod rows;
mod scales;

pub use read::read;
pub use rows::{choices, table_rows};

use crate::authorised::{Broken, Matter, Resolved, Scope};
use crate::date::Date;
use crate::fact::{FactId, NONE};
use crate::ratio::Ratio;
use crate::scale::Scale;
use law_syntax::{Anchor, Span};

use std::sync::Arc;

/// Index of a parameter.
pub type ParameterId = usize;

/// What a parameter holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    /// Fen.
    Money(i64),
    /// A rate.
    Ratio(Ratio),
    /// Codes of districts, ascending, each once.
    Regions(Vec<i64>),
    /// Choices of a fact, bit by index.
    Choices(u64),
    /// A number of units.
    Number(i64),
    /// Yes or no.
    Flag(bool),
    /// A table.
    Scale(Arc<Scale>),
    /// Another value for each district of a fact.
    ByRegion {
        /// The fact that names the district.
        fact: FactId,
        /// By district, ascending; a district without a value is left out.
        districts: Vec<(i64, Setting)>,
        /// Outside the city.
        elsewhere: Option<Box<Setting>>,
    },
}

impl Setting {
    /// The value for a person whose facts are known.
    pub fn of(&self, facts: &[i64]) -> Option<&Self> {
        let Self::ByRegion { fact, districts, elsewhere } = self else { return Some(self) };
        let code = facts.get(*fact).filter(|code| **code != NONE)?;
        let here = districts.iter().find(|(of, _)| of == code);
        here.map(|(_, setting)| setting).or(elsewhere.as_deref())
    }
}

/// The type of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingKind {
    /// 金额
    Money,
    /// 比例
    Ratio,
    /// 授权事项 of districts
    Regions,
    /// 授权事项 of a fact's choices
    Choices(FactId),
    /// 数, 期限
    Number,
    /// 是否
    Flag,
    /// 分档 and 分段累进
    Scale,
}

/// How sure the value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// 低
    Low,
    /// 中
    Medium,
    /// 高
    High,
}

impl Confidence {
    /// As tables write it.
    pub fn read(text: &str) -> Option<Self> {
        match text {
            "高" => Some(Self::High),
            "中" => Some(Self::Medium),
            "低" => Some(Self::Low),
            _ => None,
        }
    }

    /// As answers write it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// One dated value.
#[derive(Debug, Clone)]
pub struct Row {
    /// First day.
    pub from: Date,
    /// Last day; open if `None`.
    pub to: Option<Date>,
    /// Day of publication; from the start if `None`.
    pub known: Option<Date>,
    /// The value.
    pub value: Setting,
    /// How sure.
    pub confidence: Confidence,
    /// Where it is from.
    pub source: String,
    /// 0 for the instrument that declares the parameter, then overlay by overlay:
    /// what is laid over holds before what lies under it. Of an authorised matter
    /// it only says which instrument gave the row.
    pub layer: usize,
    /// For whom the row speaks.
    pub scope: Scope,
    /// Instruments before which it holds, by identifier.
    pub over: Vec<String>,
    /// The article of the instrument that fills it.
    pub place: Option<Anchor>,
    /// Why the row does not count.
    pub broken: Option<Broken>,
    /// Where it stands.
    pub span: Span,
}

impl Row {
    /// Whether it speaks of a day and was known on another.
    pub fn holds(&self, day: Date, known_on: Option<Date>) -> bool {
        let in_time = self.from <= day && self.to.is_none_or(|to| day <= to);
        in_time && known_on.is_none_or(|known_on| self.known.is_none_or(|known| known <= known_on))
    }
}

/// One declared parameter.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Identifier.
    pub key: String,
    /// Chinese name.
    pub name: String,
    /// Type.
    pub kind: SettingKind,
    /// 元/月 and the like.
    pub unit: String,
    /// May be given in a decision's `parameters`.
    pub what_if: bool,
    /// Waits for other instruments.
    pub reserved: bool,
    /// That the last row is open is meant so.
    pub open: bool,
    /// An authorised matter without a row holds this.
    pub default: Option<Setting>,
    /// Rows by first day.
    pub rows: Vec<Row>,
    /// Article under which it stands.
    pub article: u16,
    /// Where it is declared.
    pub span: Span,
    /// What an authorised matter says of its fillings.
    pub matter: Option<Matter>,
    /// Of an authorised matter: what its fillings come to.
    pub resolved: Vec<Resolved>,
}

impl Parameter {
    /// Whether an instrument is known: a flag that turns on with its publication,
    /// so that what was known on a day reaches its rules as it reaches figures.
    pub fn publication(instrument: &str, force: Date, day: Date) -> Self {
        let row = Row {
            from: force,
            to: None,
            known: Some(day),
            value: Setting::Flag(true),
            confidence: Confidence::High,
            source: String::new(),
            layer: 0,
            scope: Scope::default(),
            over: Vec::new(),
            place: None,
            broken: None,
            span: Span::default(),
        };
        Self {
            key: String::new(),
            name: instrument.to_owned(),
            kind: SettingKind::Flag,
            unit: String::new(),
            what_if: false,
            reserved: true,
            open: true,
            default: Some(Setting::Flag(false)),
            rows: vec![row],
            article: 0,
            span: Span::default(),
            matter: None,
            resolved: Vec::new(),
        }
    }

    /// Whether it is an instrument's publication rather than a declared figure.
    pub fn is_publication(&self) -> bool {
        self.key.is_empty()
    }

    /// The value of a day, of what was known; without the default.
    pub fn setting_on(&self, day: Date, known_on: Option<Date>) -> Option<&Setting> {
        if self.matter.is_some() {
            return self.resolved.iter().find(|part| part.holds(day, known_on))?.setting.as_ref();
        }
        self.on(day, known_on).map(|row| &row.value)
    }

    /// The rows on which the value of a day rests.
    pub fn rows_on(&self, day: Date, known_on: Option<Date>) -> Vec<usize> {
        if self.matter.is_some() {
            let part = self.resolved.iter().find(|part| part.holds(day, known_on));
            return part.map(|part| part.rows.clone()).unwrap_or_default();
        }
        self.index_on(day, known_on).into_iter().collect()
    }

    /// The rows of a day that do not count, because a link to the law is broken.
    pub fn broken_on(&self, day: Date, known_on: Option<Date>) -> impl Iterator<Item = usize> {
        let broken =
            move |(at, row): (usize, &Row)| (row.broken.is_some() && row.holds(day, known_on)).then_some(at);
        self.rows.iter().enumerate().filter_map(broken)
    }

    /// The row that holds on a day, of those known by `known_on`. Where two
    /// publications speak of one day, the later published one holds.
    pub fn on(&self, day: Date, known_on: Option<Date>) -> Option<&Row> {
        self.index_on(day, known_on).map(|at| &self.rows[at])
    }

    /// The index of [`Parameter::on`].
    pub fn index_on(&self, day: Date, known_on: Option<Date>) -> Option<usize> {
        let rows = self.rows.iter().enumerate().filter(|(_, row)| row.holds(day, known_on));
        rows.max_by_key(|(_, row)| (row.layer, row.known)).map(|(at, _)| at)
    }
}
