//! Short messages through the simulated gateway, over real sockets: each failure in its class, one message for one
//! cause in any weather, and receipts by both ways.

#![expect(clippy::unwrap_used, reason = "what a test sets up must be there")]

use std::sync::{Arc, Mutex};

use exchange::fault::{FaultClass, FaultKind};
use exchange::http::{HttpClient, HttpOptions, Listener, Reach, Received, Reply, Target};
use exchange::outbox::{Attempts, Channel, Event, MessageId, Outcome, Policies, Progress, ProviderId, State};
use exchange::secret::Secret;
use exchange::sms::{
    Gateway, PhoneNumber, Receipt, ReceiptState, RequestSigner, SmsClient, SmsConfig, SmsMessage, SmsText,
    Weather,
};
use exchange::webhook::{ReplayGuard, Sender, SigningKey, SigningKeys, Verifier};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

const KEY: &str = "a key of at least 32 bytes, shared";
const PHONE: &str = "+8613800138000";
const TEXT: &str = "您的灵活就业登记已完成，可登录查看。";

fn now() -> Timestamp {
    Timestamp::from_second(1_600_000_000).unwrap()
}

fn signer() -> RequestSigner {
    RequestSigner::new("linghuo".to_owned(), Secret::new(KEY))
}

async fn gateway(weather: Weather) -> Gateway {
    Gateway::start(weather, signer(), Arc::new(now)).await.unwrap()
}

fn client_with(url: String, key: &str) -> SmsClient {
    let http = HttpOptions { timeout_ms: 400, ..HttpOptions::default() };
    SmsClient::new(SmsConfig { url, app: "linghuo".to_owned(), key: Secret::new(key), http }).unwrap()
}

fn message(id: u128) -> SmsMessage {
    SmsMessage {
        id: MessageId(Uuid::from_u128(id)),
        to: PhoneNumber::parse(PHONE).unwrap(),
        text: SmsText::new(TEXT, 1).unwrap(),
        template: "flex-registration/registered".to_owned(),
        valid_until: now() + SignedDuration::from_hours(48),
    }
}

#[tokio::test]
async fn a_message_is_taken_once_however_often_it_is_sent() {
    let gateway = gateway(Weather::default()).await;
    let client = client_with(gateway.url(), KEY);
    let first = client.send(&message(1), now()).await.unwrap();
    assert_eq!(client.send(&message(1), now()).await.unwrap(), first);
    let sent = gateway.sent();
    assert_eq!((sent.len(), sent[0].to.as_str(), sent[0].text.as_str()), (1, PHONE, TEXT));
    assert_eq!(client.poll(&first, now()).await.unwrap().state, ReceiptState::Delivered);
}

#[tokio::test]
async fn each_failure_has_its_class() {
    let all = 1000;
    let unknown = vec![PHONE.to_owned()];
    let cases = [
        (Weather { failing: all, ..Weather::default() }, FaultKind::Server, FaultClass::Retry, None),
        (Weather { busy: all, ..Weather::default() }, FaultKind::Busy, FaultClass::Retry, Some(60)),
        (Weather { silent: all, ..Weather::default() }, FaultKind::BadAnswer, FaultClass::Retry, None),
        (
            Weather { unknown_numbers: unknown, ..Weather::default() },
            FaultKind::UnknownAddress,
            FaultClass::UnknownAddress,
            None,
        ),
    ];
    for (weather, kind, class, wait) in cases {
        let gateway = gateway(weather.clone()).await;
        let fault = client_with(gateway.url(), KEY).send(&message(1), now()).await.unwrap_err();
        assert_eq!((fault.kind, fault.class(), fault.retry_after_s), (kind, class, wait), "{weather:?}");
    }
}

#[tokio::test]
async fn a_wrong_key_an_old_request_and_another_text_under_the_same_key_are_refused() {
    let gateway = gateway(Weather::default()).await;
    let wrong = client_with(gateway.url(), "another key of at least 32 bytes");
    let kind = |sent: Result<ProviderId, exchange::fault::Fault>| sent.unwrap_err().kind;
    assert_eq!(kind(wrong.send(&message(1), now()).await), FaultKind::Unauthorised);
    let client = client_with(gateway.url(), KEY);
    let old = now() - SignedDuration::from_secs(301);
    assert_eq!(kind(client.send(&message(1), old).await), FaultKind::Unauthorised);
    client.send(&message(1), now()).await.unwrap();
    let mut other = message(1);
    other.text = SmsText::new("别的话", 1).unwrap();
    assert_eq!(kind(client.send(&other, now()).await), FaultKind::KeyConflict);
}

#[tokio::test]
async fn an_answer_that_is_not_of_the_interface_is_a_bad_answer() {
    for body in ["{}", "<html>", r#"{"id":""}"#, r#"{"id":"../../x"}"#] {
        let listener = Listener::start(move |_: Received| async move {
            Some(Reply { body: body.as_bytes().to_vec(), ..Reply::status(200) })
        });
        let listener = listener.await.unwrap();
        let fault = client_with(listener.url(), KEY).send(&message(1), now()).await.unwrap_err();
        assert_eq!(fault.kind, FaultKind::BadAnswer, "{body}");
    }
}

#[tokio::test]
async fn an_answer_that_comes_too_late_is_a_timeout_and_one_that_is_too_large_is_not_read() {
    let late = Listener::start(|_: Received| async {
        tokio::time::sleep(std::time::Duration::from_secs(5)).await;
        None
    });
    let late = late.await.unwrap();
    let fault = client_with(late.url(), KEY).send(&message(1), now()).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Timeout);
    let large = Listener::start(|_: Received| async {
        Some(Reply { body: vec![b' '; 100_000], ..Reply::status(200) })
    });
    let large = large.await.unwrap();
    let fault = client_with(large.url(), KEY).send(&message(1), now()).await.unwrap_err();
    assert_eq!((fault.kind, fault.status), (FaultKind::BadAnswer, Some(200)));
}

/// The whole way of many messages through a bad day: outbox, attempts, receipts by call, the lost ones by asking.
async fn bad_day(seed: u64) -> (usize, usize, u32, Vec<State>) {
    let weather = Weather {
        seed,
        failing: 200,
        busy: 200,
        silent: 200,
        receipt_lost: 300,
        receipt_twice: 300,
        undeliverable: 100,
        ..Weather::default()
    };
    let gateway = gateway(weather).await;
    let client = client_with(gateway.url(), KEY);
    let policies = Policies::house().unwrap();
    let policy = policies.of(Channel::Sms);
    let mut progresses = Vec::new();
    for id in 0..40 {
        let message = message(id);
        let attempts = Attempts {
            id: message.id,
            queued_at: now(),
            expires_at: None,
            made: 0,
            last_at: None,
            last_fault: None,
        };
        let mut progress = Progress { attempts, state: State::Waiting { at: now() } };
        while let State::Waiting { at } = progress.state {
            // The gateway's clock stands still: the times of the attempts are the outbox's own.
            let outcome = match client.send(&message, now()).await {
                Ok(id) => Outcome::Accepted(Some(id)),
                Err(fault) => Outcome::Failed(fault),
            };
            progress = progress.after(Event::Attempted(outcome), at, policy);
        }
        progresses.push(progress);
    }
    let receipts = receipts_by_call(&gateway).await;
    let mut attempts = 0;
    let mut ends = Vec::new();
    for mut progress in progresses {
        attempts += progress.attempts.made;
        let id = progress.attempts.id;
        for receipt in receipts.iter().filter(|receipt| receipt.key == id) {
            progress = progress.after(receipt.event().unwrap(), now(), policy);
        }
        if let State::Accepted { provider_id: Some(id), .. } = progress.state.clone() {
            let receipt = client.poll(&id, now()).await.unwrap();
            progress = progress.after(receipt.event().unwrap(), now(), policy);
        }
        ends.push(progress.state);
    }
    (gateway.sent().len(), receipts.len(), attempts, ends)
}

/// Receives the gateway's calls as the house does: verified, and each id once.
async fn receipts_by_call(gateway: &Gateway) -> Vec<Receipt> {
    let keys = SigningKeys::one(SigningKey::from_bytes(vec![3; 32]).unwrap());
    let verifier = Verifier::new(keys.clone(), 300);
    let state = Arc::new(Mutex::new((ReplayGuard::new(300, 1000), Vec::new())));
    let shared = Arc::clone(&state);
    let house = Listener::start(move |request: Received| {
        let message = verifier.verify(&request.headers, &request.body, now()).unwrap();
        let mut state = shared.lock().unwrap();
        if state.0.admit(&message, now()) {
            state.1.push(Receipt::parse(&request.body).unwrap());
        }
        async { Some(Reply::status(204)) }
    });
    let house = house.await.unwrap();
    let options = HttpOptions { reach: Reach::Operator, ..HttpOptions::default() };
    let sender = Sender::new(HttpClient::new(&options).unwrap());
    let target = Target::parse(&format!("{}/receipts", house.url()), Reach::Operator).unwrap();
    let calls = gateway.send_receipts(&sender, &target, &keys).await.unwrap();
    assert_eq!(gateway.send_receipts(&sender, &target, &keys).await.unwrap(), 0);
    let receipts = state.lock().unwrap().1.clone();
    assert!(calls > receipts.len(), "some came twice: {calls} calls");
    receipts
}

#[tokio::test]
async fn on_a_bad_day_every_message_goes_out_once_and_its_end_is_known() {
    let (sent, receipts, attempts, ends) = bad_day(7).await;
    assert_eq!(sent, 40);
    assert!(attempts > 60, "attempts failed: {attempts}");
    assert!(receipts < 40, "receipts were lost: {receipts}");
    let delivered = ends.iter().filter(|end| matches!(end, State::Delivered { .. })).count();
    let failed = ends.iter().filter(|end| matches!(end, State::Failed { .. })).count();
    assert_eq!(delivered + failed, 40, "{ends:?}");
    assert!((1..20).contains(&failed), "{failed}");
}

#[tokio::test]
async fn the_same_seed_gives_the_same_day() {
    let (one, again, other) = (bad_day(7).await, bad_day(7).await, bad_day(8).await);
    assert_eq!(one, again);
    assert_ne!(one, other);
}

#[test]
fn a_wrong_configuration_is_named() {
    let config = |url: &str, app: &str, key: &str| {
        let config = SmsConfig {
            url: url.to_owned(),
            app: app.to_owned(),
            key: Secret::new(key),
            http: HttpOptions::default(),
        };
        SmsClient::new(config).err().unwrap().to_string()
    };
    assert!(config("gateway", "linghuo", KEY).starts_with("sms: url: expected an absolute URL"));
    assert!(config("http://127.0.0.1/", "ling huo", KEY).starts_with("sms: app: expected"));
    assert_eq!(config("http://127.0.0.1/", "linghuo", "short"), "sms: key: expected at least 32 bytes");
}
