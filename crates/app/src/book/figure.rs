//! Parameters and authorised matters with all their rows, to be shown as a table and as steps.

use jiff::civil::Date;
use law::parameter::{Confidence, Parameter, Row, Setting, SettingKind};
use law::{FenceKind, Policy};
use law_syntax::rule::StatementKind;
use law_syntax::{entry, rule};

use super::{Place, day, law_day};
use crate::text::Text;

/// What a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureShape {
    /// Money.
    Money,
    /// A rate.
    Rate,
    /// A list of districts.
    Districts,
}

/// A parameter.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: Text,
    /// 元/月 and the like; empty where it has none.
    pub unit: String,
    /// What it is.
    pub shape: FigureShape,
    /// Whether it may be given in a what-if.
    pub is_what_if: bool,
    /// Whether it waits for other instruments and no rule reads it.
    pub is_reserved: bool,
    /// Its rows, in the order of the files.
    pub rows: Vec<FigureRow>,
    /// Where it is declared.
    pub place: Place,
    parameter: Parameter,
}

/// A dated value.
#[derive(Debug, Clone)]
pub struct FigureRow {
    /// First day.
    pub from: Date,
    /// Last day; open, if none.
    pub to: Option<Date>,
    /// Day of publication, where it is known.
    pub published: Option<Date>,
    /// The value in words.
    pub value: Text,
    /// Its height in a drawing, in millionths of its unit; none for what is no number.
    pub height: Option<i64>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Where it is from.
    pub source: String,
    /// The instrument that gives it, if that is not the one that declares it.
    pub given_by: Option<Place>,
}

impl Figure {
    /// The index of the row that holds on a day, of those known on another.
    pub fn row_on(&self, on: Date, known_on: Option<Date>) -> Option<usize> {
        self.parameter.index_on(law_day(on)?, known_on.and_then(law_day))
    }
}

/// The id of a figure on the page of its article.
pub(super) fn figure_id(key: &str) -> String {
    format!("figure-{key}")
}

pub(super) fn figures(policy: &Policy) -> Vec<Figure> {
    policy.parameters.iter().map(|parameter| figure(policy, parameter)).collect()
}

fn figure(policy: &Policy, parameter: &Parameter) -> Figure {
    let at = policy.instruments.iter().position(|i| declares(i, &parameter.key)).unwrap_or(0);
    let home = policy.instruments.get(at).map_or("", |instrument| instrument.id.as_str());
    let shape = match parameter.kind {
        SettingKind::Money => FigureShape::Money,
        SettingKind::Ratio => FigureShape::Rate,
        SettingKind::Regions => FigureShape::Districts,
    };
    let english = policy.glossary.english(&parameter.name).unwrap_or("");
    Figure {
        key: parameter.key.clone(),
        name: Text::new(&parameter.name, english),
        unit: parameter.unit.clone(),
        shape,
        is_what_if: parameter.what_if,
        is_reserved: parameter.reserved,
        rows: parameter.rows.iter().map(|row| shown(policy, row, at)).collect(),
        place: Place::article(home, parameter.article, figure_id(&parameter.key)),
        parameter: parameter.clone(),
    }
}

fn shown(policy: &Policy, row: &Row, home: usize) -> FigureRow {
    let (value, height) = match &row.value {
        Setting::Money(fen) => (Text::same(law::fact::yuan(*fen)), fen.checked_mul(10_000)),
        Setting::Ratio(ratio) => (Text::same(ratio.to_string()), ratio.of_rounded_half_up(1_000_000)),
        Setting::Regions(codes) => (districts(policy, codes), None),
    };
    let given_by = policy.instruments.get(row.layer).filter(|_| row.layer != home && row.layer > 0);
    FigureRow {
        from: day(row.from),
        to: row.to.map(day),
        published: row.known.map(day),
        value,
        height,
        confidence: row.confidence,
        source: row.source.clone(),
        given_by: given_by.map(|instrument| Place::Instrument(instrument.id.clone())),
    }
}

fn districts(policy: &Policy, codes: &[i64]) -> Text {
    let found: Vec<_> = codes.iter().filter_map(|code| policy.regions.find(*code)).collect();
    let zh: Vec<&str> = found.iter().map(|region| region.zh.as_str()).collect();
    let en: Vec<&str> = found.iter().map(|region| region.en.as_str()).collect();
    Text::new(zh.join("、"), en.join(", "))
}

/// Whether an instrument declares a parameter, in a fence of its own or as an authorised matter.
fn declares(instrument: &law::policy::Instrument, key: &str) -> bool {
    let document = &instrument.document;
    document.articles.iter().flat_map(|article| &article.fences).any(|fence| match fence.kind {
        FenceKind::Parameter => {
            let (entries, _) = entry::read(&document.source, fence.body);
            entries.iter().any(|entry| entry.id.as_ref().is_some_and(|id| id.value == key))
        }
        FenceKind::Rules => {
            let statements = rule::read(&document.source, fence.body, &mut Vec::new());
            statements.iter().any(|s| s.kind == StatementKind::Authorised && s.id.value == key)
        }
        _ => false,
    })
}
