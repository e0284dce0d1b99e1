//! A daemon that speaks ClamAV's protocol and knows one virus: the EICAR test file, which every scanner knows and which
//! does nothing. For tests and demonstrations; it protects nobody.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, UnixListener};
use tokio::task::{AbortHandle, JoinSet};

/// The name by which the test file is found.
pub const EICAR_SIGNATURE: &str = "Eicar-Test-Signature";
/// The longest command.
const MAX_COMMAND_BYTES: usize = 64;

/// The EICAR test file. It is put together here, so that no scanner takes this source for it.
pub fn eicar() -> Vec<u8> {
    let halves = [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STAND", "ARD-ANTIVIRUS-TEST-FILE!$H+H*"];
    halves.concat().into_bytes()
}

/// How the daemon fares today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Behaviour {
    /// What it allows in a stream, in bytes.
    pub stream_max: usize,
    /// How long it waits before it answers, in milliseconds.
    pub delay_ms: u32,
    /// Whether it hangs up instead of answering.
    pub hangs_up: bool,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self { stream_max: 100 * 1024 * 1024, delay_ms: 0, hangs_up: false }
    }
}

/// A daemon that runs until it is dropped.
#[derive(Debug)]
pub struct Daemon {
    task: AbortHandle,
    socket: String,
}

impl Daemon {
    /// Starts one on a free port of this machine.
    pub async fn start_tcp(behaviour: Behaviour) -> io::Result<Self> {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
        let socket = format!("tcp:{}", listener.local_addr()?);
        let task = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(serve(stream, behaviour));
            }
        });
        Ok(Self { task: task.abort_handle(), socket })
    }

    /// Starts one at a path that is not there yet.
    pub fn start_unix(path: &Path, behaviour: Behaviour) -> io::Result<Self> {
        let listener = UnixListener::bind(path)?;
        let task = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(serve(stream, behaviour));
            }
        });
        Ok(Self { task: task.abort_handle(), socket: format!("unix:{}", path.display()) })
    }

    /// Where it listens, as `ScanConfig::socket` takes it.
    pub fn socket(&self) -> &str {
        &self.socket
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// One connection is one command. A caller that breaks off is the caller's matter.
async fn serve<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S, behaviour: Behaviour) {
    let Ok(command) = command(&mut stream).await else { return };
    let said = match command.as_slice() {
        b"zPING" => Ok("PONG".to_owned()),
        b"zVERSION" => Ok("ClamAV 0.0.0-simulator/0/never".to_owned()),
        b"zINSTREAM" => instream(&mut stream, behaviour.stream_max).await,
        _ => Ok("UNKNOWN COMMAND".to_owned()),
    };
    tokio::time::sleep(Duration::from_millis(u64::from(behaviour.delay_ms))).await;
    if let (Ok(said), false) = (said, behaviour.hangs_up) {
        let _sent = stream.write_all(format!("{said}\0").as_bytes()).await;
        let _shut = stream.shutdown().await;
    }
}

async fn command<S: AsyncRead + Unpin>(stream: &mut S) -> io::Result<Vec<u8>> {
    let mut command = Vec::new();
    loop {
        match stream.read_u8().await? {
            0 => return Ok(command),
            _ if command.len() >= MAX_COMMAND_BYTES => return Err(io::ErrorKind::InvalidData.into()),
            byte => command.push(byte),
        }
    }
}

async fn instream<S: AsyncRead + Unpin>(stream: &mut S, stream_max: usize) -> io::Result<String> {
    let mut file = Vec::new();
    loop {
        let length = stream.read_u32().await? as usize;
        if length == 0 {
            break;
        }
        if file.len() + length > stream_max {
            return Ok("INSTREAM size limit exceeded. ERROR".to_owned());
        }
        let start = file.len();
        file.resize(start + length, 0);
        if let Some(room) = file.get_mut(start..) {
            stream.read_exact(room).await?;
        }
    }
    let test_file = eicar();
    let found = file.windows(test_file.len()).any(|window| window == test_file);
    Ok(if found { format!("stream: {EICAR_SIGNATURE} FOUND") } else { "stream: OK".to_owned() })
}
