//! The packs that are built in: without a fault, and answering the app as the acceptance list asks.

use crate::common::{context, library, list};
use jiff::civil::{Date, date};
use service::definition::Channel;
use service::{Lang, Library, NoticeChannel, Placeholder, RouteError, Texts, Value, Values, check};

const DAY: Date = date(2020, 11, 15);

#[test]
fn the_packs_that_are_built_in_have_no_fault() {
    let found = check(&library(), &context());
    assert!(found.is_empty(), "{}", list(&found));
    assert_eq!(
        library().packs.keys().collect::<Vec<_>>(),
        [
            "flex-change",
            "flex-registration",
            "graduate-subsidy",
            "insurance-enrolment",
            "pension-back-payment",
            "pension-deferral",
            "pilot-subsidy",
            "startup-loan",
            "subsidy-extension",
            "title-evaluation",
            "unemployment-contribution",
            "unemployment-registration"
        ]
    );
}

#[test]
fn every_example_of_the_acceptance_rows_is_there() {
    let library = library();
    let rows: std::collections::BTreeSet<u16> = library
        .packs
        .values()
        .flat_map(|pack| &pack.examples)
        .flat_map(|example| example.rows.clone())
        .collect();
    for row in (7..=17).chain(25..=32).chain(45..=51) {
        assert!(rows.contains(&row), "no example shows row {row}");
    }
}

#[test]
fn registration_goes_to_the_one_office_of_the_district_of_employment() {
    let library = library();
    let pack = library.pack("flex-registration").unwrap();
    for district in &library.regions.districts {
        let office = pack.route(&district.code, DAY, &library.directory).unwrap();
        assert_eq!(office.id, format!("pes-{}", district.code));
        assert!(office.name.zh.starts_with(&district.zh), "{}", office.name.zh);
    }
    assert_eq!(library.regions.districts.len(), 16);
    for elsewhere in ["131082", "110103", "", "1101"] {
        let fault = pack.route(elsewhere, DAY, &library.directory).unwrap_err();
        assert!(matches!(fault, RouteError::None { .. }), "{elsewhere}: {fault}");
    }
    let early = pack.route("110105", date(2020, 9, 30), &library.directory);
    assert!(matches!(early, Err(RouteError::None { .. })));
}

#[test]
fn registration_asks_no_proof_and_takes_no_fee_in_any_channel() {
    let library = library();
    let pack = library.pack("flex-registration").unwrap();
    assert!(pack.definition.evidence.items.is_empty());
    assert_eq!(pack.definition.fee_fen, 0);
    assert_eq!(pack.definition.channels, [Channel::Website, Channel::App, Channel::Wechat, Channel::Window]);
}

#[test]
fn no_reason_for_a_correction_asks_for_a_paper() {
    let library = library();
    for pack in library.packs.values() {
        for reason in &pack.definition.return_reasons {
            assert!(pack.field(&reason.field).is_some(), "{} names no field", reason.code);
            for word in ["证明", "合同", "材料"] {
                assert!(!reason.label.zh.contains(word), "{}", reason.label.zh);
            }
            assert!(!reason.label.en.to_lowercase().contains("proof"), "{}", reason.label.en);
        }
    }
    let rule = library.rules.no_evidence.iter().find(|rule| rule.article == 11).unwrap();
    assert!(rule.barred.zh.iter().any(|word| word == "证明") && rule.barred.en.iter().any(|w| w == "proof"));
}

#[test]
fn a_reason_to_erase_has_a_code_of_its_own_a_source_and_a_day() {
    let reasons = &library().rules.erasure;
    let codes: std::collections::BTreeSet<_> = reasons.iter().map(|reason| &reason.code).collect();
    assert_eq!(codes.len(), reasons.len());
    for reason in reasons {
        assert!(reason.source.contains("条") && reason.source.contains("起施行"), "{}", reason.source);
        assert!(!reason.label.zh.is_empty() && !reason.label.en.is_empty());
        let plain = |b: u8| b.is_ascii_lowercase() || b == b'_';
        assert!(reason.code.bytes().all(plain), "{}", reason.code);
    }
}

#[test]
fn the_commitment_is_the_last_wording_that_has_begun() {
    let library = library();
    let pack = library.pack("flex-registration").unwrap();
    assert_eq!(pack.commitment(date(2020, 9, 30)), None);
    let commitment = pack.commitment(date(2020, 10, 1)).unwrap();
    assert_eq!(
        (commitment.id.as_str(), commitment.version.as_str()),
        ("flex-registration-truth", "truth-v1")
    );
    assert_eq!(commitment.anchor.to_string(), "11.1.2");
    assert!(commitment.text.zh.starts_with("我办理灵活就业登记"), "{}", commitment.text.zh);
    assert!(!commitment.text.zh.contains("---"));

    let mut services = Texts::embedded_services();
    for (file, text) in [("commitment.zh.md", &commitment.text.zh), ("commitment.en.md", &commitment.text.en)]
    {
        let head = "---\nid: flex-registration-truth\nversion: truth-v2\neffective_from: 2021-07-01\nanchor: 11.1.2\n---\n";
        services.insert(format!("flex-registration/v2.{file}"), &format!("{head}{text}"));
    }
    let entry = "[[commitments]]\nversion = \"truth-v2\"\nzh = \"v2.commitment.zh.md\"\nen = \"v2.commitment.en.md\"\n\n";
    let main = services.get("flex-registration/service.toml").unwrap().replacen(
        "[[commitments]]",
        &format!("{entry}[[commitments]]"),
        1,
    );
    services.insert("flex-registration/service.toml", &main);
    let later = Library::load(&services, &Texts::embedded_policies()).unwrap();
    let pack = later.pack("flex-registration").unwrap();
    assert_eq!(pack.commitment(date(2021, 6, 30)).unwrap().version, "truth-v1");
    assert_eq!(pack.commitment(date(2021, 7, 1)).unwrap().version, "truth-v2");
    assert_eq!(pack.commitment_of_version("truth-v1").unwrap().digest, commitment.digest);
    assert_ne!(pack.commitment_of_version("truth-v2").unwrap().digest, commitment.digest);
    // The second wording has begun by then, so an example of today is untouched and the packs stay sound.
    assert_eq!(check(&later, &context()), []);
}

#[test]
fn a_pack_version_is_named_by_all_its_texts() {
    let before = library().pack("flex-registration").unwrap().hash.clone();
    assert!(before.starts_with("sha256:") && before.len() == 71, "{before}");
    let hash = |services: &Texts, id: &str| {
        Library::load(services, &Texts::embedded_policies()).unwrap().pack(id).unwrap().hash.clone()
    };
    let mut services = Texts::embedded_services();
    assert_eq!(hash(&services, "flex-registration"), before);
    let notices = services.get("flex-registration/notices.toml").unwrap().to_owned();
    services.insert("flex-registration/notices.toml", &notices.replace('\n', "\r\n"));
    assert_eq!(hash(&services, "flex-registration"), before, "line ends are no change");
    let other = hash(&services, "flex-change");
    services.insert("flex-registration/notices.toml", &notices.replacen("办好", "办妥", 1));
    assert_ne!(hash(&services, "flex-registration"), before);
    assert_eq!(hash(&services, "flex-change"), other, "another pack is not touched");
}

#[test]
fn a_text_cannot_slip_into_its_path_unseen() {
    let texts = |path: &str, text: &str| Texts::from_iter([(path, text)]).hash();
    assert_ne!(texts("a", "bc"), texts("ab", "c"));
}

#[test]
fn a_notice_is_filled_in_as_each_language_writes_it() {
    let library = library();
    let pack = library.pack("flex-change").unwrap();
    let notice = pack.notice("ended", NoticeChannel::Inbox).unwrap();
    let mut values = Values::from([
        (Placeholder::PersonName, Value::Text("王磊".into())),
        (Placeholder::RegistrationNumber, Value::Text("R-1".into())),
        (Placeholder::EffectiveOn, Value::Date(date(2021, 3, 1))),
    ]);
    let zh = notice.render(Lang::Zh, &values).unwrap();
    assert!(zh.text.starts_with("王磊：您的灵活就业登记（R-1）从2021年3月1日起终止。"), "{}", zh.text);
    let en = notice.render(Lang::En, &values).unwrap();
    assert!(en.text.contains("ends on 1 March 2021."), "{}", en.text);
    assert!(!format!("{}{}", zh.text, en.text).contains('{'));

    values.insert(Placeholder::EffectiveOn, Value::Text("2021-03-01".into()));
    let fault = notice.render(Lang::Zh, &values).unwrap_err().to_string();
    assert!(fault.contains("effective_on") && fault.contains("Date") && fault.contains("Text"), "{fault}");
    values.remove(&Placeholder::EffectiveOn);
    let fault = notice.render(Lang::Zh, &values).unwrap_err().to_string();
    assert!(fault.contains("ended") && fault.contains("effective_on"), "{fault}");
}

#[test]
fn next_steps_lead_on_and_only_after_their_event() {
    let library = library();
    let pack = library.pack("flex-registration").unwrap();
    let steps: Vec<_> = pack.next_steps("registered").collect();
    assert_eq!(steps.len(), 4);
    assert!(steps.iter().any(|step| step.service.as_deref() == Some("flex-change")));
    assert_eq!(pack.next_steps("ended").count(), 0);
    let after: Vec<_> = library.pack("flex-change").unwrap().next_steps("ended").collect();
    assert_eq!(after.first().and_then(|step| step.conclusion.as_deref()), Some("unemployment_registration"));
}
