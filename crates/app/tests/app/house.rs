//! The installation of these tests: the fixture's, under the names they use.

use law::Policy;

pub use fixture::{House, bundle, change, wang, zhao};

/// An installation on a day.
pub async fn house(day: &str) -> House {
    House::new(day).await
}

/// An installation on a day with a policy of its own.
pub async fn house_with(day: &str, policy: Policy) -> House {
    House::with(day, policy, false).await
}

/// Opens the database of a folder, which may hold one already.
pub async fn open(day: &str, policy: Policy, folder: tempfile::TempDir) -> House {
    House::open(day, policy, false, folder).await
}
