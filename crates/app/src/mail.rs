//! A person's e-mail address: offered, never asked for; it counts once a code that went there came back, and it can be
//! taken away again at any time. What goes there says no more than a short message does.

use std::fmt;

use exchange::mail::MailAddress;
use jiff::{SignedDuration, Timestamp};
use registry::{MessageId, PersonId};
use serde::Deserialize;
use service::Words;
use service::clock::Confidence;
use store::{Changes, MailContact, MessageBody, MessageChannel, NewMessage, Write};
use zeroize::Zeroizing;

use crate::field_fault::FieldFault;
use crate::{App, Fault, StartError, Viewer};

const FILE: &str = include_str!("../data/mail.toml");

/// How an address is confirmed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MailRules {
    #[expect(dead_code, reason = "for whoever reads the file")]
    source: String,
    #[expect(dead_code, reason = "for whoever reads the file")]
    confidence: Confidence,
    code_digits: u32,
    valid_minutes: u32,
    tries_max: u32,
    code: CodeMail,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CodeMail {
    subject: Words,
    text: Words,
}

impl MailRules {
    pub(crate) fn embedded() -> Result<Self, StartError> {
        let rules: Self = toml::from_str(FILE).map_err(|error| Fault::because("data/mail.toml", error))?;
        let says = |text: &str| text.contains("{code}");
        if (4..=12).contains(&rules.code_digits) && says(&rules.code.text.zh) && says(&rules.code.text.en) {
            Ok(rules)
        } else {
            let what = "data/mail.toml: expected 4 to 12 digits, and `{code}` in both texts".to_owned();
            Err(StartError::Unfit { what })
        }
    }
}

/// The address of a person, as they see it.
#[derive(Clone, PartialEq, Eq)]
pub struct MailShown {
    /// Its first letter and its domain.
    pub masked: String,
    /// Whether it counts.
    pub is_confirmed: bool,
    /// Until when its code can be given.
    pub expires_at: Timestamp,
}

// It is personal, even so.
impl fmt::Debug for MailShown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailShown").field("is_confirmed", &self.is_confirmed).finish_non_exhaustive()
    }
}

/// Why an address was not taken or not confirmed.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// Nobody is signed in as a person, or this installation sends no mail.
    #[error("no address for this viewer, or no mail here")]
    NotFound,
    /// What was typed is no address, or not the code.
    #[error("{} fields are at fault", .0.len())]
    Fields(Vec<FieldFault>),
    /// Too many addresses in a short time: wait.
    #[error("too many attempts; wait {seconds} seconds")]
    Wait {
        /// How long.
        seconds: u64,
    },
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

fn fault(field: &str, code: &'static str, expected: &str) -> MailError {
    MailError::Fields(vec![FieldFault::new(field, code, expected)])
}

impl App {
    /// Whether this installation sends mail, so that an address is of use.
    pub fn sends_mail(&self) -> bool {
        self.outward.mailer.is_some()
    }

    /// The viewer's address.
    pub async fn mail(&self, viewer: &Viewer) -> Result<Option<MailShown>, MailError> {
        let person = self.mail_person(viewer)?;
        let found = self.parts.store.mail_find(person).await.map_err(Fault::from)?;
        Ok(found.map(|contact| MailShown {
            masked: masked(&contact.address),
            is_confirmed: contact.confirmed_at.is_some(),
            expires_at: contact.expires_at,
        }))
    }

    /// Takes an address in the place of the one before and sends a code there. Each further one waits longer.
    pub async fn mail_give(&self, viewer: &Viewer, address: &str) -> Result<(), MailError> {
        let person = self.mail_person(viewer)?;
        let address = MailAddress::parse(address.trim());
        let address = address.map_err(|error| fault("address", "mail_form", &error.to_string()))?;
        let name = format!("mail:{person}");
        self.parts.attempts.begin(&name, self.clock()).map_err(|seconds| MailError::Wait { seconds })?;
        let (rules, now) = (&self.parts.mail, self.clock());
        let code = self.mail_code();
        let life = SignedDuration::from_mins(rules.valid_minutes.into());
        let expires_at = now.checked_add(life).unwrap_or(Timestamp::MAX);
        let filled = |text: &str| text.replace("{code}", &code);
        let id = MessageId(self.id());
        let message = NewMessage {
            id,
            person,
            case: None,
            channel: MessageChannel::Mail,
            cause: "mail.code".to_owned(),
            cause_key: format!("mail.code:{id}"),
            body: MessageBody {
                address: address.expose().to_owned(),
                subject: Some(format!("{} / {}", rules.code.subject.zh, rules.code.subject.en)),
                text: format!("{}\n\n{}\n", filled(&rules.code.text.zh), filled(&rules.code.text.en)),
            },
            send_after: now,
            expires_at,
            created_at: now,
        };
        let contact = MailContact {
            person,
            address: Zeroizing::new(address.expose().to_owned()),
            code: Zeroizing::new(code.to_string()),
            expires_at,
            tries: 0,
            confirmed_at: None,
        };
        let changes =
            Changes::new().write(Write::MailPut(contact)).write(Write::OutboxInsert(Box::new(message)));
        self.parts.store.save(changes).await.map_err(Fault::from)?;
        Ok(())
    }

    /// Confirms the address by the code that went there.
    pub async fn mail_confirm(&self, viewer: &Viewer, code: &str) -> Result<(), MailError> {
        let person = self.mail_person(viewer)?;
        let store = &self.parts.store;
        let found = store.mail_find(person).await.map_err(Fault::from)?;
        let contact = found.filter(|contact| contact.confirmed_at.is_none()).ok_or(MailError::NotFound)?;
        // Counted before it is looked at, in the database: many at once are no more tries than one after another.
        let may_try = store.mail_try(person, self.parts.mail.tries_max).await.map_err(Fault::from)?;
        if !may_try || contact.expires_at <= self.clock() {
            return Err(fault("code", "code_expired", "a new code"));
        }
        let typed: Zeroizing<String> = Zeroizing::new(code.chars().filter(|c| !c.is_whitespace()).collect());
        if !crate::access::same(typed.as_bytes(), contact.code.as_bytes()) {
            return Err(fault("code", "code_wrong", "the code in the newest mail"));
        }
        let confirm = Write::MailConfirm { person, at: self.moment() };
        store.save(Changes::new().write(confirm)).await.map_err(Fault::from)?;
        self.parts.attempts.succeed(&format!("mail:{person}"));
        Ok(())
    }

    /// Takes the address away.
    pub async fn mail_remove(&self, viewer: &Viewer) -> Result<(), MailError> {
        let person = self.mail_person(viewer)?;
        let remove = Write::MailRemove { person };
        self.parts.store.save(Changes::new().write(remove)).await.map_err(Fault::from)?;
        Ok(())
    }

    /// Where a person is written to; none where they gave no address, or did not confirm it.
    pub(crate) async fn mail_of(&self, person: PersonId) -> Result<Option<Zeroizing<String>>, Fault> {
        if !self.sends_mail() {
            return Ok(None);
        }
        let found = self.parts.store.mail_find(person).await?;
        Ok(found.filter(|contact| contact.confirmed_at.is_some()).map(|contact| contact.address))
    }

    fn mail_person(&self, viewer: &Viewer) -> Result<PersonId, MailError> {
        viewer.person().filter(|_| self.sends_mail()).ok_or(MailError::NotFound)
    }

    fn mail_code(&self) -> Zeroizing<String> {
        let mut bytes = [0; 8];
        self.sources.random.fill(&mut bytes);
        let digits = self.parts.mail.code_digits;
        let number = u64::from_be_bytes(bytes) % 10_u64.pow(digits);
        Zeroizing::new(format!("{number:0width$}", width = usize::try_from(digits).unwrap_or(6)))
    }
}

/// The first letter and the domain.
fn masked(address: &str) -> String {
    let (name, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    let first = name.chars().next().map(String::from).unwrap_or_default();
    format!("{first}***@{domain}")
}
