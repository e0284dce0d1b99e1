//! The suite that both databases must pass, with the made-up persons that it uses and a throw-away
//! PostgreSQL. Behind the feature `conformance`; other rooms may use its fixtures in their tests.

pub mod cluster;
pub mod fixture;
