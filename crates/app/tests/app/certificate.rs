//! The certificate: row 47, its public check, the published keys and list, and taking it back.

use app::documents::{ListCheck, PublicKeySet, Standing, StatusList, Verdict};
use app::registry::Role;
use app::{CertificateError, CertificateStanding, Viewer};

use crate::house::{change, house, wang, zhao};

#[tokio::test]
async fn row_47_a_third_person_checks_the_code_and_learns_what_is_printed() {
    let house = house("2020-11-15").await;
    let made = house.register(wang()).await;
    let own = Viewer::Person(made.person);
    let paper = house.app.certificate(&own, &made.certificate_number).await.unwrap();
    assert_eq!(paper.standing, CertificateStanding::Valid);
    assert!(paper.verify_url.starts_with("https://linghuo.example/verify/"));
    assert!(paper.qr_svg.starts_with("<svg"));
    for code in [&paper.code, &paper.verify_url] {
        let found = house.app.verify(code).await.unwrap();
        assert_eq!(found.standing, CertificateStanding::Valid);
        assert_eq!(found.rows, paper.rows);
        let printed = found.printed.unwrap();
        assert_eq!(
            (printed.holder_name.as_str(), printed.id_masked.as_str()),
            ("王磊", "110***********0115")
        );
        assert_eq!(printed.district, "朝阳区");
        assert_eq!(printed.issued_on.to_string(), "2020-11-15");
    }
    for value in paper.rows.iter().flat_map(|row| [&row.value.zh, &row.value.en]) {
        assert!(!value.contains("19940302") && !value.contains("13900000001"), "{value}");
    }
}

#[tokio::test]
async fn a_code_with_one_other_letter_is_no_certificate() {
    let house = house("2020-11-15").await;
    let made = house.register(wang()).await;
    let paper = house.app.certificate(&Viewer::Person(made.person), &made.certificate_number).await.unwrap();
    let mut forged = paper.code.clone().into_bytes();
    let last = forged.len() - 20;
    forged[last] = if forged[last] == b'A' { b'B' } else { b'A' };
    let found = house.app.verify(std::str::from_utf8(&forged).unwrap()).await.unwrap();
    assert_eq!((found.standing, found.printed), (CertificateStanding::BadSignature, None));
    for text in ["", "JY-2020-110105-00000001-77-1", "AAAA", "王磊"] {
        let found = house.app.verify(text).await.unwrap();
        assert_eq!(found.standing, CertificateStanding::Unreadable, "{text}");
        assert!(found.rows.is_empty());
    }
    // Another installation has other keys.
    let elsewhere = crate::house::house("2020-11-15").await;
    let found = elsewhere.app.verify(&paper.code).await.unwrap();
    assert_eq!(found.standing, CertificateStanding::BadSignature);
}

#[tokio::test]
async fn each_change_of_the_registration_shows_in_the_check() {
    let house = house("2020-11-15").await;
    let made = house.register(wang()).await;
    let (own, number) = (Viewer::Person(made.person), made.number.as_str());
    let first = house.app.certificate(&own, &made.certificate_number).await.unwrap();
    house.on("2021-01-20");
    let moved =
        change(number, &[("change", "amend"), ("effective_on", "2021-01-18"), ("district", "110112")]);
    let second = house.app.change(&own, moved).await.unwrap().certificate_number.unwrap();
    let second = house.app.certificate(&own, &second).await.unwrap();
    let day = "2021-01-20".parse().unwrap();
    assert_eq!(
        house.app.verify(&first.code).await.unwrap().standing,
        CertificateStanding::Replaced { on: day }
    );
    assert_eq!(house.app.verify(&second.code).await.unwrap().standing, CertificateStanding::Valid);
    let ended = change(number, &[("change", "end"), ("effective_on", "2021-01-20"), ("after", "none")]);
    house.app.change(&own, ended).await.unwrap();
    assert_eq!(
        house.app.verify(&second.code).await.unwrap().standing,
        CertificateStanding::Ended { on: day }
    );
}

#[tokio::test]
async fn only_the_city_takes_a_certificate_back_and_the_holder_is_told() {
    let house = house("2020-11-15").await;
    let made = house.register(wang()).await;
    let number = made.certificate_number.as_str();
    let clerk = house.clerk("110105").await;
    for viewer in [Viewer::Public, Viewer::Person(made.person), clerk] {
        let found = house.app.revoke(&viewer, number, "untrue_statement").await;
        assert!(matches!(found, Err(CertificateError::Denied)), "{found:?}");
    }
    let city = house.officer("city", Role::City).await;
    let found = house.app.revoke(&city, number, "He lied!").await;
    assert!(matches!(found, Err(CertificateError::Reason)), "{found:?}");
    house.app.revoke(&city, number, "untrue_statement").await.unwrap();
    let again = house.app.revoke(&city, number, "untrue_statement").await;
    assert!(matches!(again, Err(CertificateError::AlreadyRevoked)), "{again:?}");
    let own = Viewer::Person(made.person);
    let paper = house.app.certificate(&own, number).await.unwrap();
    let day = "2020-11-15".parse().unwrap();
    assert_eq!(
        house.app.verify(&paper.code).await.unwrap().standing,
        CertificateStanding::Revoked { on: day }
    );
    assert_eq!(house.app.inbox(&own).await.unwrap()[0].kind, "certificate.revoked");
}

#[tokio::test]
async fn without_a_network_the_keys_and_the_list_say_the_same() {
    let house = house("2020-11-15").await;
    let (one, two) = (house.register(wang()).await, house.register(zhao()).await);
    let own = Viewer::Person(one.person);
    let code = house.app.certificate(&own, &one.certificate_number).await.unwrap().code;
    let other =
        house.app.certificate(&Viewer::Person(two.person), &two.certificate_number).await.unwrap().code;
    let end =
        change(one.number.as_str(), &[("change", "end"), ("effective_on", "2020-11-15"), ("after", "none")]);
    house.app.change(&own, end).await.unwrap();
    let city = house.officer("city", Role::City).await;
    house.app.revoke(&city, &two.certificate_number, "untrue_statement").await.unwrap();

    let keys = PublicKeySet::from_jwks(&house.app.public_keys().unwrap()).unwrap();
    let list = StatusList::open(&house.app.status_list().await.unwrap(), &keys).unwrap();
    assert_eq!(list.entries.len(), 2);
    assert_eq!(list.entry(&one.certificate_number).unwrap().standing, Standing::Ended);
    assert_eq!(list.entry(&two.certificate_number).unwrap().standing, Standing::Revoked);
    let now = house.app.verify(&code).await.map(|_| list.issued_at).unwrap();
    assert!(matches!(app::documents::verify(&code, &keys, Some(&list), now), Verdict::Ended { .. }));
    assert!(matches!(app::documents::verify(&other, &keys, Some(&list), now), Verdict::Revoked { .. }));
    assert!(matches!(
        app::documents::verify(&code, &keys, None, now),
        Verdict::Valid { list: ListCheck::None, .. }
    ));
    // Each list counts up, so that an older one is known.
    let next = StatusList::open(&house.app.status_list().await.unwrap(), &keys).unwrap();
    assert!(next.sequence > list.sequence);
}

#[tokio::test]
async fn a_certificate_is_its_holders_and_of_the_office_that_may_see_it() {
    let house = house("2020-11-15").await;
    let (one, two) = (house.register(wang()).await, house.register(zhao()).await);
    let pinggu = house.clerk("110117").await;
    for viewer in [Viewer::Public, Viewer::Person(two.person), pinggu] {
        let found = house.app.certificate(&viewer, &one.certificate_number).await;
        assert!(matches!(found, Err(CertificateError::NotFound)), "{found:?}");
        let found = house.app.certificate_pdf(&viewer, &one.certificate_number).await;
        assert!(matches!(found, Err(CertificateError::NotFound)), "{found:?}");
    }
    let chaoyang = house.clerk("110105").await;
    assert!(house.app.certificate(&chaoyang, &one.certificate_number).await.is_ok());
}

#[tokio::test]
async fn the_pdf_is_there_or_the_build_says_that_it_has_no_typesetter() {
    let house = house("2020-11-15").await;
    let made = house.register(wang()).await;
    let pdf = house.app.certificate_pdf(&Viewer::Person(made.person), &made.certificate_number).await;
    if cfg!(feature = "typeset") {
        assert!(pdf.unwrap().starts_with(b"%PDF-"));
    } else {
        assert!(matches!(pdf, Err(CertificateError::NotSet { .. })));
    }
}
