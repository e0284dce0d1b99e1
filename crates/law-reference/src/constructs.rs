//! Which constructs are here.
