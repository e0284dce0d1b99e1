//! One thing told to one person: looked at once more, then a notice for the inbox with both decisions where something
//! turned, and a short message that names nothing.

use registry::{NoticeId, Person};
use service::notice::NoticeChannel;
use service::proactive::ProactiveEvent;
use service::{Lang, Placeholder, Value, Values};
use store::{Changes, Job, Kept, Notice, Write};
use zeroize::Zeroizing;

use super::{Tell, What};
use crate::cases::OnRecord;
use crate::conclusion::{Conclusion, Line, Status};
use crate::inbox::{NoticeLink, NoticeText};
use crate::jobs::{Done, needed};
use crate::outgoing::Outgoing;
use crate::text::Text;
use crate::{App, Fault, known};

/// What a notice is made of.
struct Told {
    event: ProactiveEvent,
    values: Values,
    links: Vec<NoticeLink>,
    decisions: Vec<store::Decision>,
}

impl App {
    /// Tells one person one thing, if it still holds.
    pub(in crate::jobs) async fn proactive_tell(&self, job: &Job) -> Result<Done, Fault> {
        let wanted: Tell = needed(job)?;
        let now = self.on(wanted.on, self.sources());
        let person = self.parts.store.person_find(wanted.person).await?.and_then(Kept::held);
        let mut changes = Changes::new();
        if let Some(person) = person {
            let record = self.on_record(&person).await?;
            let told = match &wanted.what {
                What::Turned { conclusion } => {
                    let then = self.under(&wanted.from).await?;
                    now.turned(&then, &person, &record, conclusion)?
                }
                What::Met { conclusion } => now.met(&record, conclusion)?,
                What::Ends { conclusion, last } => now.ending(&record, conclusion, *last)?,
                What::MonthsLeft { programme, left } => now.nearly_used_up(&record, programme, *left)?,
            };
            if let Some(told) = told {
                changes = now.proactive_notice(changes, &person, told, &job.id.to_string()).await?;
            }
        }
        self.job_save(job, changes).await
    }

    fn turned(
        &self,
        then: &Self,
        person: &Person,
        record: &OnRecord,
        key: &str,
    ) -> Result<Option<Told>, Fault> {
        let Some(watch) = self.library().proactive.watches.iter().find(|watch| watch.conclusion == key)
        else {
            return Ok(None);
        };
        let Some(event) = self.turn_of(then, record, watch)? else { return Ok(None) };
        let decide = |app: &Self| {
            let facts = known::of_record(record, app.today(), app.clock());
            app.decide_facts(&facts, app.today(), &law::Options::default())
                .map_err(|error| Fault::because("facts on record that contradict each other", error))
        };
        let (was, is) = (decide(then)?, decide(self)?);
        let conclusions = self.conclusions(&is.request, &is.decision);
        let Some(found) = conclusions.into_iter().find(|found| found.key == key) else { return Ok(None) };
        let earlier = then.conclusions(&was.request, &was.decision);
        let earlier = earlier.into_iter().find(|found| found.key == key);
        let before = then.decision_kept(&was, Some(person.id), None, then.today());
        let before = store::Decision { created_at: self.moment(), ..before };
        let after = self.decision_kept(&is, Some(person.id), None, self.today());
        let laid = NoticeLink::BeforeAfter { before: before.id, after: after.id };
        let mut links = vec![laid];
        if found.status == Status::Yes {
            links.push(NoticeLink::Service { id: watch.service.clone() });
        }
        let mut values = Self::about(&found);
        values.insert(Placeholder::EffectiveOn, Value::Date(self.today()));
        values.insert(Placeholder::Reasons, Value::Words((&because(earlier.as_ref(), &found)).into()));
        Ok(Some(Told { event, values, links, decisions: vec![before, after] }))
    }

    fn met(&self, record: &OnRecord, key: &str) -> Result<Option<Told>, Fault> {
        let watch = self.library().proactive.watches.iter().find(|watch| watch.conclusion == key);
        let found = self.concluded_of(record, key)?.filter(|found| found.status == Status::Yes);
        let (Some(watch), Some(found)) = (watch, found) else { return Ok(None) };
        let mut values = Self::about(&found);
        values.insert(Placeholder::EffectiveOn, Value::Date(self.today()));
        let links = vec![NoticeLink::Service { id: watch.service.clone() }];
        Ok(Some(Told { event: ProactiveEvent::Gained, values, links, decisions: Vec::new() }))
    }

    fn ending(&self, record: &OnRecord, key: &str, last: jiff::civil::Date) -> Result<Option<Told>, Fault> {
        let Some(watch) = self.library().proactive.watches.iter().find(|watch| watch.conclusion == key)
        else {
            return Ok(None);
        };
        if self.end_of(record, watch)? != Some(last) {
            return Ok(None);
        }
        let Some(found) = self.concluded_of(record, key)? else { return Ok(None) };
        let days = self.today().until(last).map_or(0, |span| span.get_days());
        let mut values = Self::about(&found);
        values.insert(Placeholder::Until, Value::Date(last));
        values.insert(Placeholder::DaysLeft, Value::Text(days.to_string()));
        let links = vec![NoticeLink::Service { id: watch.service.clone() }];
        Ok(Some(Told { event: ProactiveEvent::Ends, values, links, decisions: Vec::new() }))
    }

    fn nearly_used_up(&self, record: &OnRecord, programme: &str, left: u32) -> Result<Option<Told>, Fault> {
        let held = record.money.subsidies.iter().find(|held| held.programme().as_str() == programme);
        let watch = self.library().proactive.ledgers.iter().find(|watch| watch.programme == programme);
        let (Some(_), Some(watch)) = (held.filter(|held| held.months_left() == left), watch) else {
            return Ok(None);
        };
        let pack = self.pack(&watch.service)?;
        let Some(found) = self.concluded_of(record, &pack.definition.conclusion)? else { return Ok(None) };
        let mut values = Self::about(&found);
        values.insert(Placeholder::MonthsLeft, Value::Text(left.to_string()));
        let links = vec![NoticeLink::Service { id: watch.service.clone() }];
        Ok(Some(Told { event: ProactiveEvent::MonthsLeft, values, links, decisions: Vec::new() }))
    }

    /// One conclusion of today on what is on record.
    fn concluded_of(&self, record: &OnRecord, key: &str) -> Result<Option<Conclusion>, Fault> {
        let facts = known::of_record(record, self.today(), self.clock());
        let decided = self
            .decide_facts(&facts, self.today(), &law::Options::default())
            .map_err(|error| Fault::because("facts on record that contradict each other", error))?;
        let conclusions = self.conclusions(&decided.request, &decided.decision);
        Ok(conclusions.into_iter().find(|found| found.key == key))
    }

    fn about(found: &Conclusion) -> Values {
        let article = Text::new(
            format!("第{}条", law_syntax::numeral::write(found.article)),
            format!("Art. {}", found.article),
        );
        Values::from([
            (Placeholder::Conclusion, Value::Words((&found.title).into())),
            (Placeholder::Article, Value::Words((&article).into())),
        ])
    }

    async fn proactive_notice(
        &self,
        mut changes: Changes,
        person: &Person,
        told: Told,
        cause: &str,
    ) -> Result<Changes, Fault> {
        let Told { event, mut values, links, decisions } = told;
        values.insert(Placeholder::PersonName, Value::Text(person.name.expose().to_owned()));
        let proactive = &self.library().proactive;
        let kind = format!("proactive.{}", event.as_str());
        let notice = proactive.notice(event, NoticeChannel::Inbox);
        let notice = notice.ok_or_else(|| Fault::internal(format!("no notice `{kind}`")))?;
        let render = |lang| notice.render(lang, &values).map_err(|e| Fault::because("a notice", e));
        let (zh, en) = (render(Lang::Zh)?, render(Lang::En)?);
        let (title, text) = (Text::new(zh.title, en.title), Text::new(zh.text, en.text));
        let body = serde_json::to_vec(&NoticeText { title, text, links })
            .map_err(|e| Fault::because("a notice that cannot be written", e))?;
        for decision in decisions {
            changes = changes.decision(decision);
        }
        changes = changes.write(Write::NoticeInsert(Notice {
            id: NoticeId(self.id()),
            person: person.id,
            kind: kind.clone(),
            body: Zeroizing::new(body),
            created_at: self.moment(),
            read_at: None,
        }));
        if let Some(short) = proactive.notice(event, NoticeChannel::Sms) {
            let key = format!("proactive:{cause}");
            let told = Outgoing { person, case: None, cause: kind, key, short, values: &values };
            changes = self.send_out(changes, &told).await?;
        }
        Ok(changes)
    }
}

/// Why it is not met: the condition that fails and did not before, where it stands, and its words.
fn because(earlier: Option<&Conclusion>, found: &Conclusion) -> Text {
    let held_before = |line: &&Line| {
        let mut before = earlier.iter().flat_map(|earlier| &earlier.lines);
        before.any(|was| was.status == Status::Yes && was.name == line.name)
    };
    let failing = || found.lines.iter().filter(|line| line.status == Status::No && line.depth > 0);
    // The deepest says it most exactly; of several the first.
    let turned = failing().filter(held_before).rev().max_by_key(|line| line.depth);
    let deepest = turned.or_else(|| failing().rev().max_by_key(|line| line.depth));
    let (name, provision) = match deepest {
        Some(line) => (&line.name, &line.provision),
        None => (&found.plain, found.provisions.last().unwrap_or(&NOTHING)),
    };
    Text::new(
        format!("“{}”这一项不符合（{}：“{}”）", name.zh, provision.label.zh, provision.words.zh),
        format!("\"{}\" is not met ({})", name.en, provision.label.en),
    )
}

static NOTHING: crate::shown::Provision = crate::shown::Provision {
    instrument: String::new(),
    anchor: String::new(),
    article: 0,
    label: Text { zh: String::new(), en: String::new() },
    words: Text { zh: String::new(), en: String::new() },
};
