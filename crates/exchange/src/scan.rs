//! The virus scanner: ClamAV's daemon by its socket, and a simulator that speaks the same. A file that could not be
//! looked at is `Unavailable`, which is neither clean nor infected: nobody is shown it, and it is looked at again.

mod client;
mod config;
mod protocol;
mod simulator;

pub use client::Scanner;
pub use config::{ConfigError, ScanConfig};
pub use protocol::{Unavailable, Verdict};
pub use simulator::{Behaviour, Daemon, EICAR_SIGNATURE, eicar};
