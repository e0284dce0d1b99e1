//! The client: one call, one answer, or one fault. It follows no redirect and tries nothing again: when to try again
//! is the outbox's matter.

use std::error::Error;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Bytes;
use hyper::header::{HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use hyper::{Method, Request};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use serde::Deserialize;

use super::reach::{Barred, Reach, Resolver};
use super::target::Target;
use crate::cause::chain;
use crate::fault::{Fault, FaultKind};

/// The limits of a client.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HttpOptions {
    /// The longest a whole call may take, in milliseconds.
    pub timeout_ms: u32,
    /// The longest that connecting may take, in milliseconds.
    pub connect_timeout_ms: u32,
    /// The most bytes of an answer's body that are read.
    pub answer_bytes_max: usize,
    /// What addresses may be called.
    pub reach: Reach,
    /// Certificates in PEM to be trusted besides the machine's, such as a gateway's own.
    pub roots_pem: Option<String>,
}

impl Default for HttpOptions {
    fn default() -> Self {
        Self {
            timeout_ms: 15_000,
            connect_timeout_ms: 5_000,
            answer_bytes_max: 64 * 1024,
            reach: Reach::Public,
            roots_pem: None,
        }
    }
}

/// Why a client could not be made.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// A certificate of the configuration cannot be read.
    #[error("roots_pem: expected certificates in PEM")]
    Roots,
    /// TLS could not be set up.
    #[error("TLS could not be set up")]
    Tls(#[source] rustls::Error),
}

/// A call.
#[derive(Debug)]
pub struct Call<'a> {
    /// `GET` or `POST`.
    pub method: Method,
    /// Where to.
    pub target: &'a Target,
    /// Headers besides `host` and `content-length`.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// The body.
    pub body: Vec<u8>,
}

/// An answer. It is not printed: it may say something personal.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
    headers: HeaderMap,
}

impl Answer {
    /// How many seconds the other side asks us to wait. A date instead of a number is not read: then our own pace holds.
    pub fn retry_after_s(&self) -> Option<u32> {
        self.headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()
    }
}

/// A client for HTTP and HTTPS. Cloning shares its connections.
#[derive(Clone)]
pub struct HttpClient {
    client: Client<HttpsConnector<HttpConnector<Resolver>>, Full<Bytes>>,
    timeout: Duration,
    answer_bytes_max: usize,
}

impl HttpClient {
    /// Makes a client.
    pub fn new(options: &HttpOptions) -> Result<Self, SetupError> {
        let mut connector = HttpConnector::new_with_resolver(Resolver::new(options.reach));
        connector.enforce_http(false);
        connector.set_nodelay(true);
        connector.set_connect_timeout(Some(millis(options.connect_timeout_ms)));
        let https = HttpsConnectorBuilder::new().with_tls_config(tls(options.roots_pem.as_deref())?);
        let https = match options.reach {
            Reach::Operator => https.https_or_http(),
            Reach::Public => https.https_only(),
        };
        let client =
            Client::builder(TokioExecutor::new()).build(https.enable_http1().wrap_connector(connector));
        Ok(Self { client, timeout: millis(options.timeout_ms), answer_bytes_max: options.answer_bytes_max })
    }

    /// Makes one call.
    pub async fn call(&self, call: Call<'_>) -> Result<Answer, Fault> {
        let mut request = Request::builder().method(call.method).uri(call.target.uri());
        for (name, value) in call.headers {
            request = request.header(name, value);
        }
        let request = request
            .body(Full::new(Bytes::from(call.body)))
            .map_err(|_| Fault::new(FaultKind::TargetBarred))?;
        tokio::time::timeout(self.timeout, self.answer(request))
            .await
            .unwrap_or(Err(Fault::new(FaultKind::Timeout)))
    }

    async fn answer(&self, request: Request<Full<Bytes>>) -> Result<Answer, Fault> {
        let response = self.client.request(request).await.map_err(|error| fault_of(&error))?;
        let (parts, body) = response.into_parts();
        let status = parts.status.as_u16();
        let body = Limited::new(body, self.answer_bytes_max).collect().await.map_err(|error| {
            let kind =
                if error.is::<LengthLimitError>() { FaultKind::BadAnswer } else { fault_of(&*error).kind };
            Fault::with_status(kind, status)
        })?;
        Ok(Answer { status, body: body.to_bytes().to_vec(), headers: parts.headers })
    }
}

fn millis(count: u32) -> Duration {
    Duration::from_millis(u64::from(count))
}

fn tls(roots_pem: Option<&str>) -> Result<ClientConfig, SetupError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(pem) = roots_pem {
        let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
        let found = found.ok().filter(|found| !found.is_empty()).ok_or(SetupError::Roots)?;
        for certificate in found {
            roots.add(certificate).map_err(|_| SetupError::Roots)?;
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(SetupError::Tls)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(config)
}

/// The kind of a fault, from the chain of its causes.
fn fault_of(error: &(dyn Error + 'static)) -> Fault {
    let mut kind = FaultKind::NoConnection;
    for cause in chain(error) {
        if cause.is::<Barred>() {
            return Fault::new(FaultKind::TargetBarred);
        }
        if cause.is::<rustls::Error>() {
            return Fault::new(FaultKind::Tls);
        }
        if cause.downcast_ref::<io::Error>().is_some_and(|io| io.kind() == io::ErrorKind::TimedOut) {
            return Fault::new(FaultKind::Timeout);
        }
        if let Some(hyper) = cause.downcast_ref::<hyper::Error>()
            && (hyper.is_parse() || hyper.is_incomplete_message())
        {
            kind = FaultKind::BadAnswer;
        }
    }
    Fault::new(kind)
}
