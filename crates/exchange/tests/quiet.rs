//! What is sent is in no log at any level, nor in a fault: the libraries below are listened to at their loudest.

#![expect(clippy::unwrap_used, reason = "what a test sets up must be there")]

use std::io;
use std::sync::{Arc, Mutex};

use exchange::http::{HttpClient, HttpOptions, Reach, Target};
use exchange::outbox::MessageId;
use exchange::secret::Secret;
use exchange::sms::{
    Gateway, PhoneNumber, RequestSigner, SmsClient, SmsConfig, SmsMessage, SmsText, Weather,
};
use exchange::webhook::{Delivery, Receiver, Sender, SigningKey, SigningKeys, Verifier};
use jiff::Timestamp;
use uuid::Uuid;

const KEY: &str = "a key of at least 32 bytes, shared";
const PLANTED: [&str; 6] = ["13800138000", "planted words", "whsec_", KEY, "planted-body", "planted-token"];

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn now() -> Timestamp {
    Timestamp::from_second(1_600_000_000).unwrap()
}

#[tokio::test]
async fn what_is_sent_is_in_no_log_at_any_level() {
    let log = Log::default();
    let writer = log.clone();
    // `init` takes in what is said to the `log` crate too.
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .init();
    tracing::trace!("the log is listened to");
    let mut faults = Vec::new();
    for weather in [
        Weather::default(),
        Weather { failing: 1000, ..Weather::default() },
        Weather { silent: 1000, ..Weather::default() },
    ] {
        let signer = RequestSigner::new("linghuo".to_owned(), Secret::new(KEY));
        let gateway = Gateway::start(weather, signer, Arc::new(now)).await.unwrap();
        let (url, key) = (gateway.url(), Secret::new(KEY));
        let config = SmsConfig { url, app: "linghuo".to_owned(), key, http: HttpOptions::default() };
        faults.push(format!("{config:?}"));
        let message = SmsMessage {
            id: MessageId(Uuid::from_u128(1)),
            to: PhoneNumber::parse("13800138000").unwrap(),
            text: SmsText::new("planted words", 1).unwrap(),
            template: "flex-registration/registered".to_owned(),
            valid_until: now(),
        };
        let answer = SmsClient::new(config).unwrap().send(&message, now()).await;
        faults.push(format!("{answer:?} {message:?} {:?}", gateway.sent()));
    }
    let keys = SigningKeys::one(SigningKey::from_bytes(vec![1; 32]).unwrap());
    let receiver =
        Receiver::start(Verifier::new(keys.clone(), 300), Arc::new(now), Vec::new()).await.unwrap();
    let options = HttpOptions { reach: Reach::Operator, ..HttpOptions::default() };
    let sender = Sender::new(HttpClient::new(&options).unwrap());
    let target = Target::parse(&format!("{}?t=planted-token", receiver.url()), Reach::Operator).unwrap();
    faults.push(format!("{target:?} {keys:?}"));
    let delivery = Delivery { id: "msg_1".to_owned(), target, keys, body: b"planted-body".to_vec() };
    sender.send(&delivery, now()).await.unwrap();
    assert_eq!(receiver.seen().len(), 1);

    let said = String::from_utf8(log.0.lock().unwrap().clone()).unwrap() + &faults.join("\n");
    assert!(said.contains("the log is listened to"), "nothing was caught");
    for planted in PLANTED {
        assert!(!said.contains(planted), "`{planted}` in: {said}");
    }
}
