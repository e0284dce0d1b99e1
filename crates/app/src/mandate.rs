//! 亲友代办: a person entrusts another with some services for some days, and ends it; either sees what they gave and what
//! they were given. Who acts under a mandate is told at every step and every answer (see `cases/behalf.rs`).

use std::fmt;

use jiff::civil::Date;
use registry::{CaseId, IdNumber, Mandate, MandateId, Period, Person, PersonId};
use serde_json::json;
use store::{Changes, SaveError, Write};

use crate::field_fault::FieldFault;
use crate::text::Text;
use crate::viewer::actor;
use crate::{App, Fault, Viewer};

/// What is entrusted, to whom, until when.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct MandateRequest {
    /// The delegate's name.
    pub name: String,
    /// The delegate's identity number: they must be on record themselves.
    pub id_number: String,
    /// The services.
    pub services: Vec<String>,
    /// The last day.
    pub until: Option<Date>,
    /// Whether the giver consented, in so many words.
    pub consent: bool,
}

// Another's name and number.
impl fmt::Debug for MandateRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MandateRequest").field("services", &self.services).finish_non_exhaustive()
    }
}

/// How a mandate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MandateStanding {
    /// The delegate may act.
    InForce,
    /// Its last day is over.
    Over,
    /// It was taken back or laid down.
    Ended,
}

/// A mandate as one of the two sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MandateShown {
    /// Its id.
    pub id: MandateId,
    /// The other of the two, masked.
    pub other: String,
    /// The services: id and title.
    pub services: Vec<(String, Text)>,
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Option<Date>,
    /// How it stands today.
    pub standing: MandateStanding,
}

/// What a person gave and what they were given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mandates {
    /// By them, the newest first.
    pub given: Vec<MandateShown>,
    /// To them, the newest first.
    pub received: Vec<MandateShown>,
}

/// Why a mandate was not given or ended.
#[derive(Debug, thiserror::Error)]
pub enum MandateError {
    /// A person on record entrusts; sign in first.
    #[error("expected a person who is signed in")]
    SignInFirst,
    /// Something is missing or cannot be: show each beside its field.
    #[error("{} fields are at fault", .0.len())]
    Fields(Vec<FieldFault>),
    /// There is none that this viewer may end.
    #[error("no such mandate for this viewer")]
    NotFound,
    /// Too many attempts at naming somebody: wait.
    #[error("too many attempts; wait {seconds} seconds")]
    Wait {
        /// How long.
        seconds: u64,
    },
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl App {
    /// What the viewer gave and was given.
    pub async fn mandates(&self, viewer: &Viewer) -> Result<Mandates, MandateError> {
        let own = viewer.person().ok_or(MandateError::SignInFirst)?;
        let store = &self.parts.store;
        let given = store.mandate_list_by_giver(own).await.map_err(Fault::from)?;
        let received = store.mandate_list_by_delegate(own).await.map_err(Fault::from)?;
        let mut all = Mandates::default();
        for mandate in given {
            all.given.push(self.mandate_shown(&mandate, mandate.delegate).await?);
        }
        for mandate in received {
            all.received.push(self.mandate_shown(&mandate, mandate.giver).await?);
        }
        Ok(all)
    }

    async fn mandate_shown(&self, mandate: &Mandate, other: PersonId) -> Result<MandateShown, Fault> {
        let title = |id: &String| {
            let pack = self.library().pack(id);
            (id.clone(), pack.map_or_else(|| Text::same(id), |pack| Text::from(&pack.definition.title)))
        };
        let standing = match (mandate.ended_at, mandate.valid.last()) {
            (Some(_), _) => MandateStanding::Ended,
            (None, Some(last)) if last < self.today() => MandateStanding::Over,
            (None, _) => MandateStanding::InForce,
        };
        Ok(MandateShown {
            id: mandate.id,
            other: self.person_masked(other).await?,
            services: mandate.services.iter().map(title).collect(),
            first: mandate.valid.first(),
            last: mandate.valid.last(),
            standing,
        })
    }

    /// A person's name as others may read it; of one who was erased nothing but that.
    pub(crate) async fn person_masked(&self, person: PersonId) -> Result<String, Fault> {
        let found = self.parts.store.person_find(person).await?.and_then(store::Kept::held);
        Ok(found.map_or_else(|| "*".to_owned(), |person| person.name.to_string()))
    }

    /// Entrusts another from today on.
    pub async fn mandate_give(
        &self,
        viewer: &Viewer,
        request: &MandateRequest,
    ) -> Result<MandateId, MandateError> {
        let giver = viewer.person().ok_or(MandateError::SignInFirst)?;
        let valid = self.mandate_period(request)?;
        let delegate = self.delegate_of(giver, request).await?;
        let (id, at) = (MandateId(self.id()), self.moment());
        let mandate = Mandate {
            id,
            giver,
            delegate: delegate.id,
            services: request.services.clone(),
            valid,
            consented_at: at,
            ended_at: None,
        };
        let said = json!({
            "services": mandate.services, "from": valid.first(), "until": valid.last(),
            "delegate": mandate.delegate,
        });
        let entry = store::entry(CaseId(id.0), at, actor(viewer, giver), "mandate.given", &said);
        let entry = entry.map_err(Fault::from)?;
        let changes = Changes::new().write(Write::MandateInsert(mandate)).entry(entry);
        self.parts.store.save(changes).await.map_err(Fault::from)?;
        Ok(id)
    }

    /// Ends a mandate at once: its giver takes it back, or its delegate lays it down.
    pub async fn mandate_end(&self, viewer: &Viewer, id: MandateId) -> Result<(), MandateError> {
        let by = viewer.person().ok_or(MandateError::SignInFirst)?;
        let found = self.parts.store.mandate_find(id).await.map_err(Fault::from)?;
        let is_theirs = |mandate: &Mandate| mandate.giver == by || mandate.delegate == by;
        let mandate = found.filter(is_theirs).ok_or(MandateError::NotFound)?;
        let at = self.moment();
        let who = if mandate.giver == by { "giver" } else { "delegate" };
        let said = json!({ "by": who });
        let entry = store::entry(CaseId(id.0), at, actor(viewer, by), "mandate.ended", &said);
        let write = Write::MandateEnd { mandate: id, by, at };
        let changes = Changes::new().write(write).entry(entry.map_err(Fault::from)?);
        match self.parts.store.save(changes).await {
            // Ended twice is ended.
            Ok(_) | Err(SaveError::Stale { .. }) => Ok(()),
            Err(error) => Err(Fault::from(error).into()),
        }
    }

    /// From today to the last day, for services that there are, with consent.
    fn mandate_period(&self, request: &MandateRequest) -> Result<Period, MandateError> {
        let today = self.today();
        let mut faults = Vec::new();
        if request.services.is_empty() {
            faults.push(FieldFault::new("services", "missing", "at least one service"));
        }
        let is_known = |id: &&String| self.case_services().all(|pack| pack.id() != id.as_str());
        if request.services.iter().any(|id| is_known(&id)) {
            faults.push(FieldFault::new("services", "unknown_value", "services that are filed as cases"));
        }
        if !request.consent {
            faults.push(FieldFault::new("consent", "commitment_missing", "the giver's consent"));
        }
        let valid = match request.until {
            None => Err(FieldFault::new("until", "missing", "the last day")),
            Some(last) => Period::new(today, Some(last))
                .map_err(|_| FieldFault::new("until", "before_today", format!("{today} or later"))),
        };
        match valid {
            Ok(valid) if faults.is_empty() => Ok(valid),
            Ok(_) => Err(MandateError::Fields(faults)),
            Err(fault) => {
                faults.push(fault);
                Err(MandateError::Fields(faults))
            }
        }
    }

    /// The delegate: somebody else, on record under this name and number. Which of the two is wrong is not told, and
    /// guessing gets slower.
    async fn delegate_of(&self, giver: PersonId, request: &MandateRequest) -> Result<Person, MandateError> {
        let fault = |code| {
            let expected = "the name and identity number of another person who has registered or filed here";
            MandateError::Fields(vec![FieldFault::new("id_number", code, expected)])
        };
        let number = IdNumber::parse(request.id_number.trim()).map_err(|_| fault("delegate_unknown"))?;
        let attempt = format!("mandate:{giver}");
        self.parts
            .attempts
            .begin(&attempt, self.clock())
            .map_err(|seconds| MandateError::Wait { seconds })?;
        let found = self.parts.store.person_find_by_id_number(&number).await.map_err(Fault::from)?;
        let found = found.filter(|person| person.name.expose() == request.name.trim());
        let delegate = found.ok_or_else(|| fault("delegate_unknown"))?;
        if delegate.id == giver {
            return Err(fault("delegate_self"));
        }
        self.parts.attempts.succeed(&attempt);
        Ok(delegate)
    }
}
