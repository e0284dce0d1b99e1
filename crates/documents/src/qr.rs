//! The QR code of a certificate or a paper: the address of the public page with the signed bytes behind it, so that any
//! phone opens the page, and the same text can be verified where there is no network.

use qrcode::{Color, EcLevel, QrCode, Version};

use crate::{SignedCertificate, paper::SignedPaper};

/// Light modules that must surround a code (ISO/IEC 18004).
const QUIET_MODULES: usize = 4;
const ADDRESS_BYTES_MAX: usize = 80;

/// Why an address cannot stand in a QR code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "verification address {found:?} is not valid; expected https://HOST/… (at most 80 ASCII bytes, no spaces) that ends in `#` or `/`"
)]
pub struct AddressError {
    /// The text, cut.
    pub found: String,
}

/// Where the public page for verification is: all that stands before the code. It ends in `#` (the code is
/// never sent to the server, and so never stands in its log) or in `/` (the page works without scripts).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyAddress(String);

impl VerifyAddress {
    /// Takes an address from the configuration. `http://` is taken too, for a machine of one's own.
    pub fn new(address: &str) -> Result<Self, AddressError> {
        let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
        let is_plain = address.len() <= ADDRESS_BYTES_MAX && address.bytes().all(|b| b.is_ascii_graphic());
        let has_host = rest.is_some_and(|rest| rest.contains('/') && !rest.starts_with(['/', '#']));
        if is_plain && has_host && address.ends_with(['#', '/']) {
            Ok(Self(address.to_owned()))
        } else {
            Err(AddressError { found: address.chars().take(ADDRESS_BYTES_MAX).collect() })
        }
    }

    /// The address without the code: what a person can type.
    pub fn page(&self) -> &str {
        self.0.trim_end_matches(['#', '/'])
    }

    /// The text of the QR code of a certificate.
    pub fn text_of(&self, certificate: &SignedCertificate) -> String {
        self.text_of_code(&certificate.to_code())
    }

    /// The text of the QR code of a paper.
    pub fn text_of_paper(&self, paper: &SignedPaper) -> String {
        self.text_of_code(&paper.to_code())
    }

    fn text_of_code(&self, code: &str) -> String {
        format!("{}{code}", self.0)
    }
}

/// A text that is too long for a QR code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{found} bytes are too many for a QR code")]
pub struct QrError {
    /// Length of the text.
    pub found: usize,
}

/// A QR code with error correction M.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qr {
    width: usize,
    version: i16,
    dark: Vec<bool>,
}

impl Qr {
    /// Draws `text`.
    pub fn of(text: &str) -> Result<Self, QrError> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M)
            .map_err(|_| QrError { found: text.len() })?;
        let version = match code.version() {
            Version::Normal(version) | Version::Micro(version) => version,
        };
        let dark = code.to_colors().into_iter().map(|color| color == Color::Dark).collect();
        Ok(Self { width: code.width(), version, dark })
    }

    /// The version, 1 to 40, that says how fine the code is.
    pub fn version(&self) -> i16 {
        self.version
    }

    /// Modules along one side, without the quiet zone.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Modules along one side with the quiet zone.
    pub fn width_with_quiet_zone(&self) -> usize {
        self.width + 2 * QUIET_MODULES
    }

    /// The code with its quiet zone, one unit a module: a run of dark modules is one bar of one path.
    pub fn to_svg(&self) -> String {
        use std::fmt::Write as _;
        let side = self.width_with_quiet_zone();
        let mut path = String::new();
        for (y, row) in (QUIET_MODULES..).zip(self.dark.chunks(self.width)) {
            let mut x = QUIET_MODULES;
            for run in row.chunk_by(|a, b| a == b) {
                if run.first() == Some(&true) {
                    // Writing to a string cannot fail.
                    let _ = write!(path, "M{x} {y}h{n}v1h-{n}z", n = run.len());
                }
                x += run.len();
            }
        }
        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{path}"/></svg>"##
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_checked() {
        for good in
            ["https://example.gov.cn/verify#", "https://example.gov.cn/v/", "http://127.0.0.1:8080/v#"]
        {
            assert!(VerifyAddress::new(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "example.gov.cn/v/",
            "https://h/v",
            "https:///v/",
            "https://h#",
            "https://h/ v/",
            "https://主/v/",
        ] {
            assert!(VerifyAddress::new(bad).is_err(), "{bad}");
        }
        assert!(VerifyAddress::new(&format!("https://h/{}/", "a".repeat(70))).is_err());
        assert_eq!(VerifyAddress::new("https://h.cn/v#").unwrap().page(), "https://h.cn/v");
    }

    #[test]
    fn the_svg_draws_every_dark_module_and_no_other() {
        let qr = Qr::of("HTTPS://EXAMPLE.CN/V/").unwrap();
        let svg = qr.to_svg();
        let path = svg.rsplit("d=\"").next().unwrap().split('"').next().unwrap();
        let mut drawn = vec![false; qr.width * qr.width];
        for bar in path.split('M').skip(1) {
            let (x, rest) = bar.split_once(' ').unwrap();
            let (y, rest) = rest.split_once('h').unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            let run: usize = rest.split('v').next().unwrap().parse().unwrap();
            for x in x..x + run {
                drawn[(y - QUIET_MODULES) * qr.width + x - QUIET_MODULES] = true;
            }
        }
        assert_eq!(drawn, qr.dark);
        assert_eq!((qr.version(), qr.width()), (2, 25));
    }
}
