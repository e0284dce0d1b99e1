//! Papers of cases that no longer stand, for the signed list: hashed numbers with the reason and the day. A paper itself
//! is not kept; it follows from its case.

use jiff::civil::Date;
use registry::CaseId;

use crate::error::ReadError;
use crate::registration::PAGE_ROWS_MAX;
use crate::store::Store;
use crate::unit::Unit;
use crate::value::Value;

const TABLE: &str = "paper_closed";

/// Why a paper no longer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperEnd {
    /// What it says has ended.
    Ended,
    /// It was taken back.
    Revoked,
    /// A newer one stands in its place.
    Replaced,
}

impl PaperEnd {
    const ALL: [Self; 3] = [Self::Ended, Self::Revoked, Self::Replaced];

    /// The code in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ended => "ended",
            Self::Revoked => "revoked",
            Self::Replaced => "replaced",
        }
    }
}

/// A paper that no longer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClosedPaper {
    /// The hash of its number, as the list has it.
    pub number_hash: [u8; 16],
    /// The case that issued it.
    pub case: CaseId,
    /// Why.
    pub end: PaperEnd,
    /// From which day.
    pub on: Date,
}

/// Once closed, a paper stays closed as it was: a second closing changes nothing.
pub(crate) fn close(unit: &mut Unit, paper: &ClosedPaper) {
    unit.statement(
        "INSERT INTO paper_closed (number_hash, case_id, standing, since) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (number_hash) DO NOTHING",
        vec![
            (&paper.number_hash).into(),
            paper.case.as_bytes().into(),
            paper.end.code().into(),
            paper.on.into(),
        ],
    );
}

impl Store {
    /// The papers that no longer stand, by the hashes of their numbers, at most 500; ask again from the last to go on.
    pub async fn paper_list_closed(&self, after: Option<[u8; 16]>) -> Result<Vec<ClosedPaper>, ReadError> {
        let sql = "SELECT number_hash, case_id, standing, since FROM paper_closed \
                   WHERE number_hash > $1 ORDER BY number_hash LIMIT $2";
        let after: Value = after.map_or_else(Vec::new, |hash| hash.to_vec()).into();
        let rows = self.db().all(TABLE, sql, &[after, PAGE_ROWS_MAX.into()]).await?;
        rows.iter()
            .map(|fields| {
                let hash = fields.bytes("number_hash")?;
                let code = fields.text("standing")?;
                let end = PaperEnd::ALL.into_iter().find(|end| end.code() == code);
                Ok(ClosedPaper {
                    number_hash: <[u8; 16]>::try_from(hash.as_slice())
                        .map_err(|_| fields.wrong("number_hash", "sixteen bytes"))?,
                    case: fields.id("case_id")?,
                    end: end.ok_or_else(|| fields.wrong("standing", "ended, revoked or replaced"))?,
                    on: fields.parsed("since")?,
                })
            })
            .collect()
    }
}
