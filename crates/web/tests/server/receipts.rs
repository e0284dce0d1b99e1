//! What the gateway reports comes in by a signed call: the whole way from a message in the outbox over a gateway on a bad
//! day and back, and nothing else is taken.

use std::sync::Arc;

use app::exchange::http::{HttpClient, HttpOptions, Reach, Target};
use app::exchange::secret::Secret;
use app::exchange::sms::{Gateway, RequestSigner, SmsClient, SmsConfig, Weather};
use app::exchange::webhook::{Sender, SigningKey, SigningKeys, sign};
use app::registry::{MessageId, PersonId};
use app::store::{Changes, MessageBody, MessageChannel, MessageState, NewMessage, Write};
use app::{App, Outward};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;

use crate::house::{Got, House, house, web};

const PATH: &str = "/api/v1/sms/receipts";
const WHSEC: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const KEY: &str = "a key of at least 32 bytes, shared";

fn keys() -> SigningKeys {
    SigningKeys::one(SigningKey::parse(WHSEC).unwrap())
}

/// The server with a gateway set up, and that gateway.
async fn with_gateway(house: &House, weather: Weather) -> (App, axum::Router, Gateway) {
    let signer = RequestSigner::new("linghuo".to_owned(), Secret::new(KEY));
    let clock = house.app.sources().clock;
    let gateway = Gateway::start(weather, signer, Arc::new(move || clock.now())).await.unwrap();
    let settings = format!("[sms_receipts]\ncurrent = \"{WHSEC}\"\n");
    let outward = Outward::parse(&settings).unwrap();
    let http = HttpOptions { timeout_ms: 400, ..HttpOptions::default() };
    let config = SmsConfig { url: gateway.url(), app: "linghuo".to_owned(), key: Secret::new(KEY), http };
    let outward = Outward { sms: Some(SmsClient::new(config).unwrap()), ..outward };
    let app = house.app.clone().with_outward(outward);
    (app.clone(), web::server(app, &web()), gateway)
}

async fn put(house: &House, person: PersonId, number: u128, phone: &str) {
    let now = house.app.sources().clock.now();
    let message = NewMessage {
        id: MessageId(uuid::Uuid::from_u128(number)),
        person,
        case: None,
        channel: MessageChannel::Sms,
        cause: "test.told".to_owned(),
        cause_key: format!("sms:{number}"),
        body: MessageBody {
            address: phone.to_owned(), subject: None, text: "您的事项有进展。".to_owned()
        },
        send_after: now,
        expires_at: now + jiff::SignedDuration::from_hours(72),
        created_at: now,
    };
    let changes = Changes::new().write(Write::OutboxInsert(Box::new(message)));
    house.store().await.save(changes).await.unwrap();
}

async fn call(router: &axum::Router, house: &House, body: &str, key: &SigningKeys, age_s: i64) -> Got {
    let at = house.app.sources().clock.now() - jiff::SignedDuration::from_secs(age_s);
    let signed = sign(key, "receipt_1", at, body.as_bytes());
    let mut request = Request::post(PATH).header("content-type", "application/json");
    for (name, value) in signed.headers().unwrap() {
        request = request.header(name, value);
    }
    let request = request.body(Body::from(body.to_owned())).unwrap();
    House::through(router, request).await
}

#[tokio::test]
async fn a_receipt_finds_its_message_however_often_it_comes_and_a_forged_one_finds_none() {
    let house = house(false).await;
    let person = house.app.register(&app::Viewer::Public, fixture::wang()).await.unwrap().person;
    let (app, router, gateway) = with_gateway(&house, Weather::default()).await;
    put(&house, person, 1, "13900000001").await;
    assert_eq!(app.outbox_run().await.unwrap(), 1);
    let sent = gateway.sent().remove(0);
    let receipt = |state: &str, id: &str| {
        json!({ "id": id, "key": sent.key, "state": state, "at": 1_605_420_000 }).to_string()
    };
    let state = async || {
        let all = house.store().await.outbox_list_by_person(person).await.unwrap();
        all.iter().find(|message| message.cause == "test.told").unwrap().state
    };
    let delivered = receipt("delivered", &sent.id.0);

    // Without a key nobody reports anything, and what does not fit is not read.
    let bare = house.post_json(PATH, delivered.clone()).await;
    assert_eq!(bare.status, StatusCode::NOT_FOUND, "not set up");
    let other = SigningKeys::one(SigningKey::from_bytes(vec![9; 32]).unwrap());
    for (key, age_s) in [(&other, 0), (&keys(), 301), (&keys(), -301)] {
        let got = call(&router, &house, &delivered, key, age_s).await;
        assert_eq!(got.status, StatusCode::FORBIDDEN, "{age_s}: {}", got.text());
    }
    assert_eq!(state().await, MessageState::Sent);
    let unreadable = call(&router, &house, "{}", &keys(), 0).await;
    assert_eq!(unreadable.status, StatusCode::UNPROCESSABLE_ENTITY);
    let unknown = call(&router, &house, &receipt("delivered", "sim-none"), &keys(), 0).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let pending = call(&router, &house, &receipt("pending", &sent.id.0), &keys(), 0).await;
    assert_eq!((pending.status, &pending.json()["final"]), (StatusCode::OK, &json!(false)));
    assert_eq!(state().await, MessageState::Sent);

    for _ in 0..2 {
        let got = call(&router, &house, &delivered, &keys(), 0).await;
        assert_eq!((got.status, &got.json()["final"]), (StatusCode::OK, &json!(true)), "{}", got.text());
        assert_eq!(got.header("cache-control"), "no-store");
    }
    assert_eq!(state().await, MessageState::Delivered);
    // One that comes late does not undo the delivery.
    call(&router, &house, &receipt("pending", &sent.id.0), &keys(), 0).await;
    assert_eq!(state().await, MessageState::Delivered);
}

#[tokio::test]
async fn on_a_bad_day_of_the_gateway_every_message_has_its_end() {
    let house = house(false).await;
    let person = house.app.register(&app::Viewer::Public, fixture::wang()).await.unwrap().person;
    let weather = Weather {
        seed: 5,
        receipt_twice: 500,
        undeliverable: 300,
        delay_ms_max: 20,
        unknown_numbers: vec!["+8613900000009".to_owned()],
        ..Weather::default()
    };
    let (app, router, gateway) = with_gateway(&house, weather).await;
    for number in 1..=12 {
        put(&house, person, number, if number == 12 { "13900000009" } else { "13900000001" }).await;
    }
    assert_eq!(app.outbox_run().await.unwrap(), 11, "a number that is none is refused at once");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let served = tokio::spawn(async move { axum::serve(listener, router).await });
    let options = HttpOptions { reach: Reach::Operator, ..HttpOptions::default() };
    let sender = Sender::new(HttpClient::new(&options).unwrap());
    let target = Target::parse(&format!("http://{address}{PATH}"), Reach::Operator).unwrap();
    let calls = gateway.send_receipts(&sender, &target, &keys()).await.unwrap();
    assert!(calls > 11, "some came twice: {calls}");
    assert_eq!(gateway.send_receipts(&sender, &target, &keys()).await.unwrap(), 0, "all were taken");
    served.abort();
    let all = house.store().await.outbox_list_by_person(person).await.unwrap();
    let own: Vec<_> = all.iter().filter(|message| message.cause == "test.told").collect();
    let count = |state| own.iter().filter(|message| message.state == state).count();
    assert_eq!(own.len(), 12);
    assert!(count(MessageState::Delivered) > 0 && count(MessageState::Failed) > 1, "some of both");
    assert_eq!(count(MessageState::Delivered) + count(MessageState::Failed), 12, "each has its end");
}
