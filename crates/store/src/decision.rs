//! Decisions of the law as they were given: policy version, days, canonical input and answer, byte for
//! byte, so that they can be replayed years later. Input and answer are encrypted and can be erased;
//! that there was a decision stays.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use registry::{DecisionId, PersonId, RegistrationId};
use zeroize::Zeroizing;

use crate::error::{ReadError, SaveError};
use crate::kept::Kept;
use crate::seal::{Place, Sealer};
use crate::store::Store;
use crate::unit::{Table, Unit};
use crate::value::{Fields, Value};

const TABLE: &str = "decision";
pub(crate) const COLUMNS: &[&str] = &[
    "id",
    "person_id",
    "registration_id",
    "policy_version",
    "as_of",
    "known_on",
    "sealed_input",
    "sealed_answer",
    "created_at",
    "erased_at",
];

/// A decision as it was given.
#[derive(Clone, PartialEq, Eq)]
pub struct Decision {
    /// The id.
    pub id: DecisionId,
    /// About whom, if about anyone on record.
    pub person: Option<PersonId>,
    /// For which registration.
    pub registration: Option<RegistrationId>,
    /// The version of the policy folder, such as `sha256:…`; it must have been put before.
    pub policy_version: String,
    /// The business date.
    pub as_of: Date,
    /// Decided with what was known then.
    pub known_on: Option<Date>,
    /// The canonical input.
    pub input: Zeroizing<Vec<u8>>,
    /// The canonical answer.
    pub answer: Zeroizing<Vec<u8>>,
    /// When it was given.
    pub created_at: Timestamp,
}

// Input and answer are personal.
impl fmt::Debug for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decision")
            .field("id", &self.id)
            .field("policy_version", &self.policy_version)
            .field("as_of", &self.as_of)
            .finish_non_exhaustive()
    }
}

/// Input and answer are bound to their column too, so that they cannot change places.
fn place_of(id: DecisionId, column: u8) -> [u8; 17] {
    let mut place = [column; 17];
    place[..16].copy_from_slice(id.as_bytes());
    place
}

const INPUT: u8 = 1;
const ANSWER: u8 = 2;

pub(crate) fn insert(unit: &mut Unit, sealer: &Sealer, decision: &Decision) -> Result<(), SaveError> {
    let seal = |column, plain: &[u8]| {
        sealer.seal(&Place { table: TABLE, row: &place_of(decision.id, column) }, plain)
    };
    unit.row(
        Table::Decision,
        vec![
            decision.id.as_bytes().into(),
            decision.person.as_ref().map(PersonId::as_bytes).into(),
            decision.registration.as_ref().map(RegistrationId::as_bytes).into(),
            decision.policy_version.as_str().into(),
            decision.as_of.into(),
            decision.known_on.into(),
            seal(INPUT, &decision.input)?.into(),
            seal(ANSWER, &decision.answer)?.into(),
            decision.created_at.into(),
            Value::NoInt,
        ],
    );
    Ok(())
}

pub(crate) fn erase(unit: &mut Unit, decision: DecisionId, at: Timestamp) {
    unit.statement(
        "UPDATE decision SET sealed_input = NULL, sealed_answer = NULL, erased_at = $2 \
         WHERE id = $1 AND erased_at IS NULL",
        vec![decision.as_bytes().into(), at.into()],
    );
}

fn from_row(fields: &Fields, sealer: &Sealer) -> Result<Kept<Decision>, ReadError> {
    let id: DecisionId = fields.id("id")?;
    if let Some(at) = fields.maybe_time("erased_at")? {
        return Ok(Kept::Erased { at });
    }
    Ok(Kept::Held(Decision {
        id,
        person: fields.maybe_id("person_id")?,
        registration: fields.maybe_id("registration_id")?,
        policy_version: fields.text("policy_version")?,
        as_of: fields.parsed("as_of")?,
        known_on: fields.maybe_parsed("known_on")?,
        input: fields.open("sealed_input", sealer, &place_of(id, INPUT))?,
        answer: fields.open("sealed_answer", sealer, &place_of(id, ANSWER))?,
        created_at: fields.time("created_at")?,
    }))
}

impl Store {
    /// A decision, or that it was erased.
    pub async fn decision_find(&self, id: DecisionId) -> Result<Option<Kept<Decision>>, ReadError> {
        let sql = "SELECT id, person_id, registration_id, policy_version, as_of, known_on, sealed_input, \
                   sealed_answer, created_at, erased_at FROM decision WHERE id = $1";
        let row = self.db().one(TABLE, sql, &[id.as_bytes().into()]).await?;
        row.map(|fields| from_row(&fields, self.sealer())).transpose()
    }

    /// The decisions about a person, the newest first.
    pub async fn decision_list_by_person(&self, person: PersonId) -> Result<Vec<Kept<Decision>>, ReadError> {
        let sql = "SELECT id, person_id, registration_id, policy_version, as_of, known_on, sealed_input, \
                   sealed_answer, created_at, erased_at FROM decision WHERE person_id = $1 \
                   ORDER BY created_at DESC, id DESC";
        let rows = self.db().all(TABLE, sql, &[person.as_bytes().into()]).await?;
        rows.iter().map(|fields| from_row(fields, self.sealer())).collect()
    }

    /// Keeps a decision by itself, as when someone asks without being on record.
    pub async fn decision_insert(&self, decision: Decision) -> Result<(), SaveError> {
        self.save(crate::Changes::new().decision(decision)).await.map(|_| ())
    }
}
