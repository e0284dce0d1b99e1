//! What an office must not miss: before the promised day the clerk is reminded, after it the supervisor has it; and who has
//! how much on the desk. Nothing is sent and nothing kept: it is read off the worklist each time, so it cannot be stale.

use jiff::{Span, ToSpan};
use registry::{AccountId, Rank, Role};
use store::{Desk, Holder, WorklistAt, WorklistFilter};

use super::act::CaseError;
use super::desk::DeskRow;
use crate::{App, Fault, Viewer};

/// What is due and who has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Watch {
    /// Whether it is the whole office's, or the viewer's own with what nobody holds.
    pub is_whole: bool,
    /// What is over its promised day, the longest first.
    pub overdue: Vec<DeskRow>,
    /// How many those are.
    pub overdue_total: u64,
    /// What is due next.
    pub soon: Vec<DeskRow>,
    /// How many those are.
    pub soon_total: u64,
    /// Who has how much; for who stands above the clerks.
    pub load: Vec<Load>,
}

/// What one officer has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// Their name; none for what nobody holds.
    pub who: Option<String>,
    /// How many cases.
    pub total: u64,
    /// How many of them are overdue.
    pub overdue: u64,
}

/// How long before the promised day the clerk is reminded: today, tomorrow and the day after. A habit of the desk, no time limit.
const SOON: fn() -> Span = || 3.days();
/// Lines of either list; the amounts say how many there are.
const ROWS: u32 = 50;

impl App {
    /// What is due at the viewer's desks.
    pub async fn desk_watch(&self, viewer: &Viewer) -> Result<Watch, CaseError> {
        let account = viewer.officer().ok_or(CaseError::NotFound)?;
        let is_whole = match account.role {
            Role::City | Role::Body { .. } => true,
            Role::District(_) | Role::Street(_) => account.rank == Rank::Supervisor,
        };
        let holders: &[Holder] =
            if is_whole { &[Holder::Any] } else { &[Holder::Account(account.id), Holder::Nobody] };
        let mut watch = Watch { is_whole, ..Watch::default() };
        let desks = self.desks_of(viewer);
        for (desk, _) in &desks {
            for holder in holders {
                self.watch_one(&mut watch, desk, *holder, account.id).await?;
            }
        }
        let by_day = |row: &DeskRow| (row.due, row.number.clone());
        watch.overdue.sort_by_key(by_day);
        watch.soon.sort_by_key(by_day);
        if is_whole {
            watch.load = self.load_of(account, &desks).await?;
        }
        Ok(watch)
    }

    async fn watch_one(
        &self,
        watch: &mut Watch,
        desk: &Desk,
        holder: Holder,
        me: AccountId,
    ) -> Result<(), Fault> {
        let (store, today) = (&self.parts.store, self.today());
        let end = today.checked_add(SOON()).map_err(|e| Fault::because("a day", e))?;
        let before =
            |day| WorklistFilter { holder, due_before: Some(day), ..WorklistFilter::all(desk.clone()) };
        let over = store.worklist_page(&before(today), WorklistAt::Page(1), ROWS).await?;
        // What is due soon comes right behind what is over.
        let page = over.total / u64::from(ROWS) + 1;
        let soon = store.worklist_page(&before(end), WorklistAt::Page(page), ROWS).await?;
        watch.overdue_total += over.total;
        watch.soon_total += soon.total.saturating_sub(over.total);
        watch.overdue.extend(over.rows.into_iter().map(|row| self.desk_row(row, Some(me))));
        let rows = soon.rows.into_iter().map(|row| self.desk_row(row, Some(me)));
        watch.soon.extend(rows.filter(|row| !row.is_overdue));
        Ok(())
    }

    /// Who has how much at these desks, and what nobody holds.
    async fn load_of(
        &self,
        own: &registry::Account,
        desks: &[(Desk, super::desk::DeskCase)],
    ) -> Result<Vec<Load>, Fault> {
        let accounts = self.parts.store.account_list().await?;
        let here = accounts.into_iter().filter(|a| a.disabled_at.is_none() && a.role == own.role);
        let holders = here.map(|account| (Some(account.display_name), Holder::Account(account.id)));
        let mut load = Vec::new();
        for (who, holder) in holders.chain([(None, Holder::Nobody)]) {
            let mut one = Load { who, total: 0, overdue: 0 };
            for (desk, _) in desks {
                let filter = WorklistFilter { holder, ..WorklistFilter::all(desk.clone()) };
                let page = self.parts.store.worklist_page(&filter, WorklistAt::Page(1), 1).await?;
                one.total += page.total;
                one.overdue += self.parts.store.worklist_overdue(&filter, self.today()).await?;
            }
            load.push(one);
        }
        Ok(load)
    }
}
