//! Forged forms are refused: a form carries a token that only a page of ours can have made.
//!
//! The browser holds a random cookie; the token is its keyed hash under a mask that is new on each
//! page, so that pages may be compressed although they repeat what was typed (BREACH).

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest as _, Sha256};

/// The cookie that tokens are bound to.
pub(crate) const COOKIE: &str = "lh_form";
/// The name of the hidden field.
pub(crate) const FIELD: &str = "csrf";
const BYTES: usize = 32;

fn hash(key: &[u8; BYTES], cookie: &str) -> Option<[u8; BYTES]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(b"linghuo form token\0");
    mac.update(cookie.as_bytes());
    Some(mac.finalize().into_bytes().into())
}

/// A name for the browser with this cookie, for pages that it keeps; it gives nothing of the cookie away.
pub(crate) fn browser(cookie: &str) -> String {
    hex::encode(Sha256::new().chain_update(b"linghuo kept page\0").chain_update(cookie).finalize())
}

fn xor(a: &[u8; BYTES], b: &[u8; BYTES]) -> [u8; BYTES] {
    std::array::from_fn(|i| a[i] ^ b[i])
}

/// The token for a browser's cookie. `mask` is random and used once.
pub(crate) fn token(key: &[u8; BYTES], cookie: &str, mask: &[u8; BYTES]) -> String {
    hash(key, cookie)
        .map_or_else(String::new, |hash| format!("{}{}", hex::encode(mask), hex::encode(xor(&hash, mask))))
}

/// Whether a token was made for this cookie. Takes the same time wherever the two differ.
pub(crate) fn is_valid(key: &[u8; BYTES], cookie: &str, token: &str) -> bool {
    let Some((mask, masked)) = token.split_at_checked(BYTES * 2) else { return false };
    let (mut mask_bytes, mut masked_bytes) = ([0; BYTES], [0; BYTES]);
    let is_hex = hex::decode_to_slice(mask, &mut mask_bytes).is_ok()
        && hex::decode_to_slice(masked, &mut masked_bytes).is_ok();
    let Some(expected) = hash(key, cookie) else { return false };
    let given = xor(&mask_bytes, &masked_bytes);
    let difference = expected.iter().zip(given).fold(0, |seen, (a, b)| seen | (a ^ b));
    is_hex && difference == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; BYTES] = [7; BYTES];

    #[test]
    fn a_token_holds_for_its_cookie_and_key_alone() {
        let made = token(&KEY, "cookie", &[3; BYTES]);
        assert!(is_valid(&KEY, "cookie", &made));
        assert!(!is_valid(&KEY, "another", &made));
        assert!(!is_valid(&[8; BYTES], "cookie", &made));
    }

    #[test]
    fn each_mask_gives_another_token_and_both_hold() {
        let (one, two) = (token(&KEY, "cookie", &[1; BYTES]), token(&KEY, "cookie", &[2; BYTES]));
        assert_ne!(one, two);
        assert!(is_valid(&KEY, "cookie", &one) && is_valid(&KEY, "cookie", &two));
    }

    #[test]
    fn what_is_no_token_is_refused() {
        let made = token(&KEY, "cookie", &[3; BYTES]);
        for bad in ["", "00", &made[1..], &made.replace('0', "g"), &format!("{made}00"), &"灵".repeat(43)] {
            assert!(!is_valid(&KEY, "cookie", bad) || *bad == *made, "{bad}");
        }
        let mut changed = made.into_bytes();
        changed[100] = if changed[100] == b'0' { b'1' } else { b'0' };
        assert!(!is_valid(&KEY, "cookie", std::str::from_utf8(&changed).unwrap()));
    }
}
