//! What the store keeps of a case in the clear: what its caller says beside the case, and what lists show.

use jiff::civil::Date;
use registry::{AccountId, CaseId, PersonId, Phone, Region, StreetCode};
use service::case::Case;
use service::definition::Channel;
use service::flow::{End, Owner, Verdict};

use crate::error::ReadError;
use crate::value::Fields;
use crate::worklist::Desk;
use crate::worklist::order::due_of;

/// What belongs to a case and cannot be seen in it without its pack, handed in with each change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseRow {
    /// Who must act in its state; none at an end.
    pub owner: Option<Owner>,
    /// The last day of the clock that runs out next; none where none runs.
    pub due: Option<Date>,
    /// The district of the office in charge.
    pub district: Option<Region>,
    /// Its street or town, if it is an office of one.
    pub street: Option<StreetCode>,
    /// The telephone with which progress can be asked without an account; only a keyed hash of it is kept.
    pub phone: Option<Phone>,
    /// The clocks that a job must look at.
    pub clocks: Vec<CaseClock>,
}

/// A clock of a case with the next day on which something must be done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseClock {
    /// Its id in the pack.
    pub clock: String,
    /// Its last day.
    pub due: Date,
    /// When to look at it: the day after its last, or that of a reminder before.
    pub act_on: Date,
}

/// A case as lists show it; nothing of it is personal but whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseOverview {
    /// The id.
    pub id: CaseId,
    /// The number.
    pub number: String,
    /// The service.
    pub service: String,
    /// Which of its flows.
    pub track: String,
    /// Whose matter it is.
    pub subject: PersonId,
    /// The case that opened it.
    pub parent: Option<CaseId>,
    /// The channel by which it came.
    pub channel: Channel,
    /// The office in charge.
    pub office: Option<String>,
    /// The district of that office.
    pub district: Option<Region>,
    /// Its street or town.
    pub street: Option<StreetCode>,
    /// The state.
    pub state: String,
    /// Who must act in it.
    pub owner: Option<Owner>,
    /// The desk at which it waits.
    pub desk: Option<Desk>,
    /// Who holds it there.
    pub holder: Option<AccountId>,
    /// The last day of its next clock.
    pub due: Option<Date>,
    /// When it was opened.
    pub opened_on: Date,
    /// How it was decided, and when.
    pub decided: Option<(Verdict, Date)>,
    /// How it ended, and when.
    pub ended: Option<(End, Date)>,
    /// The number of its events.
    pub version: u32,
    /// Its place in a worklist.
    pub(crate) due_day: i64,
}

/// The columns of an overview, qualified by `c`.
macro_rules! overview_columns {
    () => {
        "c.id, c.number, c.service, c.track, c.subject_id, c.parent_id, c.channel, c.office, c.district, \
         c.street, c.state, c.owner, c.desk, c.holder_id, c.due_day, c.opened_on, c.decided_on, c.verdict, \
         c.ended_on, c.ended, c.version"
    };
}
pub(crate) use overview_columns;

/// The code of a verdict.
pub(crate) fn verdict_code(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Granted => "granted",
        Verdict::Refused => "refused",
    }
}

fn verdict(code: &str) -> Option<Verdict> {
    [Verdict::Granted, Verdict::Refused].into_iter().find(|verdict| verdict_code(*verdict) == code)
}

fn end(code: &str) -> Option<End> {
    [End::Granted, End::Refused, End::Withdrawn, End::Lapsed, End::Revoked, End::Closed]
        .into_iter()
        .find(|end| end.as_str() == code)
}

/// A code and the day beside it: both or neither.
fn dated<T>(
    fields: &Fields,
    code: &'static str,
    day: &'static str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<(T, Date)>, ReadError> {
    match (fields.maybe_text(code)?, fields.maybe_parsed(day)?) {
        (None, None) => Ok(None),
        (Some(text), Some(on)) => {
            read(&text).map(|value| Some((value, on))).ok_or_else(|| fields.wrong(code, "a known code"))
        }
        _ => Err(fields.wrong(day, "a day exactly where there is a code")),
    }
}

pub(crate) fn overview(fields: &Fields) -> Result<CaseOverview, ReadError> {
    let due_day = fields.int("due_day")?;
    Ok(CaseOverview {
        id: fields.id("id")?,
        number: fields.text("number")?,
        service: fields.text("service")?,
        track: fields.text("track")?,
        subject: fields.id("subject_id")?,
        parent: fields.maybe_id("parent_id")?,
        channel: Channel::of_name(&fields.text("channel")?)
            .ok_or_else(|| fields.wrong("channel", "a channel of the services"))?,
        office: fields.maybe_text("office")?,
        district: fields.maybe_parsed("district")?,
        street: fields.maybe_parsed("street")?,
        state: fields.text("state")?,
        owner: fields.maybe_parsed("owner")?,
        desk: fields.maybe_parsed("desk")?,
        holder: fields.maybe_id("holder_id")?,
        due: due_of(due_day),
        opened_on: fields.parsed("opened_on")?,
        decided: dated(fields, "verdict", "decided_on", verdict)?,
        ended: dated(fields, "ended", "ended_on", end)?,
        version: fields.version("version")?,
        due_day,
    })
}

/// The day on which a case ended, where it has: that of the event that is saved with it.
pub(crate) fn ended_on(case: &Case, last: Option<Date>) -> Option<Date> {
    case.ended.and(last)
}
