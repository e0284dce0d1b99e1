//! What this installation reaches outside, as its operator set it up; none of it where nothing is set up.

use std::fmt;
use std::sync::Arc;

use exchange::mail::{MailConfig, Mailer};
use exchange::scan::{ScanConfig, Scanner};
use exchange::sms::{SmsClient, SmsConfig};
use exchange::webhook::{SigningKeys, Verifier};
use serde::Deserialize;

use crate::App;

/// The ways out of an installation.
#[derive(Clone, Default)]
pub struct Outward {
    /// What looks at uploaded files before anyone sees them.
    pub scanner: Option<Scanner>,
    /// The gateway of short messages.
    pub sms: Option<SmsClient>,
    /// What checks the calls by which the gateway reports what became of a message.
    pub receipts: Option<Verifier>,
    /// The mail server.
    pub mailer: Option<Mailer>,
}

/// How far the clocks of the gateway and of this house may be apart.
const TOLERANCE_S: u32 = 300;

// The clients hold keys.
impl fmt::Debug for Outward {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outward")
            .field("scanner", &self.scanner.is_some())
            .field("sms", &self.sms.is_some())
            .field("receipts", &self.receipts.is_some())
            .field("mailer", &self.mailer.is_some())
            .finish()
    }
}

/// The same as an operator writes it; each part may be left out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    scan: Option<ScanConfig>,
    sms: Option<SmsConfig>,
    sms_receipts: Option<SigningKeys>,
    mail: Option<MailConfig>,
}

/// Why settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OutwardError {
    /// It is no TOML, or has a key that is not known.
    #[error("{0}")]
    Syntax(String),
    /// The scanner.
    #[error(transparent)]
    Scan(#[from] exchange::scan::ConfigError),
    /// The gateway of short messages.
    #[error(transparent)]
    Sms(#[from] exchange::sms::ConfigError),
    /// The mail server.
    #[error(transparent)]
    Mail(#[from] exchange::mail::ConfigError),
}

impl Outward {
    /// Reads settings with the tables `[scan]`, `[sms]`, `[sms_receipts]` and `[mail]`, each as `exchange` documents it.
    pub fn parse(text: &str) -> Result<Self, OutwardError> {
        // Only where it is wrong, never the line itself: it may be a key.
        let settings: Settings =
            toml::from_str(text).map_err(|error| OutwardError::Syntax(error.message().to_owned()))?;
        Ok(Self {
            scanner: settings.scan.as_ref().map(Scanner::new).transpose()?,
            sms: settings.sms.map(SmsClient::new).transpose()?,
            receipts: settings.sms_receipts.map(|keys| Verifier::new(keys, TOLERANCE_S)),
            mailer: settings.mail.as_ref().map(Mailer::new).transpose()?,
        })
    }
}

impl App {
    /// The same application with these ways out.
    #[must_use]
    pub fn with_outward(mut self, outward: Outward) -> Self {
        self.outward = Arc::new(outward);
        self
    }
}
