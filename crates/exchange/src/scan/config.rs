//! Where the scanner is, and its limits, as the operator writes them.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use serde::Deserialize;

/// The scanner's configuration.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScanConfig {
    /// `unix:/run/clamav/clamd.ctl`, or `tcp:127.0.0.1:3310`.
    pub socket: String,
    /// The largest file in bytes; at most what `StreamMaxLength` says in the daemon's own configuration.
    #[serde(default = "bytes_max")]
    pub bytes_max: usize,
    /// The longest a look may take, in milliseconds.
    #[serde(default = "timeout_ms")]
    pub timeout_ms: u32,
}

fn bytes_max() -> usize {
    // The daemon's own default.
    100 * 1024 * 1024
}

fn timeout_ms() -> u32 {
    60_000
}

/// What is wrong with the configuration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The socket.
    #[error(
        "scan: socket: found `{0}`, expected `unix:` and an absolute path, or `tcp:` and an address with a port"
    )]
    Socket(String),
    /// A limit.
    #[error("scan: {0}: expected at least 1")]
    Limit(&'static str),
}

/// Where the daemon listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    Unix(PathBuf),
    Tcp(SocketAddr),
}

impl FromStr for Place {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, ConfigError> {
        let wrong = || ConfigError::Socket(text.to_owned());
        match text.split_once(':') {
            Some(("unix", path)) if path.starts_with('/') => Ok(Self::Unix(PathBuf::from(path))),
            // An address, not a name: the protocol has no encryption, so the daemon stands on this machine or next to it.
            Some(("tcp", address)) => address.parse().map(Self::Tcp).map_err(|_| wrong()),
            _ => Err(wrong()),
        }
    }
}
