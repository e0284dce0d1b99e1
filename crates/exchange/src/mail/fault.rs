//! What an error of SMTP means for the message. The server's words are read for their enhanced status code (RFC 3463)
//! and then left behind: they often repeat the address.

use std::error::Error as _;

use lettre::transport::smtp::Error;

use crate::cause::chain;
use crate::fault::{Fault, FaultKind};

/// "Bad destination mailbox address", "system", "syntax", "moved", "null MX": 5.1.x of RFC 3463 and RFC 7505.
const UNKNOWN_ADDRESS: [&str; 5] = ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"];

pub(super) fn of(error: &Error) -> Fault {
    if error.is_timeout() {
        return Fault::new(FaultKind::Timeout);
    }
    if let Some(code) = error.status() {
        let status = u16::from(code);
        let words = error.source().map(ToString::to_string).unwrap_or_default();
        return Fault::with_status(of_status(status, &words), status);
    }
    let kind = if error.is_tls() || chain(error).any(<dyn std::error::Error>::is::<rustls::Error>) {
        FaultKind::Tls
    } else if error.is_client() {
        FaultKind::Unsupported
    } else if error.is_response() {
        FaultKind::BadAnswer
    } else {
        FaultKind::NoConnection
    };
    Fault::new(kind)
}

fn of_status(status: u16, words: &str) -> FaultKind {
    let enhanced = words.split_whitespace().next().unwrap_or_default();
    match status {
        // Sign-in refused or demanded (RFC 4954), or put off.
        432 | 454 | 530 | 534 | 535 | 538 => FaultKind::Unauthorised,
        400..=499 => FaultKind::Busy,
        _ if UNKNOWN_ADDRESS.contains(&enhanced) => FaultKind::UnknownAddress,
        500..=599 => FaultKind::Refused,
        _ => FaultKind::BadAnswer,
    }
}

#[cfg(test)]
mod tests {
    use super::of_status;
    use crate::fault::FaultKind;

    #[test]
    fn only_the_enhanced_code_says_that_an_address_does_not_exist() {
        assert_eq!(of_status(550, "5.1.1 <chen@example.org>: no such user"), FaultKind::UnknownAddress);
        assert_eq!(of_status(550, "5.7.1 not for 5.1.1"), FaultKind::Refused);
        assert_eq!(of_status(550, "5.1.15"), FaultKind::Refused);
        assert_eq!(of_status(550, ""), FaultKind::Refused);
        assert_eq!(of_status(452, "4.2.2 mailbox full"), FaultKind::Busy);
        assert_eq!(of_status(535, "5.7.8"), FaultKind::Unauthorised);
    }
}
