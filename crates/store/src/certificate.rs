//! Certificates: found by their number by whoever checks one, and the list of those revoked.

use jiff::Timestamp;
use registry::{Certificate, CertificateId, CertificateState, RegistrationId};

use crate::error::{ReadError, SaveError};
use crate::kept::Kept;
use crate::registration::PAGE_ROWS_MAX;
use crate::seal::{Place, Sealer};
use crate::store::Store;
use crate::unit::{Stale, Table, Unit};
use crate::value::{Fields, Value};

const TABLE: &str = "certificate";
pub(crate) const COLUMNS: &[&str] = &[
    "id",
    "number",
    "registration_id",
    "holder_id",
    "issued_at",
    "state",
    "state_at",
    "state_reason",
    "key_id",
    "sealed_payload",
];

/// A certificate that is no longer in force, without what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedCertificate {
    /// The id.
    pub id: CertificateId,
    /// The number.
    pub number: String,
    /// When it was closed.
    pub at: Timestamp,
    /// Ended or revoked, with the reason.
    pub state: CertificateState,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, number, registration_id, holder_id, issued_at, state, state_at, state_reason, \
             key_id, sealed_payload FROM certificate ",
            $rest
        )
    };
}

fn state_values(state: &CertificateState) -> [Value; 3] {
    let closed = state.closed();
    [state.code().into(), closed.map(|(at, _)| at).into(), closed.map(|(_, reason)| reason).into()]
}

pub(crate) fn insert(unit: &mut Unit, sealer: &Sealer, certificate: &Certificate) -> Result<(), SaveError> {
    let place = Place { table: TABLE, row: certificate.id.as_bytes() };
    let [state, state_at, state_reason] = state_values(&certificate.state);
    unit.row(
        Table::Certificate,
        vec![
            certificate.id.as_bytes().into(),
            certificate.number.as_str().into(),
            certificate.registration.as_bytes().into(),
            certificate.holder.as_bytes().into(),
            certificate.issued_at.into(),
            state,
            state_at,
            state_reason,
            certificate.key_id.as_str().into(),
            sealer.seal(&place, &certificate.payload)?.into(),
        ],
    );
    Ok(())
}

/// A certificate closes forwards only: valid → ended → revoked.
pub(crate) fn close(unit: &mut Unit, certificate: &Certificate) -> Result<(), SaveError> {
    let [state, state_at, state_reason] = state_values(&certificate.state);
    let sql = match certificate.state {
        CertificateState::Valid => {
            return Err(SaveError::Invalid {
                field: "certificate_state",
                found: "valid".to_owned(),
                expected: "ended or revoked",
            });
        }
        CertificateState::Ended { .. } => {
            "UPDATE certificate SET state = $1, state_at = $2, state_reason = $3 \
             WHERE id = $4 AND state = 'valid'"
        }
        CertificateState::Revoked { .. } => {
            "UPDATE certificate SET state = $1, state_at = $2, state_reason = $3 \
             WHERE id = $4 AND state <> 'revoked'"
        }
    };
    unit.guarded(
        sql,
        vec![state, state_at, state_reason, certificate.id.as_bytes().into()],
        Stale { table: TABLE, id: certificate.id.to_string(), expected: 1 },
    );
    Ok(())
}

/// `Erased` where the signed bytes were erased with their holder; the time is that of the closing or,
/// for one never closed, of the issue.
fn from_row(fields: &Fields, sealer: &Sealer) -> Result<Kept<Certificate>, ReadError> {
    let id: CertificateId = fields.id("id")?;
    let issued_at = fields.time("issued_at")?;
    let closed = || -> Result<(Timestamp, String), ReadError> {
        Ok((fields.time("state_at")?, fields.text("state_reason")?))
    };
    let state = match fields.text("state")?.as_str() {
        "valid" => CertificateState::Valid,
        "ended" => closed().map(|(at, reason)| CertificateState::Ended { at, reason })?,
        "revoked" => closed().map(|(at, reason)| CertificateState::Revoked { at, reason })?,
        _ => return Err(fields.wrong("state", "valid, ended or revoked")),
    };
    let Some(payload) = fields.maybe_open("sealed_payload", sealer, id.as_bytes())? else {
        return Ok(Kept::Erased { at: state.closed().map_or(issued_at, |(at, _)| at) });
    };
    Ok(Kept::Held(Certificate {
        id,
        number: fields.text("number")?,
        registration: fields.id("registration_id")?,
        holder: fields.id("holder_id")?,
        issued_at,
        state,
        key_id: fields.text("key_id")?,
        payload: payload.to_vec(),
    }))
}

impl Store {
    /// The certificate with this number.
    pub async fn certificate_find_by_number(
        &self,
        number: &str,
    ) -> Result<Option<Kept<Certificate>>, ReadError> {
        let row = self.db().one(TABLE, select!("WHERE number = $1"), &[number.into()]).await?;
        row.map(|fields| from_row(&fields, self.sealer())).transpose()
    }

    /// The certificates that prove a registration, the newest first; erased ones are left out.
    pub async fn certificate_list_by_registration(
        &self,
        registration: RegistrationId,
    ) -> Result<Vec<Certificate>, ReadError> {
        let sql = select!("WHERE registration_id = $1 ORDER BY issued_at DESC, id DESC");
        let rows = self.db().all(TABLE, sql, &[registration.as_bytes().into()]).await?;
        rows.iter().filter_map(|fields| from_row(fields, self.sealer()).map(Kept::held).transpose()).collect()
    }

    /// The certificates no longer in force, by when they were closed: number and state, at most 500, with
    /// the place from which to go on.
    pub async fn certificate_list_closed(
        &self,
        after: Option<(Timestamp, CertificateId)>,
    ) -> Result<Vec<ClosedCertificate>, ReadError> {
        let sql = "SELECT id, number, state, state_at, state_reason FROM certificate \
                   WHERE state_at IS NOT NULL AND (state_at, id) > ($1, $2) ORDER BY state_at, id LIMIT $3";
        let (at, id) =
            after.map_or((i64::MIN, Vec::new()), |(at, id)| (at.as_microsecond(), id.as_bytes().to_vec()));
        let rows = self.db().all(TABLE, sql, &[at.into(), id.into(), PAGE_ROWS_MAX.into()]).await?;
        rows.iter()
            .map(|fields| {
                let (at, reason) = (fields.time("state_at")?, fields.text("state_reason")?);
                let state = match fields.text("state")?.as_str() {
                    "ended" => CertificateState::Ended { at, reason },
                    "revoked" => CertificateState::Revoked { at, reason },
                    _ => return Err(fields.wrong("state", "ended or revoked")),
                };
                Ok(ClosedCertificate { id: fields.id("id")?, number: fields.text("number")?, at, state })
            })
            .collect()
    }

    /// The numbers revoked after a moment, oldest first, at most 500 with the moment of each: ask again
    /// from the last one to go on.
    pub async fn certificate_list_revoked_since(
        &self,
        since: Timestamp,
    ) -> Result<Vec<(String, Timestamp)>, ReadError> {
        // The rows of one moment must not be split between two answers, hence the inner limit.
        let sql = "SELECT number, state_at FROM certificate WHERE state = 'revoked' AND state_at > $1 \
                   AND state_at <= COALESCE((SELECT state_at FROM certificate WHERE state = 'revoked' \
                   AND state_at > $1 ORDER BY state_at, id LIMIT 1 OFFSET $2), $3) ORDER BY state_at, id";
        let values = [since.into(), (PAGE_ROWS_MAX - 1).into(), i64::MAX.into()];
        let rows = self.db().all(TABLE, sql, &values).await?;
        rows.iter().map(|fields| Ok((fields.text("number")?, fields.time("state_at")?))).collect()
    }
}
