//! A browser without a script: cookies, forms with their token, redirects.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use crate::house::{Got, House};

pub struct Browser<'a> {
    house: &'a House,
    pub cookies: BTreeMap<String, String>,
    pub path: String,
    pub page: String,
    pub status: StatusCode,
}

impl<'a> Browser<'a> {
    pub fn new(house: &'a House) -> Self {
        Self {
            house,
            cookies: BTreeMap::new(),
            path: String::new(),
            page: String::new(),
            status: StatusCode::OK,
        }
    }

    pub async fn open(&mut self, path: &str) -> Got {
        let got = self.ask(Request::get(path), Body::empty()).await;
        self.arrive(path, got).await
    }

    /// Sends the form of the open page.
    pub async fn send(&mut self, path: &str, fields: &[(&str, &str)]) -> Got {
        let token = self.page.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("csrf", token.unwrap_or(""));
        form.extend_pairs(fields);
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let got = self.ask(request, Body::from(form.finish())).await;
        self.arrive(path, got).await
    }

    /// Sends the form of the open page with a file.
    pub async fn upload(&mut self, path: &str, fields: &[(&str, &str)], file: &[u8]) -> Got {
        let token = self.page.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let all = [("csrf", token.unwrap_or(""))].into_iter().chain(fields.iter().copied());
        let part = |(name, value)| {
            format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let mut body = all.map(part).collect::<String>().into_bytes();
        body.extend(b"--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n");
        body.extend(file);
        body.extend(b"\r\n--edge--\r\n");
        let request = Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
        let got = self.ask(request, Body::from(body)).await;
        self.arrive(path, got).await
    }

    /// Follows redirects and keeps the page.
    async fn arrive(&mut self, path: &str, mut got: Got) -> Got {
        path.clone_into(&mut self.path);
        while got.status == StatusCode::SEE_OTHER {
            got.header("location").clone_into(&mut self.path);
            got = self.ask(Request::get(&self.path), Body::empty()).await;
        }
        self.status = got.status;
        self.page = String::from_utf8_lossy(&got.bytes).into_owned();
        got
    }

    async fn ask(&mut self, request: axum::http::request::Builder, body: Body) -> Got {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request.header(header::COOKIE, cookies.join("; ")).body(body).unwrap();
        let got = self.house.send(request).await;
        for cookie in got.headers.get_all(header::SET_COOKIE) {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        got
    }
}
