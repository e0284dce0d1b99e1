//! What is to be sent outward: saved with the change that caused it, claimed for a time, sent, and followed by what the
//! provider reports back. Address and text are encrypted; one cause key is sent once, ever.

mod claim;
mod receipt;

pub use claim::{CLAIM_MESSAGES_MAX, ClaimedMessage, MessageLease};
pub use receipt::Receipt;
pub(crate) use receipt::put as put_receipt;

use std::fmt;

use jiff::Timestamp;
use registry::{CaseId, MessageId, PersonId};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::error::{ReadError, SaveError};
use crate::registration::PAGE_ROWS_MAX;
use crate::seal::{Place, Sealer};
use crate::store::Store;
use crate::unit::{Table, Unit};
use crate::value::{Fields, Value};

const TABLE: &str = "outbox";
pub(crate) const COLUMNS: &[&str] = &[
    "id",
    "person_id",
    "case_id",
    "channel",
    "cause",
    "cause_key",
    "state",
    "attempts",
    "next_attempt_at",
    "lease_until",
    "lease_token",
    "provider_id",
    "last_error",
    "created_at",
    "expires_at",
    "finished_at",
    "sealed",
];

/// By which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MessageChannel {
    /// A text message.
    Sms,
    /// E-mail.
    Mail,
    /// The person's inbox in the house.
    Inbox,
}

impl MessageChannel {
    const ALL: [Self; 3] = [Self::Sms, Self::Mail, Self::Inbox];

    /// The code in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Mail => "mail",
            Self::Inbox => "inbox",
        }
    }
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MessageState {
    /// To be sent.
    Waiting,
    /// Handed to the provider.
    Sent,
    /// The provider says that it arrived.
    Delivered,
    /// It was given up, or the provider says that it did not arrive.
    Failed,
    /// It was not sent in time.
    Expired,
}

impl MessageState {
    const ALL: [Self; 5] = [Self::Waiting, Self::Sent, Self::Delivered, Self::Failed, Self::Expired];

    /// The code in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Expired => "expired",
        }
    }
}

/// Where a message goes and what it says.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageBody {
    /// The telephone or e-mail address; empty for the inbox.
    pub address: String,
    /// The subject, for e-mail.
    pub subject: Option<String>,
    /// The text.
    pub text: String,
}

impl Drop for MessageBody {
    fn drop(&mut self) {
        self.address.zeroize();
        self.subject.zeroize();
        self.text.zeroize();
    }
}

// Address and text are personal.
impl fmt::Debug for MessageBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MessageBody(…)")
    }
}

/// A message to be put into the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// The id; also what to hand to the provider as the key against doubles.
    pub id: MessageId,
    /// To whom.
    pub person: PersonId,
    /// In which case.
    pub case: Option<CaseId>,
    /// By which way.
    pub channel: MessageChannel,
    /// The code of the event, such as `case.supplement`.
    pub cause: String,
    /// The same for the same cause and channel, so that it is sent once.
    pub cause_key: String,
    /// Where to, and what.
    pub body: MessageBody,
    /// Not before this.
    pub send_after: Timestamp,
    /// Not after this.
    pub expires_at: Timestamp,
    /// When it was put there.
    pub created_at: Timestamp,
}

/// A message as its sender's list shows it, without address and text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageOverview {
    /// The id.
    pub id: MessageId,
    /// To whom.
    pub person: PersonId,
    /// In which case.
    pub case: Option<CaseId>,
    /// By which way.
    pub channel: MessageChannel,
    /// The code of the event.
    pub cause: String,
    /// What became of it.
    pub state: MessageState,
    /// How often it was tried.
    pub attempts: u32,
    /// Why the last try failed, as a code.
    pub last_error: Option<String>,
    /// When it was put there.
    pub created_at: Timestamp,
    /// When it was sent, given up or ran out.
    pub finished_at: Option<Timestamp>,
}

pub(crate) fn insert(unit: &mut Unit, sealer: &Sealer, message: &NewMessage) -> Result<(), SaveError> {
    let plain = serde_json::to_vec(&message.body).map(Zeroizing::new).map_err(|_| SaveError::Invalid {
        field: TABLE,
        found: "a message that cannot be written".to_owned(),
        expected: "address, subject and text",
    })?;
    unit.row(
        Table::Outbox,
        vec![
            message.id.as_bytes().into(),
            message.person.as_bytes().into(),
            message.case.as_ref().map(CaseId::as_bytes).into(),
            message.channel.code().into(),
            message.cause.as_str().into(),
            message.cause_key.as_str().into(),
            MessageState::Waiting.code().into(),
            0_u32.into(),
            message.send_after.into(),
            0_u32.into(),
            Value::NoBytes,
            Value::NoText,
            Value::NoText,
            message.created_at.into(),
            message.expires_at.into(),
            Value::NoInt,
            sealer.seal(&Place { table: TABLE, row: message.id.as_bytes() }, &plain)?.into(),
        ],
    );
    Ok(())
}

fn channel(fields: &Fields) -> Result<MessageChannel, ReadError> {
    let code = fields.text("channel")?;
    let known = MessageChannel::ALL.into_iter().find(|channel| channel.code() == code);
    known.ok_or_else(|| fields.wrong("channel", "sms, mail or inbox"))
}

fn overview(fields: &Fields) -> Result<MessageOverview, ReadError> {
    let code = fields.text("state")?;
    let state = MessageState::ALL.into_iter().find(|state| state.code() == code);
    Ok(MessageOverview {
        id: fields.id("id")?,
        person: fields.id("person_id")?,
        case: fields.maybe_id("case_id")?,
        channel: channel(fields)?,
        cause: fields.text("cause")?,
        state: state.ok_or_else(|| fields.wrong("state", "waiting, sent, delivered, failed or expired"))?,
        attempts: fields.version("attempts")?,
        last_error: fields.maybe_text("last_error")?,
        created_at: fields.time("created_at")?,
        finished_at: fields.maybe_time("finished_at")?,
    })
}

impl Store {
    /// What was sent to a person, or is to be, the newest first, at most 500.
    pub async fn outbox_list_by_person(&self, person: PersonId) -> Result<Vec<MessageOverview>, ReadError> {
        let sql = "SELECT id, person_id, case_id, channel, cause, state, attempts, last_error, created_at, \
                   finished_at FROM outbox WHERE person_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2";
        let rows = self.db().all(TABLE, sql, &[person.as_bytes().into(), PAGE_ROWS_MAX.into()]).await?;
        rows.iter().map(overview).collect()
    }

    /// Gives up the messages whose time is over and says how many. One that is being sent right now is left.
    pub async fn outbox_expire(&self, now: Timestamp) -> Result<u64, ReadError> {
        let sql = "UPDATE outbox SET state = 'expired', finished_at = $1 \
                   WHERE state = 'waiting' AND expires_at <= $1 AND lease_until <= $1";
        self.db().write_one(sql, &[now.into()]).await
    }
}
