//! The cases of a person who is erased: contents and evidence go, and nobody is asked to work on what is left.

use jiff::Timestamp;
use registry::PersonId;

use crate::unit::Unit;

pub(crate) fn erase(unit: &mut Unit, person: PersonId, at: Timestamp) {
    for sql in [
        "UPDATE case_event SET sealed = NULL WHERE case_id IN (SELECT id FROM service_case WHERE subject_id = $1)",
        "DELETE FROM case_clock WHERE case_id IN (SELECT id FROM service_case WHERE subject_id = $1)",
        "DELETE FROM evidence_blob WHERE file_id IN (SELECT f.id FROM evidence_file AS f \
         JOIN service_case AS c ON c.id = f.case_id WHERE c.subject_id = $1)",
        "UPDATE evidence_file SET sealed_name = NULL WHERE case_id IN \
         (SELECT id FROM service_case WHERE subject_id = $1)",
    ] {
        unit.statement(sql, vec![person.as_bytes().into()]);
    }
    unit.moving_all(
        "UPDATE service_case SET was_desk = desk, was_state = state, was_held = is_held, was_day = due_day, \
         desk = NULL, owner = NULL, holder_id = NULL, is_held = 0, sealed = NULL, phone_index = NULL, \
         erased_at = $2 WHERE subject_id = $1 AND erased_at IS NULL \
         RETURNING id, was_desk, service, was_state, was_held, was_day",
        vec![person.as_bytes().into(), at.into()],
    );
}
