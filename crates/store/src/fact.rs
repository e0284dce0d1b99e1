//! Facts about persons, values encrypted. All are kept; which is in force `registry::fact` says.

use registry::fact::FactSource;
use registry::{Fact, FactId, PersonId};

use crate::error::{ReadError, SaveError};
use crate::seal::{Place, Sealer};
use crate::store::Store;
use crate::unit::{Table, Unit, json};
use crate::value::Fields;

const TABLE: &str = "fact";
pub(crate) const COLUMNS: &[&str] =
    &["id", "person_id", "fact_key", "sealed", "source", "valid_from", "recorded_at"];

pub(crate) fn insert(unit: &mut Unit, sealer: &Sealer, fact: &Fact) -> Result<(), SaveError> {
    let place = Place { table: TABLE, row: fact.id.as_bytes() };
    let closed = sealer.seal(&place, fact.value.to_string().as_bytes())?;
    unit.row(
        Table::Fact,
        vec![
            fact.id.as_bytes().into(),
            fact.person.as_bytes().into(),
            fact.key.as_str().into(),
            closed.into(),
            json(&fact.source, "fact_source")?,
            fact.valid_from.into(),
            fact.recorded_at.into(),
        ],
    );
    Ok(())
}

/// `None` for a fact whose value was erased.
fn from_row(fields: &Fields, sealer: &Sealer) -> Result<Option<Fact>, ReadError> {
    let id: FactId = fields.id("id")?;
    let Some(plain) = fields.maybe_open("sealed", sealer, id.as_bytes())? else { return Ok(None) };
    Ok(Some(Fact {
        id,
        person: fields.id("person_id")?,
        key: fields.parsed("fact_key")?,
        value: serde_json::from_slice(&plain).map_err(|_| fields.wrong("sealed", "a JSON value"))?,
        source: fields.json::<FactSource>("source")?,
        valid_from: fields.parsed("valid_from")?,
        recorded_at: fields.time("recorded_at")?,
    }))
}

impl Store {
    /// All facts ever kept about a person, oldest recording first; erased ones are left out.
    pub async fn facts_by_person(&self, person: PersonId) -> Result<Vec<Fact>, ReadError> {
        let sql = "SELECT id, person_id, fact_key, sealed, source, valid_from, recorded_at \
                   FROM fact WHERE person_id = $1 ORDER BY recorded_at, id";
        let rows = self.db().all(TABLE, sql, &[person.as_bytes().into()]).await?;
        rows.iter().filter_map(|fields| from_row(fields, self.sealer()).transpose()).collect()
    }
}
