//! What this installation reaches outside, as its operator set it up; none of it where nothing is set up.

use std::sync::Arc;

use exchange::scan::Scanner;

use crate::App;

/// The ways out of an installation.
#[derive(Debug, Clone, Default)]
pub struct Outward {
    /// What looks at uploaded files before anyone sees them.
    pub scanner: Option<Scanner>,
}

impl App {
    /// The same application with these ways out.
    #[must_use]
    pub fn with_outward(mut self, outward: Outward) -> Self {
        self.outward = Arc::new(outward);
        self
    }
}
