//! What each aggregate of money is as a stream: what it begins with, under which key, and how it takes its events.

use jiff::Timestamp;
use registry::money::back_payment::BackPayment;
use registry::money::back_payment::{BackPaymentEvent, Quote};
use registry::money::base::{BaseHistory, ChosenBase};
use registry::money::cycle::CycleEvent;
use registry::money::figure::Amount;
use registry::money::ledger::LedgerEvent;
use registry::money::order::{EntitlementLine, OrderEvent};
use registry::money::subsidy::SubsidyEvent;
use registry::money::{
    Insurance, Month, MonthLedger, PaymentCycle, PaymentOrder, Programme, Recorded, SubsidyLedger,
};
use registry::{CaseId, CycleId, PersonId, Region};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use store::MoneyKind;

use crate::Fault;

/// One aggregate as a stream of events.
pub(crate) trait Aggregate: Sized + Clone {
    /// What it begins with.
    type Head: Serialize + DeserializeOwned;
    /// What happens to it.
    type Event: Serialize + DeserializeOwned + Clone;
    /// The kind of its stream.
    const KIND: MoneyKind;

    /// As it begins.
    fn begin(head: Self::Head) -> Self;
    /// What it begins with, of one that has no events yet.
    fn head(&self) -> Self::Head;
    /// The key of its stream.
    fn key(&self) -> String;
    /// Whose it is.
    fn person(&self) -> Option<PersonId>;
    /// How many events it has.
    fn version(&self) -> u32;
    /// Takes the next event.
    fn take(&mut self, recorded: &Recorded<Self::Event>) -> Result<(), Fault>;
}

fn unfit(error: impl std::error::Error + Send + Sync + 'static) -> Fault {
    Fault::because("an event of money that does not follow", error)
}

/// Whose and of which insurance.
#[derive(Serialize, Deserialize)]
pub(crate) struct OfInsurance {
    person: PersonId,
    insurance: Insurance,
}

/// The key of the streams of a person in an insurance.
pub(crate) fn insurance_key(person: PersonId, insurance: Insurance) -> String {
    format!("{person}:{insurance}")
}

impl Aggregate for MonthLedger {
    type Head = OfInsurance;
    type Event = LedgerEvent;
    const KIND: MoneyKind = MoneyKind::Ledger;

    fn begin(head: OfInsurance) -> Self {
        Self::new(head.person, head.insurance)
    }

    fn head(&self) -> OfInsurance {
        OfInsurance { person: Self::person(self), insurance: self.insurance() }
    }

    fn key(&self) -> String {
        insurance_key(Self::person(self), self.insurance())
    }

    fn person(&self) -> Option<PersonId> {
        Some(Self::person(self))
    }

    fn version(&self) -> u32 {
        Self::version(self)
    }

    fn take(&mut self, recorded: &Recorded<LedgerEvent>) -> Result<(), Fault> {
        self.apply(recorded).map_err(unfit)
    }
}

/// Whose and under which programme.
#[derive(Serialize, Deserialize)]
pub(crate) struct OfProgramme {
    person: PersonId,
    programme: Programme,
}

impl Aggregate for SubsidyLedger {
    type Head = OfProgramme;
    type Event = SubsidyEvent;
    const KIND: MoneyKind = MoneyKind::Subsidy;

    fn begin(head: OfProgramme) -> Self {
        Self::new(head.person, head.programme)
    }

    fn head(&self) -> OfProgramme {
        OfProgramme { person: Self::person(self), programme: self.programme() }
    }

    fn key(&self) -> String {
        format!("{}:{}", Self::person(self), self.programme())
    }

    fn person(&self) -> Option<PersonId> {
        Some(Self::person(self))
    }

    fn version(&self) -> u32 {
        Self::version(self)
    }

    fn take(&mut self, recorded: &Recorded<SubsidyEvent>) -> Result<(), Fault> {
        self.apply(recorded).map_err(unfit)
    }
}

/// The bases that a person chose in an insurance.
#[derive(Debug, Clone)]
pub(crate) struct Bases {
    pub(crate) person: PersonId,
    pub(crate) insurance: Insurance,
    pub(crate) history: BaseHistory,
    version: u32,
}

impl Bases {
    pub(crate) fn new(person: PersonId, insurance: Insurance) -> Self {
        Self { person, insurance, history: BaseHistory::default(), version: 0 }
    }
}

impl Aggregate for Bases {
    type Head = OfInsurance;
    type Event = ChosenBase;
    const KIND: MoneyKind = MoneyKind::Base;

    fn begin(head: OfInsurance) -> Self {
        Self::new(head.person, head.insurance)
    }

    fn head(&self) -> OfInsurance {
        OfInsurance { person: self.person, insurance: self.insurance }
    }

    fn key(&self) -> String {
        insurance_key(self.person, self.insurance)
    }

    fn person(&self) -> Option<PersonId> {
        Some(self.person)
    }

    fn version(&self) -> u32 {
        self.version
    }

    fn take(&mut self, recorded: &Recorded<ChosenBase>) -> Result<(), Fault> {
        self.history.add(recorded.event.clone()).map_err(unfit)?;
        self.version = recorded.version;
        Ok(())
    }
}

/// A back payment with the case in which it was quoted.
#[derive(Debug, Clone)]
pub(crate) struct CaseQuote {
    pub(crate) case: CaseId,
    pub(crate) payment: BackPayment,
}

/// What a back payment begins with.
#[derive(Serialize, Deserialize)]
pub(crate) struct QuoteHead {
    case: CaseId,
    quote: Quote,
}

impl Aggregate for CaseQuote {
    type Head = QuoteHead;
    type Event = BackPaymentEvent;
    const KIND: MoneyKind = MoneyKind::BackPayment;

    fn begin(head: QuoteHead) -> Self {
        Self { case: head.case, payment: BackPayment::from_quote(head.quote) }
    }

    fn head(&self) -> QuoteHead {
        QuoteHead { case: self.case, quote: self.payment.quote().clone() }
    }

    fn key(&self) -> String {
        self.payment.quote().id.to_string()
    }

    fn person(&self) -> Option<PersonId> {
        Some(self.payment.quote().person)
    }

    fn version(&self) -> u32 {
        self.payment.version()
    }

    fn take(&mut self, recorded: &Recorded<BackPaymentEvent>) -> Result<(), Fault> {
        self.payment.apply(recorded).map_err(unfit)
    }
}

/// What a payment order begins with.
#[derive(Serialize, Deserialize)]
pub(crate) struct OrderHead {
    person: PersonId,
    programme: Programme,
    insurance: Insurance,
    month: Month,
    district: Region,
    approved_at: Timestamp,
    amount: Amount,
}

impl Aggregate for PaymentOrder {
    type Head = OrderHead;
    type Event = OrderEvent;
    const KIND: MoneyKind = MoneyKind::Order;

    fn begin(head: OrderHead) -> Self {
        let OrderHead { person, programme, insurance, month, district, approved_at, amount } = head;
        Self::new(EntitlementLine { person, programme, insurance, month }, district, approved_at, amount)
    }

    fn head(&self) -> OrderHead {
        let EntitlementLine { person, programme, insurance, month } = self.line();
        let (district, approved_at) = (self.district().clone(), self.approved_at());
        OrderHead {
            person,
            programme,
            insurance,
            month,
            district,
            approved_at,
            amount: self.amount().clone(),
        }
    }

    fn key(&self) -> String {
        self.id().to_string()
    }

    fn person(&self) -> Option<PersonId> {
        Some(self.line().person)
    }

    fn version(&self) -> u32 {
        Self::version(self)
    }

    fn take(&mut self, recorded: &Recorded<OrderEvent>) -> Result<(), Fault> {
        self.apply(recorded).map_err(unfit)
    }
}

/// What a cycle begins with.
#[derive(Serialize, Deserialize)]
pub(crate) struct CycleHead {
    id: CycleId,
    month: Month,
}

impl Aggregate for PaymentCycle {
    type Head = CycleHead;
    type Event = CycleEvent;
    const KIND: MoneyKind = MoneyKind::Cycle;

    fn begin(head: CycleHead) -> Self {
        Self::open(head.id, head.month)
    }

    fn head(&self) -> CycleHead {
        CycleHead { id: self.id(), month: self.month() }
    }

    fn key(&self) -> String {
        self.id().to_string()
    }

    fn person(&self) -> Option<PersonId> {
        None
    }

    fn version(&self) -> u32 {
        Self::version(self)
    }

    fn take(&mut self, recorded: &Recorded<CycleEvent>) -> Result<(), Fault> {
        self.apply(recorded).map_err(unfit)
    }
}
