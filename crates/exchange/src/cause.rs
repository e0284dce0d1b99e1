//! The chain of an error's causes, down into what an `io::Error` wraps: that is not its source, but itself in another
//! coat, and there the true cause of a broken connection lies.

use std::error::Error;
use std::io;

/// The error and its causes, the outermost first.
pub(crate) fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| {
        match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner as &(dyn Error + 'static)),
            None => error.source(),
        }
    })
}
