//! Use cases: load, decide, apply, save, in one transaction.
