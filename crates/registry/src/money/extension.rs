//! Row 24: whom the extension of Art. 5 concerns on a day. A pure query: the same ledgers and the same
//! day give the same list, and each name on it has a key under which it is notified once.

use jiff::civil::Date;

use crate::hash::Hash;
use crate::id::PersonId;
use crate::money::code::Programme;

/// What is known of one entitlement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermEnd {
    /// Whose.
    pub person: PersonId,
    /// Under which programme.
    pub programme: Programme,
    /// The last day of the latest term.
    pub last_day: Date,
    /// Whether the person has stable work in another form; `None` when that is not known.
    pub stable_employment: Option<bool>,
    /// Whether the measure has extended it already.
    pub is_extended: bool,
}

/// How the measure concerns somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Concern {
    /// The term is over and there is no stable work.
    Ended,
    /// The term ends while the measure still runs.
    Ending,
    /// The term is over; whether there is stable work is to be asked.
    ToAsk,
}

/// One name of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Concerned {
    /// Who.
    pub person: PersonId,
    /// Under which programme.
    pub programme: Programme,
    /// The last day of the term.
    pub last_day: Date,
    /// How.
    pub concern: Concern,
}

impl Concerned {
    /// The key of the notice: pressed again, the same notice, so no second one.
    pub fn notice_key(&self) -> Hash {
        let day = self.last_day.to_string();
        let parts: [&[u8]; 3] = [self.person.as_bytes(), self.programme.as_str().as_bytes(), day.as_bytes()];
        Hash::of_parts("linghuo.money.extension-notice.1", &parts)
    }
}

/// Whom the measure concerns on a day; `measure_ends` is its last day, as the law's answer gives it.
/// After that day it concerns nobody.
pub fn extension_list<'a>(
    terms: impl IntoIterator<Item = &'a TermEnd>,
    on: Date,
    measure_ends: Date,
) -> Vec<Concerned> {
    let mut list: Vec<Concerned> = terms
        .into_iter()
        .filter_map(|term| {
            let concern = concern(term, on, measure_ends)?;
            Some(Concerned {
                person: term.person,
                programme: term.programme,
                last_day: term.last_day,
                concern,
            })
        })
        .collect();
    list.sort_by_key(|name| (name.concern, name.last_day, name.person, name.programme));
    list
}

fn concern(term: &TermEnd, on: Date, measure_ends: Date) -> Option<Concern> {
    if on > measure_ends || term.is_extended {
        return None;
    }
    match (term.last_day < on, term.stable_employment) {
        (true, Some(false)) => Some(Concern::Ended),
        (true, None) => Some(Concern::ToAsk),
        (false, Some(false) | None) if term.last_day <= measure_ends => Some(Concern::Ending),
        (_, Some(true)) | (false, Some(false) | None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use uuid::Uuid;

    fn term(id: u128, last_day: Date, stable: Option<bool>) -> TermEnd {
        TermEnd {
            person: PersonId(Uuid::from_u128(id)),
            programme: Programme::from_static("hardship_subsidy"),
            last_day,
            stable_employment: stable,
            is_extended: false,
        }
    }

    // Row 24, word for word.
    #[test]
    fn the_list_of_row_24_has_exactly_the_first_two() {
        let terms = [
            term(1, date(2020, 8, 31), Some(false)),
            term(2, date(2020, 10, 31), Some(false)),
            term(3, date(2020, 9, 30), Some(true)),
            term(4, date(2021, 1, 15), Some(false)),
        ];
        let list = extension_list(&terms, date(2020, 11, 15), date(2020, 12, 31));
        let people: Vec<u128> = list.iter().map(|name| name.person.0.as_u128()).collect();
        assert_eq!(people, [1, 2]);
        assert!(list.iter().all(|name| name.concern == Concern::Ended));
        let again = extension_list(terms.iter().rev(), date(2020, 11, 15), date(2020, 12, 31));
        let keys = |list: &[Concerned]| list.iter().map(Concerned::notice_key).collect::<Vec<_>>();
        assert_eq!(keys(&list), keys(&again));
        assert_eq!(extension_list(&terms, date(2021, 1, 1), date(2020, 12, 31)), []);
    }

    #[test]
    fn who_ends_soon_or_must_be_asked_is_kept_apart() {
        let mut extended = term(3, date(2020, 9, 30), Some(false));
        extended.is_extended = true;
        let terms = [term(1, date(2020, 12, 10), Some(false)), term(2, date(2020, 9, 30), None), extended];
        let list = extension_list(&terms, date(2020, 11, 15), date(2020, 12, 31));
        let concerns: Vec<Concern> = list.iter().map(|name| name.concern).collect();
        assert_eq!(concerns, [Concern::Ending, Concern::ToAsk]);
    }
}
