//! 亲友代办: what a person entrusted another with, for which services and days, with their consent.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::id::{MandateId, PersonId};
use crate::period::Period;

/// A mandate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mandate {
    /// The id.
    pub id: MandateId,
    /// Who entrusts.
    pub giver: PersonId,
    /// Who acts for them.
    pub delegate: PersonId,
    /// The services; never empty.
    pub services: Vec<String>,
    /// On which days.
    pub valid: Period,
    /// When the giver consented.
    pub consented_at: Timestamp,
    /// When it was taken back or laid down before its end.
    pub ended_at: Option<Timestamp>,
}

impl Mandate {
    /// Whether the delegate may act in a service on a day.
    pub fn is_in_force(&self, service: &str, on: Date) -> bool {
        self.ended_at.is_none()
            && self.valid.includes(on)
            && self.services.iter().any(|entrusted| entrusted == service)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use uuid::Uuid;

    #[test]
    fn a_mandate_holds_for_its_services_and_days_until_it_is_taken_back() {
        let mandate = Mandate {
            id: MandateId(Uuid::from_u128(1)),
            giver: PersonId(Uuid::from_u128(2)),
            delegate: PersonId(Uuid::from_u128(3)),
            services: vec!["unemployment-registration".to_owned()],
            valid: Period::new(date(2020, 11, 1), Some(date(2020, 11, 30))).unwrap(),
            consented_at: Timestamp::UNIX_EPOCH,
            ended_at: None,
        };
        let on = |day| mandate.is_in_force("unemployment-registration", day);
        assert!(on(date(2020, 11, 1)) && on(date(2020, 11, 30)));
        assert!(!on(date(2020, 10, 31)) && !on(date(2020, 12, 1)));
        assert!(!mandate.is_in_force("startup-loan", date(2020, 11, 15)));
        let ended = Mandate { ended_at: Some(Timestamp::UNIX_EPOCH), ..mandate };
        assert!(!ended.is_in_force("unemployment-registration", date(2020, 11, 15)));
    }
}
