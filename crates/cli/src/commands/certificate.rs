//! `linghuo certificate verify`: the text of a QR code, of a certificate or of any other paper, against published keys
//! and the signed list, without a network; or against those of an installation at hand.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use app::CertificateStanding;
use app::documents::paper::{CodeVerdict, verify_code};
use app::documents::{CertificatePayload, ListCheck, PublicKeySet, StatusList, Verdict};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::paper;
use crate::data::{self, Installation};

/// Arguments of `certificate`.
#[derive(Debug, Args)]
pub struct CertificateCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Check the text of a QR code, of a certificate or another paper, or a file that holds it; status 1 unless it is
    /// valid. 核验证书和其他文书。
    Verify(Verify),
}

#[derive(Debug, Args)]
struct Verify {
    /// The text of the QR code, its code alone, or a file with either.
    what: String,
    /// The public keys as published (a JWK set).
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// The signed list of certificates that are no longer in force.
    #[arg(long, value_name = "FILE")]
    list: Option<PathBuf>,
    /// Without `--keys`: the keys of this installation, and without `--list` its list.
    #[command(flatten)]
    installation: Installation,
}

/// Runs the command.
pub fn run(command: &CertificateCommand) -> Result<ExitCode> {
    let Verb::Verify(arguments) = &command.verb;
    let given = list_bytes(arguments)?;
    match &arguments.keys {
        Some(file) => {
            let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
            let keys =
                PublicKeySet::from_jwks(&text).with_context(|| format!("--keys {}", file.display()))?;
            check(arguments, &keys, given.as_deref(), None)
        }
        None => data::with_app(&arguments.installation, async |app| {
            let keys = PublicKeySet::from_jwks(&app.public_keys()?)?;
            // Whoever has the installation at hand can say more than who signed.
            let list = match given {
                Some(bytes) => bytes,
                None => app.status_list().await?,
            };
            let standing = app.verify(text(&arguments.what)?.trim()).await?.standing;
            check(arguments, &keys, Some(&list), Some(standing))
        }),
    }
}

fn list_bytes(arguments: &Verify) -> Result<Option<Vec<u8>>> {
    let Some(file) = &arguments.list else { return Ok(None) };
    Ok(Some(std::fs::read(file).with_context(|| file.display().to_string())?))
}

fn check(
    arguments: &Verify,
    keys: &PublicKeySet,
    list: Option<&[u8]>,
    standing: Option<CertificateStanding>,
) -> Result<ExitCode> {
    let named = || match &arguments.list {
        Some(file) => format!("--list {}", file.display()),
        None => "the list of this installation".to_owned(),
    };
    let list = list.map(|bytes| StatusList::open(bytes, keys).with_context(named)).transpose()?;
    let text = text(&arguments.what)?;
    let (is_valid, report) = match verify_code(text.trim(), keys, list.as_ref(), data::now()) {
        CodeVerdict::Certificate(verdict) => (matches!(verdict, Verdict::Valid { .. }), report(&verdict)),
        CodeVerdict::Paper(verdict) => paper::report(&verdict, standing),
    };
    println!("{report}");
    Ok(if is_valid { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What was given itself, or what stands in the file of that name.
fn text(what: &str) -> Result<String> {
    let path = Path::new(what);
    if what.len() >= PATH_BYTES_MAX || !path.is_file() {
        return Ok(what.to_owned());
    }
    let bytes = std::fs::read(path).with_context(|| what.to_owned())?;
    String::from_utf8(bytes)
        .ok()
        .with_context(|| format!("{what}: not text; expected the text of the QR code / 应当是二维码中的文本"))
}

/// Longer than this is no path, and some systems refuse to ask for it.
const PATH_BYTES_MAX: usize = 250;

fn report(verdict: &Verdict) -> Value {
    let of = |state: &str, certificate: &CertificatePayload, more: Value| {
        let mut report = json!({
            "state": state,
            "number": certificate.number,
            "holder_name": certificate.holder_name,
            "id_masked": certificate.id_masked.as_str(),
            "registration_number": certificate.registration_number,
            "occupation": certificate.occupation,
            "district": certificate.district,
            "office": certificate.office,
            "first_day": certificate.first_day.to_string(),
            "issued_on": certificate.issued_on.to_string(),
        });
        if let (Value::Object(report), Value::Object(more)) = (&mut report, more) {
            report.extend(more);
        }
        report
    };
    match verdict {
        Verdict::Valid { certificate, list } => {
            let list = match list {
                ListCheck::None => json!({ "list": null }),
                ListCheck::Fresh { issued_at, next_update } => {
                    json!({ "list": { "issued_at": issued_at.to_string(), "next_update": next_update.to_string() } })
                }
            };
            of("valid", certificate, list)
        }
        Verdict::ListStale { certificate, next_update, .. } => {
            of("list_stale", certificate, json!({ "next_update": next_update.to_string() }))
        }
        Verdict::Ended { certificate, on } => of("ended", certificate, json!({ "on": on.to_string() })),
        Verdict::Revoked { certificate, on } => of("revoked", certificate, json!({ "on": on.to_string() })),
        Verdict::Replaced { certificate, on } => of("replaced", certificate, json!({ "on": on.to_string() })),
        Verdict::IssuedInFuture { certificate } => of("issued_in_future", certificate, json!({})),
        Verdict::KeyNotYetValid { key_id, .. } => {
            json!({ "state": "key_not_yet_valid", "key": key_id.as_str() })
        }
        Verdict::KeyExpired { key_id, .. } => json!({ "state": "key_expired", "key": key_id.as_str() }),
        Verdict::UnknownKey { key_id } => json!({ "state": "unknown_key", "key": key_id.as_str() }),
        Verdict::SignatureBad { key_id } => json!({ "state": "signature_bad", "key": key_id.as_str() }),
        Verdict::Unreadable(error) => json!({ "state": "unreadable", "error": error.to_string() }),
    }
}
