//! Asks the daemon, with one connection for each file and one time limit for the whole.

use std::future::Future;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, UnixStream};

use super::config::{ConfigError, Place, ScanConfig};
use super::protocol::{Unavailable, Verdict, ask, scan};

/// The scanner.
#[derive(Debug, Clone)]
pub struct Scanner {
    place: Place,
    bytes_max: usize,
    timeout: Duration,
}

trait Socket: AsyncRead + AsyncWrite + Unpin + Send {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Socket for S {}

impl Scanner {
    /// A scanner; whether the daemon is there, `ping` says.
    pub fn new(config: &ScanConfig) -> Result<Self, ConfigError> {
        if config.bytes_max == 0 {
            return Err(ConfigError::Limit("bytes_max"));
        }
        if config.timeout_ms == 0 {
            return Err(ConfigError::Limit("timeout_ms"));
        }
        let timeout = Duration::from_millis(u64::from(config.timeout_ms));
        Ok(Self { place: config.socket.parse()?, bytes_max: config.bytes_max, timeout })
    }

    /// Has a file looked at.
    pub async fn scan(&self, file: &[u8]) -> Verdict {
        if file.len() > self.bytes_max {
            return Verdict::Unavailable(Unavailable::TooLarge);
        }
        let looked = self.in_time(async { Ok(scan(&mut self.connect().await?, file).await) }).await;
        looked.unwrap_or_else(Verdict::Unavailable)
    }

    /// Whether the daemon is there and answers.
    pub async fn ping(&self) -> Result<(), Unavailable> {
        let said = self.in_time(async { ask(&mut self.connect().await?, "PING").await }).await?;
        if said == "PONG" { Ok(()) } else { Err(Unavailable::BadAnswer) }
    }

    /// The daemon's version with that of its signatures and their day, such as `ClamAV 1.4.3/27800/…`.
    pub async fn version(&self) -> Result<String, Unavailable> {
        let said = self.in_time(async { ask(&mut self.connect().await?, "VERSION").await }).await?;
        if said.starts_with("ClamAV ") { Ok(said) } else { Err(Unavailable::BadAnswer) }
    }

    async fn connect(&self) -> Result<Box<dyn Socket>, Unavailable> {
        let connected: std::io::Result<Box<dyn Socket>> = match &self.place {
            Place::Unix(path) => UnixStream::connect(path).await.map(|stream| Box::new(stream) as _),
            Place::Tcp(address) => TcpStream::connect(address).await.map(|stream| Box::new(stream) as _),
        };
        connected.map_err(|_| Unavailable::NoConnection)
    }

    async fn in_time<T>(&self, work: impl Future<Output = Result<T, Unavailable>>) -> Result<T, Unavailable> {
        tokio::time::timeout(self.timeout, work).await.unwrap_or(Err(Unavailable::Timeout))
    }
}
