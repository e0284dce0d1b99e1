//! 好差评: a decided case is rated once by its person, without having to say why; a bad rating is followed up and answered
//! by a supervisor of the office who did not decide the case; counts are by office and name nobody.

mod counts;
mod follow;

use std::fmt;

use jiff::civil::{Date, Time};
use registry::{Account, Rank, Role};
use serde_json::json;
use service::case::Case;
use service::deadline::Run;
use store::{Changes, Double, FollowUp, Kept, Rating, SaveError, Write};
use zeroize::Zeroizing;

use crate::field_fault::FieldFault;
use crate::sources::beijing_date;
use crate::text::Text;
use crate::viewer::actor;
use crate::{App, Fault, Viewer};

pub use counts::{OfficeRatings, RatingCounts};
pub use follow::{BadRating, BadRatings};

/// What is asked of the person, and what they said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatingShown {
    /// The number of the case.
    pub number: String,
    /// The service's title.
    pub title: Text,
    /// The steps: stars and words, the best first.
    pub steps: Vec<(u8, Text)>,
    /// The most characters that one may add.
    pub words_chars_max: usize,
    /// What a bad rating brings about, in the words of its term.
    pub promise: Text,
    /// What was said; none before.
    pub given: Option<RatingGiven>,
}

/// A rating that was given.
#[derive(Clone, PartialEq, Eq)]
pub struct RatingGiven {
    /// The stars.
    pub stars: u8,
    /// The step in words.
    pub label: Text,
    /// What was added.
    pub words: Option<String>,
    /// The day.
    pub on: Date,
    /// What became of it.
    pub standing: RatingStanding,
}

// The words are personal.
impl fmt::Debug for RatingGiven {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RatingGiven").field("standing", &self.standing).finish_non_exhaustive()
    }
}

/// What became of a rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RatingStanding {
    /// Nothing need be done.
    Noted,
    /// A supervisor answers by this day.
    AnswerBy(Date),
    /// It was answered on this day; the answer is among the notices.
    Answered(Date),
}

/// What a person says.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RateRequest {
    /// The stars.
    pub stars: u8,
    /// What they add, if anything.
    pub words: String,
}

impl fmt::Debug for RateRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateRequest").finish_non_exhaustive()
    }
}

/// Why there is nothing to rate, or nothing was rated.
#[derive(Debug, thiserror::Error)]
pub enum RatingError {
    /// There is no such case for this viewer.
    #[error("no such case for this viewer")]
    NotFound,
    /// The viewer may not do this.
    #[error("this is for a supervisor of the office")]
    Denied,
    /// It is not decided yet.
    #[error("a case is rated once it is decided")]
    NotDecided,
    /// It was rated before: once is enough.
    #[error("the case was rated already")]
    Already,
    /// Who decided the case does not answer its rating.
    #[error("the officer who decided the case does not answer its rating")]
    OwnDecision,
    /// Something is missing or too long.
    #[error("{} fields are at fault", .0.len())]
    Fields(Vec<FieldFault>),
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl App {
    /// The rating of one's own case: what is asked, or what was said.
    pub async fn rating(&self, viewer: &Viewer, number: &str) -> Result<RatingShown, RatingError> {
        let case = self.case_to_rate(viewer, number).await?;
        let given = self.parts.store.rating_find(case.id).await.map_err(Fault::from)?;
        self.rating_shown(&case, given).await
    }

    /// Rates one's own case, once.
    pub async fn rate(
        &self,
        viewer: &Viewer,
        number: &str,
        request: RateRequest,
    ) -> Result<RatingShown, RatingError> {
        let case = self.case_to_rate(viewer, number).await?;
        let rules = &self.library().rating;
        let words = words("words", &request.words, rules.words_chars_max)?;
        if !rules.steps.iter().any(|step| step.stars == request.stars) {
            return Err(RatingError::Fields(vec![FieldFault::new("stars", "unknown_value", "1 to 5")]));
        }
        let rating = Rating {
            case: case.id,
            person: case.subject,
            stars: request.stars,
            words: words.map(Zeroizing::new),
            at: self.moment(),
            follow_up: if rules.is_bad(request.stars) { FollowUp::Open } else { FollowUp::None },
        };
        // That it was rated is told, never how: the office must not read off the journal who was dissatisfied.
        let entry = store::entry(
            case.id,
            self.moment(),
            actor(viewer, case.subject),
            "rating.given",
            &json!({ "number": case.number }),
        );
        let changes =
            Changes::new().entry(entry.map_err(Fault::from)?).write(Write::RatingInsert(rating.clone()));
        match self.parts.store.save(changes).await {
            Ok(_) => self.rating_shown(&case, Some(rating)).await,
            Err(SaveError::Double(Double::Rating)) => Err(RatingError::Already),
            Err(error) => Err(Fault::from(error).into()),
        }
    }

    /// A decided case of the viewer's own. Whom a person entrusted with a case does not rate it for them.
    async fn case_to_rate(&self, viewer: &Viewer, number: &str) -> Result<Case, RatingError> {
        let person = viewer.person().ok_or(RatingError::NotFound)?;
        let found = self.parts.store.case_find_by_number(number).await.map_err(Fault::from)?;
        let case = found.and_then(Kept::held).filter(|case| case.subject == person);
        let case = case.ok_or(RatingError::NotFound)?;
        if case.decided.is_some() { Ok(case) } else { Err(RatingError::NotDecided) }
    }

    async fn rating_shown(&self, case: &Case, given: Option<Rating>) -> Result<RatingShown, RatingError> {
        let rules = &self.library().rating;
        let pack = self.pack_of(case).await?;
        Ok(RatingShown {
            number: case.number.clone(),
            title: Text::from(&pack.definition.title),
            steps: rules.steps.iter().map(|step| (step.stars, Text::from(&step.label))).collect(),
            words_chars_max: rules.words_chars_max,
            promise: Text::from(&rules.reply.note),
            given: given.map(|rating| RatingGiven {
                stars: rating.stars,
                label: self.step_label(rating.stars),
                words: rating.words.as_ref().map(|words| words.as_str().to_owned()),
                on: beijing_date(rating.at),
                standing: match rating.follow_up {
                    FollowUp::None => RatingStanding::Noted,
                    FollowUp::Open => RatingStanding::AnswerBy(self.reply_due(&rating)),
                    FollowUp::Done { at, .. } => RatingStanding::Answered(beijing_date(at)),
                },
            }),
        })
    }

    fn step_label(&self, stars: u8) -> Text {
        let step = self.library().rating.steps.iter().find(|step| step.stars == stars);
        step.map_or_else(|| Text::same(stars.to_string()), |step| Text::from(&step.label))
    }

    /// The last day of the reply to a rating.
    fn reply_due(&self, rating: &Rating) -> Date {
        let (clock, calendars) = (&self.library().rating.reply, &self.library().calendars);
        let run = Run::start(clock, beijing_date(rating.at), Time::midnight(), calendars);
        run.due(clock, self.today(), calendars).day
    }
}

/// What was typed, without the blanks around it; none where nothing was.
fn words(field: &'static str, typed: &str, chars_max: usize) -> Result<Option<String>, RatingError> {
    let typed = typed.trim();
    if typed.chars().count() > chars_max {
        let expected = format!("at most {chars_max} characters");
        return Err(RatingError::Fields(vec![FieldFault::new(field, "too_long", expected)]));
    }
    Ok((!typed.is_empty()).then(|| typed.to_owned()))
}

/// A supervisor of an office, or an officer of the city.
fn supervises(viewer: &Viewer) -> Result<&Account, RatingError> {
    let account = viewer.officer().ok_or(RatingError::Denied)?;
    let is_above = match account.role {
        Role::City => true,
        Role::District(_) | Role::Street(_) => account.rank == Rank::Supervisor,
        Role::Body { .. } => false,
    };
    if is_above { Ok(account) } else { Err(RatingError::Denied) }
}
