//! As little of a browser as the tests need: one request a connection, cookies, forms with their token.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

/// What came back.
#[derive(Debug)]
pub struct Got {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub bytes: Vec<u8>,
}

impl Got {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Sends one request; an error is a server that is not there, or went away before it answered.
pub fn request(
    address: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> std::io::Result<Got> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n");
    let length = [("content-length", &*body.len().to_string())];
    for (name, value) in headers.iter().chain(&length) {
        let _ = write!(head, "{name}: {value}\r\n");
    }
    stream.write_all(format!("{head}\r\n").as_bytes())?;
    stream.write_all(body)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let cut = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n");
    let cut = cut.ok_or(std::io::ErrorKind::UnexpectedEof)?;
    let head = String::from_utf8_lossy(&answer[..cut]).into_owned();
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok());
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let got = Got { status: status.unwrap_or(0), headers, bytes: answer[cut + 4..].to_vec() };
    let is_chunked = got.header("transfer-encoding") == Some("chunked");
    Ok(if is_chunked { Got { bytes: joined(&got.bytes), ..got } } else { got })
}

/// The contents of chunks.
fn joined(mut bytes: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = bytes.windows(2).position(|pair| pair == b"\r\n") {
        let size = usize::from_str_radix(&String::from_utf8_lossy(&bytes[..end]), 16).unwrap();
        whole.extend_from_slice(&bytes[end + 2..end + 2 + size]);
        bytes = &bytes[end + 2 + size..];
        bytes = bytes.strip_prefix(b"\r\n").unwrap_or(bytes);
        if size == 0 {
            break;
        }
    }
    whole
}

/// Posts JSON.
pub fn post_json(address: &str, path: &str, body: &Value) -> std::io::Result<Got> {
    let headers = [("content-type", "application/json")];
    request(address, "POST", path, &headers, body.to_string().as_bytes())
}

/// Gets what is there.
pub fn get(address: &str, path: &str) -> Got {
    request(address, "GET", path, &[], b"").unwrap()
}

/// A browser without a script.
pub struct Browser {
    address: String,
    pub cookies: BTreeMap<String, String>,
    pub path: String,
    pub page: String,
}

impl Browser {
    pub fn new(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            cookies: BTreeMap::new(),
            path: String::new(),
            page: String::new(),
        }
    }

    pub fn open(&mut self, path: &str) {
        let got = self.ask("GET", path, &[], "");
        self.arrive(path, got);
    }

    /// Sends the form of the open page.
    pub fn send(&mut self, path: &str, fields: &[(&str, &str)]) {
        let token = self.page.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let mut form = format!("csrf={}", token.unwrap_or(""));
        for (name, value) in fields {
            let _ = write!(form, "&{name}={}", escaped(value));
        }
        let kind = [("content-type", "application/x-www-form-urlencoded")];
        let got = self.ask("POST", path, &kind, &form);
        self.arrive(path, got);
    }

    fn arrive(&mut self, path: &str, mut got: Got) {
        path.clone_into(&mut self.path);
        while got.status == 303 {
            got.header("location").unwrap().clone_into(&mut self.path);
            got = self.ask("GET", &self.path.clone(), &[], "");
        }
        self.page = got.text();
    }

    fn ask(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Got {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = cookies.join("; ");
        let headers: Vec<(&str, &str)> = headers.iter().copied().chain([("cookie", &*cookies)]).collect();
        let got = request(&self.address, method, path, &headers, body.as_bytes()).unwrap();
        for (_, cookie) in got.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, rest) = cookie.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), rest.split(';').next().unwrap().to_owned());
        }
        got
    }
}

/// A value of a form; every byte escaped, which is always allowed.
fn escaped(value: &str) -> String {
    value.bytes().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "%{byte:02X}");
        text
    })
}
