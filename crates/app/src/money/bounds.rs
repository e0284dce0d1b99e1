//! What the law's answer says in amounts and days, as the ledgers take it.

use registry::money::{Bounds, Fen};
use service::Pack;
use service::case::Grounds;

use crate::Fault;

/// A field of the conclusion that opens a service, in fen; none where the answer has none.
pub(crate) fn outcome_fen(pack: &Pack, grounds: &Grounds<'_>, field: &str) -> Option<Fen> {
    let values = grounds.outcome(&pack.definition.conclusion, field);
    values.first().and_then(|fen| fen.parse().ok()).map(Fen)
}

/// The bounds between which a base can be chosen on the day of the answer. Their version is what they say, so that bounds
/// which are renewed unchanged are the same ones.
pub(crate) fn bounds(pack: &Pack, grounds: &Grounds<'_>) -> Result<Bounds, Fault> {
    let both = outcome_fen(pack, grounds, "base_min_fen").zip(outcome_fen(pack, grounds, "base_max_fen"));
    let (lower, upper) =
        both.ok_or_else(|| Fault::internal("an answer of the law without bounds of the base"))?;
    let version =
        format!("{lower}-{upper}").parse().map_err(|e| Fault::because("the version of bounds", e))?;
    Ok(Bounds { version, lower, upper })
}
