//! The packs and the data beside the law: what is built in is sound, and what is broken is found.

mod broken;
mod built_in;
mod by_law;
mod calendars;
mod common;
mod contributions;
mod data;
mod family;
mod made_up;
mod proactive;
mod review;
mod spans;
mod translation;
