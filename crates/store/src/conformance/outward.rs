//! What goes outward and who may ask from outside: messages, ratings, keys to the API, subscriptions.

use jiff::civil::date;
use registry::{AccountId, MessageId, Person, TokenId, WebhookId};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::fixture::{at, person};
use super::matter::{Matter, OFFICE, SERVICE, account};
use crate::{
    ApiSecret, ApiToken, Changes, ClosedPaper, Double, FollowUp, MailContact, MessageBody, MessageChannel,
    MessageState, NewMessage, PaperEnd, Rating, Receipt, SaveError, Store, Webhook, Write,
};

async fn save(store: &Store, write: Write) -> Result<(), SaveError> {
    store.save(Changes::new().write(write)).await.map(|_| ())
}

fn message(person: &Person, channel: MessageChannel, key: &str) -> NewMessage {
    NewMessage {
        id: MessageId(Uuid::now_v7()),
        person: person.id,
        case: None,
        channel,
        cause: "case.supplement".to_owned(),
        cause_key: key.to_owned(),
        body: MessageBody {
            address: "13800138000".to_owned(),
            subject: None,
            text: "您的申请需要补正，请登录查看。".to_owned(),
        },
        send_after: at(1),
        expires_at: at(1_000),
        created_at: at(1),
    }
}

fn put(message: &NewMessage) -> Write {
    Write::OutboxInsert(Box::new(message.clone()))
}

pub(crate) async fn a_message_is_sent_once_and_followed(store: Store) {
    let who = person(1);
    let sms = message(&who, MessageChannel::Sms, "case/1/3/sms");
    let twin = message(&who, MessageChannel::Sms, "case/1/3/sms");
    let mail = message(&who, MessageChannel::Mail, "case/1/3/mail");
    let changes = Changes::new()
        .write(Write::PersonInsert(who.clone()))
        .write(put(&sms))
        .write(put(&twin))
        .write(put(&mail));
    store.save(changes).await.expect("saved");
    save(&store, put(&twin)).await.expect("said twice, there once");
    let claim = async |second| {
        store.outbox_claim(MessageChannel::Sms, at(second), at(second + 30), 10).await.expect("claimed")
    };
    assert!(claim(0).await.is_empty(), "not yet");
    let mine = claim(5).await;
    let [slow] = &mine[..] else { panic!("expected one message, got {mine:?}") };
    assert_eq!((slow.id, &slow.body, slow.attempts), (sms.id, &sms.body, 1));
    assert!(claim(6).await.is_empty());
    // The lease runs out; whoever had it is too late.
    let quick = claim(36).await.pop().expect("the message again");
    assert!(!store.outbox_complete(slow.id, slow.lease, at(37), Some("p-1")).await.expect("asked"));
    assert!(store.outbox_retry(quick.id, quick.lease, at(60), "gateway_busy").await.expect("asked"));
    assert!(claim(59).await.is_empty(), "not before its time");
    let last = claim(60).await.pop().expect("the message again");
    assert_eq!(last.attempts, 3);
    assert!(store.outbox_complete(last.id, last.lease, at(61), Some("p-1")).await.expect("asked"));
    assert!(claim(99).await.is_empty(), "sent");
    // Reports: twice the same is kept once, and a late failure does not undo a delivery.
    let found = store.outbox_find_by_provider("p-1").await.expect("read");
    assert_eq!(found, Some(sms.id));
    let receipt = |is_delivered, second| Receipt {
        message: sms.id,
        at: at(second),
        is_delivered,
        detail: Some("DELIVRD".to_owned()),
    };
    for (is_delivered, second) in [(true, 70), (true, 70), (false, 80)] {
        store.outbox_receipt(receipt(is_delivered, second)).await.expect("saved");
    }
    assert_eq!(store.outbox_receipts(sms.id).await.expect("read"), [receipt(true, 70), receipt(false, 80)]);
    let listed = store.outbox_list_by_person(who.id).await.expect("read");
    let state = |id| listed.iter().find(|message| message.id == id).map(|message| message.state);
    assert_eq!(state(sms.id), Some(MessageState::Delivered));
    assert_eq!((state(mail.id), listed.len()), (Some(MessageState::Waiting), 2));
    // The other was never sent in time.
    assert_eq!(store.outbox_expire(at(999)).await.expect("done"), 0);
    assert_eq!(store.outbox_expire(at(1_000)).await.expect("done"), 1);
    let sealed = store.raw_bytes("outbox", "sealed").await.expect("read").concat();
    assert!(!sealed.windows(5).any(|part| part == b"13800"));
    save(&store, Write::PersonErase { person: who.id, at: at(9) }).await.expect("saved");
    assert!(store.raw_bytes("outbox", "sealed").await.expect("read").is_empty());
}

pub(crate) async fn senders_at_once_share_without_doubles(store: Store) {
    let who = person(1);
    let mut changes = Changes::new().write(Write::PersonInsert(who.clone()));
    for number in 0..40 {
        changes = changes.write(put(&message(&who, MessageChannel::Sms, &format!("k{number}"))));
    }
    store.save(changes).await.expect("saved");
    let senders = (0..5).map(|_| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut mine = Vec::new();
            for _ in 0..40 {
                mine.extend(
                    store.outbox_claim(MessageChannel::Sms, at(5), at(60), 4).await.expect("claimed"),
                );
            }
            mine
        })
    });
    let mut all = Vec::new();
    for sender in senders.collect::<Vec<_>>() {
        all.extend(sender.await.expect("a task that ends").into_iter().map(|message| message.id));
    }
    assert_eq!(all.len(), 40);
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 40);
}

pub(crate) async fn a_decided_case_is_rated_once_and_a_bad_one_followed_up(store: Store) {
    let (who, other, clerk) = (person(1), person(2), account("k01"));
    let mut matter = Matter::open(who.id, 1);
    matter.file(date(2020, 11, 16));
    let changes = Changes::new()
        .write(Write::PersonInsert(who.clone()))
        .write(Write::PersonInsert(other.clone()))
        .write(Write::AccountInsert(clerk.clone()))
        .write(matter.save());
    store.save(changes).await.expect("saved");
    let rating = Rating {
        case: matter.case.id,
        person: who.id,
        stars: 1,
        words: Some(Zeroizing::new("等了两周".to_owned())),
        at: at(60),
        follow_up: FollowUp::Open,
    };
    let refused = save(&store, Write::RatingInsert(rating.clone())).await;
    assert!(matches!(refused, Err(SaveError::Invalid { field: "case", .. })), "not decided: {refused:?}");
    matter.grant(clerk.id);
    save(&store, matter.save()).await.expect("saved");
    let by_another = Rating { person: other.id, ..rating.clone() };
    let refused = save(&store, Write::RatingInsert(by_another)).await;
    assert!(matches!(refused, Err(SaveError::Invalid { field: "case", .. })), "{refused:?}");
    let six = save(&store, Write::RatingInsert(Rating { stars: 6, ..rating.clone() })).await;
    assert!(matches!(six, Err(SaveError::Invalid { field: "stars", .. })), "{six:?}");
    save(&store, Write::RatingInsert(rating.clone())).await.expect("saved");
    let refused = save(&store, Write::RatingInsert(rating.clone())).await;
    assert!(matches!(refused, Err(SaveError::Double(Double::Rating))), "{refused:?}");
    assert_eq!(store.rating_find(matter.case.id).await.expect("read").as_ref(), Some(&rating));
    assert_eq!(store.rating_list_open(OFFICE).await.expect("read"), std::slice::from_ref(&rating));
    assert!(store.rating_list_open("another").await.expect("read").is_empty());
    let follow = Write::RatingFollow { case: matter.case.id, by: clerk.id, at: at(70) };
    save(&store, follow.clone()).await.expect("saved");
    assert!(matches!(save(&store, follow).await, Err(SaveError::Stale { .. })));
    assert!(store.rating_list_open(OFFICE).await.expect("read").is_empty());
    let counts = store.rating_counts(at(60), at(61)).await.expect("read");
    assert_eq!(
        counts.iter().map(|count| (count.service.as_str(), count.stars, count.amount)).collect::<Vec<_>>(),
        [(SERVICE, 1, 1)]
    );
    assert!(store.rating_counts(at(61), at(99)).await.expect("read").is_empty());
    save(&store, Write::PersonErase { person: who.id, at: at(90) }).await.expect("saved");
    assert_eq!(store.rating_find(matter.case.id).await.expect("read").and_then(|rating| rating.words), None);
}

pub(crate) async fn a_closed_paper_is_listed_once_as_it_was_closed_first(store: Store) {
    let who = person(1);
    let mut matter = Matter::open(who.id, 1);
    let changes = Changes::new().write(Write::PersonInsert(who)).write(matter.save());
    store.save(changes).await.expect("saved");
    let closed = |byte: u8, end| ClosedPaper {
        number_hash: [byte; 16],
        case: matter.case.id,
        end,
        on: date(2021, 4, i8::try_from(byte).expect("a small number")),
    };
    for (byte, end) in [(2, PaperEnd::Revoked), (1, PaperEnd::Replaced), (2, PaperEnd::Ended)] {
        save(&store, Write::PaperClose(closed(byte, end))).await.expect("saved");
    }
    let all = store.paper_list_closed(None).await.expect("read");
    assert_eq!(all, [closed(1, PaperEnd::Replaced), closed(2, PaperEnd::Revoked)]);
    assert_eq!(store.paper_list_closed(Some([1; 16])).await.expect("read"), all[1..]);
}

pub(crate) async fn an_address_counts_once_confirmed_and_goes_with_its_person(store: Store) {
    let who = person(1);
    save(&store, Write::PersonInsert(who.clone())).await.expect("saved");
    let contact = |address: &str| MailContact {
        person: who.id,
        address: Zeroizing::new(address.to_owned()),
        code: Zeroizing::new("204861".to_owned()),
        expires_at: at(90),
        tries: 0,
        confirmed_at: None,
    };
    assert_eq!(store.mail_find(who.id).await.expect("read"), None);
    save(&store, Write::MailPut(contact("old@example.com"))).await.expect("saved");
    save(&store, Write::MailPut(contact("wang@example.com"))).await.expect("saved");
    assert_eq!(store.mail_find(who.id).await.expect("read"), Some(contact("wang@example.com")));
    assert!(!format!("{:?}", contact("wang@example.com")).contains("wang@"));
    let tries =
        [store.mail_try(who.id, 2).await, store.mail_try(who.id, 2).await, store.mail_try(who.id, 2).await];
    assert_eq!(tries.map(|found| found.expect("counted")), [true, true, false]);
    save(&store, Write::MailConfirm { person: who.id, at: at(20) }).await.expect("saved");
    save(&store, Write::MailConfirm { person: who.id, at: at(30) }).await.expect("saved");
    let found = store.mail_find(who.id).await.expect("read").expect("an address");
    assert_eq!((found.confirmed_at, found.tries), (Some(at(20)), 2));
    save(&store, Write::MailRemove { person: who.id }).await.expect("saved");
    assert_eq!(store.mail_find(who.id).await.expect("read"), None);
    save(&store, Write::MailPut(contact("wang@example.com"))).await.expect("saved");
    save(&store, Write::PersonErase { person: who.id, at: at(40) }).await.expect("saved");
    assert_eq!(store.mail_find(who.id).await.expect("read"), None);
}

pub(crate) async fn a_key_opens_by_its_secret_until_it_is_revoked(store: Store) {
    let officer = account("c01");
    let token = ApiToken {
        id: TokenId(Uuid::now_v7()),
        organisation: "huimin".to_owned(),
        scopes: vec!["case.read".to_owned()],
        created_by: officer.id,
        created_at: at(1),
        expires_on: Some(date(2020, 12, 31)),
        revoked_at: None,
        last_used_on: None,
    };
    let secret = ApiSecret(Zeroizing::new(b"lh_secret_of_the_bank".to_vec()));
    let changes = Changes::new()
        .write(Write::AccountInsert(officer))
        .write(Write::TokenInsert { token: token.clone(), secret: secret.clone() });
    assert!(!format!("{changes:?}").contains("of_the_bank") && !format!("{secret:?}").contains("108"));
    store.save(changes).await.expect("saved");
    let open = async |secret: &[u8], on| store.token_use(secret, on).await.expect("read");
    let on = date(2020, 11, 15);
    let used = ApiToken { last_used_on: Some(on), ..token.clone() };
    assert_eq!(open(&secret.0, on).await.as_ref(), Some(&used));
    assert_eq!(open(b"another", on).await, None);
    assert_eq!(open(&secret.0, date(2021, 1, 1)).await, None, "run out");
    assert_eq!(store.token_list("huimin").await.expect("read"), [used]);
    assert!(store.token_list("jingan").await.expect("read").is_empty());
    let kept = store.raw_bytes("api_token", "secret_index").await.expect("read").concat();
    assert!(!kept.windows(9).any(|part| part == b"lh_secret"));
    let revoke = Write::TokenRevoke { token: token.id, at: at(9) };
    save(&store, revoke.clone()).await.expect("saved");
    assert!(matches!(save(&store, revoke).await, Err(SaveError::Stale { .. })));
    assert_eq!(open(&secret.0, on).await, None);
}

pub(crate) async fn a_subscription_knows_how_far_it_was_served(store: Store) {
    let (who, clerk) = (person(1), AccountId(Uuid::from_u128(101)));
    let webhook = Webhook {
        id: WebhookId(Uuid::now_v7()),
        organisation: "jingan".to_owned(),
        url: "https://jingan.example/hook".to_owned(),
        codes: vec!["acted".to_owned()],
        position: 0,
        created_at: at(1),
        ended_at: None,
        secret: Zeroizing::new(b"shared secret".to_vec()),
    };
    let mut matter = Matter::open(who.id, 1);
    matter.file(date(2020, 11, 16));
    let changes = Changes::new()
        .write(Write::PersonInsert(who.clone()))
        .write(Write::WebhookInsert(webhook.clone()))
        .write(matter.save());
    store.save(changes).await.expect("saved");
    assert!(store.webhook_list_behind().await.expect("read").is_empty(), "nothing for them yet");
    matter.hand_to("guarantor", "jingan", clerk);
    save(&store, matter.save()).await.expect("saved");
    assert_eq!(store.webhook_list_behind().await.expect("read"), std::slice::from_ref(&webhook));
    let events = store.case_feed("jingan", webhook.position, 10).await.expect("read");
    let last = events.last().expect("an event").position;
    assert!(store.webhook_serve(webhook.id, 0, last).await.expect("asked"));
    assert!(!store.webhook_serve(webhook.id, 0, last).await.expect("asked"), "someone was first");
    assert!(store.webhook_list_behind().await.expect("read").is_empty());
    // Replay is going back.
    assert!(store.webhook_serve(webhook.id, last, 0).await.expect("asked"));
    assert_eq!(store.webhook_list_behind().await.expect("read").len(), 1);
    let end = Write::WebhookEnd { webhook: webhook.id, at: at(9) };
    save(&store, end).await.expect("saved");
    assert!(store.webhook_list_behind().await.expect("read").is_empty());
    let listed = store.webhook_list("jingan").await.expect("read");
    assert_eq!(listed, [Webhook { ended_at: Some(at(9)), ..webhook }]);
    let sealed = store.raw_bytes("webhook", "sealed_secret").await.expect("read").concat();
    assert!(!sealed.windows(6).any(|part| part == b"shared"));
}
