//! A mailbox's address. `Debug` shows its domain alone.

use std::fmt;

use lettre::Address;

/// The longest address (RFC 5321, 4.5.3.1.3, without the angle brackets).
const MAX_BYTES: usize = 254;

/// An address to which mail can be sent.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MailAddress(Address);

/// It is no such address. The error does not repeat it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("mail: expected an address such as name@example.org, of at most {MAX_BYTES} ASCII characters")]
pub struct AddressError;

impl MailAddress {
    /// Reads an address without a name.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        if !text.is_ascii() || text.len() > MAX_BYTES {
            return Err(AddressError);
        }
        let address: Address = text.parse().map_err(|_| AddressError)?;
        // A name without a dot is a machine next door, not a person's provider.
        if address.domain().contains('.') { Ok(Self(address)) } else { Err(AddressError) }
    }

    /// The address as it is written.
    pub fn expose(&self) -> &str {
        self.0.as_ref()
    }

    pub(super) fn address(&self) -> &Address {
        &self.0
    }
}

impl fmt::Debug for MailAddress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "MailAddress(…@{})", self.0.domain())
    }
}

#[cfg(test)]
mod tests {
    use super::MailAddress;

    #[test]
    fn an_address_is_one_mailbox_and_nothing_more() {
        assert_eq!(
            MailAddress::parse("chen.jing+bj@example.cn").unwrap().expose(),
            "chen.jing+bj@example.cn"
        );
        let long = format!("{}@example.org", "a".repeat(250));
        for text in [
            "",
            "chen",
            "@example.org",
            "a@b",
            "a@example.org, b@example.org",
            "<a@example.org>",
            "a b@example.org",
            "a@example.org\r\nRCPT TO:<b@example.org>",
            "陈@example.org",
            &long,
        ] {
            assert!(MailAddress::parse(text).is_err(), "{text}");
        }
        assert_eq!(
            format!("{:?}", MailAddress::parse("chen@example.org").unwrap()),
            "MailAddress(…@example.org)"
        );
    }
}
