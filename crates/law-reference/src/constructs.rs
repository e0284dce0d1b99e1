//! Which pages of the language are carried out here. A test compares the lists with `docs/language`, so that a new
//! page is either carried out or named as not being here; it is never forgotten.
//!
//! To bring in a construct: a variant of `program::Condition` or `program::Term` (or a list of its own in `Program`),
//! its phrase in `read`, its meaning in `meaning::truth` or `meaning::field`, its comparisons in
//! `meaning::comparisons`, something in `generate`, cases under `tests/language/conformance`, and its page moved from
//! [`PAGES_NOT_HERE`] to [`PAGES`].

/// Pages whose statements are carried out here, each with cases of conformance.
pub const PAGES: &[&str] = &[
    "authorised.md",
    "conditions.md",
    "exceptions.md",
    "facts.md",
    "file.md",
    "grammar.md",
    "meaning.md",
    "overlays.md",
    "parameters.md",
    "rules.md",
    "time.md",
    "values.md",
];

/// Pages that say what the language means and are not carried out here yet.
pub const PAGES_NOT_HERE: &[&str] = &["examples.md", "questions.md", "readings.md"];

/// Pages that say nothing about what a program means.
pub const PAGES_WITHOUT_MEANING: &[&str] =
    &["README.md", "conformance.md", "diagnostics.md", "diff.md", "planned.md", "reference.md"];

/// Refusals that only the engine gives: of words that the law's text or its glossary lacks, of what is declared and
/// not used, of the hash of the words, and what is proven on the diagram. The reference reads such a folder as if nothing were wrong with it.
pub const REFUSALS_NOT_HERE: &[&str] = &[
    "E0126", "E0127", "E0128", "E0129", "E0139", "E0140", "E0141", "E0142", "E0143", "E0147", "E0153",
    "E0155", "E0210", "E0230", "E0231", "E0274", "E0275", "E0280", "E0281", "E0282", "E0305", "E0310",
    "E0311", "E0401", "E0402", "E0403",
];
