//! Cookies: read from a request, written so that no script and no other site gets at them.

use axum::http::{HeaderMap, HeaderValue, header};

/// How long a browser keeps a cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Until the browser is closed.
    Session,
    /// For this many seconds.
    Seconds(u32),
    /// Not at all: removes it.
    Remove,
}

/// The name as it is sent: behind HTTPS the `__Host-` prefix lets no neighbouring host set the cookie.
pub fn full_name(name: &str, is_https: bool) -> String {
    if is_https { format!("__Host-{name}") } else { name.to_owned() }
}

/// The value of the cookie `name`.
pub fn get<'a>(headers: &'a HeaderMap, name: &str, is_https: bool) -> Option<&'a str> {
    let name = full_name(name, is_https);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// A `Set-Cookie` value: for the whole site, same-site, closed to scripts. `None` where the value has
/// characters that a cookie cannot hold.
pub fn set(name: &str, value: &str, keep: Keep, is_https: bool) -> Option<HeaderValue> {
    if !value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~:".contains(&b)) {
        return None;
    }
    let age = match keep {
        Keep::Session => String::new(),
        Keep::Seconds(seconds) => format!("; Max-Age={seconds}"),
        Keep::Remove => "; Max-Age=0".to_owned(),
    };
    let secure = if is_https { "; Secure" } else { "" };
    let name = full_name(name, is_https);
    HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("xlh=1; lh=2; __Host-lh=3"));
        assert_eq!(get(&headers, "lh", false), Some("2"));
        assert_eq!(get(&headers, "lh", true), Some("3"));
        assert_eq!(get(&headers, "h", false), None);
    }

    #[test]
    fn a_value_cannot_add_attributes() {
        assert_eq!(set("lh", "a; Domain=example.org", Keep::Session, true), None);
        let cookie = set("lh", "ab12", Keep::Seconds(60), true).unwrap();
        assert_eq!(cookie, "__Host-lh=ab12; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=60");
    }
}
