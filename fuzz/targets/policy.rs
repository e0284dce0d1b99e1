//! The literate reader, the rule parser and the checker: a folder with one file of any text gives a policy or
//! findings with their places, and a policy decides and runs its examples.
#![no_main]

use std::sync::LazyLock;

use law::{Bundle, Policy, example};
use law_syntax::Source;
use libfuzzer_sys::fuzz_target;

const BASE: &str = "beijing-flexible-employment-2020.md";
static FOLDER: LazyLock<Bundle> = LazyLock::new(|| {
    Bundle::new([
        (BASE, include_str!("../../policies/beijing-flexible-employment-2020.md")),
        ("facts.md", include_str!("../../policies/facts.md")),
        ("phrases.toml", include_str!("../../policies/phrases.toml")),
        ("regions.toml", include_str!("../../policies/regions.toml")),
    ])
});

// The first byte says where the text goes: in place of the measures or the facts, or laid over them.
fuzz_target!(|input: (u8, &str)| {
    let (place, text) = input;
    let mut bundle = FOLDER.clone();
    let path = [BASE, "facts.md", "with/00-overlay.md", "phrases.toml"][usize::from(place % 4)];
    bundle.insert(path, text);
    let (policy, findings) = Policy::load(bundle.clone());
    assert!(policy.is_some() || !findings.is_empty(), "no policy and no finding");
    for finding in &findings {
        let source = Source::new(&finding.path, bundle.get(&finding.path).unwrap_or(""));
        assert!(!finding.render(&source).is_empty());
    }
    if let Some(policy) = policy {
        let _ = example::run(&policy);
    }
});
