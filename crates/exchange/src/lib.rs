//! All that speaks outward, each with a simulator that speaks the same protocol: banks' files, short messages, mail,
//! webhooks and the virus scanner; and the outbox's contract, which says when a message is tried again and when it is given up.
//! Addresses, keys, time and ids are handed in; no rule and no state lives here. Nothing personal is said in errors or
//! in `Debug`: a fault is a kind and a number, never what the other side wrote.

pub mod bank;
mod cause;
pub mod fault;
pub mod http;
pub mod mail;
pub mod outbox;
pub mod scan;
pub mod secret;
pub mod sms;
pub mod upload;
pub mod webhook;
