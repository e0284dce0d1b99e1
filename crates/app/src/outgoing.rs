//! What tells a person beyond their inbox: a short message where there is a telephone, a mail where there is a confirmed
//! address. Both say the same, which is nothing about the person, and each goes out once for one cause.

use jiff::{SignedDuration, Timestamp};
use registry::{CaseId, MessageId, Person};
use service::notice::Notice;
use service::{Lang, Values};
use store::{Changes, MessageBody, MessageChannel, NewMessage, Write};

use crate::{App, Fault};

/// How long a message is worth sending.
const LIFE: SignedDuration = SignedDuration::from_hours(72);

/// What is to be told.
pub(crate) struct Outgoing<'a> {
    pub(crate) person: &'a Person,
    pub(crate) case: Option<CaseId>,
    /// The code of the event, such as `unemployment-registration.approved`.
    pub(crate) cause: String,
    /// The same for the same cause.
    pub(crate) key: String,
    /// The short text.
    pub(crate) short: &'a Notice,
    pub(crate) values: &'a Values,
}

impl App {
    /// Adds the messages to the changes that cause them.
    pub(crate) async fn send_out(&self, mut changes: Changes, told: &Outgoing<'_>) -> Result<Changes, Fault> {
        let render =
            |lang| told.short.render(lang, told.values).map_err(|e| Fault::because("a short message", e));
        let zh = render(Lang::Zh)?;
        if let Some(phone) = &told.person.phone {
            let body =
                MessageBody { address: phone.expose().to_owned(), subject: None, text: zh.text.clone() };
            changes = changes.write(self.outgoing(told, MessageChannel::Sms, body));
        }
        if let Some(address) = self.mail_of(told.person.id).await? {
            let en = render(Lang::En)?;
            let body = MessageBody {
                address: address.to_string(),
                subject: Some(format!("{} / {}", zh.title, en.title)),
                text: format!("{}\n\n{}\n", zh.text, en.text),
            };
            changes = changes.write(self.outgoing(told, MessageChannel::Mail, body));
        }
        Ok(changes)
    }

    fn outgoing(&self, told: &Outgoing<'_>, channel: MessageChannel, body: MessageBody) -> Write {
        let now = self.clock();
        Write::OutboxInsert(Box::new(NewMessage {
            id: MessageId(self.id()),
            person: told.person.id,
            case: told.case,
            channel,
            cause: told.cause.clone(),
            cause_key: format!("{}:{}", channel.code(), told.key),
            body,
            send_after: now,
            expires_at: now.saturating_add(LIFE).unwrap_or(Timestamp::MAX),
            created_at: now,
        }))
    }
}
