//! The published form of the public keys: a JWK set (RFC 7517) of OKP keys (RFC 8037), with the days on which
//! each may sign. Keys of other kinds in the same file are passed over, as RFC 7517 §5 asks.

use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::VerifyingKey;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{KeyError, KeyId, PublicKey, PublicKeySet};

/// Why a published set cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum JwksError {
    /// Not the JSON of a key set.
    #[error("not a JWK set: {0}")]
    Json(#[from] serde_json::Error),
    /// The private half stands in what is published.
    #[error("key `{kid}` has the private member `d`; expected public keys only")]
    Private {
        /// The key's id as written.
        kid: String,
    },
    /// A member is missing or wrong.
    #[error("key `{kid}`: `{member}` is {found:?}; expected {expected}")]
    Member {
        /// The key's id as written.
        kid: String,
        /// The member's name.
        member: &'static str,
        /// What stands there, cut.
        found: String,
        /// What was expected.
        expected: &'static str,
    },
    /// The keys do not make a set.
    #[error(transparent)]
    Key(#[from] KeyError),
}

#[derive(Serialize, Deserialize)]
struct Jwks<K> {
    keys: Vec<K>,
}

#[derive(Serialize)]
struct JwkOut<'a> {
    kty: &'a str,
    crv: &'a str,
    kid: &'a str,
    alg: &'a str,
    r#use: &'a str,
    x: String,
    not_before: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_after: Option<Date>,
}

#[derive(Deserialize)]
struct JwkIn {
    kty: String,
    crv: Option<String>,
    kid: Option<String>,
    x: Option<String>,
    d: Option<serde::de::IgnoredAny>,
    not_before: Option<String>,
    not_after: Option<String>,
}

impl PublicKeySet {
    /// The set as it is published; the same keys give the same text.
    pub fn to_jwks(&self) -> String {
        let keys = self.iter().map(|(id, key)| JwkOut {
            kty: "OKP",
            crv: "Ed25519",
            kid: id.as_str(),
            alg: "EdDSA",
            r#use: "sig",
            x: BASE64URL_NOPAD.encode(key.key.as_bytes()),
            not_before: key.not_before,
            not_after: key.not_after,
        });
        // Strings and dates always serialise; an empty text would be read as a fault, not as an empty set.
        serde_json::to_string_pretty(&Jwks { keys: keys.collect() }).unwrap_or_default()
    }

    /// Reads a published set.
    pub fn from_jwks(text: &str) -> Result<Self, JwksError> {
        let mut set = Self::new();
        for jwk in serde_json::from_str::<Jwks<JwkIn>>(text)?.keys {
            let kid = jwk.kid.clone().unwrap_or_default();
            if jwk.d.is_some() {
                return Err(JwksError::Private { kid });
            }
            if jwk.kty == "OKP" && jwk.crv.as_deref() == Some("Ed25519") {
                set.insert(KeyId::new(&kid)?, jwk.read(&kid)?)?;
            }
        }
        Ok(set)
    }
}

impl JwkIn {
    fn read(&self, kid: &str) -> Result<PublicKey, JwksError> {
        let wrong = |member, found: Option<&String>, expected| JwksError::Member {
            kid: kid.to_owned(),
            member,
            found: found.map_or_else(|| "missing".to_owned(), |text| text.chars().take(64).collect()),
            expected,
        };
        let key = (self.x.as_deref())
            .and_then(|x| BASE64URL_NOPAD.decode(x.as_bytes()).ok())
            .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
            .and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok())
            .ok_or_else(|| {
                wrong("x", self.x.as_ref(), "the 32 bytes of a point, base64url without padding")
            })?;
        let not_before = (self.not_before.as_deref())
            .and_then(read_date)
            .ok_or_else(|| wrong("not_before", self.not_before.as_ref(), "a date YYYY-MM-DD"))?;
        let not_after = (self.not_after.as_deref())
            .map(|text| {
                read_date(text)
                    .ok_or_else(|| wrong("not_after", self.not_after.as_ref(), "a date YYYY-MM-DD"))
            })
            .transpose()?;
        Ok(PublicKey { key, not_before, not_after })
    }
}

/// Only `YYYY-MM-DD`: the parser would also take a date with a time and drop the time.
fn read_date(text: &str) -> Option<Date> {
    text.parse::<Date>().ok().filter(|date| date.to_string() == text)
}
