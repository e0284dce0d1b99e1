//! A person's own cases; and how one stands, for whoever has its number and the telephone that was given with it.

use jiff::civil::Date;
use registry::Phone;
use service::case::Case;
use service::pack::MAIN_TRACK;

use super::act::CaseError;
use super::shown::StateShown;
use crate::text::Text;
use crate::{App, Fault, Viewer};

/// One of a person's cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyCase {
    /// Its number.
    pub number: String,
    /// The service's id.
    pub service: String,
    /// The service's title.
    pub title: Text,
    /// Where it stands, in plain words.
    pub state: Text,
    /// Whether the person must do something.
    pub is_my_turn: bool,
    /// The promised day.
    pub due: Option<Date>,
    /// The day it was opened.
    pub opened_on: Date,
    /// Whether it is over.
    pub is_ended: bool,
}

/// How a case stands, with nothing that says whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Its number.
    pub number: String,
    /// The service's title.
    pub title: Text,
    /// Where it stands.
    pub state: StateShown,
    /// The promised day, and whether it may still move.
    pub due: Option<(Date, bool)>,
    /// The office in charge.
    pub office: Option<Text>,
}

impl App {
    /// The viewer's own cases, the newest first.
    pub async fn my_cases(&self, viewer: &Viewer) -> Result<Vec<MyCase>, CaseError> {
        let Some(person) = viewer.person() else { return Ok(Vec::new()) };
        let found = self.parts.store.case_list_by_person(person).await.map_err(Fault::from)?;
        let shown = found.into_iter().filter_map(|row| {
            let pack = self.library().pack(&row.service)?;
            let state = pack.track(&row.track).and_then(|flow| flow.state(&row.state));
            let title = Text::from(&pack.definition.title);
            let title = if row.track == MAIN_TRACK {
                title
            } else {
                Text::new(format!("{}·异议", title.zh), format!("{}: objection", title.en))
            };
            Some(MyCase {
                service: row.service,
                title,
                state: state.map_or_else(|| Text::same(&row.state), |state| Text::from(&state.plain)),
                is_my_turn: row.owner == Some(service::flow::Owner::Applicant) && row.due.is_some(),
                due: row.due,
                opened_on: row.opened_on,
                is_ended: row.ended.is_some(),
                number: row.number,
            })
        });
        Ok(shown.collect())
    }

    /// How a case stands, by its number and the telephone that was given with it (进度查询). Wrong pairs are counted
    /// like wrong codes.
    pub async fn progress(&self, number: &str, phone: &str) -> Result<Progress, CaseError> {
        let phone: Phone = phone.parse().map_err(|_| CaseError::NotFound)?;
        let number = number.trim();
        let name = format!("progress:{}", number.chars().take(64).collect::<String>());
        self.parts.attempts.begin(&name, self.clock()).map_err(|seconds| CaseError::Wait { seconds })?;
        let found = self.parts.store.case_progress(number, &phone).await.map_err(Fault::from)?;
        let found = found.ok_or(CaseError::NotFound)?;
        self.parts.attempts.succeed(&name);
        let case: Case = self.case_load(found.id).await?.ok_or(CaseError::NotFound)?;
        let pack = self.pack_of(&case).await?;
        let office = case.office.as_deref().and_then(|id| self.library().directory.office(id));
        Ok(Progress {
            number: case.number.clone(),
            title: Text::from(&pack.definition.title),
            state: StateShown::of(&pack, &case),
            due: self.case_due(&pack, &case).map(|due| (due.day, due.is_provisional)),
            office: office.map(|office| Text::from(&office.name)),
        })
    }
}
