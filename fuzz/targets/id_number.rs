//! Identity numbers, names, phones, districts and numbers of registrations: what is taken comes back as it was given,
//! and what is refused does not repeat what was given.
#![no_main]

use libfuzzer_sys::fuzz_target;
use registry::{IdNumber, PersonName, Phone, Region, RegistrationNumber};

fuzz_target!(|text: &str| {
    match IdNumber::parse(text) {
        Ok(number) => {
            assert_eq!(IdNumber::parse(number.expose()).as_ref(), Ok(&number));
            let shown = format!("{number:?}");
            assert!(!shown.contains(number.expose()), "Debug shows it");
            assert_eq!(number.expose().len(), 18);
        }
        Err(error) => {
            // A number is digits; an error has no more of them than it takes to count.
            let said = format!("{error} {error:?}");
            assert!(said.split(|c: char| !c.is_ascii_digit()).all(|run| run.len() < 6), "{said}");
        }
    }
    let _ = text.parse::<PersonName>();
    let _ = text.parse::<Phone>();
    if let Ok(region) = text.parse::<Region>() {
        assert_eq!(region.to_string(), text);
    }
    if let Ok(number) = text.parse::<RegistrationNumber>() {
        assert_eq!(number.as_str().parse::<RegistrationNumber>().as_ref(), Ok(&number));
    }
});
