//! The one binary, `linghuo`.

fn main() {}
