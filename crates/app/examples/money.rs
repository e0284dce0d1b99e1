//! A month's run over a million ledgers: each is read, the law decides on its base, what becomes due is charged and
//! booked, the copies for lists follow, and at the end the whole book is proven.
//!
//! `cargo run -p app --release --example money [ledgers [folder]]` or `make bench-money`
//!
//! With a folder the ledgers are kept there: a run that is broken off goes on the next time where it stopped, and what
//! is filled is not filled again. Without one all of it is thrown away.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, anyhow};
use app::registry::money::ledger::LedgerEvent;
use app::registry::money::{Fen, Insurance, Month, MonthLedger, Recorded, Source, Stamp};
use app::registry::{Action, Actor};
use app::service::Library;
use app::store::conformance::fixture::person;
use app::store::{Changes, Keys, MoneyAppend, MoneyKey, MoneyKind, Store, Write, sqlite_url};
use app::{App, Clock, Config, Ids, Random, Sources};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use jiff::civil::date;
use law::contract::input;
use law::contract::output::{Form, Writer};
use law::{Decider, Options, Policy};
use uuid::Uuid;

const UNEMPLOYMENT: Insurance = Insurance::from_static("unemployment");
const CONCLUSION: &str = "unemployment_contribution";
/// Ledgers put into one save while filling.
const BATCH: u64 = 2_000;
/// The setting that says how many were filled.
const FILLED: &str = "bench.money.filled";

/// The moment of the run, ids that are new, bytes that nothing rests on.
struct Now(Timestamp);

impl Clock for Now {
    fn now(&self) -> Timestamp {
        self.0
    }
}

impl Ids for Now {
    #[expect(
        clippy::disallowed_methods,
        reason = "an example is the outermost place: each run has ids of its own"
    )]
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}

impl Random for Now {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> anyhow::Result<()> {
    let ledgers: u64 = std::env::args().nth(1).map_or(Ok(1_000_000), |text| text.parse())?;
    if let Some(folder) = std::env::args().nth(2) {
        std::fs::create_dir_all(&folder)?;
        return measure(Path::new(&folder), ledgers).await;
    }
    let home = tempfile::tempdir()?;
    measure(home.path(), ledgers).await
}

async fn measure(home: &Path, ledgers: u64) -> anyhow::Result<()> {
    let keys = || Keys::open_or_create(&home.join("keys"));
    let url = sqlite_url(&home.join("money.db"));
    let began = Instant::now();
    let filling = Store::open(&url, keys()?).await?;
    fill(&filling, ledgers).await?;
    filling.close().await;
    println!("{ledgers} ledgers are there after {:.0} s", began.elapsed().as_secs_f64());

    let at: Timestamp = "2021-04-01T02:00:00Z".parse()?;
    let now = Arc::new(Now(at));
    let sources = Sources { clock: now.clone(), ids: now.clone(), random: now };
    let config = Config { public_url: "https://linghuo.example".to_owned(), demo: false };
    let library = Library::embedded().map_err(|faults| anyhow!("packs with {} faults", faults.len()))?;
    let policy = fixture::policy();
    let app = App::start(policy, library, Store::open(&url, keys()?).await?, sources, config).await?;

    let policy = fixture::policy();
    let mut premium = Premium::new(&policy)?;
    let bar = bar(ledgers, "charged");
    let began = Instant::now();
    let month: Month = "2021-04".parse()?;
    let run = app
        .ledgers_charge(UNEMPLOYMENT, month, |ledger| premium.of(ledger), |seen| bar.set_position(seen))
        .await?;
    bar.finish_and_clear();
    anyhow::ensure!(
        run.is_resumed || run.charged == ledgers,
        "the law gave no premium for {} ledgers",
        ledgers - run.charged
    );
    let took = began.elapsed().as_secs_f64();
    println!(
        "{} ledgers read, {} months charged, {} yuan in all, booked and proven: {took:.1} s{}",
        run.seen,
        run.charged,
        run.total,
        if run.is_resumed { ", going on from where it was broken off" } else { "" },
    );
    let began = Instant::now();
    let again = app.ledgers_charge(UNEMPLOYMENT, month, |ledger| premium.of(ledger), |_| {}).await?;
    println!("run again: {} charged, {:.1} s", again.charged, began.elapsed().as_secs_f64());
    app.close().await;
    Ok(())
}

fn bar(length: u64, what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(length);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg} {per_sec} {eta}") {
        bar.set_style(style);
    }
    bar.with_message(what)
}

/// People with a ledger each: March charged on a base of their own, and paid.
async fn fill(store: &Store, ledgers: u64) -> anyhow::Result<()> {
    let filled = store.setting_get(FILLED).await?.map_or(Ok(0), |text| text.parse::<u64>())?;
    let bar = bar(ledgers, "filled");
    let mut next = filled;
    while next < ledgers {
        let until = (next + BATCH).min(ledgers);
        let mut changes = Changes::new();
        for number in next..until {
            let person = person(number);
            let id = person.id;
            changes = changes.write(Write::PersonInsert(person));
            changes = changes.write(Write::MoneyAppend(Box::new(ledger(id, number)?)));
        }
        let at = Timestamp::UNIX_EPOCH;
        let done = Write::SettingPut { name: FILLED.to_owned(), value: until.to_string(), at };
        store.save(changes.write(done)).await?;
        next = until;
        bar.set_position(next);
    }
    bar.finish_and_clear();
    Ok(())
}

fn ledger(id: app::registry::PersonId, number: u64) -> anyhow::Result<MoneyAppend> {
    let base = Fen(361_300 + i64::try_from(number % 2_000_000)?);
    let amount = Fen(base.0 / 100);
    let month: Month = "2021-03".parse()?;
    let stamp = Stamp {
        on: date(2021, 3, 1),
        at: Timestamp::UNIX_EPOCH,
        by: Actor::System(Action::from_static("charges")),
        source: Source::Run("bench".parse()?),
    };
    let receipt = format!("R{number}").parse()?;
    let events = [
        LedgerEvent::Charged { month, amount, base: Some(base) },
        LedgerEvent::Paid { month, amount, base: Some(base), receipt },
    ];
    let events = events.iter().zip(1_u32..).map(|(event, version)| {
        Ok(Recorded { version, stamp: stamp.clone(), event: serde_json::to_value(event)? })
    });
    Ok(MoneyAppend {
        stream: MoneyKey { kind: MoneyKind::Ledger, key: format!("{id}:{UNEMPLOYMENT}") },
        person: Some(id),
        case: None,
        before: None,
        head: serde_json::json!({ "person": id, "insurance": UNEMPLOYMENT }),
        events: events.collect::<anyhow::Result<_>>()?,
    })
}

/// The law's premium, asked anew for each ledger.
struct Premium<'a> {
    policy: &'a Policy,
    decider: Decider,
    writer: Writer,
    options: Options,
    answer: String,
}

impl<'a> Premium<'a> {
    fn new(policy: &'a Policy) -> anyhow::Result<Self> {
        let is_it =
            |plan: &law::plan::Plan| policy.rules.get(plan.rule).is_some_and(|rule| rule.key == CONCLUSION);
        let plan = policy.plans.iter().position(is_it).context("no such conclusion")?;
        let options = Options { only: Some(vec![plan]), without_because: true, without_changes: true };
        Ok(Self {
            policy,
            decider: Decider::default(),
            writer: Writer::new(policy),
            options,
            answer: String::new(),
        })
    }

    fn of(&mut self, ledger: &MonthLedger) -> Option<(Fen, Fen)> {
        let base = ledger.months().next_back().and_then(|(_, entry)| entry.base)?;
        let facts = format!(
            "{{\"as_of\":\"2021-04-01\",\"facts\":{{\"insured_region\":\"110108\",\"employment_form\":\"self_employed\",\
             \"archive_entrusted\":true,\"contribution_base_fen\":{}}}}}",
            base.0
        );
        let request = input::read(self.policy, facts.as_bytes()).ok()?;
        let decision = self.decider.decide(self.policy, &request, &self.options);
        self.answer.clear();
        self.writer.write(self.policy, &request, &decision, Form { because: false }, &mut self.answer);
        let answer: serde_json::Value = serde_json::from_str(&self.answer).ok()?;
        let premium = answer.pointer("/outcomes/unemployment_contribution/monthly_premium_fen");
        premium.and_then(serde_json::Value::as_i64).map(|amount| (Fen(amount), base))
    }
}
