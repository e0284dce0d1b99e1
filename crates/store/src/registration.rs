//! Registrations with their versions. The row holds the latest state, the versions hold the events
//! that made it, and the counts are moved along in the same transaction.

mod list;

pub use list::{Cursor, PAGE_ROWS_MAX, RegistrationCount, RegistrationFilter, RegistrationPage};

use registry::registration::{
    Commitment, EmploymentDetails, EnteredBy, Recorded, RegistrationEvent, RegistrationState,
};
use registry::{PersonId, Registration, RegistrationId, RegistrationNumber};

use crate::error::{ReadError, SaveError};
use crate::period::{self, Standing};
use crate::store::Store;
use crate::unit::{CountKey, Stale, Table, Unit, json};
use crate::value::{Fields, Value};

const TABLE: &str = "registration";
const VERSION_TABLE: &str = "registration_version";
pub(crate) const COLUMNS: &[&str] = &[
    "id",
    "number",
    "person_id",
    "office_id",
    "district",
    "street",
    "kind",
    "state",
    "version",
    "details",
    "channel",
    "entered_by",
    "commitment",
    "registered_at",
    "effective_on",
    "end_reason",
];
pub(crate) const VERSION_COLUMNS: &[&str] =
    &["registration_id", "version", "effective_on", "recorded_at", "channel", "entered_by", "event"];

/// The select list of a registration, to which each query adds its condition.
macro_rules! select {
    ($($rest:literal)+) => {
        concat!(
            "SELECT id, number, person_id, office_id, state, version, details, channel, entered_by, \
             commitment, registered_at, effective_on, end_reason FROM registration ",
            $($rest),+
        )
    };
}
use select;

pub(crate) fn insert(
    unit: &mut Unit,
    registration: &Registration,
    recorded: &Recorded,
) -> Result<(), SaveError> {
    require_match(registration, recorded, 1)?;
    unit.row(
        Table::Registration,
        vec![
            registration.id.as_bytes().into(),
            registration.number.as_str().into(),
            registration.person.as_bytes().into(),
            registration.office.as_bytes().into(),
            registration.details.district.as_str().into(),
            registration.details.street.as_ref().map(registry::StreetCode::as_str).into(),
            registration.details.kind.code().into(),
            registration.state.code().into(),
            registration.version.into(),
            json(&registration.details, "details")?,
            registration.channel.code().into(),
            json(&registration.entered_by, "entered_by")?,
            json(&registration.commitment, "commitment")?,
            registration.registered_at.into(),
            registration.effective_on.into(),
            end_reason(registration).into(),
        ],
    );
    unit.count(count_key(registration), 1);
    if is_active(registration) {
        period::stand(unit, registration.person, Standing::Employed, registration.id.as_bytes());
    }
    version_row(unit, recorded)
}

pub(crate) fn update(
    unit: &mut Unit,
    before: &Registration,
    after: &Registration,
    recorded: &Recorded,
) -> Result<(), SaveError> {
    require_match(after, recorded, before.version + 1)?;
    unit.guarded(
        "UPDATE registration SET office_id = $1, district = $2, street = $3, kind = $4, state = $5, \
         version = $6, details = $7, effective_on = $8, end_reason = $9 WHERE id = $10 AND version = $11",
        vec![
            after.office.as_bytes().into(),
            after.details.district.as_str().into(),
            after.details.street.as_ref().map(registry::StreetCode::as_str).into(),
            after.details.kind.code().into(),
            after.state.code().into(),
            after.version.into(),
            json(&after.details, "details")?,
            after.effective_on.into(),
            end_reason(after).into(),
            after.id.as_bytes().into(),
            before.version.into(),
        ],
        Stale { table: TABLE, id: after.id.to_string(), expected: before.version },
    );
    unit.count(count_key(before), -1);
    unit.count(count_key(after), 1);
    match (is_active(before), is_active(after)) {
        (true, false) => period::stand_down(unit, after.person, after.id.as_bytes()),
        (false, true) => period::stand(unit, after.person, Standing::Employed, after.id.as_bytes()),
        (true, true) | (false, false) => {}
    }
    version_row(unit, recorded)
}

fn version_row(unit: &mut Unit, recorded: &Recorded) -> Result<(), SaveError> {
    unit.row(
        Table::RegistrationVersion,
        vec![
            recorded.registration.as_bytes().into(),
            recorded.version.into(),
            recorded.effective_on.into(),
            recorded.recorded_at.into(),
            recorded.channel.code().into(),
            json(&recorded.entered_by, "entered_by")?,
            json(&recorded.event, "event")?,
        ],
    );
    Ok(())
}

/// The event must be the one that made the state, or history and state would tell two stories.
fn require_match(registration: &Registration, recorded: &Recorded, version: u32) -> Result<(), SaveError> {
    if recorded.registration == registration.id
        && recorded.version == registration.version
        && registration.version == version
    {
        return Ok(());
    }
    Err(SaveError::Invalid {
        field: "registration_version",
        found: format!("event {} with state {}", recorded.version, registration.version),
        expected: "the event that made this state, one after the version that was read",
    })
}

fn count_key(registration: &Registration) -> CountKey {
    let details = &registration.details;
    (details.district.as_str().to_owned(), registration.state.code(), details.kind.code())
}

fn is_active(registration: &Registration) -> bool {
    match registration.state {
        RegistrationState::Active => true,
        RegistrationState::Ended { .. } => false,
    }
}

fn end_reason(registration: &Registration) -> Option<&str> {
    match &registration.state {
        RegistrationState::Active => None,
        RegistrationState::Ended { reason, .. } => Some(reason),
    }
}

fn from_row(fields: &Fields) -> Result<Registration, ReadError> {
    let effective_on = fields.parsed("effective_on")?;
    let state = match fields.text("state")?.as_str() {
        "active" => RegistrationState::Active,
        "ended" => RegistrationState::Ended { last_day: effective_on, reason: fields.text("end_reason")? },
        _ => return Err(fields.wrong("state", "active or ended")),
    };
    Ok(Registration {
        id: fields.id("id")?,
        number: fields.parsed("number")?,
        person: fields.id("person_id")?,
        office: fields.id("office_id")?,
        details: fields.json::<EmploymentDetails>("details")?,
        channel: fields.parsed("channel")?,
        entered_by: fields.json::<EnteredBy>("entered_by")?,
        commitment: fields.json::<Commitment>("commitment")?,
        state,
        version: fields.version("version")?,
        registered_at: fields.time("registered_at")?,
        effective_on,
    })
}

impl Store {
    /// A registration by its id.
    pub async fn registration_find(&self, id: RegistrationId) -> Result<Option<Registration>, ReadError> {
        self.registration_one(select!("WHERE id = $1"), id.as_bytes().into()).await
    }

    /// A registration by its number.
    pub async fn registration_find_by_number(
        &self,
        number: &RegistrationNumber,
    ) -> Result<Option<Registration>, ReadError> {
        self.registration_one(select!("WHERE number = $1"), number.as_str().into()).await
    }

    /// The registration that a person has in force.
    pub async fn registration_find_active(
        &self,
        person: PersonId,
    ) -> Result<Option<Registration>, ReadError> {
        let sql = select!("WHERE person_id = $1 AND state = 'active'");
        self.registration_one(sql, person.as_bytes().into()).await
    }

    /// All registrations of a person, the newest first.
    pub async fn registration_list_by_person(
        &self,
        person: PersonId,
    ) -> Result<Vec<Registration>, ReadError> {
        let sql = select!("WHERE person_id = $1 ORDER BY registered_at DESC, id DESC");
        let rows = self.db().all(TABLE, sql, &[person.as_bytes().into()]).await?;
        rows.iter().map(from_row).collect()
    }

    /// The events of a registration, oldest first; `registry::registration::History` takes them.
    pub async fn registration_history(&self, id: RegistrationId) -> Result<Vec<Recorded>, ReadError> {
        let sql = "SELECT registration_id, version, effective_on, recorded_at, channel, entered_by, event \
                   FROM registration_version WHERE registration_id = $1 ORDER BY version";
        let rows = self.db().all(VERSION_TABLE, sql, &[id.as_bytes().into()]).await?;
        rows.iter()
            .map(|fields| {
                Ok(Recorded {
                    registration: fields.id("registration_id")?,
                    version: fields.version("version")?,
                    effective_on: fields.parsed("effective_on")?,
                    recorded_at: fields.time("recorded_at")?,
                    channel: fields.parsed("channel")?,
                    entered_by: fields.json("entered_by")?,
                    event: fields.json::<RegistrationEvent>("event")?,
                })
            })
            .collect()
    }

    async fn registration_one(
        &self,
        sql: &'static str,
        key: Value,
    ) -> Result<Option<Registration>, ReadError> {
        let row = self.db().one(TABLE, sql, &[key]).await?;
        row.as_ref().map(from_row).transpose()
    }
}
