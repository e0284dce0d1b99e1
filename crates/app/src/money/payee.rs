//! Where a person is paid: what they said of their account with a step, kept apart from the facts, and orders that the
//! bank sent back tried again once there is another account.

use std::collections::BTreeMap;

use exchange::bank::Party;
use exchange::bank::branches::Branches;
use registry::PersonId;
use registry::money::order::{OrderEvent, OrderState};
use registry::money::{Code, PaymentOrder, Programme};
use service::case::EffectToDo;
use store::{Changes, OrderFilter, Payee, Write};
use zeroize::Zeroizing;

use super::values::refused;
use super::work::{MoneyWork, Open};
use crate::cases::{About, GroundsError};
use crate::{App, Fault, Text};

/// What ends the name of a field that takes an account number, and of one that takes the name of a bank.
const ACCOUNT: &str = "bank_account";
const BANK: &str = "bank";

impl App {
    /// Keeps the account that an effect's fields say, if they say one.
    pub(crate) async fn keep_payee(
        &self,
        changes: Changes,
        work: &mut MoneyWork,
        about: &About<'_>,
        effect: &EffectToDo,
    ) -> Result<Changes, GroundsError> {
        let said = |ends: &str| {
            let mut found = effect.values.iter().filter(|(field, _)| field.ends_with(ends));
            found.next().map(|(_, value)| value.as_str())
        };
        let (Some(bank), Some(account)) = (said(BANK), said(ACCOUNT)) else { return Ok(changes) };
        let payee = Payee {
            person: about.person.id,
            bank: Zeroizing::new(bank.to_owned()),
            account: Zeroizing::new(account.to_owned()),
            given_at: self.moment(),
        };
        let stamp = self.stamp(about);
        let all = self.parts.store.order_list(&OrderFilter::Person(about.person.id)).await;
        for row in all.map_err(Fault::from)? {
            if !matches!(row.state, OrderState::Rejected | OrderState::Returned) {
                continue;
            }
            let Some(mut open) = self.money_find::<PaymentOrder>(&row.order.to_string()).await? else {
                continue;
            };
            let event = OrderEvent::Corrected { what: Code::from_static("account") };
            let recorded = open.now.record(event, &stamp).map_err(|error| refused("payment", error))?;
            open.take(recorded)?;
            work.orders.insert(row.order.to_string(), open);
        }
        Ok(changes.write(Write::PayeePut(payee)))
    }
}

/// Orders that a cycle can pay.
pub(super) struct Payable {
    pub(super) orders: Vec<Open<PaymentOrder>>,
    /// Orders that could be paid but for an account that a file can name.
    pub(super) without_account: usize,
}

impl App {
    /// The orders that are ready or held, of persons whose account a file can name.
    pub(super) async fn payable(&self) -> Result<Payable, Fault> {
        let mut rows = self.orders_in(OrderState::Ready).await?;
        rows.extend(self.orders_in(OrderState::Held).await?);
        let mut found = Payable { orders: Vec::with_capacity(rows.len()), without_account: 0 };
        let mut has_account: BTreeMap<PersonId, bool> = BTreeMap::new();
        for row in rows {
            let has = match has_account.get(&row.person) {
                Some(has) => *has,
                None => self.party_of(row.person).await?.is_some(),
            };
            has_account.insert(row.person, has);
            if !has {
                found.without_account += 1;
                continue;
            }
            let open = self.money_find::<PaymentOrder>(&row.order.to_string()).await?;
            found.orders.push(open.ok_or_else(|| Fault::internal("an order on a list alone"))?);
        }
        Ok(found)
    }

    /// A person with their account as a file names them; none where they gave none, or the bank is not known.
    pub(super) async fn party_of(&self, person: PersonId) -> Result<Option<Party>, Fault> {
        let Some(payee) = self.parts.store.payee_find(person).await? else { return Ok(None) };
        let person = self.parts.store.person_find(person).await?.and_then(store::Kept::held);
        let Some(person) = person else { return Ok(None) };
        let banks = Branches::read(Branches::BUILT_IN).map_err(|e| Fault::because("the list of banks", e))?;
        let (Some(branch), Ok(account)) = (banks.number(&payee.bank), payee.account.parse()) else {
            return Ok(None);
        };
        Ok(Party::new(person.name.expose(), account, branch.clone()).ok())
    }

    /// What a programme is called: the title of the service that grants it.
    pub fn programme_name(&self, programme: Programme) -> Text {
        let packs = self.library().packs.values();
        let mut own = packs.filter(|pack| pack.definition.conclusion == programme.as_str());
        own.next().map_or_else(|| Text::same(programme.as_str()), |pack| Text::from(&pack.definition.title))
    }
}
