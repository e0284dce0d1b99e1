//! Mail by SMTP, with TLS and sign-in, from one sender to one person at a time. Every mail is plain text, with HTML
//! beside it where there is some; it says of itself that a machine wrote it, so that no machine answers.

mod address;
mod config;
mod fault;
mod letter;
mod mailer;

pub use address::{AddressError, MailAddress};
pub use config::{ConfigError, MailConfig, Security};
pub use letter::Mail;
pub use mailer::Mailer;
