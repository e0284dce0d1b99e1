//! What a paper rests on and what can be done against it: provisions with their words, coded reasons, the kept
//! decision, and the ways to object. All of it is handed in: it comes from policies, services and clocks.

use ciborium::Value as Cbor;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    Bilingual, FieldError,
    canonical::{date, read_all, read_array, read_date, read_text, read_unsigned},
    certificate::check_year,
    field::check_text,
};

const NAME_BYTES_MAX: usize = 240;
const WORDS_BYTES_MAX: usize = 3_000;
const CODE_BYTES_MAX: usize = 60;
const REASON_BYTES_MAX: usize = 600;
const VERSION_BYTES_MAX: usize = 120;

/// A provision with its words; the Chinese words are the law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provision {
    /// The instrument.
    pub instrument: Bilingual,
    /// Where in it: "第九条第一款".
    pub article: Bilingual,
    /// Its words as they stand.
    pub words: String,
}

/// A coded reason with the provisions that it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Its code in the service.
    pub code: String,
    /// What it says.
    pub text: Bilingual,
    /// The provisions that it rests on, one or more.
    pub provisions: Vec<Provision>,
}

/// The kept decision that a paper rests on, so that it can be replayed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionRef {
    /// Its id in the store.
    pub id: String,
    /// The version of the policies.
    pub policy_version: String,
}

/// What kind of days a time limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayUnit {
    /// Days of the calendar.
    CalendarDay,
    /// Days on which offices work.
    WorkingDay,
    /// Months.
    Month,
}

impl DayUnit {
    const ALL: [Self; 3] = [Self::CalendarDay, Self::WorkingDay, Self::Month];

    fn code(self) -> u8 {
        match self {
            Self::CalendarDay => 1,
            Self::WorkingDay => 2,
            Self::Month => 3,
        }
    }
}

/// One way against a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// What it is: "提出异议", "object".
    pub way: Bilingual,
    /// The office that takes it.
    pub office: Bilingual,
    /// How many days or months.
    pub amount: u16,
    /// Of which kind.
    pub unit: DayUnit,
    /// The last day on which it can be done.
    pub last_day: Date,
    /// What the time limit rests on.
    pub basis: Bilingual,
}

impl Provision {
    pub(super) fn check(&self, field: &str) -> Result<(), FieldError> {
        self.instrument.check(&format!("{field}.instrument"), NAME_BYTES_MAX)?;
        self.article.check(&format!("{field}.article"), NAME_BYTES_MAX)?;
        check_text(format!("{field}.words"), &self.words, WORDS_BYTES_MAX)
    }

    pub(super) fn to_cbor(&self) -> Cbor {
        let Self { instrument, article, words } = self;
        let texts = [&instrument.zh, &instrument.en, &article.zh, &article.en, words];
        Cbor::Array(texts.map(|text| Cbor::from(text.as_str())).to_vec())
    }

    pub(super) fn from_cbor(value: Cbor) -> Option<Self> {
        let [instrument, instrument_en, article, article_en, words] = read_array(value)?;
        Some(Self {
            instrument: Bilingual { zh: read_text(instrument)?, en: read_text(instrument_en)? },
            article: Bilingual { zh: read_text(article)?, en: read_text(article_en)? },
            words: read_text(words)?,
        })
    }
}

impl Reason {
    pub(super) fn check(&self, field: &str) -> Result<(), FieldError> {
        check_text(format!("{field}.code"), &self.code, CODE_BYTES_MAX)?;
        self.text.check(&format!("{field}.text"), REASON_BYTES_MAX)?;
        if self.provisions.is_empty() {
            let field = format!("{field}.provisions");
            return Err(FieldError::new(field, "no provision", "the article that the reason rests on"));
        }
        let each = self.provisions.iter().enumerate();
        each.into_iter().try_for_each(|(at, it)| it.check(&format!("{field}.provisions[{at}]")))
    }

    pub(super) fn to_cbor(&self) -> Cbor {
        Cbor::Array(vec![
            self.code.as_str().into(),
            self.text.zh.as_str().into(),
            self.text.en.as_str().into(),
            Cbor::Array(self.provisions.iter().map(Provision::to_cbor).collect()),
        ])
    }

    pub(super) fn from_cbor(value: Cbor) -> Option<Self> {
        let [code, zh, en, provisions] = read_array(value)?;
        Some(Self {
            code: read_text(code)?,
            text: Bilingual { zh: read_text(zh)?, en: read_text(en)? },
            provisions: read_all(provisions, Provision::from_cbor)?,
        })
    }
}

impl DecisionRef {
    pub(super) fn check(&self) -> Result<(), FieldError> {
        check_text("decision.id", &self.id, VERSION_BYTES_MAX)?;
        check_text("decision.policy_version", &self.policy_version, VERSION_BYTES_MAX)
    }

    pub(super) fn to_cbor(&self) -> Cbor {
        Cbor::Array(vec![self.id.as_str().into(), self.policy_version.as_str().into()])
    }

    pub(super) fn from_cbor(value: Cbor) -> Option<Self> {
        let [id, policy_version] = read_array(value)?;
        Some(Self { id: read_text(id)?, policy_version: read_text(policy_version)? })
    }
}

impl Objection {
    pub(super) fn check(&self, field: &str) -> Result<(), FieldError> {
        self.way.check(&format!("{field}.way"), NAME_BYTES_MAX)?;
        self.office.check(&format!("{field}.office"), NAME_BYTES_MAX)?;
        self.basis.check(&format!("{field}.basis"), REASON_BYTES_MAX)?;
        if self.amount == 0 {
            return Err(FieldError::new(format!("{field}.amount"), "0", "one or more"));
        }
        check_year(format!("{field}.last_day"), self.last_day)
    }

    pub(super) fn to_cbor(&self) -> Cbor {
        let Self { way, office, amount, unit, last_day, basis } = self;
        let texts = |pair: &Bilingual| [Cbor::from(pair.zh.as_str()), Cbor::from(pair.en.as_str())];
        let mut parts = Vec::from(texts(way));
        parts.extend(texts(office));
        parts.extend([Cbor::from(*amount), Cbor::from(unit.code()), date(*last_day)]);
        parts.extend(texts(basis));
        Cbor::Array(parts)
    }

    pub(super) fn from_cbor(value: Cbor) -> Option<Self> {
        let [way, way_en, office, office_en, amount, unit, last_day, basis, basis_en] = read_array(value)?;
        let pair = |zh, en| Some(Bilingual { zh: read_text(zh)?, en: read_text(en)? });
        let code = read_unsigned(unit)?;
        Some(Self {
            way: pair(way, way_en)?,
            office: pair(office, office_en)?,
            amount: u16::try_from(read_unsigned(amount)?).ok()?,
            unit: DayUnit::ALL.into_iter().find(|unit| u64::from(unit.code()) == code)?,
            last_day: read_date(last_day)?,
            basis: pair(basis, basis_en)?,
        })
    }
}
