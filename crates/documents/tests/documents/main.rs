//! What the office hands out, from outside: the bytes, the keys, the lists and the pages.

#![expect(clippy::unwrap_used, reason = "what a test builds by hand is there")]

mod certificate;
mod drafts;
mod example;
mod keys;
#[cfg(feature = "typeset")]
mod pages;
mod paper_example;
#[cfg(feature = "typeset")]
mod paper_pages;
#[cfg(feature = "typeset")]
mod papers;
mod samples;
mod sealing;
mod status_list;
mod templates;
#[cfg(feature = "typeset")]
mod tools;
