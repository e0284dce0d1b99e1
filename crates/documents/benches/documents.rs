//! How long one document takes.
fn main() {}
