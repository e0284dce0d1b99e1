//! A small HTTP server for the simulators: on a free port of this machine, one answer for each request, ended when it
//! is dropped. It is no server for the public.

use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::HeaderMap;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::task::{AbortHandle, JoinSet};

/// The most bytes of a request that a simulator reads.
const MAX_REQUEST_BYTES: usize = 1024 * 1024;

/// The time a simulator lives in; a test's stands still.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// A request as it came.
pub struct Received {
    /// `GET` or `POST`.
    pub method: String,
    /// The path.
    pub path: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Received {
    /// A header's text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// How long the caller is asked to wait.
    pub retry_after_s: Option<u32>,
    /// A body of JSON.
    pub body: Vec<u8>,
}

impl Reply {
    /// A status and nothing else.
    pub fn status(status: u16) -> Self {
        Self { status, retry_after_s: None, body: Vec::new() }
    }

    /// A status with a body of JSON.
    pub fn json(status: u16, body: &serde_json::Value) -> Self {
        Self { body: body.to_string().into_bytes(), ..Self::status(status) }
    }
}

/// A server that runs until it is dropped.
#[derive(Debug)]
pub struct Listener {
    address: SocketAddr,
    task: AbortHandle,
}

impl Listener {
    /// Starts a server on a free port of this machine. A `None` for an answer hangs up without one.
    pub async fn start<H, F>(handler: H) -> io::Result<Self>
    where
        H: Fn(Received) -> F + Send + Sync + 'static,
        F: Future<Output = Option<Reply>> + Send + 'static,
    {
        Self::start_at((Ipv4Addr::LOCALHOST, 0).into(), handler).await
    }

    /// Starts a server at an address of one's own choice: for a simulator that runs as a command.
    pub async fn start_at<H, F>(address: SocketAddr, handler: H) -> io::Result<Self>
    where
        H: Fn(Received) -> F + Send + Sync + 'static,
        F: Future<Output = Option<Reply>> + Send + 'static,
    {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let task = tokio::spawn(accept(listener, Arc::new(handler))).abort_handle();
        Ok(Self { address, task })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its address as a URL without a path.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept<H, F>(listener: TcpListener, handler: Arc<H>)
where
    H: Fn(Received) -> F + Send + Sync + 'static,
    F: Future<Output = Option<Reply>> + Send + 'static,
{
    // Its connections end with it.
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let handler = Arc::clone(&handler);
        connections.spawn(async move {
            let service = service_fn(move |request| answer(request, Arc::clone(&handler)));
            // A caller that hangs up is the caller's matter.
            let _ended = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
        while connections.try_join_next().is_some() {}
    }
}

async fn answer<H, F>(request: Request<Incoming>, handler: Arc<H>) -> Result<Response<Full<Bytes>>, HungUp>
where
    H: Fn(Received) -> F + Send + Sync + 'static,
    F: Future<Output = Option<Reply>> + Send + 'static,
{
    let (parts, body) = request.into_parts();
    let body = Limited::new(body, MAX_REQUEST_BYTES).collect().await.map_err(|_| HungUp)?;
    let received = Received {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        headers: parts.headers,
        body: body.to_bytes().to_vec(),
    };
    let reply = handler(received).await.ok_or(HungUp)?;
    let mut response = Response::builder()
        .status(StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
        .header("content-type", "application/json");
    if let Some(seconds) = reply.retry_after_s {
        response = response.header("retry-after", seconds);
    }
    response.body(Full::new(Bytes::from(reply.body))).map_err(|_| HungUp)
}

/// The simulator hangs up.
#[derive(Debug, thiserror::Error)]
#[error("hung up")]
struct HungUp;
