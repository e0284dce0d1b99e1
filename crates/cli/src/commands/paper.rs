//! What `linghuo certificate verify` says of a paper that is no certificate of employment.

use app::CertificateStanding;
use app::documents::paper::{PaperStanding, PaperVerdict};
use serde_json::{Value, json};

/// Whether it holds, and the report. Whether it still stands the installation says, where it is at hand, else the list;
/// without either nobody does.
pub(super) fn report(verdict: &PaperVerdict, standing: Option<CertificateStanding>) -> (bool, Value) {
    let (paper, sealed) = match verdict {
        PaperVerdict::Issued { paper, standing } => (paper, *standing),
        PaperVerdict::OtherPaper => return (false, json!({ "state": "other_paper" })),
        PaperVerdict::KeyNotYetValid { key_id, .. } => {
            return (false, json!({ "state": "key_not_yet_valid", "key": key_id.as_str() }));
        }
        PaperVerdict::KeyExpired { key_id, .. } => {
            return (false, json!({ "state": "key_expired", "key": key_id.as_str() }));
        }
        PaperVerdict::UnknownKey { key_id } => {
            return (false, json!({ "state": "unknown_key", "key": key_id.as_str() }));
        }
        PaperVerdict::SignatureBad { key_id } => {
            return (false, json!({ "state": "signature_bad", "key": key_id.as_str() }));
        }
        PaperVerdict::Unreadable(error) => {
            return (false, json!({ "state": "unreadable", "error": error.to_string() }));
        }
    };
    let (is_valid, state, on) = match (sealed, standing) {
        (PaperStanding::IssuedInFuture, _) => (false, "issued_in_future", None),
        (PaperStanding::NotLookedUp, None) => (true, "genuine_standing_not_looked_up", None),
        (PaperStanding::InForce { .. }, None) => (true, "valid", None),
        (PaperStanding::ListStale { .. }, None) => (false, "list_stale", None),
        (PaperStanding::Ended { on }, None) => (false, "ended", Some(on)),
        (PaperStanding::Replaced { on }, None) => (false, "replaced", Some(on)),
        (PaperStanding::Revoked { on }, None) => (false, "revoked", Some(on)),
        (_, Some(CertificateStanding::Valid)) => (true, "valid", None),
        (_, Some(CertificateStanding::Ended { on })) => (false, "ended", Some(on)),
        (_, Some(CertificateStanding::Replaced { on })) => (false, "replaced", Some(on)),
        (_, Some(CertificateStanding::Revoked { on })) => (false, "revoked", Some(on)),
        (_, Some(CertificateStanding::Unknown)) => (false, "not_on_record", None),
        (_, Some(CertificateStanding::BadSignature)) => (false, "signature_bad", None),
        (_, Some(CertificateStanding::Unreadable)) => (false, "unreadable", None),
    };
    let head = &paper.head;
    let report = json!({
        "state": state,
        "on": on.map(|day| day.to_string()),
        "kind": head.kind,
        "title": head.title.zh,
        "number": head.number,
        "holder_name": head.holder.name,
        "id_masked": head.holder.id_masked.as_ref().map(app::documents::MaskedId::as_str),
        "office": head.office.zh,
        "issued_on": head.issued_on.to_string(),
        "lines_verified": paper.body.is_some(),
    });
    (is_valid, report)
}
