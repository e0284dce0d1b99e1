//! What is done when a clock of a case has run out: the flow's own step where the pack names one, else it is noted that
//! the case goes to the officer above or that the person is reminded. Each is done once, by a job that looks for what
//! ran out.

use jiff::civil::Date;
use service::case::{ActError, Actor, Command};

use super::steps::Steps;
use crate::{App, Fault, Viewer};

/// Clocks that are looked at in one round.
const ROUND: u32 = 200;

impl App {
    /// Takes the steps of all clocks of cases that have run out by today; says how many cases were taken on.
    pub async fn clocks_run(&self) -> Result<usize, Fault> {
        let (mut taken, mut after) = (0, None);
        loop {
            let due = self.parts.store.clock_due(self.today(), ROUND, after.as_ref()).await?;
            let Some(last) = due.last().cloned() else { return Ok(taken) };
            for clock in due {
                taken += usize::from(self.case_clock_run(clock.case).await?);
            }
            after = Some(last);
        }
    }

    /// Takes the steps of a case whose clock has run out. Whether one was taken.
    async fn case_clock_run(&self, case: registry::CaseId) -> Result<bool, Fault> {
        let Some(case) = self.case_load(case).await? else { return Ok(false) };
        let person = self.parts.store.person_find(case.subject).await?.and_then(store::Kept::held);
        let Some(person) = person else { return Ok(false) };
        let pack = self.pack_of(&case).await?;
        let gathered = self.grounds_of(&pack, &case, &person, &std::collections::BTreeMap::new()).await;
        let (gathered, decision) = match gathered {
            Ok(found) => found,
            Err(error) => return Err(Fault::because("a case whose clock has run out", error)),
        };
        let moment = self.case_moment();
        let mut steps = Steps::of(&pack, case);
        let actions: Vec<String> = expired(&steps, self.today(), &self.library().calendars);
        for action in actions {
            let command = Command::new(action, Actor::System, steps.case.version, moment);
            match steps.case.act(&pack, command, &gathered.grounds) {
                Ok(done) => steps.take(done),
                Err(ActError::Condition { .. } | ActError::NotNow { .. }) => {}
                Err(error) => return Err(Fault::because("a clock that has run out", error)),
            }
        }
        steps.follow(&gathered.grounds, moment).map_err(|e| Fault::because("a case", e))?;
        let was_taken = !steps.recorded.is_empty();
        let saved = self.save_steps(&Viewer::Public, steps, &person, &gathered.grounds, decision, None).await;
        saved.map_err(|e| Fault::because("a case whose clock has run out", e))?;
        Ok(was_taken)
    }
}

/// The actions that the clocks which have run out name.
fn expired(steps: &Steps<'_>, today: Date, calendars: &service::Calendars) -> Vec<String> {
    let over = steps.case.expired(steps.pack, today, calendars);
    over.into_iter().filter_map(|expiry| expiry.action.map(str::to_owned)).collect()
}
