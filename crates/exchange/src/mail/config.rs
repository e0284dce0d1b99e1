//! The mail server's configuration, as the operator writes it.

use std::net::IpAddr;

use serde::Deserialize;

use crate::secret::Secret;

/// How the connection is kept from others' eyes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// TLS from the first byte (usually port 465).
    Tls,
    /// Plain at first, then TLS, or nothing is sent at all (usually port 587).
    Starttls,
    /// None; only for a server on this machine.
    None,
}

/// The mail server and the sender.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailConfig {
    /// The server's name, which its certificate must have.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept.
    pub security: Security,
    /// The name to sign in with; without one there is no sign-in.
    #[serde(default)]
    pub user: Option<String>,
    /// The password.
    #[serde(default)]
    pub password: Option<Secret>,
    /// The sender's address.
    pub from: String,
    /// The sender's name.
    pub from_name: String,
    /// Where answers go, if not to the sender.
    #[serde(default)]
    pub reply_to: Option<String>,
    /// The name by which this machine greets.
    pub hello_name: String,
    /// The longest a mail may take, in milliseconds.
    #[serde(default = "timeout_ms")]
    pub timeout_ms: u32,
    /// A certificate in PEM to be trusted besides the machine's.
    #[serde(default)]
    pub root_pem: Option<String>,
}

fn timeout_ms() -> u32 {
    30_000
}

/// What is wrong with the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The server's name is empty, or the port is 0.
    #[error("mail: host and port: expected a name and a port from 1 to 65535")]
    Server,
    /// The sender's address, or the one for answers.
    #[error("mail: {0}: expected an address such as service@example.org")]
    Address(&'static str),
    /// A user without a password, or a password without a user.
    #[error("mail: user and password: expected both or neither")]
    Credentials,
    /// No TLS to another machine.
    #[error("mail: security: `none` is for a server on this machine (localhost) alone")]
    Plain,
    /// The certificate.
    #[error("mail: root_pem: expected a certificate in PEM")]
    Root,
    /// TLS could not be set up, such as on a machine that trusts no root.
    #[error("mail: TLS could not be set up for this host")]
    Tls,
    /// The name of the sender, or the greeting.
    #[error("mail: {0}: expected words without control characters")]
    Name(&'static str),
}

impl MailConfig {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        if self.host.is_empty() || self.port == 0 {
            return Err(ConfigError::Server);
        }
        if self.user.is_some() != self.password.is_some() {
            return Err(ConfigError::Credentials);
        }
        let name = |field, text: &str| {
            let is_name = !text.trim().is_empty() && !text.chars().any(char::is_control);
            if is_name { Ok(()) } else { Err(ConfigError::Name(field)) }
        };
        name("from_name", &self.from_name)?;
        name("hello_name", &self.hello_name)?;
        let is_here = self.host == "localhost" || self.host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
        match self.security {
            Security::None if !is_here => Err(ConfigError::Plain),
            Security::None | Security::Tls | Security::Starttls => Ok(()),
        }
    }
}
