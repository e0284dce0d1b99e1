//! Mail to people who want it, over a real SMTP server: an address counts once its code came back, and what goes there
//! says no more than a short message.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use app::service::definition::Channel;
use app::{ActRequest, App, Clock as _, MailError, Outward, Viewer};
use serde_json::Value;

use crate::cases::{act, after_work, unemployed};
use crate::house::House;

/// The SMTP server of a test, in a process that ends with it: the one of the room that sends.
struct Smtp {
    process: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
    port: u16,
}

impl Smtp {
    fn start() -> Self {
        // Debian's own interpreter: it is the one that Debian's aiosmtpd is installed for.
        let mut process = Command::new("/usr/bin/python3")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../exchange/tests/mail/smtpd.py"))
            .args(["plain", "none", "none"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let first = lines.next().and_then(Result::ok).unwrap_or_default();
        let port = first.strip_prefix("port ").and_then(|port| port.parse().ok());
        let port = port.unwrap_or_else(|| panic!("no SMTP server: `./scripts/need smtpd` installs it"));
        Self { process, lines, port }
    }

    /// The next mail that the server took.
    fn next(&mut self) -> Value {
        serde_json::from_str(&self.lines.next().unwrap().unwrap()).unwrap()
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn with_mail(house: &House, smtp: &Smtp) -> App {
    let settings = format!(
        "[mail]\nhost = \"localhost\"\nport = {}\nsecurity = \"none\"\nfrom = \"no-reply@example.org\"\n\
         from_name = \"灵活\"\nhello_name = \"linghuo.test\"\n",
        smtp.port
    );
    house.app.clone().with_outward(Outward::parse(&settings).unwrap())
}

fn code_in(mail: &Value) -> String {
    let text = mail["text"].as_str().unwrap();
    text.split(|c: char| !c.is_ascii_digit()).find(|part| part.len() == 6).expect("a code").to_owned()
}

async fn confirmed(app: &App, own: &Viewer) -> bool {
    app.mail(own).await.unwrap().is_some_and(|mail| mail.is_confirmed)
}

#[tokio::test]
async fn an_address_counts_once_its_code_came_back_and_notices_then_go_there_too() {
    let (house, own) = after_work().await;
    let mut smtp = Smtp::start();
    let app = with_mail(&house, &smtp);
    for (wrong, code) in
        [("wang", "mail_form"), ("wang@localhost", "mail_form"), ("王@example.com", "mail_form")]
    {
        let found = app.mail_give(&own, wrong).await;
        assert!(matches!(&found, Err(MailError::Fields(faults)) if faults[0].code == code), "{found:?}");
    }
    app.mail_give(&own, " wang@example.com ").await.unwrap();
    assert_eq!(app.outbox_run().await.unwrap(), 1);
    let mail = smtp.next();
    assert_eq!(mail["to"][0], "wang@example.com");
    let code = code_in(&mail);
    let shown = app.mail(&own).await.unwrap().unwrap();
    assert_eq!((shown.masked.as_str(), shown.is_confirmed), ("w***@example.com", false));
    // Nothing goes there before it is confirmed.
    let mut request = unemployed(Channel::Website);
    request.fields.insert("now_form".to_owned(), "platform".to_owned());
    let number = app.apply(&own, request).await.unwrap().number;
    assert_eq!(app.outbox_run().await.unwrap(), 0);
    let wrong = app.mail_confirm(&own, if code == "000000" { "000001" } else { "000000" }).await;
    assert!(matches!(&wrong, Err(MailError::Fields(faults)) if faults[0].code == "code_wrong"));
    app.mail_confirm(&own, &format!(" {code} ")).await.unwrap();
    assert!(confirmed(&app, &own).await);

    let clerk = house.clerk("110105").await;
    let view = app.case_see(&clerk, &number).await.unwrap();
    let view = app.case_act(&clerk, &number, act(&view, "take_up")).await.unwrap();
    let refusal = ActRequest { reasons: vec!["still_working".to_owned()], ..act(&view, "refuse") };
    app.case_act(&clerk, &number, refusal).await.unwrap();
    assert_eq!(app.outbox_run().await.unwrap(), 1, "beside the short message, which has no gateway here");
    let mail = smtp.next();
    let text = format!("{} {}", mail["headers"]["Subject"], mail["text"]);
    for personal in ["王磊", "110199199403020115", "13900000001", "平台", "仍在"] {
        assert!(!text.contains(personal), "{personal}: {text}");
    }

    // Taken away, nothing goes there any more.
    app.mail_remove(&own).await.unwrap();
    assert_eq!(app.mail(&own).await.unwrap(), None);
}

#[tokio::test]
async fn codes_cannot_be_tried_out_or_asked_for_without_end_and_grow_old() {
    let (house, own) = after_work().await;
    let mut smtp = Smtp::start();
    let app = with_mail(&house, &smtp);
    for stranger in [&Viewer::Public, &house.clerk("110105").await] {
        assert!(matches!(app.mail_give(stranger, "wang@example.com").await, Err(MailError::NotFound)));
    }
    let nowhere = house.app.mail_give(&own, "wang@example.com").await;
    assert!(matches!(nowhere, Err(MailError::NotFound)), "this installation sends no mail");
    app.mail_give(&own, "wang@example.com").await.unwrap();
    app.outbox_run().await.unwrap();
    let code = code_in(&smtp.next());
    for _ in 0..5 {
        let wrong = app.mail_confirm(&own, "none").await;
        assert!(matches!(&wrong, Err(MailError::Fields(faults)) if faults[0].code == "code_wrong"));
    }
    let late = app.mail_confirm(&own, &code).await;
    assert!(matches!(&late, Err(MailError::Fields(faults)) if faults[0].code == "code_expired"), "{late:?}");
    let mut waits = 0;
    for _ in 0..8 {
        waits +=
            usize::from(matches!(app.mail_give(&own, "b@example.com").await, Err(MailError::Wait { .. })));
    }
    assert!(waits > 0, "each further one waits longer");

    house.clock.set("2021-03-10".parse().unwrap());
    app.mail_give(&own, "wang@example.com").await.unwrap();
    app.outbox_run().await.unwrap();
    let contact = house.store().await.mail_find(own.person().unwrap()).await.unwrap().unwrap();
    assert!(contact.expires_at > house.clock.now());
    house.clock.set("2021-03-11".parse().unwrap());
    let old = app.mail_confirm(&own, &contact.code).await;
    assert!(matches!(&old, Err(MailError::Fields(faults)) if faults[0].code == "code_expired"), "{old:?}");
    assert!(!confirmed(&app, &own).await);
}
