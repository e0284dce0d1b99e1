//! Examples come out as they say: the faults of the submission, or its office and fee.

use super::Findings;
use crate::example::{Example, Refused};
use crate::library::Library;
use crate::pack::EXAMPLES_FILE;
use crate::problem::ProblemCode;
use crate::review::review;

pub(super) fn check(library: &Library, findings: &mut Findings<'_>) {
    let pack = findings.pack;
    for example in &pack.examples {
        if let Err(said) = run(library, findings, example) {
            findings.file(EXAMPLES_FILE, &example.id, ProblemCode::ExampleDiffers, said);
        }
    }
}

fn run(library: &Library, findings: &Findings<'_>, example: &Example) -> Result<(), String> {
    let pack = findings.pack;
    let submission = example.submission();
    let faults = review(pack, &submission, example.as_of, library);
    let mut found: Vec<_> =
        faults.iter().map(|fault| Refused { field: fault.field.clone(), code: fault.code }).collect();
    let mut expected = example.expect.refused.clone();
    found.sort();
    expected.sort();
    if found != expected {
        return Err(format!("expected the faults {}, found {}", list(&expected), list(&found)));
    }
    if !found.is_empty() {
        return Ok(());
    }
    let place = pack.place(&submission).ok_or("expected a place, found none")?;
    let office = pack.route(place, example.as_of, &library.directory).map_err(|fault| fault.to_string())?;
    if example.expect.office.as_deref() != Some(office.id.as_str()) {
        return Err(format!("expected the office {:?}, found `{}`", example.expect.office, office.id));
    }
    let fee = pack.definition.fee_fen;
    if example.expect.fee_fen != Some(fee) {
        return Err(format!("expected the fee {:?}, found {fee}", example.expect.fee_fen));
    }
    Ok(())
}

fn list(faults: &[Refused]) -> String {
    let all: Vec<_> =
        faults.iter().map(|fault| format!("{}: {}", fault.field, fault.code.as_str())).collect();
    format!("[{}]", all.join(", "))
}
