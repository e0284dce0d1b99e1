//! Mail over a real SMTP server (aiosmtpd, read back by Python's own mail parser): TLS both ways, sign-in, headers and
//! parts, and each failure in its class.

#![expect(clippy::unwrap_used, reason = "what a test sets up must be there")]

mod server;

use exchange::fault::{FaultClass, FaultKind};
use exchange::mail::{Mail, MailAddress, MailConfig, Mailer, Security};
use exchange::outbox::{Language, MessageId};
use exchange::secret::Secret;
use jiff::Timestamp;
use server::{Mode, Server};
use uuid::Uuid;

const TEXT: &str = "您好：\n\n您的登记从下月起有变化，请登录查看。\n.\n完。\n";

fn now() -> Timestamp {
    Timestamp::from_second(1_600_000_000).unwrap()
}

fn config(server: &Server, security: Security) -> MailConfig {
    let signs_in = security != Security::None;
    MailConfig {
        host: "localhost".to_owned(),
        port: server.port,
        security,
        user: signs_in.then(|| "linghuo".to_owned()),
        password: signs_in.then(|| Secret::new("correct horse")),
        from: "no-reply@example.org".to_owned(),
        from_name: "灵活就业服务".to_owned(),
        reply_to: Some("help@example.org".to_owned()),
        hello_name: "linghuo.test".to_owned(),
        timeout_ms: 3_000,
        root_pem: server.certificate.clone(),
    }
}

fn mail(to: &str) -> Mail {
    Mail {
        id: MessageId(Uuid::from_u128(0x77)),
        to: MailAddress::parse(&format!("{to}@example.com")).unwrap(),
        language: Language::Zh,
        subject: "您的登记有变化".to_owned(),
        text: TEXT.to_owned(),
        html: Some("<p>您的登记从下月起有变化</p>".to_owned()),
    }
}

async fn arrives(mode: Mode, security: Security) -> serde_json::Value {
    let mut server = Server::start(mode).await;
    let mailer = Mailer::new(&config(&server, security)).unwrap();
    mailer.probe().await.unwrap();
    mailer.send(&mail("chen"), now()).await.unwrap();
    server.next_mail().await
}

#[tokio::test]
async fn a_mail_arrives_over_starttls_with_sign_in_and_all_its_parts() {
    let seen = arrives(Mode::Starttls, Security::Starttls).await;
    assert_eq!(
        (&seen["tls"], &seen["user"], &seen["hello"]),
        (&true.into(), &"linghuo".into(), &"linghuo.test".into())
    );
    assert_eq!((&seen["from"], &seen["to"][0]), (&"no-reply@example.org".into(), &"chen@example.com".into()));
    assert_eq!(
        (&seen["kind"], &seen["headers"]["Content-Language"]),
        (&"multipart/alternative".into(), &"zh-CN".into())
    );
    assert_eq!(seen["text"].as_str().unwrap().replace("\r\n", "\n").trim_end(), TEXT.trim_end());
    assert_eq!(seen["html"].as_str().unwrap().trim_end(), "<p>您的登记从下月起有变化</p>");
    assert_eq!(seen["defects"], serde_json::json!([]));
    let headers = &seen["headers"];
    assert_eq!(headers["Subject"], "您的登记有变化");
    assert_eq!(headers["From"], "灵活就业服务 <no-reply@example.org>");
    assert_eq!(headers["Reply-To"], "help@example.org");
    assert_eq!(headers["Date"], "Sun, 13 Sep 2020 12:26:40 +0000");
    assert_eq!(headers["Message-ID"], "<00000000-0000-0000-0000-000000000077@example.org>");
    assert_eq!(headers["Auto-Submitted"], "auto-generated");
}

#[tokio::test]
async fn a_mail_arrives_over_tls_and_the_same_mail_has_the_same_bytes() {
    let (tls, again) = (arrives(Mode::Tls, Security::Tls).await, arrives(Mode::Plain, Security::None).await);
    assert_eq!((&tls["tls"], &again["tls"]), (&true.into(), &false.into()));
    assert_eq!(tls["raw"], again["raw"]);
}

#[tokio::test]
async fn a_mail_without_html_is_text_alone() {
    let mut server = Server::start(Mode::Plain).await;
    let mailer = Mailer::new(&config(&server, Security::None)).unwrap();
    let plain = Mail { html: None, language: Language::En, text: "Hello".to_owned(), ..mail("chen") };
    mailer.send(&plain, now()).await.unwrap();
    let seen = server.next_mail().await;
    assert_eq!(
        (&seen["kind"], &seen["headers"]["Content-Language"], &seen["html"]),
        (&"text/plain".into(), &"en".into(), &().into())
    );
}

#[tokio::test]
async fn each_failure_has_its_class() {
    let server = Server::start(Mode::Starttls).await;
    let mailer = Mailer::new(&config(&server, Security::Starttls)).unwrap();
    for (to, kind, class, status) in [
        ("busy-once", FaultKind::Busy, FaultClass::Retry, 451),
        ("full", FaultKind::Busy, FaultClass::Retry, 452),
        ("nobody", FaultKind::UnknownAddress, FaultClass::UnknownAddress, 550),
        ("spam", FaultKind::Refused, FaultClass::GiveUp, 554),
    ] {
        let fault = mailer.send(&mail(to), now()).await.unwrap_err();
        assert_eq!((fault.kind, fault.class(), fault.status), (kind, class, Some(status)), "{to}");
        assert!(!format!("{fault} {fault:?}").contains(to), "a fault repeats no address");
    }
    mailer.send(&mail("busy-once"), now()).await.unwrap();
}

#[tokio::test]
async fn a_server_that_takes_too_long_is_a_timeout() {
    let server = Server::start(Mode::Plain).await;
    let slow = MailConfig { timeout_ms: 300, ..config(&server, Security::None) };
    let fault = Mailer::new(&slow).unwrap().send(&mail("slow"), now()).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Timeout);
}

#[tokio::test]
async fn a_wrong_password_is_the_operators_matter_and_loses_no_mail() {
    let server = Server::start(Mode::Starttls).await;
    let wrong = MailConfig { password: Some(Secret::new("wrong")), ..config(&server, Security::Starttls) };
    let fault = Mailer::new(&wrong).unwrap().send(&mail("chen"), now()).await.unwrap_err();
    assert_eq!(
        (fault.kind, fault.class(), fault.status),
        (FaultKind::Unauthorised, FaultClass::Retry, Some(535))
    );
}

#[tokio::test]
async fn nothing_is_sent_where_tls_was_taken_away_or_the_certificate_is_a_strangers() {
    let stripped = Server::start(Mode::Plain).await;
    let mut careful = config(&stripped, Security::Starttls);
    let fault = Mailer::new(&careful).unwrap().send(&mail("chen"), now()).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Unsupported);
    let server = Server::start(Mode::Starttls).await;
    careful = MailConfig { root_pem: None, ..config(&server, Security::Starttls) };
    let fault = Mailer::new(&careful).unwrap().send(&mail("chen"), now()).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Tls);
}

#[tokio::test]
async fn many_mails_share_a_connection() {
    let mut server = Server::start(Mode::Starttls).await;
    let mailer = Mailer::new(&config(&server, Security::Starttls)).unwrap();
    let mut connections = 0;
    for _ in 0..20 {
        mailer.send(&mail("chen"), now()).await.unwrap();
        connections = server.next_mail().await["connections"].as_u64().unwrap();
    }
    // The one of the mail before may still be on its way back when the next is sent.
    assert!(connections < 5, "{connections} connections for 20 mails");
}

#[tokio::test]
async fn a_subject_of_two_lines_is_refused_before_it_is_sent() {
    let server = Server::start(Mode::Plain).await;
    let mailer = Mailer::new(&config(&server, Security::None)).unwrap();
    let forged = Mail { subject: "x\r\nBcc: other@example.com".to_owned(), ..mail("chen") };
    assert_eq!(mailer.send(&forged, now()).await.unwrap_err().kind, FaultKind::BadText);
}

#[tokio::test]
async fn a_wrong_configuration_is_named() {
    let server = Server::start(Mode::Plain).await;
    let said = |config: MailConfig| Mailer::new(&config).err().unwrap().to_string();
    let good = || config(&server, Security::None);
    assert!(
        said(MailConfig { host: "smtp.example.org".to_owned(), ..good() })
            .starts_with("mail: security: `none`")
    );
    assert!(said(MailConfig { user: Some("a".to_owned()), ..good() }).starts_with("mail: user and password"));
    assert!(
        said(MailConfig { from: "nobody".to_owned(), ..good() })
            .starts_with("mail: from: expected an address")
    );
    assert!(said(MailConfig { port: 0, ..good() }).starts_with("mail: host and port"));
    let broken = Some("no certificate".to_owned());
    assert!(
        said(MailConfig { root_pem: broken, security: Security::Tls, ..good() })
            .starts_with("mail: root_pem")
    );
    let shown = format!("{:?}", config(&Server::start(Mode::Starttls).await, Security::Starttls));
    assert!(!shown.contains("horse"), "{shown}");
}
