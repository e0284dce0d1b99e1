//! One installation for a test: the real policies and services, a database of its own, a clock that
//! stands still until it is told, ids and bytes that count.

use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use app::registry::{Account, AccountId, PasswordHash, Role};
use app::service::Library;
use app::service::definition::Channel;
use app::store::{Changes, Keys, Store, Write, sqlite_url};
use app::{App, ChangeRequest, Clock, Config, Ids, Random, RegisterRequest, Registered, Sources, Viewer};
use jiff::civil::Date;
use jiff::{Timestamp, tz::Offset};
use law::{Bundle, Policy};
use uuid::Uuid;

/// The installation.
pub struct House {
    pub app: App,
    pub clock: Arc<TestClock>,
    pub folder: tempfile::TempDir,
}

/// A clock that stands still.
pub struct TestClock(AtomicI64);

impl TestClock {
    /// Ten o'clock in Beijing on a day.
    pub fn set(&self, day: Date) {
        let at = Offset::constant(8).to_timestamp(day.at(10, 0, 0, 0)).expect("a moment of this century");
        self.0.store(at.as_second(), Ordering::Relaxed);
    }

    /// Some seconds later.
    pub fn wait(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::Relaxed);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::Relaxed)).expect("a moment of this century")
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
pub fn bundle() -> Bundle {
    fn read(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                read(root, &path, files);
            } else {
                let text = std::fs::read_to_string(&path).expect("a text");
                let name = path.strip_prefix(root).expect("below").to_string_lossy().into_owned();
                files.push((name, text));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    let mut files = Vec::new();
    read(&root, &root, &mut files);
    Bundle::new(files)
}

fn policy() -> Policy {
    static POLICY: OnceLock<Policy> = OnceLock::new();
    POLICY.get_or_init(|| Policy::load(bundle()).0.expect("policies without errors")).clone()
}

/// An installation on a day.
pub async fn house(day: &str) -> House {
    house_with(day, policy()).await
}

/// An installation on a day with a policy of its own.
pub async fn house_with(day: &str, policy: Policy) -> House {
    let folder = tempfile::tempdir().expect("a folder");
    open(day, policy, folder).await
}

/// Opens the database of a folder, which may hold one already.
pub async fn open(day: &str, policy: Policy, folder: tempfile::TempDir) -> House {
    let keys = Keys::open_or_create(&folder.path().join("keys")).expect("keys");
    let url = sqlite_url(&folder.path().join("test.db"));
    let store = Store::open(&url, keys).await.expect("a store");
    let clock = Arc::new(TestClock(AtomicI64::new(0)));
    clock.set(day.parse().expect("a day"));
    let counted = Arc::new(Counted::default());
    let sources = Sources { clock: clock.clone(), ids: counted.clone(), random: counted };
    let config = Config { public_url: "https://linghuo.example".to_owned(), demo: false };
    let library = Library::embedded().expect("packs without errors");
    let app = App::start(policy, library, store, sources, config).await.expect("an application");
    House { app, clock, folder }
}

impl House {
    /// Another day, ten o'clock.
    pub fn on(&self, day: &str) {
        self.clock.set(day.parse().expect("a day"));
    }

    /// The store below.
    pub async fn store(&self) -> Store {
        let keys = Keys::open_or_create(&self.folder.path().join("keys")).expect("keys");
        Store::open(&sqlite_url(&self.folder.path().join("test.db")), keys).await.expect("a store")
    }

    /// An officer, put on record.
    pub async fn officer(&self, name: &str, role: Role) -> Viewer {
        let number = name.bytes().fold(0_u64, |all, byte| all * 256 + u64::from(byte));
        let account = Account {
            id: AccountId(Uuid::from_u64_pair(0x7000, 0x8000_0000_0000_0000 | number)),
            version: 1,
            name: name.to_owned(),
            display_name: format!("经办 {name}"),
            role,
            password: PasswordHash::new(String::new()),
            created_at: self.clock.now(),
            disabled_at: None,
        };
        let changes = Changes::new().write(Write::AccountInsert(account.clone()));
        self.store().await.save(changes).await.expect("saved");
        Viewer::Officer(Arc::new(account))
    }

    /// The officer of a district, `K105` for Chaoyang.
    pub async fn clerk(&self, district: &str) -> Viewer {
        self.officer(&format!("k{district}"), Role::District(district.parse().expect("a code"))).await
    }

    /// Registers someone who can be.
    pub async fn register(&self, request: RegisterRequest) -> Registered {
        self.app.register(&Viewer::Public, request).await.expect("registered")
    }
}

/// WANG delivers food in Chaoyang, hukou in Hebei.
pub fn wang() -> RegisterRequest {
    request(
        Channel::Wechat,
        &[
            ("name", "王磊"),
            ("id_number", "110199199403020115"),
            ("phone", "13900000001"),
            ("employment_form", "platform"),
            ("platform_labour_relation", "false"),
            ("platform_name", "速达"),
            ("occupation", "外卖骑手"),
            ("district", "110105"),
            ("start_date", "2020-09-01"),
        ],
    )
}

/// ZHAO grows and sells vegetables in Pinggu, agricultural hukou there.
pub fn zhao() -> RegisterRequest {
    let mut request = request(
        Channel::App,
        &[
            ("name", "赵国强"),
            ("id_number", "110199196105200130"),
            ("phone", "13900000003"),
            ("employment_form", "self_employed"),
            ("occupation", "种植、卖农产品"),
            ("district", "110117"),
            ("start_date", "2020-10-01"),
        ],
    );
    request.facts = [
        ("hukou_region".to_owned(), "110117".into()),
        ("hukou_kind".to_owned(), "agricultural".into()),
        ("in_traineeship".to_owned(), false.into()),
    ]
    .into();
    request
}

/// A request with these fields and the commitment accepted.
pub fn request(channel: Channel, fields: &[(&str, &str)]) -> RegisterRequest {
    RegisterRequest {
        channel,
        fields: owned(fields),
        commitment: Some("truth-v1".to_owned()),
        facts: std::collections::BTreeMap::new(),
        idempotency_key: None,
    }
}

/// A change with these fields and the commitment accepted.
pub fn change(number: &str, fields: &[(&str, &str)]) -> ChangeRequest {
    ChangeRequest {
        number: number.to_owned(),
        channel: Channel::App,
        fields: owned(fields),
        commitment: Some("truth-v1".to_owned()),
        idempotency_key: None,
    }
}

fn owned(fields: &[(&str, &str)]) -> std::collections::BTreeMap<String, String> {
    fields.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}
