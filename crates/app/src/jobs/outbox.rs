//! The outbox: what waits is claimed for a time, sent by its way, and marked with what came of it. Whoever dies over a
//! message loses its lease, and another sends it again under the same id, so that the provider takes it once.

use exchange::fault::{Fault as Failure, FaultKind};
use exchange::http::HeaderMap;
use exchange::mail::{Mail, MailAddress};
use exchange::outbox::{Attempts, Channel, Language, MessageId, Next, Policies, next};
use exchange::sms::{PhoneNumber, Receipt, ReceiptError, SmsMessage, SmsText};
use exchange::webhook::VerifyError;
use jiff::{SignedDuration, Timestamp};
use store::{ClaimedMessage, MessageChannel};

use crate::{App, Fault};

/// How long a sender may take for the messages it claimed.
const LEASE: SignedDuration = SignedDuration::from_mins(5);
/// Messages that one round sends by each way.
const ROUND: u32 = 20;
/// The most parts of a short message.
const PARTS_MAX: usize = 3;
/// How long a short message is worth delivering once the gateway has it.
const VALID: SignedDuration = SignedDuration::from_hours(24);

impl App {
    /// Sends what waits by the ways that are set up; says how many messages were handed over.
    pub async fn outbox_run(&self) -> Result<usize, Fault> {
        let policies = Policies::house().map_err(|e| Fault::because("the pace of the outbox", e))?;
        let ways = [
            (MessageChannel::Sms, Channel::Sms, self.outward.sms.is_some()),
            (MessageChannel::Mail, Channel::Mail, self.outward.mailer.is_some()),
        ];
        let mut sent = 0;
        for (by, channel, _) in ways.into_iter().filter(|(_, _, is_set_up)| *is_set_up) {
            let now = self.clock();
            let until = now.saturating_add(LEASE).unwrap_or(Timestamp::MAX);
            for message in self.parts.store.outbox_claim(by, now, until, ROUND).await? {
                sent += usize::from(self.outbox_send(&message, policies.of(channel)).await?);
            }
        }
        self.parts.store.outbox_expire(self.clock()).await?;
        Ok(sent)
    }

    /// Tries one message. Whether it was handed over.
    async fn outbox_send(
        &self,
        message: &ClaimedMessage,
        policy: &exchange::outbox::Policy,
    ) -> Result<bool, Fault> {
        let (store, at) = (&self.parts.store, self.clock());
        let tried = match message.channel {
            MessageChannel::Sms => self.send_sms(message).await.map(Some),
            MessageChannel::Mail => self.send_mail(message).await.map(|()| None),
            MessageChannel::Inbox => Err(Failure::new(FaultKind::Refused)),
        };
        let failure = match tried {
            Ok(provider) => {
                return Ok(store.outbox_complete(message.id, message.lease, at, provider.as_deref()).await?);
            }
            Err(failure) => failure,
        };
        let attempts = Attempts {
            id: MessageId(message.id.0),
            queued_at: message.created_at,
            expires_at: None,
            made: message.attempts,
            last_at: Some(at),
            last_fault: Some(failure),
        };
        let code = failure.kind.code();
        tracing::warn!(message.id = %message.id, message.attempts, fault = code, "a message was not sent");
        match next(&attempts, at, policy) {
            Next::RetryAt(again) => store.outbox_retry(message.id, message.lease, again, code).await?,
            Next::GiveUp(_) => store.outbox_fail(message.id, message.lease, at, code).await?,
        };
        Ok(false)
    }

    async fn send_sms(&self, message: &ClaimedMessage) -> Result<String, Failure> {
        let client = self.outward.sms.as_ref().ok_or_else(|| Failure::new(FaultKind::Refused))?;
        let bad = |kind| move |_| Failure::new(kind);
        let sms = SmsMessage {
            id: MessageId(message.id.0),
            to: PhoneNumber::parse(&message.body.address)
                .map_err(|_| Failure::new(FaultKind::UnknownAddress))?,
            // The last look: no link, no identity number, not too long.
            text: SmsText::new(message.body.text.as_str(), PARTS_MAX).map_err(bad(FaultKind::BadText))?,
            template: message.cause.clone(),
            valid_until: self.clock().saturating_add(VALID).unwrap_or(Timestamp::MAX),
        };
        Ok(client.send(&sms, self.clock()).await?.0)
    }

    async fn send_mail(&self, message: &ClaimedMessage) -> Result<(), Failure> {
        let mailer = self.outward.mailer.as_ref().ok_or_else(|| Failure::new(FaultKind::Refused))?;
        let mail = Mail {
            id: MessageId(message.id.0),
            to: MailAddress::parse(&message.body.address)
                .map_err(|_| Failure::new(FaultKind::UnknownAddress))?,
            language: Language::Zh,
            subject: message.body.subject.clone().unwrap_or_default(),
            text: message.body.text.clone(),
            html: None,
        };
        mailer.send(&mail, self.clock()).await
    }

    /// A call of the gateway, as it came: checked over the bytes of its body before anything is read.
    pub async fn outbox_called(&self, headers: &HeaderMap, body: &[u8]) -> Result<Reported, CallError> {
        let verifier = self.outward.receipts.as_ref().ok_or(CallError::NotSetUp)?;
        verifier.verify(headers, body, self.clock())?;
        let receipt = Receipt::parse(body)?;
        Ok(self.outbox_reported(&receipt).await?)
    }

    /// What the gateway reports of a message: kept once, however often it comes. A report of a message that is not ours
    /// changes nothing.
    pub async fn outbox_reported(&self, receipt: &Receipt) -> Result<Reported, Fault> {
        use exchange::sms::ReceiptState;
        let store = &self.parts.store;
        let found = store.outbox_find_by_provider(&receipt.id.0).await?;
        let Some(message) = found.filter(|message| message.0 == receipt.key.0) else {
            return Ok(Reported::Unknown);
        };
        let is_delivered = match receipt.state {
            ReceiptState::Delivered => true,
            ReceiptState::Pending => return Ok(Reported::Pending),
            ReceiptState::Undeliverable | ReceiptState::UnknownNumber | ReceiptState::Expired => false,
        };
        let at = receipt.at().unwrap_or_else(|| self.clock());
        let kept = store::Receipt { message, at, is_delivered, detail: None };
        store.outbox_receipt(kept).await?;
        Ok(Reported::Kept)
    }
}

/// What came of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reported {
    /// It is on record, now or from an earlier call.
    Kept,
    /// It says nothing yet.
    Pending,
    /// No message of this house has this id and key; or none yet, where the report was faster than its message.
    Unknown,
}

/// Why a call of the gateway is refused.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// This installation has no key for such calls.
    #[error("no `[sms_receipts]` is set up here")]
    NotSetUp,
    /// The signature or the time does not fit.
    #[error(transparent)]
    NotVerified(#[from] VerifyError),
    /// It is no receipt.
    #[error(transparent)]
    Unreadable(#[from] ReceiptError),
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}
