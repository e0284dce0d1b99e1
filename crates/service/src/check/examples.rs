//! Examples come out as they say: the faults of the filing, or its office and fee, and each step of its history.

use super::Findings;
use crate::example::run;
use crate::library::Library;
use crate::pack::EXAMPLES_FILE;
use crate::problem::ProblemCode;

pub(super) fn check(library: &Library, findings: &mut Findings<'_>) {
    let pack = findings.pack;
    for example in &pack.examples {
        if let Err(said) = run::run(pack, example, library) {
            findings.file(EXAMPLES_FILE, &example.id, ProblemCode::ExampleDiffers, said);
        }
    }
}
