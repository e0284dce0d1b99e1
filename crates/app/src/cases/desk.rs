//! The desk: what waits there, in the order in which it is due, with how many there are; and the next one.

use jiff::civil::Date;
use registry::Role;
use service::flow::BodyKind;
use store::{Desk, Holder, WorklistAt, WorklistFilter};

use super::act::CaseError;
use crate::text::Text;
use crate::{App, Fault, Viewer};

/// What is asked of a desk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeskQuery {
    /// The office, where the officer works for several.
    pub office: Option<String>,
    /// One service alone.
    pub service: Option<String>,
    /// One state alone.
    pub state: Option<String>,
    /// Those that I hold alone.
    pub mine: bool,
    /// Those that nobody holds alone.
    pub free: bool,
    /// The page, from 1.
    pub page: u32,
}

/// One line of a desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskRow {
    /// The number of the case.
    pub number: String,
    /// The service.
    pub service: Text,
    /// Where it stands.
    pub state: Text,
    /// Its last day.
    pub due: Option<Date>,
    /// Whether that day is over.
    pub is_overdue: bool,
    /// Whether it is mine.
    pub is_mine: bool,
    /// Whether anybody holds it.
    pub is_held: bool,
    /// The day it was opened.
    pub opened_on: Date,
}

/// A page of a desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskPage {
    /// The desks that the officer has: id and name.
    pub desks: Vec<DeskCase>,
    /// Which of them this is.
    pub desk: String,
    /// The lines.
    pub rows: Vec<DeskRow>,
    /// How many there are by this filter.
    pub total: u64,
    /// How many of them are overdue.
    pub overdue: u64,
    /// The page, from 1.
    pub page: u32,
    /// The number of pages.
    pub pages: u32,
}

/// A desk of an officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskCase {
    /// The office or body that it is of.
    pub id: String,
    /// Its name.
    pub name: Text,
}

/// Lines on a page.
const ROWS: u32 = 25;

impl App {
    /// The desks of an officer, first the one that is shown first.
    pub(super) fn desks_of(&self, viewer: &Viewer) -> Vec<(Desk, DeskCase)> {
        let Some(account) = viewer.officer() else { return Vec::new() };
        let directory = &self.library().directory;
        match &account.role {
            Role::City => {
                let name = Text::new("市级", "City");
                vec![(Desk::City, DeskCase { id: "city".to_owned(), name })]
            }
            Role::Body { kind, body } => {
                let desk = Desk::Body { kind: BodyKind(kind.clone()), body: body.clone() };
                vec![(desk, DeskCase { id: body.clone(), name: Text::same(body) })]
            }
            role @ (Role::District(_) | Role::Street(_)) => {
                let own = directory.offices.iter().filter(|office| Self::reaches(role, office));
                own.map(|office| {
                    let name = Text::from(&office.name);
                    (Desk::Office(office.id.clone()), DeskCase { id: office.id.clone(), name })
                })
                .collect()
            }
        }
    }

    /// A page of what waits at an officer's desk.
    pub async fn desk(&self, viewer: &Viewer, query: &DeskQuery) -> Result<DeskPage, CaseError> {
        let desks = self.desks_of(viewer);
        let picked = query.office.as_ref();
        let found = desks.iter().find(|(_, shown)| picked.is_none_or(|id| *id == shown.id));
        let (desk, shown) = found.cloned().ok_or(CaseError::NotFound)?;
        let me = viewer.officer().map(|account| account.id);
        let holder = match (query.mine, query.free, me) {
            (true, _, Some(me)) => Holder::Account(me),
            (_, true, _) => Holder::Nobody,
            (true, false, None) | (false, false, _) => Holder::Any,
        };
        let (service, state) = (query.service.clone(), query.state.clone());
        let filter = WorklistFilter { desk, service, state, holder, due_before: None };
        let (page, store) = (query.page.max(1), &self.parts.store);
        let overdue = store.worklist_overdue(&filter, self.today()).await.map_err(Fault::from)?;
        let at = WorklistAt::Page(page.into());
        let found = store.worklist_page(&filter, at, ROWS).await.map_err(Fault::from)?;
        let rows = found.rows.into_iter().map(|row| self.desk_row(row, me)).collect();
        let pages = found.total.div_ceil(u64::from(ROWS)).max(1);
        Ok(DeskPage {
            desks: desks.into_iter().map(|(_, shown)| shown).collect(),
            desk: shown.id,
            rows,
            total: found.total,
            overdue,
            page,
            pages: u32::try_from(pages).unwrap_or(u32::MAX),
        })
    }

    /// The number of the case that comes first at an officer's desks and that nobody else holds.
    pub async fn desk_next(&self, viewer: &Viewer) -> Result<Option<String>, CaseError> {
        let store = &self.parts.store;
        for (desk, _) in self.desks_of(viewer) {
            let mine = viewer.officer().map_or(Holder::Nobody, |account| Holder::Account(account.id));
            for holder in [mine, Holder::Nobody] {
                let filter = WorklistFilter { holder, ..WorklistFilter::all(desk.clone()) };
                let next = store.worklist_next(&filter, None).await.map_err(Fault::from)?;
                if let Some(row) = next {
                    return Ok(Some(row.number));
                }
            }
        }
        Ok(None)
    }

    fn desk_row(&self, row: store::CaseOverview, me: Option<registry::AccountId>) -> DeskRow {
        let pack = self.library().pack(&row.service);
        let state = pack
            .and_then(|pack| pack.track(&row.track))
            .and_then(|flow| flow.state(&row.state))
            .map_or_else(|| Text::same(&row.state), |state| Text::from(&state.label));
        DeskRow {
            service: pack.map_or_else(|| Text::same(&row.service), |pack| Text::from(&pack.definition.title)),
            state,
            is_overdue: row.due.is_some_and(|due| due < self.today()),
            due: row.due,
            is_mine: me.is_some() && row.holder == me,
            is_held: row.holder.is_some(),
            opened_on: row.opened_on,
            number: row.number,
        }
    }
}
