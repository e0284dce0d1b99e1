//! Where a person is paid: what they said of their account with a step, kept apart from the facts, and orders that the
//! bank sent back tried again once there is another account.

use registry::money::order::{OrderEvent, OrderState};
use registry::money::{Code, PaymentOrder};
use service::case::EffectToDo;
use store::{Changes, OrderFilter, Payee, Write};
use zeroize::Zeroizing;

use super::values::refused;
use super::work::MoneyWork;
use crate::App;
use crate::cases::{About, GroundsError};

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
        for row in all.map_err(crate::Fault::from)? {
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
