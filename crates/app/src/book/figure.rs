//! Parameters and authorised matters with all their rows, to be shown as a table and as steps.

use jiff::civil::Date;
use law::parameter::{Confidence, Parameter, Row, Setting, SettingKind};
use law::prose;
use law::{FenceKind, Policy};
use law_syntax::rule::StatementKind;
use law_syntax::{entry, rule};

use super::{Place, day, law_day};
use crate::conclusion::both;
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
    /// A number of units.
    Number,
    /// What is said in words: yes or no, some of a fact's values.
    Words,
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
    /// Whether it is one to be shown.
    pub fn is_shown(&self) -> bool {
        !self.key.is_empty()
    }

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
        SettingKind::Number => FigureShape::Number,
        SettingKind::Choices(_) | SettingKind::Flag | SettingKind::Scale => FigureShape::Words,
    };
    let english = policy.glossary.english(&parameter.name).unwrap_or("");
    Figure {
        key: parameter.key.clone(),
        name: Text::new(&parameter.name, english),
        unit: parameter.unit.clone(),
        shape,
        is_what_if: parameter.what_if,
        is_reserved: parameter.reserved,
        // That an instrument was published turns on what it says; it is no figure to be shown.
        rows: parameter
            .rows
            .iter()
            .filter(|_| !parameter.is_publication())
            .map(|row| shown(policy, parameter, row, at))
            .collect(),
        place: Place::article(home, parameter.article, figure_id(&parameter.key)),
        parameter: parameter.clone(),
    }
}

fn shown(policy: &Policy, parameter: &Parameter, row: &Row, home: usize) -> FigureRow {
    let value = setting_words(policy, parameter, &row.value);
    let height = match &row.value {
        Setting::Money(fen) => fen.checked_mul(10_000),
        Setting::Ratio(ratio) => ratio.of_rounded_half_up(1_000_000),
        Setting::Number(number) => number.checked_mul(1_000_000),
        Setting::Regions(_)
        | Setting::Choices(_)
        | Setting::Flag(_)
        | Setting::Scale(_)
        | Setting::ByRegion { .. } => None,
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

/// What a parameter holds, in words.
pub(crate) fn setting_words(policy: &Policy, parameter: &Parameter, setting: &Setting) -> Text {
    let listed = |parts: Vec<Text>| {
        let zh: Vec<&str> = parts.iter().map(|part| part.zh.as_str()).collect();
        let en: Vec<&str> = parts.iter().map(|part| part.en.as_str()).collect();
        Text::new(zh.join("、"), en.join(", "))
    };
    match setting {
        Setting::Money(fen) => Text::same(law::fact::yuan(*fen)),
        Setting::Ratio(ratio) => Text::same(ratio.to_string()),
        Setting::Number(number) => Text::same(number.to_string()),
        Setting::Flag(true) => Text::new("是", "yes"),
        Setting::Flag(false) => Text::new("否", "no"),
        Setting::Regions(codes) => districts(policy, codes),
        Setting::Scale(scale) => {
            let Some(form) = law::scale::Form::parse(&parameter.unit) else { return Text::default() };
            let rows: Vec<Text> = scale.words(&form).iter().map(|row| Text::new(&row.zh, &row.en)).collect();
            let zh: Vec<&str> = rows.iter().map(|row| row.zh.as_str()).collect();
            let en: Vec<&str> = rows.iter().map(|row| row.en.as_str()).collect();
            Text::new(zh.join("；"), en.join("; "))
        }
        Setting::Choices(set) => {
            let SettingKind::Choices(fact) = parameter.kind else { return Text::default() };
            let fact = &policy.facts[fact];
            let members = (0..64).filter(|at| set >> at & 1 == 1);
            listed(members.map(|at| both(|language| prose::fact_value(policy, fact, at, language))).collect())
        }
        Setting::ByRegion { districts: each, elsewhere, .. } => {
            let here = each.iter().map(|(code, setting)| {
                let (place, value) = (districts(policy, &[*code]), setting_words(policy, parameter, setting));
                Text::new(format!("{} {}", place.zh, value.zh), format!("{} {}", place.en, value.en))
            });
            let elsewhere = elsewhere.iter().map(|setting| {
                let value = setting_words(policy, parameter, setting);
                Text::new(format!("其他 {}", value.zh), format!("elsewhere {}", value.en))
            });
            listed(here.chain(elsewhere).collect())
        }
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
