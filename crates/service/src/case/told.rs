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

fn cited(label: &Words, zh: &str, en: &str) -> Words {
    Words { zh: format!("{}（{zh}）", label.zh), en: format!("{} ({en})", label.en) }
}

fn listed(all: &[Words]) -> Words {
    let join = |pick: fn(&Words) -> &str, with: &str| all.iter().map(pick).collect::<Vec<_>>().join(with);
    Words { zh: join(|words| &words.zh, "；"), en: join(|words| &words.en, "; ") }
}
