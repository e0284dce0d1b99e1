//! One installation for a test, with requests against it.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use app::service::Library;
use app::store::{Keys, Store, sqlite_url};
use app::{App, Clock, Config, Ids, Random, Sources, Viewer};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use jiff::Timestamp;
use law::{Bundle, Policy};
use serde_json::Value;
use tower::ServiceExt as _;
use uuid::Uuid;
use web::{Assets, Web, WebConfig, server};

/// The business date of these tests: ten o'clock in Beijing.
const NOW: &str = "2020-11-15T02:00:00Z";

pub struct House {
    pub app: App,
    pub router: Router,
    folder: tempfile::TempDir,
}

struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        NOW.parse().unwrap()
    }
}

/// Ids and bytes that count.
#[derive(Default)]
struct Counted(AtomicU64);

impl Ids for Counted {
    fn next(&self) -> Uuid {
        Uuid::from_u64_pair(
            0x0190_0000_0000_7000,
            0x8000_0000_0000_0000 | self.0.fetch_add(1, Ordering::Relaxed),
        )
    }
}

impl Random for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        let number = self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        bytes.iter_mut().zip(number.iter().cycle()).for_each(|(to, from)| *to = *from);
    }
}

/// The policies as they stand in the repository.
fn read(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            files.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

pub fn policy() -> Policy {
    static POLICY: OnceLock<Policy> = OnceLock::new();
    let load = || {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
        let mut files = Vec::new();
        read(&root, &root, &mut files);
        Policy::load(Bundle::new(files)).0.unwrap()
    };
    POLICY.get_or_init(load).clone()
}

/// An installation; `demo` as a demonstration, without its people.
pub async fn house(demo: bool) -> House {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::open_or_create(&folder.path().join("keys")).unwrap();
    let store = Store::open(&sqlite_url(&folder.path().join("test.db")), keys).await.unwrap();
    let counted = Arc::new(Counted::default());
    let sources = Sources { clock: Arc::new(Still), ids: counted.clone(), random: counted };
    let config = Config { public_url: "http://linghuo.example/".to_owned(), demo };
    let library = Library::embedded().unwrap();
    let app = App::start(policy(), library, store, sources, config).await.unwrap();
    let web =
        Web::with_assets(WebConfig { key: [7; 32], is_https: false, random: || [5; 32] }, Assets::none());
    House { router: server(app.clone(), &web), app, folder }
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
    /// The store below.
    pub async fn store(&self) -> Store {
        let keys = Keys::open_or_create(&self.folder.path().join("keys")).unwrap();
        Store::open(&sqlite_url(&self.folder.path().join("test.db")), keys).await.unwrap()
    }

    /// An officer on record, as the use cases see them.
    pub async fn store_account(&self, name: &str) -> Viewer {
        let account = self.store().await.account_find_by_name(name).await.unwrap().unwrap();
        Viewer::Officer(Arc::new(account))
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

/// An identity number of a place that does not exist, so that nobody real is meant: the n-th woman or
/// man born on 2 March 1994.
pub fn id_number(n: u32) -> String {
    let digits = format!("11019919940302{n:03}");
    let sum = digits.bytes().fold(0_u32, |sum, digit| ((sum + u32::from(digit - b'0')) * 2) % 11);
    let check = match (12 - sum) % 11 {
        10 => 'X',
        rest => char::from_digit(rest, 10).unwrap(),
    };
    format!("{digits}{check}")
}
