//! A case that another one opens: an objection, by another officer, with clocks of its own; and what its end means for
//! the case that opened it.

use registry::{CaseId, Person};
use service::case::{Actor, Case, EffectToDo, Open};
use service::effect::EffectKind;

use crate::cases::steps::Steps;
use crate::{App, Fault};

impl App {
    /// Opens the linked cases that the steps ask for, on the track that each effect names, with those who decided kept
    /// off them. The case that opens one says so in an event of its own.
    pub(in crate::cases) async fn open_linked<'a>(
        &self,
        steps: &mut Steps<'a>,
        person: &Person,
    ) -> Result<Vec<Steps<'a>>, Fault> {
        let asked = |effect: &&EffectToDo| effect.effect.kind == EffectKind::OpenLinkedCase;
        let tracks: Vec<Option<String>> =
            steps.effects.iter().filter(asked).map(|effect| effect.effect.about.clone()).collect();
        let mut opened = Vec::new();
        for track in tracks {
            let track = track.ok_or_else(|| Fault::internal("a linked case of no kind"))?;
            let moment = self.case_moment();
            let applicant = Actor::Applicant { person: person.id };
            let open = Open {
                id: CaseId(self.id()),
                number: self.case_number(steps.pack).await?,
                track: track.clone(),
                policy: self.policy().version.clone(),
                subject: person.id,
                by: applicant.clone(),
                channel: steps.case.channel,
                office: steps.case.office.clone(),
                parent: Some(steps.case.id),
                excluded: steps.case.deciders.iter().copied().collect(),
                moment,
            };
            let linked = Case::open(steps.pack, open, &self.library().calendars)
                .map_err(|e| Fault::because("a linked case", e))?;
            let noted = steps.case.link(&track, linked.0.id, applicant, moment);
            steps.note(noted);
            opened.push(Steps::opened(steps.pack, linked));
        }
        Ok(opened)
    }

    /// The case that opened one which has just ended, with what its end brings about.
    pub(in crate::cases) async fn parent_of<'a>(
        &self,
        ended: &Steps<'a>,
    ) -> Result<Option<Steps<'a>>, Fault> {
        let (Some(parent), Some(end)) = (ended.case.parent, ended.case.ended) else { return Ok(None) };
        let Some(parent) = self.case_load(parent).await? else { return Ok(None) };
        let mut steps = Steps::of(ended.pack, parent);
        let noted = steps.case.link_ended(ended.case.id, end, self.case_moment());
        steps.note(noted);
        Ok(Some(steps))
    }
}
