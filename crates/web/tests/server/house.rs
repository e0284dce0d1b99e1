//! One installation for a test, with requests against it.

use app::App;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use serde_json::Value;
use tower::ServiceExt as _;
use web::{Assets, Web, WebConfig, server};

pub use fixture::{id_number, policy};

/// The business date of these tests.
const TODAY: &str = "2020-11-15";

pub struct House {
    pub app: App,
    pub router: Router,
    under: fixture::House,
}

/// An installation; `demo` as a demonstration, without its people.
pub async fn house(demo: bool) -> House {
    let under = fixture::House::with(TODAY, policy(), demo).await;
    let web =
        Web::with_assets(WebConfig { key: [7; 32], is_https: false, random: || [5; 32] }, Assets::none());
    let app = under.app.clone();
    House { router: server(app.clone(), &web), app, under }
}

/// What came back.
pub struct Got {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Got {
    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl House {
    /// An officer of the city, put on record.
    pub async fn city(&self) -> app::Viewer {
        self.under.officer("city", app::registry::Role::City).await
    }

    pub async fn send(&self, request: Request<Body>) -> Got {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 1 << 24).await.unwrap().to_vec();
        Got { status: parts.status, headers: parts.headers, bytes }
    }

    pub async fn get(&self, path: &str) -> Got {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub async fn post_json(&self, path: &str, body: impl Into<Body>) -> Got {
        let request = Request::post(path).header("content-type", "application/json");
        self.send(request.body(body.into()).unwrap()).await
    }
}
