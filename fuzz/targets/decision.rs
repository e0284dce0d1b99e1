//! The input of a decision: it is refused with one of the contract's errors, or decided, and then twice alike.
#![no_main]

use std::sync::LazyLock;

use law::contract::error::VALUE_CHARS_MAX;
use law::contract::input;
use law::contract::output::{Form, Writer};
use law::{Bundle, Decider, Options, Policy};
use libfuzzer_sys::fuzz_target;

static POLICY: LazyLock<Policy> = LazyLock::new(|| {
    let files = [
        (
            "beijing-flexible-employment-2020.md",
            include_str!("../../policies/beijing-flexible-employment-2020.md"),
        ),
        ("facts.md", include_str!("../../policies/facts.md")),
        ("phrases.toml", include_str!("../../policies/phrases.toml")),
        ("regions.toml", include_str!("../../policies/regions.toml")),
    ];
    Policy::load(Bundle::new(files)).0.expect("the policy")
});

fuzz_target!(|bytes: &[u8]| {
    let request = match input::read(&POLICY, bytes) {
        Ok(request) => request,
        Err(error) => {
            let json = error.json();
            let body = &json["error"];
            assert!(
                body["code"].is_string() && body["expected"].as_str().is_some_and(|text| !text.is_empty())
            );
            // A value may be an escaped or a composed one: some bytes a character, and never the whole input.
            assert!(body["value"].to_string().len() < 12 * (VALUE_CHARS_MAX + 2), "{body}");
            assert!(serde_json::from_str::<serde_json::Value>(&json.to_string()).is_ok());
            return;
        }
    };
    let writer = Writer::new(&POLICY);
    let answer = || {
        let mut out = String::new();
        let decision = Decider::default().decide(&POLICY, &request, &Options::default());
        writer.write(&POLICY, &request, &decision, Form { because: true }, &mut out);
        out
    };
    let first = answer();
    assert!(serde_json::from_str::<serde_json::Value>(&first).is_ok(), "{first}");
    assert_eq!(first, answer());
});
