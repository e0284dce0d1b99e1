//! `proactive_scan` and `proactive_tell`: what a day or a rule turns for someone is found without their asking, and told
//! once (免申即享).
//!
//! A scan compares what the law says now with what it said when it was last looked: another day, other rules, the same
//! person. It goes page by page through everyone on record and puts one job into the queue for each thing to tell; the
//! queue takes the job of a person, a conclusion and a day once, ever. So a scan that is broken off goes on where it was,
//! and one that is repeated tells nobody twice. What a change of the registration or a case turns is told with it
//! (`redecide`, `case_review`), and so is what is then about to end.

mod tell;

use std::sync::Arc;

use jiff::ToSpan as _;
use jiff::civil::Date;
use law::{Bundle, Policy};
use registry::{JobId, Person, PersonId};
use serde::{Deserialize, Serialize};
use service::proactive::{ConclusionWatch, ProactiveEvent, Told};
use store::{Changes, Job, NewJob, Write};

use super::{Done, needed, payload};
use crate::cases::OnRecord;
use crate::conclusion::Status;
use crate::in_force::InForce;
use crate::{App, Fault, known};

/// The kind of the job that goes through a page of people.
pub(super) const SCAN: &str = "proactive_scan";
/// The kind of the job that tells one person one thing.
pub(super) const TELL: &str = "proactive_tell";
/// How many people one job goes through.
const SCAN_ROWS_MAX: u32 = 100;
/// Where it is kept on which day and under which rules it was last looked.
const SETTING: &str = "proactive.looked";

/// A day with the rules that held on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Looked {
    day: Date,
    policy: String,
}

/// What a scan needs.
#[derive(Serialize, Deserialize)]
struct Scan {
    from: Looked,
    to: Looked,
    after: Option<PersonId>,
}

/// What is told of whom.
#[derive(Serialize, Deserialize)]
struct Tell {
    from: Looked,
    on: Date,
    person: PersonId,
    what: What,
}

/// What is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    /// A conclusion turned.
    Turned { conclusion: String },
    /// A conclusion is met, and somebody wants all who meet it told.
    Met { conclusion: String },
    /// A conclusion is met until a day.
    Ends { conclusion: String, last: Date },
    /// Few months are left.
    MonthsLeft { programme: String, left: u32 },
}

impl App {
    /// Puts the scan of the business date and of the rules in force into the queue, if that was not looked at yet.
    pub async fn proactive_look(&self) -> Result<(), Fault> {
        let to = Looked { day: self.today(), policy: self.policy().version.clone() };
        let kept = self.parts.store.setting_get(SETTING).await?;
        let last: Option<Looked> = kept.and_then(|kept| serde_json::from_str(&kept).ok());
        if last.as_ref() == Some(&to) {
            return Ok(());
        }
        // The first look finds what is about to end; what has turned before it, nobody can say. So does a look back.
        let from = last.filter(|last| last.day <= to.day).unwrap_or_else(|| to.clone());
        let key = format!("{SCAN}:{}:{}:{}:{}", from.day, from.policy, to.day, to.policy);
        let value = serde_json::to_string(&to).map_err(|e| Fault::because("a day that was looked at", e))?;
        let job = self.proactive_job(SCAN, Some(key), &Scan { from, to, after: None });
        let kept = Write::SettingPut { name: SETTING.to_owned(), value, at: self.moment() };
        // Both or neither: a day that counts as looked at has its scan in the queue.
        self.parts.store.save(Changes::new().job(job).write(kept)).await?;
        Ok(())
    }

    /// What is about to end for one person whose facts have just changed, as jobs that tell it.
    pub(super) async fn proactive_of(&self, person: &Person) -> Result<Vec<NewJob>, Fault> {
        let now = Looked { day: self.today(), policy: self.policy().version.clone() };
        let found = self.proactive_found(self, person).await?;
        Ok(found.into_iter().map(|what| self.tell_job(&now, now.day, person.id, what)).collect())
    }

    /// The job that tells someone that they meet a conclusion; once, ever.
    pub(crate) fn qualifies_job(&self, person: PersonId, conclusion: &str) -> NewJob {
        let now = Looked { day: self.today(), policy: self.policy().version.clone() };
        self.tell_job(&now, now.day, person, What::Met { conclusion: conclusion.to_owned() })
    }

    fn tell_job(&self, from: &Looked, on: Date, person: PersonId, what: What) -> NewJob {
        let key = what.key(person, on);
        self.proactive_job(TELL, Some(key), &Tell { from: from.clone(), on, person, what })
    }

    fn proactive_job(&self, kind: &str, unique_key: Option<String>, needed: &impl Serialize) -> NewJob {
        NewJob {
            id: JobId(self.id()),
            kind: kind.to_owned(),
            unique_key,
            payload: payload(needed),
            run_after: self.clock(),
            created_at: self.clock(),
        }
    }

    /// Goes through one page of people and leads on to the next.
    pub(super) async fn proactive_scan(&self, job: &Job) -> Result<Done, Fault> {
        let scan: Scan = needed(job)?;
        let store = &self.parts.store;
        let page = store.person_list(scan.after, SCAN_ROWS_MAX).await?;
        let now = self.on(scan.to.day, self.sources());
        let then = self.under(&scan.from).await?;
        let mut changes = Changes::new();
        for person in &page {
            match now.proactive_found(&then, person).await {
                Ok(found) => {
                    for what in found {
                        changes = changes.job(self.tell_job(&scan.from, scan.to.day, person.id, what));
                    }
                }
                // One person whose facts contradict each other keeps nobody else from being told.
                Err(error) => {
                    tracing::warn!(
                        person.id = %person.id,
                        error = &error as &dyn std::error::Error,
                        "a person was not looked at"
                    );
                }
            }
        }
        if let Some(last) = page.last() {
            let next = Scan { after: Some(last.id), ..scan };
            changes = changes.job(self.proactive_job(SCAN, None, &next));
        }
        self.job_save(job, changes).await
    }

    /// This application on another day under the rules of that time; under those of now, where the others cannot be had.
    async fn under(&self, looked: &Looked) -> Result<Self, Fault> {
        let mut then = self.on(looked.day, self.sources());
        if looked.policy == self.policy().version {
            return Ok(then);
        }
        let Some(kept) = self.parts.store.policy_version_get(&looked.policy).await? else { return Ok(then) };
        let bundle: Bundle =
            serde_json::from_slice(&kept.bundle).map_err(|e| Fault::because("a policy", e))?;
        let (policy, _) = Policy::load(bundle);
        if let Some(law) = policy.and_then(|policy| InForce::new(policy, None, self.library()).ok()) {
            then.law = Arc::new(law);
        }
        Ok(then)
    }

    /// What there is to tell a person on this day, where it was last looked `then`.
    async fn proactive_found(&self, then: &Self, person: &Person) -> Result<Vec<What>, Fault> {
        let record = self.on_record(person).await?;
        let mut found = Vec::new();
        for watch in &self.library().proactive.watches {
            let conclusion = || watch.conclusion.clone();
            if self.turn_of(then, &record, watch)?.is_some() {
                found.push(What::Turned { conclusion: conclusion() });
            } else if let Some(last) = self.end_of(&record, watch)? {
                found.push(What::Ends { conclusion: conclusion(), last });
            }
        }
        for ledger in &record.money.subsidies {
            let runs = ledger.term().is_some_and(|term| term.stopped.is_none());
            let programme = ledger.programme().to_string();
            let watched = self.library().proactive.ledgers.iter().find(|watch| watch.programme == programme);
            let left = ledger.months_left();
            if runs && watched.is_some_and(|watch| watch.months_left.contains(&left)) {
                found.push(What::MonthsLeft { programme, left });
            }
        }
        Ok(found)
    }

    /// How a watched conclusion turned since it was last looked, where that is to be told.
    fn turn_of(
        &self,
        then: &Self,
        record: &OnRecord,
        watch: &ConclusionWatch,
    ) -> Result<Option<ProactiveEvent>, Fault> {
        let key = &watch.conclusion;
        let (was, is) = (then.status_of(record, key)?, self.status_of(record, key)?);
        let told = match (was, is) {
            (Some(Status::No) | None, Some(Status::Yes)) => Told::Gained,
            (Some(Status::Yes), Some(Status::No)) => Told::Lost,
            _ => return Ok(None),
        };
        if !watch.tell.contains(&told) {
            return Ok(None);
        }
        // The day alone, under the rules of then: where that turns nothing, the rules did.
        let is_another_law = then.policy().version != self.policy().version;
        let today = then.on(self.today(), self.sources());
        let by_rule = is_another_law && today.status_of(record, key)? == was;
        Ok(Some(match (told, by_rule) {
            (Told::Gained, false) => ProactiveEvent::Gained,
            (Told::Gained, true) => ProactiveEvent::GainedByRule,
            (Told::Lost, false) => ProactiveEvent::Lost,
            (Told::Lost, true) => ProactiveEvent::LostByRule,
            (Told::Ends, _) => return Ok(None),
        }))
    }

    /// The last day on which a watched conclusion is met, where by the calendar alone one of the days ahead ends it.
    fn end_of(&self, record: &OnRecord, watch: &ConclusionWatch) -> Result<Option<Date>, Fault> {
        if !watch.tell.contains(&Told::Ends) || !self.is_met(record, watch, self.today())? {
            return Ok(None);
        }
        // One day more: on the last day it is still met.
        let ahead = i64::from(watch.days_ahead) + 1;
        let Ok(far) = self.today().checked_add(ahead.days()) else { return Ok(None) };
        if self.is_met(record, watch, far)? {
            return Ok(None);
        }
        // Between a day on which it is met and one on which it is not.
        let (mut met, mut not) = (self.today(), far);
        while let Ok(gap) = met.until(not).map(|span| span.get_days())
            && gap > 1
        {
            let Ok(middle) = met.checked_add((gap / 2).days()) else { return Ok(None) };
            if self.is_met(record, watch, middle)? { met = middle } else { not = middle }
        }
        Ok(Some(met))
    }

    fn is_met(&self, record: &OnRecord, watch: &ConclusionWatch, on: Date) -> Result<bool, Fault> {
        let day = self.on(on, self.sources());
        Ok(day.status_of(record, &watch.conclusion)? == Some(Status::Yes))
    }

    /// What the law of this handle says of a conclusion on its day; none where it makes no such conclusion.
    fn status_of(&self, record: &OnRecord, conclusion: &str) -> Result<Option<Status>, Fault> {
        let Some(plan) = self.policy().plan(conclusion) else { return Ok(None) };
        let facts = known::of_record(record, self.today(), self.clock());
        let options =
            law::Options { only: Some(vec![plan]), without_changes: true, ..law::Options::default() };
        let decided = self
            .decide_facts(&facts, self.today(), &options)
            .map_err(|error| Fault::because("facts on record that contradict each other", error))?;
        Ok(decided.outcome(plan).map(|outcome| outcome.status))
    }
}

impl What {
    /// Under which it is told once.
    fn key(&self, person: PersonId, on: Date) -> String {
        match self {
            Self::Met { conclusion } => format!("{TELL}:{person}:{conclusion}:met"),
            Self::Turned { conclusion } => format!("{TELL}:{person}:{conclusion}:turned:{on}"),
            Self::Ends { conclusion, last } => format!("{TELL}:{person}:{conclusion}:ends:{last}"),
            Self::MonthsLeft { programme, left } => format!("{TELL}:{person}:{programme}:months:{left}"),
        }
    }
}
