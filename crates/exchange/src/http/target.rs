//! An address to call: checked when it is entered, so that a wrong one is an error on the form and not in a queue.

use std::fmt;
use std::net::IpAddr;

use hyper::Uri;
use url::{Host, Url};

use super::reach::{Reach, is_public};

/// The longest address in bytes.
pub const MAX_TARGET_BYTES: usize = 2048;

/// An address that may be called.
#[derive(Clone, PartialEq, Eq)]
pub struct Target {
    url: Url,
    uri: Uri,
}

/// Why an address may not be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// It is no URL with a host.
    #[error(
        "url: expected an absolute URL such as https://example.org/hook, of at most {MAX_TARGET_BYTES} bytes"
    )]
    NotUrl,
    /// It has no TLS.
    #[error("url: expected the scheme https")]
    Scheme,
    /// It carries a name and password, or a fragment.
    #[error("url: expected neither a user name, nor a password, nor a fragment")]
    Extras,
    /// It lies in a network of one's own.
    #[error("url: expected an address of the public network")]
    NotPublic,
}

impl Target {
    /// Reads an address that a client of this reach may call.
    pub fn parse(text: &str, reach: Reach) -> Result<Self, TargetError> {
        if text.len() > MAX_TARGET_BYTES {
            return Err(TargetError::NotUrl);
        }
        let url = Url::parse(text).map_err(|_| TargetError::NotUrl)?;
        let plain_allowed = match reach {
            Reach::Operator => true,
            Reach::Public => false,
        };
        match url.scheme() {
            "https" => {}
            "http" if plain_allowed => {}
            _ => return Err(TargetError::Scheme),
        }
        if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
            return Err(TargetError::Extras);
        }
        let address: Option<IpAddr> = match url.host().ok_or(TargetError::NotUrl)? {
            Host::Domain(_) => None,
            Host::Ipv4(address) => Some(address.into()),
            Host::Ipv6(address) => Some(address.into()),
        };
        if reach == Reach::Public && address.is_some_and(|address| !is_public(address)) {
            return Err(TargetError::NotPublic);
        }
        let uri = url.as_str().parse().map_err(|_| TargetError::NotUrl)?;
        Ok(Self { url, uri })
    }

    /// The address with a path behind it.
    pub fn join(&self, path: &str) -> Result<Self, TargetError> {
        let mut url = self.url.clone();
        url.set_path(&format!("{}{path}", self.url.path().trim_end_matches('/')));
        let uri = url.as_str().parse().map_err(|_| TargetError::NotUrl)?;
        Ok(Self { url, uri })
    }

    /// The path, as it is signed.
    pub fn path(&self) -> &str {
        self.url.path()
    }

    /// The whole address, for the one who entered it.
    pub fn expose(&self) -> &str {
        self.url.as_str()
    }

    pub(super) fn uri(&self) -> &Uri {
        &self.uri
    }
}

/// Path and query may hold a key: only scheme and host are shown.
impl fmt::Debug for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Target({}://{}/…)", self.url.scheme(), self.url.host_str().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::{Target, TargetError};
    use crate::http::Reach;

    #[test]
    fn an_address_that_others_choose_is_public_and_has_tls() {
        let wrong = [
            ("hook", TargetError::NotUrl),
            ("http://example.org/hook", TargetError::Scheme),
            ("file:///etc/passwd", TargetError::Scheme),
            ("https://user@example.org/", TargetError::Extras),
            ("https://:pw@example.org/", TargetError::Extras),
            ("https://example.org/#a", TargetError::Extras),
            ("https://127.0.0.1/", TargetError::NotPublic),
            ("https://2130706433/", TargetError::NotPublic),
            ("https://0x7f.1/", TargetError::NotPublic),
            ("https://[::ffff:10.0.0.1]/", TargetError::NotPublic),
        ];
        for (text, error) in wrong {
            assert_eq!(Target::parse(text, Reach::Public), Err(error), "{text}");
        }
        assert!(Target::parse("https://example.org/hook?key=1", Reach::Public).is_ok());
        let long = format!("https://example.org/{}", "a".repeat(super::MAX_TARGET_BYTES));
        assert_eq!(Target::parse(&long, Reach::Public), Err(TargetError::NotUrl));
    }

    #[test]
    fn the_key_in_an_address_is_not_shown() {
        let target = Target::parse("https://example.org/hook/k3y?token=k3y", Reach::Public).unwrap();
        assert_eq!(format!("{target:?}"), "Target(https://example.org/…)");
    }
}
