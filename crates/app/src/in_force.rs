//! The law in force here: the policy with what is prepared from it. Whoever began a request holds the one it
//! began with; publishing puts another in its place for those who begin later.

use std::sync::{Arc, OnceLock};

use law::Policy;
use law::contract::output::Writer;
use service::Library;

use crate::provisions::Provisions;
use crate::{Book, StartError};

/// A policy, ready for the use cases.
pub(crate) struct InForce {
    pub(crate) policy: Policy,
    pub(crate) writer: Writer,
    pub(crate) provisions: Provisions,
    /// The version under which it was published, where it was: that of the publisher's whole, which may lie over
    /// another folder than this installation's.
    pub(crate) published: Option<String>,
    book: OnceLock<Arc<Book>>,
    /// The conclusion that opens the registration.
    pub(crate) plan_registration: usize,
}

impl InForce {
    /// Refuses a policy that the services cannot work with.
    pub(crate) fn new(
        policy: Policy,
        published: Option<String>,
        library: &Library,
    ) -> Result<Self, StartError> {
        let provisions = Provisions::new(&policy, library);
        Ok(Self {
            plan_registration: registration_plan(&policy, library)?,
            writer: Writer::new(&policy),
            book: OnceLock::new(),
            published,
            provisions,
            policy,
        })
    }

    /// The law as a book, bound when it is first asked for: a first page need not wait for it.
    pub(crate) fn book(&self, library: &Library) -> Arc<Book> {
        let bind = || Arc::new(Book::with(&self.policy, library, &self.provisions));
        Arc::clone(self.book.get_or_init(bind))
    }
}

/// The conclusion of the registration's pack.
fn registration_plan(policy: &Policy, library: &Library) -> Result<usize, StartError> {
    let unfit = |what: String| StartError::Unfit { what };
    let pack = library
        .pack(crate::register::SERVICE)
        .ok_or_else(|| unfit(format!("no service pack `{}`", crate::register::SERVICE)))?;
    if library.pack(crate::change::SERVICE).is_none() {
        return Err(unfit(format!("no service pack `{}`", crate::change::SERVICE)));
    }
    let conclusion = &pack.definition.conclusion;
    policy.plan(conclusion).ok_or_else(|| unfit(format!("the policy has no conclusion `{conclusion}`")))
}
