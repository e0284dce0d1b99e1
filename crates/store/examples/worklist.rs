//! How long a worklist takes over a million waiting cases, on both databases: a page by its number, from the first to the
//! last, with the amounts shown beside it, by each filter; and how many steps of cases a second are saved meanwhile.
//!
//! `cargo run -p store --release --example worklist [cases [folder]]` or `make bench-worklist`
//!
//! With a folder, SQLite is kept there and not filled again the next time; PostgreSQL and the steps of a filled one are then left out.
//!
//! All cases wait at one desk, which is the worst that can be: pages of a desk cost by what waits there.

use std::path::Path;
use std::time::{Duration, Instant};

use jiff::ToSpan;
use jiff::civil::{Date, date};
use registry::{AccountId, PersonId};
use service::case::{Event, Private};
use service::flow::Owner;
use store::conformance::cluster::Cluster;
use store::conformance::fixture::person;
use store::conformance::matter::{Matter, OFFICE, acted, clerk, opened_on};
use store::{
    Changes, DatabaseKind, Desk, Holder, Keys, Store, WorklistAt, WorklistFilter, WorklistKey, Write,
    sqlite_url,
};
use uuid::Uuid;

/// Cases on a page.
const ROWS: u32 = 25;
/// How many pages are measured of each kind.
const TIMES: u64 = 200;
/// How often each is asked for; the quickest answer counts, since other work on the machine is none of the list's.
const ASKED: usize = 5;
/// Cases put into one save while filling.
const BATCH: u64 = 64;
const SERVICES: [&str; 12] =
    ["s01", "s02", "s03", "s04", "s05", "s06", "s07", "s08", "s09", "s11", "s12", "s13"];
const STATES: [&str; 4] = ["in_review", "in_check", "supplemented", "second_look"];

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let cases: u64 = std::env::args().nth(1).map_or(Ok(1_000_000), |text| text.parse())?;
    if let Some(folder) = std::env::args().nth(2) {
        let folder = Path::new(&folder);
        return measure("SQLite", &sqlite_url(&folder.join("worklist.db")), folder, cases).await;
    }
    let home = tempfile::tempdir()?;
    measure("SQLite", &sqlite_url(&home.path().join("worklist.db")), home.path(), cases).await?;
    drop(home);
    if let Some(cluster) = Cluster::start() {
        let home = tempfile::tempdir()?;
        measure("PostgreSQL", &cluster.database().await, home.path(), cases).await?;
    }
    Ok(())
}

async fn measure(name: &str, url: &str, home: &Path, cases: u64) -> anyhow::Result<()> {
    let store = Store::open(url, Keys::open_or_create(&home.join("keys"))?).await?;
    let began = Instant::now();
    let is_filled = !store.worklist_counts(None).await?.is_empty();
    let sample = if is_filled { Vec::new() } else { fill(&store, cases).await? };
    println!("{name}: {cases} cases filled in {:.0} s", began.elapsed().as_secs_f64());
    if store.database_kind() == DatabaseKind::Postgres {
        // What the server's own housekeeping does by itself after so many rows, a little later.
        store.execute("VACUUM ANALYZE").await?;
    }
    let desk = Desk::Office(OFFICE.to_owned());
    let all = WorklistFilter::all(desk.clone());
    let service = Some("s05".to_owned());
    let state = Some("in_check".to_owned());
    for (title, filter) in [
        ("all", all.clone()),
        ("service", WorklistFilter { service: service.clone(), ..all.clone() }),
        ("state", WorklistFilter { state: state.clone(), ..all.clone() }),
        ("service and state", WorklistFilter { service, state, ..all.clone() }),
        ("held by nobody", WorklistFilter { holder: Holder::Nobody, ..all.clone() }),
        ("mine", WorklistFilter { holder: Holder::Account(officer(6)), ..all.clone() }),
        ("overdue", WorklistFilter { due_before: Some(today()), ..all.clone() }),
    ] {
        pages(&store, name, title, &filter).await?;
    }
    let counts = timed(async |_| store.worklist_counts(Some(&desk)).await.map(|_| ())).await?;
    println!("| {name} | amounts by service, state and held alone | | {counts} |");
    if !is_filled {
        steps(&store, name, sample).await?;
    }
    store.close().await;
    Ok(())
}

/// The page with all that stands on it: the cases, how many there are, the amounts by service and state, the overdue.
async fn pages(store: &Store, name: &str, title: &str, filter: &WorklistFilter) -> anyhow::Result<()> {
    let total = store.worklist_page(filter, WorklistAt::Page(1), ROWS).await?.total;
    let last = total.div_ceil(u64::from(ROWS)).max(1);
    let show = async |page: u64| {
        let shown = store.worklist_page(filter, WorklistAt::Page(page), ROWS).await?;
        assert!(!shown.rows.is_empty(), "page {page} of {last} is empty");
        store.worklist_counts(Some(&filter.desk)).await?;
        store.worklist_overdue(filter, today()).await.map(|_| ())
    };
    let first = timed(async |time| show(1 + time % 10.min(last)).await).await?;
    let middle = timed(async |time| show((last / 2 + time % 10).clamp(1, last)).await).await?;
    let end = timed(async |time| show(last - time % 10.min(last)).await).await?;
    let any = timed(async |time| show(1 + scattered(time) % last).await).await?;
    let next = timed(async |time| {
        let page = store.worklist_page(filter, WorklistAt::Page(1 + scattered(time) % last), 1).await?;
        let after = page.rows.first().map(WorklistKey::of);
        store.worklist_next(filter, after).await.map(|_| ())
    })
    .await?;
    println!("| {name} | {title} | {last} | {first} | {middle} | {end} | {any} | {next} |");
    Ok(())
}

/// How long something takes: half of the times at most so long, 95 of 100 at most so long, in milliseconds; and in
/// brackets 95 of 100 at the first asking, with all that came in between.
async fn timed(run: impl AsyncFn(u64) -> Result<(), store::ReadError>) -> anyhow::Result<String> {
    let (mut quickest, mut first) = (Vec::new(), Vec::new());
    for time in 0..TIMES {
        let mut waits = Vec::new();
        for _ in 0..ASKED {
            let began = Instant::now();
            run(time).await?;
            waits.push(began.elapsed());
        }
        first.extend(waits.first().copied());
        quickest.extend(waits.into_iter().min());
    }
    let quantile = |waits: &mut Vec<Duration>, part: usize| {
        waits.sort_unstable();
        waits[(waits.len() - 1) * part / 100].as_secs_f64() * 1e3
    };
    Ok(format!(
        "{:.1} / {:.1} ({:.1})",
        quantile(&mut quickest, 50),
        quantile(&mut quickest, 95),
        quantile(&mut first, 95)
    ))
}

/// Steps of cases, each moving the amounts, by eight callers for three seconds.
async fn steps(store: &Store, name: &str, sample: Vec<Matter>) -> anyhow::Result<()> {
    let until = Instant::now() + Duration::from_secs(3);
    let amount = sample.len().div_ceil(8);
    let callers = sample.chunks(amount).map(|mine| {
        let (store, mut mine) = (store.clone(), mine.to_vec());
        tokio::spawn(async move {
            let (mut done, mut round) = (0_u32, 0);
            while Instant::now() < until {
                round += 1;
                for matter in &mut mine {
                    let to = STATES[round % STATES.len()];
                    matter.then(Event::Acted(Box::new(acted("check", to))), clerk(officer(7)), today());
                    let due = today().checked_add(i64::try_from(round)?.days())?;
                    let write = matter.waits(Owner::Office, Some(due)).save();
                    store.save(Changes::new().write(write)).await?;
                    done += 1;
                }
            }
            anyhow::Ok(done)
        })
    });
    let (began, mut done) = (Instant::now(), 0);
    for caller in callers.collect::<Vec<_>>() {
        done += caller.await??;
    }
    println!(
        "{name}: {:.0} steps saved a second by 8 callers",
        f64::from(done) / began.elapsed().as_secs_f64()
    );
    Ok(())
}

/// Fills the store and gives some of the cases, to work on.
async fn fill(store: &Store, cases: u64) -> anyhow::Result<Vec<Matter>> {
    let people: Vec<PersonId> = insert_people(store, 2_000).await?;
    let (mut sample, mut saves) = (Vec::new(), tokio::task::JoinSet::new());
    for from in (0..cases).step_by(usize::try_from(BATCH)?) {
        let mut changes = Changes::new();
        for number in from..(from + BATCH).min(cases) {
            let mut matter = waiting(people[usize::try_from(number)? % people.len()], number, cases)?;
            changes = changes.write(matter.save());
            if number % 1_000 == 1 && sample.len() < 800 {
                sample.push(matter);
            }
        }
        let store = store.clone();
        saves.spawn(async move { store.save(changes).await });
        if saves.len() >= 8
            && let Some(saved) = saves.join_next().await
        {
            saved??;
        }
    }
    while let Some(saved) = saves.join_next().await {
        saved??;
    }
    Ok(sample)
}

async fn insert_people(store: &Store, amount: u64) -> anyhow::Result<Vec<PersonId>> {
    let mut ids = Vec::new();
    for from in (0..amount).step_by(usize::try_from(BATCH)?) {
        let people: Vec<_> = (from..(from + BATCH).min(amount)).map(person).collect();
        ids.extend(people.iter().map(|person| person.id));
        let changes =
            people.into_iter().fold(Changes::new(), |changes, who| changes.write(Write::PersonInsert(who)));
        store.save(changes).await?;
    }
    Ok(ids)
}

/// A case with twelve answers, due on one of 150 days around today, later ones later, give or take a week; one of fifty has
/// no due day, two of five are held.
fn waiting(subject: PersonId, number: u64, cases: u64) -> anyhow::Result<Matter> {
    let draw = scattered(number);
    let pick = |from: &[&'static str], shift: u32| -> anyhow::Result<&'static str> {
        Ok(from[usize::try_from(draw >> shift)? % from.len()])
    };
    let mut matter = Matter::open_as(subject, number, pick(&SERVICES, 3)?, OFFICE);
    let days = i64::try_from(number * 143 / cases + (draw >> 20) % 8)? - 50;
    let due = (!number.is_multiple_of(50)).then(|| today().checked_add(days.days())).transpose()?;
    let mut filed = acted("file", pick(&STATES, 11)?);
    for field in 0..12 {
        let answer = Private::from(format!("朝阳区建国路 {} 号院 {field} 单元", draw % 1_000));
        filed.answers.insert(format!("field_{field}"), answer);
    }
    let by = service::case::Actor::Applicant { person: subject };
    matter.then(Event::Acted(Box::new(filed)), by, opened_on());
    if draw % 5 < 2 {
        matter.claim(officer(draw % 400));
    }
    matter.waits(Owner::Office, due);
    Ok(matter)
}

fn officer(number: u64) -> AccountId {
    AccountId(Uuid::from_u128(u128::from(number)))
}

fn today() -> Date {
    date(2020, 12, 1)
}

/// A number that has nothing to do with its neighbour's, the same in each run (the finaliser of `SplitMix64`).
fn scattered(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
