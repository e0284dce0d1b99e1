//! All that speaks outward, each with a simulator that speaks the same protocol. Nothing here decides
//! a rule or changes a state: it writes what it is handed and reads what came, and says exactly what
//! is wrong with it. Personal data is in no error and in no `Debug`.

pub mod bank;
