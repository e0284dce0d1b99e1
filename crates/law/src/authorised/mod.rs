//! Authorised matters (授权事项): what the law leaves to other instruments. The
//! declaration says who may fill it, on what terms and what holds meanwhile; a
//! filling (确定) is measured against it; of several the one that prevails is
//! found by time, scope, competence and priority, never by the order of files.

mod broken;
mod competence;
mod declaration;
mod filling;
mod priority;
mod resolved;

pub use broken::{Broken, Link};
pub use declaration::{Authority, Competence, Matter, Required, declare};
pub use filling::{Filling, fill, other_unit};
pub use priority::{Level, Office, Scope, prevails};
pub use resolved::{Resolved, resolve};
