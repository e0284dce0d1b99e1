//! Deputies: a supervisor names who stands in for a colleague from a day to a day. On those days the deputy may take over
//! what the colleague holds; each case that is taken over says so.

use jiff::civil::Date;
use registry::{Account, AccountId, CaseId, Deputy, DeputyId, Period, Rank, Role};
use serde_json::json;
use service::case::{Actor, Assign, Case};
use store::{Changes, SaveError, Write};

use crate::field_fault::FieldFault;
use crate::{App, Fault, Viewer};

/// Who stands in for whom, and on which days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeputyRequest {
    /// The colleague who is away.
    pub stands_for: AccountId,
    /// Who stands in.
    pub account: AccountId,
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
}

/// One officer standing in for another, as colleagues see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeputyShown {
    /// The id.
    pub id: DeputyId,
    /// The colleague who is away.
    pub stands_for: (AccountId, String),
    /// Who stands in.
    pub account: (AccountId, String),
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Option<Date>,
}

/// The deputies of a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deputies {
    /// Those that hold today or later.
    pub rows: Vec<DeputyShown>,
    /// The officers of the place: id and name.
    pub colleagues: Vec<(AccountId, String)>,
    /// Whether the viewer may name and end them.
    pub may_name: bool,
}

/// Why a deputy was not named or ended.
#[derive(Debug, thiserror::Error)]
pub enum DeputyError {
    /// Only a supervisor of the place, or the city for its own.
    #[error("not allowed")]
    Denied,
    /// Something cannot be: show it beside its field.
    #[error("{} fields are at fault", .0.len())]
    Fields(Vec<FieldFault>),
    /// There is none of this place.
    #[error("no such deputy for this viewer")]
    NotFound,
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

fn may_name(account: &Account) -> bool {
    match account.role {
        Role::City => true,
        Role::District(_) | Role::Street(_) => account.rank == Rank::Supervisor,
        Role::Body { .. } => false,
    }
}

impl App {
    /// The accounts of a viewer's place that can be signed in with.
    async fn colleagues(&self, own: &Account) -> Result<Vec<Account>, Fault> {
        let all = self.parts.store.account_list().await?;
        let of_place = |account: &Account| account.disabled_at.is_none() && account.role == own.role;
        Ok(all.into_iter().filter(of_place).collect())
    }

    /// The deputies of the viewer's place.
    pub async fn deputies(&self, viewer: &Viewer) -> Result<Deputies, DeputyError> {
        let own = viewer.officer().ok_or(DeputyError::Denied)?;
        let colleagues = self.colleagues(own).await?;
        let name = |id: AccountId| {
            let found = colleagues.iter().find(|account| account.id == id);
            (id, found.map_or_else(|| id.to_string(), |account| account.display_name.clone()))
        };
        let mut rows = Vec::new();
        for colleague in &colleagues {
            let store = &self.parts.store;
            for deputy in store.deputy_list_from(colleague.id, self.today()).await.map_err(Fault::from)? {
                rows.push(DeputyShown {
                    id: deputy.id,
                    stands_for: name(deputy.stands_for),
                    account: name(deputy.account),
                    first: deputy.valid.first(),
                    last: deputy.valid.last(),
                });
            }
        }
        rows.sort_by_key(|row| (row.first, row.id));
        let colleagues = colleagues.iter().map(|account| (account.id, account.display_name.clone()));
        Ok(Deputies { rows, may_name: may_name(own), colleagues: colleagues.collect() })
    }

    /// Names a deputy for an absence.
    pub async fn deputy_name(
        &self,
        viewer: &Viewer,
        request: DeputyRequest,
    ) -> Result<DeputyId, DeputyError> {
        let own = viewer.officer().filter(|own| may_name(own)).ok_or(DeputyError::Denied)?;
        let colleagues = self.colleagues(own).await?;
        let is_here = |id: AccountId| colleagues.iter().any(|account| account.id == id);
        let mut faults = Vec::new();
        for (field, id) in [("stands_for", request.stands_for), ("account", request.account)] {
            if !is_here(id) {
                faults.push(FieldFault::new(field, "unknown_value", "an officer of the same place"));
            }
        }
        if request.stands_for == request.account {
            faults.push(FieldFault::new(
                "account",
                "deputy_self",
                "another officer than the one who is away",
            ));
        }
        let today = self.today();
        if request.last < today {
            faults.push(FieldFault::new("last", "before_today", format!("{today} or later")));
        }
        let valid = Period::new(request.first, Some(request.last));
        let Some(valid) = valid.ok().filter(|_| faults.is_empty()) else {
            if faults.is_empty() {
                faults.push(FieldFault::new("last", "before_first", format!("{} or later", request.first)));
            }
            return Err(DeputyError::Fields(faults));
        };
        let (id, made_at) = (DeputyId(self.id()), self.moment());
        let DeputyRequest { stands_for, account, .. } = request;
        let deputy = Deputy { id, account, stands_for, valid, made_by: own.id, made_at };
        let said = json!({
            "account": account, "stands_for": stands_for, "from": valid.first(), "until": valid.last(),
        });
        self.deputy_save(id, own, "deputy.named", &said, Write::DeputyInsert(deputy)).await?;
        Ok(id)
    }

    /// Ends it with yesterday: the colleague is back.
    pub async fn deputy_end(&self, viewer: &Viewer, id: DeputyId) -> Result<(), DeputyError> {
        let own = viewer.officer().filter(|own| may_name(own)).ok_or(DeputyError::Denied)?;
        let known = self.deputies(viewer).await?.rows.into_iter().any(|row| row.id == id);
        let last_day = self.today().yesterday().map_err(|e| Fault::because("a day", e))?;
        if !known {
            return Err(DeputyError::NotFound);
        }
        let said = json!({ "last_day": last_day });
        self.deputy_save(id, own, "deputy.ended", &said, Write::DeputyEnd { deputy: id, last_day }).await
    }

    async fn deputy_save(
        &self,
        id: DeputyId,
        by: &Account,
        action: &str,
        said: &serde_json::Value,
        write: Write,
    ) -> Result<(), DeputyError> {
        let by = registry::Actor::Officer(by.id);
        let entry = store::entry(CaseId(id.0), self.moment(), by, action, said).map_err(Fault::from)?;
        match self.parts.store.save(Changes::new().write(write).entry(entry)).await {
            Ok(_) => Ok(()),
            Err(SaveError::Stale { .. }) => Err(DeputyError::NotFound),
            Err(error) => Err(Fault::from(error).into()),
        }
    }

    /// Under whose word an officer may take a case over from who holds it: that of the supervisor who named them the
    /// holder's deputy for today.
    pub(crate) async fn stands_in(&self, actor: &Actor, case: &Case) -> Result<Option<Deputy>, Fault> {
        let Some(account) = actor.account() else { return Ok(None) };
        let named = self.parts.store.deputy_list_of(account, self.today()).await?;
        let holds = |deputy: &Deputy| case.holders.values().any(|holder| *holder == deputy.stands_for);
        Ok(named.into_iter().find(holds))
    }

    /// What a claim comes to: the deputy of the holder takes the case over under the word of who named them.
    pub(crate) async fn claim_as(
        &self,
        assign: Assign,
        actor: Actor,
        case: &Case,
    ) -> Result<(Assign, Actor), Fault> {
        let (Assign::Claim, Actor::Officer { account, office, .. }) = (assign, &actor) else {
            return Ok((assign, actor));
        };
        let (account, office) = (*account, office.clone());
        Ok(match self.stands_in(&actor, case).await? {
            Some(deputy) => {
                let rank = service::case::Rank::Supervisor;
                (Assign::Deputy(account), Actor::Officer { account: deputy.made_by, office, rank })
            }
            None => (assign, actor),
        })
    }
}
