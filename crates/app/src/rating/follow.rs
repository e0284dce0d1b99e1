//! Bad ratings: who supervises the office sees them by the day on which they are to be answered, gets in touch, and
//! answers; the answer goes to the person's inbox.

use std::fmt;

use jiff::civil::Date;
use registry::{Account, NoticeId, Role};
use serde_json::json;
use service::case::Event;
use service::rating::REPLIED;
use service::{Lang, Placeholder, Value, Values};
use store::{Changes, FollowUp, Kept, Look, Notice, Rating, SaveError, Write};
use zeroize::Zeroizing;

use super::{RatingError, supervises, words};
use crate::field_fault::FieldFault;
use crate::inbox::{NoticeLink, NoticeText};
use crate::text::Text;
use crate::viewer::actor;
use crate::{App, Fault, Viewer};

/// A bad rating that waits for its answer.
#[derive(Clone, PartialEq, Eq)]
pub struct BadRating {
    /// The number of the case.
    pub number: String,
    /// The service.
    pub service: Text,
    /// The office in charge.
    pub office: Text,
    /// The step in words.
    pub label: Text,
    /// What the person added.
    pub words: Option<String>,
    /// By when it is to be answered.
    pub due: Date,
    /// Whether that day is over.
    pub is_overdue: bool,
    /// Whether the viewer may answer it: not who decided the case.
    pub may_answer: bool,
}

// The words are personal.
impl fmt::Debug for BadRating {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BadRating").field("number", &self.number).finish_non_exhaustive()
    }
}

/// The bad ratings of the viewer's offices.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BadRatings {
    /// Those that wait, the one to be answered first on top.
    pub open: Vec<BadRating>,
    /// The most characters of an answer.
    pub words_chars_max: usize,
}

impl App {
    /// What waits for an answer in the offices that the viewer supervises. Looking at it is journalled for each person.
    pub async fn ratings_bad(&self, viewer: &Viewer) -> Result<BadRatings, RatingError> {
        let account = supervises(viewer)?;
        let mut open = Vec::new();
        for office in self.offices_supervised(account) {
            for rating in self.parts.store.rating_list_open(&office).await.map_err(Fault::from)? {
                open.extend(self.bad_shown(account, &rating).await?);
            }
        }
        open.sort_by_key(|bad| (bad.due, bad.number.clone()));
        Ok(BadRatings { open, words_chars_max: self.library().rating.words_chars_max })
    }

    /// Answers a bad rating, once somebody got in touch: the person has the answer in the inbox.
    pub async fn rating_answer(&self, viewer: &Viewer, number: &str, reply: &str) -> Result<(), RatingError> {
        let account = supervises(viewer)?;
        let rules = &self.library().rating;
        let reply = words("reply", reply, rules.words_chars_max)?;
        let reply = reply.ok_or_else(|| {
            RatingError::Fields(vec![FieldFault::new("reply", "missing", "what was found and done")])
        })?;
        let found = self.parts.store.case_find_by_number(number).await.map_err(Fault::from)?;
        let case = found.and_then(Kept::held).ok_or(RatingError::NotFound)?;
        let offices = self.offices_supervised(account);
        let office = case.office.clone().filter(|office| offices.contains(office));
        let office = office.ok_or(RatingError::NotFound)?;
        let rating = self.parts.store.rating_find(case.id).await.map_err(Fault::from)?;
        rating.filter(|rating| rating.follow_up == FollowUp::Open).ok_or(RatingError::NotFound)?;
        if self.decided_by(&case, account).await? {
            return Err(RatingError::OwnDecision);
        }
        let person = self.parts.store.person_find(case.subject).await.map_err(Fault::from)?;
        let person = person.and_then(Kept::held).ok_or(RatingError::NotFound)?;
        let pack = self.pack_of(&case).await?;
        let office = self.library().directory.office(&office).map(|office| Text::from(&office.name));
        let values = Values::from([
            (Placeholder::PersonName, Value::Text(person.name.expose().to_owned())),
            (Placeholder::Service, Value::Words((&Text::from(&pack.definition.title)).into())),
            (Placeholder::CaseNumber, Value::Text(case.number.clone())),
            (Placeholder::Office, Value::Words((&office.unwrap_or_default()).into())),
            (Placeholder::Reply, Value::Text(reply)),
        ]);
        let notice = rules.notice(REPLIED).ok_or_else(|| Fault::internal("no notice of a reply"))?;
        let render = |lang| notice.render(lang, &values).map_err(|e| Fault::because("a notice", e));
        let (zh, en) = (render(Lang::Zh)?, render(Lang::En)?);
        let text = NoticeText {
            title: Text::new(zh.title, en.title),
            text: Text::new(zh.text, en.text),
            links: vec![NoticeLink::Case { number: case.number.clone() }],
        };
        let body = serde_json::to_vec(&text).map_err(|e| Fault::because("a notice", e))?;
        let at = self.moment();
        let payload = json!({ "number": case.number });
        let entry = store::entry(case.id, at, actor(viewer, case.subject), "rating.answered", &payload);
        let changes = Changes::new()
            .entry(entry.map_err(Fault::from)?)
            .write(Write::RatingFollow { case: case.id, by: account.id, at })
            .write(Write::NoticeInsert(Notice {
                id: NoticeId(self.id()),
                person: person.id,
                kind: format!("rating.{REPLIED}"),
                body: Zeroizing::new(body),
                created_at: at,
                read_at: None,
            }));
        match self.parts.store.save(changes).await {
            Ok(_) => Ok(()),
            // A colleague was faster.
            Err(SaveError::Stale { table: "rating", .. }) => Err(RatingError::NotFound),
            Err(error) => Err(Fault::from(error).into()),
        }
    }

    /// The offices whose ratings an officer answers for: the own ones, for the city all.
    pub(super) fn offices_supervised(&self, account: &Account) -> Vec<String> {
        let offices = &self.library().directory.offices;
        let is_own = |office: &&service::Office| match account.role {
            Role::City => true,
            Role::District(_) | Role::Street(_) => Self::reaches(&account.role, office),
            Role::Body { .. } => false,
        };
        offices.iter().filter(is_own).map(|office| office.id.clone()).collect()
    }

    async fn bad_shown(&self, account: &Account, rating: &Rating) -> Result<Option<BadRating>, Fault> {
        let Some(case) = self.case_load(rating.case).await? else { return Ok(None) };
        let look = Look {
            officer: account.id,
            person: rating.person,
            at: self.moment(),
            reason: "case.rating".to_owned(),
            case: Some(case.id),
        };
        self.parts.store.save(Changes::new().look(&look)).await?;
        let pack = self.pack_of(&case).await?;
        let office = case.office.as_deref().and_then(|id| self.library().directory.office(id));
        let due = self.reply_due(rating);
        Ok(Some(BadRating {
            service: Text::from(&pack.definition.title),
            office: office.map(|office| Text::from(&office.name)).unwrap_or_default(),
            label: self.step_label(rating.stars),
            words: rating.words.as_ref().map(|words| words.as_str().to_owned()),
            due,
            is_overdue: due < self.today(),
            may_answer: !self.decided_by(&case, account).await?,
            number: case.number,
        }))
    }

    /// Whether an officer decided the case, or proposed what was decided.
    async fn decided_by(&self, case: &service::case::Case, account: &Account) -> Result<bool, Fault> {
        let events = self.parts.store.case_events(case.id).await?.and_then(Kept::held).unwrap_or_default();
        Ok(events.iter().any(|recorded| {
            let Event::Acted(acted) = &recorded.event else { return false };
            let proposed = acted.proposed_by.as_ref().and_then(service::case::Actor::account);
            acted.decides.is_some() && [recorded.by.account(), proposed].contains(&Some(account.id))
        }))
    }
}
