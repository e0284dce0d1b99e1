//! One installation for a test, with requests against it.

use std::sync::Arc;

use app::store::Store;
use app::{App, Viewer};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use law::Policy;
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

/// The policy with the sample overlay laid on.
pub fn overlay() -> Policy {
    let mut bundle = policy().bundle;
    let laid = bundle.get("overlays/pinggu-pilot-2021.md").unwrap().to_owned();
    bundle.insert(&format!("{}pinggu-pilot-2021.md", law::load::LAID_ON), &laid);
    Policy::load(bundle).0.unwrap()
}

/// An installation; `demo` as a demonstration, without its people.
pub async fn house(demo: bool) -> House {
    house_with(demo, policy()).await
}

/// An installation of another policy.
pub async fn house_with(demo: bool, policy: Policy) -> House {
    let under = fixture::House::with(TODAY, policy, demo).await;
    let (web, app) = (web(), under.app.clone());
    House { router: server(app.clone(), &web), app, under }
}

/// The pages' configuration.
pub fn web() -> Web {
    Web::with_assets(WebConfig { key: [7; 32], is_https: false, random: || [5; 32] }, Assets::none())
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
    pub async fn city(&self) -> Viewer {
        self.under.officer("city", app::registry::Role::City).await
    }

    /// An officer put on record.
    pub async fn officer(&self, name: &str, role: app::registry::Role) -> Viewer {
        self.under.officer(name, role).await
    }

    /// The store below.
    pub async fn store(&self) -> Store {
        self.under.store().await
    }

    /// An officer on record, as the use cases see them.
    pub async fn store_account(&self, name: &str) -> Viewer {
        let account = self.store().await.account_find_by_name(name).await.unwrap().unwrap();
        Viewer::Officer(Arc::new(account))
    }

    pub async fn send(&self, request: Request<Body>) -> Got {
        Self::through(&self.router, request).await
    }

    /// Sends a request to a server of its own.
    pub async fn through(router: &Router, request: Request<Body>) -> Got {
        let response = router.clone().oneshot(request).await.unwrap();
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
