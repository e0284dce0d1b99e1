//! What a notice of a case can fill in from the case itself.

use super::{Case, Grounds, Moment};
use crate::pack::Pack;
use crate::placeholder::{Placeholder, Value, Values};
use crate::words::Words;

impl Case {
    /// The values that the case gives to its notices. A last day is there only where a clock runs.
    pub(super) fn notice_values(
        &self,
        pack: &Pack,
        reasons: &[String],
        moment: Moment,
        grounds: &Grounds<'_>,
    ) -> Values {
        let definition = &pack.definition;
        let mut values = Values::from([
            (Placeholder::CaseNumber, Value::Text(self.number.clone())),
            (Placeholder::Service, Value::Words(definition.title.clone())),
            (Placeholder::ActedOn, Value::Date(moment.today)),
        ]);
        let state = pack.track(&self.track).and_then(|flow| flow.state(&self.state));
        if let Some(state) = state {
            values.insert(Placeholder::State, Value::Words(state.plain.clone()));
        }
        let tables = definition.reasons.values().flatten();
        let picked: Vec<_> = tables
            .filter(|reason| reasons.contains(&reason.code))
            .map(|reason| match (&reason.anchor, &reason.source) {
                (Some(anchor), _) => cited(
                    &reason.label,
                    &format!("第{}条", anchor.article),
                    &format!("Article {}", anchor.article),
                ),
                (None, Some(source)) => cited(&reason.label, source, source),
                (None, None) => reason.label.clone(),
            })
            .collect();
        values.insert(Placeholder::Reasons, Value::Words(listed(&picked)));
        let asked = self.asked.iter().filter_map(|flag| {
            let field = pack.field(&flag.field)?;
            let reason = pack.return_reason(&flag.reason)?;
            Some(Words {
                zh: format!("{}：{}", field.label.zh, reason.label.zh),
                en: format!("{}: {}", field.label.en, reason.label.en),
            })
        });
        values.insert(Placeholder::Corrections, Value::Words(listed(&asked.collect::<Vec<_>>())));
        // The clock that the state itself names is the one that the person waits for, or must keep.
        let running = self.running(pack, moment.today, &grounds.library.calendars);
        let own = running
            .iter()
            .find(|running| state.is_some_and(|state| state.clocks.first() == Some(&running.clock.id)));
        if let Some(own) = own {
            values.insert(Placeholder::Due, Value::Date(own.due.day));
        }
        values.extend(sums(&definition.conclusion, grounds));
        let office = self.office.as_deref().and_then(|id| grounds.library.directory.office(id));
        if let Some(office) = office {
            values.insert(Placeholder::Office, Value::Words(office.name.clone()));
        }
        values.extend(beyond(pack, grounds));
        values
    }
}

/// What the pack tells from the law and the ledgers.
fn beyond(pack: &Pack, grounds: &Grounds<'_>) -> Values {
    let told = &pack.definition.told;
    let until = told.until.as_ref().and_then(|of| grounds.outcome(&of.id, &of.field).first());
    let until = until.and_then(|day| crate::date::parse(day));
    let left = told.months_left.as_ref().and_then(|ledger| grounds.months_left.get(ledger));
    let until = until.map(|day| (Placeholder::Until, Value::Date(day)));
    let left = left.map(|left| (Placeholder::MonthsLeft, Value::Text(left.to_string())));
    until.into_iter().chain(left).collect()
}

/// What the conclusion that opens the service says in fen, as sums of money. One that is not there is left out.
fn sums(conclusion: &str, grounds: &Grounds<'_>) -> Values {
    const FIELDS: [(Placeholder, &str); 4] = [
        (Placeholder::BaseMin, "base_min_fen"),
        (Placeholder::BaseMax, "base_max_fen"),
        (Placeholder::MonthlyPremium, "monthly_premium_fen"),
        (Placeholder::Amount, "amount_fen"),
    ];
    let sum = |(placeholder, field)| {
        let fen: u64 = grounds.outcome(conclusion, field).first()?.parse().ok()?;
        let yuan = format!("{}.{:02}", fen / FEN_IN_A_YUAN, fen % FEN_IN_A_YUAN);
        let words = Words { zh: format!("{yuan} 元"), en: format!("{yuan} yuan") };
        Some((placeholder, Value::Words(words)))
    };
    FIELDS.into_iter().filter_map(sum).collect()
}

const FEN_IN_A_YUAN: u64 = 100;

fn cited(label: &Words, zh: &str, en: &str) -> Words {
    Words { zh: format!("{}（{zh}）", label.zh), en: format!("{} ({en})", label.en) }
}

fn listed(all: &[Words]) -> Words {
    let join = |pick: fn(&Words) -> &str, with: &str| all.iter().map(pick).collect::<Vec<_>>().join(with);
    Words { zh: join(|words| &words.zh, "；"), en: join(|words| &words.en, "; ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::grounds::Decided;
    use crate::flow::guard::Concluded;
    use crate::library::Library;
    use crate::words::Lang;

    #[test]
    fn sums_are_written_to_the_fen_and_left_out_where_nothing_is_said() {
        let library = Library::embedded().unwrap();
        let mut grounds = Grounds::new(&library);
        let fields = [("base_min_fen", "536000"), ("monthly_premium_fen", "4001"), ("amount_fen", "5")];
        let fields = fields.map(|(field, fen)| (field.to_owned(), vec![fen.to_owned()])).into();
        grounds.conclusions.insert("c".into(), Decided { is: Concluded::Yes, fields });
        let found = sums("c", &grounds);
        let said = |placeholder| found.get(&placeholder).map(|value: &Value| value.in_words(Lang::Zh));
        assert_eq!(said(Placeholder::BaseMin).as_deref(), Some("5360.00 元"));
        assert_eq!(said(Placeholder::MonthlyPremium).as_deref(), Some("40.01 元"));
        assert_eq!(said(Placeholder::Amount).as_deref(), Some("0.05 元"));
        assert_eq!(said(Placeholder::BaseMax), None);
        assert!(sums("another", &grounds).is_empty());
    }
}
