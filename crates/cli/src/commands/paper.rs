//! What `linghuo certificate verify` says of a paper that is no certificate of employment.

use app::CertificateStanding;
use app::documents::paper::{PaperStanding, PaperVerdict};
use jiff::civil::Date;
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
    let (is_valid, state, on) = match standing {
        // A day to come is wrong whatever is said of the paper.
        _ if sealed == PaperStanding::IssuedInFuture => (false, "issued_in_future", None),
        Some(standing) => of_installation(standing),
        None => of_list(sealed),
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

/// What the installation says.
fn of_installation(standing: CertificateStanding) -> (bool, &'static str, Option<Date>) {
    match standing {
        CertificateStanding::Valid => (true, "valid", None),
        CertificateStanding::Ended { on } => (false, "ended", Some(on)),
        CertificateStanding::Replaced { on } => (false, "replaced", Some(on)),
        CertificateStanding::Revoked { on } => (false, "revoked", Some(on)),
        CertificateStanding::Unknown => (false, "not_on_record", None),
        CertificateStanding::BadSignature => (false, "signature_bad", None),
        CertificateStanding::Unreadable => (false, "unreadable", None),
    }
}

/// What the list says, where there was one.
fn of_list(standing: PaperStanding) -> (bool, &'static str, Option<Date>) {
    match standing {
        PaperStanding::NotLookedUp => (true, "genuine_standing_not_looked_up", None),
        PaperStanding::InForce { .. } => (true, "valid", None),
        PaperStanding::ListStale { .. } => (false, "list_stale", None),
        PaperStanding::Ended { on } => (false, "ended", Some(on)),
        PaperStanding::Replaced { on } => (false, "replaced", Some(on)),
        PaperStanding::Revoked { on } => (false, "revoked", Some(on)),
        PaperStanding::IssuedInFuture => (false, "issued_in_future", None),
    }
}
