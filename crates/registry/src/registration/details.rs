//! What a person says of their work.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::form::FlexibleKind;
use crate::region::{Region, StreetCode};

/// The longest free text taken (occupation, platform, reason).
pub const TEXT_CHARS_MAX: usize = 200;

/// Why what was said cannot be recorded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DetailsError {
    /// Nothing but blanks.
    #[error("{field}: empty; expected {expected}")]
    Empty {
        /// Which field.
        field: &'static str,
        /// What it takes.
        expected: &'static str,
    },
    /// Longer than the field takes.
    #[error("{field}: {found} characters; expected at most {TEXT_CHARS_MAX}")]
    TooLong {
        /// Which field.
        field: &'static str,
        /// How many there were.
        found: usize,
    },
    /// The street lies in another district.
    #[error("employment_street: {street} lies in district {found}; expected one in {expected}")]
    StreetElsewhere {
        /// The street.
        street: StreetCode,
        /// Its district.
        found: Region,
        /// The district of employment.
        expected: Region,
    },
    /// Work that has not begun.
    #[error("started_on: {found} is after the day of recording; expected {today} or earlier")]
    NotBegun {
        /// The day given.
        found: Date,
        /// The business date.
        today: Date,
    },
    /// A platform's particulars for work without a platform.
    #[error("{field}: given for {kind}; expected only with kind platform")]
    NoPlatform {
        /// Which field.
        field: &'static str,
        /// The kind given.
        kind: FlexibleKind,
    },
    /// Another kind for work that has one of the forms that the law names.
    #[error("other_kind: given for {kind}; expected only with kind other_flexible")]
    NotOther {
        /// The kind given.
        kind: FlexibleKind,
    },
}

/// An occupation in the person's own words, with the code of the classification where one was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occupation {
    /// The person's words.
    pub text: String,
    /// The code in the classification of occupations.
    pub code: Option<String>,
}

/// Another kind of flexible work, of those for which a law, regulation or rule provides (Art. 2 item 4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherKind {
    /// The kind: as it is recognised, or in the person's own words.
    pub name: String,
    /// What provides for it.
    pub source: String,
}

/// What a person says of their work: nothing that would need a proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmploymentDetails {
    /// Which of the four forms.
    pub kind: FlexibleKind,
    /// What work.
    pub occupation: Occupation,
    /// 就业地: the district in which the work is done.
    pub district: Region,
    /// The street or town, if given.
    pub street: Option<StreetCode>,
    /// The first day of this work.
    pub started_on: Date,
    /// The platform, for platform work, if given.
    pub platform: Option<String>,
    /// Whether there is a labour relation with an enterprise of the platform, if answered.
    pub platform_labour_relation: Option<bool>,
    /// Which other kind it is, for work of no other form, if given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<OtherKind>,
}

impl EmploymentDetails {
    /// Looks whether this can be recorded on the business date `today`.
    pub fn check(&self, today: Date) -> Result<(), DetailsError> {
        text("occupation", &self.occupation.text)?;
        if let Some(code) = &self.occupation.code {
            text("occupation_code", code)?;
        }
        if let Some(street) = &self.street
            && street.district() != self.district
        {
            return Err(DetailsError::StreetElsewhere {
                street: street.clone(),
                found: street.district(),
                expected: self.district.clone(),
            });
        }
        if self.started_on > today {
            return Err(DetailsError::NotBegun { found: self.started_on, today });
        }
        self.check_other()?;
        self.check_platform()
    }

    fn check_other(&self) -> Result<(), DetailsError> {
        let Some(other) = &self.other else { return Ok(()) };
        if self.kind != FlexibleKind::OtherFlexible {
            return Err(DetailsError::NotOther { kind: self.kind });
        }
        text("other_kind", &other.name)?;
        text("other_source", &other.source)
    }

    fn check_platform(&self) -> Result<(), DetailsError> {
        match self.kind {
            FlexibleKind::Platform => self.platform.as_deref().map_or(Ok(()), |name| text("platform", name)),
            FlexibleKind::SelfEmployed | FlexibleKind::PartTime | FlexibleKind::OtherFlexible => {
                let field = match (&self.platform, self.platform_labour_relation) {
                    (Some(_), _) => "platform",
                    (None, Some(_)) => "platform_labour_relation",
                    (None, None) => return Ok(()),
                };
                Err(DetailsError::NoPlatform { field, kind: self.kind })
            }
        }
    }
}

/// A text must say something and not run on.
pub(super) fn text(field: &'static str, text: &str) -> Result<(), DetailsError> {
    if text.trim().is_empty() {
        return Err(DetailsError::Empty { field, expected: "a few words" });
    }
    let found = text.chars().count();
    if found > TEXT_CHARS_MAX {
        return Err(DetailsError::TooLong { field, found });
    }
    Ok(())
}
