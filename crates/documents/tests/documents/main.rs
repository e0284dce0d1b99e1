//! What the office hands out, from outside: the bytes, the keys, the lists and the pages.

mod certificate;
mod keys;
#[cfg(feature = "typeset")]
mod pages;
#[cfg(feature = "typeset")]
mod papers;
mod samples;
mod status_list;
#[cfg(feature = "typeset")]
mod tools;
