//! What the tests of this room share: the policy folder and requests by hand.

use crate::{Bundle, Policy, Request};
use std::path::Path;

/// The folder as it stands in the repository.
pub(crate) fn bundle() -> Bundle {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("policies") {
        let path = entry.expect("entry").path();
        if path.is_file() {
            let name = path.file_name().expect("name").to_string_lossy().into_owned();
            files.push((name, std::fs::read_to_string(&path).expect("text")));
        }
    }
    Bundle::new(files)
}

/// The policy, without errors.
pub(crate) fn policy() -> Policy {
    let (policy, findings) = Policy::load(bundle());
    assert_eq!(findings, [], "the policies are clean");
    policy.expect("policy")
}

/// A request from the JSON of its facts.
pub(crate) fn request(policy: &Policy, as_of: &str, facts: &str) -> Request {
    let input = format!(r#"{{"as_of":"{as_of}","facts":{facts}}}"#);
    crate::contract::input::read(policy, input.as_bytes()).expect("input")
}
