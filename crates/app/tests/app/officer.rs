//! Officers: lists, numbers and cases of their own place, and the looks that the person sees.

use app::registry::{FlexibleKind, Role};
use app::{ListFilter, OfficerError, RegisterRequest, RegistrationError, Viewer};

use crate::house::{House, house, wang, zhao};

/// Seven riders in Chaoyang, one of them in a street, and ZHAO in Pinggu.
async fn filled() -> House {
    let house = house("2020-11-15").await;
    for number in 0..7 {
        let mut request = wang();
        let id = app::store::conformance::fixture::id_number(&format!("11019919940302{:03}", 100 + number));
        request.fields.insert("id_number".to_owned(), id.expose().to_owned());
        if number == 3 {
            request.fields.insert("street".to_owned(), "110105001".to_owned());
        }
        house.clock.wait(60);
        house.register(request).await;
    }
    house.register(zhao()).await;
    house
}

#[tokio::test]
async fn a_list_has_each_registration_of_the_place_once_and_no_full_names() {
    let house = filled().await;
    let clerk = house.clerk("110105").await;
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = house.app.officer_list(&clerk, &ListFilter::default(), after.as_deref(), 3).await.unwrap();
        assert_eq!((page.total, page.place.zh.as_str()), (Some(7), "朝阳区"));
        assert!(page.rows.iter().all(|row| row.name == "王*" && row.is_active));
        seen.extend(page.rows.iter().map(|row| row.number.to_string()));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 7);
    assert!(seen.is_sorted_by(|a, b| a > b), "the newest first: {seen:?}");
    let bad = house.app.officer_list(&clerk, &ListFilter::default(), Some("x"), 3).await;
    assert!(matches!(bad, Err(OfficerError::BadCursor)));
    // A list is no look at anyone.
    let city = house.officer("city", Role::City).await;
    let all = house.app.officer_list(&city, &ListFilter::default(), None, 100).await.unwrap();
    assert_eq!(all.rows.len(), 8);
    assert_eq!(
        house
            .app
            .officer_list(
                &city,
                &ListFilter { district: Some("110117".parse().unwrap()), ..ListFilter::default() },
                None,
                100
            )
            .await
            .unwrap()
            .rows
            .len(),
        1
    );
}

#[tokio::test]
async fn filters_narrow_and_never_widen() {
    let house = filled().await;
    let clerk = house.clerk("110105").await;
    let list = async |viewer: &Viewer, filter: ListFilter| {
        house.app.officer_list(viewer, &filter, None, 100).await.map(|page| (page.rows.len(), page.total))
    };
    let of = |kind| ListFilter { kind: Some(kind), ..ListFilter::default() };
    assert_eq!(list(&clerk, of(FlexibleKind::Platform)).await.unwrap(), (7, Some(7)));
    assert_eq!(list(&clerk, of(FlexibleKind::PartTime)).await.unwrap(), (0, Some(0)));
    let ended = ListFilter { state: Some("ended".to_owned()), ..ListFilter::default() };
    assert_eq!(list(&clerk, ended).await.unwrap(), (0, Some(0)));
    let street = ListFilter { street: Some("110105001".parse().unwrap()), ..ListFilter::default() };
    assert_eq!(list(&clerk, street.clone()).await.unwrap(), (1, None));
    let elsewhere = ListFilter { district: Some("110117".parse().unwrap()), ..ListFilter::default() };
    assert!(matches!(list(&clerk, elsewhere).await, Err(OfficerError::Denied)));
    let of_street = house.officer("s1", Role::Street("110105001".parse().unwrap())).await;
    assert_eq!(list(&of_street, ListFilter::default()).await.unwrap(), (1, None));
    let next_street = ListFilter { street: Some("110105002".parse().unwrap()), ..ListFilter::default() };
    assert!(matches!(list(&of_street, next_street).await, Err(OfficerError::Denied)));
    for viewer in [Viewer::Public, Viewer::Person(app::registry::PersonId(uuid::Uuid::from_u128(1)))] {
        assert!(matches!(list(&viewer, ListFilter::default()).await, Err(OfficerError::Denied)));
        assert!(house.app.officer_counts(&viewer).await.is_err());
    }
}

#[tokio::test]
async fn numbers_are_of_the_own_place() {
    let house = filled().await;
    let clerk = house.clerk("110105").await;
    let counts = house.app.officer_counts(&clerk).await.unwrap();
    let [row] = counts.as_slice() else { panic!("{counts:?}") };
    assert_eq!((row.name.zh.as_str(), row.active, row.ended), ("朝阳区", 7, 0));
    let city = house.officer("city", Role::City).await;
    assert_eq!(house.app.officer_counts(&city).await.unwrap().iter().map(|row| row.active).sum::<u64>(), 8);
    let of_street = house.officer("s1", Role::Street("110105001".parse().unwrap())).await;
    assert!(matches!(house.app.officer_counts(&of_street).await, Err(OfficerError::Denied)));
}

#[tokio::test]
async fn a_look_is_an_entry_that_the_person_sees() {
    let house = house("2020-11-15").await;
    let made = house.register(wang()).await;
    let number = made.number.as_str();
    let own = Viewer::Person(made.person);
    assert!(house.app.registration(&own, number, "own").await.unwrap().looks.is_empty());
    let clerk = house.clerk("110105").await;
    let case = house.app.case(&clerk, number, "random_check").await.unwrap();
    assert_eq!(case.registration.person.name, "王磊");
    assert_eq!(case.registration.person.id_number, "110199********0115");
    assert!(case.registration.looks.is_empty(), "an officer is not told who else looked");
    assert_eq!(case.conclusions.len(), 12);
    assert_eq!(case.policy_version, house.app.policy().version);
    let looks = house.app.registration(&own, number, "own").await.unwrap().looks;
    let [look] = looks.as_slice() else { panic!("{looks:?}") };
    assert_eq!((look.officer.as_str(), look.reason.as_str()), ("经办 k110105", "random_check"));
    // Supervision sees by whom, the officer their own, nobody else's.
    let (since, of) = (jiff::Timestamp::UNIX_EPOCH, clerk.officer().unwrap().id);
    let city = house.officer("city", Role::City).await;
    for viewer in [&city, &clerk] {
        let looks = house.app.officer_looks(viewer, of, since).await.unwrap();
        assert_eq!(looks.iter().map(|look| look.person).collect::<Vec<_>>(), [made.person]);
    }
    let colleague = house.clerk("110106").await;
    assert!(matches!(house.app.officer_looks(&colleague, of, since).await, Err(OfficerError::Denied)));
    assert!(matches!(house.app.officer_looks(&own, of, since).await, Err(OfficerError::Denied)));
    // Those who are not let in leave no look and learn nothing.
    for viewer in [Viewer::Public, house.clerk("110117").await] {
        let found = house.app.registration(&viewer, number, "curious").await;
        assert!(matches!(found, Err(RegistrationError::NotFound)));
    }
    assert!(house.app.case(&own, number, "own").await.is_err());
    assert_eq!(house.app.registration(&own, number, "own").await.unwrap().looks.len(), 1);
    let missing = house.app.registration(&own, "JY-2020-110105-00000009-53", "own").await;
    assert!(matches!(missing, Err(RegistrationError::NotFound)));
}

#[tokio::test]
async fn an_inbox_is_the_persons_alone() {
    let house = house("2020-11-15").await;
    let (one, two) = (house.register(wang()).await, house.register(RegisterRequest { ..zhao() }).await);
    let notice = house.app.inbox(&Viewer::Person(one.person)).await.unwrap()[0].id;
    house.app.notice_read(&Viewer::Person(two.person), notice).await.unwrap();
    assert_eq!(house.app.inbox_unread(&Viewer::Person(one.person)).await.unwrap(), 1);
    let city = house.officer("city", Role::City).await;
    assert!(house.app.inbox(&city).await.unwrap().is_empty());
    assert!(house.app.notice_read(&city, notice).await.is_err());
}
