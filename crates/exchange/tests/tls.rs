//! The client over TLS: a certificate that is trusted, a stranger's, one for another name, and a server that speaks none.

#![expect(clippy::unwrap_used, reason = "what a test sets up must be there")]

use std::sync::Arc;

use exchange::fault::{Fault, FaultKind};
use exchange::http::{Call, HttpClient, HttpOptions, Reach, Target};
use hyper::Method;
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// A server for one name; gives its port and its certificate in PEM.
async fn server(name: &str) -> (u16, String) {
    let pair = rcgen::generate_simple_self_signed(vec![name.to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(pair.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![pair.cert.der().clone()], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            if let Ok(mut stream) = acceptor.accept(stream).await {
                let _asked = stream.read(&mut [0; 4096]).await;
                let _said = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").await;
            }
        }
    });
    (port, pair.cert.pem())
}

async fn call(port: u16, root: Option<&str>) -> Result<Vec<u8>, Fault> {
    let roots_pem = root.map(str::to_owned);
    let options =
        HttpOptions { reach: Reach::Operator, roots_pem, timeout_ms: 2_000, ..HttpOptions::default() };
    let client = HttpClient::new(&options).unwrap();
    let target = Target::parse(&format!("https://localhost:{port}/"), Reach::Operator).unwrap();
    let call = Call { method: Method::GET, target: &target, headers: Vec::new(), body: Vec::new() };
    client.call(call).await.map(|answer| answer.body)
}

#[tokio::test]
async fn only_the_one_whom_we_trust_by_its_own_name_is_spoken_to() {
    let (port, certificate) = server("localhost").await;
    assert_eq!(call(port, Some(&certificate)).await.unwrap(), b"ok");
    assert_eq!(call(port, None).await.unwrap_err().kind, FaultKind::Tls);
    let (port, certificate) = server("elsewhere.example").await;
    assert_eq!(call(port, Some(&certificate)).await.unwrap_err().kind, FaultKind::Tls);
}

#[tokio::test]
async fn a_server_without_tls_is_not_spoken_to_in_plain() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await.unwrap();
    });
    assert_eq!(call(port, None).await.unwrap_err().kind, FaultKind::Tls);
}

#[test]
fn roots_that_are_no_certificates_are_named() {
    for wrong in ["", "nothing", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        let options = HttpOptions { roots_pem: Some(wrong.to_owned()), ..HttpOptions::default() };
        let error = HttpClient::new(&options).err().unwrap().to_string();
        assert_eq!(error, "roots_pem: expected certificates in PEM");
    }
}
