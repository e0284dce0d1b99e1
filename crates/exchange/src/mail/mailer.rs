//! Hands mails to the server, over connections that are kept for the next one.

use std::time::Duration;

use jiff::Timestamp;
use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use super::address::MailAddress;
use super::config::{ConfigError, MailConfig, Security};
use super::fault;
use super::letter::{From, Mail};
use crate::fault::{Fault, FaultKind};

/// Sends mail.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: From,
    timeout: Duration,
}

impl Mailer {
    /// A mailer; nothing is sent yet. It is made inside a Tokio runtime, whose task ends idle connections.
    pub fn new(config: &MailConfig) -> Result<Self, ConfigError> {
        config.check()?;
        let address = |field, text: &str| {
            let address = MailAddress::parse(text).map_err(|_| ConfigError::Address(field))?;
            Ok(address.address().clone())
        };
        let mailbox = Mailbox::new(Some(config.from_name.clone()), address("from", &config.from)?);
        let reply_to = config.reply_to.as_deref().map(|text| address("reply_to", text)).transpose()?;
        let timeout = Duration::from_millis(u64::from(config.timeout_ms));
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&config.host)
            .port(config.port)
            .hello_name(ClientId::Domain(config.hello_name.clone()))
            .timeout(Some(timeout))
            .tls(tls(config)?);
        if let (Some(user), Some(password)) = (&config.user, &config.password) {
            builder = builder.credentials(Credentials::new(user.clone(), password.expose().to_owned()));
        }
        let reply_to = reply_to.map(|address| Mailbox::new(None, address));
        Ok(Self { transport: builder.build(), from: From { mailbox, reply_to }, timeout })
    }

    /// Hands a mail to the server. `Ok` says that the server has taken it, not that it was read.
    pub async fn send(&self, mail: &Mail, now: Timestamp) -> Result<(), Fault> {
        let message = mail.message(&self.from, now)?;
        // The library's limit is for each step; this one is for the whole.
        match tokio::time::timeout(self.timeout, self.transport.send(message)).await {
            Ok(Ok(_taken)) => Ok(()),
            Ok(Err(error)) => Err(fault::of(&error)),
            Err(_) => Err(Fault::new(FaultKind::Timeout)),
        }
    }

    /// Whether the server is there and lets us in.
    pub async fn probe(&self) -> Result<(), Fault> {
        match tokio::time::timeout(self.timeout, self.transport.test_connection()).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err(Fault::new(FaultKind::BadAnswer)),
            Ok(Err(error)) => Err(fault::of(&error)),
            Err(_) => Err(Fault::new(FaultKind::Timeout)),
        }
    }
}

fn tls(config: &MailConfig) -> Result<Tls, ConfigError> {
    let parameters = || {
        let mut builder = TlsParameters::builder(config.host.clone());
        if let Some(pem) = &config.root_pem {
            if CertificateDer::pem_slice_iter(pem.as_bytes()).next().is_none_or(|first| first.is_err()) {
                return Err(ConfigError::Root);
            }
            let root = Certificate::from_pem(pem.as_bytes()).map_err(|_| ConfigError::Root)?;
            builder = builder.add_root_certificate(root);
        }
        builder.build().map_err(|_| ConfigError::Tls)
    };
    Ok(match config.security {
        Security::Tls => Tls::Wrapper(parameters()?),
        Security::Starttls => Tls::Required(parameters()?),
        Security::None => Tls::None,
    })
}
