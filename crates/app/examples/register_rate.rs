//! How many registrations a second the use case makes, and what of the processor each costs, on SQLite.
//!
//! `cargo run -p app --release --example register_rate [seconds]`

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use app::registry::IdNumber;
use app::service::Library;
use app::service::definition::Channel;
use app::store::{Keys, Store, sqlite_url};
use app::{App, Clock, Config, Ids, Random, RegisterRequest, Sources, Viewer};
use jiff::Timestamp;
use law::{Bundle, Policy};
use uuid::Uuid;

struct Fixed(AtomicU64);

impl Fixed {
    fn count(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}

impl Clock for Fixed {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(1_605_398_400).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

impl Ids for Fixed {
    fn next(&self) -> Uuid {
        Uuid::from_u64_pair(0x0190_0000_0000_7000, 0x8000_0000_0000_0000 | self.count())
    }
}

impl Random for Fixed {
    fn fill(&self, bytes: &mut [u8]) {
        let number = self.count().to_be_bytes();
        bytes.iter_mut().zip(number.iter().cycle()).for_each(|(to, from)| *to = *from);
    }
}

fn files(root: &Path, folder: &Path, into: &mut Vec<(String, String)>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files(root, &path, into)?;
        } else {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
            into.push((name, std::fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

async fn start(home: &Path) -> Result<App, Box<dyn std::error::Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    let mut texts = Vec::new();
    files(&root, &root, &mut texts)?;
    let policy = Policy::load(Bundle::new(texts)).0.ok_or("policies with errors")?;
    let library = Library::embedded().map_err(|problems| format!("{problems:?}"))?;
    let keys = Keys::open_or_create(&home.join("keys"))?;
    let store = Store::open(&sqlite_url(&home.join("rate.db")), keys).await?;
    let fixed = Arc::new(Fixed(AtomicU64::new(0)));
    let sources = Sources { clock: fixed.clone(), ids: fixed.clone(), random: fixed };
    let config = Config { public_url: "https://linghuo.example".to_owned(), demo: false };
    Ok(App::start(policy, library, store, sources, config).await?)
}

fn request(number: u64) -> RegisterRequest {
    const DISTRICTS: [&str; 4] = ["110101", "110105", "110108", "110112"];
    let (year, rest) = (1960 + number % 40, number / 40);
    let (month, rest) = (1 + rest % 12, rest / 12);
    let (day, order) = (1 + rest % 28, rest / 28);
    let seventeen = format!("110199{year:04}{month:02}{day:02}{:03}", order % 1000);
    let numbers = "0123456789X".chars().map(|check| format!("{seventeen}{check}"));
    let id = numbers.into_iter().find(|text| IdNumber::parse(text).is_ok()).unwrap_or_default();
    let fields = [
        ("name", "张小明"),
        ("id_number", &id),
        ("phone", "13900000001"),
        ("employment_form", "platform"),
        ("platform_labour_relation", "false"),
        ("occupation", "外卖骑手"),
        ("district", DISTRICTS[usize::try_from(number % 4).unwrap_or(0)]),
        ("start_date", "2020-11-01"),
    ];
    RegisterRequest {
        channel: Channel::Website,
        fields: fields.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
        commitment: Some("truth-v1".to_owned()),
        facts: BTreeMap::new(),
        idempotency_key: None,
    }
}

/// Processor time of this process so far, user and system, in clock ticks of 10 ms.
fn ticks() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    after.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let seconds: f64 = std::env::args().nth(1).map_or(Ok(3.0), |text| text.parse())?;
    let home = tempfile::tempdir()?;
    let app = start(home.path()).await?;
    let numbers = Arc::new(AtomicU64::new(0));
    for callers in [1, 32] {
        let (began, ticks_before) = (Instant::now(), ticks());
        let until = began + Duration::from_secs_f64(seconds);
        let before = numbers.load(Ordering::Relaxed);
        let tasks: Vec<_> = (0..callers)
            .map(|_| {
                let (app, numbers) = (app.clone(), Arc::clone(&numbers));
                tokio::spawn(async move {
                    while Instant::now() < until {
                        let request = request(numbers.fetch_add(1, Ordering::Relaxed));
                        app.register(&Viewer::Public, request).await.map_err(|error| error.to_string())?;
                    }
                    Ok::<_, String>(())
                })
            })
            .collect();
        for task in tasks {
            task.await??;
        }
        let made = numbers.load(Ordering::Relaxed) - before;
        let rate = f64::from(u32::try_from(made)?) / began.elapsed().as_secs_f64();
        let cpu = (ticks() - ticks_before) * 10_000 / made.max(1);
        println!("SQLite, {callers:>2} callers: {rate:>6.0} registrations/s, {cpu} µs of processor each");
    }
    app.close().await;
    Ok(())
}
