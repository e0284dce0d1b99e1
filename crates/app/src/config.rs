//! What an installation is told at its start.

/// What an installation is told at its start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The address under which the public reaches it, such as `https://linghuo.example/`: it stands in
    /// the QR code of each certificate. `http://` is taken for a machine of one's own.
    pub public_url: String,
    /// Made-up persons, sign-in as any of them, a business date that anyone can set. Never with real data.
    pub demo: bool,
}
