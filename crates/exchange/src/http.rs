//! The one way by which this room calls others over HTTP: with a time limit, a limit on the answer's size, no
//! redirects, the machine's trusted roots and, for addresses that others choose, no way into the office's own network.

mod client;
mod listener;
mod reach;
mod target;

/// The headers of a request, as they are handed to what checks it.
pub use hyper::header::HeaderMap;

pub use client::{Answer, Call, HttpClient, HttpOptions, SetupError};
pub use listener::{Clock, Listener, Received, Reply};
pub use reach::{Reach, is_public};
pub use target::{Target, TargetError};
