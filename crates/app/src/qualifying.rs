//! Whom a conclusion that waits for nobody concerns today: a list for the city's officer, with what is to be asked set
//! apart, and telling all of them at once. Pressed again, nobody is told a second time.

use jiff::civil::Date;
use registry::{Person, PersonId, Role};
use service::proactive::ConclusionWatch;
use store::Changes;

use crate::conclusion::Status;
use crate::text::Text;
use crate::{App, Fault, NoticeLink, Viewer, known};

/// People looked at in one reading.
const ROWS: u32 = 200;
/// The most lines of a list; the amounts say how many there are.
const LISTED_MAX: usize = 500;

/// The list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qualifying {
    /// The conclusion.
    pub conclusion: String,
    /// Its title.
    pub title: Text,
    /// The article that makes it.
    pub article: u16,
    /// Those whom it concerns, at most 500.
    pub rows: Vec<QualifyingRow>,
    /// How many meet it.
    pub met: u64,
    /// How many may meet it, once something is known.
    pub to_ask: u64,
    /// How many of those who meet it were told.
    pub told: u64,
}

/// Whom it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QualifyingRow {
    /// The name, masked.
    pub name: String,
    /// The day from which it runs, where the law's answer rests on one.
    pub since: Option<Date>,
    /// What is to be asked; none of who meets it.
    pub to_ask: Vec<Text>,
    /// Whether they were told.
    pub is_told: bool,
}

/// Why there is no list.
#[derive(Debug, thiserror::Error)]
pub enum QualifyingError {
    /// This is the city's.
    #[error("this list is for the city")]
    Denied,
    /// No such conclusion is listed.
    #[error("no such list")]
    NotFound,
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl App {
    /// The conclusions of which there is a list.
    pub fn qualifying_lists(&self) -> Vec<(String, Text)> {
        let listed = self.library().proactive.watches.iter().filter(|watch| watch.listed_by.is_some());
        let words = &self.library().questions.conclusions;
        listed
            .map(|watch| {
                let title = words.get(&watch.conclusion).map(|words| Text::from(&words.title));
                (watch.conclusion.clone(), title.unwrap_or_else(|| Text::same(&watch.conclusion)))
            })
            .collect()
    }

    /// Whom a conclusion concerns today.
    pub async fn qualifying(&self, viewer: &Viewer, conclusion: &str) -> Result<Qualifying, QualifyingError> {
        let (watch, mut list) = self.qualifying_begun(viewer, conclusion)?;
        let mut after = None;
        while let Some((rows, last)) = self.qualifying_page(watch, after).await? {
            after = Some(last);
            for (_, row) in rows {
                if row.to_ask.is_empty() {
                    list.met += 1;
                    list.told += u64::from(row.is_told);
                } else {
                    list.to_ask += 1;
                }
                if list.rows.len() < LISTED_MAX {
                    list.rows.push(row);
                }
            }
        }
        list.rows.sort_by_key(|row| (!row.to_ask.is_empty(), row.since));
        Ok(list)
    }

    /// Tells all who meet it and were not told. How many those are.
    pub async fn qualifying_tell(&self, viewer: &Viewer, conclusion: &str) -> Result<usize, QualifyingError> {
        let (watch, _) = self.qualifying_begun(viewer, conclusion)?;
        let (mut told, mut after) = (0, None);
        while let Some((rows, last)) = self.qualifying_page(watch, after).await? {
            after = Some(last);
            let mut changes = Changes::new();
            for (person, _) in rows.into_iter().filter(|(_, row)| row.to_ask.is_empty() && !row.is_told) {
                changes = changes.job(self.qualifies_job(person, &watch.conclusion));
                told += 1;
            }
            self.parts.store.save(changes).await.map_err(Fault::from)?;
        }
        Ok(told)
    }

    fn qualifying_begun(
        &self,
        viewer: &Viewer,
        conclusion: &str,
    ) -> Result<(&ConclusionWatch, Qualifying), QualifyingError> {
        let officer = viewer.officer().filter(|account| account.role == Role::City);
        officer.ok_or(QualifyingError::Denied)?;
        let mut watches = self.library().proactive.watches.iter();
        let watch = watches.find(|watch| watch.conclusion == conclusion && watch.listed_by.is_some());
        let watch = watch.ok_or(QualifyingError::NotFound)?;
        let words = self.library().questions.conclusions.get(conclusion);
        let list = Qualifying {
            conclusion: conclusion.to_owned(),
            title: words.map_or_else(|| Text::same(conclusion), |words| Text::from(&words.title)),
            article: words.map_or(0, |words| words.article),
            rows: Vec::new(),
            met: 0,
            to_ask: 0,
            told: 0,
        };
        Ok((watch, list))
    }

    /// Those of one page of people whom it concerns, with the last one looked at; none after the last page.
    async fn qualifying_page(
        &self,
        watch: &ConclusionWatch,
        after: Option<PersonId>,
    ) -> Result<Option<(Vec<(PersonId, QualifyingRow)>, PersonId)>, Fault> {
        let Some(by) = &watch.listed_by else { return Ok(None) };
        let page = self.parts.store.person_list_by_fact(by, after, ROWS).await?;
        let Some(last) = page.last().map(|person| person.id) else { return Ok(None) };
        let mut rows = Vec::new();
        for person in &page {
            rows.extend(self.qualifying_row(watch, by, person).await?.map(|row| (person.id, row)));
        }
        Ok(Some((rows, last)))
    }

    async fn qualifying_row(
        &self,
        watch: &ConclusionWatch,
        by: &str,
        person: &Person,
    ) -> Result<Option<QualifyingRow>, Fault> {
        let record = self.on_record(person).await?;
        let facts = known::of_record(&record, self.today(), self.moment());
        let since = facts.get(by).and_then(|day| day.as_str()?.parse().ok());
        let Some(plan) = self.policy().plan(&watch.conclusion) else { return Ok(None) };
        let options =
            law::Options { only: Some(vec![plan]), without_changes: true, ..law::Options::default() };
        // Who contradicts themselves is nobody's list; their own pages say so.
        let Ok(decided) = self.decide_facts(&facts, self.today(), &options) else { return Ok(None) };
        let conclusions = self.conclusions(&decided.request, &decided.decision);
        let Some(found) = conclusions.into_iter().find(|found| found.key == watch.conclusion) else {
            return Ok(None);
        };
        let to_ask = match found.status {
            Status::Yes => Vec::new(),
            Status::Unknown => found.missing.into_iter().map(|missing| missing.name).collect(),
            Status::No => return Ok(None),
        };
        let notices = self.parts.store.notice_list_by_person(person.id, None).await?;
        let tells = |notice: store::Notice| {
            let link = NoticeLink::Service { id: watch.service.clone() };
            notice.kind.starts_with("proactive.gained") && crate::inbox::leads_to(&notice, &link)
        };
        let is_told = notices.into_iter().any(tells);
        Ok(Some(QualifyingRow { name: person.name.to_string(), since, to_ask, is_told }))
    }
}
