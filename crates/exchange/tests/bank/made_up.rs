//! Made-up orders, payees and a cycle that pays them.

use std::collections::BTreeMap;

use exchange::bank::pain001::{Payee, Payer};
use exchange::bank::{Party, PaymentFile};
use jiff::Timestamp;
use jiff::civil::{DateTime, date};
use registry::journal::{Action, Actor};
use registry::money::cycle::{CycleEvent, order_events};
use registry::money::figure::Amount;
use registry::money::order::EntitlementLine;
use registry::money::{
    Fen, Insurance, OrderId, PaymentCycle, PaymentOrder, Programme, Recorded, Source, Stamp,
};
use registry::{AccountId, CycleId, PersonId};
use uuid::Uuid;

pub fn stamp() -> Stamp {
    Stamp {
        on: date(2021, 4, 12),
        at: Timestamp::UNIX_EPOCH,
        by: Actor::System(Action::from_static("test")),
        source: Source::Run("2021-03".parse().unwrap()),
    }
}

pub fn officer(n: u128) -> AccountId {
    AccountId(Uuid::from_u128(n))
}

pub fn order(n: u128, fen: i64) -> PaymentOrder {
    let line = EntitlementLine {
        person: PersonId(Uuid::from_u128(n)),
        programme: Programme::from_static("graduate_subsidy"),
        insurance: Insurance::from_static("pension"),
        month: "2021-03".parse().unwrap(),
    };
    let at = Timestamp::from_second(i64::try_from(n).unwrap()).unwrap();
    PaymentOrder::new(line, "110105".parse().unwrap(), at, Amount::Decided { amount: Fen(fen) })
}

pub fn party(n: u128) -> Party {
    // A name in Chinese, one with a rare character, one that XML must escape.
    let name = ["王磊", "𠮷㐂·阿不都", "O'Neill & Söhne <海>"][usize::try_from(n % 3).unwrap()];
    Party::new(name, format!("62220212345678{n:05}").parse().unwrap(), "102100000021".parse().unwrap())
        .unwrap()
}

pub fn payer() -> Payer {
    let party = Party::new(
        "北京市人力资源和社会保障局",
        "0200001009014400001".parse().unwrap(),
        "102100000030".parse().unwrap(),
    );
    Payer { party: party.unwrap(), sender: "LINGHUO-BJ".to_owned() }
}

pub fn now() -> DateTime {
    date(2021, 4, 12).at(9, 30, 0, 0)
}

/// A cycle with its orders, which take its events as the use case would.
pub struct Desk {
    pub cycle: PaymentCycle,
    pub orders: BTreeMap<OrderId, PaymentOrder>,
}

impl Desk {
    /// A cycle computed, approved, and not yet sent.
    pub fn approved(orders: impl IntoIterator<Item = PaymentOrder>) -> Self {
        let orders = orders.into_iter().map(|order| (order.id(), order)).collect();
        let cycle = PaymentCycle::open(CycleId(Uuid::from_u128(99)), "2021-04".parse().unwrap());
        let mut desk = Self { cycle, orders };
        let computed = desk.cycle.compute(desk.orders.values(), Vec::new(), officer(1), &stamp()).unwrap();
        desk.take(&computed.event);
        let approved = desk.cycle.approve(officer(2), &stamp()).unwrap();
        desk.take(&approved);
        desk
    }

    pub fn take(&mut self, recorded: &Recorded<CycleEvent>) {
        for (id, event) in order_events(&self.cycle, &recorded.event) {
            let order = self.orders.get_mut(&id).unwrap();
            let event = order.record(event, &stamp()).unwrap();
            order.apply(&event).unwrap();
        }
        self.cycle.apply(recorded).unwrap();
    }

    pub fn file(&self) -> PaymentFile {
        let payee = |id: &OrderId| {
            let n = self.orders[id].line().person.0.as_u128();
            Payee { party: party(n), remittance: "灵活就业社会保险补贴 2021-03".to_owned() }
        };
        let payees = self.cycle.entries().map(|e| e.reference.order).map(|id| (id, payee(&id))).collect();
        PaymentFile::of_cycle(&self.cycle, payer(), &payees, now(), date(2021, 4, 15)).unwrap()
    }

    pub fn send(&mut self) -> String {
        let file = self.file();
        if let Some(sent) = self.cycle.file_sent(&file.message_id, &stamp()).unwrap() {
            self.take(&sent);
        }
        file.write().unwrap()
    }
}
