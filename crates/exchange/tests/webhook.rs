//! Webhooks over real sockets: what is sent is verified by the receiver, and each of its failures is put in its class.
#![expect(clippy::unwrap_used, reason = "what a test sets up must be there")]

use std::sync::Arc;

use exchange::fault::{FaultClass, FaultKind};
use exchange::http::{HttpClient, HttpOptions, Reach, Target};
use exchange::webhook::{
    Behaviour, Delivery, Receiver, Sender, SigningKey, SigningKeys, Verifier, VerifyError,
};
use jiff::Timestamp;

const BODY: &[u8] = br#"{"type":"case.decided"}"#;

fn now() -> Timestamp {
    Timestamp::from_second(1_600_000_000).unwrap()
}

fn keys(byte: u8) -> SigningKeys {
    SigningKeys::one(SigningKey::from_bytes(vec![byte; 32]).unwrap())
}

fn client(reach: Reach) -> HttpClient {
    HttpClient::new(&HttpOptions { reach, timeout_ms: 300, ..HttpOptions::default() }).unwrap()
}

fn delivery(url: &str) -> Delivery {
    Delivery {
        id: "msg_1".to_owned(),
        target: Target::parse(url, Reach::Operator).unwrap(),
        keys: keys(1),
        body: BODY.to_vec(),
    }
}

async fn receiver(behaviours: Vec<Behaviour>) -> Receiver {
    Receiver::start(Verifier::new(keys(1), 300), Arc::new(now), behaviours).await.unwrap()
}

#[tokio::test]
async fn a_webhook_arrives_with_its_body_and_a_signature_that_fits() {
    let receiver = receiver(Vec::new()).await;
    Sender::new(client(Reach::Operator)).send(&delivery(&receiver.url()), now()).await.unwrap();
    let seen = receiver.seen();
    assert_eq!((seen.len(), &seen[0].verified, &seen[0].body[..]), (1, &Ok("msg_1".to_owned()), BODY));
}

#[tokio::test]
async fn each_failure_has_its_class() {
    let answer = |status, retry_after_s| Behaviour::Answer { status, retry_after_s };
    let cases = [
        (answer(500, None), FaultKind::Server, FaultClass::Retry, None),
        (answer(503, Some(90)), FaultKind::Busy, FaultClass::Retry, Some(90)),
        (answer(429, Some(7)), FaultKind::Busy, FaultClass::Retry, Some(7)),
        (answer(404, None), FaultKind::ReceiverRefused, FaultClass::Retry, None),
        (answer(302, None), FaultKind::ReceiverRefused, FaultClass::Retry, None),
        (answer(410, None), FaultKind::Gone, FaultClass::GiveUp, None),
        (Behaviour::HangUp, FaultKind::BadAnswer, FaultClass::Retry, None),
        (Behaviour::Late(2_000), FaultKind::Timeout, FaultClass::Retry, None),
    ];
    for (behaviour, kind, class, wait) in cases {
        let receiver = receiver(vec![behaviour]).await;
        let sender = Sender::new(client(Reach::Operator));
        let fault = sender.send(&delivery(&receiver.url()), now()).await.unwrap_err();
        assert_eq!((fault.kind, fault.class(), fault.retry_after_s), (kind, class, wait), "{behaviour:?}");
        sender.send(&delivery(&receiver.url()), now()).await.unwrap();
        let ids: Vec<_> = receiver.seen().into_iter().map(|seen| seen.verified.unwrap()).collect();
        assert_eq!(ids, ["msg_1", "msg_1"], "the same id on every attempt");
    }
}

#[tokio::test]
async fn a_receiver_with_another_key_refuses() {
    let receiver = Receiver::start(Verifier::new(keys(2), 300), Arc::new(now), Vec::new()).await.unwrap();
    let fault =
        Sender::new(client(Reach::Operator)).send(&delivery(&receiver.url()), now()).await.unwrap_err();
    assert_eq!((fault.kind, fault.status), (FaultKind::ReceiverRefused, Some(401)));
    assert_eq!(receiver.seen()[0].verified, Err(VerifyError::Signature));
}

#[tokio::test]
async fn nobody_there_is_no_connection() {
    let url = receiver(Vec::new()).await.url();
    let fault = Sender::new(client(Reach::Operator)).send(&delivery(&url), now()).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::NoConnection);
}

#[tokio::test]
async fn a_name_that_leads_into_the_house_is_not_called() {
    // A public name whose address is inside: `localhost` stands for it.
    let receiver = receiver(Vec::new()).await;
    let port = receiver.url().rsplit_once(':').unwrap().1.split_once('/').unwrap().0.to_owned();
    let mut inside = delivery(&format!("https://localhost:{port}/hook"));
    inside.target = Target::parse(inside.target.expose(), Reach::Public).unwrap();
    let fault = Sender::new(client(Reach::Public)).send(&inside, now()).await.unwrap_err();
    assert_eq!((fault.kind, fault.class()), (FaultKind::TargetBarred, FaultClass::GiveUp));
    assert_eq!(receiver.seen(), []);
}
