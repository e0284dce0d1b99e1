//! 好差评: one rating of a decided case by its person, words encrypted, with what became of a bad one.

use std::fmt;

use jiff::Timestamp;
use registry::{AccountId, CaseId, PersonId};
use zeroize::Zeroizing;

use crate::error::{ReadError, SaveError};
use crate::registration::PAGE_ROWS_MAX;
use crate::seal::{Place, Sealer};
use crate::store::Store;
use crate::unit::{Refusal, Stale, Table, Unit};
use crate::value::{Fields, Value};

const TABLE: &str = "rating";
pub(crate) const COLUMNS: &[&str] =
    &["case_id", "person_id", "stars", "follow_up", "followed_by", "followed_at", "rated_at", "sealed"];
/// The most stars.
pub const STARS_MAX: u8 = 5;

/// What became of a rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FollowUp {
    /// Nothing need be done.
    None,
    /// Someone is to get in touch.
    Open,
    /// Someone did.
    Done {
        /// Who.
        by: AccountId,
        /// When.
        at: Timestamp,
    },
}

/// A rating.
#[derive(Clone, PartialEq, Eq)]
pub struct Rating {
    /// Of which case.
    pub case: CaseId,
    /// By whom.
    pub person: PersonId,
    /// 1 to 5.
    pub stars: u8,
    /// In their words, if they said any.
    pub words: Option<Zeroizing<String>>,
    /// When.
    pub at: Timestamp,
    /// What became of it.
    pub follow_up: FollowUp,
}

// The words are personal.
impl fmt::Debug for Rating {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rating").field("case", &self.case).field("stars", &self.stars).finish_non_exhaustive()
    }
}

/// How often each number of stars was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatingCount {
    /// The service.
    pub service: String,
    /// The office.
    pub office: Option<String>,
    /// The stars.
    pub stars: u8,
    /// How often.
    pub amount: u64,
}

/// A new rating: of a case of this person that is decided. Only `None` and `Open` can come with it.
pub(crate) fn insert(unit: &mut Unit, sealer: &Sealer, rating: &Rating) -> Result<(), SaveError> {
    let follow_up = match rating.follow_up {
        FollowUp::None => "none",
        FollowUp::Open => "open",
        FollowUp::Done { .. } => {
            return Err(SaveError::Invalid {
                field: "follow_up",
                found: "done".to_owned(),
                expected: "none or open with a new rating",
            });
        }
    };
    if !(1..=STARS_MAX).contains(&rating.stars) {
        let found = rating.stars.to_string();
        return Err(SaveError::Invalid { field: "stars", found, expected: "a number from 1 to 5" });
    }
    unit.check(
        "SELECT 1 AS decided FROM service_case WHERE id = $1 AND subject_id = $2 AND decided_on IS NOT NULL",
        vec![rating.case.as_bytes().into(), rating.person.as_bytes().into()],
        Refusal::Invalid {
            field: "case",
            found: rating.case.to_string(),
            expected: "a case of this person that is decided",
        },
    );
    let place = Place { table: TABLE, row: rating.case.as_bytes() };
    let words = rating.words.as_ref().map(|words| sealer.seal(&place, words.as_bytes())).transpose()?;
    unit.row(
        Table::Rating,
        vec![
            rating.case.as_bytes().into(),
            rating.person.as_bytes().into(),
            Value::Int(i64::from(rating.stars)),
            follow_up.into(),
            Value::NoBytes,
            Value::NoInt,
            rating.at.into(),
            words.map_or(Value::NoBytes, Value::from),
        ],
    );
    Ok(())
}

pub(crate) fn follow(unit: &mut Unit, case: CaseId, by: AccountId, at: Timestamp) {
    unit.guarded(
        "UPDATE rating SET follow_up = 'done', followed_by = $1, followed_at = $2 \
         WHERE case_id = $3 AND follow_up = 'open'",
        vec![by.as_bytes().into(), at.into(), case.as_bytes().into()],
        Stale { table: TABLE, id: case.to_string(), expected: 1 },
    );
}

fn from_row(fields: &Fields, sealer: &Sealer) -> Result<Rating, ReadError> {
    let case: CaseId = fields.id("case_id")?;
    let words = match fields.maybe_open("sealed", sealer, case.as_bytes())? {
        Some(plain) => {
            let words = std::str::from_utf8(&plain).map_err(|_| fields.wrong("sealed", "a text"))?;
            Some(Zeroizing::new(words.to_owned()))
        }
        None => None,
    };
    let follow_up = match fields.text("follow_up")?.as_str() {
        "none" => FollowUp::None,
        "open" => FollowUp::Open,
        "done" => FollowUp::Done { by: fields.id("followed_by")?, at: fields.time("followed_at")? },
        _ => return Err(fields.wrong("follow_up", "none, open or done")),
    };
    Ok(Rating {
        case,
        person: fields.id("person_id")?,
        stars: stars(fields)?,
        words,
        at: fields.time("rated_at")?,
        follow_up,
    })
}

fn stars(fields: &Fields) -> Result<u8, ReadError> {
    u8::try_from(fields.int("stars")?)
        .ok()
        .filter(|stars| (1..=STARS_MAX).contains(stars))
        .ok_or_else(|| fields.wrong("stars", "a number from 1 to 5"))
}

impl Store {
    /// The rating of a case.
    pub async fn rating_find(&self, case: CaseId) -> Result<Option<Rating>, ReadError> {
        let sql = "SELECT case_id, person_id, stars, follow_up, followed_by, followed_at, rated_at, sealed \
                   FROM rating WHERE case_id = $1";
        let row = self.db().one(TABLE, sql, &[case.as_bytes().into()]).await?;
        row.map(|fields| from_row(&fields, self.sealer())).transpose()
    }

    /// The ratings of an office's cases that someone is to follow up, oldest first, at most 500.
    pub async fn rating_list_open(&self, office: &str) -> Result<Vec<Rating>, ReadError> {
        let sql = "SELECT r.case_id, r.person_id, r.stars, r.follow_up, r.followed_by, r.followed_at, r.rated_at, \
                   r.sealed FROM rating AS r JOIN service_case AS c ON c.id = r.case_id \
                   WHERE r.follow_up = 'open' AND c.office = $1 ORDER BY r.rated_at, r.case_id LIMIT $2";
        let rows = self.db().all(TABLE, sql, &[office.into(), PAGE_ROWS_MAX.into()]).await?;
        rows.iter().map(|fields| from_row(fields, self.sealer())).collect()
    }

    /// How often each number of stars was given, by service and office, from a moment up to before another.
    pub async fn rating_counts(&self, from: Timestamp, to: Timestamp) -> Result<Vec<RatingCount>, ReadError> {
        let sql = "SELECT c.service, c.office, r.stars, COUNT(*) AS amount FROM rating AS r \
                   JOIN service_case AS c ON c.id = r.case_id WHERE r.rated_at >= $1 AND r.rated_at < $2 \
                   GROUP BY c.service, c.office, r.stars ORDER BY c.service, c.office, r.stars";
        let rows = self.db().all(TABLE, sql, &[from.into(), to.into()]).await?;
        rows.iter()
            .map(|fields| {
                Ok(RatingCount {
                    service: fields.text("service")?,
                    office: fields.maybe_text("office")?,
                    stars: stars(fields)?,
                    amount: fields.count("amount")?,
                })
            })
            .collect()
    }
}
