//! Persons: name, identity number and telephone encrypted, found by the blind index of the number.

use jiff::Timestamp;
use registry::{IdNumber, Person, PersonId};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::Changes;
use crate::case;
use crate::error::{ReadError, SaveError};
use crate::kept::Kept;
use crate::look::Look;
use crate::registration::PAGE_ROWS_MAX;
use crate::seal::{Place, Sealer};
use crate::store::Store;
use crate::unit::{Stale, Table, Unit};
use crate::value::{Fields, Value};

const TABLE: &str = "person";
pub(crate) const COLUMNS: &[&str] =
    &["id", "version", "id_number_index", "sealed", "created_at", "erased_at"];

/// What is encrypted of a person.
#[derive(Serialize, Deserialize)]
struct Identity {
    name: String,
    id_number: String,
    phone: Option<String>,
}

impl Drop for Identity {
    fn drop(&mut self) {
        self.name.zeroize();
        self.id_number.zeroize();
        self.phone.zeroize();
    }
}

fn sealed(sealer: &Sealer, person: &Person) -> Result<Value, SaveError> {
    let identity = Identity {
        name: person.name.expose().to_owned(),
        id_number: person.id_number.expose().to_owned(),
        phone: person.phone.as_ref().map(|phone| phone.expose().to_owned()),
    };
    let plain = serde_json::to_vec(&identity).map(Zeroizing::new).map_err(|_| SaveError::Invalid {
        field: "person",
        found: "a name that is no text".to_owned(),
        expected: "text",
    })?;
    Ok(sealer.seal(&Place { table: TABLE, row: person.id.as_bytes() }, &plain)?.into())
}

fn index(sealer: &Sealer, number: &IdNumber) -> Value {
    sealer.index("person.id_number", number.expose().as_bytes()).into()
}

pub(crate) fn insert(unit: &mut Unit, sealer: &Sealer, person: &Person) -> Result<(), SaveError> {
    unit.row(
        Table::Person,
        vec![
            person.id.as_bytes().into(),
            person.version.into(),
            index(sealer, &person.id_number),
            sealed(sealer, person)?,
            person.created_at.into(),
            Value::NoInt,
        ],
    );
    Ok(())
}

pub(crate) fn update(unit: &mut Unit, sealer: &Sealer, person: &Person) -> Result<(), SaveError> {
    let expected = person.version.saturating_sub(1);
    unit.guarded(
        "UPDATE person SET version = $1, id_number_index = $2, sealed = $3 \
         WHERE id = $4 AND version = $5 AND erased_at IS NULL",
        vec![
            person.version.into(),
            index(sealer, &person.id_number),
            sealed(sealer, person)?,
            person.id.as_bytes().into(),
            expected.into(),
        ],
        Stale { table: TABLE, id: person.id.to_string(), expected },
    );
    Ok(())
}

pub(crate) fn erase(unit: &mut Unit, person: PersonId, at: Timestamp) {
    let with_time = || vec![person.as_bytes().into(), at.into()];
    let alone = || vec![person.as_bytes().into()];
    unit.statement(
        "UPDATE person SET id_number_index = NULL, sealed = NULL, erased_at = $2, version = version + 1 \
         WHERE id = $1 AND erased_at IS NULL",
        with_time(),
    );
    unit.statement(
        "UPDATE decision SET sealed_input = NULL, sealed_answer = NULL, erased_at = $2 \
         WHERE person_id = $1 AND erased_at IS NULL",
        with_time(),
    );
    unit.statement("UPDATE fact SET sealed = NULL WHERE person_id = $1", alone());
    unit.statement("UPDATE notice SET sealed = NULL WHERE person_id = $1", alone());
    unit.statement("UPDATE certificate SET sealed_payload = NULL WHERE holder_id = $1", alone());
    unit.statement("DELETE FROM draft WHERE person_id = $1", alone());
    unit.statement("DELETE FROM mail_address WHERE person_id = $1", alone());
    case::erase(unit, person, at);
    for sql in [
        "UPDATE standing_period SET sealed = NULL WHERE person_id = $1",
        "UPDATE rating SET sealed = NULL WHERE person_id = $1",
        "UPDATE payee SET sealed = NULL WHERE person_id = $1",
        "UPDATE outbox SET sealed = NULL WHERE person_id = $1",
    ] {
        unit.statement(sql, alone());
    }
    unit.statement(
        "UPDATE mandate SET ended_at = $2 WHERE (giver_id = $1 OR delegate_id = $1) AND ended_at IS NULL",
        with_time(),
    );
}

fn from_row(fields: &Fields, sealer: &Sealer) -> Result<Kept<Person>, ReadError> {
    let id: PersonId = fields.id("id")?;
    if let Some(at) = fields.maybe_time("erased_at")? {
        return Ok(Kept::Erased { at });
    }
    let plain = fields.open("sealed", sealer, id.as_bytes())?;
    let wrong = |expected| fields.wrong("sealed", expected);
    let identity: Identity =
        serde_json::from_slice(&plain).map_err(|_| wrong("name, id_number and phone"))?;
    Ok(Kept::Held(Person {
        id,
        version: fields.version("version")?,
        name: identity.name.parse().map_err(|_| wrong("a name"))?,
        id_number: identity.id_number.parse().map_err(|_| wrong("an identity number"))?,
        phone: identity
            .phone
            .as_deref()
            .map(|phone| phone.parse().map_err(|_| wrong("a telephone number")))
            .transpose()?,
        created_at: fields.time("created_at")?,
    }))
}

impl Store {
    /// The person, for themselves or for the system. An officer's read goes through
    /// [`Store::person_look`].
    pub async fn person_find(&self, person: PersonId) -> Result<Option<Kept<Person>>, ReadError> {
        let sql = "SELECT id, version, sealed, created_at, erased_at FROM person WHERE id = $1";
        let row = self.db().one(TABLE, sql, &[person.as_bytes().into()]).await?;
        row.map(|fields| from_row(&fields, self.sealer())).transpose()
    }

    /// The person with this identity number. One who was erased is not found.
    pub async fn person_find_by_id_number(&self, number: &IdNumber) -> Result<Option<Person>, ReadError> {
        let sql = "SELECT id, version, sealed, created_at, erased_at FROM person WHERE id_number_index = $1";
        let row = self.db().one(TABLE, sql, &[index(self.sealer(), number)]).await?;
        Ok(row.map(|fields| from_row(&fields, self.sealer())).transpose()?.and_then(Kept::held))
    }

    /// Those who are not erased, in the order of their ids, from behind one on: for what looks at everyone.
    pub async fn person_list(
        &self,
        after: Option<PersonId>,
        rows_max: u32,
    ) -> Result<Vec<Person>, ReadError> {
        let sql = "SELECT id, version, sealed, created_at, erased_at FROM person \
                   WHERE erased_at IS NULL AND id > $1 ORDER BY id LIMIT $2";
        let after = after.map_or_else(Vec::new, |id| id.as_bytes().to_vec());
        let rows = self.db().all(TABLE, sql, &[after.into(), rows_max.min(PAGE_ROWS_MAX).into()]).await?;
        let kept = rows.iter().map(|fields| Ok(from_row(fields, self.sealer())?.held()));
        kept.filter_map(Result::transpose).collect()
    }

    /// The same, of those of whom a fact is on record or who have a subsidy here.
    pub async fn person_list_by_fact(
        &self,
        fact_key: &str,
        after: Option<PersonId>,
        rows_max: u32,
    ) -> Result<Vec<Person>, ReadError> {
        let sql = "SELECT id, version, sealed, created_at, erased_at FROM person \
                   WHERE erased_at IS NULL AND id > $1 AND (EXISTS (SELECT 1 FROM fact \
                   WHERE fact.person_id = person.id AND fact.fact_key = $2) OR EXISTS (SELECT 1 FROM money_stream \
                   WHERE money_stream.person_id = person.id AND money_stream.kind = 'subsidy')) \
                   ORDER BY id LIMIT $3";
        let after = after.map_or_else(Vec::new, |id| id.as_bytes().to_vec());
        let values = [after.into(), fact_key.into(), rows_max.min(PAGE_ROWS_MAX).into()];
        let rows = self.db().all(TABLE, sql, &values).await?;
        let kept = rows.iter().map(|fields| Ok(from_row(fields, self.sealer())?.held()));
        kept.filter_map(Result::transpose).collect()
    }

    /// The person for an officer: that they looked is in the journal before they see anything.
    pub async fn person_look(&self, look: &Look) -> Result<Option<Kept<Person>>, SaveError> {
        if self.person_find(look.person).await?.is_none() {
            return Ok(None);
        }
        self.save(Changes::new().look(look)).await?;
        Ok(self.person_find(look.person).await?)
    }
}
