//! Messages of cases go out by the gateway: once, whatever the weather; tried again at the house's pace; with receipts.

use std::sync::Arc;

use app::exchange::http::HttpOptions;
use app::exchange::outbox::ProviderId;
use app::exchange::secret::Secret;
use app::exchange::sms::{Gateway, Receipt, ReceiptState, RequestSigner, SmsClient, SmsConfig, Weather};
use app::store::{Changes, MessageBody, MessageChannel, MessageState, NewMessage, Write};
use app::{Clock as _, Outward, Reported, Viewer};
use jiff::SignedDuration;

use crate::cases::after_work;
use crate::house::House;

const KEY: &str = "a key of at least 32 bytes, shared";
const PHONE: &str = "13900000001";

/// The installation with a gateway, and the gateway.
async fn with_gateway(house: &House, weather: Weather) -> (app::App, Gateway) {
    let signer = RequestSigner::new("linghuo".to_owned(), Secret::new(KEY));
    let clock = Arc::clone(&house.clock);
    let gateway = Gateway::start(weather, signer, Arc::new(move || clock.now())).await.unwrap();
    let http = HttpOptions { timeout_ms: 400, ..HttpOptions::default() };
    let config = SmsConfig { url: gateway.url(), app: "linghuo".to_owned(), key: Secret::new(KEY), http };
    let sms = Some(SmsClient::new(config).unwrap());
    (house.app.clone().with_outward(Outward { sms, ..Outward::default() }), gateway)
}

async fn put(house: &House, own: &Viewer, number: u128, text: &str, key: &str) {
    let now = house.clock.now();
    let message = NewMessage {
        id: app::registry::MessageId(uuid::Uuid::from_u128(number)),
        person: own.person().unwrap(),
        case: None,
        channel: MessageChannel::Sms,
        cause: "unemployment-registration.approved".to_owned(),
        cause_key: key.to_owned(),
        body: MessageBody { address: PHONE.to_owned(), subject: None, text: text.to_owned() },
        send_after: now,
        expires_at: now + SignedDuration::from_hours(72),
        created_at: now,
    };
    let changes = Changes::new().write(Write::OutboxInsert(Box::new(message)));
    house.store().await.save(changes).await.unwrap();
}

async fn states(house: &House, own: &Viewer) -> Vec<(MessageState, u32, Option<String>)> {
    let all = house.store().await.outbox_list_by_person(own.person().unwrap()).await.unwrap();
    all.into_iter().map(|message| (message.state, message.attempts, message.last_error)).collect()
}

#[tokio::test]
async fn a_message_goes_out_once_and_its_receipt_counts_once() {
    let (house, own) = after_work().await;
    let (app, gateway) = with_gateway(&house, Weather::default()).await;
    put(&house, &own, 1, "您的失业登记已办好，可登录北京人社查看。", "a").await;
    // The same cause a second time is the same message.
    put(&house, &own, 2, "您的失业登记已办好，可登录北京人社查看。", "a").await;
    assert_eq!(app.outbox_run().await.unwrap(), 1);
    assert_eq!(app.outbox_run().await.unwrap(), 0);
    let sent = gateway.sent();
    assert_eq!((sent.len(), sent[0].to.as_str()), (1, "+8613900000001"));
    assert_eq!(states(&house, &own).await[0].0, MessageState::Sent);
    let at = house.clock.now().as_second();
    let receipt = Receipt { id: sent[0].id.clone(), key: sent[0].key, state: ReceiptState::Delivered, at };
    for _ in 0..2 {
        assert_eq!(app.outbox_reported(&receipt).await.unwrap(), Reported::Kept);
    }
    assert_eq!(states(&house, &own).await[0].0, MessageState::Delivered);
    let store = house.store().await;
    let kept = store.outbox_receipts(app::registry::MessageId(sent[0].key.0)).await.unwrap();
    assert_eq!(kept.len(), 1, "said twice, counted once");
    let strange = Receipt { id: ProviderId("nobody".to_owned()), ..receipt };
    assert_eq!(app.outbox_reported(&strange).await.unwrap(), Reported::Unknown);
}

#[tokio::test]
async fn a_gateway_that_fails_is_tried_again_later_and_a_text_that_may_not_leave_never_does() {
    let (house, own) = after_work().await;
    let (app, gateway) = with_gateway(&house, Weather { failing: 1000, ..Weather::default() }).await;
    put(&house, &own, 3, "您的失业登记已办好。", "b").await;
    assert_eq!(app.outbox_run().await.unwrap(), 0);
    let found = states(&house, &own).await;
    assert_eq!((found[0].0, found[0].1), (MessageState::Waiting, 1), "{found:?}");
    assert!(found[0].2.is_some(), "why, as a code");
    assert_eq!(app.outbox_run().await.unwrap(), 0);
    assert_eq!(states(&house, &own).await[0].1, 1, "not before its time");
    drop(gateway);
    let (app, gateway) = with_gateway(&house, Weather::default()).await;
    house.clock.set("2021-03-09".parse().unwrap());
    assert_eq!(app.outbox_run().await.unwrap(), 1);
    assert_eq!(gateway.sent().len(), 1);

    for (number, text) in
        [(4, "请点 https://evil.example/a 查看"), (5, "您的身份证号 110199199403020115 已登记")]
    {
        put(&house, &own, number, text, &format!("c{number}")).await;
    }
    assert_eq!(app.outbox_run().await.unwrap(), 0);
    let failed = states(&house, &own).await.iter().filter(|found| found.0 == MessageState::Failed).count();
    assert_eq!(failed, 2, "neither links nor identity numbers");
    assert_eq!(gateway.sent().len(), 1);
}

#[test]
fn settings_say_what_is_wrong_without_repeating_a_key() {
    let wrong = "[sms]\nurl = \"https://sms.example/\"\napp = \"linghuo\"\nkey = \"short-secret\"\n";
    let error = Outward::parse(wrong).unwrap_err().to_string();
    assert!(error.contains("key") && !error.contains("short-secret"), "{error}");
    assert!(Outward::parse("[scanner]\n").unwrap_err().to_string().contains("scanner"));
    assert!(Outward::parse("").unwrap().sms.is_none());
}
