//! What a refusal of the database means to the caller. PostgreSQL names the constraint, SQLite the columns; this one table
//! knows both.

use std::sync::Arc;

use sqlx::error::ErrorKind;

use super::batch::Failure;
use crate::error::{Double, SaveError};

/// What a database's refusal means. PostgreSQL names the constraint; SQLite names the columns.
pub(super) fn classify(error: sqlx::Error) -> Failure {
    let Some(refusal) = error.as_database_error() else {
        return Failure::Down(Arc::new(error));
    };
    let code = refusal.code().unwrap_or_default().into_owned();
    match refusal.kind() {
        ErrorKind::UniqueViolation => {
            let name = refusal.constraint().unwrap_or_else(|| refusal.message());
            let is = |constraint: &str, columns: &str| name == constraint || name.ends_with(columns);
            // Another process got hold of the same place in a chain, or of the same key.
            if is("journal_pk", "journal.case_id, journal.sequence")
                || is("journal_head_pkey", "journal_head.case_id")
                || is("idempotency_pkey", "idempotency.key_hash")
            {
                return Failure::Again(SaveError::unavailable(error));
            }
            let double = if is("person_id_number", "person.id_number_index") {
                Double::PersonIdNumber
            } else if is("registration_active", "registration.person_id") {
                Double::ActiveRegistration
            } else if is("registration_number", "registration.number") {
                Double::RegistrationNumber
            } else if is("certificate_number", "certificate.number") {
                Double::CertificateNumber
            } else if is("account_name", "account.name") {
                Double::AccountName
            } else if is("service_case_number", "service_case.number") {
                Double::CaseNumber
            } else if is("standing_period_open", "standing_period.person_id, standing_period.kind") {
                Double::OpenPeriod
            } else if is("rating_pkey", "rating.case_id") {
                Double::Rating
            } else {
                Double::Id
            };
            Failure::Refused(SaveError::Double(double))
        }
        ErrorKind::ForeignKeyViolation => Failure::Refused(SaveError::Dangling(error)),
        // PostgreSQL names the constraint, SQLite puts its name at the end of the message.
        ErrorKind::CheckViolation => {
            let name = refusal.constraint().unwrap_or_else(|| refusal.message());
            if name.ends_with("standing_one_kind") {
                return Failure::Refused(SaveError::Double(Double::Standing));
            }
            Failure::Refused(SaveError::Invalid {
                field: "a value kept under a rule",
                found: name.to_owned(),
                expected: "what the rule of that name allows",
            })
        }
        // PostgreSQL: one statement would put a person's standing twice.
        _ if code == "21000" => Failure::Refused(SaveError::Double(Double::Standing)),
        // PostgreSQL: serialisation failure, deadlock. SQLite: busy, locked, and their extended codes.
        _ if matches!(code.as_str(), "40001" | "40P01" | "5" | "6" | "261" | "517") => {
            Failure::Again(SaveError::unavailable(error))
        }
        _ => Failure::Refused(SaveError::unavailable(error)),
    }
}
