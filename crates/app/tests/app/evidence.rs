//! Evidence by upload: only what is asked for, shown to nobody before it is clean, handed in with the filing.

use std::collections::{BTreeMap, BTreeSet};

use app::exchange::scan::{Behaviour, Daemon, ScanConfig, Scanner, eicar};
use app::service::definition::Channel;
use app::store::EvidenceState;
use app::{Answers, ApplyError, ApplyRequest, EvidenceError, HandedIn, Outward, Upload, Viewer};

use crate::cases::loan;
use crate::house::house;

/// A PNG of one pixel.
const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0,
    1, 8, 0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0x60, 0,
    0, 0, 2, 0, 1, 0x48, 0xaf, 0xa4, 0x71, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

fn upload(item: &str, kind: &str, content: &[u8]) -> Upload {
    Upload {
        item: item.to_owned(),
        kind: kind.to_owned(),
        name: "身份证.png".to_owned(),
        content: content.to_vec().into(),
    }
}

#[tokio::test]
async fn row_38_the_loan_is_filed_online_with_form_and_identity_document() {
    let house = house("2020-11-15").await;
    let daemon = Daemon::start_tcp(Behaviour::default()).await.unwrap();
    let config = ScanConfig { socket: daemon.socket().to_owned(), bytes_max: 1 << 24, timeout_ms: 5_000 };
    let scanner = Scanner::new(&config).unwrap();
    let app = house.app.clone().with_outward(Outward { scanner: Some(scanner), ..Outward::default() });
    let (service, draft) = ("startup-loan", app.draft_new());
    app.draft_save(&Viewer::Public, draft, &Answers::default()).await.unwrap();
    let add = |upload| app.evidence_add(&Viewer::Public, service, draft, upload);

    // Not asked for, of no kind that is accepted, no picture at all: each refused by name.
    let other = add(upload("work_contract", "contract", PNG)).await;
    assert!(matches!(other, Err(EvidenceError::NotAsked { .. })), "{other:?}");
    let kind = add(upload("identity_document", "library_card", PNG)).await;
    assert!(matches!(kind, Err(EvidenceError::WrongKind { .. })));
    let text = add(upload("identity_document", "identity_card", b"no picture")).await;
    assert!(matches!(text, Err(EvidenceError::File(_))));
    // Row 50: where Article 11 forbids proof, there is nothing that could be uploaded.
    let packs = app.library().packs.values().filter(|pack| pack.definition.evidence.forbidden_by.is_some());
    assert!(packs.into_iter().all(|pack| pack.definition.evidence.items.is_empty()));

    add(upload("identity_document", "identity_card", PNG)).await.unwrap();
    let waiting = app.evidence_of_draft(draft).await.unwrap();
    assert_eq!((waiting[0].state, waiting[0].is_open), (Some(EvidenceState::Waiting), false));
    let request = ApplyRequest { channel: Channel::Website, papers_seen: BTreeMap::new(), ..loan(&house) };
    let bare = app.apply(&Viewer::Public, request.clone()).await;
    assert!(matches!(bare, Err(ApplyError::Act(_))), "not without its papers");
    // What is no form of the house's own cannot be signed away.
    let all = BTreeSet::from(["application_form".to_owned(), "identity_document".to_owned()]);
    let signed = HandedIn { draft: None, signed: all.clone() };
    assert!(matches!(
        app.apply_with(&Viewer::Public, request.clone(), signed).await,
        Err(ApplyError::Act(_))
    ));
    let made =
        app.apply_with(&Viewer::Public, request, HandedIn { draft: Some(draft), signed: all }).await.unwrap();

    // The clerk sees that there is a file, and opens it once the scanner has found nothing.
    let clerk = house.clerk("110101").await;
    let seen = app.case_evidence(&clerk, &made.number).await.unwrap();
    let file = seen.iter().find_map(|shown| shown.id).expect("the file came along");
    let early = app.evidence_open(&clerk, &made.number, file).await;
    assert!(matches!(early, Err(EvidenceError::Withheld(EvidenceState::Waiting))), "{early:?}");
    while app.jobs_run(10).await.unwrap() > 0 {}
    let opened = app.evidence_open(&clerk, &made.number, file).await.unwrap();
    assert_eq!((opened.media_type.as_str(), &opened.content[..]), ("image/png", PNG));
    let elsewhere = house.clerk("110117").await;
    let refused = app.evidence_open(&elsewhere, &made.number, file).await;
    assert!(matches!(refused, Err(EvidenceError::NotFound)));
}

#[tokio::test]
async fn a_file_with_a_virus_is_shown_to_nobody_and_not_handed_in() {
    let house = house("2020-11-15").await;
    let daemon = Daemon::start_tcp(Behaviour::default()).await.unwrap();
    let config = ScanConfig { socket: daemon.socket().to_owned(), bytes_max: 1 << 24, timeout_ms: 5_000 };
    let app = house
        .app
        .clone()
        .with_outward(Outward { scanner: Some(Scanner::new(&config).unwrap()), ..Outward::default() });
    let draft = app.draft_new();
    app.draft_save(&Viewer::Public, draft, &Answers::default()).await.unwrap();
    // A picture with the test signature behind it.
    let virus = eicar();
    let length = u32::try_from(virus.len()).unwrap().to_be_bytes();
    let chunk = [&length[..], b"tEXt", &virus, &[0; 4]].concat();
    let bad = [&PNG[..PNG.len() - 12], &chunk, &PNG[PNG.len() - 12..]].concat();
    let added = app.evidence_add(
        &Viewer::Public,
        "startup-loan",
        draft,
        upload("identity_document", "identity_card", &bad),
    );
    added.await.unwrap();
    while app.jobs_run(10).await.unwrap() > 0 {}
    let found = app.evidence_of_draft(draft).await.unwrap();
    assert_eq!((found[0].state, found[0].is_open), (Some(EvidenceState::Infected), false));
    let request = ApplyRequest { channel: Channel::Website, papers_seen: BTreeMap::new(), ..loan(&house) };
    let with = HandedIn { draft: Some(draft), signed: BTreeSet::from(["application_form".to_owned()]) };
    assert!(matches!(app.apply_with(&Viewer::Public, request, with).await, Err(ApplyError::Act(_))));
    app.evidence_drop(draft, found[0].id.unwrap()).await.unwrap();
    assert!(app.evidence_of_draft(draft).await.unwrap().is_empty());
}
