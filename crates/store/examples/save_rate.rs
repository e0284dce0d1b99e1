//! How many registrations a second are saved durably, at one and at several callers, on both
//! databases. One save is person, registration, version, decision, certificate, journal entry and job.
//!
//! `cargo run -p store --release --example save_rate [seconds [callers…]]`
//!
//! The last column is the processor time of this process for one save; PostgreSQL's own comes on top.
//! On a busy machine it says more than the rate.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use store::conformance::cluster::Cluster;
use store::conformance::fixture::{policy, registration_changes};
use store::{Keys, Store, sqlite_url};

const DISTRICTS: [&str; 4] = ["110101", "110105", "110108", "110112"];

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let seconds: f64 = std::env::args().nth(1).map_or(Ok(5.0), |text| text.parse())?;
    let callers: Vec<usize> = std::env::args().skip(2).map(|text| text.parse()).collect::<Result<_, _>>()?;
    let callers = if callers.is_empty() { vec![1, 8, 32, 128] } else { callers };
    let home = tempfile::tempdir()?;
    let url = sqlite_url(&home.path().join("rate.db"));
    measure("SQLite", &url, home.path(), seconds, &callers).await?;
    if let Some(cluster) = Cluster::start() {
        let home = tempfile::tempdir()?;
        measure("PostgreSQL", &cluster.database().await, home.path(), seconds, &callers).await?;
    }
    Ok(())
}

async fn measure(name: &str, url: &str, home: &Path, seconds: f64, callers: &[usize]) -> anyhow::Result<()> {
    let store = Store::open(url, Keys::open_or_create(&home.join("keys"))?).await?;
    store.policy_version_put(policy()).await?;
    let numbers = Arc::new(AtomicU64::new(1));
    for &callers in callers {
        let until = Instant::now() + Duration::from_secs_f64(seconds);
        let (began, cpu) = (Instant::now(), cpu_ticks()?);
        let before = numbers.load(Ordering::Relaxed);
        let tasks: Vec<_> = (0..callers)
            .map(|_| {
                let (store, numbers) = (store.clone(), Arc::clone(&numbers));
                tokio::spawn(async move {
                    let mut waits = Vec::new();
                    while Instant::now() < until {
                        let number = numbers.fetch_add(1, Ordering::Relaxed);
                        let district = DISTRICTS[usize::try_from(number % 4)?];
                        let (changes, ..) = registration_changes(&store, number, district);
                        let sent = Instant::now();
                        store.save(changes).await?;
                        waits.push(sent.elapsed());
                    }
                    anyhow::Ok(waits)
                })
            })
            .collect();
        let mut waits = Vec::new();
        for task in tasks {
            waits.extend(task.await??);
        }
        let (spent, cpu) = (began.elapsed(), cpu_ticks()? - cpu);
        waits.sort_unstable();
        let quantile = |part: usize| waits[(waits.len() - 1) * part / 100].as_secs_f64() * 1e3;
        let saved = numbers.load(Ordering::Relaxed) - before;
        println!(
            "{name:<11} {callers:>3} callers: {saved:>7} saves in {:.1} s = {:>6.0}/s; wait p50 {:.2} ms, p99 {:.2} ms; CPU {:.0} us each",
            spent.as_secs_f64(),
            f64::from(u32::try_from(saved)?) / spent.as_secs_f64(),
            quantile(50),
            quantile(99),
            f64::from(cpu) * 10_000.0 / f64::from(u32::try_from(saved)?),
        );
    }
    store.close().await;
    Ok(())
}

/// User and system time of this process in hundredths of a second (Linux's `USER_HZ` is 100).
fn cpu_ticks() -> anyhow::Result<u32> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    // The name in parentheses may hold blanks; the times are the 14th and 15th field, 12th after it.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| anyhow::Ok(fields.get(at).copied().unwrap_or("0").parse::<u32>()?);
    Ok(ticks(11)? + ticks(12)?)
}
