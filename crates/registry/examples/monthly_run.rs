//! How long the pure part of a month's run takes over many people: `cargo run --release -p registry
//! --example monthly_run [PEOPLE] [THREADS]`. Each has two years of contributions in three insurances and a
//! year of subsidy behind them; the run grants a month, writes ledgers, orders and postings, freezes one
//! cycle over all and proves the balance. Making the people is not counted.

use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::civil::date;
use registry::journal::{Action, Actor};
use registry::money::book::TrialBalance;
use registry::money::ledger::LedgerEvent;
use registry::money::monthly_run::{LawLine, PersonRun, run};
use registry::money::subsidy::{GrantRequest, InsuranceGrant, SubsidyEvent};
use registry::money::{
    Fen, Insurance, Month, MonthLedger, PaymentCycle, PaymentOrder, Programme, Source, Stamp, SubsidyLedger,
};
use registry::{AccountId, CycleId, PersonId, Region};
use uuid::Uuid;

const INSURANCES: [&str; 3] = ["pension", "medical", "unemployment"];
const CHUNK: u32 = 10_000;

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn stamp() -> Result<Stamp, Failure> {
    Ok(Stamp {
        on: date(2021, 4, 15),
        at: Timestamp::UNIX_EPOCH,
        by: Actor::System(Action::from_static("monthly_run")),
        source: Source::Run("2021-03".parse()?),
    })
}

fn somebody(n: u32, stamp: &Stamp) -> Result<(SubsidyLedger, Vec<MonthLedger>), Failure> {
    let person = PersonId(Uuid::from_u128(u128::from(n)));
    let first: Month = "2019-04".parse()?;
    let receipt: registry::money::Reference = "R".parse()?;
    let mut ledgers = Vec::new();
    for code in INSURANCES {
        let mut ledger = MonthLedger::new(person, code.parse()?);
        for ahead in 0..24 {
            let Some(month) = first.plus(ahead) else { continue };
            let (amount, base) = (Fen(80_000), Some(Fen(400_000)));
            // One in ten has not paid the last month of one insurance.
            if ahead == 23 && n.is_multiple_of(10) && code == "medical" {
                ledger.record_one(LedgerEvent::Charged { month, amount, base }, stamp)?;
            } else {
                ledger
                    .record_one(LedgerEvent::Paid { month, amount, base, receipt: receipt.clone() }, stamp)?;
            }
        }
        ledgers.push(ledger);
    }
    let mut subsidy = SubsidyLedger::new(person, Programme::from_static("graduate_subsidy"));
    let insurances: Vec<Insurance> = INSURANCES.iter().map(|code| code.parse()).collect::<Result<_, _>>()?;
    let begun: Month = "2020-03".parse()?;
    let opened = SubsidyEvent::Opened {
        first: begun,
        last_day: None,
        months_left: 36,
        insurances: insurances.clone(),
    };
    subsidy.record_one(opened, stamp)?;
    for ahead in 0..12 {
        let Some(month) = begun.plus(ahead) else { continue };
        let line =
            |insurance| InsuranceGrant { insurance, amount: Fen(50_000), is_paid: true, elsewhere: None };
        let request = GrantRequest { month, lines: insurances.iter().copied().map(line).collect() };
        subsidy.record_one(subsidy.judge(&request), stamp)?;
    }
    Ok((subsidy, ledgers))
}

struct Part {
    orders: Vec<PaymentOrder>,
    balance: TrialBalance,
    took: Duration,
    refused: usize,
}

fn part(from: u32, to: u32) -> Result<Part, Failure> {
    let stamp = stamp()?;
    let (month, district): (Month, Region) = ("2021-03".parse()?, "110105".parse()?);
    let mut lines = Vec::new();
    for code in INSURANCES {
        lines.push(LawLine { insurance: code.parse()?, amount: Some(Fen(50_000)), needs_payment: true });
    }
    let mut done =
        Part { orders: Vec::new(), balance: TrialBalance::default(), took: Duration::ZERO, refused: 0 };
    for start in (from..to).step_by(CHUNK as usize) {
        let mut people = Vec::new();
        for n in start..to.min(start + CHUNK) {
            people.push(somebody(n, &stamp)?);
        }
        let began = Instant::now();
        for (subsidy, ledgers) in &mut people {
            let approved_at = Timestamp::UNIX_EPOCH;
            let person =
                PersonRun { subsidy, ledgers, month, lines: &lines, district: &district, approved_at };
            let outcome = run(person, &stamp)?;
            for transaction in &outcome.postings {
                done.balance.add(transaction)?;
            }
            done.refused += outcome.refused.len();
            done.orders.extend(outcome.orders);
        }
        done.took += began.elapsed();
    }
    Ok(done)
}

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let people: u32 = arguments.next().map_or(Ok(1_000_000), |text| text.parse())?;
    let threads: u32 = arguments.next().map_or(Ok(2), |text| text.parse())?;
    let share = people.div_ceil(threads.max(1));
    let parts: Vec<Part> = thread::scope(|scope| {
        let start = |n: u32| scope.spawn(move || part(n * share, people.min((n + 1) * share)));
        let running: Vec<_> = (0..threads).map(start).collect();
        let finish = |one: thread::ScopedJoinHandle<'_, Result<Part, Failure>>| {
            one.join().unwrap_or_else(|_| Err("a thread stopped".into()))
        };
        running.into_iter().map(finish).collect::<Result<_, _>>()
    })?;
    let slowest = parts.iter().map(|part| part.took).max().unwrap_or_default();
    let began = Instant::now();
    let mut balance = TrialBalance::default();
    parts.iter().try_for_each(|part| balance.merge(&part.balance))?;
    let proven = balance.prove()?;
    let cycle = PaymentCycle::open(CycleId(Uuid::from_u128(1)), "2021-04".parse()?);
    let orders = parts.iter().flat_map(|part| &part.orders);
    let computed = cycle.compute(orders, Vec::new(), AccountId(Uuid::from_u128(1)), &stamp()?)?;
    let mut cycle = cycle;
    cycle.apply(&computed.event)?;
    let frozen = began.elapsed();
    let refused: usize = parts.iter().map(|part| part.refused).sum();
    println!(
        "{people} people, {} ledgers, {} orders, {refused} lines refused, {proven} yuan proven on each side",
        u64::from(people) * 4,
        cycle.entries().len(),
    );
    println!(
        "granting, ledgers, orders and postings: {slowest:.2?} on {threads} threads; freezing one cycle over all: {frozen:.2?}"
    );
    Ok(())
}
